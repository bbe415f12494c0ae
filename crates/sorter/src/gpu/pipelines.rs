//! Shaders, compiled when first needed.

use std::cell::RefCell;

use bitonic::shader::{PARAMETER_BYTES, Variant};
use js_sys::JsNullable;
use web_sys::{
    GpuBindGroup, GpuBindGroupDescriptor, GpuBindGroupEntry, GpuBindGroupLayout,
    GpuBindGroupLayoutDescriptor, GpuBindGroupLayoutEntry, GpuBuffer, GpuBufferBinding,
    GpuBufferBindingLayout, GpuBufferBindingType, GpuComputePipeline, GpuComputePipelineDescriptor,
    GpuDevice, GpuPipelineLayout, GpuPipelineLayoutDescriptor, GpuProgrammableStage,
    GpuShaderModuleDescriptor,
};

use super::Trouble;
use super::device::Device;

/// The shader stage of everything here: compute.
const COMPUTE: u32 = 0x4;

/// The pipelines of one device, for keys alone and for pairs.
#[derive(Debug)]
pub(super) struct Pipelines {
    keys: Layout,
    pairs: Layout,
    compiled: RefCell<Vec<(Variant, GpuComputePipeline)>>,
}

#[derive(Debug)]
struct Layout {
    group: GpuBindGroupLayout,
    pipeline: GpuPipelineLayout,
}

impl Pipelines {
    pub(super) fn new(device: &GpuDevice) -> Self {
        Self {
            keys: Layout::new(device, false),
            pairs: Layout::new(device, true),
            compiled: RefCell::default(),
        }
    }

    fn layout(&self, pairs: bool) -> &Layout {
        if pairs { &self.pairs } else { &self.keys }
    }

    /// Parameters, keys and values as the shaders see them: of keys and values so many bytes.
    pub(super) fn bind(
        &self,
        device: &GpuDevice,
        parameters: &GpuBuffer,
        keys: &GpuBuffer,
        values: Option<&GpuBuffer>,
        bytes: usize,
    ) -> GpuBindGroup {
        let entry = |binding, buffer, bytes: f64| {
            let part = GpuBufferBinding::new(buffer);
            part.set_size_f64(bytes);
            GpuBindGroupEntry::new_with_gpu_buffer_binding(binding, &part)
        };
        #[allow(
            clippy::cast_precision_loss,
            reason = "buffers have less than 2^53 bytes"
        )]
        let bytes = bytes as f64;
        let mut entries = vec![
            entry(0, parameters, PARAMETER_BYTES as f64),
            entry(1, keys, bytes),
        ];
        entries.extend(values.map(|values| entry(2, values, bytes)));
        let layout = &self.layout(values.is_some()).group;
        device.create_bind_group(&GpuBindGroupDescriptor::new(&entries, layout))
    }
}

impl Layout {
    fn new(device: &GpuDevice, pairs: bool) -> Self {
        let entry = |binding, kind, dynamic| {
            let buffer = GpuBufferBindingLayout::new();
            buffer.set_type(kind);
            buffer.set_has_dynamic_offset(dynamic);
            let entry = GpuBindGroupLayoutEntry::new(binding, COMPUTE);
            entry.set_buffer(&buffer);
            entry
        };
        let mut entries = vec![
            entry(0, GpuBufferBindingType::Uniform, true),
            entry(1, GpuBufferBindingType::Storage, false),
        ];
        if pairs {
            entries.push(entry(2, GpuBufferBindingType::Storage, false));
        }
        let descriptor = GpuBindGroupLayoutDescriptor::new(&entries);
        let group = device
            .create_bind_group_layout(&descriptor)
            .expect("the layout is one that the standard allows");
        let groups = [JsNullable::wrap(group.clone())];
        let pipeline = device.create_pipeline_layout(&GpuPipelineLayoutDescriptor::new(&groups));
        Self { group, pipeline }
    }
}

impl Device {
    /// Compiles what is not there yet: everything at the same time.
    pub(super) async fn pipelines(
        &self,
        variants: &[Variant],
    ) -> Result<Vec<GpuComputePipeline>, Trouble> {
        let mut started: Vec<(Variant, _)> = Vec::new();
        for &variant in variants {
            if self.compiled(variant).is_none() && !started.iter().any(|it| it.0 == variant) {
                // A future listens from now on, also to failures after the first.
                started.push((variant, self.compile(variant).into_future()));
            }
        }
        for (variant, pipeline) in started {
            let pipeline = pipeline.await.map_err(|error| self.failure(&error))?;
            self.pipelines
                .compiled
                .borrow_mut()
                .push((variant, pipeline));
        }
        let all = variants.iter().map(|&variant| self.compiled(variant));
        Ok(all.map(|it| it.expect("it was just compiled")).collect())
    }

    fn compiled(&self, variant: Variant) -> Option<GpuComputePipeline> {
        let compiled = self.pipelines.compiled.borrow();
        let found = compiled.iter().find(|it| it.0 == variant);
        found.map(|it| it.1.clone())
    }

    fn compile(&self, variant: Variant) -> js_sys::Promise<GpuComputePipeline> {
        let enable = if variant.subgroups {
            "enable subgroups;\n"
        } else {
            ""
        };
        let source = format!("{enable}{}", variant.source());
        let module = GpuShaderModuleDescriptor::new(&source);
        let stage = GpuProgrammableStage::new(&self.device.create_shader_module(&module));
        stage.set_entry_point("main");
        let layout = &self.pipelines.layout(variant.shape.pairs).pipeline;
        let descriptor = GpuComputePipelineDescriptor::new(layout, &stage);
        self.device.create_compute_pipeline_async(&descriptor)
    }
}

//! The plans, executed by the Vulkan drivers of this machine.

use std::cell::RefCell;
use std::rc::Rc;

use bitonic::shader::{self, Variant};
use bitonic::{KeyKind, Order, Plan, Shape, radix};
use wgpu::util::{BufferInitDescriptor, DeviceExt};

use crate::Case;

/// Bytes from the parameters of one pass to those of the next.
const PARAMETER_STRIDE: usize = 256;
const PARAMETER_BYTES: u64 = 40;

struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    subgroups: bool,
    /// Compiling takes longer than sorting.
    compiled: RefCell<Vec<(Variant, wgpu::ComputePipeline)>>,
}

/// Every driver with and without subgroups; or one case that says that there is none.
pub(crate) fn cases() -> Vec<Case> {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    descriptor.backends = wgpu::Backends::VULKAN;
    let instance = wgpu::Instance::new(descriptor);
    let adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::VULKAN));
    let mut cases: Vec<Case> = adapters.into_iter().flat_map(of_adapter).collect();
    if cases.is_empty() {
        cases.push(Case {
            name: "vulkan sorts".to_string(),
            test: Err("this machine has no Vulkan driver".to_string()),
        });
    }
    cases
}

fn of_adapter(adapter: wgpu::Adapter) -> Vec<Case> {
    let info = adapter.get_info();
    let adapter = Rc::new(adapter);
    let case = |subgroups: bool| {
        let adapter = Rc::clone(&adapter);
        let size = format!("{} to {}", info.subgroup_min_size, info.subgroup_max_size);
        let with = if subgroups { "with" } else { "without" };
        Case {
            name: format!("{} sorts {with} subgroups of {size}", info.name),
            test: Ok(Box::new(move || sorts(&adapter, subgroups))),
        }
    };
    let possible = adapter.features().contains(wgpu::Features::SUBGROUP);
    let mut cases = vec![case(false)];
    cases.extend(possible.then(|| case(true)));
    cases
}

fn sorts(adapter: &wgpu::Adapter, subgroups: bool) {
    let gpu = open(adapter, subgroups);
    for (register_bits, tile_bits, pairs) in [(2, 6, false), (4, 9, true), (3, 11, false)] {
        let shape = Shape {
            register_bits,
            tile_bits: Some(tile_bits),
            pairs,
        };
        try_lengths(&gpu, shape);
    }
    if !subgroups {
        for pairs in [false, true] {
            try_lengths(&gpu, Shape::for_software(0, pairs));
        }
    }
}

fn try_lengths(gpu: &Gpu, shape: Shape) {
    let tile = 1 << shape.tile_bits.unwrap_or(9);
    for count in [2, 63, tile - 1, tile, tile + 1, 3 * tile + 7, 10_000] {
        let order = Order {
            kind: KeyKind::F32,
            descending: count % 2 == 1,
        };
        let input = numbers(count);
        let places: Vec<u32> = (0..).take(count).collect();
        let (keys, values) = gpu.sort(&input, &places, order, shape);
        let (mut expected, mut expected_places) = (input, places);
        let passes = radix::sort_numbers_with(order, &mut expected, &mut expected_places);
        assert!(passes.is_ok(), "memory for {count} numbers");
        assert!(keys == expected, "{count} numbers, {order:?}, {shape:?}");
        if shape.pairs {
            assert!(
                values == expected_places,
                "{count} places, {order:?}, {shape:?}"
            );
        }
    }
}

/// Pseudo-random bits, with every special number of floats among them, and many equal ones.
fn numbers(count: usize) -> Vec<u32> {
    let special = [
        0x7fc0_0000,
        0xffc0_0001,
        u32::MAX,
        0,
        1 << 31,
        0x7f80_0000,
        0xff80_0000,
    ];
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        match state % 10 {
            pick @ 0..7 => special[pick as usize],
            7 => state % 16,
            _ => state,
        }
    };
    (0..count).map(|_| next()).collect()
}

fn open(adapter: &wgpu::Adapter, subgroups: bool) -> Gpu {
    let features = if subgroups {
        wgpu::Features::SUBGROUP
    } else {
        wgpu::Features::empty()
    };
    let descriptor = wgpu::DeviceDescriptor {
        required_features: features,
        required_limits: wgpu::Limits::downlevel_defaults().using_resolution(adapter.limits()),
        ..Default::default()
    };
    let opened = pollster::block_on(adapter.request_device(&descriptor));
    let (device, queue) = opened.expect("the adapter gives a device");
    Gpu {
        device,
        queue,
        subgroups,
        compiled: RefCell::default(),
    }
}

impl Gpu {
    fn sort(
        &self,
        keys: &[u32],
        values: &[u32],
        order: Order,
        shape: Shape,
    ) -> (Vec<u32>, Vec<u32>) {
        let plan = Plan::new(keys.len(), shape);
        let layout = self.layout(shape.pairs);
        let keys = self.list(keys);
        let values = self.list(values);
        let parameters = self.device.create_buffer_init(&BufferInitDescriptor {
            label: None,
            contents: &bytes(&shader::parameters(&plan, order)),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let parameter = wgpu::BufferBinding {
            buffer: &parameters,
            offset: 0,
            size: std::num::NonZero::new(PARAMETER_BYTES),
        };
        let mut entries = vec![
            entry(0, wgpu::BindingResource::Buffer(parameter)),
            entry(1, keys.as_entire_binding()),
        ];
        entries.extend(shape.pairs.then(|| entry(2, values.as_entire_binding())));
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &layout,
            entries: &entries,
        });
        let mut encoder = self.device.create_command_encoder(&Default::default());
        {
            let mut commands = encoder.begin_compute_pass(&Default::default());
            for (index, pass) in plan.passes.iter().enumerate() {
                let identity = order.is_identity();
                let mut variant = Variant::of(shape, &plan.passes, index, identity);
                variant.subgroups = self.subgroups && variant.can_use_subgroups();
                commands.set_pipeline(&self.pipeline(&layout, variant));
                let offset = u32::try_from(index * PARAMETER_STRIDE).expect("few passes");
                commands.set_bind_group(0, &group, &[offset]);
                let (columns, rows) = shader::workgroups(pass);
                commands.dispatch_workgroups(columns, rows, 1);
            }
        }
        self.queue.submit([encoder.finish()]);
        (self.read(&keys, plan.count), self.read(&values, plan.count))
    }

    fn layout(&self, pairs: bool) -> wgpu::BindGroupLayout {
        let entry = |binding, kind, dynamic| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: kind,
                has_dynamic_offset: dynamic,
                min_binding_size: None,
            },
            count: None,
        };
        let storage = wgpu::BufferBindingType::Storage { read_only: false };
        let mut entries = vec![
            entry(0, wgpu::BufferBindingType::Uniform, true),
            entry(1, storage, false),
        ];
        entries.extend(pairs.then(|| entry(2, storage, false)));
        let descriptor = wgpu::BindGroupLayoutDescriptor {
            label: None,
            entries: &entries,
        };
        self.device.create_bind_group_layout(&descriptor)
    }

    fn pipeline(&self, layout: &wgpu::BindGroupLayout, variant: Variant) -> wgpu::ComputePipeline {
        let mut compiled = self.compiled.borrow_mut();
        if let Some((_, pipeline)) = compiled.iter().find(|it| it.0 == variant) {
            return pipeline.clone();
        }
        let pipeline = self.compile(layout, variant);
        compiled.push((variant, pipeline.clone()));
        pipeline
    }

    fn compile(&self, layout: &wgpu::BindGroupLayout, variant: Variant) -> wgpu::ComputePipeline {
        let module = self
            .device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: None,
                source: wgpu::ShaderSource::Wgsl(variant.source().into()),
            });
        let layout = self
            .device
            .create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: None,
                bind_group_layouts: &[Some(layout)],
                immediate_size: 0,
            });
        self.device
            .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: None,
                layout: Some(&layout),
                module: &module,
                entry_point: Some("main"),
                compilation_options: Default::default(),
                cache: None,
            })
    }

    /// Numbers, and one word behind them.
    fn list(&self, numbers: &[u32]) -> wgpu::Buffer {
        let mut contents = bytes(numbers);
        contents.extend([0; 4]);
        self.device.create_buffer_init(&BufferInitDescriptor {
            label: None,
            contents: &contents,
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
        })
    }

    fn read(&self, from: &wgpu::Buffer, count: usize) -> Vec<u32> {
        let size = 4 * count as u64;
        let staging = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size,
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let mut encoder = self.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(from, 0, &staging, 0, size);
        self.queue.submit([encoder.finish()]);
        staging.slice(..).map_async(wgpu::MapMode::Read, |mapped| {
            mapped.expect("the copy can be read");
        });
        let done = self.device.poll(wgpu::PollType::wait_indefinitely());
        done.expect("the device finishes");
        let range = staging.slice(..).get_mapped_range();
        let range = range.expect("the copy is mapped");
        let words = range.chunks(4).map(|it| it.try_into().expect("four bytes"));
        words.map(u32::from_le_bytes).collect()
    }
}

fn entry(binding: u32, resource: wgpu::BindingResource<'_>) -> wgpu::BindGroupEntry<'_> {
    wgpu::BindGroupEntry { binding, resource }
}

fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|it| it.to_le_bytes()).collect()
}

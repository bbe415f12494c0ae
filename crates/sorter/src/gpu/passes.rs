//! A plan as commands: every pass one dispatch, all of them in one command buffer.

use bitonic::shader::{self, Variant};
use bitonic::{Order, Plan};
use web_sys::{
    GpuBindGroup, GpuBuffer, GpuCommandEncoder, GpuComputePassDescriptor, GpuComputePassEncoder,
    GpuComputePassTimestampWrites, GpuComputePipeline,
};

use super::device::{Device, TIMESTAMPS_MAX};

/// The shaders of all passes.
pub(super) fn variants(plan: &Plan, order: Order, adjust: impl Fn(&mut Variant)) -> Vec<Variant> {
    let passes = &plan.passes;
    let of = |index| {
        let mut variant = Variant::of(plan.shape, passes, index, order.is_identity());
        adjust(&mut variant);
        variant
    };
    (0..passes.len()).map(of).collect()
}

/// How the time of passes is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamps {
    /// Not at all.
    None,
    /// At the beginning and the end of all passes.
    Whole,
    /// At the beginning and the end of each.
    Each,
}

impl Stamps {
    /// What can be done on this device, for so many passes.
    pub(super) fn possible(device: &Device, passes: usize, each: bool) -> Self {
        match &device.queries {
            None => Self::None,
            Some(_) if each && 2 * passes <= TIMESTAMPS_MAX => Self::Each,
            Some(_) => Self::Whole,
        }
    }

    /// How many are taken.
    pub(super) fn count(self, passes: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Whole => 2,
            Self::Each => 2 * passes,
        }
    }
}

/// Records all passes.
pub(super) fn record(
    device: &Device,
    encoder: &GpuCommandEncoder,
    plan: &Plan,
    pipelines: &[GpuComputePipeline],
    group: &GpuBindGroup,
    stamps: Stamps,
) {
    let mut pass = begin(device, encoder, stamps, 0);
    for (index, step) in plan.passes.iter().enumerate() {
        if index > 0 && stamps == Stamps::Each {
            pass.end();
            pass = begin(device, encoder, stamps, index);
        }
        let offset = u32::try_from(index * shader::PARAMETER_STRIDE).expect("few passes");
        pass.set_pipeline(&pipelines[index]);
        let set = pass.set_bind_group_with_u32_slice_and_u32_and_dynamic_offsets_data_length(
            0,
            Some(group),
            &[offset],
            0,
            1,
        );
        set.expect("one offset is given, and one is wanted");
        let (columns, rows) = shader::workgroups(step);
        pass.dispatch_workgroups_with_workgroup_count_y(columns, rows);
    }
    pass.end();
    device.count_dispatches(plan.passes.len());
}

fn begin(
    device: &Device,
    encoder: &GpuCommandEncoder,
    stamps: Stamps,
    index: usize,
) -> GpuComputePassEncoder {
    let Some(queries) = device.queries.as_ref().filter(|_| stamps != Stamps::None) else {
        return encoder.begin_compute_pass();
    };
    let first = u32::try_from(2 * index).expect("few passes");
    let writes = GpuComputePassTimestampWrites::new(queries);
    writes.set_beginning_of_pass_write_index(first);
    writes.set_end_of_pass_write_index(first + 1);
    let descriptor = GpuComputePassDescriptor::new();
    descriptor.set_timestamp_writes(&writes);
    encoder.begin_compute_pass_with_descriptor(&descriptor)
}

/// Copies bytes from one buffer to another, from the start of both.
pub(super) fn copy(encoder: &GpuCommandEncoder, from: &GpuBuffer, to: &GpuBuffer, bytes: usize) {
    #[allow(
        clippy::cast_precision_loss,
        reason = "buffers have less than 2^53 bytes"
    )]
    encoder
        .copy_buffer_to_buffer_with_u32_and_u32_and_f64(from, 0, to, 0, bytes as f64)
        .expect("the sizes are multiples of four");
}

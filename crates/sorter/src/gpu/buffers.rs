//! Memory on the GPU, kept for the next sort of about the same size.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::{GpuBuffer, GpuBufferDescriptor, GpuDevice};

/// What a buffer is for: flags of the WebGPU standard, section 5.1.
pub(super) mod usage {
    pub(crate) const MAP_READ: u32 = 0x1;
    pub(crate) const COPY_SRC: u32 = 0x4;
    pub(crate) const COPY_DST: u32 = 0x8;
    pub(crate) const UNIFORM: u32 = 0x40;
    pub(crate) const STORAGE: u32 = 0x80;
    pub(crate) const QUERY_RESOLVE: u32 = 0x200;
}

/// Memory that may lie idle.
const IDLE_BYTES_MAX: f64 = 256.0 * 1024.0 * 1024.0;

/// Buffers that may lie idle: those of a few sorts at the same time.
const IDLE_COUNT_MAX: usize = 16;

/// Sizes are rounded up to this many bytes, so that lists of about the same length share buffers.
const GRAIN_BYTES: usize = 4096;

/// The buffers of one device.
#[derive(Debug, Default)]
pub(super) struct Pool {
    idle: RefCell<Vec<Kept>>,
    live: Cell<u32>,
}

#[derive(Debug)]
struct Kept {
    buffer: GpuBuffer,
    usage: u32,
}

/// A buffer in use. It goes back to its pool, unless it was abandoned.
#[derive(Debug)]
pub(super) struct Lease {
    buffer: Option<GpuBuffer>,
    usage: u32,
    pool: Rc<Pool>,
}

impl Pool {
    /// A buffer of at least so many bytes. What it holds is anything.
    pub(super) fn lease(self: &Rc<Self>, device: &GpuDevice, bytes: usize, usage: u32) -> Lease {
        #[allow(
            clippy::cast_precision_loss,
            reason = "buffers have less than 2^53 bytes"
        )]
        let size = bytes.next_multiple_of(GRAIN_BYTES) as f64;
        let mut idle = self.idle.borrow_mut();
        // Twice the size would waste as much as is used.
        let fits = |it: &Kept| it.usage == usage && (size..=2.0 * size).contains(&it.buffer.size());
        let buffer = match idle.iter().position(fits) {
            Some(index) => idle.swap_remove(index).buffer,
            None => {
                self.live.set(self.live.get() + 1);
                let descriptor = GpuBufferDescriptor::new_with_f64(size, usage);
                // Too large a buffer is no exception but an error, for the scope around it.
                device
                    .create_buffer(&descriptor)
                    .expect("a mapped buffer is never asked for")
            }
        };
        Lease {
            buffer: Some(buffer),
            usage,
            pool: Rc::clone(self),
        }
    }

    /// Buffers that exist, in use or idle.
    pub(super) fn live(&self) -> u32 {
        self.live.get()
    }

    /// Throws away what lies idle: after an error a buffer may be none.
    pub(super) fn clear(&self) {
        for kept in self.idle.take() {
            kept.buffer.destroy();
            self.destroyed();
        }
    }

    fn destroyed(&self) {
        self.live.set(self.live.get() - 1);
    }

    fn keep(&self, kept: Kept) {
        let mut idle = self.idle.borrow_mut();
        idle.push(kept);
        let bytes = |idle: &[Kept]| idle.iter().map(|it| it.buffer.size()).sum::<f64>();
        while idle.len() > IDLE_COUNT_MAX || bytes(&idle) > IDLE_BYTES_MAX {
            idle.remove(0).buffer.destroy();
            self.destroyed();
        }
    }
}

impl Lease {
    /// The buffer itself.
    pub(super) fn buffer(&self) -> &GpuBuffer {
        self.buffer
            .as_ref()
            .expect("a lease holds its buffer to the end")
    }

    /// Throws the buffer away: what it holds, or whether it is mapped, is not known any more.
    pub(super) fn abandon(mut self) {
        if let Some(buffer) = self.buffer.take() {
            buffer.destroy();
            self.pool.destroyed();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer.take() {
            let usage = self.usage;
            self.pool.keep(Kept { buffer, usage });
        }
    }
}

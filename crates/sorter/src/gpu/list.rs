//! Numbers on the GPU.

use std::rc::Rc;

use bitonic::shader::{self, Variant};
use bitonic::{Order, Plan};
use js_sys::{Float64Array, Uint32Array, Undefined};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, GpuCommandEncoder};

use super::buffers::{Lease, usage};
use super::device::Device;
use super::passes::{self, Stamps};
use super::{Trouble, words};
use crate::memory::{self, NoMemory};
use crate::wait::wait;

/// Numbers, and perhaps values that they carry, in the memory of a GPU. They stay there from one
/// sort to the next.
#[derive(Debug)]
pub struct List {
    device: Rc<Device>,
    count: usize,
    keys: Lease,
    values: Option<Lease>,
}

/// A way to break a sort, to see what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// Leaves out the barriers between the threads of a workgroup.
    Barrier,
    /// Overwrites one word of the result.
    Word,
}

/// How a list is to be sorted.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// By what.
    pub order: Order,
    /// In which passes.
    pub plan: &'a Plan,
    /// Whether subgroups may be used.
    pub subgroups: bool,
    /// Whether the time of each pass is wanted.
    pub each_pass: bool,
    /// What goes wrong on purpose.
    pub sabotage: Option<Sabotage>,
    /// Who may end the waiting.
    pub signal: Option<&'a AbortSignal>,
}

/// What the GPU's own clock showed, in milliseconds; nothing, if it shows none.
#[derive(Clone, Debug, Default)]
pub struct Timing {
    /// All passes.
    pub gpu_ms: Option<f64>,
    /// Each pass.
    pub passes_ms: Option<Vec<f64>>,
}

/// Numbers and values, back from the GPU.
pub(crate) type Contents = (Uint32Array, Option<Uint32Array>);

/// The word that [`Sabotage::Word`] leaves behind.
const WRONG_WORD: u32 = 0xdead_beef;

/// A copy that the page can read as soon as the GPU has made it. Until it was read its buffer is of
/// no use to anybody else.
struct Copied {
    staging: Option<Lease>,
    bytes: usize,
    mapped: Option<JsFuture<Undefined>>,
}

/// What was submitted, and what will be there when it is done.
struct Submitted {
    contents: Vec<Copied>,
    stamps: Option<Copied>,
}

impl List {
    /// Puts numbers, and values if there are any, onto the GPU.
    ///
    /// # Errors
    /// If the GPU cannot hold them.
    pub async fn upload(
        device: &Rc<Device>,
        keys: &Uint32Array,
        values: Option<&Uint32Array>,
    ) -> Result<Self, Trouble> {
        let count = keys.length() as usize;
        let most = device.description.limits.keys;
        if f64::from(keys.length()) > most {
            let message = format!("the GPU can hold {most} numbers, not {count}");
            return Err(Trouble::Unable(message));
        }
        let put = |numbers: &Uint32Array| {
            let usage = usage::STORAGE | usage::COPY_SRC | usage::COPY_DST;
            let lease = device.pool.lease(&device.device, bytes_of(count), usage);
            let queue = device.device.queue();
            queue
                .write_buffer_with_u32_and_buffer_source(lease.buffer(), 0, numbers)
                .map(|()| lease)
        };
        let done = device.guarded(|| Ok((put(keys)?, values.map(put).transpose()?)));
        let done = done.await?.map_err(|error| device.failure(&error));
        let (keys, values) = done?;
        Ok(Self {
            device: Rc::clone(device),
            count,
            keys,
            values,
        })
    }

    /// Takes over what another list of the same length holds.
    pub fn copy_from(&self, other: &Self) {
        let encoder = self.device.device.create_command_encoder();
        for (from, to) in other.leases().zip(self.leases()) {
            passes::copy(
                &encoder,
                from.buffer(),
                to.buffer(),
                4 * self.count.min(other.count),
            );
        }
        self.device.device.queue().submit(&[encoder.finish()]);
    }

    fn leases(&self) -> impl Iterator<Item = &Lease> {
        std::iter::once(&self.keys).chain(&self.values)
    }

    /// Sorts, and waits until that is done.
    ///
    /// # Errors
    /// If the GPU refuses, goes away, or does not answer.
    pub async fn sort(&self, run: Run<'_>) -> Result<Timing, Trouble> {
        let submitted = self.submit(run, false).await?;
        let done = self.device.device.queue().on_submitted_work_done();
        let done = wait(run.signal, JsFuture::from(done)).await?;
        done.map_err(|error| self.device.failure(&error))?;
        self.timing(submitted.stamps, run).await
    }

    /// Sorts, and reads the result.
    ///
    /// # Errors
    /// As [`List::sort`].
    pub(crate) async fn sort_and_read(&self, run: Run<'_>) -> Result<(Timing, Contents), Trouble> {
        let submitted = self.submit(run, true).await?;
        let contents = self.contents(submitted.contents, run.signal).await?;
        let timing = self.timing(submitted.stamps, run).await?;
        Ok((timing, contents))
    }

    /// What it holds now.
    ///
    /// # Errors
    /// If the GPU went away, or does not answer.
    pub(crate) async fn read(&self, signal: Option<&AbortSignal>) -> Result<Contents, Trouble> {
        let copied = self.device.guarded(|| {
            let encoder = self.device.device.create_command_encoder();
            let leases = self.leases();
            let copies: Vec<_> = leases
                .map(|it| self.copy(&encoder, it, 4 * self.count))
                .collect();
            self.device.device.queue().submit(&[encoder.finish()]);
            copies.into_iter().map(Copied::map).collect()
        });
        self.contents(copied.await?, signal).await
    }

    async fn contents(
        &self,
        copied: Vec<Copied>,
        signal: Option<&AbortSignal>,
    ) -> Result<Contents, Trouble> {
        let mut contents = Vec::new();
        for copied in copied {
            contents.push(copied.read(&self.device, signal).await?);
        }
        let values = self.values.as_ref().and_then(|_| contents.pop());
        let keys = contents.pop().expect("keys were copied");
        Ok((keys, values))
    }

    /// Records and submits everything, and returns when the device has found no fault with it.
    async fn submit(&self, run: Run<'_>, read: bool) -> Result<Submitted, Trouble> {
        assert_eq!(
            run.plan.count, self.count,
            "the plan is for as many numbers"
        );
        let subgroups = run.subgroups && self.device.description.limits.subgroups;
        let variants = passes::variants(run.plan, run.order, |variant: &mut Variant| {
            variant.subgroups = subgroups && variant.can_use_subgroups();
            variant.without_barriers = run.sabotage == Some(Sabotage::Barrier);
        });
        let ready = self.device.pipelines(&variants);
        let pipelines = wait(run.signal, ready).await??;
        let stamps = Stamps::possible(&self.device, run.plan.passes.len(), run.each_pass);
        let submitted = self.device.guarded(|| {
            let device = &self.device.device;
            let parameters = self.parameters(run)?;
            let group = self.device.pipelines.bind(
                device,
                parameters.buffer(),
                self.keys.buffer(),
                self.values.as_ref().map(Lease::buffer),
                bytes_of(self.count),
            );
            let encoder = device.create_command_encoder();
            passes::record(&self.device, &encoder, run.plan, &pipelines, &group, stamps);
            if run.sabotage == Some(Sabotage::Word) && self.count > 0 {
                self.overwrite(&encoder)?;
            }
            let contents = self.leases().filter(|_| read);
            let contents = contents.map(|it| self.copy(&encoder, it, 4 * self.count));
            let contents: Vec<_> = contents.collect();
            let stamps = self.resolve(&encoder, stamps.count(run.plan.passes.len()));
            device.queue().submit(&[encoder.finish()]);
            Ok(Submitted {
                contents: contents.into_iter().map(Copied::map).collect(),
                stamps: stamps.map(Copied::map),
            })
        });
        submitted.await?
    }

    fn parameters(&self, run: Run<'_>) -> Result<Lease, NoMemory> {
        let words = memory::array(&shader::parameters(run.plan, run.order))?;
        let usage = usage::UNIFORM | usage::COPY_DST;
        let lease =
            self.device
                .pool
                .lease(&self.device.device, words.byte_length() as usize, usage);
        let queue = self.device.device.queue();
        // What does not fit is an error of the scope around this.
        let _ = queue.write_buffer_with_u32_and_buffer_source(lease.buffer(), 0, &words);
        Ok(lease)
    }

    fn overwrite(&self, encoder: &GpuCommandEncoder) -> Result<(), NoMemory> {
        let word = memory::array(&[WRONG_WORD])?;
        let usage = usage::COPY_SRC | usage::COPY_DST;
        let wrong = self.device.pool.lease(&self.device.device, 4, usage);
        let queue = self.device.device.queue();
        let _ = queue.write_buffer_with_u32_and_buffer_source(wrong.buffer(), 0, &word);
        passes::copy(encoder, wrong.buffer(), self.keys.buffer(), 4);
        Ok(())
    }

    /// Records a copy of so many bytes to where the page can read them.
    fn copy(&self, encoder: &GpuCommandEncoder, from: &Lease, bytes: usize) -> (Lease, usize) {
        let usage = usage::MAP_READ | usage::COPY_DST;
        let staging = self
            .device
            .pool
            .lease(&self.device.device, bytes.max(4), usage);
        if bytes > 0 {
            passes::copy(encoder, from.buffer(), staging.buffer(), bytes);
        }
        (staging, bytes)
    }

    fn resolve(&self, encoder: &GpuCommandEncoder, count: usize) -> Option<(Lease, usize)> {
        let queries = self.device.queries.as_ref().filter(|_| count > 0)?;
        let usage = usage::QUERY_RESOLVE | usage::COPY_SRC;
        let resolved = self
            .device
            .pool
            .lease(&self.device.device, 8 * count, usage);
        let narrow = u32::try_from(count).expect("few passes");
        encoder.resolve_query_set_with_u32(queries, 0, narrow, resolved.buffer(), 0);
        Some(self.copy(encoder, &resolved, 8 * count))
    }

    async fn timing(&self, stamps: Option<Copied>, run: Run<'_>) -> Result<Timing, Trouble> {
        let Some(stamps) = stamps else {
            return Ok(Timing::default());
        };
        let read = stamps.read(&self.device, run.signal).await?;
        // Nanoseconds in 64 bits; doubles hold all that matters of a difference.
        let words = memory::read(&read)?;
        let ns = |it: &[u32]| f64::from(it[1]) * 4_294_967_296.0 + f64::from(it[0]);
        let ns: Vec<f64> = words.chunks(2).map(ns).collect();
        let spans: Vec<f64> = ns.chunks(2).map(|it| (it[1] - it[0]) / 1e6).collect();
        let whole = ns
            .last()
            .zip(ns.first())
            .map(|(last, first)| (last - first) / 1e6);
        Ok(Timing {
            // A clock that runs backwards, as some do when a GPU changes its speed, shows nothing.
            gpu_ms: whole.filter(|ms| *ms >= 0.0),
            passes_ms: (run.each_pass && spans.len() == run.plan.passes.len()).then_some(spans),
        })
    }
}

impl Copied {
    /// Asks for the copy to be readable. Only after what makes it was submitted.
    fn map((staging, bytes): (Lease, usize)) -> Self {
        let mapped = JsFuture::from(staging.buffer().map_async(usage::MAP_READ));
        Self {
            staging: Some(staging),
            bytes,
            mapped: Some(mapped),
        }
    }

    async fn read(
        mut self,
        device: &Device,
        signal: Option<&AbortSignal>,
    ) -> Result<Uint32Array, Trouble> {
        let mapped = self.mapped.take().expect("a copy is read once");
        let mapped = wait(signal, mapped).await?;
        mapped.map_err(|error| device.failure(&error))?;
        let staging = self.staging.as_ref().expect("a copy is read once").buffer();
        let range = staging.get_mapped_range();
        let range = range.map_err(|error| Trouble::Failed(words(&error)))?;
        let words = memory::slice(&range, self.bytes / 4)?;
        staging.unmap();
        // Free again: back to the pool.
        self.staging = None;
        Ok(words)
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        // Still mapped, or still to be mapped.
        if let Some(staging) = self.staging.take() {
            staging.abandon();
        }
    }
}

impl Timing {
    /// The time of each pass as JavaScript sees it.
    pub(crate) fn passes(&self) -> Result<Option<Float64Array>, NoMemory> {
        let passes = self.passes_ms.as_deref();
        passes.map(memory::doubles).transpose()
    }
}

/// Bytes of so many words, and one more: what lies behind the keys is written there.
fn bytes_of(count: usize) -> usize {
    4 * (count + 1)
}

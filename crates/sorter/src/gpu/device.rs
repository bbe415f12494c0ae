//! The GPU of this page or worker, and what it can do.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use bitonic::Shape;
use js_sys::{JsString, Number, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Gpu, GpuAdapter, GpuAdapterInfo, GpuDevice, GpuDeviceDescriptor, GpuError, GpuErrorFilter,
    GpuQuerySet, GpuQuerySetDescriptor, GpuQueryType,
};

use super::buffers::Pool;
use super::pipelines::Pipelines;
use super::{Trouble, words};
use crate::types::{self, GpuLimits};
use crate::wait::wait;

/// Timestamps that one set can hold, by the standard.
pub(super) const TIMESTAMPS_MAX: usize = 4096;

/// An open device, with what was made on it.
#[derive(Debug)]
pub struct Device {
    pub(super) device: GpuDevice,
    pub(super) pipelines: Pipelines,
    pub(super) pool: Rc<Pool>,
    /// For time stamps, if there are any.
    pub(super) queries: Option<GpuQuerySet>,
    /// What it is and can do.
    pub description: types::Gpu,
    lost: Rc<RefCell<Option<String>>>,
    dispatches: Cell<u64>,
}

thread_local! {
    static OPEN: RefCell<Option<Rc<Device>>> = const { RefCell::new(None) };
}

/// The device that is open, or a new one.
///
/// # Errors
/// Says why there is none.
pub async fn open() -> Result<Rc<Device>, Trouble> {
    if let Some(device) = usable() {
        return Ok(device);
    }
    let opened = Device::request().await?;
    // Somebody else may have opened one meanwhile. Then that one is used.
    if let Some(device) = usable() {
        opened.device.destroy();
        return Ok(device);
    }
    let device = Rc::new(opened);
    OPEN.with(|open| open.replace(Some(Rc::clone(&device))));
    Ok(device)
}

/// Closes the device, and with it frees all memory on the GPU. The next sort opens another.
pub fn dispose() {
    if let Some(device) = OPEN.with(RefCell::take) {
        device.close();
    }
}

fn usable() -> Option<Rc<Device>> {
    let open = OPEN.with(|open| open.borrow().clone());
    open.filter(|device| device.lost().is_none())
}

impl Device {
    async fn request() -> Result<Self, Trouble> {
        let gpu = navigator_gpu()?;
        let asked = gpu.request_adapter().await;
        let adapter = asked.map_err(|error| Trouble::Unable(words(&error)))?;
        let adapter: Option<GpuAdapter> = adapter.into_option();
        let adapter = adapter
            .ok_or_else(|| Trouble::Unable("the browser offers no GPU adapter".to_string()))?;
        let asked = adapter
            .request_device_with_descriptor(&wishes(&adapter))
            .await;
        let device = asked.map_err(|error| Trouble::Unable(words(&error)))?;
        let description = describe(&adapter.info(), &device);
        let queries = description.limits.timestamps.then(|| {
            let count = u32::try_from(TIMESTAMPS_MAX).expect("a small number");
            let descriptor = GpuQuerySetDescriptor::new(count, GpuQueryType::Timestamp);
            device.create_query_set(&descriptor).ok()
        });
        let lost = Rc::new(RefCell::new(None));
        note_loss(&device, Rc::clone(&lost));
        Ok(Self {
            pipelines: Pipelines::new(&device),
            pool: Rc::default(),
            queries: queries.flatten(),
            description,
            lost,
            dispatches: Cell::new(0),
            device,
        })
    }

    /// Ends it. Sorts that are under way fail.
    pub fn close(&self) {
        self.device.destroy();
    }

    /// Why it is no longer there, if so.
    #[must_use]
    pub fn lost(&self) -> Option<String> {
        self.lost.borrow().clone()
    }

    /// How the keys of a list should be held here.
    #[must_use]
    pub fn shape(&self, count: usize, pairs: bool) -> Shape {
        if self.description.software {
            return Shape::for_software(count, pairs);
        }
        let bytes = self.description.limits.workgroup_bytes;
        Shape::for_gpu(bytes as usize, pairs)
    }

    /// Waits until everything that was submitted is done.
    ///
    /// # Errors
    /// If it goes away meanwhile, or does not answer.
    pub async fn idle(&self) -> Result<(), Trouble> {
        let done = JsFuture::from(self.device.queue().on_submitted_work_done());
        let done = wait(None, done).await?;
        done.map(|_| ()).map_err(|error| self.failure(&error))
    }

    /// Buffers that exist on it, in use or idle.
    #[must_use]
    pub fn buffers(&self) -> u32 {
        self.pool.live()
    }

    /// Dispatches that it was given so far.
    #[must_use]
    pub fn dispatches(&self) -> u64 {
        self.dispatches.get()
    }

    pub(super) fn count_dispatches(&self, count: usize) {
        self.dispatches.set(self.dispatches.get() + count as u64);
    }

    /// Does `work`; an error that the device notices meanwhile is returned.
    pub(super) async fn guarded<T>(&self, work: impl FnOnce() -> T) -> Result<T, Trouble> {
        for filter in [GpuErrorFilter::OutOfMemory, GpuErrorFilter::Validation] {
            self.device.push_error_scope(filter);
        }
        let result = work();
        // Both scopes end here; what they found comes later.
        let (invalid, memory) = (self.device.pop_error_scope(), self.device.pop_error_scope());
        for (found, what) in [(memory.await, "out of memory"), (invalid.await, "refused")] {
            let error: Option<GpuError> = found.map_err(|it| self.failure(&it))?.into_option();
            if let Some(error) = error {
                // What was made meanwhile goes back to the pool, and out of it.
                drop(result);
                self.pool.clear();
                return Err(Trouble::Failed(format!("{what}: {}", error.message())));
            }
        }
        Ok(result)
    }

    /// What a rejected promise means: first of all, whether the device is still there.
    pub(super) fn failure(&self, error: &JsValue) -> Trouble {
        Trouble::Failed(self.lost().unwrap_or_else(|| words(error)))
    }
}

/// `navigator.gpu`, in a page or in a worker. Its binding is never undefined; the value may be.
fn navigator_gpu() -> Result<Gpu, Trouble> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
    let gpu = Reflect::get(&navigator, &"gpu".into()).unwrap_or_default();
    if gpu.is_object() {
        return Ok(gpu.unchecked_into());
    }
    // Browsers that have it keep it from pages that somebody on the way could have changed.
    let secure = Reflect::get(&js_sys::global(), &"isSecureContext".into()).unwrap_or_default();
    let why = if secure.is_truthy() {
        "this browser has no WebGPU here"
    } else {
        "this page is not served over https, so the browser offers no WebGPU"
    };
    Err(Trouble::Unable(why.to_string()))
}

/// All the memory that the adapter has, its clock and its subgroups.
fn wishes(adapter: &GpuAdapter) -> GpuDeviceDescriptor {
    let (limits, features) = (adapter.limits(), adapter.features());
    let wanted: Object<Number> = Object::new().unchecked_into();
    for (name, value) in [
        (
            "maxStorageBufferBindingSize",
            limits.max_storage_buffer_binding_size(),
        ),
        ("maxBufferSize", limits.max_buffer_size()),
        (
            "maxComputeWorkgroupStorageSize",
            f64::from(limits.max_compute_workgroup_storage_size()),
        ),
    ] {
        // A new object takes any field.
        let set = Reflect::set(&wanted, &name.into(), &value.into());
        set.expect("a new object is extensible");
    }
    let there = ["timestamp-query", "subgroups"]
        .into_iter()
        .filter(|name| features.has(name));
    let there: Vec<JsString> = there.map(Into::into).collect();
    let descriptor = GpuDeviceDescriptor::new();
    descriptor.set_required_features(&there);
    descriptor.set_required_limits_record_from_str_to_f64(&wanted);
    descriptor
}

fn describe(info: &GpuAdapterInfo, device: &GpuDevice) -> types::Gpu {
    let (limits, features) = (device.limits(), device.features());
    let bytes = limits
        .max_storage_buffer_binding_size()
        .min(limits.max_buffer_size());
    let parts = [info.vendor(), info.architecture(), info.description()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let name = parts.join(" ");
    // Drivers that compute on the CPU; not every one of them is called a fallback.
    let known = [
        "swiftshader",
        "llvmpipe",
        "lavapipe",
        "software",
        "basic render",
    ];
    let lower = name.to_lowercase();
    types::Gpu {
        software: info.is_fallback_adapter() || known.iter().any(|it| lower.contains(it)),
        name: if name.is_empty() {
            "GPU".to_string()
        } else {
            name
        },
        limits: GpuLimits {
            // One word behind the keys stays free, and indexes have 32 bits.
            keys: (bytes / 4.0 - 1.0).floor().min(f64::from(1_u32 << 30)),
            workgroup_bytes: limits.max_compute_workgroup_storage_size(),
            timestamps: features.has("timestamp-query"),
            subgroups: features.has("subgroups"),
        },
    }
}

fn note_loss(device: &GpuDevice, lost: Rc<RefCell<Option<String>>>) {
    let promise = device.lost();
    spawn_local(async move {
        if let Ok(info) = promise.await {
            let message = info.message();
            let message = if message.is_empty() {
                "no reason given"
            } else {
                &message
            };
            lost.replace(Some(format!("the GPU was lost: {message}")));
        }
    });
}

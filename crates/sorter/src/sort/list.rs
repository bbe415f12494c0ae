//! Numbers that stay on the GPU, for sorting them again and again: benchmarks and figures.

use std::rc::Rc;

use bitonic::{Order, Plan};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use super::request::Request;
use super::{refusal, shape_for};
use crate::gpu::{self, Device, List, Run};
use crate::wait::now_ms;

/// Numbers on the GPU, twice: as they were given, and as they are sorted.
#[wasm_bindgen]
#[derive(Debug)]
pub struct GpuList {
    device: Rc<Device>,
    request: Request,
    plan: Plan,
    given: List,
    sorted: List,
}

#[wasm_bindgen]
impl GpuList {
    /// Puts numbers onto the GPU. As `sort` it takes over what it is given, with the same options;
    /// what has to do with the result is ignored.
    ///
    /// # Errors
    /// As `sort` on the GPU.
    pub async fn upload(
        #[wasm_bindgen(unchecked_param_type = "Keys")] keys: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "SortOptions")] options: JsValue,
    ) -> Result<Self, JsValue> {
        let request = Request::read(&keys, &options)?;
        let device = gpu::open().await.map_err(|it| refusal(&it))?;
        let plan = Plan::new(request.keys.length() as usize, shape_for(&request, &device));
        let carried = request.carried_array()?;
        let upload = || List::upload(&device, &request.keys, carried.as_ref());
        let given = upload().await.map_err(|it| refusal(&it))?;
        let sorted = upload().await.map_err(|it| refusal(&it))?;
        Ok(Self {
            device,
            request,
            plan,
            given,
            sorted,
        })
    }

    /// Sorts what was given, once more. Returns the milliseconds that it took: from the first
    /// command to the GPU's word that it is done, and by the GPU's own clock.
    ///
    /// # Errors
    /// As `sort` on the GPU.
    #[wasm_bindgen(unchecked_return_type = "{ wall_ms: number; gpu_ms: number | null }")]
    pub async fn sort(&self) -> Result<Object, JsValue> {
        self.sorted.copy_from(&self.given);
        self.device.idle().await.map_err(|it| refusal(&it))?;
        let started_ms = now_ms();
        let timing = self.sorted.sort(self.run()).await;
        let timing = timing.map_err(|it| refusal(&it))?;
        let wall_ms = now_ms() - started_ms;
        let times = Object::new();
        Reflect::set(&times, &"wall_ms".into(), &wall_ms.into())?;
        Reflect::set(&times, &"gpu_ms".into(), &timing.gpu_ms.into())?;
        Ok(times)
    }

    /// What the last sort left, as an array of the given kind.
    ///
    /// # Errors
    /// If the GPU went away.
    #[wasm_bindgen(unchecked_return_type = "Keys")]
    pub async fn read(&self) -> Result<JsValue, JsValue> {
        let contents = self.sorted.read(self.request.signal.as_ref()).await;
        let (keys, _) = contents.map_err(|it| refusal(&it))?;
        Ok(self.request.as_given(&keys))
    }

    fn run(&self) -> Run<'_> {
        Run {
            order: self.order(),
            plan: &self.plan,
            subgroups: self.request.subgroups,
            each_pass: false,
            sabotage: self.request.sabotage,
            signal: self.request.signal.as_ref(),
        }
    }

    fn order(&self) -> Order {
        self.request.order
    }
}

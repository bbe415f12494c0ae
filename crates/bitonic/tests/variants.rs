//! Every shader that a plan can ask for is valid, and its bindings are those of the plan.

use bitonic::shader::Variant;
use bitonic::{Kernel, Shape};
use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
use naga::{AddressSpace, Module, TypeInner};

/// Bytes of the parameters of a pass.
const PARAMETER_BYTES: u32 = 40;

/// Every shape that differs in more than a number, and the largest of each kind.
fn shapes() -> Vec<Shape> {
    let of = |register_bits, tile_bits, pairs| Shape {
        register_bits,
        tile_bits,
        pairs,
    };
    let mut shapes = Vec::new();
    for pairs in [false, true] {
        shapes.extend((1..=6).map(|bits| of(bits, None, pairs)));
        shapes.extend(
            [(1, 6), (4, 9), (4, 11), (4, 12), (5, 13)].map(|(r, b)| of(r, Some(b), pairs)),
        );
    }
    shapes
}

fn variants() -> Vec<Variant> {
    let registers = [
        Kernel::RegisterSort,
        Kernel::RegisterFlip,
        Kernel::RegisterMerge,
    ];
    let tiles = [
        Kernel::TileSort,
        Kernel::TileMerge,
        Kernel::RegisterFlip,
        Kernel::RegisterMerge,
    ];
    let mut variants = Vec::new();
    for shape in shapes() {
        let kernels = if shape.tile_bits.is_some() {
            &tiles[..]
        } else {
            &registers
        };
        for &kernel in kernels {
            for flags in 0..16 {
                let flag = |bit: u32| flags >> bit & 1 == 1;
                let variant = Variant {
                    kernel,
                    shape,
                    guarded: flag(0),
                    encodes: flag(1),
                    decodes: flag(2),
                    subgroups: flag(3),
                    without_barriers: false,
                };
                if !variant.subgroups || variant.can_use_subgroups() {
                    variants.push(variant);
                }
            }
        }
    }
    variants
}

fn validated(variant: Variant) -> (Module, ModuleInfo) {
    let source = variant.source();
    let module = naga::front::wgsl::parse_str(&source)
        .unwrap_or_else(|error| panic!("{variant:?}: {}", error.emit_to_string(&source)));
    let mut validator = Validator::new(ValidationFlags::all(), Capabilities::all());
    let info = validator
        .validate(&module)
        .unwrap_or_else(|error| panic!("{variant:?}: {}", error.emit_to_string(&source)));
    (module, info)
}

#[test]
fn every_variant_is_valid_and_binds_what_the_plan_says() {
    let variants = variants();
    assert!(variants.len() > 500);
    for variant in variants {
        let (module, _) = validated(variant);
        let shape = variant.shape;
        let mut bindings = Vec::new();
        let mut workgroup_bytes = 0;
        for (_, global) in module.global_variables.iter() {
            let inner = &module.types[global.ty].inner;
            if let Some(binding) = &global.binding {
                bindings.push((binding.group, binding.binding, global.space));
            }
            if global.space == AddressSpace::Uniform {
                let TypeInner::Struct { span, .. } = inner else {
                    panic!("{variant:?}: the parameters are a struct");
                };
                assert_eq!(*span, PARAMETER_BYTES, "{variant:?}");
            }
            if global.space == AddressSpace::WorkGroup {
                workgroup_bytes += inner.size(module.to_ctx());
            }
        }
        bindings.sort_by_key(|it| it.1);
        let storage = AddressSpace::Storage {
            access: naga::StorageAccess::LOAD | naga::StorageAccess::STORE,
        };
        let mut wanted = vec![(0, 0, AddressSpace::Uniform), (0, 1, storage)];
        wanted.extend(shape.pairs.then_some((0, 2, storage)));
        assert_eq!(bindings, wanted, "{variant:?}");

        let entry = &module.entry_points[0];
        let tile = matches!(variant.kernel, Kernel::TileSort | Kernel::TileMerge);
        let threads = if tile {
            shape.tile_workgroup()
        } else {
            Shape::REGISTER_WORKGROUP
        };
        assert_eq!(entry.workgroup_size.map(|it| it as usize), [threads, 1, 1]);
        assert!(threads <= Shape::WORKGROUP_MAX);
        let meeting = if variant.subgroups { 8 } else { 0 };
        let wanted = if tile {
            shape.tile_bytes() + meeting
        } else {
            0
        };
        assert_eq!(workgroup_bytes as usize, wanted, "{variant:?}");
    }
}

#[test]
fn without_barriers_there_are_none() {
    for variant in variants().into_iter().filter(|it| it.can_use_subgroups()) {
        assert!(variant.source().contains("workgroupBarrier();"));
        let broken = Variant {
            without_barriers: true,
            ..variant
        };
        assert!(!broken.source().contains("workgroupBarrier();"));
    }
}

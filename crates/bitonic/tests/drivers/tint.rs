//! The checker of Chromium's shader compiler. It finds what naga does not: barriers that not all
//! threads reach.

use std::io::Write;
use std::process::{Command, Stdio};

use bitonic::shader::Variant;
use bitonic::{Kernel, Shape};

use crate::Case;

pub(crate) fn case() -> Case {
    let there = Command::new("tint").arg("--help").output().is_ok();
    Case {
        name: "tint accepts every kernel".to_string(),
        test: if there {
            Ok(Box::new(accepts_every_kernel))
        } else {
            Err("tint is not installed".to_string())
        },
    }
}

fn accepts_every_kernel() {
    for pairs in [false, true] {
        let shape = |register_bits, tile_bits| Shape {
            register_bits,
            tile_bits,
            pairs,
        };
        for kernel in [
            Kernel::RegisterSort,
            Kernel::RegisterFlip,
            Kernel::RegisterMerge,
        ] {
            accepts(kernel, shape(5, None), false);
        }
        for kernel in [Kernel::TileSort, Kernel::TileMerge] {
            for tile_bits in [6, 11, 12] {
                accepts(kernel, shape(4, Some(tile_bits)), false);
                accepts(kernel, shape(4, Some(tile_bits)), true);
            }
        }
    }
}

fn accepts(kernel: Kernel, shape: Shape, subgroups: bool) {
    for plain in [false, true] {
        let variant = Variant {
            kernel,
            shape,
            guarded: !plain,
            encodes: !plain,
            decodes: !plain,
            subgroups,
            without_barriers: false,
        };
        let enable = if subgroups { "enable subgroups;\n" } else { "" };
        let path = std::env::temp_dir().join(format!("bitonic-{}.wgsl", std::process::id()));
        let mut file = std::fs::File::create(&path).expect("the temporary folder takes files");
        write!(file, "{enable}{}", variant.source()).expect("and what is in them");
        let mut tint = Command::new("tint");
        tint.args(["--format", "wgsl"])
            .arg(&path)
            .stdout(Stdio::null());
        let output = tint.output().expect("tint is installed");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        std::fs::remove_file(&path).expect("the file is ours");
        assert!(output.status.success(), "{variant:?}: {words}");
    }
}

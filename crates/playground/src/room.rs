//! Whether this module's memory has room for what is about to be put into it.
//!
//! An allocation that fails is the end of a module: it traps in the middle of whatever it does.
//! So before a run anything large is asked for as a whole, in a way that may be refused.

use std::hint::black_box;

/// Nothing is asked for in larger pieces: free memory may lie in several places.
const PIECE_BYTES: usize = 64 << 20;

/// Whether so many bytes can be had beside all that is held. Nobody else may take them meanwhile,
/// so this is for those whose turn it is.
pub(crate) fn has_room(bytes: u64) -> bool {
    let Ok(mut missing) = usize::try_from(bytes) else {
        return false;
    };
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    while missing > 0 {
        let mut piece = Vec::new();
        let bytes = missing.min(PIECE_BYTES);
        if piece.try_reserve_exact(bytes).is_err() {
            return false;
        }
        // Without this the compiler sees that nobody uses the memory, and asks for none.
        pieces.push(black_box(piece));
        missing -= bytes;
    }
    true
}

/// What to say where there is none.
pub(crate) fn no_room(bytes: u64) -> String {
    let mebibytes = bytes.div_ceil(1 << 20);
    format!("it takes up to {mebibytes} MiB, and the browser gives this page no more memory")
}

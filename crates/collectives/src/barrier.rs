//! Barrier: nobody leaves before everybody has arrived (MPI 4.1, section 6.3).

mod dissemination;

pub use dissemination::dissemination;

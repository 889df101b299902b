//! The wire formats of other systems.

mod connectfi;
mod coverage;
mod fortis;
mod matrix;
mod payengine;
mod telness;

//! The wire formats of other systems.

mod connectfi;
mod coverage;
mod fortis;
mod guards;
mod matrix;
mod payengine;
mod telness;

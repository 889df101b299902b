//! The wire formats of other systems.

mod connectfi;
mod fortis;
mod matrix;
mod payengine;
mod telness;

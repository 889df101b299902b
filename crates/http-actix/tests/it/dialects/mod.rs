//! The wire formats of other systems.

mod fortis;
mod matrix;
mod payengine;
mod telness;

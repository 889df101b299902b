//! The wire formats of other systems.

mod matrix;
mod payengine;

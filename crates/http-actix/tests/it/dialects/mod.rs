//! The wire formats of other systems.

mod fortis;
mod telness;

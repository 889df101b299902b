//! The wire formats of other systems.

mod bad_input;
mod connectfi;
mod coverage;
mod fortis;
mod guards;
mod matrix;
mod payengine;
mod routes;
mod shape;
mod telness;

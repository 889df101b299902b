//! The native API: bodies read into the core's forms, views written as answers.

pub mod bodies;
mod event;
pub mod exports;
pub mod problem;
pub mod requests;
pub mod responses;
mod shapes;

pub use event::event_body;

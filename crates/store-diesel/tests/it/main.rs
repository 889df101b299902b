//! The store on real files.

mod contract;
mod support;

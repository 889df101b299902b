//! The one test binary of the core.

mod store_contract;

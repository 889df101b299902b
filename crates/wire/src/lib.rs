//! The bytes on the wire, without I/O: strict JSON, the native API, the dialects of other systems, webhook signatures.
//!
//! Everything here translates between bytes and the core's forms and views. Rules about values
//! (amounts, dates, addresses) live in the core; what is refused here is what cannot be translated.

pub mod dialects;
pub mod json;
pub mod standard_webhooks;
pub mod v1;

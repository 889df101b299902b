//! Everything a test of Paylink, of a store or of an embedding needs, without I/O: a store in memory, a clock that is
//! set by hand, ids from a seed, a gateway and a webhook sender that follow a script.
//!
//! Nothing here is for production: state is gone with the process and ids can be foretold.

pub mod build;
mod build_audit;
mod build_bills;
mod build_details;
mod build_files;
mod build_messages;
mod build_methods;
pub mod build_reports;
mod clock;
mod consents;
pub mod contract;
mod files;
mod gateway;
mod ids;
mod memory;
mod post;
mod sender;

pub use clock::TestClock;
pub use consents::PlainConsents;
pub use files::{MemoryFiles, TrustingInspector, file_contract};
pub use gateway::{CallFault, GatewayCall, ScriptedGateway, TrueCharge, TrueRefund};
pub use ids::SeededIds;
pub use memory::{Fault, MemoryStore};
pub use post::{PlainWriter, RecordingCarrier};
pub use sender::RecordingSender;

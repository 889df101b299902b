//! Wire formats of other systems, without I/O: each a module of its own, straight to and from the core's forms and views.
//!
//! A dialect has the same parts everywhere, one file each:
//! - requests: from a JSON object or a query to a form or query of the core;
//! - responses: from a view of the core, with the latest payment where the status depends on it;
//! - `status`: one total function from ([`Stage`], latest payment, sent) to the dialect's own word, with a grid test;
//! - `problem`: from the core's error to status and body, with the names of fields translated in one function;
//! - `webhook`: how the dialect tells of events (see [`Attempt`]).
//!
//! **Invariant:** a dialect knows nothing of another one, nor of [`crate::v1`]: what two of them share stands beside them.

mod attempt;
pub mod connectfi;
pub mod fortis;
mod number;
pub mod payengine;
mod stage;
pub mod telness;

pub use attempt::Attempt;
pub use number::AmountNumber;
pub use stage::Stage;

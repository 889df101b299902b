//! Plays another company: a processor of cards and US bank debits that moves no money.
//!
//! It trades test numbers for tokens, charges them by idempotency key, keeps them for later, refunds them, shows a challenge page,
//! loses answers on purpose and lets bank debits settle and come back. Everything it promised is durable
//! (documents of the store, written on condition), so a restart forgets no charge. What changes with
//! time is derived from the clock: no job has to run.
//!
//! **Invariant:** one charge document per idempotency key, created once; it decides every race, also those of the
//! charge's refunds, which are kept inside it.
//! **Invariant:** no card or account number is in any document; a token keeps a behaviour and four digits.

mod challenge;
mod charge;
mod documents;
mod gateway;
mod reason;
mod refund;
mod scenario;
mod settings;
mod token;
mod vault;

pub use challenge::{ChallengeState, ChallengeView, challenge_page};
pub use gateway::SandboxGateway;
pub use settings::SandboxSettings;
pub use token::TokenRequest;

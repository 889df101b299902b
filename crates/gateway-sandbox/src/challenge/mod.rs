//! The page on which a payer confirms a payment with the bank, in place of 3-D Secure.

mod desk;
mod page;
mod view;

pub use page::challenge_page;
pub use view::{ChallengeState, ChallengeView};

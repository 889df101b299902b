//! Sending text messages over the Twilio Messages API.

mod answer;
mod carrier;
mod codes;
mod news;
mod settings;
mod signature;

pub use carrier::TwilioCarrier;
pub use settings::{TwilioGiven, TwilioSettings, TwilioSettingsError};

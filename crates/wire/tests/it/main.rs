//! The wire formats, seen from outside the crate.

#![cfg(test)]

mod answers_with_secrets;
mod bill_responses;
mod checkout_body;
mod description;
mod dialects;
mod event_body;
mod exports;
mod fits;
mod json;
mod json_properties;
mod link_body;
mod other_bodies;
mod problem;
mod responses;
mod samples;
mod standard_webhooks;

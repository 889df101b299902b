//! The endpoints, one group per file. Each file shows its own to the visitor of `routes`.

pub(crate) mod api_keys;
pub(crate) mod challenge;
pub(crate) mod checkout;
pub(crate) mod customers;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod inbound;
pub(crate) mod later;
pub(crate) mod merchants;
pub(crate) mod messages;
pub(crate) mod pages;
pub(crate) mod payment_links;
pub(crate) mod payments;
pub(crate) mod qr;
pub(crate) mod reference;
pub(crate) mod refunds;
pub(crate) mod reminders;
pub(crate) mod reports;
pub(crate) mod robots;
pub(crate) mod sandbox;
pub(crate) mod suppressions;
pub(crate) mod unsubscribe;
pub(crate) mod views;
pub(crate) mod webhook_endpoints;

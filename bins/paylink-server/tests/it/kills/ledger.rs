//! What clients were told, and what they still do not know.

use crate::world::text;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard},
};

/// A payment whose answer was lost.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) link: Value,
    pub(super) token: String,
    pub(super) key: String,
}

#[derive(Debug, Default)]
struct Pages {
    links: BTreeSet<String>,
    /// Payment to link.
    payments: BTreeMap<String, String>,
    tried: BTreeSet<String>,
    new_links: Vec<Value>,
    new_payments: Vec<(Value, Value)>,
    lost_links: Vec<String>,
    lost_payments: Vec<Attempt>,
}

/// Kept outside of the server that dies.
#[derive(Debug, Default)]
pub(super) struct Ledger(Mutex<Pages>);

impl Ledger {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap()
    }

    pub(super) fn link(&self, link: &Value) {
        let mut pages = self.pages();
        assert!(pages.links.insert(text(link, "id")), "a link acknowledged twice");
        pages.new_links.push(link.clone());
    }

    pub(super) fn payment(&self, link: &Value, payment: &Value) {
        let mut pages = self.pages();
        assert_eq!(payment["status"], "succeeded");
        let known = pages.payments.insert(text(payment, "id"), text(link, "id"));
        assert_eq!(known, None, "a payment acknowledged twice");
        pages.tried.insert(text(link, "id"));
        pages.new_payments.push((link.clone(), payment.clone()));
    }

    pub(super) fn lost_link(&self, key: String) {
        self.pages().lost_links.push(key);
    }

    pub(super) fn lost_payment(&self, attempt: Attempt) {
        let mut pages = self.pages();
        pages.tried.insert(text(&attempt.link, "id"));
        pages.lost_payments.push(attempt);
    }

    /// Writes acknowledged so far.
    pub(super) fn acknowledged(&self) -> usize {
        let pages = self.pages();
        pages.links.len() + pages.payments.len()
    }

    /// Links and payments acknowledged since the last call.
    pub(super) fn take_round(&self) -> (Vec<Value>, Vec<(Value, Value)>) {
        let mut pages = self.pages();
        (std::mem::take(&mut pages.new_links), std::mem::take(&mut pages.new_payments))
    }

    /// Whether the link may have changed since it was made.
    pub(super) fn was_paid_or_tried(&self, link: &Value) -> bool {
        self.pages().tried.contains(&text(link, "id"))
    }

    pub(super) fn take_lost_links(&self) -> Vec<String> {
        std::mem::take(&mut self.pages().lost_links)
    }

    pub(super) fn take_lost_payments(&self) -> Vec<Attempt> {
        std::mem::take(&mut self.pages().lost_payments)
    }

    pub(super) fn nothing_is_lost(&self) -> bool {
        let pages = self.pages();
        pages.lost_links.is_empty() && pages.lost_payments.is_empty()
    }

    /// Every link, and every payment with its link.
    pub(super) fn all(&self) -> (BTreeSet<String>, BTreeMap<String, String>) {
        let pages = self.pages();
        (pages.links.clone(), pages.payments.clone())
    }
}

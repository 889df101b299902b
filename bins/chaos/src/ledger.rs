//! What clients were told, kept outside of the servers that die, and held against what is there afterwards.

use crate::{Outcome, json::Fields as _, load::OpenRefund};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A payment whose outcome its client does not know yet.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) link: Value,
    pub(crate) token: String,
    pub(crate) key: String,
    /// Once an answer has told it.
    pub(crate) payment: Option<String>,
}

/// How an acknowledged payment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) link: String,
    pub(crate) status: String,
}

/// Money that went back, as acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenBack {
    pub(crate) payment: String,
}

#[derive(Debug, Default)]
struct Pages {
    links: BTreeMap<String, Value>,
    payments: BTreeMap<String, Paid>,
    /// Payments in the order in which they were acknowledged.
    order: Vec<String>,
    open: Vec<Open>,
    refunds: BTreeMap<String, GivenBack>,
    open_refunds: Vec<OpenRefund>,
}

/// Clones are the same ledger.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Pages>>);

impl Ledger {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A link was acknowledged.
    pub(crate) fn link(&self, link: &Value) -> Outcome<()> {
        self.pages().links.insert(link.text("id")?, link.clone());
        Ok(())
    }

    /// A payment was told to have ended.
    pub(crate) fn ended(&self, link: &Value, payment: &str, status: &str) -> Outcome<()> {
        let paid = Paid { link: link.text("id")?, status: status.to_owned() };
        let mut pages = self.pages();
        match pages.payments.insert(payment.to_owned(), paid.clone()) {
            Some(before) if before != paid => Err(format!("{payment} was told to be {before:?}, then {paid:?}").into()),
            Some(_) => Ok(()),
            None => {
                pages.order.push(payment.to_owned());
                Ok(())
            }
        }
    }

    /// Nobody knows yet what became of it.
    pub(crate) fn open(&self, attempt: Open) {
        self.pages().open.push(attempt);
    }

    pub(crate) fn take_open(&self) -> Vec<Open> {
        std::mem::take(&mut self.pages().open)
    }

    /// A refund was told to have been made.
    pub(crate) fn given_back(&self, refund: &str, told: &GivenBack) -> Outcome<()> {
        match self.pages().refunds.insert(refund.to_owned(), told.clone()) {
            Some(before) if before != *told => Err(format!("{refund} was told as {before:?}, then {told:?}").into()),
            Some(_) | None => Ok(()),
        }
    }

    /// Nobody knows yet what became of it.
    pub(crate) fn open_refund(&self, attempt: OpenRefund) {
        self.pages().open_refunds.push(attempt);
    }

    pub(crate) fn take_open_refunds(&self) -> Vec<OpenRefund> {
        std::mem::take(&mut self.pages().open_refunds)
    }

    pub(crate) fn refunds(&self) -> BTreeMap<String, GivenBack> {
        self.pages().refunds.clone()
    }

    pub(crate) fn count_open(&self) -> usize {
        let pages = self.pages();
        pages.open.len().saturating_add(pages.open_refunds.len())
    }

    /// Writes acknowledged so far.
    pub(crate) fn acknowledged(&self) -> usize {
        let pages = self.pages();
        pages.links.len().saturating_add(pages.payments.len())
    }

    /// An acknowledged link and how its payment ended, chosen by `draw`.
    pub(crate) fn some_payment(&self, draw: usize) -> Option<(String, Paid)> {
        let pages = self.pages();
        let place = draw.checked_rem(pages.order.len())?;
        let (id, paid) = pages.payments.get_key_value(pages.order.get(place)?)?;
        Some((id.clone(), paid.clone()))
    }

    pub(crate) fn links(&self) -> BTreeMap<String, Value> {
        self.pages().links.clone()
    }

    pub(crate) fn payments(&self) -> BTreeMap<String, Paid> {
        self.pages().payments.clone()
    }
}

//! Payments on their way from one network address. Until its outcome is stored each counts as declined, so that
//! a burst of stolen cards gets no further than the same cards one after the other.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many payments are on their way, by origin. This process only; empty origins are dropped.
#[derive(Default)]
pub(crate) struct Tries(Mutex<HashMap<String, u64>>);

/// One payment on its way, until this is dropped.
pub(crate) struct Try {
    among: Arc<Tries>,
    origin: String,
}

impl Tries {
    /// Counts one more payment from `origin`; tells how many others are on their way.
    pub(crate) fn begin(self: &Arc<Self>, origin: &str) -> (Try, u64) {
        let mut counts = self.counts();
        let count = counts.entry(origin.to_owned()).or_default();
        let others = *count;
        *count = others.saturating_add(1);
        (Try { among: Arc::clone(self), origin: origin.to_owned() }, others)
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Try {
    fn drop(&mut self) {
        let mut counts = self.among.counts();
        let left = counts.get(&self.origin).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            counts.remove(&self.origin);
        } else {
            counts.insert(self.origin.clone(), left);
        }
    }
}

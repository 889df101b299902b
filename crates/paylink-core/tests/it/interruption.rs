//! A process in whose middle another one steps in: the place where races begin, reached on purpose.

use crate::shop::Shop;
use paylink_core::{Paylink, ports::IdSource, testing::SeededIds};
use std::sync::{Arc, Mutex};

/// Random bytes as the shop's; before the first of them are given, something else happens. The events of a use case
/// need an id after everything was read and before the commit: this is where another process can step in.
struct Interrupted {
    ids: SeededIds,
    first: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl IdSource for Interrupted {
    fn fill(&self, bytes: &mut [u8]) {
        let first = self.first.lock().expect("a lock").take();
        if let Some(happens) = first {
            happens();
        }
        self.ids.fill(bytes);
    }
}

/// A facade of the shop in whose first use case something else happens between reading and writing.
pub(crate) fn interrupted(shop: &Shop, happens: impl FnOnce() + Send + 'static) -> Paylink {
    shop.facade_with(Arc::new(Interrupted { ids: SeededIds::new(99), first: Mutex::new(Some(Box::new(happens))) }))
}

//! Events on their way: only stored ones, one id, one body on every attempt.

use super::{Checked, Oracle, holds};
use paylink_core::{EventId, records::DeliveryRecord};

impl Oracle {
    pub(super) fn delivery_made(&mut self, new: &DeliveryRecord) -> Checked {
        let pair = |row: &DeliveryRecord| (row.event_id, row.endpoint_id);
        // a second one for the pair is silently left out by the store
        if self.pairs.contains_key(&pair(new)) {
            return Ok(());
        }
        self.pairs.insert(pair(new), new.id);
        self.deliveries.insert(new.id, new.clone());
        holds(self.events.contains_key(&new.event_id), || format!("{} tells of an event that is not there", new.id))
    }

    /// A receiver got an attempt, and took it or not.
    pub(crate) fn received(&mut self, url: &str, event: EventId, body: &str, accepted: bool) -> Checked {
        self.tally.webhooks += 1;
        holds(self.events.contains_key(&event), || format!("{url} got {event}, which was never stored"))?;
        let got = self.got.entry((url.to_owned(), event)).or_default();
        let same = got.attempts == 0 || got.body == body;
        got.attempts += 1;
        got.accepted += u64::from(accepted);
        if got.attempts == 1 {
            got.body = body.to_owned();
        }
        holds(same, || format!("{url} got {event} with two bodies"))
    }
}

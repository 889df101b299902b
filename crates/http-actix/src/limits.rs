//! How much one party may ask for: a bucket per network address and one per identity.

use crate::{
    client_address::limited_together,
    settings::{Quota, RateLimits},
};
use governor::{
    RateLimiter,
    clock::{Clock as _, MonotonicClock},
    state::keyed::HashMapStateStore,
};
use paylink_core::{Code, Error};
use std::{
    hash::Hash,
    net::IpAddr,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// Buckets are swept every so many requests.
const SWEEP_EVERY: u32 = 4096;
/// More parties than this are not told apart until old ones have gone.
const MAX_PARTIES: usize = 100_000;

struct Buckets<K: Hash + Eq + Clone> {
    limiter: RateLimiter<Option<K>, HashMapStateStore<Option<K>>, MonotonicClock>,
    requests: AtomicU32,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    fn new(quota: Quota) -> Self {
        let rate = governor::Quota::per_second(quota.per_second).allow_burst(quota.burst);
        Self {
            limiter: RateLimiter::new(rate, HashMapStateStore::default(), MonotonicClock),
            requests: AtomicU32::new(0),
        }
    }

    /// Takes one from the bucket of `party`; when memory is full, strangers share one bucket.
    fn take(&self, party: K) -> Result<(), Error> {
        if self.requests.fetch_add(1, Ordering::Relaxed).is_multiple_of(SWEEP_EVERY) {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let party = (self.limiter.len() < MAX_PARTIES).then_some(party);
        self.limiter.check_key(&party).map_err(|until| {
            let wait = until.wait_time_from(MonotonicClock.now());
            Error::of(Code::RateLimited).retry_after(wait.max(Duration::from_secs(1)))
        })
    }
}

/// The buckets of all parties.
pub(crate) struct Limits {
    addresses: Option<Buckets<IpAddr>>,
    identities: Option<Buckets<String>>,
}

impl Limits {
    /// Empty buckets.
    pub(crate) fn new(limits: &RateLimits) -> Self {
        Self { addresses: limits.address.map(Buckets::new), identities: limits.identity.map(Buckets::new) }
    }

    /// One request from `address`.
    pub(crate) fn take_from_address(&self, address: IpAddr) -> Result<(), Error> {
        self.addresses.as_ref().map_or(Ok(()), |buckets| buckets.take(limited_together(address)))
    }

    /// One request by `identity`, an API key's or a merchant's id.
    pub(crate) fn take_from_identity(&self, identity: &str) -> Result<(), Error> {
        self.identities.as_ref().map_or(Ok(()), |buckets| buckets.take(identity.to_owned()))
    }
}

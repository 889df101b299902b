//! Numbers for Prometheus: requests, latencies, waiting work.

use paylink_core::Backlog;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};
use std::time::Duration;

/// Upper bounds of the latency buckets, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0];

/// A request that was answered.
pub(crate) struct Seen<'a> {
    pub(crate) method: &'static str,
    pub(crate) route: &'a str,
    pub(crate) status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct QueueName {
    queue: &'static str,
}

/// The server's numbers.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    latency: Family<Route, Histogram>,
    waiting: Family<QueueName, Gauge>,
    overdue: Family<QueueName, Gauge>,
    unsealed: Gauge,
    unsealed_age: Gauge,
}

impl Metrics {
    /// All zero.
    pub(crate) fn new(version: &str) -> Self {
        let mut registry = Registry::with_prefix("paylink");
        let requests = Family::default();
        let latency: Family<Route, Histogram> = Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let (waiting, overdue) = (Family::default(), Family::default());
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time from the request's head to the answer's",
            Unit::Seconds,
            latency.clone(),
        );
        registry.register("work_waiting", "Pieces of work that wait in a queue", waiting.clone());
        registry.register_with_unit(
            "work_overdue",
            "For how long the oldest due piece of a queue has been due",
            Unit::Seconds,
            overdue.clone(),
        );
        let (unsealed, unsealed_age) = (Gauge::default(), Gauge::default());
        registry.register("audit_unsealed", "Entries of the audit log that no seal covers yet", unsealed.clone());
        registry.register_with_unit(
            "audit_unsealed_age",
            "For how long the oldest entry has waited for a seal",
            Unit::Seconds,
            unsealed_age.clone(),
        );
        registry.register("build", "The running server", Info::new([("version", version.to_owned())]));
        Self { registry, requests, latency, waiting, overdue, unsealed, unsealed_age }
    }

    /// Counts an answer.
    pub(crate) fn count(&self, seen: &Seen<'_>, took: Duration) {
        let (method, route) = (seen.method, seen.route.to_owned());
        self.requests.get_or_create(&Answered { method, route: route.clone(), status: seen.status }).inc();
        self.latency.get_or_create(&Route { method, route }).observe(took.as_secs_f64());
    }

    /// Notes how much work waits.
    pub(crate) fn set_backlog(&self, backlog: &[Backlog]) {
        for Backlog { queue, waiting, late } in backlog {
            let name = QueueName { queue: queue.name() };
            self.waiting.get_or_create(&name).set(i64::try_from(*waiting).unwrap_or(i64::MAX));
            self.overdue.get_or_create(&name).set(i64::try_from(late.as_secs()).unwrap_or(i64::MAX));
        }
    }

    /// Notes how much of the audit log waits for a seal.
    pub(crate) fn set_unsealed(&self, waiting: u64, age: Duration) {
        self.unsealed.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        self.unsealed_age.set(i64::try_from(age.as_secs()).unwrap_or(i64::MAX));
    }

    /// Everything as OpenMetrics text.
    ///
    /// # Errors
    /// Only if a label cannot be written, which none can.
    pub(crate) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

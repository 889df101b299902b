//! Webhooks: the sender of a process, and the receivers at the other end.

use crate::{
    bug::Bug,
    exec::{SECOND, lock},
    gateway::short,
    process::Seat,
    world::World,
};
use async_trait::async_trait;
use paylink_core::{
    EventId, TypedId,
    ports::{Outgoing, SendOutcome, UrlRefused, WebhookSender},
    records::WebhookFormat,
    views::{EventView, SubjectView},
};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// One process's sender.
pub(crate) struct SimSender {
    world: Arc<World>,
    seat: Seat,
}

impl SimSender {
    pub(crate) const fn new(world: Arc<World>, seat: Seat) -> Self {
        Self { world, seat }
    }
}

/// A receiver whose address names this wants nothing any more once it has had enough.
pub(crate) const LEAVES: &str = "leaves";
/// A receiver whose address names this never answers in time.
pub(crate) const HANGS: &str = "hangs";

fn failed(reason: &str) -> SendOutcome {
    SendOutcome::Failed { status: None, reason: reason.to_owned(), retry_after: None }
}

#[async_trait]
impl WebhookSender for SimSender {
    async fn check_url(&self, _url: &str) -> Result<(), UrlRefused> {
        Ok(())
    }

    fn body(&self, _format: WebhookFormat, event: &EventView) -> Option<String> {
        let subject = match &event.subject {
            SubjectView::PaymentLink(view) => {
                format!("{} {} {}", view.link.id, view.status.name(), view.totals.paid_minor)
            }
            SubjectView::Payment(view) => format!("{} {}", view.payment.id, view.payment.status.name()),
            SubjectView::Refund(view) => format!("{} {}", view.refund.id, view.refund.status.name()),
            SubjectView::PaymentMethod(view) => view.method.id.to_string(),
            SubjectView::Message(view) => format!("{} {}", view.message.id, view.message.status.name()),
            SubjectView::Customer(view) => view.id().to_string(),
            SubjectView::Test => String::new(),
        };
        Some(format!("{} {} {} {subject}", event.id, event.kind.name(), event.at))
    }

    async fn send(&self, outgoing: &Outgoing) -> SendOutcome {
        let world = &self.world;
        let failing = world.faults(|plan| plan.receiver);
        let (fails, slow, seen) =
            world.sim.chance(|rng| (rng.per_mille(failing), rng.per_mille(20), rng.per_mille(500)));
        world
            .sim
            .note(self.seat.group, "send", short(outgoing.event), || format!("{} to {}", outgoing.event, outgoing.url));
        let hangs = outgoing.url.contains(HANGS) && !world.is_calm();
        let wait = if hangs || slow { 15 * SECOND } else { SECOND / 10 };
        world.pause(SECOND / 100, wait).await;
        let leaves = outgoing.url.contains(LEAVES) && world.sim.chance(|rng| rng.per_mille(20));
        let accepted = !(fails || hangs || leaves);
        if accepted || seen {
            let mut event = outgoing.event;
            if world.bug == Some(Bug::NewIdOnResend) && outgoing.at.micros() % 2 == 0 {
                event = EventId::from_uuid(Uuid::from_u128(event.uuid().as_u128() ^ u128::from(world.sim.now())));
            }
            let rewritten = format!("{} {}", outgoing.body, outgoing.at);
            let body = if world.bug == Some(Bug::NewBodyOnResend) { &rewritten } else { &outgoing.body };
            let checked = lock(&world.oracle).received(&outgoing.url, event, body, accepted);
            world.sim.check(checked);
        }
        if leaves {
            return SendOutcome::Gone;
        }
        let swallowed = world.bug == Some(Bug::SwallowedWebhook) && world.sim.chance(|rng| rng.per_mille(100));
        if accepted || swallowed {
            return SendOutcome::Delivered { status: 200 };
        }
        match world.sim.chance(|rng| rng.below(3)) {
            0 => failed("timed out"),
            1 => SendOutcome::Failed { status: Some(500), reason: "an error".to_owned(), retry_after: None },
            _ => SendOutcome::Failed {
                status: Some(503),
                reason: "busy".to_owned(),
                retry_after: Some(Duration::from_secs(30)),
            },
        }
    }
}

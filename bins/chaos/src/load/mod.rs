//! Merchants and payers at work: links are made, paid, declined, lost on the way and asked for again.

mod audit;
mod payer;
mod refunds;

pub(crate) use audit::{audit, settle_all, settle_all_within};
pub(crate) use refunds::OpenRefund;

use crate::{
    Outcome, chance::Chance, client::Client, ledger::Ledger, receiver::Receiver, site::Front, verdict::Verdict,
};
use payer::Payer;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

/// Where the load's webhooks go.
const HOOKS: &str = "/hooks";

/// How much there is to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Clients at work at the same time.
    pub(crate) payers: usize,
    /// Longest a client rests between two payments, in milliseconds.
    pub(crate) rest_ms: u64,
    /// Longest a client waits for an answer before it asks again, maybe elsewhere.
    pub(crate) limit: Duration,
}

/// A load under way.
pub(crate) struct Load {
    pub(crate) ledger: Ledger,
    pub(crate) receiver: Arc<Receiver>,
    front: Front,
    chance: Chance,
    verdict: Verdict,
    stop: watch::Sender<bool>,
    payers: JoinSet<Outcome<()>>,
}

impl Load {
    /// Opens a shop whose events go to `receiver`, and lets payers loose.
    pub(crate) async fn start(
        front: &Front,
        receiver: Receiver,
        size: Size,
        chance: &Chance,
        verdict: &Verdict,
    ) -> Outcome<Self> {
        let mut opener = Client::new(front, chance.fork("opener"), verdict);
        opener.subscribe(None, &receiver.url(HOOKS)).await?;
        let merchant = opener.merchant("shop").await?;
        let (stop, stopped) = watch::channel(false);
        let ledger = Ledger::default();
        let mut payers = JoinSet::new();
        for number in 0..size.payers {
            let name = format!("p{number}");
            let client = Client::new(front, chance.fork(&name), verdict).within(size.limit);
            let payer =
                Payer { name, merchant: merchant.clone(), client, ledger: ledger.clone(), rest_ms: size.rest_ms };
            payers.spawn(payer.work(stopped.clone()));
        }
        let asker = Client::new(front, chance.fork("asker"), verdict).within(size.limit);
        payers.spawn(ask_again(asker, ledger.clone(), stopped));
        let (front, chance) = (front.clone(), chance.fork("load"));
        Ok(Self { ledger, receiver: Arc::new(receiver), front, chance, verdict: verdict.clone(), stop, payers })
    }

    /// Events that have arrived so far.
    pub(crate) fn delivered(&self) -> usize {
        self.receiver.accepted(HOOKS)
    }

    /// A client beside the load.
    pub(crate) fn client(&self, name: &str) -> Client {
        Client::new(&self.front, self.chance.fork(name), &self.verdict)
    }

    /// Lets every client finish the payment it is at.
    pub(crate) async fn stop(&mut self) -> Outcome<()> {
        let _ = self.stop.send(true);
        while let Some(done) = self.payers.join_next().await {
            if let Err(trouble) = done? {
                self.verdict.violation(trouble);
            }
        }
        Ok(())
    }
}

/// Clients whose answer got lost ask again with the same key, while the load goes on.
async fn ask_again(mut client: Client, ledger: Ledger, stopped: watch::Receiver<bool>) -> Outcome<()> {
    let mut beat = interval(Duration::from_millis(500));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stopped.borrow() {
        beat.tick().await;
        payer::ask_again(&mut client, &ledger).await?;
    }
    Ok(())
}

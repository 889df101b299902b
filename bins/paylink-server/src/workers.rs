//! The loops that do what has to be done later. Each tick is the core's; here is only how often.

use paylink_core::{Error, Paylink, records::Channel};
use std::{collections::HashMap, future::Future, time::Duration};
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::sleep,
};

/// How long a loop rests when there was nothing to do.
const REST: Duration = Duration::from_millis(200);
/// How long a loop rests after the storage was away.
const TROUBLE: Duration = Duration::from_secs(1);
/// How often old idempotency records are forgotten.
const PRUNE: Duration = Duration::from_secs(60);
/// Webhook attempts under way at the same time.
const SENDERS: usize = 64;

/// Text messages under way at the same time.
const TEXTS: usize = 4;

/// Loops under way.
pub(crate) struct Workers {
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts every loop.
    pub(crate) fn start(paylink: &Paylink, mails_at_once: usize) -> Self {
        let (stop, stopped) = watch::channel(false);
        let tick = |name: &'static str, rest: Duration| Tick { name, rest, stopped: stopped.clone() };
        let (dispatch, reconcile, expire, prune) = (paylink.clone(), paylink.clone(), paylink.clone(), paylink.clone());
        let (refunds, remind, forget, note) = (paylink.clone(), paylink.clone(), paylink.clone(), paylink.clone());
        let (fold, files) = (paylink.clone(), paylink.clone());
        let (merge, erase) = (paylink.clone(), paylink.clone());
        let loops = vec![
            tokio::spawn(
                tick("dispatch", REST).run(move || count(dispatch.clone(), |p| async move { p.dispatch_tick().await })),
            ),
            tokio::spawn(
                tick("reconcile", REST)
                    .run(move || count(reconcile.clone(), |p| async move { p.reconcile_tick().await })),
            ),
            tokio::spawn(
                tick("refunds", REST).run(move || count(refunds.clone(), |p| async move { p.refund_tick().await })),
            ),
            tokio::spawn(
                tick("expire", REST * 5).run(move || count(expire.clone(), |p| async move { p.expire_tick().await })),
            ),
            tokio::spawn(
                tick("remind", REST * 5).run(move || count(remind.clone(), |p| async move { p.remind_tick().await })),
            ),
            tokio::spawn(
                tick("merge", REST * 5).run(move || count(merge.clone(), |p| async move { p.merge_tick().await })),
            ),
            tokio::spawn(
                tick("erase", REST * 5).run(move || count(erase.clone(), |p| async move { p.erase_tick().await })),
            ),
            tokio::spawn(
                tick("files", REST * 5).run(move || count(files.clone(), |p| async move { p.file_tick().await })),
            ),
            tokio::spawn(
                tick("fold", REST * 5).run(move || count(fold.clone(), |p| async move { p.fold_tick().await })),
            ),
            tokio::spawn(
                tick("forget", REST * 5).run(move || count(forget.clone(), |p| async move { p.forget_tick().await })),
            ),
            tokio::spawn(tick("prune", PRUNE).run(move || {
                let paylink = prune.clone();
                async move { paylink.prune_tick().await.map(|removed| removed > 0) }
            })),
            tokio::spawn(tick("note terms", PRUNE).run(move || {
                let paylink = note.clone();
                async move { paylink.note_terms_tick().await.map(|noted| noted > 0) }
            })),
            tokio::spawn(deliver(paylink.clone(), stopped.clone())),
            tokio::spawn(post(paylink.clone(), Channel::Email, mails_at_once, stopped.clone())),
            tokio::spawn(post(paylink.clone(), Channel::Sms, TEXTS, stopped.clone())),
        ];
        Self { stop, loops }
    }

    /// Lets every loop finish what is under way, then ends it.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(true);
        for one in self.loops {
            if let Err(error) = one.await {
                tracing::error!(%error, "a worker loop ended badly");
            }
        }
    }
}

async fn count<F, Fut>(paylink: Paylink, tick: F) -> Result<bool, Error>
where
    F: FnOnce(Paylink) -> Fut,
    Fut: Future<Output = Result<usize, Error>>,
{
    tick(paylink).await.map(|done| done > 0)
}

struct Tick {
    name: &'static str,
    rest: Duration,
    stopped: watch::Receiver<bool>,
}

impl Tick {
    /// Ticks again at once while there is work, rests otherwise, and ends when told to.
    async fn run<F, Fut>(mut self, tick: F)
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<bool, Error>>,
    {
        while !*self.stopped.borrow() {
            let rest = match tick().await {
                Ok(true) => continue,
                Ok(false) => self.rest,
                Err(error) => {
                    warn(self.name, &error);
                    self.rest.max(TROUBLE)
                }
            };
            tokio::select! {
                () = sleep(rest) => {}
                _ = self.stopped.changed() => {}
            }
        }
    }
}

/// Sends webhooks: up to 64 at a time, four per endpoint, so that a slow receiver holds up no other.
async fn deliver(paylink: Paylink, mut stopped: watch::Receiver<bool>) {
    let mut senders = JoinSet::new();
    let mut busy: HashMap<_, u32> = HashMap::new();
    while !*stopped.borrow() {
        let free = u32::try_from(SENDERS.saturating_sub(senders.len())).unwrap_or(0);
        let loads: Vec<_> = busy.iter().map(|(lane, count)| (*lane, *count)).collect();
        let (claimed, rest) = match paylink.claim_deliveries(free, &loads).await {
            Ok(jobs) => (jobs, REST),
            Err(error) => {
                warn("deliver", &error);
                (Vec::new(), TROUBLE)
            }
        };
        for job in claimed {
            let lane = job.lane();
            *busy.entry(lane).or_default() += 1;
            let paylink = paylink.clone();
            senders.spawn(async move {
                if let Err(error) = paylink.deliver(job).await {
                    warn("deliver", &error);
                }
                lane
            });
        }
        tokio::select! {
            Some(done) = senders.join_next() => {
                settle(&mut busy, done);
                while let Some(done) = senders.try_join_next() {
                    settle(&mut busy, done);
                }
            }
            () = sleep(rest) => {}
            _ = stopped.changed() => {}
        }
    }
    while senders.join_next().await.is_some() {}
}

/// Sends the messages of one channel, as many at a time as its provider takes.
async fn post(paylink: Paylink, channel: Channel, at_once: usize, mut stopped: watch::Receiver<bool>) {
    let mut senders = JoinSet::new();
    while !*stopped.borrow() {
        let free = u32::try_from(at_once.saturating_sub(senders.len())).unwrap_or(0);
        let (claimed, rest) = match paylink.claim_messages(channel, free).await {
            Ok(jobs) => (jobs, REST),
            Err(error) => {
                warn("messages", &error);
                (Vec::new(), TROUBLE)
            }
        };
        for job in claimed {
            let paylink = paylink.clone();
            senders.spawn(async move {
                if let Err(error) = paylink.send_message(job).await {
                    warn("messages", &error);
                }
            });
        }
        tokio::select! {
            Some(done) = senders.join_next() => {
                if let Err(error) = done {
                    tracing::error!(%error, "an attempt to send a message ended badly");
                }
            }
            () = sleep(rest) => {}
            _ = stopped.changed() => {}
        }
    }
    while senders.join_next().await.is_some() {}
}

/// Counts an attempt off; after a panic, whose lane is not known, the counts begin anew.
fn settle<K: Eq + std::hash::Hash>(busy: &mut HashMap<K, u32>, done: Result<K, tokio::task::JoinError>) {
    match done {
        Ok(lane) => {
            if let Some(count) = busy.get_mut(&lane) {
                *count = count.saturating_sub(1);
            }
            busy.retain(|_, count| *count > 0);
        }
        Err(error) => {
            tracing::error!(%error, "an attempt to deliver ended badly");
            busy.clear();
        }
    }
}

fn warn(name: &str, error: &Error) {
    let cause = error.source.as_deref().map(ToString::to_string).unwrap_or_default();
    tracing::warn!(worker = name, error = %error, cause, "a tick failed; it is tried again");
}

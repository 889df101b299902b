//! The door to the crate: the ports put together, and the loop every use case runs in.

use crate::{
    Actor, Answer, Caller, Change, ChangeSet, Code, Error, LinkId, Once, PaylinkBuilder, Reply, Secret, Timestamp,
    TypedId, UniqueKey,
    audit::AuditKeys,
    idempotency::{KEPT, Known, is_remembered},
    ports::{
        Clock, ConsentTexts, FileInspector, FileStore, Gateway, IdSource, MailCarrier, MessageWriter, Store,
        StoreError, TextCarrier, WebhookSender,
    },
    records::IdempotencyRecord,
    usecases::tries::Tries,
};
use std::{future::Future, sync::Arc, time::Duration};
use uuid::Uuid;

/// What a deployment decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Base of every address shown to people, without a slash at the end.
    pub public_url: String,
    /// An API key that is always accepted, with every right.
    pub admin_key: Option<Secret>,
    /// Whether declined payments are limited per link and per network address.
    pub decline_limits: bool,
    /// The server's secret: every key that the core needs is derived from it.
    pub origin_secret: Secret,
    /// Secrets that were in use before, newest first: what was made under them still holds.
    pub previous_secrets: Vec<Secret>,
}

impl Settings {
    /// The secret in use, then those before it.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.origin_secret).chain(&self.previous_secrets)
    }
}

/// Payment links, ready to use. Cheap to clone.
#[derive(Clone)]
pub struct Paylink {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) webhooks: Arc<dyn WebhookSender>,
    pub(crate) post: Arc<Post>,
    pub(crate) files: Option<Arc<Files>>,
    pub(crate) consents: Option<Arc<dyn ConsentTexts>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) tries: Arc<Tries>,
    pub(crate) locks: Arc<Vec<async_lock::Mutex<()>>>,
    pub(crate) audit: Arc<AuditKeys>,
    /// The request this is used for, if it is used for one.
    pub(crate) request: Option<Arc<str>>,
}

/// How messages are written and carried; what is missing is not sent.
#[derive(Default)]
pub(crate) struct Post {
    pub(crate) writer: Option<Arc<dyn MessageWriter>>,
    pub(crate) mail: Option<Arc<dyn MailCarrier>>,
    pub(crate) text: Option<Arc<dyn TextCarrier>>,
}

/// Where files go, and how much of it.
#[derive(Clone)]
pub struct Files {
    /// Keeps what is in them.
    pub store: Arc<dyn FileStore>,
    /// Looks at uploads before they are kept.
    pub inspector: Arc<dyn FileInspector>,
    /// The most that the files of one merchant may take, in bytes.
    pub quota_bytes: i64,
}

/// Locks that keep one process from fighting itself over a link; several links may share one.
pub(crate) const LOCKS: usize = 256;
/// Attempts of one use case against rows that keep changing.
const ATTEMPTS: u32 = 24;
/// The longest a use case fights for a row.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a use case decided: the writes, and what the caller is shown.
pub(crate) struct Decided<V> {
    pub changes: ChangeSet,
    pub view: V,
}

impl Paylink {
    /// Starts putting the ports together.
    #[must_use]
    pub fn builder() -> PaylinkBuilder {
        PaylinkBuilder::default()
    }

    /// The same, for one request: its id is kept beside what is written for it.
    #[must_use]
    pub fn in_request(&self, id: &str) -> Self {
        Self { request: Some(Arc::from(id)), ..self.clone() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ids.fill(&mut bytes);
        bytes
    }

    pub(crate) fn new_id<T: TypedId>(&self) -> T {
        T::from_time(self.now(), self.random())
    }

    /// Waits until no one else in this process works on `link`.
    pub(crate) async fn lock(&self, link: LinkId) -> Option<async_lock::MutexGuard<'_, ()>> {
        self.lock_row(link.uuid()).await
    }

    /// The same for any other row that many may want at once.
    pub(crate) async fn lock_row(&self, id: Uuid) -> Option<async_lock::MutexGuard<'_, ()>> {
        let stripe = usize::try_from(id.as_u128() % 256).unwrap_or(0);
        match self.locks.get(stripe) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        }
    }

    /// A short pause before fighting for a row again; longer each time, never the same for two.
    pub(crate) async fn pause(&self, attempt: u32) {
        let [jitter] = self.random::<1>();
        let millis = u64::from(2_u32.saturating_pow(attempt.min(6))) + u64::from(jitter) / 16;
        self.clock.sleep(Duration::from_millis(millis)).await;
    }

    /// The one way to write: whatever is committed names the party that caused it, and leaves entries in the audit log.
    pub(crate) async fn write(&self, actor: impl Into<Actor>, changes: ChangeSet) -> Result<(), StoreError> {
        let mut changes = changes;
        let entries = self.audit_entries(actor.into(), &changes).await?;
        if !entries.is_empty() {
            changes.push(Change::InsertAudit(entries));
        }
        self.store.commit(changes).await
    }

    /// Runs `decide` and commits on behalf of `actor`, again while rows change under it.
    pub(crate) async fn run<V, F, Fut>(&self, actor: impl Into<Actor>, decide: F) -> Result<V, Error>
    where
        F: Fn() -> Fut + Send,
        Fut: Future<Output = Result<Decided<V>, Error>> + Send,
    {
        let actor = actor.into();
        let begun = self.now();
        for attempt in 0..ATTEMPTS {
            let decided = decide().await?;
            if decided.changes.is_empty() {
                return Ok(decided.view);
            }
            match self.write(actor, decided.changes).await {
                Ok(()) => return Ok(decided.view),
                Err(error) if is_worth_another_try(&error) && self.now().since(begun) < PATIENCE => {
                    self.pause(attempt).await;
                }
                Err(StoreError::Taken { key }) => return Err(taken(key)),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::of(Code::StorageUnavailable).retry_after(Duration::from_secs(1)))
    }

    /// Like [`Paylink::run`], at most once per idempotency key of the caller: the answer is stored in the same commit.
    pub(crate) async fn run_once<V, F, Fut>(
        &self,
        caller: &Caller,
        once: Option<Once<'_, V>>,
        decide: F,
    ) -> Result<Reply<V>, Error>
    where
        V: Send + Sync,
        F: Fn() -> Fut + Send,
        Fut: Future<Output = Result<Decided<V>, Error>> + Send,
    {
        let Some(once) = once else { return self.run(caller, decide).await.map(Reply::Fresh) };
        let scope = &caller.scope();
        let begun = self.now();
        for attempt in 0..ATTEMPTS {
            match self.known(scope, &once).await? {
                Some(Known::Answer(answer)) => return Ok(Reply::Replayed(answer)),
                Some(Known::Unanswered(_)) => return Err(in_use()),
                None => {}
            }
            let Decided { mut changes, view } = match decide().await {
                Ok(decided) => decided,
                Err(error) => return self.refuse(caller, scope, &once, error).await,
            };
            let written = (once.render)(Ok(&view));
            let record = self.answered(scope, &once, written.clone());
            let mut all = ChangeSet::new().with(Change::InsertIdempotency(record));
            changes.drain_into(&mut all);
            match self.write(caller, all).await {
                Ok(()) => return Ok(Reply::Fresh(view)),
                Err(StoreError::Taken { key: UniqueKey::IdempotencyKey }) if self.now().since(begun) < PATIENCE => {
                    self.pause(attempt).await;
                }
                Err(error) if is_worth_another_try(&error) && self.now().since(begun) < PATIENCE => {
                    self.pause(attempt).await;
                }
                Err(StoreError::Taken { key }) => return self.refuse(caller, scope, &once, taken(key)).await,
                Err(StoreError::OutcomeUnknown(cause)) => {
                    return match self.known(scope, &once).await? {
                        Some(Known::Answer(answer)) if answer == written => Ok(Reply::Fresh(view)),
                        // a copy of the request was faster, and this one wrote nothing
                        Some(Known::Answer(answer)) => Ok(Reply::Replayed(answer)),
                        Some(Known::Unanswered(_)) | None => Err(StoreError::OutcomeUnknown(cause).into()),
                    };
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::of(Code::StorageUnavailable).retry_after(Duration::from_secs(1)))
    }

    /// What is known of an earlier request with this key.
    pub(crate) async fn known<V>(&self, scope: &str, once: &Once<'_, V>) -> Result<Option<Known>, Error> {
        match self.store.idempotency(scope, once.key.as_str()).await? {
            Some(stored) => stored.value.meaning(once.fingerprint, self.now()),
            None => Ok(None),
        }
    }

    /// Remembers a refusal that is the final word on the request; a second request that came first wins.
    pub(crate) async fn refuse<V>(
        &self,
        actor: impl Into<Actor>,
        scope: &str,
        once: &Once<'_, V>,
        error: Error,
    ) -> Result<Reply<V>, Error> {
        if !is_remembered(&error) {
            return Err(error);
        }
        let written = (once.render)(Err(&error));
        let record = self.answered(scope, once, written.clone());
        match self.write(actor, ChangeSet::new().with(Change::InsertIdempotency(record))).await {
            Ok(()) => Err(error),
            Err(StoreError::Taken { .. }) => match self.known(scope, once).await? {
                Some(Known::Answer(answer)) => Ok(Reply::Replayed(answer)),
                Some(Known::Unanswered(_)) => Err(in_use()),
                None => Err(error),
            },
            Err(StoreError::OutcomeUnknown(cause)) => match self.known(scope, once).await? {
                Some(Known::Answer(answer)) if answer == written => Err(error),
                Some(Known::Answer(answer)) => Ok(Reply::Replayed(answer)),
                Some(Known::Unanswered(_)) => Err(in_use()),
                None => Err(StoreError::OutcomeUnknown(cause).into()),
            },
            // a copy of the request may be under way and come to another end: no last word without a record of it
            Err(cause) => Err(cause.into()),
        }
    }

    fn answered<V>(&self, scope: &str, once: &Once<'_, V>, answer: Answer) -> IdempotencyRecord {
        let now = self.now();
        IdempotencyRecord {
            scope: scope.to_owned(),
            key: once.key.as_str().to_owned(),
            fingerprint: once.fingerprint.to_hex(),
            payment_id: None,
            refund_id: None,
            answer: Some(answer),
            created_at: now,
            expires_at: now.plus(KEPT),
        }
    }
}

/// What a decision rested on has changed: it is made again. So is one that found no customer with an external id which
/// somebody else has given meanwhile: the next one finds that customer.
const fn is_worth_another_try(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Stale { .. } | StoreError::Taken { key: UniqueKey::CustomerExternalId | UniqueKey::FileUsage }
    )
}

/// The first request with the key has not been answered yet.
pub(crate) fn in_use() -> Error {
    Error::of(Code::IdempotencyKeyInUse).retry_after(Duration::from_secs(1))
}

/// The error for a unique key that is in use.
pub(crate) fn taken(key: UniqueKey) -> Error {
    match key {
        UniqueKey::Slug => Error::of(Code::SlugTaken),
        UniqueKey::LinkExternalId | UniqueKey::MerchantExternalId | UniqueKey::CustomerExternalId => {
            Error::of(Code::ExternalIdTaken)
        }
        UniqueKey::LivePayment | UniqueKey::LivePaymentOfBill => Error::of(Code::PaymentInProgress),
        UniqueKey::BillNumber => Error::of(Code::NumberTaken),
        UniqueKey::OpenLinkOfBill => Error::of(Code::HasOpenLink),
        UniqueKey::Id
        | UniqueKey::LedgerNumber
        | UniqueKey::MethodOfPayment
        | UniqueKey::Message
        | UniqueKey::ReminderDay
        | UniqueKey::FileUsage
        | UniqueKey::ViewOfDay
        | UniqueKey::ApiKeySecret
        | UniqueKey::SealNumber
        | UniqueKey::IdempotencyKey => Error::internal(format!("the unique key {key} is in use")),
    }
}

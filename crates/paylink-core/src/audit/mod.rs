//! The audit log: what each write leaves in it. One match over every kind of change, so that none can be forgotten.
//!
//! **Invariant:** an entry is written in the commit of the write it tells of, and names its actor.
//!
//! Not logged: the work queue, answers kept for idempotency keys, events (each tells of a write that is logged),
//! counts of page views and of what reports add up, the sum of a merchant's files, deliveries of events as far as the server
//! makes and settles them by itself, and what follows from a merge or an erasure, which are logged at their customer.

mod chain;
mod draft;
mod mask;
mod shapes;
mod shapes_money;
mod shapes_post;

pub(crate) use chain::{GENESIS, SealKey, Verdict, digest, hash_of, verdict};

use crate::{
    Actor, AuditId, Change, ChangeSet, MerchantId, Paylink, Settings, Timestamp, TypedId, Version,
    ports::StoreError,
    records::{AuditRecord, AuditSubject, Subject},
};
use draft::{Draft, Gone, UPDATED, draft};
use mask::{MaskKey, mask_key};
use std::sync::atomic::{AtomicU16, Ordering};
use uuid::Uuid;

/// The keys of the log, derived from the server's secrets.
pub(crate) struct AuditKeys {
    mask: MaskKey,
    /// The first signs; all of them verify.
    pub seals: Vec<SealKey>,
    /// Commits of this process, to tell those of one microsecond apart.
    commits: AtomicU16,
}

impl AuditKeys {
    /// The keys of a deployment.
    pub(crate) fn of(settings: &Settings) -> Self {
        Self {
            mask: mask_key(&settings.origin_secret),
            seals: settings.secrets().map(SealKey::of).collect(),
            commits: AtomicU16::new(0),
        }
    }
}

/// What is said of something that is no row.
pub(crate) struct Note {
    pub merchant: Option<MerchantId>,
    pub kind: AuditSubject,
    pub subject: Uuid,
    pub verb: &'static str,
    /// A JSON object without personal data.
    pub state: String,
}

impl Paylink {
    /// The entries that `changes`, written by `actor`, leave in the log.
    pub(crate) async fn audit_entries(
        &self,
        actor: Actor,
        changes: &ChangeSet,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        let mut drafts = Vec::new();
        for change in changes.changes() {
            let Some(mut draft) = draft(actor, change, &self.audit.mask) else { continue };
            if let Some(row) = draft.gone {
                draft.merchant = self.owner_of_gone(row).await?;
            }
            drafts.push(draft);
        }
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let (now, first) = (self.now(), self.first_entry());
        let told = told(changes);
        let entries = drafts.into_iter().enumerate().map(|(place, draft)| AuditRecord {
            id: first.id(now, place),
            merchant_id: draft.merchant,
            actor: actor.kind(),
            actor_id: actor.id(),
            action: action(&draft, &told),
            kind: draft.kind,
            subject: draft.subject,
            version: draft.version.0,
            state: draft.state,
            request_id: self.request.as_deref().map(str::to_owned),
            created_at: now,
        });
        Ok(entries.collect())
    }

    fn first_entry(&self) -> FirstEntry {
        // two of the bits say that it is an id
        let commit = self.audit.commits.fetch_add(1, Ordering::Relaxed) & 0x3fff;
        FirstEntry { commit, random: self.random() }
    }

    /// An entry about something that is no row: it is written with the change that causes it.
    pub(crate) fn audit_note(&self, actor: Actor, note: Note) -> AuditRecord {
        let now = self.now();
        AuditRecord {
            id: self.first_entry().id(now, 0),
            merchant_id: note.merchant,
            actor: actor.kind(),
            actor_id: actor.id(),
            action: format!("{}.{}", note.kind.name(), note.verb),
            kind: note.kind,
            subject: note.subject,
            version: Version::FIRST.0,
            state: Some(note.state),
            request_id: self.request.as_deref().map(str::to_owned),
            created_at: now,
        }
    }

    /// Whose a row was that is about to go: the change alone does not say.
    async fn owner_of_gone(&self, row: Gone) -> Result<Option<MerchantId>, StoreError> {
        Ok(match row {
            Gone::Merchant(id) => Some(id),
            Gone::Endpoint(id) => self.store.endpoint(id).await?.and_then(|row| row.value.merchant_id),
            Gone::File(id) => self.store.file(id).await?.map(|row| row.value.merchant_id),
            Gone::Suppression(id) => self.store.suppression(id).await?.and_then(|row| row.merchant_id),
        })
    }
}

/// What the ids of one commit have in common. They follow each other, and those of earlier commits of this process:
/// after the millisecond come the microsecond, a count of commits, random bits and the place in the commit.
struct FirstEntry {
    commit: u16,
    random: [u8; 4],
}

impl FirstEntry {
    fn id(&self, now: Timestamp, place: usize) -> AuditId {
        let micros = u16::try_from(now.micros().rem_euclid(1000)).unwrap_or(0).to_be_bytes();
        let place = u16::try_from(place).unwrap_or(u16::MAX).to_be_bytes();
        let mut bits = [0; 16];
        let parts = [&[0; 6][..], &micros, &self.commit.to_be_bytes(), &self.random, &place];
        bits.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        AuditId::from_time(now, bits)
    }
}

/// What the commit announces, by the row it announces it of.
fn told(changes: &ChangeSet) -> Vec<(Uuid, &'static str)> {
    let announced = changes.changes().iter().filter_map(|change| {
        let Change::InsertEvent(event) = change else { return None };
        Some(event)
    });
    let subject = |subject: &Subject| match subject {
        Subject::PaymentLink(snapshot) => Some(snapshot.link.id.uuid()),
        Subject::Payment(snapshot) => Some(snapshot.payment.id.uuid()),
        Subject::Refund(snapshot) => Some(snapshot.refund.id.uuid()),
        Subject::Customer(snapshot) => Some(snapshot.customer.id.uuid()),
        Subject::PaymentMethod(snapshot) => Some(snapshot.method.id.uuid()),
        Subject::Message(_) | Subject::Test => None,
    };
    announced.filter_map(|event| subject(&event.subject).map(|id| (id, event.kind.name()))).collect()
}

/// An update that is announced is called as it is announced: `payment.succeeded`, `payment_link.cancelled`.
fn action(draft: &Draft, told: &[(Uuid, &'static str)]) -> String {
    let of_kind = |name: &str| name.split_once('.').is_some_and(|(kind, _)| kind == draft.kind.name());
    let announced = told.iter().find(|(subject, name)| *subject == draft.subject && of_kind(name));
    match announced {
        Some((_, name)) if draft.verb == UPDATED => (*name).to_owned(),
        Some(_) | None => format!("{}.{}", draft.kind.name(), draft.verb),
    }
}

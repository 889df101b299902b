//! What a broken store does with a commit, with work and with documents.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    Change, ChangeSet, MAX_CHANGES, Stored, Timestamp, UniqueKey, Version,
    ports::{
        DocumentStore, IdempotencyReader as _, LinkFilter, LinkReader as _, Maintenance, MerchantReader as _, PageOf,
        PaymentFilter, PaymentReader as _, Store, StoreError, WebhookFilter, WebhookReader as _, WorkQueue,
    },
    records::{LinkRecord, MerchantRecord, PaymentRecord, PaymentStatus, Queue, WorkRecord},
    testing::build::instant,
};
use std::time::Duration;
use uuid::Uuid;

const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

/// The slug in lower case, in a way that differs for slugs that differ by case.
pub(super) fn without_case(slug: &str) -> String {
    slug.chars().flat_map(|c| c.is_uppercase().then_some('~').into_iter().chain(c.to_lowercase())).collect()
}

/// The slug that [`without_case`] was made from.
pub(super) fn with_case(slug: &str) -> String {
    let mut parts = slug.split('~');
    let first = parts.next().unwrap_or_default().to_owned();
    let upper = |part: &str| part.chars().take(1).flat_map(char::to_uppercase).chain(part.chars().skip(1)).collect();
    parts.map(upper).fold(first, |slug, part: String| slug + &part)
}

fn cut(at: Timestamp) -> Timestamp {
    Timestamp::from_micros(at.micros().div_euclid(1000) * 1000).unwrap_or(at)
}

fn taken(key: UniqueKey) -> StoreError {
    StoreError::Taken { key }
}

impl BrokenStore {
    /// The change as the bug would have it; `None` when it is passed over.
    async fn sabotaged(&self, change: Change) -> Result<Option<Change>, StoreError> {
        Ok(Some(match (self.bug, change) {
            (
                Bug::IgnoresExpectations,
                Change::ExpectMerchant(..)
                | Change::ExpectLink(..)
                | Change::ExpectPayment(..)
                | Change::ExpectPaymentMethod(..),
            ) => {
                return Ok(None);
            }
            (Bug::IgnoresVersions, Change::UpdateMerchant(new)) => {
                let version = self.inner.merchant(new.value.id).await?.map_or(new.version, |row| row.version);
                Change::UpdateMerchant(Stored { version, ..new })
            }
            (Bug::DeletesAnyMerchant, Change::DeleteMerchant(id, version)) => {
                let version = self.inner.merchant(id).await?.map_or(version, |row| row.version);
                Change::DeleteMerchant(id, version)
            }
            (Bug::SaysUsedMerchantsAreGone | Bug::LetsBothWin, Change::DeleteMerchant(id, version)) => {
                let links = LinkFilter { merchant_id: Some(id), with_deleted: true, ..LinkFilter::default() };
                if !self.inner.links(&links, ALL).await?.is_empty() {
                    return Ok(None);
                }
                Change::DeleteMerchant(id, version)
            }
            (Bug::NeverUnsets, Change::UpdateMerchant(new)) => self.filled(new).await?,
            (Bug::LosesMicroseconds, Change::InsertMerchant(row)) => {
                Change::InsertMerchant(MerchantRecord { created_at: cut(row.created_at), ..row })
            }
            (Bug::TrimsTexts, Change::InsertMerchant(row)) => {
                Change::InsertMerchant(MerchantRecord { name: row.name.trim().to_owned(), ..row })
            }
            (Bug::EmptyBecomesNone, Change::InsertMerchant(row)) => {
                Change::InsertMerchant(MerchantRecord { phone: row.phone.filter(|text| !text.is_empty()), ..row })
            }
            (Bug::CaseSensitiveSlugs, Change::InsertLink(row)) => {
                Change::InsertLink(Box::new(LinkRecord { slug: without_case(&row.slug), ..*row }))
            }
            (Bug::ClampsSlots, Change::InsertLink(row)) => {
                let slots_used = row.slots_used.clamp(0, row.max_payments.unwrap_or(i64::MAX));
                Change::InsertLink(Box::new(LinkRecord { slots_used, ..*row }))
            }
            (Bug::FloatsMoney, Change::InsertPayment(row)) => {
                let lost = if row.amount_minor > 1 << 53 { row.amount_minor & 0x3ff } else { 0 };
                Change::InsertPayment(Box::new(PaymentRecord { amount_minor: row.amount_minor - lost, ..*row }))
            }
            (Bug::ChecksThenInserts, Change::InsertPayment(row)) => self.checked_first(*row).await?,
            (Bug::ReturnedIsLive, Change::InsertPayment(row)) => {
                if row.exclusive && self.notes().live_on.contains(&row.link_id) {
                    return Err(taken(UniqueKey::LivePayment));
                }
                Change::InsertPayment(row)
            }
            (Bug::ReturnedIsLive, Change::UpdatePayment(new)) => {
                if new.value.status == PaymentStatus::Returned {
                    self.notes().live_on.insert(new.value.link_id);
                }
                Change::UpdatePayment(new)
            }
            (Bug::NeverReplacesRequests, Change::InsertIdempotency(row)) => {
                if self.inner.idempotency(&row.scope, &row.key).await?.is_some() {
                    return Err(taken(UniqueKey::IdempotencyKey));
                }
                Change::InsertIdempotency(row)
            }
            (Bug::PrunesTooMuch, Change::InsertIdempotency(mut row)) => {
                row.payment_id = None;
                Change::InsertIdempotency(row)
            }
            (Bug::RefusesSecondDelivery, Change::InsertDelivery(row)) => {
                let (endpoint_id, event_id) = (Some(row.endpoint_id), Some(row.event_id));
                let pair = WebhookFilter { endpoint_id, event_id, ..WebhookFilter::default() };
                if !self.inner.deliveries(&pair, ALL).await?.is_empty() {
                    return Err(taken(UniqueKey::Id));
                }
                Change::InsertDelivery(row)
            }
            (Bug::AnyoneFinishes, Change::FinishWork(key, _)) => Change::DropWork(key),
            (Bug::PutsOnlyNewWork, Change::PutWork(row)) => {
                if !self.notes().work.insert(row.key) {
                    return Ok(None);
                }
                Change::PutWork(row)
            }
            (_, change) => change,
        }))
    }

    /// An update that leaves what it would empty.
    async fn filled(&self, new: Stored<MerchantRecord>) -> Result<Change, StoreError> {
        let Some(old) = self.inner.merchant(new.value.id).await? else { return Ok(Change::UpdateMerchant(new)) };
        let phone = new.value.phone.clone().or(old.value.phone);
        Ok(Change::UpdateMerchant(Stored { value: MerchantRecord { phone, ..new.value }, ..new }))
    }

    /// Looks whether the link is free, pauses, and inserts without a guard.
    async fn checked_first(&self, row: PaymentRecord) -> Result<Change, StoreError> {
        if !row.exclusive {
            return Ok(Change::InsertPayment(Box::new(row)));
        }
        let on_link = PaymentFilter { link_id: Some(row.link_id), ..PaymentFilter::default() };
        let others = self.inner.payments(&on_link, ALL).await?;
        let live = [PaymentStatus::Processing, PaymentStatus::RequiresAction, PaymentStatus::Succeeded];
        let noted = self.notes().exclusive.clone();
        if others.iter().any(|other| live.contains(&other.value.status) && noted.contains(&other.value.id)) {
            return Err(taken(UniqueKey::LivePayment));
        }
        tokio::task::yield_now().await;
        self.notes().exclusive.insert(row.id);
        Ok(Change::InsertPayment(Box::new(PaymentRecord { exclusive: false, ..row })))
    }

    async fn write(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        let mut set = ChangeSet::new();
        changes.into_iter().for_each(|change| set.push(change));
        self.inner.commit(set).await
    }
}

#[async_trait]
impl Store for BrokenStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let mut all = Vec::new();
        for change in changes.changes().iter().cloned() {
            let Some(change) = self.sabotaged(change).await? else { continue };
            let Some(change) = self.cooked(change).await? else { continue };
            let Some(change) = self.miscounted(change).await? else { continue };
            let change = self.mangled(change).await?;
            let Some(change) = self.mislaid(change).await? else { continue };
            let change = self.relabelled(change).await?;
            for change in self.garbled(change).await? {
                all.extend(self.misfiled(change).await?);
            }
        }
        let one_by_one =
            self.bug == Bug::WritesOneByOne || (self.bug == Bug::WritesOneByOneInLargeSets && all.len() > MAX_CHANGES);
        if one_by_one {
            for change in all {
                self.write(vec![change]).await?;
            }
            return Ok(());
        }
        let slug = |change: &Change| {
            if let Change::InsertLink(row) = change { Some(row.slug.clone()) } else { None }
        };
        let keeps = self.bug == Bug::KeepsKeysOfRefusedSets;
        let slugs: Vec<String> = all.iter().filter_map(slug).filter(|_| keeps).collect();
        if slugs.iter().any(|slug| self.notes().slugs.contains(slug)) {
            return Err(taken(UniqueKey::Slug));
        }
        let labels = all.clone();
        let done = self.write(all).await;
        self.note_labels(&labels, done.is_ok());
        if done.is_err() {
            self.notes().slugs.extend(slugs);
        }
        done
    }
}

#[async_trait]
impl WorkQueue for BrokenStore {
    async fn due_lanes(
        &self,
        queue: Queue,
        now: Timestamp,
        except: &[Uuid],
        limit: u32,
    ) -> Result<Vec<Uuid>, StoreError> {
        let except = if self.bug == Bug::IgnoresExceptions { &[] } else { except };
        self.inner.due_lanes(queue, now, except, limit).await
    }

    async fn claim(
        &self,
        queue: Queue,
        lane: Option<Uuid>,
        limit: u32,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
        let now = if self.bug == Bug::HasAClock { instant(0) } else { now };
        let mixes = self.bug == Bug::IgnoresLanes || (self.bug == Bug::MixesChannels && queue == Queue::Message);
        let lane = lane.filter(|_| !mixes);
        let kept = if self.bug == Bug::IgnoresLeases { Duration::ZERO } else { lease };
        if self.bug == Bug::HandsOutTwice {
            let again = std::mem::take(&mut self.notes().handed_out);
            if !again.is_empty() {
                return Ok(again);
            }
        }
        let mut rows = self.inner.claim(queue, lane, limit, now, kept).await?;
        for row in &mut rows {
            row.value.run_at = now.plus(lease);
        }
        self.notes().handed_out = rows.clone();
        Ok(rows)
    }

    async fn backlog(&self, queue: Queue, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.inner.backlog(queue, now).await
    }
}

#[async_trait]
impl DocumentStore for BrokenStore {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Stored<String>>, StoreError> {
        self.inner.document(kind, key).await
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        expected: Option<Version>,
        text: &str,
    ) -> Result<Version, StoreError> {
        let there = self.inner.document(kind, key).await?.map(|row| row.version);
        let expected = if self.bug == Bug::OverwritesDocuments { there } else { expected };
        let parsed = serde_json::from_str::<serde_json::Value>(text).ok();
        let other_form = parsed.filter(|_| self.bug == Bug::ReformatsDocuments).map(|value| value.to_string());
        self.inner.put_document(kind, key, expected, other_form.as_deref().unwrap_or(text)).await
    }
}

#[async_trait]
impl Maintenance for BrokenStore {
    async fn ping(&self) -> Result<(), StoreError> {
        assert!(self.bug != Bug::Panics, "planted");
        self.inner.ping().await
    }

    async fn prune(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.inner.prune(now, limit).await
    }

    async fn note_terms(&self, limit: u32) -> Result<u64, StoreError> {
        self.inner.note_terms(limit).await
    }
}

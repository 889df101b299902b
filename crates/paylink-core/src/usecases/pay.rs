//! A payer pays: two commits around one call to the gateway, so that a link is never paid twice.
//!
//! 1. Commit: the idempotency record, the payment with its gateway key, the slot of a limited link.
//! 2. The gateway is called with nothing held; its key is the payment's id.
//! 3. Commit: the outcome, the link, the events and the stored answer. Only then is it sent.
//!
//! A bank debit that is held ends with the first commit, its answer in it; the reconciler goes on when the hold is over.
//!
//! **Invariant:** nothing reaches the gateway whose payment and slot are not durable.
//! **Invariant:** an answer that got lost is never told as a failure, and never paid under a new key. The same holds
//! when the outcome cannot be stored: what is told then is what the first commit made durable, "on its way".

use super::{
    keeping::Offer,
    pay_check::{Wish, check_wish},
    shown::due,
    tries::Try,
};
use crate::{
    Actor, Change, ChangeSet, Code, Error, EventKind, Link, LinkId, Once, Paylink, Reply, Secret, Stored, Timestamp,
    TypedId, UniqueKey,
    engine::{in_use, taken},
    forms::PayForm,
    idempotency::{KEPT_WITH_MONEY, Known},
    payment::{Outcome, hand_over_at},
    ports::{
        ChargeRequest, ChargeSource, Failure, GatewayError, GatewayToken, PageOf, PaymentFilter, StoreError,
        VaultReference,
    },
    records::{IdempotencyRecord, Keeping, LinkRecord, Method, PaymentRecord, PaymentStatus, Queue},
    views::PaymentView,
};
use std::time::Duration;

/// No gateway call outlives this; a payment whose process died is asked about from then on.
pub(crate) const CALL_LEASE: Duration = Duration::from_secs(30);
const ATTEMPTS: u32 = 64;

/// What the first commit is to write of a payment: itself, and the rows whose slots it takes.
struct Beginning {
    payment: PaymentRecord,
    link: LinkRecord,
    /// The bill's and the link's, and what must not have changed meanwhile.
    rows: ChangeSet,
    /// Whether it is the link's first payment.
    first: bool,
    under_way: Option<Try>,
}

/// What the first commit led to.
enum Begun {
    Payment(Box<PaymentRecord>, Box<LinkRecord>, Option<Try>),
    Done(Box<Reply<PaymentView>>),
    Again,
}

/// Where a payer's request came from.
#[derive(Clone, Copy)]
struct Origin<'a> {
    /// The network address.
    address: Option<&'a str>,
    /// The same as it is stored to limit card testing.
    hashed: Option<&'a str>,
}

impl Paylink {
    /// Pays a link. The amount comes from the link.
    ///
    /// The payment shown is `succeeded`, `failed` (declined), `requires_action`, or `processing`: taken on by
    /// the gateway, or with `unknown` set when the gateway's answer got lost.
    ///
    /// # Errors
    /// `not_found`, field errors, `link_inactive`, `link_completed`, `link_cancelled`, `payment_in_progress`,
    /// `payment_method_unavailable`, `too_many_declines`, `idempotency_key_reused`, `idempotency_key_in_use`, `storage_unavailable`.
    pub async fn pay(
        &self,
        slug: &str,
        form: &PayForm,
        origin: Option<&str>,
        once: Once<'_, PaymentView>,
    ) -> Result<Reply<PaymentView>, Error> {
        let id = self.link_for_payer(slug).await?.value.id;
        let scope = scope_of(id);
        let hashed = self.hashed_origin(origin);
        let from = Origin { address: origin, hashed: hashed.as_deref() };
        for attempt in 0..ATTEMPTS {
            match self.begin(id, form, from, &once).await? {
                Begun::Done(reply) => return Ok(*reply),
                Begun::Again => self.pause(attempt).await,
                Begun::Payment(payment, link, _under_way) => {
                    let outcome = self.charge(&payment, &link.slug).await;
                    return match self.settle(Actor::Payer(id), payment.id, &outcome, Some((&scope, &once))).await {
                        Ok(reply) => Ok(reply),
                        Err(error) => {
                            tracing::error!(payment.id = %payment.id, error = %crate::payment::chain(&error), "the outcome of a payment could not be stored; the reconciler will find it out");
                            Ok(Reply::Fresh(PaymentView { payment: *payment }))
                        }
                    };
                }
            }
        }
        Err(Error::of(Code::StorageUnavailable).retry_after(Duration::from_secs(1)))
    }

    /// The first commit.
    async fn begin(
        &self,
        id: LinkId,
        form: &PayForm,
        origin: Origin<'_>,
        once: &Once<'_, PaymentView>,
    ) -> Result<Begun, Error> {
        let payer = Actor::Payer(id);
        let scope = scope_of(id);
        let _alone = self.lock(id).await;
        match self.known(&scope, once).await? {
            Some(Known::Answer(answer)) => return Ok(done(Reply::Replayed(answer))),
            Some(Known::Unanswered(record)) => return self.catch_up(payer, *record, once).await.map(done),
            None => {}
        }
        let now = self.now();
        let decided = self.decide_payment(id, form, origin, now).await;
        let Beginning { payment, link, rows: mut decided, first, under_way: one } = match decided {
            Ok(beginning) => beginning,
            Err(error) => return self.refuse(payer, &scope, once, error).await.map(done),
        };
        // what is held is answered at once: the gateway hears of it later
        let held = payment.held_until.map(|until| (until, PaymentView { payment: payment.clone() }));
        let record = IdempotencyRecord {
            scope: scope.clone(),
            key: once.key.as_str().to_owned(),
            fingerprint: once.fingerprint.to_hex(),
            payment_id: Some(payment.id),
            refund_id: None,
            answer: held.as_ref().map(|(_, view)| (once.render)(Ok(view))),
            created_at: now,
            expires_at: now.plus(KEPT_WITH_MONEY),
        };
        let mut changes = ChangeSet::new().with(Change::InsertIdempotency(record));
        let payment_id = payment.id;
        decided.drain_into(&mut changes);
        changes.push(Change::InsertPayment(Box::new(payment.clone())));
        let run_at = held.as_ref().map_or(now.plus(CALL_LEASE), |(until, _)| *until);
        changes.push(Change::PutWork(due(Queue::Reconcile, payment.id.uuid(), run_at)));
        self.count_attempt(&mut changes, &payment, first);
        self.announce_payment(&mut changes, EventKind::PaymentProcessing, &link, &payment);
        let begun = match held {
            Some((_, view)) => done(Reply::Fresh(view)),
            None => Begun::Payment(Box::new(payment), Box::new(link), one),
        };
        match self.write(payer, changes).await {
            Ok(()) => Ok(begun),
            Err(StoreError::Stale { .. } | StoreError::Taken { key: UniqueKey::IdempotencyKey }) => Ok(Begun::Again),
            Err(StoreError::Taken { key }) => self.refuse(payer, &scope, once, taken(key)).await.map(done),
            Err(StoreError::OutcomeUnknown(cause)) => match self.store.payment(payment_id).await? {
                Some(_) => Ok(begun),
                None => Err(StoreError::OutcomeUnknown(cause).into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    async fn decide_payment(
        &self,
        id: LinkId,
        form: &PayForm,
        origin: Origin<'_>,
        now: Timestamp,
    ) -> Result<Beginning, Error> {
        let stored = self.store.link(id).await?.ok_or_else(|| Error::of(Code::NotFound))?;
        let link = Link::restore(stored.value)?;
        let wish = check_wish(form, &link)?;
        let asked = self.consent_given(&wish, link.record(), origin.address, now).await?;
        let payable = link.payable_at(now)?;
        let offer = self.offer_of(payable.link().record(), now).await?;
        let one = self.check_declines(id, origin.hashed, now).await?;
        let price = payable.link().price(wish.method).ok_or_else(|| Error::of(Code::InvalidValue))?;
        let limited = payable.link().is_limited();
        let (payment_id, mut link) = (self.new_id(), payable.begin(now).into_record());
        let first = match link.details.attempted {
            Some(attempted) => !attempted,
            None => !self.has_payments(id).await?,
        };
        let on_bill = self.begin_on_bill(&link, payment_id, now).await?;
        // the first payment of an unlimited link counts its version up, so that a price that is changed at the same
        // moment by another process is not changed under it; later ones leave the link to others
        // the bill first, as everywhere, so that no two commits wait for each other
        let mut rows = ChangeSet::new();
        rows.extend(on_bill);
        rows.push(if limited || first {
            link.details.attempted = Some(true);
            Change::UpdateLink(Box::new(Stored { value: link.clone(), version: stored.version }))
        } else {
            Change::ExpectLink(id, stored.version)
        });
        let Wish { method, token, name, email, billing, .. } = wish;
        let (means, keeping) = match offer {
            Offer::AnyMeans => (token, asked),
            Offer::Kept(kept) => {
                // a method that is taken back at the same moment is used before or not at all
                rows.push(Change::ExpectPaymentMethod(kept.value.id, kept.version));
                (kept.value.gateway_reference, Some(Keeping::Used { id: kept.value.id }))
            }
            Offer::Gone => return Err(Error::of(Code::PaymentMethodUnavailable)),
        };
        let held_until = self.held_until(&link, method, now).await?;
        let payment = PaymentRecord {
            id: payment_id,
            link_id: id,
            bill_id: link.bill.map(|bill| bill.id),
            merchant_id: link.merchant_id,
            customer_id: link.customer_id,
            amount_minor: price.minor,
            currency: price.currency,
            method,
            method_details: None,
            status: PaymentStatus::Processing,
            unknown: held_until.is_none(),
            failure_code: None,
            failure_message: None,
            action_url: None,
            gateway_token: means,
            held_until,
            gateway_reference: None,
            captured_minor: 0,
            refund_reserved_minor: 0,
            refunded_minor: 0,
            ledger_count: 0,
            exclusive: link.max_payments == Some(1),
            holds_slot: limited,
            review: None,
            payer_name: name,
            payer_email: email,
            billing,
            payer_origin: origin.hashed.map(str::to_owned),
            keeping,
            not_found_count: 0,
            created_at: now,
            updated_at: now,
        };
        Ok(Beginning { payment, link, rows, first, under_way: one })
    }

    /// Until when a payment by `method` is held before the gateway hears of it, if it is.
    async fn held_until(&self, link: &LinkRecord, method: Method, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        if method != Method::Ach {
            return Ok(None);
        }
        let merchant = self.store.merchant(link.merchant_id).await?;
        let minutes = merchant.map(|merchant| merchant.value.ach_hold_minutes).filter(|minutes| *minutes > 0);
        let hold =
            minutes.and_then(|minutes| u64::try_from(minutes).ok()).map(|minutes| Duration::from_secs(60 * minutes));
        Ok(hold.map(|hold| hand_over_at(now, hold)))
    }

    /// Whether a payment has ever begun on the link.
    async fn has_payments(&self, link: LinkId) -> Result<bool, Error> {
        let filter = PaymentFilter { link_id: Some(link), ..PaymentFilter::default() };
        Ok(!self.store.payments(&filter, PageOf { after: None, limit: 1 }).await?.is_empty())
    }

    /// Calls the gateway under the payment's key.
    pub(crate) async fn charge(&self, payment: &PaymentRecord, slug: &str) -> Outcome {
        let Some(means) = payment.gateway_token.clone().map(Secret::new) else { return Outcome::Unknown };
        let saved = payment.keeping.as_ref().is_some_and(Keeping::is_use);
        let request = ChargeRequest {
            key: payment.id,
            source: match saved {
                true => ChargeSource::Kept(VaultReference(means)),
                false => ChargeSource::Token(GatewayToken(means)),
            },
            keep: matches!(payment.keeping, Some(Keeping::Asked { .. })),
            method: payment.method,
            amount: crate::Money::new(payment.amount_minor, payment.currency),
            return_url: format!("{}/p/{slug}/payments/{}", self.settings.public_url, payment.id),
            created_at: payment.handed_over_at(),
        };
        match self.gateway.charge(&request).await {
            Ok(charge) => Outcome::Known(Box::new(charge)),
            Err(GatewayError::InvalidToken) if saved => Outcome::Refused(Failure {
                code: Code::PaymentMethodUnavailable.name().to_owned(),
                message: "The saved card or account cannot be used any more.".to_owned(),
            }),
            Err(GatewayError::InvalidToken) => Outcome::Refused(Failure {
                code: Code::InvalidToken.name().to_owned(),
                message: "The card or account details could not be used. Enter them again.".to_owned(),
            }),
            Err(error @ GatewayError::Unknown(_)) => {
                tracing::warn!(payment.id = %payment.id, error = %crate::payment::chain(&error), "the gateway's answer is not known");
                Outcome::Unknown
            }
        }
    }

    /// A request whose first copy was never answered: by now its payment may tell.
    async fn catch_up(
        &self,
        payer: Actor,
        record: IdempotencyRecord,
        once: &Once<'_, PaymentView>,
    ) -> Result<Reply<PaymentView>, Error> {
        let Some(id) = record.payment_id else { return Err(in_use()) };
        let payment =
            self.store.payment(id).await?.ok_or_else(|| Error::internal("an idempotency record has no payment"))?;
        let in_flight = payment.value.unknown && self.now().since(record.created_at) < CALL_LEASE;
        if in_flight {
            return Err(in_use());
        }
        self.answer_late(payer, &record, (once.render)(Ok(&PaymentView { payment: payment.value }))).await
    }
}

fn done(reply: Reply<PaymentView>) -> Begun {
    Begun::Done(Box::new(reply))
}

/// Payers have no account: their keys live in a space of the link's own.
pub(crate) fn scope_of(link: LinkId) -> String {
    format!("checkout:{link}")
}

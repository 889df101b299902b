//! A merchant gives money back: two commits around one call to the gateway, like a payment.
//!
//! 1. Commit: the idempotency record, the refund with its gateway key, the amount reserved on the payment.
//! 2. The gateway is called with nothing held; its key is the refund's id.
//! 3. Commit: the outcome, the payment, the ledger, the event and the stored answer.
//!
//! **Invariant:** no refund reaches the gateway whose amount is not reserved, so that all refunds of a payment
//! together never give back more than was captured.

use super::{
    fields::{check, put_metadata},
    pay::CALL_LEASE,
    shown::due,
};
use crate::{
    Actor, Caller, Change, ChangeSet, Code, Error, FieldErrors, Money, Once, Paylink, Payment, PaymentId, Reply,
    Stored, TypedId, UniqueKey,
    engine::{in_use, taken},
    forms::RefundForm,
    idempotency::{KEPT_WITH_MONEY, Known},
    link::amount_error,
    payment::chain,
    ports::{RefundRequest, StoreError},
    records::{IdempotencyRecord, PaymentRecord, Queue, RefundRecord, RefundStatus},
    refund::RefundOutcome,
    values::parse_amount,
    views::RefundView,
};
use std::{collections::BTreeMap, time::Duration};

/// Attempts to reserve against refunds that are made at the same time; each of them moves one refund on.
const ATTEMPTS: u32 = 200;
const REASON: usize = 200;

/// What the first commit led to.
enum Begun {
    Refund(Box<RefundRecord>, Box<PaymentRecord>),
    Done(Box<Reply<RefundView>>),
    Again,
}

impl Paylink {
    /// Refunds a payment, in part or everything that is left.
    ///
    /// The refund shown is `succeeded`, `failed` (refused by the gateway), or `processing`: taken on by the gateway,
    /// or with `unknown` set when the gateway's answer got lost.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors, `payment_not_refundable`, `refund_exceeds_payment`,
    /// `idempotency_key_reused`, `idempotency_key_in_use`, `storage_unavailable`.
    pub async fn refund_payment(
        &self,
        caller: &Caller,
        payment: &str,
        form: &RefundForm,
        once: Option<Once<'_, RefundView>>,
    ) -> Result<Reply<RefundView>, Error> {
        caller.may_write()?;
        let id: PaymentId = payment.parse().map_err(|_| Error::of(Code::NotFound))?;
        for attempt in 0..ATTEMPTS {
            match self.begin_refund(caller, id, form, once.as_ref()).await? {
                Begun::Done(reply) => return Ok(*reply),
                Begun::Again => self.pause(attempt).await,
                Begun::Refund(refund, payment) => {
                    let outcome = self.give_back(&refund, &payment).await;
                    let scope = caller.scope();
                    let waiting = once.as_ref().map(|once| (scope.as_str(), once));
                    return match self.settle_refund(Actor::from(caller), refund.id, &outcome, waiting).await {
                        Ok(refund) => Ok(Reply::Fresh(RefundView { refund })),
                        Err(error) => {
                            tracing::error!(refund.id = %refund.id, error = %chain(&error), "the outcome of a refund could not be stored; the reconciler will find it out");
                            Ok(Reply::Fresh(RefundView { refund: *refund }))
                        }
                    };
                }
            }
        }
        Err(Error::of(Code::StorageUnavailable).retry_after(Duration::from_secs(1)))
    }

    /// The first commit.
    async fn begin_refund(
        &self,
        caller: &Caller,
        id: PaymentId,
        form: &RefundForm,
        once: Option<&Once<'_, RefundView>>,
    ) -> Result<Begun, Error> {
        let scope = caller.scope();
        let found = self.store.payment(id).await?.filter(|payment| caller.sees(payment.value.merchant_id));
        let _alone = match &found {
            Some(payment) => self.lock(payment.value.link_id).await,
            None => None,
        };
        if let Some(once) = once {
            match self.known(&scope, once).await? {
                Some(Known::Answer(answer)) => return Ok(done(Reply::Replayed(answer))),
                Some(Known::Unanswered(record)) => return self.catch_up_refund(caller, *record, once).await.map(done),
                None => {}
            }
        }
        let (refund, payment) = match self.decide_refund(caller, id, form).await {
            Ok(decided) => decided,
            Err(error) => match once {
                Some(once) => return self.refuse(caller, &scope, once, error).await.map(done),
                None => return Err(error),
            },
        };
        let mut changes = ChangeSet::new();
        changes.extend(once.map(|once| {
            Change::InsertIdempotency(IdempotencyRecord {
                scope: scope.clone(),
                key: once.key.as_str().to_owned(),
                fingerprint: once.fingerprint.to_hex(),
                payment_id: None,
                refund_id: Some(refund.id),
                answer: None,
                created_at: refund.created_at,
                expires_at: refund.created_at.plus(KEPT_WITH_MONEY),
            })
        }));
        self.count_reserved(&mut changes, &payment.value, &refund);
        let look = due(Queue::Refund, refund.id.uuid(), refund.created_at.plus(CALL_LEASE));
        let changes = changes
            .with(Change::UpdatePayment(Box::new(payment.clone())))
            .with(Change::InsertRefund(Box::new(refund.clone())))
            .with(Change::PutWork(look));
        let begun = || Begun::Refund(Box::new(refund.clone()), Box::new(payment.value.clone()));
        match (self.write(caller, changes).await, once) {
            (Ok(()), _) => Ok(begun()),
            (Err(StoreError::Stale { .. } | StoreError::Taken { key: UniqueKey::IdempotencyKey }), _) => {
                Ok(Begun::Again)
            }
            (Err(StoreError::Taken { key }), _) => Err(taken(key)),
            (Err(StoreError::OutcomeUnknown(cause)), _) => match self.store.refund(refund.id).await? {
                Some(_) => Ok(begun()),
                None => Err(StoreError::OutcomeUnknown(cause).into()),
            },
            (Err(error), _) => Err(error.into()),
        }
    }

    /// The refund to be made, and its payment with the amount reserved.
    async fn decide_refund(
        &self,
        caller: &Caller,
        id: PaymentId,
        form: &RefundForm,
    ) -> Result<(RefundRecord, Stored<PaymentRecord>), Error> {
        let now = self.now();
        let found = self.store.payment(id).await?.filter(|payment| caller.sees(payment.value.merchant_id));
        let stored = found.ok_or_else(|| Error::of(Code::NotFound))?;
        let payment = Payment::restore(stored.value)?;
        let (asked, metadata) = check_form(form, payment.amount())?;
        let rest = payment.refundable()?;
        let amount = asked.unwrap_or(rest);
        let payment = payment.reserve_refund(amount, now)?.into_record();
        let refund = RefundRecord {
            id: self.new_id(),
            payment_id: payment.id,
            link_id: payment.link_id,
            merchant_id: payment.merchant_id,
            amount_minor: amount.minor,
            currency: amount.currency,
            reason: form.reason.clone(),
            status: RefundStatus::Processing,
            unknown: true,
            failure_code: None,
            failure_message: None,
            gateway_reference: None,
            review: None,
            not_found_count: 0,
            metadata,
            created_at: now,
            updated_at: now,
        };
        Ok((refund, Stored { value: payment, version: stored.version }))
    }

    /// Calls the gateway under the refund's key.
    pub(crate) async fn give_back(&self, refund: &RefundRecord, payment: &PaymentRecord) -> RefundOutcome {
        match self.gateway.refund(&refund_request(refund, payment)).await {
            Ok(known) => RefundOutcome::Known(Box::new(known)),
            Err(error) => {
                tracing::warn!(refund.id = %refund.id, error = %chain(&error), "the gateway's answer is not known");
                RefundOutcome::Unknown
            }
        }
    }

    /// A request whose first copy was never answered: by now its refund may tell.
    async fn catch_up_refund(
        &self,
        caller: &Caller,
        record: IdempotencyRecord,
        once: &Once<'_, RefundView>,
    ) -> Result<Reply<RefundView>, Error> {
        let Some(id) = record.refund_id else { return Err(in_use()) };
        let gone = || Error::internal("an idempotency record has no refund");
        let refund = self.store.refund(id).await?.ok_or_else(gone)?.value;
        if refund.unknown && self.now().since(record.created_at) < CALL_LEASE {
            return Err(in_use());
        }
        self.answer_late(caller, &record, (once.render)(Ok(&RefundView { refund }))).await
    }
}

/// What the gateway is told of a refund.
pub(crate) fn refund_request(refund: &RefundRecord, payment: &PaymentRecord) -> RefundRequest {
    RefundRequest {
        key: refund.id,
        payment: payment.id,
        charge_reference: payment.gateway_reference.clone(),
        amount: Money::new(refund.amount_minor, refund.currency),
        created_at: refund.created_at,
    }
}

/// The amount asked for, if one was, and what the caller keeps with the refund.
fn check_form(form: &RefundForm, of: Money) -> Result<(Option<Money>, BTreeMap<String, String>), Error> {
    let mut errors: FieldErrors = form.unread.clone();
    let mut amount = None;
    if let Some(text) = form.amount.as_deref().filter(|_| !errors.names("amount")) {
        match parse_amount(text, of.currency, false) {
            Ok(asked) => amount = Some(asked),
            Err(error) => amount_error("amount", error, &mut errors),
        }
    }
    if let Some(reason) = &form.reason {
        check("reason", reason, REASON, &mut errors);
    }
    let mut metadata = BTreeMap::new();
    put_metadata(&form.metadata, &mut metadata, &mut errors);
    errors.finish()?;
    Ok((amount, metadata))
}

fn done(reply: Reply<RefundView>) -> Begun {
    Begun::Done(Box::new(reply))
}

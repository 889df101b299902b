//! Saved methods begin and end: in the commit of the payment that saved them, and in that of whatever ends them.
//!
//! **Invariant:** a method is saved in the commit that makes its payment succeed, and in no other: exactly once.
//! **Invariant:** a revoked method never comes back; the gateway is told through the work queue, so no crash loses it.

use super::{listing::at, shown::due};
use crate::{
    Actor, Caller, Change, ChangeSet, CustomerId, Error, EventKind, Paylink, PaymentMethodId, Stored, TypedId,
    customer::with_person,
    engine::Decided,
    payment::{Effect, Outcome},
    ports::{Charge, PageOf, PaymentMethodFilter, Position},
    records::{Consent, Keeping, LinkCustomer, PaymentMethodRecord, PaymentRecord, Queue, Revocation, RevokedBy},
};

/// Methods of one customer that one commit ends.
const AT_ONCE: u32 = 100;
/// Why the methods of a person who is gone end.
const ERASED: &str = "customer_erased";
/// Merges followed to find a customer.
const MERGES: u32 = 8;

impl Paylink {
    /// What an outcome of `payment` means for the method that it saves, has saved, or was paid with.
    pub(super) async fn keep_means(
        &self,
        changes: &mut ChangeSet,
        payment: &mut PaymentRecord,
        outcome: &Outcome,
        effect: Effect,
    ) -> Result<(), Error> {
        match (payment.keeping.clone(), effect) {
            (Some(Keeping::Asked { consent }), Effect::Succeeded) => {
                let saved = match outcome {
                    Outcome::Known(charge) => self.save_method(changes, payment, charge, consent).await?,
                    Outcome::Refused(_) | Outcome::Unknown | Outcome::Withdrawn => None,
                };
                payment.keeping = saved.map(|id| Keeping::Saved { id });
            }
            // nothing is kept, so nothing has to be proved
            (Some(Keeping::Asked { .. }), Effect::Failed | Effect::Returned) => payment.keeping = None,
            (Some(Keeping::Saved { id } | Keeping::Used { id }), Effect::Failed | Effect::Returned) => {
                let code = payment.failure_code.as_deref().filter(|code| ends_means(code));
                if let (Some(code), Some(stored)) = (code, self.store.payment_method(id).await?) {
                    self.revoke_method(changes, stored, RevokedBy::Gateway, code);
                }
            }
            (Some(Keeping::Saved { .. } | Keeping::Used { .. }), Effect::None | Effect::Succeeded)
            | (Some(Keeping::Asked { .. }), Effect::None)
            | (None, _) => {}
        }
        Ok(())
    }

    async fn save_method(
        &self,
        changes: &mut ChangeSet,
        payment: &mut PaymentRecord,
        charge: &Charge,
        consent: Consent,
    ) -> Result<Option<PaymentMethodId>, Error> {
        let Some(reference) = &charge.kept else { return Ok(None) };
        let now = self.now();
        let owner = self.owner_of(changes, payment).await?;
        let mut method = PaymentMethodRecord {
            id: self.new_id(),
            merchant_id: payment.merchant_id,
            customer_id: owner,
            link_id: payment.link_id,
            payment_id: payment.id,
            method: payment.method,
            details: charge.details.clone(),
            gateway_reference: Some(reference.0.expose().to_owned()),
            consent,
            revoked: None,
            created_at: now,
            updated_at: now,
        };
        let id = method.id;
        if owner.is_none() {
            // the person is gone: what the gateway has kept meanwhile is let go, and nobody hears of it
            method.revoked = Some(Revocation { at: now, by: RevokedBy::Merchant, reason: ERASED.to_owned() });
            method.consent.address = None;
            changes.push(Change::PutWork(due(Queue::Forget, id.uuid(), now)));
        } else {
            self.announce_method(changes, EventKind::PaymentMethodSaved, &method);
        }
        changes.push(Change::InsertPaymentMethod(Box::new(method)));
        Ok(Some(id))
    }

    /// Whose the method becomes: the payment's customer, or whom that one was merged into; else a new one, of whom the
    /// payer's own words are known. `None`: the person is being erased, or has been.
    async fn owner_of(
        &self,
        changes: &mut ChangeSet,
        payment: &mut PaymentRecord,
    ) -> Result<Option<CustomerId>, Error> {
        let mut named = payment.customer_id;
        for _ in 0..MERGES {
            let Some(id) = named else { break };
            match self.store.customer(id).await?.map(|stored| stored.value) {
                Some(row) if row.is_erased() => return Ok(None),
                Some(row) if row.is_there() => return Ok(Some(id)),
                Some(row) => named = row.merged_into,
                None => named = None,
            }
        }
        let person =
            LinkCustomer { name: payment.payer_name.clone(), email: payment.payer_email.clone(), ..Default::default() };
        let customer = with_person(self.new_customer(payment.merchant_id), person);
        changes.push(Change::InsertCustomer(Box::new(customer.clone())));
        self.announce_customer(changes, EventKind::CustomerCreated, &customer);
        payment.customer_id = payment.customer_id.or(Some(customer.id));
        Ok(Some(customer.id))
    }

    /// Ends a method, if it has not ended: unusable from this commit on, its merchant told, the gateway asked to let it
    /// go. The method as it is then.
    pub(crate) fn revoke_method(
        &self,
        changes: &mut ChangeSet,
        stored: Stored<PaymentMethodRecord>,
        by: RevokedBy,
        reason: &str,
    ) -> PaymentMethodRecord {
        let Stored { value, version } = stored;
        if value.revoked.is_some() {
            return value;
        }
        let now = self.now();
        let end = Revocation { at: now, by, reason: reason.to_owned() };
        let value = PaymentMethodRecord { revoked: Some(end), updated_at: now, ..value };
        changes.push(Change::UpdatePaymentMethod(Box::new(Stored { value: value.clone(), version })));
        changes.push(Change::PutWork(due(Queue::Forget, value.id.uuid(), now)));
        self.announce_method(changes, EventKind::PaymentMethodRemoved, &value);
        value
    }

    /// Adds what ends a method because its person is erased, and takes the address out of the evidence; whether that
    /// is anything.
    fn erase_method(&self, changes: &mut ChangeSet, stored: Stored<PaymentMethodRecord>) -> bool {
        let Stored { mut value, version } = stored;
        if value.consent.address.take().is_none() && value.revoked.is_some() {
            return false;
        }
        if value.revoked.is_some() {
            value.updated_at = self.now();
            changes.push(Change::UpdatePaymentMethod(Box::new(Stored { value, version })));
        } else {
            self.revoke_method(changes, Stored { value, version }, RevokedBy::Merchant, ERASED);
        }
        true
    }

    /// Ends every saved method of a customer who is to be gone, and takes the network addresses out of their evidence;
    /// how many rows that changed. Again changes nothing.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn erase_payment_methods(&self, caller: &Caller, customer: &str) -> Result<usize, Error> {
        let id = self.visible_customer(caller, customer).await?.value.id;
        caller.may_write()?;
        self.erase_methods_of(caller, id).await
    }

    /// The same, for whoever is entitled to it.
    pub(crate) async fn erase_methods_of(&self, actor: impl Into<Actor>, customer: CustomerId) -> Result<usize, Error> {
        let actor = actor.into();
        let (mut after, mut changed) = (None, 0);
        loop {
            let part = || async move {
                let mut changes = ChangeSet::new();
                let rows = self.methods_of(customer, after).await?;
                let last = rows.last().map(|row| at(row.value.created_at, row.value.id));
                let count =
                    rows.into_iter().map(|row| usize::from(self.erase_method(&mut changes, row))).sum::<usize>();
                Ok(Decided { changes, view: (last, count) })
            };
            let (last, count) = self.run(actor, part).await?;
            changed += count;
            match last {
                Some(last) => after = Some(last),
                None => return Ok(changed),
            }
        }
    }

    /// The methods of a customer, a commit's worth of them.
    pub(crate) async fn methods_of(
        &self,
        customer: CustomerId,
        after: Option<Position>,
    ) -> Result<Vec<Stored<PaymentMethodRecord>>, Error> {
        let filter = PaymentMethodFilter { customer_id: Some(customer), ..PaymentMethodFilter::default() };
        Ok(self.store.payment_methods(&filter, PageOf { after, limit: AT_ONCE }).await?)
    }
}

/// Whether a failure with this code says that the card or account cannot be charged again: gone, closed, stolen, or no
/// longer permitted by its owner (Nacha Operating Rules, return reason codes).
fn ends_means(code: &str) -> bool {
    matches!(
        code,
        "payment_method_unavailable"
            | "account_closed"
            | "lost_card"
            | "stolen_card"
            | "R02"
            | "R03"
            | "R04"
            | "R05"
            | "R07"
            | "R10"
            | "R14"
            | "R15"
            | "R16"
            | "R20"
            | "R29"
            | "R51"
    )
}

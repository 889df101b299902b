//! Saved methods begin and end: in the commit of the payment that saved them, and in that of whatever ends them.
//!
//! **Invariant:** a method is saved in the commit that makes its payment succeed, and in no other: exactly once.
//! **Invariant:** a revoked method never comes back; the gateway is told through the work queue, so no crash loses it.

use super::shown::due;
use crate::{
    Change, ChangeSet, CustomerId, Error, EventKind, Paylink, PaymentMethodId, Stored, TypedId,
    payment::{Effect, Outcome},
    ports::{Charge, PageOf, PaymentMethodFilter, Position},
    records::{Consent, Keeping, PaymentMethodRecord, PaymentRecord, Queue, Revocation, RevokedBy},
};

/// Methods of one customer that one commit ends.
const AT_ONCE: u32 = 100;

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
                    Outcome::Known(charge) => self.save_method(changes, payment, charge, consent),
                    Outcome::Refused(_) | Outcome::Unknown => None,
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

    fn save_method(
        &self,
        changes: &mut ChangeSet,
        payment: &PaymentRecord,
        charge: &Charge,
        consent: Consent,
    ) -> Option<PaymentMethodId> {
        let reference = charge.kept.as_ref()?;
        let now = self.now();
        let method = PaymentMethodRecord {
            id: self.new_id(),
            merchant_id: payment.merchant_id,
            customer_id: None,
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
        self.announce_method(changes, EventKind::PaymentMethodSaved, &method);
        let id = method.id;
        changes.push(Change::InsertPaymentMethod(Box::new(method)));
        Some(id)
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

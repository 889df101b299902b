//! A merchant takes a bank debit back that has not been handed to the bank.

use super::settle::{Settled, Then};
use crate::{
    Caller, Code, Error, Once, Paylink, PaymentId, Reply,
    engine::Decided,
    payment::Outcome,
    ports::{PageOf, PaymentFilter},
    records::{LinkRecord, PaymentRecord, PaymentStatus},
    views::PaymentView,
};

impl Paylink {
    /// Takes a payment back while it is held. It shows as `failed` with the code `cancelled`, and its link can be paid
    /// again.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `payment_not_cancellable`.
    pub async fn cancel_payment(
        &self,
        caller: &Caller,
        id: &str,
        once: Option<Once<'_, PaymentView>>,
    ) -> Result<Reply<PaymentView>, Error> {
        let payment = self.payment(caller, id).await?.payment;
        caller.may_write()?;
        let _alone = self.lock(payment.link_id).await;
        self.run_once(caller, once, || async move {
            let Settled { changes, payment, .. } =
                self.decide_outcome(payment.id, &Outcome::Withdrawn, Then::Nothing).await?;
            if changes.is_empty() {
                return Err(Error::of(Code::PaymentNotCancellable));
            }
            Ok(Decided { changes, view: PaymentView { payment } })
        })
        .await
    }

    /// The payment that alone keeps a one-time link from being taken back, because it is held.
    pub(super) async fn held_payment(&self, link: &LinkRecord) -> Result<Option<PaymentId>, Error> {
        if link.max_payments != Some(1) || link.slots_used == link.paid_count {
            return Ok(None);
        }
        let status = Some(PaymentStatus::Processing);
        let filter = PaymentFilter { link_id: Some(link.id), status, ..PaymentFilter::default() };
        let live = self.store.payments(&filter, PageOf { after: None, limit: 1 }).await?;
        Ok(live.into_iter().map(|stored| stored.value).find(PaymentRecord::is_held).map(|payment| payment.id))
    }
}

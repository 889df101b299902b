//! Events become messages to people: receipts and notices.

use crate::{
    ChangeSet, Error, EventKind, Paylink,
    records::{
        Channel, EventRecord, MessageKind, PaymentMethodRecord, PaymentRecord, RefundRecord, RevokedBy, Subject,
    },
    usecases::Occasion,
};
use std::time::Duration;

/// A failure this soon after the payment began was shown on the page itself.
const ON_THE_PAGE: Duration = Duration::from_secs(60);

impl Paylink {
    /// Adds the messages that tell people of `event`.
    pub(super) async fn tell(&self, changes: &mut ChangeSet, event: &EventRecord) -> Result<(), Error> {
        if self.post.writer.is_none() {
            return Ok(());
        }
        match &event.subject {
            Subject::Payment(snapshot) => {
                for kind in about_payment(event, &snapshot.payment) {
                    self.tell_one(changes, event, *kind, &snapshot.payment, None).await?;
                }
                Ok(())
            }
            Subject::Refund(snapshot) if event.kind == EventKind::RefundSucceeded => {
                let refund = &snapshot.refund;
                match self.store.payment(refund.payment_id).await? {
                    Some(payment) => {
                        let kind = MessageKind::RefundNotice;
                        self.tell_one(changes, event, kind, &payment.value, Some(refund)).await
                    }
                    None => Ok(()),
                }
            }
            Subject::PaymentMethod(snapshot) => self.tell_of_removal(changes, event, &snapshot.method).await,
            Subject::Refund(_)
            | Subject::PaymentLink(_)
            | Subject::Message(_)
            | Subject::Customer(_)
            | Subject::Test => Ok(()),
        }
    }

    /// The merchant is told when somebody else has removed a saved method.
    async fn tell_of_removal(
        &self,
        changes: &mut ChangeSet,
        event: &EventRecord,
        method: &PaymentMethodRecord,
    ) -> Result<(), Error> {
        let by = method.revoked.as_ref().map(|end| end.by).filter(|by| *by != RevokedBy::Merchant);
        let payment = self.store.payment(method.payment_id).await?;
        let link = self.store.link(method.link_id).await?;
        let merchant = self.store.merchant(method.merchant_id).await?;
        let (Some(by), Some(payment), Some(link), Some(merchant)) = (by, payment, link, merchant) else {
            return Ok(());
        };
        let totals = self.totals_of(&link.value).await?;
        let occasion = Occasion {
            payment: Some(&payment.value),
            event: Some(event.id),
            removed_by: Some(by),
            ..Occasion::about_link(MessageKind::MethodNotice, &merchant.value, &link.value, totals)
        };
        self.compose(changes, &occasion, Channel::Email).await.map(|_| ())
    }

    async fn tell_one(
        &self,
        changes: &mut ChangeSet,
        event: &EventRecord,
        kind: MessageKind,
        payment: &PaymentRecord,
        refund: Option<&RefundRecord>,
    ) -> Result<(), Error> {
        let link = self.store.link(payment.link_id).await?;
        let merchant = self.store.merchant(payment.merchant_id).await?;
        let (Some(link), Some(merchant)) = (link, merchant) else { return Ok(()) };
        let totals = self.totals_of(&link.value).await?;
        let occasion = Occasion {
            payment: Some(payment),
            refund,
            event: Some(event.id),
            ..Occasion::about_link(kind, &merchant.value, &link.value, totals)
        };
        self.compose(changes, &occasion, Channel::Email).await.map(|_| ())
    }
}

/// Who has to be told of a payment's new state.
fn about_payment(event: &EventRecord, payment: &PaymentRecord) -> &'static [MessageKind] {
    if event.kind == EventKind::PaymentSucceeded {
        return &[MessageKind::Receipt, MessageKind::PaymentNotice];
    }
    if event.kind == EventKind::PaymentReturned {
        return &[MessageKind::ReturnNotice, MessageKind::FailedNotice];
    }
    let late = event.created_at.since(payment.created_at) > ON_THE_PAGE;
    if event.kind == EventKind::PaymentFailed && late {
        return &[MessageKind::FailedNotice];
    }
    &[]
}

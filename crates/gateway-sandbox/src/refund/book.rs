//! Making and finding refunds: one conditional write on the document of the charge decides.
//!
//! **Invariant:** refunds that have not failed never add up to more than was charged; a key is refunded once, and a
//! key that was refused stays refused, also for a slower call of the same key.

use super::rules::{Next, refusal};
use crate::{
    SandboxGateway,
    charge::ChargeDocument,
    documents::{ROUNDS, contended},
    reason::Reason,
};
use paylink_core::{
    Stored, Timestamp,
    ports::{GatewayRefund, RefundRequest, StoreError},
};

/// What a call to refund got.
pub(crate) enum GivenBack {
    /// This answer.
    Answered(GatewayRefund),
    /// None.
    Lost,
}

impl SandboxGateway {
    /// Refunds once per key. Without a charge there is nothing to give back and nowhere to keep the refusal.
    pub(crate) async fn give_back(&self, request: &RefundRequest, now: Timestamp) -> Result<GivenBack, StoreError> {
        let name = request.payment.to_string();
        for _ in 0..ROUNDS {
            let Some(Stored { value: mut charge, version }) = self.current_charge(request.payment, now).await? else {
                return Ok(GivenBack::Answered(refusal(request, Reason::ChargeNotRefundable)));
            };
            let (course, answered) = match charge.next_refund(request, now, &self.settings) {
                Next::Answer(refund) => return Ok(GivenBack::Answered(refund)),
                Next::Lose => return Ok(GivenBack::Lost),
                Next::WriteAndAnswer(course) => (course, true),
                Next::WriteAndLose(course) => (course, false),
            };
            charge.note_refund(request, format!("rf_{}", self.random()), course);
            let answer = charge.refund(request.key, now).filter(|_| answered);
            if self.documents.put(&name, Some(version), &ChargeDocument::Charged(Box::new(charge))).await? {
                return Ok(answer.map_or(GivenBack::Lost, GivenBack::Answered));
            }
        }
        Err(contended::<ChargeDocument>(&name))
    }

    /// The refund under the request's key, if the bank knows of it. Nothing is given back.
    pub(crate) async fn find_refund(
        &self,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Result<Option<GatewayRefund>, StoreError> {
        let charge = self.current_charge(request.payment, now).await?;
        Ok(charge.and_then(|charge| charge.value.refund(request.key, now)))
    }
}

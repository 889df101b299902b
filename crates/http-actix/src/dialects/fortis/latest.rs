//! What became of the latest payment of a link, where its status depends on that.

use crate::{call::Call, failure::Failure};
use paylink_core::{
    Caller,
    forms::ListQuery,
    views::{LinkPaymentStatus, LinkView},
};
use paylink_wire::dialects::fortis::Latest;

impl Call {
    /// What became of the latest payment; nothing of links that were never paid or are completed.
    pub(super) async fn latest(&self, caller: &Caller, view: &LinkView) -> Result<Option<Latest>, Failure> {
        if view.totals.payments_count == 0 || view.payment_status == LinkPaymentStatus::Paid {
            return Ok(None);
        }
        let newest = ListQuery { limit: Some("1".to_owned()), ..ListQuery::default() };
        let listed = self.paylink().link_payments(caller, &view.link.id.to_string(), &newest).await?;
        Ok(listed.rows.first().map(Latest::of))
    }
}

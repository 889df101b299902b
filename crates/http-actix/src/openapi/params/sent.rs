//! Which messages, suppressions, events and deliveries.
#![expect(dead_code, reason = "only the derived descriptions are used")]

use utoipa::IntoParams;

/// Which messages.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// About this link.
    #[param(pattern = "^plink_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "plink_4x6v2m9c8qee0s3b7d1tk5wzra")]
    payment_link_id: Option<String>,
    /// By this way.
    #[param(pattern = "^(email|sms)$", example = "email")]
    channel: Option<String>,
    /// In this state.
    #[param(pattern = "^(queued|sent|failed|suppressed)$", example = "failed")]
    status: Option<String>,
}

/// Which suppressed addresses.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuppressionFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// By this way.
    #[param(pattern = "^(email|sms)$", example = "email")]
    channel: Option<String>,
    /// With exactly this address, without regard to case.
    #[param(min_length = 1, max_length = 254, example = "ada@example.com")]
    address: Option<String>,
}

/// Which events.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// Of this type.
    #[param(example = "payment.succeeded")]
    r#type: Option<String>,
    /// About this link or its payments.
    #[param(pattern = "^plink_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "plink_4x6v2m9c8qee0s3b7d1tk5wzra")]
    payment_link_id: Option<String>,
    /// After this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which entries of the audit log.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditFilters {
    /// In this merchant's log.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// By a kind of actor (`api_key`, `operator`, `merchant_token`, `payer`, `job`, `gateway`, `provider`), or by one:
    /// an API key's id, a merchant token's `jti`, a payer's payment link, a job's name.
    #[param(min_length = 1, max_length = 64, example = "key_01jd2q7x3me5kt6bvs9w0fzr4y")]
    actor: Option<String>,
    /// Exactly this action.
    #[param(min_length = 3, max_length = 64, example = "payment_link.updated")]
    action: Option<String>,
    /// About the object with this id.
    #[param(min_length = 1, max_length = 64, example = "plink_4x6v2m9c8qee0s3b7d1tk5wzra")]
    subject: Option<String>,
    /// After this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which deliveries.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveryFilters {
    /// To this endpoint.
    #[param(pattern = "^whk_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "whk_01jd2q7x3me5kt6bvs9w0fzr4y")]
    webhook_endpoint_id: Option<String>,
    /// Of this event.
    #[param(pattern = "^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "evt_01jd2q7x3me5kt6bvs9w0fzr4y")]
    event_id: Option<String>,
    /// In this state.
    #[param(pattern = "^(pending|succeeded|failed|cancelled)$", example = "failed")]
    status: Option<String>,
}

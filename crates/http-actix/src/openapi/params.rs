//! Query parameters as the API description shows them; they are read in `query`.
#![expect(dead_code, reason = "only the derived descriptions are used")]

mod reports;
mod sent;

pub(crate) use reports::{PayoutsParams, SummaryParams};
pub(crate) use sent::{AuditFilters, DeliveryFilters, EventFilters, MessageFilters, SuppressionFilters};
use utoipa::IntoParams;

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Slice {
    /// Rows on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i32>,
    /// The `next_cursor` of the page before.
    #[param(min_length = 1)]
    cursor: Option<String>,
}

/// As what.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Export {
    /// `csv` or `jsonl` streams every row that matches, without `limit` and `cursor`. Default: what `Accept` asks for
    /// (`text/csv`, `application/x-ndjson`), else `json`.
    #[param(pattern = "^(json|csv|jsonl)$", example = "json")]
    format: Option<String>,
}

/// Which links.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LinkFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// For this customer.
    #[param(pattern = "^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "cus_01jd2q7x3me5kt6bvs9w0fzr4y")]
    customer_id: Option<String>,
    /// With this status now.
    #[param(pattern = "^(ACTIVE|INACTIVE|COMPLETED|CANCELLED)$", example = "ACTIVE")]
    status: Option<String>,
    /// Paid or not.
    #[param(pattern = "^(paid|unpaid)$", example = "unpaid")]
    payment_status: Option<String>,
    /// With exactly this external id.
    external_id: Option<String>,
    /// With exactly this order number.
    order_number: Option<String>,
    /// With exactly this invoice number.
    invoice_number: Option<String>,
    /// For the customer with this mail address, without regard to case.
    customer_email: Option<String>,
    /// For this invoice.
    #[param(pattern = "^inv_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "inv_01jd2q7x3me5kt6bvs9w0fzr4y")]
    invoice_id: Option<String>,
    /// For this order.
    #[param(pattern = "^ord_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "ord_01jd2q7x3me5kt6bvs9w0fzr4y")]
    order_id: Option<String>,
    /// With this tag, without regard to case.
    #[param(min_length = 1, max_length = 64, example = "VIP")]
    tag: Option<String>,
    /// One-time or multi-use.
    #[param(pattern = "^(one_time|multi_use)$", example = "one_time")]
    usage: Option<String>,
    /// In this currency (ISO 4217).
    #[param(pattern = "^[A-Z]{3}$", example = "USD")]
    currency: Option<String>,
    /// Of at least this amount, by card if it takes cards; only together with `currency`.
    #[param(pattern = r"^[0-9]{1,8}(\.[0-9]{1,4})?$")]
    amount_min: Option<String>,
    /// Of at most this amount; only together with `currency`.
    #[param(pattern = r"^[0-9]{1,8}(\.[0-9]{1,4})?$")]
    amount_max: Option<String>,
    /// Last changed after this date or time.
    #[param(format = DateTime)]
    updated_after: Option<String>,
    /// Last changed before this date or time.
    #[param(format = DateTime)]
    updated_before: Option<String>,
    /// Due after this date; links without a due date are left out.
    #[param(format = Date)]
    due_after: Option<String>,
    /// Due before this date; links without a due date are left out.
    #[param(format = Date)]
    due_before: Option<String>,
    /// Up to 8 words, each of which begins a word of the description, the order or invoice number, or the customer's name
    /// or mail address; without regard to case and accents.
    #[param(min_length = 1, max_length = 200, example = "roof")]
    q: Option<String>,
    /// By `created_at`, `updated_at`, `due_date` or `amount`; with `-` in front from the largest down. Links without a due
    /// date come last. Default `-created_at`.
    #[param(pattern = "^-?(created_at|updated_at|due_date|amount)$", example = "-created_at")]
    sort: Option<String>,
    /// Created after this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Created before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which invoices.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InvoiceFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// With this status.
    #[param(pattern = "^(open|paid|void)$", example = "open")]
    status: Option<String>,
    /// With exactly this number.
    #[param(min_length = 1, max_length = 64, example = "A1042")]
    number: Option<String>,
    /// Of this customer.
    #[param(pattern = "^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "cus_01jd2q7x3me5kt6bvs9w0fzr4y")]
    customer_id: Option<String>,
    /// Due after this day.
    #[param(format = Date)]
    due_after: Option<String>,
    /// Due before this day.
    #[param(format = Date)]
    due_before: Option<String>,
    /// Created after this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Created before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which orders.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrderFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// With this status.
    #[param(pattern = "^(open|paid|cancelled)$", example = "open")]
    status: Option<String>,
    /// With exactly this number.
    #[param(min_length = 1, max_length = 64, example = "A1042")]
    number: Option<String>,
    /// Of this customer.
    #[param(pattern = "^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "cus_01jd2q7x3me5kt6bvs9w0fzr4y")]
    customer_id: Option<String>,
    /// Due after this day.
    #[param(format = Date)]
    due_after: Option<String>,
    /// Due before this day.
    #[param(format = Date)]
    due_before: Option<String>,
    /// Created after this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Created before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which customers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CustomerFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// With exactly this external id.
    external_id: Option<String>,
    /// With this mail address, without regard to case.
    #[param(max_length = 254, example = "ada@example.com")]
    email: Option<String>,
    /// Created after this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Created before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which payments.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PaymentFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// Of this link.
    #[param(pattern = "^plink_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "plink_4x6v2m9c8qee0s3b7d1tk5wzra")]
    payment_link_id: Option<String>,
    /// Of the links for this customer.
    #[param(pattern = "^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "cus_01jd2q7x3me5kt6bvs9w0fzr4y")]
    customer_id: Option<String>,
    /// In this state.
    #[param(pattern = "^(processing|requires_action|succeeded|failed|returned)$", example = "succeeded")]
    status: Option<String>,
    /// By this method.
    #[param(pattern = "^(card|ach)$", example = "card")]
    method: Option<String>,
    /// By the payer with this mail address, without regard to the case of ASCII letters.
    payer_email: Option<String>,
    /// In this currency (ISO 4217).
    #[param(pattern = "^[A-Z]{3}$", example = "USD")]
    currency: Option<String>,
    /// Of at least this amount; only together with `currency`.
    #[param(pattern = r"^[0-9]{1,8}(\.[0-9]{1,4})?$")]
    amount_min: Option<String>,
    /// Of at most this amount; only together with `currency`.
    #[param(pattern = r"^[0-9]{1,8}(\.[0-9]{1,4})?$")]
    amount_max: Option<String>,
    /// By `created_at` or `amount`; with `-` in front from the largest down. Default `-created_at`.
    #[param(pattern = "^-?(created_at|amount)$", example = "-created_at")]
    sort: Option<String>,
    /// Begun after this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Begun before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which refunds.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RefundFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// Of this payment.
    #[param(pattern = "^pay_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "pay_01jd2q7x3me5kt6bvs9w0fzr4y")]
    payment_id: Option<String>,
    /// Of this link's payments.
    #[param(pattern = "^plink_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "plink_4x6v2m9c8qee0s3b7d1tk5wzra")]
    payment_link_id: Option<String>,
    /// In this state.
    #[param(pattern = "^(processing|succeeded|failed)$", example = "succeeded")]
    status: Option<String>,
    /// In this currency (ISO 4217).
    #[param(pattern = "^[A-Z]{3}$", example = "USD")]
    currency: Option<String>,
    /// Of at least this amount; only together with `currency`.
    #[param(pattern = r"^[0-9]{1,8}(\.[0-9]{1,4})?$")]
    amount_min: Option<String>,
    /// Of at most this amount; only together with `currency`.
    #[param(pattern = r"^[0-9]{1,8}(\.[0-9]{1,4})?$")]
    amount_max: Option<String>,
    /// By `created_at` or `amount`; with `-` in front from the largest down. Default `-created_at`.
    #[param(pattern = "^-?(created_at|amount)$", example = "-created_at")]
    sort: Option<String>,
    /// Begun after this date or time.
    #[param(format = DateTime)]
    created_after: Option<String>,
    /// Begun before this date or time.
    #[param(format = DateTime)]
    created_before: Option<String>,
}

/// Which of a merchant's logos.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogoChoice {
    /// For light pages, or for dark ones.
    #[param(pattern = "^(light|dark)$", default = "light", example = "dark")]
    scheme: Option<String>,
}

/// Which saved payment methods.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PaymentMethodFilters {
    /// Of this merchant.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// Of this customer.
    #[param(pattern = "^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "cus_01jd2q7x3me5kt6bvs9w0fzr4y")]
    customer_id: Option<String>,
    /// In this state.
    #[param(pattern = "^(active|revoked)$", example = "active")]
    status: Option<String>,
}

/// A link by its id.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LinkAddress {
    /// The link's id.
    #[param(example = "plink_4x6v2m9c8qee0s3b7d1tk5wzra")]
    id: Option<String>,
    /// The same under another name.
    paylink_id: Option<String>,
}

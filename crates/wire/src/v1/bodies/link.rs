//! Bodies that create and change a payment link.

use super::{CustomerBody, LineItemBody, ReminderBody};
use crate::v1::shapes::{DeliveryShape, MethodShape, UsageShape, amount_input, metadata_input, tags_input, tax_input};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

macro_rules! link_body {
    ($(#[$doc:meta])* $body:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $body {
            $($(#[$attr])* pub $field: $type,)*
            /// The one amount for every method; or `card_amount` and `ach_amount`.
            #[schema(schema_with = amount_input)]
            pub amount: Option<String>,
            /// The amount by card; with `ach_amount`, and without `amount`.
            #[schema(schema_with = amount_input)]
            pub card_amount: Option<String>,
            /// The amount by bank debit; with `card_amount`, and without `amount`.
            #[schema(schema_with = amount_input)]
            pub ach_amount: Option<String>,
            /// What is paid line by line: the amount is their sum; without the amounts above.
            #[schema(min_items = 1, max_items = 100)]
            pub line_items: Option<Vec<LineItemBody>>,
            /// Shown beside the card amount.
            #[schema(min_length = 1, max_length = 200, examples("includes 3 % card fee"))]
            pub card_amount_note: Option<String>,
            /// Shown beside the bank debit amount.
            #[schema(min_length = 1, max_length = 200)]
            pub ach_amount_note: Option<String>,
            /// ISO 4217 code; default: the merchant's.
            #[schema(pattern = "^[A-Z]{3}$", examples("USD"))]
            pub currency: Option<String>,
            /// Default: the merchant's.
            #[schema(value_type = Option<Vec<MethodShape>>, min_items = 1, max_items = 2)]
            pub payment_methods: Option<Vec<String>>,
            /// Default `one_time`.
            #[schema(value_type = Option<UsageShape>)]
            pub usage: Option<String>,
            /// How many payments a `multi_use` link takes; default: no limit.
            #[schema(minimum = 1)]
            pub max_payments: Option<i64>,
            /// Date or RFC 3339 time; not payable before.
            #[schema(examples("2030-01-31", "2030-01-31T09:00:00Z"))]
            pub starts_at: Option<String>,
            /// Date or RFC 3339 time after `starts_at`, in the future; not payable from then on. A date
            /// lasts to its end in the merchant's time zone.
            #[schema(examples("2030-02-28", "2030-02-28T18:00:00Z"))]
            pub ends_at: Option<String>,
            /// Shown to the payer.
            #[schema(format = Date, examples("2030-02-15"))]
            pub due_date: Option<String>,
            /// What is being paid.
            #[schema(min_length = 1, max_length = 500, examples("Birthday cake, two layers"))]
            pub description: Option<String>,
            /// Order number.
            #[schema(pattern = "^[A-Za-z0-9]{1,20}$", examples("A1042"))]
            pub order_number: Option<String>,
            /// Invoice number.
            #[schema(min_length = 1, max_length = 64, examples("2030-0042"))]
            pub invoice_number: Option<String>,
            /// Tax contained in the amount.
            #[schema(schema_with = tax_input)]
            pub sales_tax: Option<String>,
            /// Who is asked to pay; never shown on the page.
            pub customer: Option<CustomerBody>,
            /// Whether, and how, the link is sent when it is made; reminders go the same ways. Default `none`.
            #[schema(value_type = Option<DeliveryShape>)]
            pub delivery: Option<String>,
            /// When to remind the payer, at most 10 rules; none: never. Default: the merchant's rules, if the link has a
            /// due date and is delivered. Each day once, at 09:00 in the merchant's time zone, while the link is unpaid.
            #[schema(max_items = 10)]
            pub reminders: Option<Vec<ReminderBody>>,
            /// Whether reminders are held back: those that come up meanwhile are skipped. Default false.
            pub reminders_paused: Option<bool>,
            /// Whether the page asks the payer, beside an unticked box, to have the card or account saved; default false.
            pub save_payment_method: Option<bool>,
            /// A saved payment method of the merchant: the page offers it and no other. Only for links that take a
            /// number of payments.
            #[schema(examples("pm_01jd2q7x3me5kt6bvs9w0fzr4y"))]
            pub payment_method_id: Option<String>,
            /// Words of your own to find the link by, at most 20; the same word in another case counts once.
            #[schema(schema_with = tags_input)]
            pub tags: Option<Vec<String>>,
            /// Your transaction id; never shown to payers.
            #[schema(min_length = 1, max_length = 64)]
            pub internal_transaction_id: Option<String>,
            /// Your id of the link; unique per merchant.
            #[schema(min_length = 1, max_length = 64)]
            pub external_id: Option<String>,
            /// Your own data; never shown to payers.
            #[schema(schema_with = metadata_input)]
            pub metadata: Option<BTreeMap<String, String>>,
            /// Where the payer goes after paying: https, http on loopback only.
            #[schema(max_length = 2048, format = "uri", examples("https://corner-bakery.example/thanks"))]
            pub redirect_url: Option<String>,
            /// Whether the receipt shows the details of the payment; default true.
            pub show_receipt_details: Option<bool>,
            /// Whether the page asks for the billing address; default true.
            pub show_billing_fields: Option<bool>,
        }
    };
}

link_body! {
    /// A payment link to create.
    CreatePaymentLink {
        /// The payee; implied by credentials that act for one merchant.
        #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        merchant_id: Option<String>,
        /// The invoice that is paid: it says amount or line items, currency, tax and invoice number, and due date,
        /// description and customer unless they are given here. Such a link is paid once.
        #[schema(examples("inv_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        invoice_id: Option<String>,
        /// The order that is paid; like `invoice_id`.
        #[schema(examples("ord_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        order_id: Option<String>,
        /// Last part of the page's address, unique on the server without regard to case; default: random.
        #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9_-]{2,63}$", examples("spring-sale"))]
        slug: Option<String>,
    }
}

link_body! {
    /// What changes on a payment link: fields that are left out stay, `null` clears.
    UpdatePaymentLink {
        /// The invoice as it is; it cannot be changed.
        #[schema(examples("inv_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        invoice_id: Option<String>,
        /// The order as it is; it cannot be changed.
        #[schema(examples("ord_01jd2q7x3me5kt6bvs9w0fzr4y"))]
        order_id: Option<String>,
        /// The slug as it is; it cannot be changed.
        #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9_-]{2,63}$", examples("spring-sale"))]
        slug: Option<String>,
    }
}

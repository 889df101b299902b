//! What a custom payment page needs to know: public fields only.

use super::CheckoutFile;
use super::{CheckoutConsent, CheckoutPaymentMethod};
use super::{LineItem, line::of_table};
use crate::v1::shapes::{MethodShape, checkout_word};
use paylink_core::{
    Currency, Date, LinkId, Timestamp,
    ports::{CheckoutPage, ConsentText, PagePrice, PageSituation, PublicGateway},
    records::Method,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A payment link as its payer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Checkout {
    /// The link.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub payment_link_id: LinkId,
    /// `checkout`.
    #[schema(schema_with = checkout_word)]
    pub object: &'static str,
    /// Last part of the page's address.
    #[schema(examples("spring-sale"))]
    pub slug: String,
    /// Whether a payment would be accepted now.
    pub payable: bool,
    /// What the page is for right now.
    pub situation: CheckoutSituation,
    /// When the situation began, for `ended` and `paid`; when it ends, for `not_yet_open`.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub situation_at: Option<Timestamp>,
    /// The payee.
    pub merchant: CheckoutMerchant,
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// Methods that are taken.
    #[schema(value_type = Vec<MethodShape>)]
    pub payment_methods: Vec<Method>,
    /// Price by card.
    #[schema(required)]
    pub card: Option<CheckoutPrice>,
    /// Price by bank debit.
    #[schema(required)]
    pub ach: Option<CheckoutPrice>,
    /// Tax contained in the amount.
    #[schema(required, examples("1.10"))]
    pub sales_tax: Option<String>,
    /// What is being paid line by line; null when only amounts were given.
    #[schema(required)]
    pub line_items: Option<Vec<LineItem>>,
    /// What is being paid.
    #[schema(required)]
    pub description: Option<String>,
    /// Order number.
    #[schema(required)]
    pub order_number: Option<String>,
    /// Invoice number.
    #[schema(required)]
    pub invoice_number: Option<String>,
    /// What the payer can download.
    pub attachments: Vec<CheckoutFile>,
    /// When it is due.
    #[schema(required, value_type = Option<String>, format = Date)]
    pub due_date: Option<Date>,
    /// Not payable from then on.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
    /// The server's time, so that a page need not trust the payer's clock.
    #[schema(value_type = String, format = DateTime)]
    pub now: Timestamp,
    /// Whether to ask for the billing address.
    pub show_billing_fields: bool,
    /// The words to show beside an unticked box, when the link asks to save the card or account.
    #[schema(required)]
    pub save_payment_method: Option<CheckoutConsent>,
    /// The saved card or account that pays: no other is accepted, and no token.
    #[schema(required)]
    pub saved_payment_method: Option<CheckoutPaymentMethod>,
    /// Where card data is traded for a token.
    pub gateway: GatewayInfo,
}

/// What a payment page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckoutSituation {
    /// Can be paid.
    Payable,
    /// Opens later.
    NotYetOpen,
    /// Its end has passed.
    Ended,
    /// A payment is under way.
    BeingPaid,
    /// Paid.
    Paid,
    /// Taken back.
    Cancelled,
    /// The saved card or account that it offers has expired or was removed.
    PaymentMethodUnavailable,
}

/// The payee as payers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckoutMerchant {
    /// Name.
    #[schema(examples("Corner Bakery"))]
    pub name: String,
    /// Web site.
    #[schema(required)]
    pub website: Option<String>,
    /// Address of the logo, on light pages.
    #[schema(required)]
    pub logo_url: Option<String>,
    /// Address of the logo on dark pages.
    #[schema(required)]
    pub logo_dark_url: Option<String>,
    /// `#rrggbb`.
    #[schema(required)]
    pub accent_color: Option<String>,
}

/// A price the payer can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckoutPrice {
    /// How much.
    #[schema(examples("12.50"))]
    pub amount: String,
    /// The merchant's note beside it.
    #[schema(required)]
    pub note: Option<String>,
}

/// The gateway, as far as a page needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GatewayInfo {
    /// `sandbox`, …
    #[schema(examples("sandbox"))]
    pub kind: String,
    /// Where card data is traded for a token; a path on this server or an absolute address.
    #[schema(examples("/sandbox/tokens"))]
    pub token_url: String,
    /// The gateway's public key, if it has one.
    #[schema(required)]
    pub publishable_key: Option<String>,
    /// Whether payments are only played.
    pub test_mode: bool,
}

impl Checkout {
    /// Writes down what the page of link `id` shows, with the words of `consent` if it asks for it; `base` is the
    /// beginning of every address of this server.
    #[must_use]
    pub fn of(id: LinkId, payable: bool, page: &CheckoutPage, consent: Option<&ConsentText>, base: &str) -> Self {
        let (situation, situation_at) = situation(&page.situation);
        Self {
            payment_link_id: id,
            object: "checkout",
            slug: page.slug.clone(),
            payable,
            situation,
            situation_at,
            merchant: CheckoutMerchant {
                name: page.merchant_name.clone(),
                website: page.merchant_website.clone(),
                logo_url: page.logo.as_ref().map(|logo| format!("{base}{}", logo.light)),
                logo_dark_url: page
                    .logo
                    .as_ref()
                    .and_then(|logo| logo.dark.as_ref())
                    .map(|dark| format!("{base}{dark}")),
                accent_color: page.accent_color.clone(),
            },
            currency: page.currency,
            payment_methods: super::method::taken(page.card.is_some(), page.ach.is_some()),
            card: page.card.as_ref().map(CheckoutPrice::from),
            ach: page.ach.as_ref().map(CheckoutPrice::from),
            sales_tax: page.sales_tax.clone(),
            line_items: page.lines.as_ref().map(of_table),
            description: page.description.clone(),
            order_number: page.order_number.clone(),
            invoice_number: page.invoice_number.clone(),
            attachments: page.files.iter().map(|file| CheckoutFile::of(file, base)).collect(),
            due_date: page.due_date,
            ends_at: page.ends_at,
            now: page.now,
            show_billing_fields: page.show_billing_fields,
            save_payment_method: consent.map(CheckoutConsent::from),
            saved_payment_method: page.saved.as_ref().map(CheckoutPaymentMethod::from),
            gateway: GatewayInfo::from(&page.gateway),
        }
    }
}

fn situation(situation: &PageSituation) -> (CheckoutSituation, Option<Timestamp>) {
    match situation {
        PageSituation::Payable => (CheckoutSituation::Payable, None),
        PageSituation::NotYetOpen { opens_at } => (CheckoutSituation::NotYetOpen, Some(*opens_at)),
        PageSituation::Ended { ended_at } => (CheckoutSituation::Ended, Some(*ended_at)),
        PageSituation::BeingPaid => (CheckoutSituation::BeingPaid, None),
        PageSituation::Paid { paid_at } => (CheckoutSituation::Paid, Some(*paid_at)),
        PageSituation::Cancelled => (CheckoutSituation::Cancelled, None),
        PageSituation::MethodUnavailable => (CheckoutSituation::PaymentMethodUnavailable, None),
    }
}

impl From<&PagePrice> for CheckoutPrice {
    fn from(price: &PagePrice) -> Self {
        Self { amount: price.amount.clone(), note: price.note.clone() }
    }
}

impl From<&PublicGateway> for GatewayInfo {
    fn from(gateway: &PublicGateway) -> Self {
        Self {
            kind: gateway.kind.clone(),
            token_url: gateway.token_url.clone(),
            publishable_key: gateway.publishable_key.clone(),
            test_mode: gateway.test_mode,
        }
    }
}

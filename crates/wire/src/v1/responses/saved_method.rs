//! A saved payment method as the API shows it: enough to recognise it, never enough to charge it.

use super::method::PaymentMethod;
use crate::v1::shapes::{PaymentMethodStatusShape, RevokedByShape, payment_method_word};
use paylink_core::{
    CustomerId, LinkId, MerchantId, PaymentId, PaymentMethodId, Timestamp,
    ports::{ConsentText, SavedMeans},
    records::{Consent, PaymentMethodStatus, Revocation, RevokedBy},
    views::PaymentMethodView,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A card or bank account that its payer has agreed to have kept at the gateway.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SavedPaymentMethod {
    /// Identity.
    #[schema(value_type = String, examples("pm_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: PaymentMethodId,
    /// `payment_method`.
    #[schema(schema_with = payment_method_word)]
    pub object: &'static str,
    /// The only payee that may use it.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// Whose it is.
    #[schema(required, value_type = Option<String>)]
    pub customer_id: Option<CustomerId>,
    /// The link it was saved on.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub payment_link_id: LinkId,
    /// The payment it was saved with.
    #[schema(value_type = String, examples("pay_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub payment_id: PaymentId,
    /// The card or account.
    pub method: PaymentMethod,
    /// Whether it may be used.
    #[schema(value_type = PaymentMethodStatusShape)]
    pub status: PaymentMethodStatus,
    /// Whether it could pay now: neither removed nor expired.
    pub usable: bool,
    /// That its payer agreed.
    pub consent: ConsentEvidence,
    /// Its end.
    #[schema(required)]
    pub revocation: Option<MethodRevocation>,
    /// When it was saved.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// The evidence that a payer agreed.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConsentEvidence {
    /// The words that stood beside the box.
    pub text: String,
    /// Which version of them.
    #[schema(examples("en-3f0c5a1b9d27"))]
    pub version: String,
    /// Their language (BCP 47).
    #[schema(examples("en"))]
    pub locale: String,
    /// When the box was sent ticked.
    #[schema(value_type = String, format = DateTime)]
    pub given_at: Timestamp,
    /// The network address it came from; null in events.
    #[schema(required, examples("203.0.113.7"))]
    pub ip_address: Option<String>,
}

/// The end of a saved method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MethodRevocation {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    #[schema(value_type = RevokedByShape)]
    pub by: RevokedBy,
    /// `requested`, `customer_erased`, or the code with which the gateway refused it.
    #[schema(examples("requested"))]
    pub reason: String,
}

/// A saved card or account as its payer sees it on the payment page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckoutPaymentMethod {
    /// Identity: send it as `payment_method_id`.
    #[schema(value_type = String, examples("pm_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: PaymentMethodId,
    /// The card or account.
    pub method: PaymentMethod,
}

/// The words to show beside an unticked box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckoutConsent {
    /// The words.
    pub text: String,
    /// Send it as `consent_version`.
    #[schema(examples("en-3f0c5a1b9d27"))]
    pub version: String,
    /// Their language (BCP 47).
    #[schema(examples("en"))]
    pub locale: String,
}

impl From<&PaymentMethodView> for SavedPaymentMethod {
    fn from(view: &PaymentMethodView) -> Self {
        let record = &view.method;
        Self {
            id: record.id,
            object: "payment_method",
            merchant_id: record.merchant_id,
            customer_id: record.customer_id,
            payment_link_id: record.link_id,
            payment_id: record.payment_id,
            method: PaymentMethod::of(record.method, Some(&record.details)),
            status: record.status(),
            usable: view.usable,
            consent: ConsentEvidence::from(&record.consent),
            revocation: record.revoked.as_ref().map(MethodRevocation::from),
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

impl From<&Consent> for ConsentEvidence {
    fn from(consent: &Consent) -> Self {
        Self {
            text: consent.text.clone(),
            version: consent.text_version.clone(),
            locale: consent.locale.clone(),
            given_at: consent.at,
            ip_address: consent.address.clone(),
        }
    }
}

impl From<&Revocation> for MethodRevocation {
    fn from(end: &Revocation) -> Self {
        Self { at: end.at, by: end.by, reason: end.reason.clone() }
    }
}

impl From<&SavedMeans> for CheckoutPaymentMethod {
    fn from(saved: &SavedMeans) -> Self {
        Self { id: saved.id, method: PaymentMethod::of(saved.method, Some(&saved.details)) }
    }
}

impl From<&ConsentText> for CheckoutConsent {
    fn from(text: &ConsentText) -> Self {
        Self { text: text.text.clone(), version: text.version.clone(), locale: text.locale.clone() }
    }
}

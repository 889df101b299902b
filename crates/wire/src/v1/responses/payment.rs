//! A payment as the API shows it: whole to the merchant, without private fields to the payer.

use super::method::PaymentMethod;
use crate::v1::shapes::{PaymentStatusShape, payment_word, redirect_word};
use paylink_core::{
    Currency, CustomerId, LinkId, MerchantId, PaymentId, PaymentMethodId, Timestamp,
    records::{Keeping, PaymentRecord, PaymentStatus},
    views::PaymentView,
};
use serde::Serialize;
use utoipa::ToSchema;

/// One attempt to pay a link.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Payment {
    /// Identity.
    #[schema(value_type = String, examples("pay_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: PaymentId,
    /// `payment`.
    #[schema(schema_with = payment_word)]
    pub object: &'static str,
    /// The link it pays.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub payment_link_id: LinkId,
    /// The payee.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// The customer whose link it pays.
    #[schema(required, value_type = Option<String>, examples("cus_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub customer_id: Option<CustomerId>,
    /// How much.
    #[schema(examples("12.50"))]
    pub amount: String,
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// How much of it was given back.
    #[schema(examples("0.00"))]
    pub amount_refunded: String,
    /// Card or bank debit.
    pub method: PaymentMethod,
    /// The saved method that paid, or that its card or account was saved as.
    #[schema(required, value_type = Option<String>, examples("pm_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub payment_method_id: Option<PaymentMethodId>,
    /// Where it stands.
    #[schema(value_type = PaymentStatusShape)]
    pub status: PaymentStatus,
    /// Why it failed or came back.
    #[schema(required)]
    pub failure: Option<PaymentFailure>,
    /// What the payer has to do while the status is `requires_action`.
    #[schema(required)]
    pub next_action: Option<NextAction>,
    /// Until when a bank debit is held before it goes to the bank, or was held; meanwhile it can be cancelled.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub held_until: Option<Timestamp>,
    /// Who paid, as they said.
    pub payer: Payer,
    /// Why a person should look at it, e.g. `link_closed`: money that came for a link closed meanwhile.
    #[schema(required)]
    pub review: Option<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A payment as its payer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckoutPayment {
    /// Identity.
    #[schema(value_type = String, examples("pay_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: PaymentId,
    /// `payment`.
    #[schema(schema_with = payment_word)]
    pub object: &'static str,
    /// The link it pays.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub payment_link_id: LinkId,
    /// How much.
    #[schema(examples("12.50"))]
    pub amount: String,
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// Card or bank debit.
    pub method: PaymentMethod,
    /// Where it stands.
    #[schema(value_type = PaymentStatusShape)]
    pub status: PaymentStatus,
    /// Why it failed or came back.
    #[schema(required)]
    pub failure: Option<PaymentFailure>,
    /// What the payer has to do while the status is `requires_action`.
    #[schema(required)]
    pub next_action: Option<NextAction>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// Why a payment failed or came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaymentFailure {
    /// The gateway's code.
    #[schema(examples("card_declined"))]
    pub code: String,
    /// The same for people.
    pub message: String,
}

/// What the payer has to do first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextAction {
    /// `redirect`: go to `url`.
    #[schema(schema_with = redirect_word)]
    pub r#type: &'static str,
    /// Where to go.
    pub url: String,
}

/// Who paid, as they said.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Payer {
    /// Name.
    #[schema(required)]
    pub name: Option<String>,
    /// Mail address.
    #[schema(required)]
    pub email: Option<String>,
}

impl From<&PaymentView> for Payment {
    fn from(view: &PaymentView) -> Self {
        let record = &view.payment;
        Self {
            id: record.id,
            object: "payment",
            payment_link_id: record.link_id,
            merchant_id: record.merchant_id,
            customer_id: record.customer_id,
            amount: view.amount().decimal_text(),
            currency: record.currency,
            amount_refunded: view.amount_refunded().decimal_text(),
            method: PaymentMethod::of(record.method, record.method_details.as_ref()),
            payment_method_id: record.keeping.as_ref().and_then(Keeping::method),
            status: record.status,
            failure: failure(record),
            next_action: next_action(record),
            held_until: record.held_until,
            payer: Payer { name: record.payer_name.clone(), email: record.payer_email.clone() },
            review: record.review.clone(),
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

impl From<&PaymentView> for CheckoutPayment {
    fn from(view: &PaymentView) -> Self {
        let whole = Payment::from(view);
        Self {
            id: whole.id,
            object: whole.object,
            payment_link_id: whole.payment_link_id,
            amount: whole.amount,
            currency: whole.currency,
            method: whole.method,
            status: whole.status,
            failure: whole.failure,
            next_action: whole.next_action,
            created_at: whole.created_at,
            updated_at: whole.updated_at,
        }
    }
}

fn failure(record: &PaymentRecord) -> Option<PaymentFailure> {
    let code = record.failure_code.clone()?;
    let message = record.failure_message.clone().unwrap_or_default();
    Some(PaymentFailure { code, message })
}

fn next_action(record: &PaymentRecord) -> Option<NextAction> {
    let url = record.action_url.clone().filter(|_| record.status == PaymentStatus::RequiresAction)?;
    Some(NextAction { r#type: "redirect", url })
}

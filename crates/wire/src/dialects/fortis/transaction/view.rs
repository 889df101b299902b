//! A transaction as it is answered.

use super::status::{Numbers, of_payment, of_refund};
use crate::dialects::fortis::show::{Links, Shown, account, amount};
use paylink_core::{
    Date, Money,
    records::{Billing, Method, MethodDetails, PaymentRecord, PaymentStatus, RefundRecord},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a transaction is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A payment.
    Payment(Box<PaymentRecord>),
    /// A refund, with the payment it gives back, where that is known.
    Refund(Box<RefundRecord>, Option<Box<PaymentRecord>>),
}

macro_rules! transaction {
    ($($(#[$attr:meta])* $field:ident: $type:ty,)+) => {
        /// A transaction.
        #[derive(Clone, PartialEq, Serialize)]
        pub struct Transaction {
            $($(#[$attr])* pub $field: $type,)+
            /// Where it is.
            #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
            pub links: Option<Links>,
            /// Records that were asked for with it.
            #[serde(flatten)]
            pub expands: BTreeMap<&'static str, Value>,
        }
    };
}

transaction! {
    /// Its id.
    id: String,
    /// `cc` or `ach`.
    payment_method: Option<&'static str>,
    /// Nothing is charged to vaults.
    account_vault_id: Option<String>,
    /// Nothing recurs.
    recurring_id: Option<String>,
    /// Card numbers are never known.
    first_six: Option<String>,
    /// Last digits of card or account.
    last_four: Option<String>,
    /// The payer.
    account_holder_name: Option<String>,
    /// How much.
    transaction_amount: String,
    /// Why it was given back.
    description: Option<String>,
    /// None of its own.
    order_num: Option<String>,
    /// The outcome in words.
    verbiage: Option<String>,
    /// How much was approved.
    auth_amount: Option<String>,
    /// Not told by gateways.
    auth_code: Option<String>,
    /// What became of it.
    status_id: u16,
    /// What it is.
    type_id: u16,
    /// Why.
    reason_code_id: Option<u16>,
    /// The merchant.
    location_id: String,
    /// The customer, if there is a record.
    contact_id: Option<String>,
    /// The merchant's account for the method.
    product_transaction_id: Option<String>,
    /// None of its own.
    transaction_api_id: Option<String>,
    /// The link that was paid.
    paylink_id: String,
    /// No quick invoice was paid.
    quick_invoice_id: Option<String>,
    /// The payment that a refund gives back.
    previous_transaction_id: Option<String>,
    /// Not told per transaction.
    tax: Option<String>,
    /// There are no tips.
    tip_amount: Option<String>,
    /// Brand of the card, kind of the account.
    account_type: Option<String>,
    /// Not told by gateways.
    avs: Option<String>,
    /// Not told by gateways.
    avs_enhanced: Option<String>,
    /// Not told by gateways.
    cvv_response: Option<String>,
    /// The day on which a bank debit settled.
    settle_date: Option<Date>,
    /// The day on which a bank debit was voided before it went to the bank.
    void_date: Option<Date>,
    /// The day on which it came back.
    charge_back_date: Option<Date>,
    /// Where the receipt went.
    notification_email_address: Option<String>,
    /// Billing address.
    billing_street: Option<String>,
    /// Billing address.
    billing_city: Option<String>,
    /// Billing address.
    billing_state: Option<String>,
    /// Billing address.
    billing_zip: Option<String>,
    /// Not asked for.
    billing_phone: Option<String>,
    /// Nothing recurs.
    is_recurring: u8,
    /// Nothing is charged to vaults.
    is_accountvault: u8,
    /// 16: a paylink.
    trx_source_id: u8,
    /// Not told by gateways.
    entry_mode_id: Option<String>,
    /// Nothing is batched here.
    transaction_batch_id: Option<String>,
    /// When it began.
    created_ts: i64,
    /// When it last changed.
    modified_ts: i64,
    /// The payer has no account: the merchant.
    created_user_id: String,
}

impl Shown for Transaction {
    const SINGULAR: &'static str = "transaction";
    const PLURAL: &'static str = "transactions";
}

impl std::fmt::Debug for Transaction {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Transaction").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Transaction {
    /// What is shown of a payment or a refund.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        match source {
            Source::Payment(payment) => Self::payment(payment),
            Source::Refund(refund, payment) => Self::refund(refund, payment.as_deref()),
        }
    }

    fn payment(payment: &PaymentRecord) -> Self {
        let numbers = of_payment(payment);
        let money = amount(Money::new(payment.amount_minor, payment.currency));
        let merchant = payment.merchant_id.to_string();
        let came = |status: PaymentStatus, wanted: bool| {
            (wanted && payment.status == status).then(|| Date::in_utc(payment.updated_at))
        };
        let Billing { line1, city, state, postal_code, .. } = payment.billing.clone().unwrap_or_default();
        let (last_four, account_type) = means(payment.method_details.as_ref());
        Self {
            id: payment.id.to_string(),
            payment_method: Some(method_name(payment.method)),
            last_four,
            account_holder_name: payment.payer_name.clone(),
            verbiage: words(numbers, payment.failure_message.as_deref()),
            auth_amount: (numbers.reason == Some(1000)).then(|| money.clone()),
            transaction_amount: money,
            contact_id: payment.customer_id.map(|id| id.to_string()),
            product_transaction_id: Some(account(&merchant, payment.method)),
            paylink_id: payment.link_id.to_string(),
            account_type,
            settle_date: came(PaymentStatus::Succeeded, payment.method == Method::Ach),
            void_date: came(PaymentStatus::Failed, payment.is_cancelled()),
            charge_back_date: came(PaymentStatus::Returned, true),
            notification_email_address: payment.payer_email.clone(),
            billing_street: line1,
            billing_city: city,
            billing_state: state,
            billing_zip: postal_code,
            created_ts: payment.created_at.seconds(),
            modified_ts: payment.updated_at.seconds(),
            ..Self::bare(numbers, merchant)
        }
    }

    fn refund(refund: &RefundRecord, payment: Option<&PaymentRecord>) -> Self {
        let numbers = of_refund(refund);
        let money = amount(Money::new(refund.amount_minor, refund.currency));
        let merchant = refund.merchant_id.to_string();
        let (last_four, account_type) = means(payment.and_then(|payment| payment.method_details.as_ref()));
        Self {
            id: refund.id.to_string(),
            payment_method: payment.map(|payment| method_name(payment.method)),
            last_four,
            account_holder_name: payment.and_then(|payment| payment.payer_name.clone()),
            description: refund.reason.clone(),
            verbiage: words(numbers, refund.failure_message.as_deref()),
            auth_amount: (numbers.reason == Some(1000)).then(|| money.clone()),
            transaction_amount: money,
            contact_id: payment.and_then(|payment| payment.customer_id).map(|id| id.to_string()),
            product_transaction_id: payment.map(|payment| account(&merchant, payment.method)),
            paylink_id: refund.link_id.to_string(),
            previous_transaction_id: Some(refund.payment_id.to_string()),
            account_type,
            created_ts: refund.created_at.seconds(),
            modified_ts: refund.updated_at.seconds(),
            ..Self::bare(numbers, merchant)
        }
    }

    /// What is the same of all, and what is not known.
    fn bare(numbers: Numbers, merchant: String) -> Self {
        Self {
            id: String::new(),
            payment_method: None,
            account_vault_id: None,
            recurring_id: None,
            first_six: None,
            last_four: None,
            account_holder_name: None,
            transaction_amount: String::new(),
            description: None,
            order_num: None,
            verbiage: None,
            auth_amount: None,
            auth_code: None,
            status_id: numbers.status,
            type_id: numbers.kind,
            reason_code_id: numbers.reason,
            contact_id: None,
            product_transaction_id: None,
            transaction_api_id: None,
            paylink_id: String::new(),
            quick_invoice_id: None,
            previous_transaction_id: None,
            tax: None,
            tip_amount: None,
            account_type: None,
            avs: None,
            avs_enhanced: None,
            cvv_response: None,
            settle_date: None,
            void_date: None,
            charge_back_date: None,
            notification_email_address: None,
            billing_street: None,
            billing_city: None,
            billing_state: None,
            billing_zip: None,
            billing_phone: None,
            is_recurring: 0,
            is_accountvault: 0,
            trx_source_id: 16,
            entry_mode_id: None,
            transaction_batch_id: None,
            created_ts: 0,
            modified_ts: 0,
            created_user_id: merchant.clone(),
            location_id: merchant,
            links: None,
            expands: BTreeMap::new(),
        }
    }

    /// The same with the address of the record.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id));
        self
    }
}

const fn method_name(method: Method) -> &'static str {
    match method {
        Method::Card => "cc",
        Method::Ach => "ach",
    }
}

/// The last digits, and the kind of card or account in the words of this dialect.
fn means(details: Option<&MethodDetails>) -> (Option<String>, Option<String>) {
    match details {
        None => (None, None),
        Some(MethodDetails::Card { brand, last4, .. }) => {
            let kind = match brand.as_str() {
                "mastercard" => "mc",
                "discover" => "disc",
                other => other,
            };
            (Some(last4.clone()), Some(kind.to_owned()))
        }
        Some(MethodDetails::Ach { last4, account_type, .. }) => (Some(last4.clone()), Some(account_type.clone())),
    }
}

fn words(numbers: Numbers, failure: Option<&str>) -> Option<String> {
    match (numbers.reason, failure) {
        (None, _) => None,
        (Some(1000), _) => Some("APPROVED".to_owned()),
        (Some(_), Some(failure)) => Some(failure.to_owned()),
        (Some(_), None) => Some("DECLINED".to_owned()),
    }
}

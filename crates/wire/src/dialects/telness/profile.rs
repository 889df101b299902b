//! A saved payment method as it is answered: a payment profile.

use paylink_core::{
    CustomerId, Date, PaymentMethodId, Timestamp,
    records::{Billing, MethodDetails},
    views::{CustomerView, PaymentMethodView, PaymentView},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A payment profile. What there is not is left out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Its id.
    pub payment_profile_id: PaymentMethodId,
    /// `CARD` or `BANK_ACCOUNT`; only the first is documented.
    pub r#type: &'static str,
    /// `ACTIVE`, `INACTIVE` (removed) or `EXPIRED`.
    pub status: &'static str,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// When it was saved.
    pub created_at: Timestamp,
    /// The gateway that keeps it, in capitals.
    pub provider: String,
    /// What people know it by.
    pub display_name: String,
    /// The last day of a card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Date>,
    /// Whom it bills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_details: Option<BillingDetails>,
    /// Saved methods carry nothing of the caller's own: always empty.
    pub metadata: BTreeMap<String, String>,
}

/// Whom a profile bills.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct BillingDetails {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The postal address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

/// A postal address.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street1: Option<String>,
    /// Second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street2: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// State or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// What a profile is shown with.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The kind of gateway that keeps it.
    pub gateway: &'a str,
    /// The payment it was saved with: who paid, and the billing address.
    pub payment: Option<&'a PaymentView>,
    /// Whose it is: known when the payment tells no name or address.
    pub customer: Option<&'a CustomerView>,
}

/// A customer's profiles.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Profiles {
    /// The profiles, newest first.
    pub items: Vec<Profile>,
}

impl Profile {
    /// The profile of a saved method.
    #[must_use]
    pub fn of(view: &PaymentMethodView, beside: Beside<'_>) -> Self {
        let method = &view.method;
        let (kind, expires_at) = match &method.details {
            MethodDetails::Card { exp_month, exp_year, .. } => ("CARD", last_day(*exp_year, *exp_month)),
            MethodDetails::Ach { .. } => ("BANK_ACCOUNT", None),
        };
        let status = match (&method.revoked, view.usable) {
            (Some(_), _) => "INACTIVE",
            (None, true) => "ACTIVE",
            (None, false) => "EXPIRED",
        };
        Self {
            payment_profile_id: method.id,
            r#type: kind,
            status,
            customer_id: method.customer_id,
            created_at: method.created_at,
            provider: beside.gateway.to_uppercase(),
            display_name: display_name(&method.details),
            expires_at,
            billing_details: billing(beside),
            metadata: BTreeMap::new(),
        }
    }
}

/// The last day of a month, if there is such a month.
fn last_day(year: u16, month: u8) -> Option<Date> {
    let first: Date = format!("{year:04}-{month:02}-01").parse().ok()?;
    first.next_month().plus_days(-1)
}

fn display_name(details: &MethodDetails) -> String {
    match details {
        MethodDetails::Card { brand, last4, .. } => {
            let brand = match brand.as_str() {
                "visa" => "Visa",
                "mastercard" => "Mastercard",
                "amex" | "american_express" => "American Express",
                "discover" => "Discover",
                "diners" | "diners_club" => "Diners Club",
                "jcb" => "JCB",
                "unionpay" => "UnionPay",
                _ => "Card",
            };
            format!("{brand} ending in {last4}")
        }
        MethodDetails::Ach { bank_name, last4, .. } => {
            let bank = bank_name.as_deref().unwrap_or("Bank account");
            format!("{bank} ending in {last4}")
        }
    }
}

fn billing(beside: Beside<'_>) -> Option<BillingDetails> {
    let payment = beside.payment.map(|view| &view.payment);
    let customer = beside.customer.map(|view| &view.customer);
    let details = BillingDetails {
        name: payment.and_then(|payment| payment.payer_name.clone()).or_else(|| customer?.name.clone()),
        email: payment.and_then(|payment| payment.payer_email.clone()).or_else(|| customer?.email.clone()),
        address: payment.and_then(|payment| payment.billing.as_ref()).map(Address::of),
    };
    (details != BillingDetails::default()).then_some(details)
}

impl Address {
    fn of(billing: &Billing) -> Self {
        Self {
            street1: billing.line1.clone(),
            street2: billing.line2.clone(),
            city: billing.city.clone(),
            zip: billing.postal_code.clone(),
            country: billing.country.clone(),
            state: billing.state.clone(),
        }
    }
}

//! The means of payment as the API shows it: enough to recognise it, never enough to use it.

use crate::v1::shapes::{ach_word, card_word};
use paylink_core::records::{Method, MethodDetails};
use serde::Serialize;
use utoipa::ToSchema;

/// The means of payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum PaymentMethod {
    /// A card.
    Card(CardMethod),
    /// A bank debit.
    Ach(AchMethod),
}

/// A card; all null until the gateway has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardMethod {
    /// `card`.
    #[schema(schema_with = card_word)]
    pub r#type: &'static str,
    /// `visa`, `mastercard`, …
    #[schema(required, examples("visa"))]
    pub brand: Option<String>,
    /// Last four digits.
    #[schema(required, examples("4242"))]
    pub last4: Option<String>,
    /// 1 to 12.
    #[schema(required)]
    pub exp_month: Option<u8>,
    /// Four digits.
    #[schema(required)]
    pub exp_year: Option<u16>,
}

/// A bank account; all null until the gateway has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AchMethod {
    /// `ach`.
    #[schema(schema_with = ach_word)]
    pub r#type: &'static str,
    /// The bank's name, if known.
    #[schema(required)]
    pub bank_name: Option<String>,
    /// Last four digits.
    #[schema(required, examples("6789"))]
    pub last4: Option<String>,
    /// `checking` or `savings`.
    #[schema(required, examples("checking"))]
    pub account_type: Option<String>,
}

impl CardMethod {
    const UNKNOWN: Self = Self { r#type: "card", brand: None, last4: None, exp_month: None, exp_year: None };
}

impl AchMethod {
    const UNKNOWN: Self = Self { r#type: "ach", bank_name: None, last4: None, account_type: None };
}

impl PaymentMethod {
    pub(super) fn of(method: Method, details: Option<&MethodDetails>) -> Self {
        match (details, method) {
            (Some(MethodDetails::Card { brand, last4, exp_month, exp_year }), _) => Self::Card(CardMethod {
                brand: Some(brand.clone()),
                last4: Some(last4.clone()),
                exp_month: Some(*exp_month),
                exp_year: Some(*exp_year),
                ..CardMethod::UNKNOWN
            }),
            (Some(MethodDetails::Ach { bank_name, last4, account_type }), _) => Self::Ach(AchMethod {
                bank_name: bank_name.clone(),
                last4: Some(last4.clone()),
                account_type: Some(account_type.clone()),
                ..AchMethod::UNKNOWN
            }),
            (None, Method::Card) => Self::Card(CardMethod::UNKNOWN),
            (None, Method::Ach) => Self::Ach(AchMethod::UNKNOWN),
        }
    }
}

/// The methods that are taken, in the order of the API.
pub(super) fn taken(card: bool, ach: bool) -> Vec<Method> {
    [(Method::Card, card), (Method::Ach, ach)]
        .into_iter()
        .filter_map(|(method, taken)| taken.then_some(method))
        .collect()
}

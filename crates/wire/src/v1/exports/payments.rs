//! The columns of payments.

use super::{Column, Exported, at};
use crate::v1::responses::{AchMethod, CardMethod, Payment, PaymentMethod};

impl Exported for Payment {
    const NAME: &'static str = "payments";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", "The payment's id.", |payment| Some(payment.id.to_string())),
        Column::new("payment_link_id", "The link it pays.", |payment| Some(payment.payment_link_id.to_string())),
        Column::new("merchant_id", "The payee.", |payment| Some(payment.merchant_id.to_string())),
        Column::new("status", "`processing`, `requires_action`, `succeeded`, `failed` or `returned`.", |payment| {
            Some(payment.status.name().to_owned())
        }),
        Column::new("amount", "How much.", |payment| Some(payment.amount.clone())),
        Column::new("currency", "ISO 4217 code of every amount in the row.", |payment| {
            Some(payment.currency.code().to_owned())
        }),
        Column::new("amount_refunded", "How much of it was given back.", |payment| {
            Some(payment.amount_refunded.clone())
        }),
        Column::new("method", "`card` or `ach`.", |payment| {
            Some(match &payment.method {
                PaymentMethod::Card(card) => card.r#type.to_owned(),
                PaymentMethod::Ach(account) => account.r#type.to_owned(),
            })
        }),
        Column::new("last4", "Last four digits of card or account.", |payment| match &payment.method {
            PaymentMethod::Card(card) => card.last4.clone(),
            PaymentMethod::Ach(account) => account.last4.clone(),
        }),
        Column::new("card_brand", "`visa`, `mastercard`, …", |payment| card(payment, |card| card.brand.clone())),
        Column::new("card_exp_month", "1 to 12.", |payment| {
            card(payment, |card| card.exp_month.map(|month| month.to_string()))
        }),
        Column::new("card_exp_year", "Four digits.", |payment| {
            card(payment, |card| card.exp_year.map(|year| year.to_string()))
        }),
        Column::new("bank_name", "The bank's name, if known.", |payment| {
            account(payment, |account| account.bank_name.clone())
        }),
        Column::new("account_type", "`checking` or `savings`.", |payment| {
            account(payment, |account| account.account_type.clone())
        }),
        Column::new("failure_code", "Why it failed or came back.", |payment| {
            payment.failure.as_ref().map(|failure| failure.code.clone())
        }),
        Column::new("failure_message", "The same for people.", |payment| {
            payment.failure.as_ref().map(|failure| failure.message.clone())
        }),
        Column::new("payer_name", "Who paid, as they said.", |payment| payment.payer.name.clone()),
        Column::new("payer_email", "Their mail address, as they said.", |payment| payment.payer.email.clone()),
        Column::new("review", "Why a person should look at it.", |payment| payment.review.clone()),
        Column::new("created_at", "When it began.", |payment| at(Some(payment.created_at))),
        Column::new("updated_at", "When it last changed.", |payment| at(Some(payment.updated_at))),
        Column::new("customer_id", "The merchant's customer, if there is a record.", |payment| {
            payment.customer_id.map(|id| id.to_string())
        }),
        Column::new("payment_method_id", "The saved method it was made with, or that it saved.", |payment| {
            payment.payment_method_id.map(|id| id.to_string())
        }),
    ];
}

fn card(payment: &Payment, field: impl Fn(&CardMethod) -> Option<String>) -> Option<String> {
    match &payment.method {
        PaymentMethod::Card(card) => field(card),
        PaymentMethod::Ach(_) => None,
    }
}

fn account(payment: &Payment, field: impl Fn(&AchMethod) -> Option<String>) -> Option<String> {
    match &payment.method {
        PaymentMethod::Card(_) => None,
        PaymentMethod::Ach(account) => field(account),
    }
}

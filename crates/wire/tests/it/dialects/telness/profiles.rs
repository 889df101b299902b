//! Payment profiles, as far as gateways of tests do not tell them apart.

use super::{NOW, written};
use crate::samples::{self, time};
use paylink_core::{records::MethodDetails, views::PaymentMethodView};
use paylink_wire::dialects::telness::{Beside, Profile};
use serde_json::{Value, json};

fn shown(details: MethodDetails) -> Value {
    let mut method = samples::saved_method().method;
    method.details = details;
    method.revoked = None;
    let view = PaymentMethodView::at(method, time(NOW));
    written(&Profile::of(&view, Beside { gateway: "stripe", payment: None, customer: None }))
}

fn card(brand: &str, exp_year: u16, exp_month: u8) -> MethodDetails {
    MethodDetails::Card { brand: brand.to_owned(), last4: "4242".to_owned(), exp_month, exp_year }
}

fn account(bank: Option<&str>) -> MethodDetails {
    let (last4, account_type) = ("6789".to_owned(), "checking".to_owned());
    MethodDetails::Ach { bank_name: bank.map(str::to_owned), last4, account_type }
}

#[test]
fn a_bank_account_has_no_end() {
    let profile = shown(account(Some("First Example Bank")));
    assert_eq!((&profile["type"], &profile["status"]), (&json!("BANK_ACCOUNT"), &json!("ACTIVE")));
    assert_eq!(profile["displayName"], "First Example Bank ending in 6789");
    assert!(profile.get("expiresAt").is_none(), "{profile}");
    assert!(profile.get("billingDetails").is_none(), "nothing is known: {profile}");
    assert_eq!(shown(account(None))["displayName"], "Bank account ending in 6789");
}

#[test]
fn a_card_lasts_until_the_last_day_of_its_month() {
    for (year, month, last, status) in [
        (2030, 1, "2030-01-31", "ACTIVE"),
        (2032, 2, "2032-02-29", "ACTIVE"),
        (2031, 12, "2031-12-31", "ACTIVE"),
        (2029, 12, "2029-12-31", "EXPIRED"),
    ] {
        let profile = shown(card("visa", year, month));
        assert_eq!((&profile["expiresAt"], &profile["status"]), (&json!(last), &json!(status)));
        assert_eq!((&profile["type"], &profile["provider"]), (&json!("CARD"), &json!("STRIPE")));
    }
    let odd = shown(card("visa", 2030, 13));
    assert!(odd.get("expiresAt").is_none(), "there is no such month: {odd}");
    assert_eq!(shown(card("amex", 2031, 1))["displayName"], "American Express ending in 4242");
    assert_eq!(shown(card("elo", 2031, 1))["displayName"], "Card ending in 4242");
}

#[test]
fn whom_it_bills_is_told_by_its_payment_and_else_by_its_customer() {
    let view = samples::saved_method();
    let (mut payment, customer) = (samples::payment(), samples::customer());
    let shown = |payment: &_| {
        let beside = Beside { gateway: "stripe", payment: Some(payment), customer: Some(&customer) };
        written(&Profile::of(&view, beside))["billingDetails"].clone()
    };
    let address = json!({"street1": "Storgata 1"});
    let paid = json!({"name": "Kari Nordmann", "email": "kari@example.com", "address": address});
    assert_eq!(shown(&payment), paid);
    payment.payment.payer_name = None;
    payment.payment.payer_email = None;
    payment.payment.billing = None;
    assert_eq!(shown(&payment), json!({"name": "Ada Payer", "email": "ada@example.com"}));
}

//! What must not be found in documents, prints and errors.

use crate::bank::{Bank, account, card, now};
use paylink_core::ports::ChargeSource;
use paylink_gateway_sandbox::TokenRequest;
use serde_json::json;

const CARDS: [&str; 5] =
    ["4242424242424242", "378282246310005", "4000002500003155", "4000056655665556", "4000000000003832"];
const ACCOUNTS: [&str; 3] = ["000123456789", "000333333335", "9876543210"];

#[test]
fn no_number_code_name_or_token_reaches_a_document() {
    let bank = Bank::new();
    let requests: Vec<_> = CARDS
        .iter()
        .map(|number| bank.card_request(number))
        .chain(ACCOUNTS.iter().map(|number| bank.debit_request(number)))
        .collect();
    for request in &requests {
        bank.charge(request).unwrap();
    }
    bank.clock.advance(60 * crate::bank::MINUTE);
    for request in &requests {
        bank.look_up(request.key);
    }
    let refunds: Vec<_> = requests.iter().map(|request| bank.refund_request(request.key, 10)).collect();
    for refund in refunds.iter().chain(&refunds) {
        let _ = bank.refund(refund);
    }
    assert_eq!(bank.refunds().len(), 5, "the rest was not charged or came back");
    let everything = bank.store.everything();
    assert!(everything.contains(r#""last4":"4242""#) && everything.contains(r#""last4":"6789""#));
    for number in CARDS.iter().chain(&ACCOUNTS) {
        assert!(!everything.contains(number));
        assert!(!everything.contains(number.split_at(number.len() - 4).0), "not even all but the last four");
    }
    for request in &requests {
        let ChargeSource::Token(token) = &request.source else { panic!("a token") };
        let token = token.0.expose();
        assert!(!everything.contains(token) && !everything.contains(token.trim_start_matches("tok_")));
    }
    for word in ["\"123\"", "1234\"", "110000000", "Ada"] {
        assert!(!everything.contains(word), "{word}");
    }
}

#[test]
fn requests_and_tokens_print_nothing_of_what_they_hold() {
    for request in [card("4242424242424242"), account("000123456789")] {
        let printed = format!("{request:?} {request:#?}");
        assert!(printed.contains("[redacted]") && !printed.bytes().any(|byte| byte.is_ascii_digit()), "{printed}");
    }
    let bank = Bank::new();
    let request = bank.card_request("4242424242424242");
    assert!(!format!("{request:?}").contains("tok_"));
}

#[test]
fn refusals_do_not_repeat_what_was_sent() {
    let bank = Bank::new();
    let typed = TokenRequest::Card {
        number: "4242424242424241".to_owned(),
        exp_month: "77".to_owned(),
        exp_year: "7777".to_owned(),
        cvc: "77777".to_owned(),
    };
    let wrong_type = json!({"card": {"number": [4_242_424_242_424_241_u64], "4242424242424241": 77}, "77777": 1});
    for error in [
        now(bank.gateway.create_token(&typed)).unwrap_err(),
        now(bank.gateway.create_token_from_json(&wrong_type)).unwrap_err(),
    ] {
        let printed = format!("{error} {error:?}");
        assert!(!printed.contains("77") && !printed.contains("4242"), "{printed}");
    }
}

//! Small values: ids, times, dates and mail addresses as text, and what never shows in a log.

use paylink_core::{
    Answer, ApiKeyId, Date, DeliveryId, Email, EndpointId, EventId, IdempotencyKey, LinkId, MerchantId, PaymentId,
    Secret, Timestamp, TypedId,
    forms::{MerchantForm, PayForm},
    ports::{Outgoing, VaultReference},
    records::{Billing, Keeping, MerchantRecord, PaymentRecord, WebhookFormat},
    testing::build::{Make, instant},
};
use proptest::prelude::*;
use uuid::Uuid;

fn survives<T: TypedId + std::fmt::Debug>(bits: u128, others: &[&str]) {
    let id = T::from_uuid(Uuid::from_u128(bits));
    let text = id.to_string();
    assert_eq!(text.len(), T::PREFIX.len() + 27);
    assert_eq!(text.parse::<T>().ok(), Some(id));
    assert_eq!(text, text.to_lowercase());
    for prefix in others.iter().filter(|prefix| **prefix != T::PREFIX) {
        let other = text.replacen(T::PREFIX, prefix, 1);
        assert!(other.parse::<T>().is_err(), "{other} is not {}", T::PREFIX);
    }
}

proptest! {
    #[test]
    fn every_id_survives_the_way_through_text_and_is_of_one_kind(bits in any::<u128>()) {
        let kinds = ["mer", "plink", "pay", "evt", "whk", "whd", "key"];
        survives::<MerchantId>(bits, &kinds);
        survives::<LinkId>(bits, &kinds);
        survives::<PaymentId>(bits, &kinds);
        survives::<EventId>(bits, &kinds);
        survives::<EndpointId>(bits, &kinds);
        survives::<DeliveryId>(bits, &kinds);
        survives::<ApiKeyId>(bits, &kinds);
    }

    #[test]
    fn no_text_but_its_own_is_an_id(text in any::<String>()) {
        if let Ok(id) = text.parse::<PaymentId>() {
            prop_assert_eq!(id.to_string(), text);
        }
    }

    #[test]
    fn ids_of_later_moments_are_larger(first in 0..4_000_000_000_u64, later in 1..1_000_000_u64, random in any::<[u8; 16]>()) {
        let (one, two) = (instant(first), instant(first + later));
        prop_assert!(PaymentId::from_time(one, random) < PaymentId::from_time(two, [0; 16]));
    }

    #[test]
    fn every_time_survives_the_way_through_text(micros in -62_135_596_800_000_000..=253_402_300_799_999_999_i64) {
        let time = Timestamp::from_micros(micros).expect("in range");
        prop_assert_eq!(time.to_string().parse::<Timestamp>(), Ok(time));
    }
}

#[test]
fn an_id_as_the_specification_writes_it() {
    // https://github.com/jetify-com/typeid/blob/main/spec/valid.yml
    let known = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("a uuid");
    assert_eq!(PaymentId::from_uuid(known).to_string(), "pay_01h455vb4pex5vsknk084sn02q");
    assert_eq!(PaymentId::from_uuid(Uuid::max()).to_string(), "pay_7zzzzzzzzzzzzzzzzzzzzzzzzz");
    for bad in [
        "pay_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "pay_01H455VB4PEX5VSKNK084SN02Q",
        "pay_01h455vb4pex5vsknk084sn02",
        "pay_01h455vb4pex5vsknk084sn02l",
        "pay01h455vb4pex5vsknk084sn02q",
        "",
    ] {
        assert!(bad.parse::<PaymentId>().is_err(), "{bad}");
    }
}

#[test]
fn a_time_needs_its_zone_and_keeps_microseconds() {
    let read = |text: &str| text.parse::<Timestamp>().map(|time| time.to_string());
    assert_eq!(read("2026-01-15T12:00:00Z"), Ok("2026-01-15T12:00:00Z".to_owned()));
    assert_eq!(read("2026-01-15T12:00:00.1234567+02:00"), Ok("2026-01-15T10:00:00.123456Z".to_owned()));
    for bad in [
        "2026-01-15",
        "2026-01-15T12:00:00",
        "2026-01-15T25:00:00Z",
        "2026-02-30T12:00:00Z",
        "0000-12-31T23:00:00Z",
        "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
    let last: Timestamp = "9999-12-31T23:59:59.999999Z".parse().expect("the end of time");
    assert_eq!(last.plus(std::time::Duration::MAX), last, "time ends, it does not wrap");
}

#[test]
fn a_date_is_written_in_one_way() {
    assert_eq!("2028-02-29".parse::<Date>().map(|day| day.next().to_string()), Ok("2028-03-01".to_owned()));
    for bad in ["2026-02-29", "2026-1-1", "2026-01-32", "20260101", "+2026-01-01", "0000-01-01", "2026-01-01 ", ""] {
        assert!(bad.parse::<Date>().is_err(), "{bad}");
    }
}

#[test]
fn a_mail_address_is_one_plain_address() {
    for good in ["a@b.test", "first.last+tag@sub.example.test", "ü@example.test", "o'neil@example.test"] {
        assert!(good.parse::<Email>().is_ok(), "{good}");
    }
    let long = format!("{}@example.test", "x".repeat(250));
    let bad = [
        "",
        "a",
        "a@",
        "@b.test",
        "a@b",
        "a@b.test,c@d.test",
        "a@b.test\r\nBcc: c@d.test",
        "A <a@b.test>",
        "a b@c.test",
        "\"a\"@b.test",
        "a@[127.0.0.1]",
        "a@b..test",
        &long,
    ];
    for bad in bad {
        assert!(bad.parse::<Email>().is_err(), "{bad:?}");
    }
}

#[test]
fn what_is_secret_or_personal_never_shows_in_debug_output() {
    let make = Make::new(1);
    let secret = || Some("hush".to_owned());
    let link = make.link(make.merchant().id);
    let payment = PaymentRecord {
        gateway_token: secret(),
        payer_name: secret(),
        payer_email: secret(),
        payer_origin: secret(),
        billing: Some(Billing { line1: secret(), ..Billing::default() }),
        ..make.payment(&link)
    };
    let event = make.link_event(&link);
    let mut endpoint = make.endpoint(None);
    let mut delivery = make.delivery(&event, &endpoint);
    (endpoint.secret, endpoint.previous_secret) = ("hush".to_owned(), secret());
    delivery.body = "hush".to_owned();
    let mut key = make.api_key(None);
    (key.secret_hash, key.hint) = ("hush".to_owned(), "hush".to_owned());
    let answer = Answer { status: 201, content_type: "text/plain".to_owned(), body: "hush".to_owned() };
    let mut request = make.request(link.id);
    (request.key, request.answer) = ("hush".to_owned(), Some(answer.clone()));
    let outgoing = Outgoing {
        url: "https://receiver.test/".to_owned(),
        format: WebhookFormat::Native,
        secrets: vec![Secret::new("hush")],
        event: event.id,
        at: instant(0),
        body: "hush".to_owned(),
    };
    let merchant = MerchantRecord { email: secret(), phone: secret(), ..make.merchant() };
    let form = MerchantForm { email: "hush".into(), phone: "hush".into(), ..MerchantForm::default() };
    let pay = PayForm { token: secret(), payer_name: secret(), payer_email: secret(), ..PayForm::default() };
    let mut method = make.payment_method(&payment);
    (method.gateway_reference, method.consent.address) = (secret(), secret());
    let asked = Keeping::Asked { consent: method.consent.clone() };
    let vault = VaultReference(Secret::new("hush"));
    let shown = [
        format!("{method:?} {asked:?} {vault:?}"),
        format!("{:?}", Secret::new("hush")),
        format!("{:?}", "hush@example.test".parse::<Email>().expect("an address")),
        format!("{:?}", IdempotencyKey::new("hush").expect("a key")),
        format!("{payment:?} {:?}", payment.billing),
        format!("{endpoint:?} {delivery:?} {key:?}"),
        format!("{answer:?} {request:?} {outgoing:?}"),
        format!("{merchant:?} {form:?} {pay:?}"),
    ];
    for text in shown {
        assert!(!text.contains("hush"), "{text}");
    }
}

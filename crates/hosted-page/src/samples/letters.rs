//! A letter of every kind, with few facts and with many, short texts and long ones, for tests and for looking at the
//! messages.

use super::{account, card, currency};
use paylink_core::{
    Date, PaymentId, RefundId, Timestamp, TypedId,
    records::{Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, MessageKind, RevokedBy},
};
use std::time::Duration;

/// A letter with a name that says what is special about it.
pub type LetterSample = (String, Letter);

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Every kind in every guise, made at `now`.
#[must_use]
pub fn all(now: Timestamp) -> Vec<LetterSample> {
    let kinds = MessageKind::ALL.iter().flat_map(|kind| {
        let name = kind.name().replace('_', "-");
        guises(letter(*kind, now)).into_iter().map(move |(guise, letter)| (format!("{name}-{guise}"), letter))
    });
    let mut samples: Vec<LetterSample> = kinds.collect();
    samples.extend(special(now));
    samples
}

/// A letter with every optional field but a note, a logo and several prices.
#[must_use]
pub fn letter(kind: MessageKind, now: Timestamp) -> Letter {
    let price = || Some(LetterPrice { amount: "1250.00".to_owned(), note: None });
    let asks = kind.asks_for_money();
    let for_payer = kind.is_for_payer();
    let is_return = kind == MessageKind::ReturnNotice;
    let failed = is_return || kind == MessageKind::FailedNotice;
    let page = "https://pay.example.com/p/spring-campaign".to_owned();
    let payment = LetterPayment {
        id: PaymentId::from_time(now, [7; 16]),
        amount: "1250.00".to_owned(),
        method: Some(if failed { account(Some("First Example Bank"), "checking") } else { card() }),
        failure_code: failed.then(|| "R01".to_owned()),
        failure_message: failed.then(|| "Insufficient funds".to_owned()),
        created_at: now.minus(DAY * 3),
        payer_name: Some("Ada Example".to_owned()),
    };
    let refund = LetterRefund {
        id: RefundId::from_time(now, [9; 16]),
        amount: "250.00".to_owned(),
        reason: Some("One picture was left out".to_owned()),
    };
    Letter {
        kind,
        merchant: LetterMerchant {
            name: "Northlight Studio".to_owned(),
            email: Some("studio@northlight.example".to_owned()),
            phone: Some("+12125550123".to_owned()),
            website: Some("https://www.northlight.example/".to_owned()),
            accent_color: Some("#1f5fbf".to_owned()),
            logo_url: None,
        },
        greeting: Some(if for_payer { "Ada Example" } else { "Northlight Studio" }.to_owned()),
        locale: None,
        timezone: "America/New_York".to_owned(),
        currency: paylink_core::Currency::USD,
        card: price(),
        ach: price(),
        lines: super::lines(0),
        description: Some("Photographs for the spring campaign\nTwo days of shooting and retouching".to_owned()),
        order_number: Some("10482".to_owned()),
        invoice_number: Some("INV-2026-0031".to_owned()),
        attachments: Vec::new(),
        due_date: "2026-03-31".parse::<Date>().ok(),
        ends_at: Some(now.plus(DAY * 24)),
        url: for_payer.then(|| match kind {
            MessageKind::Receipt | MessageKind::RefundNotice => format!("{page}/payments/{}", payment.id),
            MessageKind::PaymentRequest
            | MessageKind::Reminder
            | MessageKind::PaymentNotice
            | MessageKind::ReturnNotice
            | MessageKind::FailedNotice
            | MessageKind::MethodNotice => page.clone(),
        }),
        unsubscribe_url: asks.then(|| "https://pay.example.com/unsubscribe/q83vEjRWeJCrze8SNFZ4kA".to_owned()),
        payment_method_url: (kind == MessageKind::Receipt).then(|| {
            "https://pay.example.com/payment-methods/pm_01jd2q7x3me5kt6bvs9w0fzr4y-0123456789abcdef".to_owned()
        }),
        method_removed_by: (kind == MessageKind::MethodNotice).then_some(RevokedBy::Payer),
        payment: (!asks).then_some(payment),
        refund: (kind == MessageKind::RefundNotice).then_some(refund),
        test_mode: false,
        made_at: now,
    }
}

/// The same letter with everything, with nothing that may be missing, at the limits of its texts, and in other scripts.
fn guises(usual: Letter) -> Vec<(&'static str, Letter)> {
    let payer = |name: &str| {
        let name = Some(name.to_owned());
        usual.payment.clone().map(|payment| LetterPayment { payer_name: name, ..payment })
    };
    let merchant = usual.merchant.clone();
    let named = |name: &str| LetterMerchant { name: name.to_owned(), ..merchant.clone() };
    vec![
        ("test-mode", Letter { test_mode: true, ..usual.clone() }),
        ("bare", bare(usual.clone())),
        ("long", long(usual.clone())),
        (
            "right-to-left",
            Letter {
                merchant: LetterMerchant {
                    accent_color: Some("#ffe14d".to_owned()), ..named("مقهى النور 24")
                },
                greeting: Some("دانا كوهين".to_owned()),
                description: Some("قهوة وكعك ☕🍰".to_owned()),
                attachments: vec!["فاتورة 24.pdf".to_owned(), "Invoice 24.pdf".to_owned()],
                payment: payer("דנה כהן"),
                locale: Some("ar".to_owned()),
                ..usual.clone()
            },
        ),
        (
            "emoji",
            Letter {
                merchant: LetterMerchant { accent_color: Some("#e64b9b".to_owned()), ..named("🦊 Fox & Søn <3") },
                greeting: Some("Zoë 👩🏽‍🚀".to_owned()),
                description: Some("🍕 × 3, “extra cheese” – gift 🎁".to_owned()),
                payment: payer("Zoë 👩🏽‍🚀"),
                ..usual.clone()
            },
        ),
        ("usual", usual),
    ]
}

/// The least a letter can say.
fn bare(usual: Letter) -> Letter {
    let named = |name: String| LetterMerchant {
        name,
        email: None,
        phone: None,
        website: None,
        accent_color: None,
        logo_url: None,
    };
    Letter {
        merchant: named(usual.merchant.name),
        greeting: None,
        ach: None,
        lines: None,
        description: None,
        order_number: None,
        invoice_number: None,
        due_date: None,
        ends_at: None,
        unsubscribe_url: None,
        url: usual.url.filter(|_| usual.kind.asks_for_money()),
        payment: usual.payment.map(|payment| LetterPayment {
            method: None,
            failure_code: None,
            failure_message: None,
            payer_name: None,
            ..payment
        }),
        refund: usual.refund.map(|refund| LetterRefund { reason: None, amount: "1250.00".to_owned(), ..refund }),
        ..usual
    }
}

/// Texts at their limits, without a place to break.
fn long(usual: Letter) -> Letter {
    let name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let price = |note: &str| Some(LetterPrice { amount: "99999999.99".to_owned(), note: Some(note.repeat(40)) });
    Letter {
        merchant: LetterMerchant {
            name: name.to_owned(),
            website: Some(format!("https://{}.example/", "very-long-name".repeat(4))),
            accent_color: Some("#0b0b0b".to_owned()),
            ..usual.merchant
        },
        greeting: Some("Wolfeschlegelsteinhausenbergerdorff ".repeat(3)),
        currency: currency("CHF"),
        card: price("note "),
        ach: price("n"),
        lines: super::lines(97),
        description: Some("unbreakable".repeat(45)),
        order_number: Some("A".repeat(20)),
        invoice_number: Some("W".repeat(64)),
        attachments: (0..10).map(|number| format!("{number}{}.pdf", "w".repeat(250))).collect(),
        timezone: "America/Argentina/ComodRivadavia".to_owned(),
        payment: usual.payment.map(|payment| LetterPayment {
            amount: "99999999.99".to_owned(),
            failure_code: payment.failure_code.map(|_| "unheard_of".to_owned()),
            failure_message: payment.failure_message.map(|_| "Something at the bank went wrong. ".repeat(8)),
            payer_name: Some("Wolfeschlegelsteinhausenbergerdorff ".repeat(3)),
            ..payment
        }),
        refund: usual.refund.map(|refund| LetterRefund { reason: Some("because ".repeat(60)), ..refund }),
        ..usual
    }
}

/// What only requests and reminders can show.
fn special(now: Timestamp) -> Vec<LetterSample> {
    let request = || letter(MessageKind::PaymentRequest, now);
    let reminder = |due: &str| Letter { due_date: due.parse().ok(), ..letter(MessageKind::Reminder, now) };
    let price = |amount: &str, note: Option<&str>| {
        Some(LetterPrice { amount: amount.to_owned(), note: note.map(str::to_owned) })
    };
    let samples = [
        (
            "payment-request-two-prices",
            Letter {
                card: price("1250.00", Some("Arrives the same day")),
                ach: price("1225.00", Some("2 % less: we save the card fee")),
                ..request()
            },
        ),
        (
            "payment-request-logo",
            Letter {
                merchant: LetterMerchant {
                    logo_url: Some("https://pay.example.com/logos/northlight.png".to_owned()),
                    ..request().merchant
                },
                ..request()
            },
        ),
        (
            "payment-request-yen",
            Letter {
                currency: currency("JPY"),
                card: price("1200", None),
                ach: None,
                description: Some("コーヒー豆 500g".to_owned()),
                merchant: LetterMerchant { name: "珈琲 焙煎所".to_owned(), ..request().merchant },
                timezone: "Asia/Tokyo".to_owned(),
                locale: Some("ja-JP".to_owned()),
                ..request()
            },
        ),
        (
            "payment-request-dinar",
            Letter {
                currency: currency("KWD"),
                card: None,
                ach: price("1.250", Some("Bank debits only")),
                ..request()
            },
        ),
        (
            "payment-request-german",
            Letter {
                currency: currency("EUR"),
                locale: Some("de-DE".to_owned()),
                timezone: "Europe/Berlin".to_owned(),
                ..request()
            },
        ),
        (
            "payment-request-indian",
            Letter {
                currency: currency("INR"),
                card: price("1250000.00", None),
                ach: None,
                locale: Some("en-IN".to_owned()),
                ..request()
            },
        ),
        ("reminder-due-today", reminder("2026-03-12")),
        ("reminder-overdue", reminder("2026-03-01")),
    ];
    samples.into_iter().map(|(name, letter)| (name.to_owned(), letter)).collect()
}

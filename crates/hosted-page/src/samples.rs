//! A model of every page in every situation, for tests and for looking at the pages.

mod checkouts;
pub mod gallery;
pub mod letters;

use paylink_core::{
    Currency, PaymentMethodId, Quantity, Timestamp, TypedId,
    lines::line_table,
    ports::{
        CheckoutPage, Page, PageFile, PageLogo, PagePrice, PageSituation, PaymentMethodPage, PublicGateway,
        ReceiptPage, SavedMeans, UnsubscribePage,
    },
    records::{Channel, FileType, LineItem, LineKind, LineTable, Method, MethodDetails, PaymentStatus},
};
use std::time::Duration;

/// A page with a name that says what is special about it.
pub type Sample = (&'static str, Page);

const HOUR: Duration = Duration::from_secs(3600);

/// Every sample, made at `now`.
#[must_use]
pub fn all(now: Timestamp) -> Vec<Sample> {
    let mut samples = checkouts::checkouts(now);
    samples.extend(receipts(now));
    for (name, channel, done) in [
        ("unsubscribe-email", Channel::Email, false),
        ("unsubscribe-sms", Channel::Sms, false),
        ("unsubscribed-email", Channel::Email, true),
        ("unsubscribed-sms", Channel::Sms, true),
    ] {
        samples.push((name, Page::Unsubscribe(Box::new(unsubscribe(channel, done)))));
    }
    for (name, details, removed) in [
        ("saved-card", card(), false),
        ("saved-account", account(Some("First Example Bank"), "savings"), false),
        ("removed-card", card(), true),
    ] {
        samples.push((name, Page::PaymentMethod(Box::new(payment_method(now, details, removed)))));
    }
    samples.push(("not-found", Page::NotFound));
    samples.push(("unavailable", Page::Unavailable));
    samples.push(("api-reference", Page::ApiReference(OPENAPI.to_owned())));
    samples
}

/// A payment page that uses every part of the form.
#[must_use]
pub fn checkout(now: Timestamp) -> CheckoutPage {
    CheckoutPage {
        slug: "spring-campaign".to_owned(),
        situation: PageSituation::Payable,
        merchant_name: "Northlight Studio".to_owned(),
        merchant_website: Some("https://www.northlight.example/".to_owned()),
        accent_color: None,
        logo: None,
        files: Vec::new(),
        currency: Currency::USD,
        card: price("1250.00", Some("Arrives the same day")),
        ach: price("1225.00", Some("2 % less: we save the card fee")),
        lines: None,
        description: Some("Photographs for the spring campaign\nTwo days of shooting and retouching".to_owned()),
        order_number: Some("10482".to_owned()),
        invoice_number: Some("INV-2026-0031".to_owned()),
        due_date: "2026-03-31".parse().ok(),
        sales_tax: Some("98.46".to_owned()),
        ends_at: Some(now.plus(HOUR * 24 * 24)),
        now,
        show_billing_fields: true,
        ask_to_save: false,
        saved: None,
        timezone: "America/New_York".to_owned(),
        cancel_url: Some("https://www.northlight.example/basket".to_owned()),
        gateway: PublicGateway {
            kind: "sandbox".to_owned(),
            token_url: "/sandbox/tokens".to_owned(),
            publishable_key: None,
            test_mode: true,
        },
    }
}

/// A confirmation with every detail.
#[must_use]
pub fn receipt(now: Timestamp) -> ReceiptPage {
    ReceiptPage {
        slug: "spring-campaign".to_owned(),
        payment_id: "pay_01jp5s9m3hfxk8v5n2q7r4w6zt".to_owned(),
        status: PaymentStatus::Succeeded,
        failure_code: None,
        failure_message: None,
        action_url: None,
        merchant_name: "Northlight Studio".to_owned(),
        merchant_website: Some("https://www.northlight.example/".to_owned()),
        accent_color: None,
        logo: None,
        amount: "1250.00".to_owned(),
        amount_refunded: None,
        currency: Currency::USD,
        sales_tax: Some("98.46".to_owned()),
        method: Some(card()),
        lines: None,
        payment_method_url: None,
        description: Some("Photographs for the spring campaign".to_owned()),
        order_number: Some("10482".to_owned()),
        invoice_number: Some("INV-2026-0031".to_owned()),
        created_at: now,
        show_details: true,
        redirect_url: Some("https://www.northlight.example/thanks".to_owned()),
        payable: false,
        timezone: "America/New_York".to_owned(),
        test_mode: true,
    }
}

/// The page on which a payer ends messages.
#[must_use]
pub fn unsubscribe(channel: Channel, done: bool) -> UnsubscribePage {
    UnsubscribePage {
        merchant_name: "Northlight Studio".to_owned(),
        merchant_website: Some("https://www.northlight.example/".to_owned()),
        accent_color: None,
        logo: None,
        channel,
        done,
    }
}

/// The page on which a payer sees and removes a saved card or account.
#[must_use]
pub fn payment_method(now: Timestamp, details: MethodDetails, removed: bool) -> PaymentMethodPage {
    PaymentMethodPage {
        merchant_name: "Northlight Studio".to_owned(),
        merchant_website: Some("https://www.northlight.example/".to_owned()),
        accent_color: None,
        details,
        saved_at: now.minus(HOUR * 24 * 31),
        removed_at: removed.then_some(now),
        timezone: "America/New_York".to_owned(),
    }
}

/// What pays without a form.
fn saved(details: MethodDetails) -> SavedMeans {
    let method = match &details {
        MethodDetails::Card { .. } => Method::Card,
        MethodDetails::Ach { .. } => Method::Ach,
    };
    SavedMeans { id: PaymentMethodId::from_random([5; 16]), method, details }
}

fn price(amount: &str, note: Option<&str>) -> Option<PagePrice> {
    Some(PagePrice { amount: amount.to_owned(), note: note.map(str::to_owned) })
}

fn logo(dark: Option<&str>) -> Option<PageLogo> {
    let path = |name: &str| format!("/logos/file_{name}.png");
    Some(PageLogo { light: path("light"), dark: dark.map(path) })
}

/// So many files, of both kinds and of every length.
fn files(count: u64) -> Vec<PageFile> {
    let file = |number: u64| {
        let kind = if number.is_multiple_of(3) { FileType::Png } else { FileType::Pdf };
        PageFile {
            name: format!(
                "{}{number}.{}",
                "Invoice INV-2026-0031 ".repeat(1 + usize::from(number == 4) * 9),
                kind.extension()
            ),
            size: number * number * 104_000,
            content_type: kind,
            path: format!("/p/spring-campaign/files/file_{number}"),
        }
    };
    (1..=count).map(file).collect()
}

fn card() -> MethodDetails {
    MethodDetails::Card { brand: "visa".to_owned(), last4: "4242".to_owned(), exp_month: 4, exp_year: 2029 }
}

fn account(bank_name: Option<&str>, account_type: &str) -> MethodDetails {
    let bank_name = bank_name.map(str::to_owned);
    MethodDetails::Ach { bank_name, last4: "6789".to_owned(), account_type: account_type.to_owned() }
}

fn currency(code: &str) -> Currency {
    Currency::named(code).unwrap_or(Currency::USD)
}

/// The least a link can say.
fn bare(now: Timestamp) -> CheckoutPage {
    CheckoutPage {
        merchant_website: None,
        card: price("12.50", None),
        ach: None,
        description: None,
        order_number: None,
        invoice_number: None,
        due_date: None,
        sales_tax: None,
        ends_at: None,
        show_billing_fields: false,
        cancel_url: None,
        gateway: PublicGateway { test_mode: false, ..checkout(now).gateway },
        ..checkout(now)
    }
}

/// Two items and a discount, 1250.00 together; and as many that cost nothing more.
#[must_use]
pub fn lines(more: usize) -> Option<LineTable> {
    let line = |kind, name: &str, quantity: &str, unit_minor, tax_minor| LineItem {
        kind,
        name: name.to_owned(),
        quantity: quantity.parse().unwrap_or(Quantity::ONE),
        unit_minor,
        tax_minor,
    };
    let mut lines = vec![
        line(LineKind::Item, "Shooting, on location", "2", 52_500, Some(9240)),
        line(LineKind::Item, "Retouching by the hour", "2.5", 6000, Some(606)),
        line(LineKind::Discount, "Returning client", "1", 4846, None),
    ];
    let pictures = (1..=more).map(|number| format!("Picture {number} for the campaign’s web pages, licence included"));
    lines.extend(pictures.map(|name| line(LineKind::Item, &name, "1", 0, None)));
    line_table(&lines, Currency::USD)
}

/// A page with one price for both methods.
fn one_price(now: Timestamp) -> CheckoutPage {
    CheckoutPage { card: price("1250.00", None), ach: price("1250.00", None), ..checkout(now) }
}

fn receipts(now: Timestamp) -> Vec<Sample> {
    let full = || receipt(now);
    let failed = |code: &str, message: &str| ReceiptPage {
        status: PaymentStatus::Failed,
        failure_code: Some(code.to_owned()),
        failure_message: Some(message.to_owned()),
        payable: true,
        ..full()
    };
    let pages = [
        ("receipt", full()),
        ("receipt-logo", ReceiptPage { logo: logo(Some("dark")), ..full() }),
        ("receipt-lines", ReceiptPage { lines: lines(9), ..full() }),
        (
            "receipt-saved",
            ReceiptPage {
                payment_method_url: Some("https://pay.example.com/payment-methods/pm_1-0123".to_owned()),
                ..full()
            },
        ),
        ("receipt-refunded", ReceiptPage { amount_refunded: Some("250.00".to_owned()), ..full() }),
        ("receipt-brief", ReceiptPage { show_details: false, redirect_url: None, test_mode: false, ..full() }),
        ("receipt-again", ReceiptPage { payable: true, accent_color: Some("#7048e8".to_owned()), ..full() }),
        (
            "receipt-bank-debit",
            ReceiptPage {
                status: PaymentStatus::Processing,
                method: Some(account(Some("First Example Bank"), "checking")),
                ..full()
            },
        ),
        (
            "receipt-checking",
            ReceiptPage { status: PaymentStatus::Processing, method: None, redirect_url: None, ..full() },
        ),
        (
            "receipt-action",
            ReceiptPage {
                status: PaymentStatus::RequiresAction,
                action_url: Some("/sandbox/challenges/ch_1".to_owned()),
                ..full()
            },
        ),
        ("receipt-failed", failed("insufficient_funds", "The card has insufficient funds.")),
        ("receipt-failed-otherwise", failed("pickup_card", "Please call your bank.")),
        (
            "receipt-returned",
            ReceiptPage {
                status: PaymentStatus::Returned,
                method: Some(account(None, "savings")),
                failure_code: Some("R01".to_owned()),
                failure_message: Some("Insufficient funds".to_owned()),
                payable: true,
                ..full()
            },
        ),
    ];
    pages.into_iter().map(|(name, page)| (name, Page::Receipt(Box::new(page)))).collect()
}

/// A small OpenAPI document with every construct the reference page knows.
const OPENAPI: &str = include_str!("../tests/data/openapi.json");

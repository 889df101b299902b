//! Every rule on the fields of a new link: what is wrong, under which name, and what is just right.

use crate::shop::{PLATFORM, Shop, new_merchant, one_time};
use paylink_core::{
    Code,
    forms::{LinkForm, MerchantForm, Patch},
};

/// The fields found wrong, with their codes.
async fn wrong(shop: &Shop, form: &LinkForm) -> Vec<(String, Code)> {
    match shop.try_link(form).await {
        Ok(_) => Vec::new(),
        Err(error) => error.fields.into_iter().map(|field| (field.field, field.code)).collect(),
    }
}

fn text(length: usize) -> Patch<String> {
    Patch::Set("x".repeat(length))
}

fn priced(amount: &str) -> LinkForm {
    LinkForm { amount: amount.into(), ..LinkForm::default() }
}

fn per_method(card: &str, ach: &str) -> LinkForm {
    LinkForm { card_amount: card.into(), ach_amount: ach.into(), ..LinkForm::default() }
}

fn methods(names: &[&str]) -> Patch<Vec<String>> {
    Patch::Set(names.iter().map(|name| (*name).to_owned()).collect())
}

fn metadata(entries: &[(&str, &str)]) -> Patch<Vec<(String, String)>> {
    Patch::Set(entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

fn amounts() -> Vec<(LinkForm, &'static str, Code)> {
    let malformed = [
        "",
        " ",
        "1e2",
        "１０",
        " 1",
        "1 ",
        "+1",
        "-1",
        "1.",
        ".5",
        "1,50",
        "0x1",
        "1_0",
        "1.2.3",
        "NaN",
        "0000000000001",
    ];
    let mut rows: Vec<_> = malformed.iter().map(|text| (priced(text), "amount", Code::InvalidAmount)).collect();
    let yen = |amount: &str| LinkForm { currency: "JPY".into(), ..priced(amount) };
    let dinar = |amount: &str| LinkForm { currency: "KWD".into(), ..priced(amount) };
    rows.extend([
        (LinkForm::default(), "amount", Code::Required),
        (LinkForm { amount: Patch::Clear, ..LinkForm::default() }, "amount", Code::Required),
        (priced("0"), "amount", Code::AmountOutOfRange),
        (priced("0.00"), "amount", Code::AmountOutOfRange),
        (priced("100000000"), "amount", Code::AmountOutOfRange),
        (priced("12.505"), "amount", Code::TooManyDecimals),
        (yen("12.5"), "amount", Code::TooManyDecimals),
        (dinar("1.2345"), "amount", Code::TooManyDecimals),
        (dinar("99999999.991"), "amount", Code::AmountOutOfRange),
        (per_method("0", "1"), "card_amount", Code::AmountOutOfRange),
        (per_method("1", "1.001"), "ach_amount", Code::TooManyDecimals),
        (LinkForm { card_amount: "1".into(), ..LinkForm::default() }, "ach_amount", Code::Required),
        (LinkForm { ach_amount: "1".into(), ..LinkForm::default() }, "card_amount", Code::Required),
        (LinkForm { amount: "1".into(), ..per_method("1", "1") }, "amount", Code::NotSupported),
        (
            LinkForm { payment_methods: methods(&["card"]), ..per_method("1", "1") },
            "payment_methods",
            Code::NotSupported,
        ),
        (LinkForm { sales_tax: "12.51".into(), ..one_time() }, "sales_tax", Code::AmountOutOfRange),
        (LinkForm { sales_tax: "1.01".into(), ..per_method("1", "2") }, "sales_tax", Code::AmountOutOfRange),
        (LinkForm { sales_tax: "-1".into(), ..one_time() }, "sales_tax", Code::InvalidAmount),
    ]);
    for code in ["usd", "US", "USDX", "XAU", "XXX", "ABC", ""] {
        rows.push((LinkForm { currency: code.into(), ..one_time() }, "currency", Code::InvalidCurrency));
    }
    for names in [&[][..], &["cash"], &["card", "card"], &["Card"]] {
        rows.push((LinkForm { payment_methods: methods(names), ..one_time() }, "payment_methods", Code::InvalidValue));
    }
    rows
}

fn usage_and_window() -> Vec<(LinkForm, &'static str, Code)> {
    let multi = |max| LinkForm { usage: "multi_use".into(), max_payments: Patch::Set(max), ..one_time() };
    let window = |start: &str, end: &str| LinkForm { starts_at: start.into(), ends_at: end.into(), ..one_time() };
    let mut rows = vec![
        (LinkForm { usage: "twice".into(), ..one_time() }, "usage", Code::InvalidValue),
        (multi(0), "max_payments", Code::InvalidValue),
        (multi(-1), "max_payments", Code::InvalidValue),
        (multi(i64::MAX), "max_payments", Code::InvalidValue),
        (LinkForm { max_payments: Patch::Set(1), ..one_time() }, "max_payments", Code::NotSupported),
        (LinkForm { ends_at: "2026-01-15T12:00:00Z".into(), ..one_time() }, "ends_at", Code::InvalidWindow),
        (LinkForm { ends_at: "2026-01-14".into(), ..one_time() }, "ends_at", Code::InvalidWindow),
        (window("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"), "ends_at", Code::InvalidWindow),
        (window("2026-03-02", "2026-03-01"), "ends_at", Code::InvalidWindow),
    ];
    for bad in ["", "tomorrow", "2026-02-30", "2026-13-01", "26-01-01", "2026-01-01T00:00:00", "2026-1-1", "0000-01-01"]
    {
        rows.push((LinkForm { starts_at: bad.into(), ..one_time() }, "starts_at", Code::InvalidDate));
        rows.push((LinkForm { ends_at: bad.into(), ..one_time() }, "ends_at", Code::InvalidDate));
        rows.push((LinkForm { due_date: bad.into(), ..one_time() }, "due_date", Code::InvalidDate));
    }
    rows.push((LinkForm { due_date: "2026-02-01T00:00:00Z".into(), ..one_time() }, "due_date", Code::InvalidDate));
    rows
}

type Set = fn(Patch<String>) -> LinkForm;

/// Fields of free text and their limits.
const TEXTS: [(&str, usize, Set); 7] = [
    ("description", 500, |text| LinkForm { description: text, ..one_time() }),
    ("card_amount_note", 200, |text| LinkForm { card_amount_note: text, ..one_time() }),
    ("ach_amount_note", 200, |text| LinkForm { ach_amount_note: text, ..one_time() }),
    ("internal_transaction_id", 64, |text| LinkForm { internal_transaction_id: text, ..one_time() }),
    ("invoice_number", 64, |text| LinkForm { invoice_number: text, ..one_time() }),
    ("external_id", 64, |text| LinkForm { external_id: text, ..one_time() }),
    ("order_number", 20, |text| LinkForm { order_number: text, ..one_time() }),
];

fn texts() -> Vec<(LinkForm, &'static str, Code)> {
    let mut rows = Vec::new();
    for (field, max, form) in TEXTS {
        rows.push((form(text(max + 1)), field, Code::TooLong));
        for bad in ["", "   ", "a\0b", "a\nb", "a\u{7f}", "a\u{202e}b", "a\u{2066}b", "\u{feff}a", "a\u{85}b"] {
            rows.push((form(bad.into()), field, Code::InvalidText));
        }
        rows.push((form("4242424242424242".into()), field, Code::CardDataNotAllowed));
    }
    for bad in ["a b", "a-b", "ä"] {
        rows.push((LinkForm { order_number: bad.into(), ..one_time() }, "order_number", Code::InvalidValue));
    }
    for bad in ["", "ab", "-abc", "_abc", "a b", "äbc", "a/b/c", "a.b.c"] {
        rows.push((LinkForm { slug: bad.into(), ..one_time() }, "slug", Code::InvalidValue));
    }
    rows.push((LinkForm { slug: text(65), ..one_time() }, "slug", Code::InvalidValue));
    rows.push((LinkForm { slug: "4242424242424242".into(), ..one_time() }, "slug", Code::CardDataNotAllowed));
    let urls = [
        "http://example.test/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.test",
        "https://a@example.test/",
        "https://a:b@example.test/",
        "ftp://example.test/",
        "https://",
        "/thanks",
        "https:example.test",
        "",
        "https://example.test/\\@evil.test",
        "https://exa mple.test/",
        "java\nscript:alert(1)",
    ];
    for bad in urls {
        rows.push((LinkForm { redirect_url: bad.into(), ..one_time() }, "redirect_url", Code::UrlNotAllowed));
        rows.push((LinkForm { cancel_url: bad.into(), ..one_time() }, "cancel_url", Code::UrlNotAllowed));
    }
    let long = format!("https://example.test/{}", "x".repeat(2048));
    rows.push((LinkForm { redirect_url: Patch::Set(long), ..one_time() }, "redirect_url", Code::UrlNotAllowed));
    rows
}

fn data() -> Vec<(LinkForm, &'static str, Code)> {
    let of = |entries: &[(&str, &str)]| LinkForm { metadata: metadata(entries), ..one_time() };
    let (long_key, long_value, long_blank) = ("k".repeat(41), "v".repeat(501), " ".repeat(501));
    let many: Vec<_> = (0..51).map(|key| (format!("k{key}"), String::new())).collect();
    vec![
        (LinkForm { metadata: Patch::Set(many), ..one_time() }, "metadata", Code::TooMany),
        (of(&[(&long_key, "v")]), "metadata", Code::TooLong),
        (of(&[("", "v")]), "metadata", Code::InvalidText),
        (of(&[("a\nb", "v")]), "metadata", Code::InvalidText),
        (of(&[("order", &long_value)]), "metadata.order", Code::TooLong),
        (of(&[("order", &long_blank)]), "metadata.order", Code::TooLong),
        (of(&[("order", "a\0b")]), "metadata.order", Code::InvalidText),
        (of(&[("order", "\u{202e}")]), "metadata.order", Code::InvalidText),
        (of(&[("order", "\n")]), "metadata.order", Code::InvalidText),
        (of(&[("cvv", "1")]), "metadata.cvv", Code::CardDataNotAllowed),
        (of(&[("Card-Number", "1")]), "metadata.Card-Number", Code::CardDataNotAllowed),
        (of(&[("order", "5555 5555 5555 4444")]), "metadata.order", Code::CardDataNotAllowed),
    ]
}

#[tokio::test]
async fn each_broken_rule_is_told_under_its_field_and_code_and_alone() {
    let shop = Shop::open().await;
    for (form, field, code) in [amounts(), usage_and_window(), texts(), data()].concat() {
        assert_eq!(wrong(&shop, &form).await, [(field.to_owned(), code)], "{form:?}");
    }
    assert!(shop.paylink.links(&PLATFORM, &Default::default()).await.expect("a list").rows.is_empty());
}

#[tokio::test]
async fn what_is_just_within_the_rules_is_taken() {
    let shop = Shop::open().await;
    let fifty: Vec<_> = (0..50).map(|key| (format!("{key:040}"), "v".repeat(500))).collect();
    let mut good = vec![
        priced("0.01"),
        priced("99999999.99"),
        priced("007.5"),
        LinkForm { currency: "JPY".into(), ..priced("1") },
        LinkForm { currency: "KWD".into(), ..priced("99999999.990") },
        LinkForm { currency: "CLF".into(), ..priced("0.0001") },
        LinkForm { sales_tax: "12.50".into(), ..one_time() },
        LinkForm { sales_tax: "0".into(), ..one_time() },
        LinkForm { usage: "multi_use".into(), max_payments: Patch::Set(1), ..one_time() },
        LinkForm { ends_at: "2026-01-15T12:00:00.000001Z".into(), ..one_time() },
        LinkForm { ends_at: "2026-01-15".into(), ..one_time() },
        LinkForm { starts_at: "2020-01-01".into(), ..one_time() },
        LinkForm { due_date: "2020-02-29".into(), ..one_time() },
        LinkForm { slug: "a-_".into(), ..one_time() },
        LinkForm { slug: text(64), ..one_time() },
        LinkForm { redirect_url: "https://example.test/thanks?a=1#b".into(), ..one_time() },
        LinkForm { redirect_url: "http://127.0.0.1:3000/".into(), ..one_time() },
        LinkForm { redirect_url: "http://localhost/".into(), ..one_time() },
        LinkForm { cancel_url: "https://example.test/basket".into(), ..one_time() },
        LinkForm { description: "Zwölf Brötchen 🥐, שלום".into(), ..one_time() },
        LinkForm { metadata: Patch::Set(fifty), ..one_time() },
        LinkForm { metadata: metadata(&[("empty", ""), ("blank", " ")]), ..one_time() },
    ];
    for (_, max, form) in TEXTS {
        good.push(form(text(max)));
    }
    for form in good {
        assert_eq!(wrong(&shop, &form).await, [], "{form:?}");
    }
}

#[tokio::test]
async fn all_wrong_fields_are_named_at_once() {
    let shop = Shop::open().await;
    let mut form = LinkForm {
        amount: "1e2".into(),
        usage: "twice".into(),
        ends_at: "never".into(),
        description: text(501),
        slug: "x".into(),
        metadata: metadata(&[("cvc", "123")]),
        redirect_url: "javascript:alert(1)".into(),
        ..LinkForm::default()
    };
    form.unread.add("colour", Code::UnknownField, "does not exist");
    let mut found: Vec<_> = wrong(&shop, &form).await.into_iter().map(|(field, _)| field).collect();
    found.sort_unstable();
    let all = ["amount", "colour", "description", "ends_at", "metadata.cvc", "redirect_url", "slug", "usage"];
    assert_eq!(found, all);
    let error = shop.try_link(&form).await.expect_err("wrong");
    assert_eq!(error.code, Code::InvalidRequest);
    // without a merchant the rest is told too
    let error = shop.paylink.create_link(&PLATFORM, None, &form, None).await.expect_err("wrong");
    let named = |field: &str| error.fields.iter().any(|found| found.field == field);
    assert!(named("merchant_id") && all.iter().all(|field| named(field)), "{:?}", error.fields);
}

#[tokio::test]
async fn without_a_merchant_nothing_is_said_that_depends_on_its_currency() {
    let shop = Shop::open().await;
    for amount in ["1.234", "1"] {
        let error = shop.paylink.create_link(&PLATFORM, None, &priced(amount), None).await.expect_err("no merchant");
        assert_eq!(error.fields.len(), 1, "{:?}", error.fields);
        assert_eq!((error.code, error.fields[0].field.as_str()), (Code::Required, "merchant_id"));
    }
}

#[tokio::test]
async fn what_is_not_said_is_the_merchants_habit() {
    let shop = Shop::open().await;
    let form = MerchantForm { currency: "JPY".into(), payment_methods: methods(&["card"]), ..MerchantForm::default() };
    let merchant = new_merchant(&shop.paylink, form).await.id.to_string();
    let made = shop.paylink.create_link(&PLATFORM, Some(&merchant), &priced("1250"), None).await.expect("a link");
    let link = crate::shop::fresh(made).link;
    assert_eq!((link.currency.code(), link.card_minor, link.ach_minor), ("JPY", Some(1250), None));
    assert_eq!((link.usage.name(), link.max_payments), ("one_time", Some(1)));
    assert!(link.details.show_billing_fields && link.details.show_receipt_details);
    let made = shop.paylink.create_link(&PLATFORM, Some(&merchant), &per_method("1", "2"), None).await;
    assert_eq!(made.expect_err("cards only").fields[0].field, "payment_methods");
}

#[tokio::test]
async fn a_generated_slug_is_long_and_never_the_same() {
    let shop = Shop::open().await;
    let mut slugs = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let slug = shop.one_time().await.link.slug;
        assert!(slug.len() == 26 && slug.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{slug}");
        slugs.insert(slug);
    }
    assert_eq!(slugs.len(), 100);
}

#[tokio::test]
async fn a_slug_and_an_external_id_belong_to_one_link() {
    let shop = Shop::open().await;
    let slug = |slug: &str| LinkForm { slug: slug.into(), ..one_time() };
    let external = |id: &str| LinkForm { external_id: id.into(), ..one_time() };
    let code = async |form: &LinkForm| shop.try_link(form).await.map(drop).map_err(|error| error.code);
    let first = shop.link(&slug("Spring-Sale")).await;
    assert_eq!(first.url, "https://pay.test/p/Spring-Sale");
    assert_eq!(code(&slug("spring-SALE")).await, Err(Code::SlugTaken));
    assert_eq!(code(&external("order 7")).await, Ok(()));
    assert_eq!(code(&external("order 7")).await, Err(Code::ExternalIdTaken));
    assert_eq!(code(&external("Order 7")).await, Ok(()), "an external id is compared exactly");
    shop.paylink.delete_link(&PLATFORM, &first.link.id.to_string()).await.expect("deleted");
    assert_eq!(code(&slug("spring-sale")).await, Err(Code::SlugTaken), "an old address never leads to another link");
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await.id.to_string();
    let made = shop.paylink.create_link(&PLATFORM, Some(&other), &external("order 7"), None).await;
    assert!(made.is_ok(), "external ids belong to their merchant");
}

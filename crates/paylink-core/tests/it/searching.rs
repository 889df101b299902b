//! The search, the filters and the orders of lists, as callers write them.

use crate::shop::{PLATFORM, Shop, card, one_time, seconds};
use paylink_core::{
    Code, LinkId,
    forms::{CustomerForm, LinkForm, LinkQuery, ListQuery, PaymentQuery, RefundQuery},
    words,
};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn ids(shop: &Shop, query: &LinkQuery) -> Vec<LinkId> {
    let found = shop.paylink.links(&PLATFORM, query).await.unwrap_or_else(|error| panic!("{query:?}: {error}"));
    found.rows.iter().map(|row| row.link.id).collect()
}

#[test]
fn words_are_folded_alike_in_texts_and_searches() {
    for (text, wanted) in [
        ("Zoë's CAFÉ, 2nd floor", vec!["zoe", "s", "cafe", "2nd", "floor"]),
        ("Straße STRASSE ĳ Łódź Ærø", vec!["strasse", "strasse", "ij", "lodz", "aero"]),
        ("İstanbul ısı", vec!["istanbul", "isi"]),
        ("ΟΔΟΣ οδός", vec!["οδοσ", "οδοσ"]),
        ("ﬁnal ½", vec!["final", "1", "2"]),
        ("東京 タワー", vec!["東", "京", "タ", "ワ", "ー"]),
        ("ann.s+shop@example.com", vec!["ann", "s", "shop", "example", "com"]),
        ("_-%'\"\\", vec![]),
        ("👩‍👩‍👧 e\u{301}\u{301}", vec!["e"]),
    ] {
        assert_eq!(words(text), wanted, "{text}");
    }
    assert_eq!(words(&"x".repeat(500)), ["x".repeat(32)]);
}

#[tokio::test]
async fn every_word_of_a_search_begins_a_word_of_the_link() {
    let shop = Shop::open().await;
    let customer =
        CustomerForm { name: some("Ann Sørensen"), email: some("ann@Example.com"), ..CustomerForm::default() };
    let form = LinkForm {
        description: "New roof for the café".into(),
        order_number: "A1042".into(),
        invoice_number: "2030/0042".into(),
        customer: customer.into(),
        external_id: "secret-external".into(),
        ..one_time()
    };
    let roof = shop.link(&form).await.link.id;
    shop.clock.advance(std::time::Duration::from_secs(1));
    let other = shop.link(&LinkForm { description: "Roofing repair".into(), ..one_time() }).await.link.id;
    for (q, wanted) in [
        ("roof", vec![other, roof]),
        ("ROOF cafe", vec![roof]),
        ("roofi", vec![other]),
        ("sorensen ann", vec![roof]),
        ("ann@example.com", vec![roof]),
        ("a1042", vec![roof]),
        ("2030/0042", vec![roof]),
        ("2030 00", vec![roof]),
        ("oof", vec![]),
        ("roof ann repair", vec![]),
        ("external", vec![]),
        (" \t roof, ", vec![other, roof]),
    ] {
        assert_eq!(ids(&shop, &LinkQuery { q: some(q), ..LinkQuery::default() }).await, wanted, "{q}");
    }
    let long = "x".repeat(201);
    for q in ["", "  ", "%", "_", "a b c d e f g h i", &long] {
        let query = LinkQuery { q: some(q), ..LinkQuery::default() };
        let error = shop.paylink.links(&PLATFORM, &query).await.expect_err(q);
        assert_eq!((error.code, error.fields[0].field.as_str()), (Code::InvalidParameter, "q"), "{q}");
    }
}

#[tokio::test]
async fn links_are_filtered_by_every_column() {
    let shop = Shop::open().await;
    let first = LinkForm { invoice_number: "I-1".into(), due_date: "2026-02-01".into(), ..one_time() };
    let first = shop.link(&first).await.link.id;
    shop.clock.advance(seconds(10));
    let euros = LinkForm { currency: "EUR".into(), amount: "20".into(), due_date: "2026-03-01".into(), ..one_time() };
    let euros = shop.link(&euros).await.link.id;
    shop.clock.advance(seconds(10));
    let many = shop.multi_use(None).await.link.id;
    let any = LinkQuery::default;
    for (query, wanted) in [
        (LinkQuery { invoice_number: some("I-1"), ..any() }, vec![first]),
        (LinkQuery { usage: some("multi_use"), ..any() }, vec![many]),
        (LinkQuery { currency: some("EUR"), ..any() }, vec![euros]),
        (LinkQuery { currency: some("USD"), amount_min: some("12.50"), ..any() }, vec![many, first]),
        (LinkQuery { currency: some("USD"), amount_min: some("12.51"), ..any() }, vec![]),
        (LinkQuery { currency: some("USD"), amount_max: some("12.49"), ..any() }, vec![]),
        (LinkQuery { currency: some("EUR"), amount_min: some("1"), amount_max: some("20"), ..any() }, vec![euros]),
        (LinkQuery { due_after: some("2026-02-01"), ..any() }, vec![euros]),
        (LinkQuery { due_before: some("2026-03-01"), ..any() }, vec![first]),
        (LinkQuery { due_after: some("0001-01-01"), ..any() }, vec![euros, first]),
        (LinkQuery { updated_after: some("2026-01-15T12:00:00Z"), ..any() }, vec![many, euros]),
        (LinkQuery { updated_before: some("2026-01-15T12:00:10Z"), ..any() }, vec![first]),
        (LinkQuery { sort: some("created_at"), ..any() }, vec![first, euros, many]),
        (LinkQuery { sort: some("-updated_at"), ..any() }, vec![many, euros, first]),
        (LinkQuery { sort: some("due_date"), ..any() }, vec![first, euros, many]),
        (LinkQuery { sort: some("-due_date"), ..any() }, vec![euros, first, many]),
        (LinkQuery { sort: some("-amount"), ..any() }, vec![euros, many, first]),
    ] {
        assert_eq!(ids(&shop, &query).await, wanted, "{query:?}");
    }
    let wrong = LinkQuery {
        amount_min: some("1e2"),
        amount_max: some("-1"),
        due_after: some("2026-02-30"),
        due_before: some("2026-02-01T00:00:00Z"),
        updated_after: some("now"),
        usage: some("twice"),
        sort: some("name"),
        tag: some(""),
        q: some("?"),
        ..any()
    };
    let error = shop.paylink.links(&PLATFORM, &wrong).await.expect_err("wrong filters");
    let mut named: Vec<_> = error.fields.iter().map(|field| field.field.as_str()).collect();
    named.sort_unstable();
    let all = [
        "amount_max",
        "amount_min",
        "currency",
        "due_after",
        "due_before",
        "q",
        "sort",
        "tag",
        "updated_after",
        "usage",
    ];
    assert_eq!(named, all);
}

#[tokio::test]
async fn payments_and_refunds_are_sorted_and_filtered_by_amount_currency_and_payer() {
    let shop = Shop::open().await;
    let mut payments = Vec::new();
    for (number, amount) in [("1", "3"), ("2", "1"), ("3", "2")] {
        let link = shop.link(&LinkForm { amount: amount.into(), ..one_time() }).await;
        let mut form = card("tok_ok");
        form.payer_email = some(&format!("Payer{number}@Example.com"));
        payments.push(shop.pay(&link, number, &form).await.id());
        shop.clock.advance(seconds(1));
    }
    let [three, one, two] = payments[..] else { panic!("three payments") };
    let any = PaymentQuery::default;
    for (query, wanted) in [
        (PaymentQuery { sort: some("amount"), ..any() }, vec![one, two, three]),
        (PaymentQuery { sort: some("-amount"), ..any() }, vec![three, two, one]),
        (PaymentQuery { sort: some("created_at"), ..any() }, vec![three, one, two]),
        (PaymentQuery { payer_email: some("PAYER2@example.com"), ..any() }, vec![one]),
        (
            PaymentQuery { currency: some("USD"), amount_min: some("2"), sort: some("amount"), ..any() },
            vec![two, three],
        ),
        (PaymentQuery { currency: some("JPY"), ..any() }, vec![]),
    ] {
        let found = shop.paylink.payments(&PLATFORM, &query).await.expect("a list");
        assert_eq!(found.rows.iter().map(|row| row.payment.id).collect::<Vec<_>>(), wanted, "{query:?}");
    }
    let refunds = RefundQuery { sort: some("-amount"), currency: some("USD"), ..RefundQuery::default() };
    assert!(shop.paylink.refunds(&PLATFORM, &refunds).await.expect("a list").rows.is_empty());
    let wrong = RefundQuery { sort: some("status"), payment_link_id: some("x"), ..RefundQuery::default() };
    assert_eq!(shop.paylink.refunds(&PLATFORM, &wrong).await.expect_err("wrong").fields.len(), 2);
}

#[tokio::test]
async fn pages_of_a_sorted_list_add_up_while_links_are_added_and_their_cursors_fit_no_other_order() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for number in 0..11_u32 {
        let due_date = if number % 3 == 0 { None } else { Some(format!("2026-02-{:02}", 28 - number)) };
        let form = LinkForm { due_date: due_date.map_or_else(Default::default, Into::into), ..one_time() };
        made.push(shop.link(&form).await.link.id);
        shop.clock.advance(seconds(1));
    }
    for sort in ["created_at", "-created_at", "updated_at", "-updated_at", "due_date", "-due_date", "amount", "-amount"]
    {
        let query = |cursor| LinkQuery {
            list: ListQuery { limit: some("4"), cursor, ..ListQuery::default() },
            sort: some(sort),
            created_before: some("2026-01-15T12:00:11Z"),
            ..LinkQuery::default()
        };
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = shop.paylink.links(&PLATFORM, &query(cursor)).await.expect("a page");
            seen.extend(page.rows.iter().map(|row| row.link.id));
            shop.one_time().await;
            let Some(next) = page.next else { break };
            let other = LinkQuery {
                sort: some(if sort == "amount" { "due_date" } else { "amount" }),
                ..query(Some(next.clone()))
            };
            let error = shop.paylink.links(&PLATFORM, &other).await.expect_err("another order");
            assert_eq!(error.fields[0].field, "cursor");
            cursor = Some(next);
        }
        assert_eq!(seen.len(), made.len(), "{sort}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), made.len(), "{sort}: each once");
    }
}

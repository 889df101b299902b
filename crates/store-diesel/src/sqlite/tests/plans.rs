//! No list sorts or walks a whole table: every query finds its place in an index.

use super::super::{Conn, RunQueryDsl, claim, ops};
use super::statements::watched;
use diesel::{QueryableByName, sql_query, sql_types::Text};
use paylink_core::{
    Currency, Date, EventKind,
    ports::{
        AuditFilter, BillFilter, CountSpan, CustomerFilter, Declines, EventFilter, FileFilter, LinkColumn, LinkFilter,
        MessageFilter, MoneyColumn, Order, PageOf, PaymentFilter, PaymentMethodFilter, Position, RefundFilter,
        Requests, SortKey, SuppressionFilter, WebhookFilter,
    },
    records::{
        ActorKind, BillKind, BillStateName, Channel, MessageStatus, Method, PaymentMethodStatus, PaymentStatus, Queue,
        Slot, Term, Tier, Usage,
    },
    testing::build::{Make, instant},
    views::{LinkPaymentStatus, LinkStatus},
};
use std::time::Duration;

/// Conditions that leave so few rows that sorting them costs nothing: an external id is unique in its merchant, an
/// event goes to at most a hundred endpoints, providers give a reference once, lanes are endpoints, a report groups the
/// counts of its range, and a term is looked
/// up like this only when few links have it. The links of an invoice, the payments of a link or a payer and the
/// refunds of a link are few as well, when they are wanted in an order of their own. One row is not written so often that
/// the entries about it cannot be sorted.
const FEW_ROWS: [&str; 11] = [
    "`external_id` = ?",
    "`event_id` = ?",
    "`provider_reference` = ?",
    "WITH RECURSIVE lanes",
    "`audit_log`.`subject` = ?",
    "FROM spans CROSS JOIN report_counts",
    "FROM `link_terms`",
    "`invoice_number` = ?",
    "ORDER BY +`payments`.`amount_minor`",
    "+`payments`.`amount_minor` IS NULL",
    "+`refunds`.`amount_minor`",
];

/// Steps that touch no table.
const NO_TABLE: [&str; 6] =
    ["SCAN CONSTANT ROW", "SCAN 2 CONSTANT ROWS", "SCAN lanes", "SCAN (subquery-", "SCAN spans", "SCAN told"];

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

fn plan(conn: &mut Conn, sql: &str) -> Vec<String> {
    let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn).unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

#[test]
fn every_query_finds_its_place_in_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let (mut conn, seen) = watched(&folder);
    let make = Make::new(1);
    let (merchant, link, event, endpoint) = (make.id(), make.id(), make.id(), make.id());
    let page = PageOf { after: Some(Position { created_at: instant(0), id: uuid::Uuid::nil() }), limit: 20 };
    let some = |text: &str| Some(text.to_owned());
    let now = instant(0);
    ops::merchants(&mut conn, page).unwrap();
    for merchant_id in [None, Some(merchant)] {
        for filter in [
            LinkFilter::default(),
            LinkFilter { external_id: some("x"), ..LinkFilter::default() },
            LinkFilter { order_number: some("x"), ..LinkFilter::default() },
            LinkFilter { customer_email: some("x"), ..LinkFilter::default() },
            LinkFilter { customer_id: Some(make.id()), ..LinkFilter::default() },
            LinkFilter { bill_id: Some(make.id()), ..LinkFilter::default() },
            LinkFilter { status: Some((LinkStatus::Active, now)), ..LinkFilter::default() },
            LinkFilter { created_from: Some(now), created_until: Some(now), ..LinkFilter::default() },
        ] {
            ops::links(&mut conn, &LinkFilter { merchant_id, ..filter }, page).unwrap();
        }
        for (by, from) in [
            (LinkColumn::Created, None),
            (LinkColumn::Updated, Some(SortKey::Instant(now))),
            (LinkColumn::DueDate, Some(SortKey::Day(Date::in_utc(now)))),
            (LinkColumn::DueDate, None),
            (LinkColumn::Amount, Some(SortKey::Minor(5))),
        ] {
            for up in [false, true] {
                let order = Order { by, up, from };
                for filter in [
                    LinkFilter::default(),
                    LinkFilter { status: Some((LinkStatus::Active, now)), ..LinkFilter::default() },
                    LinkFilter { payment_status: Some(LinkPaymentStatus::Paid), ..LinkFilter::default() },
                    LinkFilter { created_until: Some(now), ..LinkFilter::default() },
                    LinkFilter { updated_from: Some(now), amount_to: Some(9), ..LinkFilter::default() },
                    LinkFilter { due_from: Some(Date::in_utc(now)), ..LinkFilter::default() },
                    LinkFilter { usage: Some(Usage::OneTime), currency: Some(Currency::USD), ..LinkFilter::default() },
                ] {
                    let filter = LinkFilter { merchant_id, order, ..filter };
                    ops::links(&mut conn, &filter, page).unwrap();
                    ops::links(&mut conn, &filter, PageOf { after: None, ..page }).unwrap();
                }
                for text in [
                    LinkFilter { invoice_number: some("x"), ..LinkFilter::default() },
                    LinkFilter {
                        terms: vec![Term::tag("x"), Term::Beginning("y".to_owned())],
                        ..LinkFilter::default()
                    },
                ] {
                    ops::links(&mut conn, &LinkFilter { merchant_id, order, ..text }, page).unwrap();
                }
            }
        }
        for up in [false, true] {
            let order = Order { by: MoneyColumn::Amount, up, from: Some(SortKey::Minor(5)) };
            for link_id in [None, Some(link)] {
                let filter = PaymentFilter { merchant_id, link_id, order, ..PaymentFilter::default() };
                ops::payments(&mut conn, &filter, page).unwrap();
                let filter = PaymentFilter { created_until: Some(now), status: Some(PaymentStatus::Failed), ..filter };
                ops::payments(&mut conn, &filter, page).unwrap();
                ops::payments(&mut conn, &PaymentFilter { payer_email: some("x"), ..filter }, page).unwrap();
                let filter = RefundFilter { merchant_id, link_id, order, ..RefundFilter::default() };
                ops::refunds(&mut conn, &filter, page).unwrap();
                let order = Order::default();
                ops::refunds(&mut conn, &RefundFilter { order, payment_id: Some(make.id()), ..filter }, page).unwrap();
            }
        }
        let of_customer = PaymentFilter { merchant_id, customer_id: Some(make.id()), ..PaymentFilter::default() };
        ops::payments(&mut conn, &of_customer, page).unwrap();
        for filter in [
            CustomerFilter::default(),
            CustomerFilter { external_id: some("x"), ..CustomerFilter::default() },
            CustomerFilter { email_key: some("x"), ..CustomerFilter::default() },
            CustomerFilter { created_from: Some(now), created_until: Some(now), ..CustomerFilter::default() },
        ] {
            ops::customers(&mut conn, &CustomerFilter { merchant_id, ..filter }, page).unwrap();
        }
        let any = BillFilter { merchant_id, ..BillFilter::all(BillKind::Order) };
        let day = "2026-01-31".parse().ok();
        for filter in [
            any.clone(),
            BillFilter { state: Some(BillStateName::Open), due_before: day, ..any.clone() },
            BillFilter { number: some("x"), ..any.clone() },
            BillFilter { customer_id: Some(make.id()), ..any.clone() },
            BillFilter { due_after: day, created_from: Some(now), created_until: Some(now), ..any.clone() },
        ] {
            ops::bills(&mut conn, &filter, page).unwrap();
        }
        for link_id in [None, Some(link)] {
            let filter = PaymentFilter { merchant_id, link_id, ..PaymentFilter::default() };
            ops::payments(&mut conn, &filter, page).unwrap();
            let (status, method) = (Some(PaymentStatus::Failed), Some(Method::Card));
            ops::payments(&mut conn, &PaymentFilter { status, method, ..filter }, page).unwrap();
            for channel in [None, Some(Channel::Sms)] {
                let filter = MessageFilter { merchant_id, link_id, channel, status: Some(MessageStatus::Failed) };
                ops::messages(&mut conn, &filter, page).unwrap();
            }
            let filter =
                EventFilter { merchant_id, link_id, kind: Some(EventKind::LinkCreated), ..EventFilter::default() };
            ops::events(&mut conn, &filter, page).unwrap();
        }
        for customer_id in [None, Some(make.id())] {
            let filter = PaymentMethodFilter { merchant_id, customer_id, ..PaymentMethodFilter::default() };
            ops::payment_methods(&mut conn, &filter, page).unwrap();
            let active = PaymentMethodFilter { status: Some(PaymentMethodStatus::Active), ..filter };
            ops::payment_methods(&mut conn, &active, page).unwrap();
        }
        for (endpoint_id, event_id) in [(None, None), (Some(endpoint), None), (None, Some(event))] {
            let filter = WebhookFilter { merchant_id, endpoint_id, event_id, status: None };
            ops::deliveries(&mut conn, &filter, page).unwrap();
        }
        ops::endpoints(&mut conn, &WebhookFilter { merchant_id, ..WebhookFilter::default() }, page).unwrap();
        ops::api_keys(&mut conn, merchant_id, page).unwrap();
        for filter in [
            AuditFilter::default(),
            AuditFilter { actor: Some(ActorKind::Job), ..AuditFilter::default() },
            AuditFilter { actor: Some(ActorKind::ApiKey), actor_id: some("x"), ..AuditFilter::default() },
            AuditFilter { action: some("x.y"), ..AuditFilter::default() },
            AuditFilter { subject: Some(uuid::Uuid::nil()), ..AuditFilter::default() },
            AuditFilter { created_from: Some(now), created_until: Some(now), ..AuditFilter::default() },
        ] {
            ops::audit_log(&mut conn, &AuditFilter { merchant_id, ..filter }, page).unwrap();
        }
        for address_key in [None, some("x")] {
            let filter = SuppressionFilter { merchant_id, channel: Some(Channel::Email), address_key };
            ops::suppressions(&mut conn, &filter, page).unwrap();
        }
        let span = |number, tier| CountSpan { number, tier, from: Slot(0), until: Slot(96) };
        ops::counted(&mut conn, merchant_id, &[span(0, Tier::Day), span(1, Tier::Hour)]).unwrap();
        ops::suppressions_of(&mut conn, merchant_id, Channel::Email, "x").unwrap();
    }
    ops::merged_customers(&mut conn, make.id(), 5).unwrap();
    ops::customer_is_bare(&mut conn, make.id()).unwrap();
    ops::requests_after(&mut conn, None, 5).unwrap();
    ops::requests_after(&mut conn, Some(("a", "b")), 5).unwrap();
    ops::links(
        &mut conn,
        &LinkFilter { merchant_id: Some(merchant), with_deleted: true, ..LinkFilter::default() },
        page,
    )
    .unwrap();
    ops::customer_by_external_id(&mut conn, merchant, "x").unwrap();
    ops::bills_by_ids(&mut conn, &[make.id(), make.id()]).unwrap();
    ops::open_links_of(&mut conn, make.id()).unwrap();
    ops::link_count(&mut conn, &LinkFilter { merchant_id: Some(merchant), ..LinkFilter::default() }).unwrap();
    ops::link_totals(&mut conn, &[link, make.id()]).unwrap();
    ops::totals_of_link(&mut conn, link).unwrap();
    ops::latest_payments(&mut conn, &[link, make.id()]).unwrap();
    ops::declines(&mut conn, &Declines::OnLink(link), now).unwrap();
    ops::declines(&mut conn, &Declines::FromOrigin("x".to_owned()), now).unwrap();
    ops::was_viewed(&mut conn, link, Date::in_utc(now)).unwrap();
    ops::message_by_reference(&mut conn, Channel::Sms, "x").unwrap();
    ops::requests(&mut conn, &Requests::AboutLink(link, Channel::Email), now).unwrap();
    ops::requests(&mut conn, &Requests::To("x".to_owned(), Channel::Email), now).unwrap();
    for merchant_id in [None, Some(make.id())] {
        ops::files(&mut conn, &FileFilter { merchant_id }, page).unwrap();
    }
    ops::file_usage(&mut conn, make.id()).unwrap();
    ops::reminders(&mut conn, link).unwrap();
    ops::facts(&mut conn, 10).unwrap();
    claim::claim(&mut conn, (Queue::Deliver, None), 4, now, Duration::ZERO).unwrap();
    claim::claim(&mut conn, (Queue::Deliver, Some(uuid::Uuid::nil())), 4, now, Duration::ZERO).unwrap();
    ops::due_lanes(&mut conn, Queue::Deliver, now, &[], 4).unwrap();
    ops::backlog(&mut conn, Queue::Deliver, now).unwrap();
    ops::prune(&mut conn, now, 10).unwrap();

    let queries = std::mem::take(&mut seen.lock().unwrap().run);
    assert!(queries.len() > 30, "{}", queries.len());
    let mut bad = Vec::new();
    for query in queries {
        let steps = plan(&mut conn, &query);
        let walk = |step: &&String| step.starts_with("SCAN ") && !step.contains(" USING ");
        let walks = steps.iter().filter(walk).any(|step| !NO_TABLE.iter().any(|one| step.starts_with(one)));
        let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
        if walks || (sorts && !FEW_ROWS.iter().any(|few| query.contains(few))) {
            bad.push(format!("{query}\n{steps:#?}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n\n"));
}

//! No list sorts or walks a whole table: every query finds its place in an index.

use super::super::{Conn, RunQueryDsl, claim, ops};
use super::statements::watched;
use diesel::{QueryableByName, sql_query, sql_types::Text};
use paylink_core::{
    Date, EventKind,
    ports::{
        CustomerFilter, Declines, EventFilter, LinkFilter, MessageFilter, PageOf, PaymentFilter, Position, Requests,
        SuppressionFilter, WebhookFilter,
    },
    records::{Channel, MessageStatus, Method, PaymentStatus, Queue},
    testing::build::{Make, instant},
    views::LinkStatus,
};
use std::time::Duration;

/// Conditions that leave so few rows that sorting them costs nothing: an external id is unique in its merchant, an
/// event goes to at most a hundred endpoints, providers give a reference once, and lanes are endpoints.
const FEW_ROWS: [&str; 4] = ["`external_id` = ?", "`event_id` = ?", "`provider_reference` = ?", "WITH RECURSIVE lanes"];

/// Steps that touch no table.
const NO_TABLE: [&str; 3] = ["SCAN CONSTANT ROW", "SCAN lanes", "SCAN (subquery-"];

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
            LinkFilter { status: Some((LinkStatus::Active, now)), ..LinkFilter::default() },
            LinkFilter { created_from: Some(now), created_until: Some(now), ..LinkFilter::default() },
        ] {
            ops::links(&mut conn, &LinkFilter { merchant_id, ..filter }, page).unwrap();
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
        for (endpoint_id, event_id) in [(None, None), (Some(endpoint), None), (None, Some(event))] {
            let filter = WebhookFilter { merchant_id, endpoint_id, event_id, status: None };
            ops::deliveries(&mut conn, &filter, page).unwrap();
        }
        ops::endpoints(&mut conn, &WebhookFilter { merchant_id, ..WebhookFilter::default() }, page).unwrap();
        ops::api_keys(&mut conn, merchant_id, page).unwrap();
        for address_key in [None, some("x")] {
            let filter = SuppressionFilter { merchant_id, channel: Some(Channel::Email), address_key };
            ops::suppressions(&mut conn, &filter, page).unwrap();
        }
        ops::suppressions_of(&mut conn, merchant_id, Channel::Email, "x").unwrap();
    }
    ops::customer_by_external_id(&mut conn, merchant, "x").unwrap();
    ops::link_totals(&mut conn, &[link, make.id()]).unwrap();
    ops::totals_of_link(&mut conn, link).unwrap();
    ops::declines(&mut conn, &Declines::OnLink(link), now).unwrap();
    ops::declines(&mut conn, &Declines::FromOrigin("x".to_owned()), now).unwrap();
    ops::was_viewed(&mut conn, link, Date::in_utc(now)).unwrap();
    ops::message_by_reference(&mut conn, Channel::Sms, "x").unwrap();
    ops::requests(&mut conn, &Requests::AboutLink(link, Channel::Email), now).unwrap();
    ops::requests(&mut conn, &Requests::To("x".to_owned(), Channel::Email), now).unwrap();
    ops::reminders(&mut conn, link).unwrap();
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

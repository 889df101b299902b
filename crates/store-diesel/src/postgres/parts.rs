//! One change as one statement that gives back one row when it did what it should.
//!
//! [`Change::DropWork`] and [`Change::CountView`] may also give back none; [`Change::InsertAudit`] gives back one for
//! each entry.

use crate::{
    nodes::held,
    rows::{
        ApiKeyRow, AuditRow, BillRow, CustomerRow, DeliveryRow, EndpointRow, EventRow, FactRow, FileRow, FileUsageRow,
        IdempotencyRow, LedgerRow, LinkRow, MerchantRow, MessageRow, PaymentMethodRow, PaymentRow, RefundRow,
        ReminderRow, WorkRow, terms_text,
    },
    schema::{
        api_keys, audit_log, bills, customers, events, file_usage, files, idempotency, ledger, link_texts, link_views,
        links, merchants, messages, payment_methods, payments, refunds, reminders, report_facts, webhook_deliveries,
        webhook_endpoints, work,
    },
    search_nodes::WriteTerms,
    types::{At, Id},
};
use diesel::{
    ExpressionMethods, PgExpressionMethods, QueryDsl, pg::Pg, query_builder::QueryFragment, upsert::excluded,
};
use paylink_core::{
    Change, Date, LinkId, Version,
    ports::StoreError,
    records::{FactRecord, WorkKey},
};

/// The statement.
pub(super) type Fragment = Box<dyn QueryFragment<Pg> + Send>;

/// What is written beside a change, however many rows that gives back: the terms that a new link is found by.
pub(super) fn beside(change: &Change) -> Vec<Fragment> {
    let Change::InsertLink(new) = change else { return Vec::new() };
    let (merchant, id, terms) = (Id::of(new.merchant_id), Id::of(new.id), new.terms());
    let text = (link_texts::link_id.eq(id), link_texts::terms.eq(terms_text(&terms)));
    let text = diesel::insert_into(link_texts::table).values(text);
    vec![Box::new(text), Box::new(WriteTerms::add(merchant, id, terms.into_iter().collect()))]
}

/// What the change is about, so that two changes of one row are noticed.
pub(super) type Subject = (&'static str, String);

/// One statement for all facts of a set, which gives back a row for each.
pub(super) fn facts_part(facts: &[&FactRecord]) -> Fragment {
    let rows: Vec<FactRow> = facts.iter().map(|fact| FactRow::of(fact)).collect();
    Box::new(diesel::insert_into(report_facts::table).values(rows).returning(report_facts::id))
}

/// The statement for a change, and its row; `None` for a change that goes the long way.
pub(super) fn part(change: &Change) -> Result<Option<(Subject, Fragment)>, StoreError> {
    let first = Version::FIRST;
    Ok(Some(match change {
        Change::InsertMerchant(new) => {
            let insert = diesel::insert_into(merchants::table).values(MerchantRow::of(new, first)?);
            (("merchant", new.id.to_string()), Box::new(insert.returning(merchants::version)))
        }
        Change::UpdateMerchant(new) => {
            let seen = merchants::table.find(Id::of(new.value.id)).filter(merchants::version.eq(new.version.0));
            let update = diesel::update(seen).set(MerchantRow::of(&new.value, new.version.next())?);
            (("merchant", new.value.id.to_string()), Box::new(update.returning(merchants::version)))
        }
        Change::ExpectMerchant(id, version) => {
            let seen = merchants::table.find(Id::of(*id)).filter(merchants::version.eq(version.0));
            (("merchant", id.to_string()), Box::new(held(seen.select(merchants::version))))
        }
        Change::InsertCustomer(new) => {
            let insert = diesel::insert_into(customers::table).values(CustomerRow::of(new, first)?);
            (("customer", new.id.to_string()), Box::new(insert.returning(customers::version)))
        }
        Change::UpdateCustomer(new) => {
            let seen = customers::table.find(Id::of(new.value.id)).filter(customers::version.eq(new.version.0));
            let update = diesel::update(seen).set(CustomerRow::of(&new.value, new.version.next())?);
            (("customer", new.value.id.to_string()), Box::new(update.returning(customers::version)))
        }
        Change::ExpectCustomer(id, version) => {
            let seen = customers::table.find(Id::of(*id)).filter(customers::version.eq(version.0));
            (("customer", id.to_string()), Box::new(held(seen.select(customers::version))))
        }
        Change::InsertLink(new) => {
            let insert = diesel::insert_into(links::table).values(LinkRow::of(new, first)?);
            (("link", new.id.to_string()), Box::new(insert.returning(links::version)))
        }
        Change::UpdateLink(new) => {
            let row = LinkRow::of(&new.value, new.version.next())?;
            // what changes the terms a link is found by goes the long way, which writes them as well
            let (details, order, invoice) = row.searched();
            let seen = links::table.find(Id::of(new.value.id)).filter(links::version.eq(new.version.0));
            let same = seen.filter(links::details.eq(details)).filter(links::order_number.is_not_distinct_from(order));
            let same = same.filter(links::invoice_number.is_not_distinct_from(invoice));
            let update = diesel::update(same).set(row);
            (("link", new.value.id.to_string()), Box::new(update.returning(links::version)))
        }
        Change::ExpectLink(id, version) => {
            let seen = links::table.find(Id::of(*id)).filter(links::version.eq(version.0));
            (("link", id.to_string()), Box::new(held(seen.select(links::version))))
        }
        Change::InsertBill(new) => {
            let insert = diesel::insert_into(bills::table).values(BillRow::of(new, first)?);
            (("bill", new.id.to_string()), Box::new(insert.returning(bills::version)))
        }
        Change::UpdateBill(new) => {
            let seen = bills::table.find(Id::of(new.value.id)).filter(bills::version.eq(new.version.0));
            let update = diesel::update(seen).set(BillRow::of(&new.value, new.version.next())?);
            (("bill", new.value.id.to_string()), Box::new(update.returning(bills::version)))
        }
        Change::InsertPayment(new) => {
            let insert = diesel::insert_into(payments::table).values(PaymentRow::of(new, first)?);
            (("payment", new.id.to_string()), Box::new(insert.returning(payments::version)))
        }
        Change::UpdatePayment(new) => {
            let seen = payments::table.find(Id::of(new.value.id)).filter(payments::version.eq(new.version.0));
            let update = diesel::update(seen).set(PaymentRow::of(&new.value, new.version.next())?);
            (("payment", new.value.id.to_string()), Box::new(update.returning(payments::version)))
        }
        Change::ExpectPayment(id, version) => {
            let seen = payments::table.find(Id::of(*id)).filter(payments::version.eq(version.0));
            (("payment", id.to_string()), Box::new(held(seen.select(payments::version))))
        }
        Change::InsertRefund(new) => {
            let insert = diesel::insert_into(refunds::table).values(RefundRow::of(new, first)?);
            (("refund", new.id.to_string()), Box::new(insert.returning(refunds::version)))
        }
        Change::UpdateRefund(new) => {
            let seen = refunds::table.find(Id::of(new.value.id)).filter(refunds::version.eq(new.version.0));
            let update = diesel::update(seen).set(RefundRow::of(&new.value, new.version.next())?);
            (("refund", new.value.id.to_string()), Box::new(update.returning(refunds::version)))
        }
        Change::InsertPaymentMethod(new) => {
            let insert = diesel::insert_into(payment_methods::table).values(PaymentMethodRow::of(new, first)?);
            (("payment_method", new.id.to_string()), Box::new(insert.returning(payment_methods::version)))
        }
        Change::UpdatePaymentMethod(new) => {
            let seen = payment_methods::table.find(Id::of(new.value.id));
            let seen = seen.filter(payment_methods::version.eq(new.version.0));
            let update = diesel::update(seen).set(PaymentMethodRow::of(&new.value, new.version.next())?);
            (("payment_method", new.value.id.to_string()), Box::new(update.returning(payment_methods::version)))
        }
        Change::ExpectPaymentMethod(id, version) => {
            let seen = payment_methods::table.find(Id::of(*id)).filter(payment_methods::version.eq(version.0));
            (("payment_method", id.to_string()), Box::new(held(seen.select(payment_methods::version))))
        }
        Change::InsertLedgerEntry(new) => {
            let insert = diesel::insert_into(ledger::table).values(LedgerRow::of(new));
            (("ledger entry", new.id.to_string()), Box::new(insert.returning(ledger::number)))
        }
        Change::InsertEvent(new) => {
            let insert = diesel::insert_into(events::table).values(EventRow::of(new)?);
            (("event", new.id.to_string()), Box::new(insert.returning(events::id)))
        }
        Change::InsertApiKey(new) => {
            let insert = diesel::insert_into(api_keys::table).values(ApiKeyRow::of(new, first));
            (("api_key", new.id.to_string()), Box::new(insert.returning(api_keys::version)))
        }
        Change::InsertEndpoint(new) => {
            let insert = diesel::insert_into(webhook_endpoints::table).values(EndpointRow::of(new, first)?);
            (("endpoint", new.id.to_string()), Box::new(insert.returning(webhook_endpoints::version)))
        }
        Change::InsertDelivery(new) => {
            let insert = diesel::insert_into(webhook_deliveries::table).values(DeliveryRow::of(new, first));
            (("delivery", new.id.to_string()), Box::new(insert.returning(webhook_deliveries::version)))
        }
        Change::UpdateDelivery(new) => {
            let seen = webhook_deliveries::table.find(Id::of(new.value.id));
            let seen = seen.filter(webhook_deliveries::version.eq(new.version.0));
            let update = diesel::update(seen).set(DeliveryRow::of(&new.value, new.version.next()));
            (("delivery", new.value.id.to_string()), Box::new(update.returning(webhook_deliveries::version)))
        }
        Change::InsertMessage(new) => {
            let insert = diesel::insert_into(messages::table).values(MessageRow::of(new, first)?);
            (("message", new.id.to_string()), Box::new(insert.returning(messages::version)))
        }
        Change::UpdateMessage(new) => {
            let seen = messages::table.find(Id::of(new.value.id)).filter(messages::version.eq(new.version.0));
            let update = diesel::update(seen).set(MessageRow::of(&new.value, new.version.next())?);
            (("message", new.value.id.to_string()), Box::new(update.returning(messages::version)))
        }
        Change::InsertReminder(new) => {
            let insert = diesel::insert_into(reminders::table).values(ReminderRow::of(new, first)?);
            (("reminder", new.id.to_string()), Box::new(insert.returning(reminders::version)))
        }
        Change::UpdateReminder(new) => {
            let seen = reminders::table.find(Id::of(new.value.id)).filter(reminders::version.eq(new.version.0));
            let update = diesel::update(seen).set(ReminderRow::of(&new.value, new.version.next())?);
            (("reminder", new.value.id.to_string()), Box::new(update.returning(reminders::version)))
        }
        Change::InsertView(link, day) => {
            let row = (link_views::link_id.eq(Id::of(*link)), link_views::day.eq(day.to_string()));
            let insert = diesel::insert_into(link_views::table).values((row.0, row.1, link_views::views.eq(1)));
            (view_of(*link, *day), Box::new(insert.returning(link_views::views)))
        }
        // a day without a first view stays so: another part that may give back no row
        Change::CountView(link, day) => {
            let seen = link_views::table.find((Id::of(*link), day.to_string()));
            let update = diesel::update(seen).set(link_views::views.eq(link_views::views + 1));
            (view_of(*link, *day), Box::new(update.returning(link_views::views)))
        }
        Change::InsertFile(new) => {
            let insert = diesel::insert_into(files::table).values(FileRow::of(new, first));
            (("file", new.id.to_string()), Box::new(insert.returning(files::version)))
        }
        Change::UpdateFile(new) => {
            let seen = files::table.find(Id::of(new.value.id)).filter(files::version.eq(new.version.0));
            let update = diesel::update(seen).set(FileRow::of(&new.value, new.version.next()));
            (("file", new.value.id.to_string()), Box::new(update.returning(files::version)))
        }
        Change::DeleteFile(id, version) => {
            let seen = files::table.find(Id::of(*id)).filter(files::version.eq(version.0));
            (("file", id.to_string()), Box::new(diesel::delete(seen).returning(files::version)))
        }
        Change::InsertFileUsage(new) => {
            let insert = diesel::insert_into(file_usage::table).values(FileUsageRow::of(new, first));
            (("file_usage", new.merchant_id.to_string()), Box::new(insert.returning(file_usage::version)))
        }
        Change::UpdateFileUsage(new) => {
            let seen = file_usage::table.find(Id::of(new.value.merchant_id));
            let seen = seen.filter(file_usage::version.eq(new.version.0));
            let update = diesel::update(seen).set(FileUsageRow::of(&new.value, new.version.next()));
            (("file_usage", new.value.merchant_id.to_string()), Box::new(update.returning(file_usage::version)))
        }
        Change::InsertFact(new) => (("fact", new.id.to_string()), facts_part(&[new])),
        Change::InsertIdempotency(new) => {
            let insert = diesel::insert_into(idempotency::table).values(IdempotencyRow::of(new, first));
            // a record that has run out gives way to the new one
            let insert = insert.on_conflict((idempotency::scope, idempotency::key)).do_update();
            let insert = insert.set(IdempotencyRow::of(new, first));
            let insert = diesel::query_dsl::methods::FilterDsl::filter(
                insert,
                idempotency::expires_at.le(At::of(new.created_at)),
            );
            (request(&new.scope, &new.key), Box::new(insert.returning(idempotency::version)))
        }
        Change::UpdateIdempotency(new) => {
            let key = (new.value.scope.clone(), new.value.key.clone());
            let seen = idempotency::table.find(key).filter(idempotency::version.eq(new.version.0));
            let update = diesel::update(seen).set(IdempotencyRow::of(&new.value, new.version.next()));
            (request(&new.value.scope, &new.value.key), Box::new(update.returning(idempotency::version)))
        }
        Change::PutWork(new) => {
            let insert = diesel::insert_into(work::table).values(WorkRow::of(new, first));
            let again = (
                work::lane.eq(excluded(work::lane)),
                work::run_at.eq(excluded(work::run_at)),
                work::leased.eq(false),
                work::attempts.eq(excluded(work::attempts)),
                work::version.eq(work::version + 1),
            );
            let insert = insert.on_conflict((work::queue, work::subject)).do_update().set(again);
            (work_of(new.key), Box::new(insert.returning(work::version)))
        }
        Change::UpdateWork(new) => {
            let seen = work::table.find((new.value.key.queue.name(), Id(new.value.key.subject)));
            let seen = seen.filter(work::version.eq(new.version.0));
            let update = diesel::update(seen).set(WorkRow::of(&new.value, new.version.next()));
            (work_of(new.value.key), Box::new(update.returning(work::version)))
        }
        Change::FinishWork(key, version) => {
            let seen = work::table.find((key.queue.name(), Id(key.subject))).filter(work::version.eq(version.0));
            (work_of(*key), Box::new(diesel::delete(seen).returning(work::version)))
        }
        // work that is gone already is as good: a part that may give back no row
        Change::DropWork(key) => {
            let seen = work::table.find((key.queue.name(), Id(key.subject)));
            (work_of(*key), Box::new(diesel::delete(seen).returning(work::version)))
        }
        Change::InsertAudit(new) => {
            let Some(first) = new.first() else { return Ok(None) };
            let rows: Vec<AuditRow> = new.iter().map(AuditRow::of).collect();
            let insert = diesel::insert_into(audit_log::table).values(rows);
            (("audit", first.id.to_string()), Box::new(insert.returning(audit_log::id)))
        }
        Change::MoveCustomer { .. }
        | Change::DeleteMerchant(..)
        | Change::RewriteEvent(_)
        | Change::RewriteDelivery(_)
        | Change::RewriteMessage(_)
        | Change::UpdateApiKey(_)
        | Change::UpdateEndpoint(_)
        | Change::DeleteEndpoint(..)
        | Change::InsertSuppression(_)
        | Change::FoldFacts(_)
        | Change::DeleteSuppression(_)
        | Change::InsertSeal(_) => return Ok(None),
    }))
}

fn request(scope: &str, key: &str) -> Subject {
    ("request", format!("{scope} {key}"))
}

fn work_of(key: WorkKey) -> Subject {
    ("work", format!("{} {}", key.queue.name(), key.subject))
}

fn view_of(link: LinkId, day: Date) -> Subject {
    ("view", format!("{link} {day}"))
}

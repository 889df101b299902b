//! A change set, change by change; the caller opens the transaction and takes it back on an error.

use super::{
    Conn, access, audit, bills, customers, events, idempotency, kept_files, ledger, links, merchants, messages, moving,
    payment_methods, payments, refunds, reminders, reports, suppressions, twin, views, webhooks, work,
};
use crate::error::Done;
use paylink_core::{Change, ChangeSet};

#[twin]
pub(in super::super) async fn apply(conn: &mut Conn, changes: &ChangeSet) -> Done {
    for change in changes.changes() {
        apply_one(conn, change).await?;
    }
    Ok(())
}

#[twin]
async fn apply_one(conn: &mut Conn, change: &Change) -> Done {
    match change {
        Change::InsertMerchant(new) => merchants::insert(conn, new).await,
        Change::UpdateMerchant(new) => merchants::update(conn, new).await,
        Change::DeleteMerchant(id, version) => merchants::delete(conn, *id, *version).await,
        Change::ExpectMerchant(id, version) => merchants::expect(conn, *id, *version).await,
        Change::InsertCustomer(new) => customers::insert(conn, new).await,
        Change::UpdateCustomer(new) => customers::update(conn, new).await,
        Change::ExpectCustomer(id, version) => customers::expect(conn, *id, *version).await,
        Change::MoveCustomer { from, to, most } => moving::move_customer(conn, *from, *to, *most).await,
        Change::InsertLink(new) => links::insert(conn, new).await,
        Change::UpdateLink(new) => links::update(conn, new).await,
        Change::ExpectLink(id, version) => links::expect(conn, *id, *version).await,
        Change::InsertBill(new) => bills::insert(conn, new).await,
        Change::UpdateBill(new) => bills::update(conn, new).await,
        Change::InsertPayment(new) => payments::insert(conn, new).await,
        Change::UpdatePayment(new) => payments::update(conn, new).await,
        Change::ExpectPayment(id, version) => payments::expect(conn, *id, *version).await,
        Change::InsertRefund(new) => refunds::insert(conn, new).await,
        Change::UpdateRefund(new) => refunds::update(conn, new).await,
        Change::InsertPaymentMethod(new) => payment_methods::insert(conn, new).await,
        Change::UpdatePaymentMethod(new) => payment_methods::update(conn, new).await,
        Change::ExpectPaymentMethod(id, version) => payment_methods::expect(conn, *id, *version).await,
        Change::InsertLedgerEntry(new) => ledger::insert(conn, new).await,
        Change::InsertEvent(new) => events::insert(conn, new).await,
        Change::RewriteEvent(new) => events::rewrite(conn, new).await,
        Change::InsertApiKey(new) => access::insert(conn, new).await,
        Change::UpdateApiKey(new) => access::update(conn, new).await,
        Change::InsertEndpoint(new) => webhooks::insert_endpoint(conn, new).await,
        Change::UpdateEndpoint(new) => webhooks::update_endpoint(conn, new).await,
        Change::DeleteEndpoint(id, version) => webhooks::delete_endpoint(conn, *id, *version).await,
        Change::InsertDelivery(new) => webhooks::insert_delivery(conn, new).await,
        Change::RewriteDelivery(new) => webhooks::rewrite_delivery(conn, new).await,
        Change::UpdateDelivery(new) => webhooks::update_delivery(conn, new).await,
        Change::InsertMessage(new) => messages::insert(conn, new).await,
        Change::RewriteMessage(new) => messages::rewrite(conn, new).await,
        Change::UpdateMessage(new) => messages::update(conn, new).await,
        Change::InsertReminder(new) => reminders::insert(conn, new).await,
        Change::UpdateReminder(new) => reminders::update(conn, new).await,
        Change::InsertSuppression(new) => suppressions::insert(conn, new).await,
        Change::DeleteSuppression(id) => suppressions::forget(conn, *id).await,
        Change::InsertView(link, day) => views::insert(conn, *link, *day).await,
        Change::CountView(link, day) => views::count(conn, *link, *day).await,
        Change::InsertFile(new) => kept_files::insert(conn, new).await,
        Change::UpdateFile(new) => kept_files::update(conn, new).await,
        Change::DeleteFile(id, version) => kept_files::delete(conn, *id, *version).await,
        Change::InsertFileUsage(new) => kept_files::insert_usage(conn, new).await,
        Change::UpdateFileUsage(new) => kept_files::update_usage(conn, new).await,
        Change::InsertFact(new) => reports::insert(conn, new).await,
        Change::FoldFacts(fold) => reports::fold(conn, fold).await,
        Change::InsertIdempotency(new) => idempotency::insert(conn, new).await,
        Change::UpdateIdempotency(new) => idempotency::update(conn, new).await,
        Change::PutWork(new) => work::put(conn, new).await,
        Change::FinishWork(key, version) => work::finish(conn, *key, *version).await,
        Change::DropWork(key) => work::forget(conn, *key).await,
        Change::UpdateWork(new) => work::update(conn, new).await,
        Change::InsertAudit(new) => audit::insert(conn, new).await,
        Change::InsertSeal(new) => audit::insert_seal(conn, new).await,
    }
}

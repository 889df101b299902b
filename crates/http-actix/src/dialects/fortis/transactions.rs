//! `/v2/transactions`: payments and refunds in one list.

use super::{
    expands::Expands,
    listing::{found, is_missing},
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{
    Caller, Code, CustomerId, Error, Export, LinkId, PaymentExport, RefundExport, Reply, Timestamp,
    forms::{PaymentQuery, RefundQuery},
    records::{PaymentRecord, PaymentStatus},
};
use paylink_wire::dialects::fortis::{
    Ask, One, Pager, Source, TRANSACTION_COLUMNS, Transaction, create_transaction, not_voidable, void_transaction,
};
use std::collections::VecDeque;

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let wanted = create_transaction(call.lenient_command(None).await?.object()?)?;
    let unknown = || Error::field("previous_transaction_id", Code::InvalidId, "there is no such transaction");
    let payment = found(call.paylink().payment(&caller, &wanted.previous_transaction_id).await)?.ok_or_else(unknown)?;
    wanted.fits(&payment.payment)?;
    let id = payment.payment.id.to_string();
    let made = call.paylink().refund_payment(&caller, &id, &wanted.form, None).await?;
    let Reply::Fresh(refund) = made else { return Err(Failure::of(Code::Internal)) };
    let source = Source::Refund(Box::new(refund.refund), Some(Box::new(payment.payment)));
    Ok(json(201, &One(&shown(&call, &caller, &ask, &source).await?)))
}

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = call.ask(&caller, TRANSACTION_COLUMNS).await?;
    let order = ask.order().filter(|(name, _)| *name == "created_ts").map(|(_, down)| down);
    let sort = Some(if order == Some(false) { "created_at" } else { "-created_at" }.to_owned());
    let merchant_id = call.location_of(&caller, &ask);
    let link = ask.only("paylink_id").filter(|id| id.parse::<LinkId>().is_ok()).map(str::to_owned);
    let customer = ask.only("contact_id").filter(|id| id.parse::<CustomerId>().is_ok()).map(str::to_owned);
    let payments = PaymentQuery {
        merchant_id: merchant_id.clone(),
        payment_link_id: link.clone(),
        customer_id: customer,
        sort: sort.clone(),
        ..PaymentQuery::default()
    };
    let refunds = RefundQuery { merchant_id, payment_link_id: link, sort, ..RefundQuery::default() };
    let mut rows = Merged {
        payments: Stream::of(call.paylink().export_payments(&caller, &payments)?),
        refunds: Stream::of(call.paylink().export_refunds(&caller, &refunds)?),
        up: order == Some(false),
    };
    let mut pager = Pager::new(&ask, order.is_some());
    while let Some(source) = rows.next(&call, &caller).await? {
        pager.push(&Transaction::of(&source), source)?;
    }
    let found = pager.finish();
    let mut page = Vec::with_capacity(found.rows.len());
    for source in &found.rows {
        page.push(shown(&call, &caller, &ask, source).await?);
    }
    Ok(call.page_of(&ask, &page, found.total))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let source = named(&call, &caller).await?;
    Ok(json(200, &One(&shown(&call, &caller, &ask, &source).await?)))
}

pub(super) async fn update(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.user().await?;
    let ask = Ask::of_record(call.given());
    let body = call.lenient_command(None).await?.object()?;
    let Source::Payment(payment) = named(&call, &caller).await? else { return Err(not_voidable().into()) };
    void_transaction(body)?;
    let voided = call.paylink().cancel_payment(&caller, &payment.id.to_string(), None).await?;
    let Reply::Fresh(voided) = voided else { return Err(Failure::of(Code::Internal)) };
    let source = Source::Payment(Box::new(voided.payment));
    Ok(json(200, &One(&shown(&call, &caller, &ask, &source).await?)))
}

/// The payment or refund that the path names.
async fn named(call: &Call, caller: &Caller) -> Result<Source, Failure> {
    let id = call.segment("id");
    match call.paylink().payment(caller, id).await {
        Ok(view) => return Ok(Source::Payment(Box::new(view.payment))),
        Err(error) if is_missing(&error) => {}
        Err(error) => return Err(error.into()),
    }
    let refund = call.paylink().refund(caller, id).await?.refund;
    let payment = payment_of(call, caller, &refund.payment_id.to_string()).await?;
    Ok(Source::Refund(Box::new(refund), payment))
}

async fn payment_of(call: &Call, caller: &Caller, id: &str) -> Result<Option<Box<PaymentRecord>>, Failure> {
    Ok(found(call.paylink().payment(caller, id).await)?.map(|view| Box::new(view.payment)))
}

/// Rows of an export, one at a time.
struct Stream<E: Export> {
    export: E,
    rows: VecDeque<E::Row>,
    over: bool,
}

impl<E: Export> Stream<E> {
    const fn of(export: E) -> Self {
        Self { export, rows: VecDeque::new(), over: false }
    }

    /// The next row, which stays where it is.
    async fn first(&mut self) -> Result<Option<&E::Row>, Error> {
        if self.rows.is_empty() && !self.over {
            self.rows.extend(self.export.next().await?);
            self.over = self.rows.is_empty();
        }
        Ok(self.rows.front())
    }
}

/// Payments and refunds in the order in which they were made, or from the newest down.
struct Merged {
    payments: Stream<PaymentExport>,
    refunds: Stream<RefundExport>,
    up: bool,
}

impl Merged {
    async fn next(&mut self, call: &Call, caller: &Caller) -> Result<Option<Source>, Failure> {
        let payment: Option<Timestamp> = self.payments.first().await?.map(|view| view.payment.created_at);
        let refund: Option<Timestamp> = self.refunds.first().await?.map(|view| view.refund.created_at);
        let refund_first = match (payment, refund) {
            (None, None) => return Ok(None),
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(payment), Some(refund)) if self.up => refund < payment,
            (Some(payment), Some(refund)) => refund >= payment,
        };
        if !refund_first {
            let next = self.payments.rows.pop_front();
            return Ok(next.map(|view| Source::Payment(Box::new(view.payment))));
        }
        let Some(view) = self.refunds.rows.pop_front() else { return Ok(None) };
        let payment = payment_of(call, caller, &view.refund.payment_id.to_string()).await?;
        Ok(Some(Source::Refund(Box::new(view.refund), payment)))
    }
}

/// A transaction as it is answered, with what is asked for beside it.
async fn shown(call: &Call, caller: &Caller, ask: &Ask, source: &Source) -> Result<Transaction, Failure> {
    let mut row = Transaction::of(source).at(&call.base());
    let mut expands = Expands::default();
    let (merchant, payment) = match source {
        Source::Payment(payment) => (payment.merchant_id, Some(payment)),
        Source::Refund(refund, _) => (refund.merchant_id, None),
    };
    if ask.expands("contact") {
        let contact = expands.contact((call, caller), row.contact_id.as_deref()).await?;
        row.expands.insert("contact", contact);
    }
    if ask.expands("location") {
        let location = expands.location((call, caller), merchant).await?;
        row.expands.insert("location", location);
    }
    let succeeded = payment.is_some_and(|payment| payment.status == PaymentStatus::Succeeded);
    let left = payment.is_some_and(|payment| payment.refund_reserved_minor < payment.captured_minor);
    let facts = [
        ("is_refundable", succeeded && left),
        ("is_settled", succeeded),
        ("is_voidable", payment.is_some_and(|payment| payment.is_held())),
        ("is_completable", false),
        ("is_reversible", false),
    ];
    for (name, fact) in facts {
        if ask.expands(name) {
            row.expands.insert(name, serde_json::json!(fact));
        }
    }
    Ok(row)
}

//! What comes back is what was written: every field, every value, to the last character and microsecond.

use super::{
    Fixture,
    check::{During, Kept, holds},
    family::{Family, Kind},
    full,
    ground::{Ground, insert_bill, insert_event, insert_link, insert_message, insert_payment},
    rows::found,
    samples,
    varied::{stamped, worded},
};
use crate::{
    Change, Currency, EventKind, Role, Timezone, TypedId, Version,
    records::{
        ApiKeyRecord, BillKind, BillRecord, BillStateName, Billing, Channel, CustomerRecord, DeliveryRecord,
        DeliveryStatus, EndpointRecord, EventRecord, FilePurpose, FileRecord, FileStatus, FileType, FileUsageRecord,
        LinkRecord, LinkStateName, MerchantRecord, MessageKind, MessageRecord, MessageStatus, Method, MethodDetails,
        PaymentRecord, PaymentStatus, RefundRecord, ReminderRecord, ReminderStatus, Subject, SuppressionReason,
        SuppressionRecord, Usage, WebhookFormat,
    },
    testing::build::instant,
};
use uuid::Uuid;

pub(super) async fn every_field_survives_set_and_unset(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let (bare, full) = (full::bare(&ground.make), full::full(&ground.make));
    for family in [&bare, &full] {
        ground.write(family.inserts()).await?;
        family.check_all(store).await.during("inserted")?;
    }
    // the fields of one row over those of the other, both ways
    let (filled, emptied) = (full::refilled(&bare, &full), full::refilled(&full, &bare));
    for kind in Kind::CHANGING {
        for family in [&filled, &emptied] {
            ground.write([family.update(kind, Version::FIRST)]).await.during(format!("updating {kind:?}"))?;
            family.check(store, kind, Version(2)).await.during("updated")?;
        }
    }
    Ok(())
}

pub(super) async fn texts_come_back_character_by_character(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    for &text in samples::TEXTS {
        let some = || Some(text.to_owned());
        let metadata = || [(text.to_owned(), text.to_owned()), ("other".to_owned(), String::new())].into();
        let merchant =
            MerchantRecord { name: text.to_owned(), phone: some(), metadata: metadata(), ..ground.make.merchant() };
        let mut link = LinkRecord { invoice_number: some(), order_number: some(), ..ground.make.link(merchant.id) };
        link.details.description = some();
        link.details.notes.card = some();
        link.details.metadata = metadata();
        link.details.line_items = vec![crate::testing::build::line(text, 1)];
        let mut bill =
            BillRecord { number: format!("{text}{}", ground.make.word()), ..ground.make.invoice(merchant.id) };
        bill.details.description = some();
        bill.details.line_items.clone_from(&link.details.line_items);
        let payment = PaymentRecord {
            payer_name: some(),
            payer_email: some(),
            failure_message: some(),
            billing: Some(Billing { line1: some(), city: some(), ..Billing::default() }),
            ..ground.make.payment(&link)
        };
        let event = ground.make.link_event(&link);
        let endpoint = EndpointRecord {
            events: vec![text.to_owned(), "*".to_owned(), text.to_owned()],
            disabled_reason: some(),
            ..ground.make.endpoint(None)
        };
        let delivery =
            DeliveryRecord { body: text.to_owned(), last_error: some(), ..ground.make.delivery(&event, &endpoint) };
        let api_key = ApiKeyRecord { name: text.to_owned(), ..ground.make.api_key(None) };
        let mut payment_method = ground.make.payment_method(&payment);
        payment_method.consent.text = text.to_owned();
        payment_method.consent.text_version = text.to_owned();
        let customer = CustomerRecord {
            external_id: some(),
            name: some(),
            email: some(),
            phone: some(),
            locale: some(),
            metadata: metadata(),
            ..ground.make.customer(merchant.id)
        };
        let family = Family {
            payment_method,
            customer,
            refund: RefundRecord {
                reason: some(),
                failure_message: some(),
                metadata: metadata(),
                ..ground.make.refund(&payment)
            },
            entry: ground.make.ledger_entry(&payment),
            merchant,
            bill,
            link,
            payment,
            event,
            api_key,
            endpoint,
            delivery,
            ..Family::of(&ground.make)
        };
        let family = worded(family, text);
        let mut request = ground.make.request(family.link.id);
        request.answer = Some(crate::Answer { status: 200, content_type: text.to_owned(), body: text.to_owned() });
        let family = Family { request, ..family };
        ground.write(family.inserts()).await.during(format!("{text:?}"))?;
        family.check_all(store).await.during(format!("{text:?}"))?;
    }
    Ok(())
}

pub(super) async fn instants_come_back_to_the_microsecond(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for at in samples::instants() {
        let family = stamped(full::full(&ground.make), at);
        ground.write(family.inserts()).await.during(at)?;
        family.check_all(&*ground.store).await.during(at)?;
    }
    Ok(())
}

pub(super) async fn numbers_come_back_up_to_the_largest(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for number in [1, 0x1_0000_0001, (1 << 53) + 1, i64::MAX - 1, i64::MAX] {
        let mut family = Family::of(&ground.make);
        let (count, price) = (number, Some(number));
        family.link = LinkRecord {
            usage: Usage::MultiUse,
            card_minor: price,
            ach_minor: price,
            max_payments: Some(count),
            slots_used: count,
            paid_count: count,
            paid_minor: number,
            ..family.link
        };
        family.link.details.sales_tax_minor = price;
        family.bill.total_minor = number;
        family.bill.max_open_links = count;
        family.bill.details.sales_tax_minor = price;
        family.payment = PaymentRecord {
            amount_minor: number,
            captured_minor: number,
            refund_reserved_minor: number,
            refunded_minor: number,
            ledger_count: count,
            not_found_count: count,
            ..family.payment
        };
        family.refund = RefundRecord { amount_minor: number, not_found_count: count, ..family.refund };
        family.entry.amount_minor = number;
        family.entry.number = count;
        family.event = ground.make.payment_event(&family.link, &family.payment);
        family.delivery = ground.make.delivery(&family.event, &family.endpoint);
        family.delivery = DeliveryRecord { attempts: count, last_status: Some(count), ..family.delivery };
        family.message = MessageRecord { attempts: count, ..ground.make.message(&family.link) };
        let days = i32::try_from(count).unwrap_or(i32::MIN);
        family.file = FileRecord { size: number, ..ground.make.attachment(&family.link) };
        family.file_usage = FileUsageRecord { bytes: number, limit_bytes: number, ..family.file_usage };
        family.reminder = ReminderRecord { offset_days: Some(days), ..ground.make.reminder(&family.link) };
        ground.write(family.inserts()).await.during(number)?;
        family.check_all(&*ground.store).await.during(number)?;
    }
    Ok(())
}

pub(super) async fn ids_come_back_bit_by_bit(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for bits in [0, 1, 0x7f << 120, 0x80 << 120, u128::MAX, u128::MAX - 1, 0x00ff_0000 << 96] {
        let merchant = MerchantRecord { id: TypedId::from_uuid(Uuid::from_u128(bits)), ..ground.make.merchant() };
        let link = LinkRecord { id: TypedId::from_uuid(Uuid::from_u128(bits)), ..ground.make.link(merchant.id) };
        let payment = PaymentRecord { id: TypedId::from_uuid(Uuid::from_u128(bits)), ..ground.make.payment(&link) };
        let changes = [Change::InsertMerchant(merchant.clone()), insert_link(&link), insert_payment(&payment)];
        ground.write(changes).await.during(format!("{bits:032x}"))?;
        let what = format!("{bits:032x}");
        found(&what, ground.store.merchant(merchant.id).await?, &merchant, Version::FIRST)?;
        found(&what, ground.store.link(link.id).await?, &link, Version::FIRST)?;
        found(&what, ground.store.payment(payment.id).await?, &payment, Version::FIRST)?;
    }
    Ok(())
}

pub(super) async fn every_name_comes_back(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let merchant = ground.merchant().await?;
    let event = ground.event().await?;
    for state in LinkStateName::ALL.iter().copied() {
        for usage in Usage::ALL.iter().copied() {
            let row = LinkRecord { state, usage, ..ground.make.link(merchant.id) };
            ground.write([insert_link(&row)]).await.during(state.name())?;
            found(state.name(), store.link(row.id).await?, &row, Version::FIRST)?;
        }
    }
    for kind in BillKind::ALL.iter().copied() {
        for state in BillStateName::ALL.iter().copied() {
            let closed_at = Some(instant(1)).filter(|_| state != BillStateName::Open);
            let payment_id = Some(ground.make.id()).filter(|_| state == BillStateName::Paid);
            let row = BillRecord { kind, state, closed_at, payment_id, ..ground.make.invoice(merchant.id) };
            let link = ground.make.link_for(&row, 9);
            ground.write([insert_bill(&row), insert_link(&link)]).await.during(state.name())?;
            found(state.name(), store.bill(row.id).await?, &row, Version::FIRST)?;
            found(kind.name(), store.link(link.id).await?, &link, Version::FIRST)?;
        }
    }
    for status in PaymentStatus::ALL.iter().copied() {
        for method in Method::ALL.iter().copied() {
            let link = ground.link().await?;
            let method_details = Some(details(method));
            let row = PaymentRecord { status, method, method_details, ..ground.make.payment(&link) };
            ground.write([insert_payment(&row)]).await.during(status.name())?;
            found(status.name(), store.payment(row.id).await?, &row, Version::FIRST)?;
        }
    }
    for kind in EventKind::ALL.iter().copied() {
        for subject in [event.subject.clone(), Subject::Test] {
            let row = EventRecord { id: ground.make.id(), kind, subject, ..event.clone() };
            ground.write([insert_event(&row)]).await.during(kind.name())?;
            found(kind.name(), store.event(row.id).await?, &row, Version::FIRST)?;
        }
    }
    let link = ground.link().await?;
    for channel in Channel::ALL.iter().copied() {
        for kind in MessageKind::ALL.iter().copied() {
            for status in MessageStatus::ALL.iter().copied() {
                let row = MessageRecord { channel, kind, status, ..ground.make.message(&link) };
                ground.write([insert_message(&row)]).await.during(kind.name())?;
                found(kind.name(), store.message(row.id).await?, &row, Version::FIRST)?;
            }
        }
        for reason in SuppressionReason::ALL.iter().copied() {
            let row = SuppressionRecord { channel, reason, ..ground.make.suppression(None) };
            ground.write([Change::InsertSuppression(row.clone())]).await.during(reason.name())?;
            holds(store.suppression(row.id).await? == Some(row), reason.name())?;
        }
    }
    for status in ReminderStatus::ALL.iter().copied() {
        let row = ReminderRecord { status, ..ground.make.reminder(&ground.link().await?) };
        ground.write([Change::InsertReminder(row.clone())]).await.during(status.name())?;
        found(status.name(), store.reminder(row.id).await?, &row, Version::FIRST)?;
    }
    for purpose in FilePurpose::ALL.iter().copied() {
        for content_type in FileType::ALL.iter().copied() {
            for status in FileStatus::ALL.iter().copied() {
                let link_id = (purpose == FilePurpose::Attachment).then_some(link.id);
                let made = ground.make.attachment(&link);
                let row = FileRecord { purpose, content_type, status, link_id, ..made };
                ground.write([Change::InsertFile(row.clone())]).await.during(purpose.name())?;
                found(purpose.name(), store.file(row.id).await?, &row, Version::FIRST)?;
            }
        }
    }
    for format in WebhookFormat::ALL.iter().copied() {
        let endpoint = EndpointRecord { format, ..ground.make.endpoint(None) };
        ground.write([Change::InsertEndpoint(endpoint.clone())]).await.during(format.name())?;
        found(format.name(), store.endpoint(endpoint.id).await?, &endpoint, Version::FIRST)?;
    }
    for status in DeliveryStatus::ALL.iter().copied() {
        let row = DeliveryRecord { status, ..ground.make.delivery(&event, &ground.endpoint().await?) };
        ground.write([Change::InsertDelivery(row.clone())]).await.during(status.name())?;
        found(status.name(), store.delivery(row.id).await?, &row, Version::FIRST)?;
    }
    for role in [Role::Admin, Role::ReadOnly] {
        let row = ApiKeyRecord { role, ..ground.make.api_key(None) };
        ground.write([Change::InsertApiKey(row.clone())]).await.during(role.name())?;
        found(role.name(), store.api_key(row.id).await?, &row, Version::FIRST)?;
    }
    for (code, zone) in
        [("JPY", "Asia/Tokyo"), ("USD", "UTC"), ("KWD", "America/Argentina/Buenos_Aires"), ("CLF", "UTC")]
    {
        let (currency, timezone) = (Currency::named(code), Timezone::named(zone));
        let (Some(currency), Some(timezone)) = (currency, timezone) else { continue };
        let row = MerchantRecord { currency, timezone, ..ground.make.merchant() };
        ground.write([Change::InsertMerchant(row.clone())]).await.during(code)?;
        found(code, store.merchant(row.id).await?, &row, Version::FIRST)?;
    }
    Ok(())
}

fn details(method: Method) -> MethodDetails {
    match method {
        Method::Card => MethodDetails::Card {
            brand: "mastercard".to_owned(),
            last4: "0007".to_owned(),
            exp_month: u8::MAX,
            exp_year: u16::MAX,
        },
        Method::Ach => {
            MethodDetails::Ach { bank_name: None, last4: "0000".to_owned(), account_type: "savings".to_owned() }
        }
    }
}

//! Lists run from the newest to the oldest, and pages of them neither repeat nor lose a row.

use super::{
    Fixture,
    check::{Broken, During, Kept, holds, same},
    ground::{ALL, Ground, insert_bill, insert_event, insert_link, insert_message, insert_payment, page},
};
use crate::{
    Change, Stored, Timestamp, TypedId,
    ports::{
        BillFilter, CustomerFilter, EventFilter, FileFilter, LinkFilter, MessageFilter, PageOf, PaymentFilter,
        PaymentMethodFilter, Position, Store, SuppressionFilter, WebhookFilter,
    },
    records::{
        ApiKeyRecord, BillKind, BillRecord, CustomerRecord, DeliveryRecord, EndpointRecord, EventRecord, FileRecord,
        LinkRecord, MerchantRecord, MessageRecord, PaymentMethodRecord, PaymentRecord, SuppressionRecord,
    },
};
use uuid::Uuid;

/// A list.
#[derive(Debug, Clone, Copy)]
enum List {
    Merchants,
    Customers,
    Links,
    Bills,
    Payments,
    PaymentMethods,
    Events,
    Endpoints,
    Deliveries,
    Messages,
    Suppressions,
    Files,
    ApiKeys,
}

const LISTS: [List; 13] = [
    List::Merchants,
    List::Customers,
    List::Links,
    List::Bills,
    List::Payments,
    List::PaymentMethods,
    List::Events,
    List::Endpoints,
    List::Deliveries,
    List::Messages,
    List::Suppressions,
    List::Files,
    List::ApiKeys,
];

fn places<T>(rows: &[Stored<T>], place: impl Fn(&T) -> (Timestamp, Uuid)) -> Vec<Position> {
    rows.iter().map(|row| place(&row.value)).map(|(created_at, id)| Position { created_at, id }).collect()
}

impl List {
    async fn read(self, store: &dyn Store, page: PageOf) -> Result<Vec<Position>, Broken> {
        macro_rules! places {
            ($rows:expr) => {
                Ok(places(&$rows.await?, |row| (row.created_at, row.id.uuid())))
            };
        }
        let webhooks = WebhookFilter::default();
        match self {
            Self::Merchants => places!(store.merchants(page)),
            Self::Customers => places!(store.customers(&CustomerFilter::default(), page)),
            Self::Links => places!(store.links(&LinkFilter::default(), page)),
            Self::Bills => places!(store.bills(&BillFilter::all(BillKind::Invoice), page)),
            Self::Payments => places!(store.payments(&PaymentFilter::default(), page)),
            Self::PaymentMethods => places!(store.payment_methods(&PaymentMethodFilter::default(), page)),
            Self::Events => places!(store.events(&EventFilter::default(), page)),
            Self::Endpoints => places!(store.endpoints(&webhooks, page)),
            Self::Deliveries => places!(store.deliveries(&webhooks, page)),
            Self::Messages => places!(store.messages(&MessageFilter::default(), page)),
            Self::Suppressions => {
                let rows = store.suppressions(&SuppressionFilter::default(), page).await?;
                let place = |row: &SuppressionRecord| Position { created_at: row.created_at, id: row.id.uuid() };
                Ok(rows.iter().map(place).collect())
            }
            Self::Files => places!(store.files(&FileFilter::default(), page)),
            Self::ApiKeys => places!(store.api_keys(None, page)),
        }
    }

    /// Writes a row with this place and whatever it needs (never in the same list).
    async fn write(self, ground: &Ground, base: &Base, at: Position) -> Kept {
        let (make, created_at, uuid) = (&ground.make, at.created_at, at.id);
        let changes = match self {
            Self::Merchants => {
                let id = TypedId::from_uuid(uuid);
                vec![Change::InsertMerchant(MerchantRecord { id, created_at, ..make.merchant() })]
            }
            Self::Customers => {
                let id = TypedId::from_uuid(uuid);
                let row = CustomerRecord { id, created_at, ..make.customer(base.link.merchant_id) };
                vec![Change::InsertCustomer(Box::new(row))]
            }
            Self::Links => {
                let id = TypedId::from_uuid(uuid);
                vec![insert_link(&LinkRecord { id, created_at, ..make.link(base.link.merchant_id) })]
            }
            Self::Bills => {
                let id = TypedId::from_uuid(uuid);
                vec![insert_bill(&BillRecord { id, created_at, ..make.invoice(base.link.merchant_id) })]
            }
            Self::Payments => {
                let id = TypedId::from_uuid(uuid);
                let payment = PaymentRecord { id, created_at, exclusive: false, ..make.payment(&base.link) };
                vec![insert_payment(&payment)]
            }
            Self::PaymentMethods => {
                let (id, payment) = (TypedId::from_uuid(uuid), make.payment(&base.link));
                let payment = PaymentRecord { exclusive: false, ..payment };
                let method = PaymentMethodRecord { id, created_at, ..make.payment_method(&payment) };
                vec![insert_payment(&payment), Change::InsertPaymentMethod(Box::new(method))]
            }
            Self::Events => {
                let id = TypedId::from_uuid(uuid);
                vec![insert_event(&EventRecord { id, created_at, ..make.link_event(&base.link) })]
            }
            Self::Endpoints => {
                let id = TypedId::from_uuid(uuid);
                vec![Change::InsertEndpoint(EndpointRecord { id, created_at, ..make.endpoint(None) })]
            }
            Self::Deliveries => {
                let (id, event) = (TypedId::from_uuid(uuid), make.link_event(&base.link));
                let delivery = DeliveryRecord { id, created_at, ..make.delivery(&event, &base.endpoint) };
                vec![insert_event(&event), Change::InsertDelivery(delivery)]
            }
            Self::Messages => {
                let id = TypedId::from_uuid(uuid);
                vec![insert_message(&MessageRecord { id, created_at, ..make.message(&base.link) })]
            }
            Self::Suppressions => {
                let id = TypedId::from_uuid(uuid);
                vec![Change::InsertSuppression(SuppressionRecord { id, created_at, ..make.suppression(None) })]
            }
            Self::Files => {
                let id = TypedId::from_uuid(uuid);
                vec![Change::InsertFile(FileRecord { id, created_at, ..make.attachment(&base.link) })]
            }
            Self::ApiKeys => {
                let id = TypedId::from_uuid(uuid);
                vec![Change::InsertApiKey(ApiKeyRecord { id, created_at, ..make.api_key(None) })]
            }
        };
        ground.write(changes).await.during(format!("{self:?}, a row at {created_at}"))
    }
}

/// Rows that others refer to.
struct Base {
    link: LinkRecord,
    endpoint: EndpointRecord,
}

impl Base {
    /// For lists that the base itself does not appear in, or appears in at its very end.
    async fn new(ground: &Ground) -> Result<Self, Broken> {
        let oldest = Timestamp::from_micros(-62_135_596_800_000_000).unwrap_or(crate::testing::build::instant(0));
        let merchant = MerchantRecord { created_at: oldest, ..ground.make.merchant() };
        let link = LinkRecord { created_at: oldest, ..ground.make.link(merchant.id) };
        let endpoint = EndpointRecord { created_at: oldest, ..ground.make.endpoint(None) };
        let changes = [Change::InsertMerchant(merchant), insert_link(&link), Change::InsertEndpoint(endpoint.clone())];
        ground.write(changes).await?;
        Ok(Self { link, endpoint })
    }
}

/// Places in no order at all: before and after the epoch, a microsecond apart, several in one instant whose ids
/// compare differently as signed numbers, as text and by their last bytes.
fn scrambled() -> Vec<Position> {
    let noon = 1_768_478_400_000_000;
    let ids = [0x80 << 120, 1, 0x7f << 120, u128::MAX, 0x0a << 120, 0xa0 << 64, 0x0a << 64, 2];
    let mut places: Vec<(i64, u128)> = ids.iter().map(|id| (noon, *id)).collect();
    places.extend([
        (noon + 1, 3),
        (noon - 1, 4),
        (-1, 5),
        (1, 6),
        (0, 7),
        (253_402_300_799_999_999, 8),
        (-1_000_000_000_000, 9),
        (noon + 1_000_000, 10),
        (noon + 999_999, 11),
    ]);
    let place = |(micros, id): (i64, u128)| {
        let created_at = Timestamp::from_micros(micros).ok()?;
        Some(Position { created_at, id: Uuid::from_u128(id) })
    };
    // every third, then the next third …: neither ascending nor descending
    (0..3).flat_map(|start| places.clone().into_iter().skip(start).step_by(3)).filter_map(place).collect()
}

pub(super) async fn lists_run_from_the_newest_to_the_oldest(fixture: &dyn Fixture) -> Kept {
    for list in LISTS {
        let ground = Ground::new(fixture).await;
        let base = Base::new(&ground).await?;
        for place in scrambled() {
            list.write(&ground, &base, place).await?;
        }
        let mut wanted = scrambled();
        wanted.sort_unstable_by(|one, other| other.cmp(one));
        let mut found = list.read(&*ground.store, ALL).await?;
        found.truncate(wanted.len());
        same(format!("{list:?}"), &found, &wanted)?;
    }
    Ok(())
}

pub(super) async fn pages_of_every_size_add_up_to_the_list(fixture: &dyn Fixture) -> Kept {
    for list in LISTS {
        let ground = Ground::new(fixture).await;
        let base = Base::new(&ground).await?;
        for place in scrambled() {
            list.write(&ground, &base, place).await?;
        }
        let store = &*ground.store;
        let all = list.read(store, ALL).await?;
        for size in 1..=u32::try_from(all.len() + 1).unwrap_or(1) {
            let mut walked: Vec<Position> = Vec::new();
            loop {
                let rows = list.read(store, page(walked.last().copied(), size)).await?;
                holds(rows.len() <= usize::try_from(size).unwrap_or(0), format!("{list:?}: at most {size} rows"))?;
                let full = rows.len() == usize::try_from(size).unwrap_or(0);
                walked.extend(rows);
                if !full || walked.len() > all.len() {
                    break;
                }
            }
            same(format!("{list:?} in pages of {size}"), &walked, &all)?;
        }
        same(format!("{list:?}, limit 0"), &list.read(store, page(None, 0)).await?, &Vec::new())?;
        same(format!("{list:?}, after the last"), &list.read(store, page(all.last().copied(), 5)).await?, &Vec::new())?;
    }
    Ok(())
}

pub(super) async fn a_walk_is_not_disturbed_by_new_rows(fixture: &dyn Fixture) -> Kept {
    for list in LISTS {
        let ground = Ground::new(fixture).await;
        let base = Base::new(&ground).await?;
        for place in scrambled() {
            list.write(&ground, &base, place).await?;
        }
        let store = &*ground.store;
        let before = list.read(store, ALL).await?;
        let mut walked: Vec<Position> = Vec::new();
        let mut added = 0_u128;
        loop {
            let rows = list.read(store, page(walked.last().copied(), 3)).await?;
            let Some(newest) = rows.first() else { break };
            // newer than everything still to come, be it by time or by id within the same instant
            let id = Uuid::from_u128(newest.id.as_u128().saturating_add(1));
            added += 1;
            if rows.iter().all(|row| row.id != id) && !before.iter().any(|row| row.id == id) {
                list.write(&ground, &base, Position { id, ..*newest }).await?;
            }
            let id = Uuid::from_u128(0xfeed_0000 + added);
            let created_at = newest.created_at.plus(std::time::Duration::from_micros(1));
            list.write(&ground, &base, Position { created_at, id }).await?;
            walked.extend(rows);
        }
        same(format!("{list:?} walked while rows were added"), &walked, &before)?;
    }
    Ok(())
}

pub(super) async fn a_page_can_begin_where_no_row_is(fixture: &dyn Fixture) -> Kept {
    for list in LISTS {
        let ground = Ground::new(fixture).await;
        let base = Base::new(&ground).await?;
        for place in scrambled() {
            list.write(&ground, &base, place).await?;
        }
        let all = list.read(&*ground.store, ALL).await?;
        for place in scrambled() {
            let id = Uuid::from_u128(place.id.as_u128() ^ 0x55);
            let after = Position { id, ..place };
            let wanted: Vec<_> = all.iter().copied().filter(|row| *row < after).collect();
            let found = list.read(&*ground.store, page(Some(after), 1000)).await?;
            same(format!("{list:?} after {after:?}"), &found, &wanted)?;
        }
    }
    Ok(())
}

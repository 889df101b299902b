//! All or nothing.

use super::{
    Fixture,
    check::{During, Kept, corrupt, holds, same},
    family::{Family, Kind},
    ground::{ALL, Ground, insert_link, insert_message, insert_payment, update_link},
    reports::fold,
};
use crate::{
    Change, MAX_CHANGES, Stored, TypedId, Version,
    ports::{
        CountSpan, Counted, CustomerFilter, EventFilter, LinkFilter, MessageFilter, PaymentFilter, PaymentMethodFilter,
        Store, StoreError, SuppressionFilter, WebhookFilter,
    },
    records::{
        ApiKeyRecord, CustomerRecord, DeliveryRecord, EndpointRecord, EventRecord, FactRecord, IdempotencyRecord,
        LinkRecord, LinkTotals, MerchantRecord, MessageRecord, PaymentMethodRecord, PaymentRecord, Queue, RefundRecord,
        ReminderRecord, Slot, Subject, SuppressionRecord, Tier, WorkRecord,
    },
    testing::build::instant,
};
use std::time::Duration;

type Rows<T> = Vec<Stored<T>>;

/// Everything that can be read from a store without changing it.
#[derive(Debug, PartialEq)]
struct Everything {
    merchants: Rows<MerchantRecord>,
    customers: Rows<CustomerRecord>,
    links: Rows<LinkRecord>,
    payments: Rows<PaymentRecord>,
    payment_methods: Rows<PaymentMethodRecord>,
    events: Rows<EventRecord>,
    api_keys: Rows<ApiKeyRecord>,
    endpoints: Rows<EndpointRecord>,
    deliveries: Rows<DeliveryRecord>,
    reminders: Rows<ReminderRecord>,
    messages: Rows<MessageRecord>,
    suppressions: Vec<SuppressionRecord>,
    totals: Vec<LinkTotals>,
    requests: Vec<Option<Stored<IdempotencyRecord>>>,
    facts: Vec<FactRecord>,
    counted: Vec<Counted>,
    backlog: u64,
}

impl Everything {
    async fn of(store: &dyn Store, families: &[&Family]) -> Result<Self, StoreError> {
        let webhooks = WebhookFilter::default();
        let (mut requests, mut reminders) = (Vec::new(), Vec::new());
        for family in families {
            requests.push(store.idempotency(&family.request.scope, &family.request.key).await?);
            reminders.extend(store.reminders(family.link.id).await?);
        }
        let links: Vec<_> = families.iter().map(|family| family.link.id).collect();
        Ok(Self {
            merchants: store.merchants(ALL).await?,
            customers: store.customers(&CustomerFilter::default(), ALL).await?,
            links: store.links(&LinkFilter::default(), ALL).await?,
            payments: store.payments(&PaymentFilter::default(), ALL).await?,
            payment_methods: store.payment_methods(&PaymentMethodFilter::default(), ALL).await?,
            events: store.events(&EventFilter::default(), ALL).await?,
            api_keys: store.api_keys(None, ALL).await?,
            endpoints: store.endpoints(&webhooks, ALL).await?,
            deliveries: store.deliveries(&webhooks, ALL).await?,
            reminders,
            messages: store.messages(&MessageFilter::default(), ALL).await?,
            suppressions: store.suppressions(&SuppressionFilter::default(), ALL).await?,
            totals: store.link_totals(&links).await?,
            requests,
            facts: store.facts(100).await?,
            counted: counted(store).await?,
            backlog: store.backlog(Queue::Reconcile, instant(0)).await?.0,
        })
    }
}

/// Everything that was ever counted, in order.
async fn counted(store: &dyn Store) -> Result<Vec<Counted>, StoreError> {
    let ever = |tier| CountSpan { number: 0, tier, from: Slot(i64::MIN), until: Slot(i64::MAX) };
    let mut all = store.counted(None, &[ever(Tier::All), CountSpan { number: 1, ..ever(Tier::Quarter) }]).await?;
    all.sort_by_key(|one| (one.number, one.key.clone()));
    Ok(all)
}

pub(super) async fn an_empty_set_succeeds(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    ground.write([]).await.during("an empty set")
}

/// Every kind of change, followed by one that fails in every way there is.
pub(super) async fn a_refused_set_leaves_nothing(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let (old, new) = (Family::of(&ground.make), Family::of(&ground.make));
    ground.write(old.inserts()).await.during("writing the first rows")?;
    ground.write([Change::InsertView(old.link.id, old.reminder.remind_on)]).await?;
    let [folded, stays, added, unknown] = [(); 4].map(|()| ground.make.fact(old.merchant.id));
    ground.write([&folded, &stays].map(|fact| Change::InsertFact(fact.clone()))).await?;
    let before = Everything::of(store, &[&old, &new]).await?;

    let mut good = good_changes(&old, &new);
    good.extend([fold(&[folded]), Change::InsertFact(added)]);
    let mut bad_ones = bad_changes(&ground, &old);
    bad_ones.push(("a taken id of a fact".to_owned(), Change::InsertFact(stays)));
    bad_ones.push(("folding an unknown fact".to_owned(), fold(&[unknown])));
    for (name, bad) in bad_ones {
        for place in [0, good.len() / 2, good.len()] {
            let mut changes = good.clone();
            changes.insert(place.min(changes.len()), bad.clone());
            let what = format!("{name} as change {place} of {}", changes.len());
            holds(ground.write(changes).await.is_err(), format!("{what} is refused"))?;
            let after = Everything::of(store, &[&old, &new]).await.during(&what)?;
            same(format!("{what} leaves everything as it was"), &after, &before)?;
        }
    }
    let claimed = store.claim(Queue::Reconcile, None, 10, instant(1), Duration::from_secs(60)).await?;
    let wanted = WorkRecord { run_at: instant(61), ..old.work.clone() };
    same("work after refused sets", &claimed, &vec![Stored { value: wanted, version: Version(2) }])?;
    // nothing that was refused may block what is written later
    ground.write(new.inserts()).await.during("the same rows after refused sets")?;
    new.check_all(store).await
}

/// One change of every kind; none of them fails.
fn good_changes(old: &Family, new: &Family) -> Vec<Change> {
    let mut changes = new.inserts();
    let touched = Family {
        merchant: MerchantRecord { name: "Touched".to_owned(), ..old.merchant.clone() },
        customer: CustomerRecord { name: Some("Touched".to_owned()), ..old.customer.clone() },
        link: LinkRecord { order_number: Some("touched".to_owned()), ..old.link.clone() },
        payment: PaymentRecord { unknown: true, ..old.payment.clone() },
        refund: RefundRecord { unknown: true, ..old.refund.clone() },
        payment_method: PaymentMethodRecord {
            customer_id: Some(TypedId::from_uuid(uuid::Uuid::from_u128(7))),
            ..old.payment_method.clone()
        },
        api_key: ApiKeyRecord { name: "touched".to_owned(), ..old.api_key.clone() },
        endpoint: EndpointRecord { disabled: true, ..old.endpoint.clone() },
        delivery: DeliveryRecord { attempts: 3, ..old.delivery.clone() },
        reminder: ReminderRecord { remind_on: old.reminder.remind_on.next(), ..old.reminder.clone() },
        message: MessageRecord { attempts: 3, ..old.message.clone() },
        request: IdempotencyRecord { expires_at: instant(99), ..old.request.clone() },
        work: WorkRecord { attempts: 9, ..old.work.clone() },
        ..old.clone()
    };
    changes.extend(Kind::CHANGING.iter().map(|kind| touched.update(*kind, Version::FIRST)));
    changes.extend([
        Change::PutWork(touched.work.clone()),
        Change::UpdateWork(Stored { value: touched.work.clone(), version: Version(2) }),
        Change::FinishWork(touched.work.key, Version(3)),
        Change::DropWork(new.work.key),
        Change::DeleteEndpoint(old.endpoint.id, Version(2)),
        Change::DeleteSuppression(old.suppression.id),
        Change::MoveCustomer { from: old.customer.id, to: new.customer.id, most: 9 },
        Change::RewriteEvent(Box::new(EventRecord { subject: Subject::Test, ..old.event.clone() })),
        Change::RewriteMessage(Box::new(Stored { value: touched.message.clone(), version: Version(2) })),
        Change::InsertView(new.link.id, new.reminder.remind_on),
        Change::CountView(old.link.id, old.reminder.remind_on),
    ]);
    changes
}

/// Changes that fail wherever they stand among the good ones.
fn bad_changes(ground: &Ground, old: &Family) -> Vec<(String, Change)> {
    let unborn = Family::of(&ground.make);
    let mut bad: Vec<(String, Change)> = Kind::CHANGING
        .iter()
        .flat_map(|kind| {
            let entity = kind.entity();
            [
                (format!("a stale update of {entity}"), old.update(*kind, Version(7))),
                (format!("an update of an unknown {entity}"), unborn.update(*kind, Version::FIRST)),
            ]
        })
        .collect();
    let ids = Kind::WITH_ID.iter().filter(|kind| !matches!(kind, Kind::Delivery | Kind::Endpoint | Kind::Suppression));
    bad.extend(ids.map(|kind| (format!("a taken id of {}", kind.entity()), old.insert(*kind))));
    let slug = LinkRecord { slug: old.link.slug.to_uppercase(), ..ground.make.link(old.merchant.id) };
    let crowded = LinkRecord { max_payments: Some(1), slots_used: 2, ..ground.make.link(old.merchant.id) };
    let hash = ApiKeyRecord { secret_hash: old.api_key.secret_hash.clone(), ..ground.make.api_key(None) };
    let called = CustomerRecord { id: ground.make.id(), ..old.customer.clone() };
    let again = MessageRecord { id: ground.make.id(), ..old.message.clone() };
    let second = ground.make.payment_method(&old.payment);
    let rest = [
        ("a taken slug", insert_link(&slug)),
        ("a second live payment", insert_payment(&ground.make.payment(&old.link))),
        ("a taken secret", Change::InsertApiKey(hash)),
        ("a taken idempotency key", Change::InsertIdempotency(old.request.clone())),
        ("more slots than allowed", insert_link(&crowded)),
        ("a payment of an unknown link", insert_payment(&ground.make.payment(&ground.make.link(old.merchant.id)))),
        ("a wrong expectation of a merchant", Change::ExpectMerchant(old.merchant.id, Version(7))),
        ("a wrong expectation of a customer", Change::ExpectCustomer(old.customer.id, Version(7))),
        ("a taken external id", Change::InsertCustomer(Box::new(called))),
        ("a wrong expectation of a link", Change::ExpectLink(old.link.id, Version(7))),
        ("a wrong expectation of a payment", Change::ExpectPayment(old.payment.id, Version(7))),
        ("a wrong expectation of a method", Change::ExpectPaymentMethod(old.payment_method.id, Version(7))),
        ("a second method of a payment", Change::InsertPaymentMethod(Box::new(second))),
        ("stale work", Change::UpdateWork(Stored { value: old.work.clone(), version: Version(7) })),
        ("finishing unknown work", Change::FinishWork(unborn.work.key, Version::FIRST)),
        ("a second message of an event", insert_message(&again)),
        ("a second first view of a day", Change::InsertView(old.link.id, old.reminder.remind_on)),
        ("deleting an endpoint at a wrong version", Change::DeleteEndpoint(old.endpoint.id, Version(7))),
    ];
    bad.extend(rest.map(|(name, change)| (name.to_owned(), change)));
    bad
}

pub(super) async fn a_full_set_is_written_and_a_larger_one_refused(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let put = |_| Change::PutWork(ground.make.work(Queue::Dispatch));
    corrupt(ground.write((0..=MAX_CHANGES).map(put)).await).during("one change too many")?;
    same("work after a refused set", &ground.store.backlog(Queue::Dispatch, instant(0)).await?.0, &0)?;
    ground.write((0..MAX_CHANGES).map(put)).await.during("as many changes as are allowed")?;
    let wanted = u64::try_from(MAX_CHANGES).unwrap_or(u64::MAX);
    same("work after a full set", &ground.store.backlog(Queue::Dispatch, instant(0)).await?.0, &wanted)
}

pub(super) async fn changes_build_on_those_before_them(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let family = Family::of(&ground.make);
    let last = LinkRecord { order_number: Some("third".to_owned()), ..family.link.clone() };
    let changes = vec![
        family.insert(Kind::Merchant),
        Change::ExpectMerchant(family.merchant.id, Version::FIRST),
        family.insert(Kind::Customer),
        Change::ExpectCustomer(family.customer.id, Version::FIRST),
        family.insert(Kind::Link),
        update_link(&family.link, Version::FIRST),
        Change::ExpectLink(family.link.id, Version(2)),
        update_link(&last, Version(2)),
        family.insert(Kind::Payment),
        family.update(Kind::Payment, Version::FIRST),
        Change::ExpectPayment(family.payment.id, Version(2)),
        family.insert(Kind::Work),
        Change::FinishWork(family.work.key, Version::FIRST),
    ];
    ground.write(changes).await.during("changes that need those before them")?;
    let family = Family { link: last, ..family };
    family.check(&*ground.store, Kind::Link, Version(3)).await?;
    family.check(&*ground.store, Kind::Payment, Version(2)).await?;
    same("work that was put and finished", &ground.store.backlog(Queue::Reconcile, instant(0)).await?.0, &0)
}

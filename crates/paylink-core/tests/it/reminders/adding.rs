//! Days that a merchant adds to those that are planned.

use super::{MAIL, PHONE, at, by, change, customer, offset, on, reminded, slots, take_back, views, wrong};
use crate::shop::{PLATFORM, Shop, TOKEN, card, one_time};
use paylink_core::{
    Caller, Code, FieldErrors, MerchantId, Role, TypedId,
    forms::{LinkForm, ReminderForm},
    views::{LinkView, ReminderView},
};

async fn add(shop: &Shop, link: &LinkView, forms: &[ReminderForm]) -> Result<Vec<ReminderView>, paylink_core::Error> {
    shop.paylink.add_reminders(&PLATFORM, &link.link.id.to_string(), forms, &FieldErrors::default()).await
}

async fn refused(shop: &Shop, link: &LinkView, forms: &[ReminderForm]) -> Code {
    add(shop, link, forms).await.map(drop).expect_err("refused").code
}

#[tokio::test]
async fn days_are_added_beside_those_that_follow_from_rules() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[offset(-3)])).await;
    let added = add(&shop, &link, &[on("2026-01-20"), on("2026-01-22")]).await.expect("added");
    let days: Vec<_> = added.iter().map(|view| view.reminder.remind_on.to_string()).collect();
    assert_eq!(days, ["2026-01-20", "2026-01-22"]);
    let wanted = ["2026-01-20 email scheduled", "2026-01-22 email scheduled", "2026-02-07 email scheduled"];
    assert_eq!(slots(&shop, &link).await, wanted);
    assert_eq!(shop.shown(&link).await.link.details.reminders.len(), 3, "they are rules like the others");
    at(&shop, "2026-01-20T09:00:00Z").await;
    assert_eq!(slots(&shop, &link).await[0], "2026-01-20 email sent");
}

#[tokio::test]
async fn a_day_has_one_reminder_whoever_planned_it() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[offset(-3)])).await;
    assert_eq!(refused(&shop, &link, &[on("2026-02-07")]).await, Code::ReminderPlanned);
    assert_eq!(refused(&shop, &link, &[on("2026-01-20"), on("2026-01-20")]).await, Code::ReminderPlanned);
    assert_eq!(slots(&shop, &link).await.len(), 1, "all or none");
    add(&shop, &link, &[on("2026-01-20")]).await.expect("added");
    take_back(&shop, &link, 0).await.expect("taken back");
    add(&shop, &link, &[on("2026-01-21")]).await.expect("added");
    assert_eq!(
        slots(&shop, &link).await[0],
        "2026-01-20 email cancelled by_hand",
        "another day does not bring it back"
    );
    add(&shop, &link, &[on("2026-01-20")]).await.expect("a day that was taken back can be planned again");
    assert_eq!(slots(&shop, &link).await[0], "2026-01-20 email scheduled");
    at(&shop, "2026-01-20T09:00:00Z").await;
    assert_eq!(refused(&shop, &link, &[on("2026-01-20")]).await, Code::InvalidWindow, "the day is over");
}

#[tokio::test]
async fn what_cannot_be_planned_is_named() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { customer: customer(Some(MAIL), None), ..one_time() }).await;
    let forms = [on("2026-01-15"), offset(1), on("soon"), by(on("2026-01-20"), &["sms"]), ReminderForm::default()];
    let mut named = wrong(add(&shop, &link, &forms).await);
    named.sort_by(|one, other| one.0.cmp(&other.0));
    let wanted = [
        ("customer.phone", Code::Required),
        ("reminders.0.remind_on", Code::InvalidWindow),
        ("reminders.1.offset_days", Code::NotSupported),
        ("reminders.1.remind_on", Code::Required),
        ("reminders.2.remind_on", Code::InvalidDate),
        ("reminders.4.offset_days", Code::Required),
    ];
    assert_eq!(named, wanted.map(|(field, code)| (field.to_owned(), code)));
    let many: Vec<_> = (1..=11).map(|day| on(&format!("2026-02-{day:02}"))).collect();
    assert_eq!(refused(&shop, &link, &many).await, Code::TooMany);
    let nobody = shop.one_time().await;
    assert_eq!(refused(&shop, &nobody, &[on("2026-01-20")]).await, Code::Required);
    assert_eq!(views(&shop, &link).await.len(), 0);
}

#[tokio::test]
async fn what_cannot_be_paid_any_more_is_not_reminded_of() {
    let shop = Shop::open().await;
    let form = LinkForm { customer: customer(Some(MAIL), Some(PHONE)), ..one_time() };
    let (paid, gone) = (shop.link(&form).await, shop.link(&form).await);
    shop.pay(&paid, "k", &card("tok_ok")).await;
    shop.paylink.cancel_link(&PLATFORM, &gone.link.id.to_string(), None).await.expect("cancelled");
    for link in [&paid, &gone] {
        assert_eq!(refused(&shop, link, &[on("2026-01-20")]).await, Code::LinkClosed);
    }
    let ending = shop.link(&form).await;
    change(&shop, &ending, &LinkForm { ends_at: "2026-01-16T00:00:00Z".into(), ..LinkForm::default() }).await;
    at(&shop, "2026-01-16T00:00:00Z").await;
    assert_eq!(refused(&shop, &ending, &[on("2026-01-20")]).await, Code::LinkClosed);
}

#[tokio::test]
async fn only_the_seller_adds_days() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[])).await;
    let id = link.link.id.to_string();
    let stranger = Caller::merchant_token(MerchantId::from_random([3; 16]), TOKEN);
    for (caller, wanted) in [(stranger, Code::NotFound), (Caller::platform(Role::ReadOnly, None), Code::Forbidden)] {
        let outcome = shop.paylink.add_reminders(&caller, &id, &[on("2026-01-20")], &FieldErrors::default()).await;
        assert_eq!(outcome.map(drop).expect_err("refused").code, wanted);
    }
}

#[tokio::test]
async fn days_that_are_over_make_room_for_others() {
    let shop = Shop::open().await;
    let link = shop.link(&reminded(&[])).await;
    for day in 16..=31 {
        add(&shop, &link, &[on(&format!("2026-01-{day}"))]).await.expect("added");
        at(&shop, &format!("2026-01-{day}T09:00:00Z")).await;
    }
    let sent = slots(&shop, &link).await;
    assert_eq!((sent.len(), sent.iter().all(|line| line.ends_with("email sent"))), (16, true), "{sent:?}");
}

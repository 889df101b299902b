//! Reminders of a link: one a day, by day.

use super::{
    Fixture,
    check::{During, Kept, same, taken},
    ground::{Ground, at},
    rows::found,
};
use crate::{
    Change, Date, UniqueKey, Version,
    records::{ReminderRecord, ReminderStatus},
    testing::build::instant,
};

fn day(number: u64) -> Date {
    Date::in_utc(instant(number * 86_400))
}

pub(super) async fn a_link_has_one_reminder_a_day(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (link, other) = (ground.link().await?, ground.link().await?);
    let on = |number| ReminderRecord { remind_on: day(number), ..ground.make.reminder(&link) };
    let insert = |row: &ReminderRecord| Change::InsertReminder(row.clone());
    let (first, second) = (on(1), on(2));
    ground.write([insert(&first), insert(&second)]).await?;
    let of_other = ReminderRecord { remind_on: day(1), ..ground.make.reminder(&other) };
    ground.write([insert(&of_other)]).await.during("the same day of another link")?;
    taken(ground.write([insert(&on(1))]).await, UniqueKey::ReminderDay).during("a second one on a day")?;
    let over = ReminderRecord { status: ReminderStatus::Cancelled, ..on(2) };
    taken(ground.write([insert(&over)]).await, UniqueKey::ReminderDay).during("one that is cancelled")?;

    let move_to = |row: &ReminderRecord, number, version| {
        Change::UpdateReminder(at(&ReminderRecord { remind_on: day(number), ..row.clone() }, version))
    };
    taken(ground.write([move_to(&second, 1, Version::FIRST)]).await, UniqueKey::ReminderDay).during("moved onto it")?;
    found("the one not moved", ground.store.reminder(second.id).await?, &second, Version::FIRST)?;
    ground.write([move_to(&first, 3, Version::FIRST)]).await.during("moved to a free day")?;
    ground.write([move_to(&second, 1, Version::FIRST)]).await.during("moved to the day that was left")
}

pub(super) async fn reminders_come_by_day(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (link, other) = (ground.link().await?, ground.link().await?);
    ground.write([Change::InsertReminder(ground.make.reminder(&other))]).await?;
    let mut rows = Vec::new();
    for (second, number) in (1..).zip([40, 3, 400, 10, 9, 20]) {
        let created_at = instant(second);
        let row = ReminderRecord { remind_on: day(number), created_at, ..ground.make.reminder(&link) };
        ground.write([Change::InsertReminder(row.clone())]).await?;
        rows.push(row);
    }
    rows.sort_by_key(|row| row.remind_on);
    let read = ground.store.reminders(link.id).await?;
    let found_days: Vec<_> = read.iter().map(|row| row.value.remind_on).collect();
    same("days", &found_days, &rows.iter().map(|row| row.remind_on).collect())?;
    for (one, wanted) in read.into_iter().zip(&rows) {
        found("a reminder", Some(one), wanted, Version::FIRST)?;
    }
    same("of an unknown link", &ground.store.reminders(ground.make.id()).await?, &vec![])
}

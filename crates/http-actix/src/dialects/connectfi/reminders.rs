//! Reminders: planned, listed, taken back.

use super::ask::{Answered, Ask, On as _, Trouble};
use paylink_core::{FieldErrors, forms::ListQuery, records::ReminderStatus, views::ReminderView};
use paylink_wire::dialects::connectfi::{About, Reminder, Status, create_reminders, one_payment, remove_reminders};
use serde_json::json;

/// Plans reminders of payments that were sent.
pub(super) async fn create(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = create_reminders(ask.body().await?)?;
    for id in wanted.by_payment.keys() {
        let status = ask.row(&caller, id).await?.parts().computed();
        if status != Status::Sent {
            return Err(unsent(status.name()));
        }
    }
    let mut made = Vec::new();
    for (id, forms) in &wanted.by_payment {
        let planned = ask.paylink().add_reminders(&caller, id, forms, &FieldErrors::default()).await;
        made.extend(planned.on(About::Payment(id.clone()))?.iter().map(Reminder::from));
    }
    Ok(ask.ok(made))
}

/// Lists the reminders of a payment, by day.
pub(super) async fn list(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let id = one_payment(ask.body().await?)?;
    let rows = ask.paylink().reminders(&caller, &id, &ListQuery::all()).await.on(About::Payment(id))?.rows;
    Ok(ask.ok(rows.iter().map(Reminder::from).collect::<Vec<_>>()))
}

/// Takes reminders back that have not gone out: all that are named, or none.
pub(super) async fn remove(ask: &mut Ask) -> Answered {
    let caller = ask.caller().await?;
    let wanted = remove_reminders(ask.body().await?)?;
    let about = || About::Payment(wanted.payment.clone());
    let every = ListQuery::all();
    let all = || ask.paylink().reminders(&caller, &wanted.payment, &every);
    let known = all().await.on(about())?.rows;
    for id in &wanted.ids {
        let named = |view: &&ReminderView| view.reminder.id.to_string() == *id;
        let Some(view) = known.iter().find(named) else {
            let context = json!({ "cFiReminderId": id });
            return Err(Trouble::Own("reminderNotFound", context, "the payment has no such reminder"));
        };
        if view.status != ReminderStatus::Scheduled {
            return Err(unsent(Reminder::from(view).status));
        }
    }
    for id in &wanted.ids {
        ask.paylink().cancel_reminder(&caller, &wanted.payment, id).await.on(about())?;
    }
    let left = all().await.on(about())?.rows;
    Ok(ask.ok(left.iter().map(Reminder::from).collect::<Vec<_>>()))
}

/// The status does not allow it.
fn unsent(status: &str) -> Trouble {
    Trouble::Own("paymentNotificationStatus", json!({ "status": status }), "the status does not allow it")
}

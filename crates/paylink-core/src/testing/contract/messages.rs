//! Messages: made once, found again, counted.

use super::{
    Fixture,
    check::{During, Kept, holds, same, taken},
    ground::{ALL, Ground, at, insert_message},
    rows::found,
};
use crate::{
    Change, ReminderId, UniqueKey, Version,
    ports::{MessageFilter, Requests},
    records::{Channel, LinkRecord, MessageKind, MessageRecord, MessageStatus, Queue, WorkRecord},
    testing::build::instant,
};
use std::time::Duration;

pub(super) async fn a_message_is_made_once_for_its_reminder_or_event(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let (reminder, event): (ReminderId, _) = (ground.make.id(), ground.make.id());
    let made = |reminder, event, kind, channel| MessageRecord {
        reminder_id: reminder,
        event_id: event,
        kind,
        channel,
        ..ground.make.message(&link)
    };
    let (mail, text) = (Channel::Email, Channel::Sms);
    let (receipt, notice) = (MessageKind::Receipt, MessageKind::PaymentNotice);
    let good = [
        made(Some(reminder), None, MessageKind::Reminder, mail),
        made(Some(reminder), None, MessageKind::Reminder, text),
        made(Some(ground.make.id()), None, MessageKind::Reminder, mail),
        made(None, Some(event), receipt, mail),
        made(None, Some(event), receipt, text),
        made(None, Some(event), notice, mail),
        made(None, Some(ground.make.id()), receipt, mail),
        // made by hand, as often as someone likes
        made(None, None, MessageKind::PaymentRequest, mail),
        made(None, None, MessageKind::PaymentRequest, mail),
    ];
    for row in &good {
        ground.write([insert_message(row)]).await.during("messages of different causes")?;
    }
    for (what, row) in [
        ("a second message of a reminder", made(Some(reminder), None, MessageKind::Reminder, mail)),
        ("a second one of another kind", made(Some(reminder), None, MessageKind::PaymentRequest, text)),
        ("a second message of an event", made(None, Some(event), receipt, mail)),
        ("a second text message of an event", made(Some(ground.make.id()), Some(event), receipt, text)),
    ] {
        taken(ground.write([insert_message(&row)]).await, UniqueKey::Message).during(what)?;
        holds(ground.store.message(row.id).await?.is_none(), format!("{what} is not written"))?;
    }
    for row in &good {
        found("a message", ground.store.message(row.id).await?, row, Version::FIRST)?;
    }
    same("messages", &ground.store.messages(&MessageFilter::default(), ALL).await?.len(), &good.len())
}

pub(super) async fn messages_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.link().await?, ground.link().await?);
    let more = ground.make.link(ours.merchant_id);
    ground.write([super::ground::insert_link(&more)]).await?;
    let mut rows = Vec::new();
    for (second, (link, channel)) in
        (1..).zip([(&ours, Channel::Email), (&more, Channel::Email), (&theirs, Channel::Sms), (&ours, Channel::Sms)])
    {
        let status = if second % 2 == 0 { MessageStatus::Failed } else { MessageStatus::Queued };
        let row = MessageRecord { status, channel, created_at: instant(second), ..ground.make.message(link) };
        ground.write([insert_message(&row)]).await?;
        rows.insert(0, row);
    }
    for merchant_id in [None, Some(ours.merchant_id), Some(theirs.merchant_id), Some(ground.make.id())] {
        for link_id in [None, Some(ours.id), Some(more.id), Some(ground.make.id())] {
            for channel in [None, Some(Channel::Email), Some(Channel::Sms)] {
                for status in [None, Some(MessageStatus::Failed), Some(MessageStatus::Sent)] {
                    let filter = MessageFilter { merchant_id, link_id, channel, status };
                    let lets_through = |row: &&MessageRecord| {
                        merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                            && link_id.is_none_or(|wanted| wanted == row.link_id)
                            && channel.is_none_or(|wanted| wanted == row.channel)
                            && status.is_none_or(|wanted| wanted == row.status)
                    };
                    let wanted: Vec<_> = rows.iter().filter(lets_through).map(|row| row.id).collect();
                    let found = ground.store.messages(&filter, ALL).await?;
                    same(format!("{filter:?}"), &found.iter().map(|row| row.value.id).collect(), &wanted)?;
                }
            }
        }
    }
    Ok(())
}

pub(super) async fn a_message_is_found_by_its_providers_reference(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, link) = (&*ground.store, ground.link().await?);
    let sent = |second, channel, reference: Option<&str>| MessageRecord {
        channel,
        provider_reference: reference.map(str::to_owned),
        created_at: instant(second),
        ..ground.make.message(&link)
    };
    let waiting = sent(1, Channel::Sms, None);
    let text = sent(2, Channel::Sms, Some("SM7"));
    let mail = sent(3, Channel::Email, Some("SM7"));
    for row in [&waiting, &text, &mail] {
        ground.write([insert_message(row)]).await?;
    }
    let by = |channel, reference: &'static str| store.message_by_reference(channel, reference);
    found("a text message", by(Channel::Sms, "SM7").await?, &text, Version::FIRST)?;
    found("a mail", by(Channel::Email, "SM7").await?, &mail, Version::FIRST)?;
    for unknown in ["sm7", "SM", "SM7 ", "", "SM8"] {
        holds(by(Channel::Sms, unknown).await?.is_none(), format!("{unknown:?} is no message's reference"))?;
    }
    let taken_over = MessageRecord { provider_reference: Some("SM8".to_owned()), ..waiting };
    ground.write([Change::UpdateMessage(Box::new(at(&taken_over, Version::FIRST)))]).await?;
    found("a message taken over since", by(Channel::Sms, "SM8").await?, &taken_over, Version(2))?;
    let newer = sent(4, Channel::Sms, Some("SM7"));
    ground.write([insert_message(&newer)]).await?;
    found("the newer of two", by(Channel::Sms, "SM7").await?, &newer, Version::FIRST)
}

pub(super) async fn requests_are_counted_by_link_or_address(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, other) = (ground.link().await?, ground.link().await?);
    let (ann, bob) = ("ann@example.com", "bob@example.com");
    let asked = |link: &LinkRecord, to: &str, second| MessageRecord {
        recipient: to.to_uppercase(),
        recipient_key: to.to_owned(),
        created_at: instant(second),
        ..ground.make.message(link)
    };
    for row in [
        asked(&ours, ann, 10),
        asked(&ours, ann, 20),
        asked(&ours, bob, 20),
        MessageRecord { channel: Channel::Sms, ..asked(&ours, ann, 30) },
        asked(&other, ann, 40),
    ] {
        ground.write([insert_message(&row)]).await?;
    }
    for status in MessageStatus::ALL.iter().copied().filter(|status| *status != MessageStatus::Queued) {
        ground.write([insert_message(&MessageRecord { status, ..asked(&ours, bob, 50) })]).await?;
    }
    for kind in MessageKind::ALL.iter().copied().filter(|kind| *kind != MessageKind::PaymentRequest) {
        ground.write([insert_message(&MessageRecord { kind, ..asked(&ours, ann, 50) })]).await?;
    }
    let about = |link: &LinkRecord, channel| Requests::AboutLink(link.id, channel);
    let to = |address: &str, channel| Requests::To(address.to_owned(), channel);
    let (mail, text) = (Channel::Email, Channel::Sms);
    let later = instant(20).plus(Duration::from_micros(1));
    for (what, of, since, wanted) in [
        ("about our link", about(&ours, mail), instant(0), 5),
        ("about our link at that instant", about(&ours, mail), instant(20), 4),
        ("about our link after it", about(&ours, mail), later, 2),
        ("about our link in the end", about(&ours, mail), instant(51), 0),
        ("about our link by text", about(&ours, text), instant(0), 1),
        ("about the other link", about(&other, mail), instant(0), 1),
        ("to Ann", to(ann, mail), instant(0), 3),
        ("to Ann at that instant", to(ann, mail), instant(20), 2),
        ("to Ann after it", to(ann, mail), later, 1),
        ("to Ann by text", to(ann, text), instant(0), 1),
        ("to Bob", to(bob, mail), instant(0), 3),
        ("to nobody", to("", mail), instant(0), 0),
        ("to an address in capitals", to("ANN@EXAMPLE.COM", mail), instant(0), 0),
    ] {
        same(format!("requests {what}"), &ground.store.requests(&of, since).await?, &wanted)?;
    }
    Ok(())
}

pub(super) async fn each_channel_has_a_lane(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (mail, text) = (Channel::Email.lane(), Channel::Sms.lane());
    for (second, lane) in [(1, mail), (2, text), (3, mail)] {
        let work = WorkRecord { lane, run_at: instant(second), ..ground.make.work(Queue::Message) };
        ground.write([Change::PutWork(work)]).await?;
    }
    let lanes = |except: &'static [uuid::Uuid]| ground.store.due_lanes(Queue::Message, instant(9), except, 10);
    same("lanes with something due", &lanes(&[]).await?, &vec![mail, text])?;
    let lease = Duration::from_secs(60);
    let claimed = ground.store.claim(Queue::Message, Some(mail), 10, instant(9), lease).await?;
    same("mails", &claimed.iter().map(|row| row.value.lane).collect(), &vec![mail, mail])?;
    same("lanes that are left", &lanes(&[]).await?, &vec![text])
}

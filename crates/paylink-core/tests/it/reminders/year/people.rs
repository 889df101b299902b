//! What merchants and payers do at random moments of the 400 days.

use super::{Planned, Year};
use crate::{
    reminders::{by, customer, offset, on},
    shop::{PLATFORM, ach, card, fresh, one_time},
};
use paylink_core::{
    Date, MerchantId, Timezone,
    forms::{LinkForm, ListQuery, Patch, ReminderForm},
    records::{MethodDetails, ReminderStatus},
};

impl Year {
    /// A few things happen, or nothing does.
    pub(super) async fn people(&mut self) {
        if self.chance.below(60) == 0 {
            self.new_link().await;
        }
        match self.chance.below(400) {
            0..=4 => self.pay("card").await,
            5 | 6 => self.pay("ach").await,
            7 => self.pay("declined").await,
            8..=11 => self.banks(),
            12..=15 => self.change().await,
            16 => self.close_link().await,
            17 | 18 => self.take_back().await,
            _ => {}
        }
    }

    async fn new_link(&mut self) {
        let Some(merchant) = self.pick(&self.merchants) else { return };
        let due = Some(self.day(-10, 80)).filter(|_| self.chance.below(4) > 0);
        let (mail, phone) = (format!("payer{}@example.com", self.links.len()), "+14155550123");
        let (mail, phone) = match self.chance.below(3) {
            0 => (Some(mail.as_str()), None),
            1 => (None, Some(phone)),
            _ => (Some(mail.as_str()), Some(phone)),
        };
        let mut form = LinkForm {
            customer: customer(mail, phone),
            reminders: Patch::Set(self.rules(due.is_some(), mail.is_some(), phone.is_some())),
            due_date: due.map_or(Patch::Keep, |day| Patch::Set(day.to_string())),
            ..one_time()
        };
        match self.chance.below(8) {
            0 => form.ends_at = self.day(20, 60).to_string().into(),
            1 => form.starts_at = self.day(1, 20).to_string().into(),
            2 => (form.usage, form.max_payments) = ("multi_use".into(), Patch::Set(2)),
            _ => {}
        }
        let made = self.shop.paylink.create_link(&PLATFORM, Some(&merchant.id.to_string()), &form, None).await;
        let link = fresh(made.unwrap_or_else(|error| panic!("seed {}: {error:?}", self.seed)));
        self.links.push(link);
        self.look(self.links.len() - 1).await;
    }

    /// One to four rules that fit a link like this.
    fn rules(&self, due: bool, mail: bool, phone: bool) -> Vec<ReminderForm> {
        let rule = || {
            let rule = match due && self.chance.below(3) > 0 {
                true => offset(self.below(31) - 20),
                false => on(&self.day(-5, 90).to_string()),
            };
            match (self.chance.below(4), mail, phone) {
                (0, true, _) => by(rule, &["email"]),
                (1, _, true) => by(rule, &["sms"]),
                _ => rule,
            }
        };
        (0..=self.chance.below(4)).map(|_| rule()).collect()
    }

    async fn pay(&mut self, how: &str) {
        let Some(link) = self.pick(&self.links) else { return };
        let form = match how {
            "ach" => ach("tok_ach"),
            "declined" => card("tok_declined"),
            _ => card("tok_ok"),
        };
        self.shop.pay(&link, &format!("key{}", self.chance.next_u64()), &form).await;
    }

    /// Bank debits settle, come back early, or come back months later.
    fn banks(&self) {
        let debits: Vec<_> = self
            .shop
            .gateway
            .charges()
            .into_iter()
            .filter(|charge| matches!(charge.details, MethodDetails::Ach { .. }))
            .collect();
        let Some(debit) = self.pick(&debits) else { return };
        match self.chance.below(3) {
            0 => self.shop.gateway.give_back(debit.key, "R01"),
            _ => self.shop.gateway.settle(debit.key),
        }
    }

    async fn change(&mut self) {
        let Some(place) = self.place() else { return };
        let customer = self.links[place].link.details.customer.clone().unwrap_or_default();
        let form = match self.chance.below(5) {
            0 => LinkForm { reminders_paused: Patch::Set(self.chance.below(2) == 0), ..LinkForm::default() },
            1 => LinkForm { due_date: Patch::Clear, ..LinkForm::default() },
            2 => LinkForm {
                reminders: Patch::Set(self.rules(false, customer.email.is_some(), customer.phone.is_some())),
                ..LinkForm::default()
            },
            _ => LinkForm { due_date: self.day(-5, 60).to_string().into(), ..LinkForm::default() },
        };
        // a closed link refuses, and that is fine
        let id = self.links[place].link.id.to_string();
        let _ = self.shop.paylink.update_link(&PLATFORM, &id, &form).await;
        self.look(place).await;
    }

    async fn close_link(&mut self) {
        let Some(link) = self.pick(&self.links) else { return };
        let id = link.link.id.to_string();
        match self.chance.below(2) {
            0 => drop(self.shop.paylink.cancel_link(&PLATFORM, &id, None).await),
            _ => drop(self.shop.paylink.delete_link(&PLATFORM, &id).await),
        }
    }

    async fn take_back(&mut self) {
        let ids: Vec<_> = self.planned.iter().map(|(id, planned)| (*id, planned.link)).collect();
        let Some((id, link)) = self.pick(&ids) else { return };
        let _ = self.shop.paylink.cancel_reminder(&PLATFORM, &link.to_string(), &id.to_string()).await;
    }

    /// Somebody opens the list: what is planned is noted.
    async fn look(&mut self, place: usize) {
        let link = self.links[place].link.id;
        let list = ListQuery { limit: Some("100".to_owned()), ..ListQuery::default() };
        let Ok(listed) = self.shop.paylink.reminders(&PLATFORM, &link.to_string(), &list).await else { return };
        let mut days = std::collections::BTreeSet::new();
        for view in listed.rows {
            assert!(days.insert(view.reminder.remind_on), "seed {}: a day twice", self.seed);
            let send_at = view.send_at.unwrap_or_else(|| panic!("seed {}: no time", self.seed));
            let still = view.reminder.status == ReminderStatus::Scheduled;
            let planned = Planned { link, send_at };
            match still {
                true => drop(self.planned.insert(view.reminder.id, planned)),
                false => drop(self.planned.remove(&view.reminder.id)),
            }
        }
    }

    fn place(&self) -> Option<usize> {
        let count = u64::try_from(self.links.len()).ok().filter(|count| *count > 0)?;
        usize::try_from(self.chance.below(count)).ok()
    }

    /// A day so many days from now.
    fn day(&self, from: i64, to: i64) -> Date {
        let today: Date = self.shop.now().to_string().get(..10).expect("a date and a time").parse().expect("a day");
        let days = i32::try_from(from + self.below(to - from)).expect("a small number");
        today.plus_days(days).expect("a day")
    }

    pub(super) fn zone_of(&self, merchant: MerchantId) -> Timezone {
        let found = self.merchants.iter().find(|known| known.id == merchant);
        found.expect("one of the merchants").timezone.clone()
    }
}

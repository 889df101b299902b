//! A language together with the habits of one reader: what messages to people are written with.

use super::{
    habits::{Figures, Habits, Place},
    money::{grouped, number, sign},
    when,
};
use crate::language::{Language, Messages};
use paylink_core::{Currency, Date, Timestamp};

/// Words, and how amounts, days and hours are written among them.
#[derive(Clone, Copy)]
pub(crate) struct Voice<'a> {
    pub(crate) tag: &'a str,
    pub(crate) words: &'a Messages,
    habits: Habits,
    /// Whether days and hours are written as the catalogue has them.
    own_dates: bool,
    /// Whether currencies are told by their codes instead of their signs.
    by_code: bool,
}

impl<'a> Voice<'a> {
    /// `language` for the reader with this BCP 47 tag.
    pub(crate) fn new(language: &'a Language, locale: Option<&str>) -> Self {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let spoken = primary(&language.tag);
        let own_dates = spoken != "en" && locale.is_none_or(|locale| primary(locale) == spoken);
        Self { tag: &language.tag, words: &language.messages, habits: Habits::of(locale), own_dates, by_code: false }
    }

    /// The same with currencies told by their codes.
    pub(crate) const fn by_code(self) -> Self {
        Self { by_code: true, ..self }
    }

    /// An amount (decimal text) as the reader writes it.
    pub(crate) fn money(&self, amount: &str, currency: Currency) -> String {
        let sign = self.habits.sign(currency.code()).or_else(|| sign(currency)).filter(|_| !self.by_code);
        let words = self.words;
        let Some(Figures { group, decimal, place, lakhs }) = self.habits.figures else {
            let number = grouped(amount, &words.number_group_separator, &words.number_decimal_separator, false);
            return match sign {
                Some(sign) => words.money_with_symbol(sign, &number),
                None => words.money_with_code(currency.code(), &number),
            };
        };
        let number = grouped(amount, group, decimal, lakhs);
        match (place, sign) {
            (Place::Before, Some(sign)) => format!("{sign}{number}"),
            (Place::BeforeSpaced, Some(sign)) => format!("{sign}\u{a0}{number}"),
            (Place::Before | Place::BeforeSpaced, None) => format!("{}\u{a0}{number}", currency.code()),
            (Place::After, sign) => format!("{number}\u{a0}{}", sign.unwrap_or(currency.code())),
        }
    }

    /// A number (decimal text) as the reader writes it.
    pub(crate) fn number(&self, text: &str) -> String {
        match self.habits.figures {
            Some(Figures { group, decimal, lakhs, .. }) => grouped(text, group, decimal, lakhs),
            None => number(text, self.words),
        }
    }

    /// A calendar day.
    pub(crate) fn day(&self, day: Date) -> String {
        let (year, month, day) = day.parts();
        self.date(month, day, year)
    }

    fn date(&self, month: u8, day: u8, year: i32) -> String {
        let (month, day, year) = (when::month_name(month, self.words), day.to_string(), year.to_string());
        if self.habits.day_first && !self.own_dates {
            self.words.day_day_first(&day, month, &year)
        } else {
            self.words.day(month, &day, &year)
        }
    }

    /// An instant in `zone` (an IANA name), the zone named.
    pub(crate) fn instant(&self, at: Timestamp, zone: &str) -> String {
        let at = when::local(at, zone);
        let date = self.date(at.month, at.day, at.year);
        let time = if self.habits.clock_24 && !self.own_dates {
            self.words.time_24(&format!("{:02}", at.hour), &format!("{:02}", at.minute))
        } else {
            at.time(self.words)
        };
        self.words.instant(&date, &time, &at.zone(self.words))
    }

    /// How a day lies to the day of `at` in `zone`: before, the same, or after it.
    pub(crate) fn compared(day: Date, at: Timestamp, zone: &str) -> std::cmp::Ordering {
        let at = when::local(at, zone);
        day.parts().cmp(&(at.year, at.month, at.day))
    }
}

#[cfg(test)]
mod tests;

//! What happened to a merchant's links and payments, in intervals of the merchant's own time.

use super::listing::{merchant_filter, name_filter};
use crate::{
    Caller, Code, Date, Error, FieldErrors, Figures, MerchantId, Paylink, Timestamp, Timezone,
    forms::SummaryQuery,
    ports::{CountSpan, Counted},
    records::Slot,
    report::{Failures, Interval, MOST_INTERVALS, TimesToPayment, cut, failures, figures, spans_of, times_to_payment},
    usecases::fields::read_instant,
};
use std::{collections::BTreeMap, time::Duration};

/// Days a summary covers when nothing is asked for.
const USUAL_DAYS: i32 = 30;
/// The longest range: ten years.
const LONGEST: Duration = Duration::from_secs(3660 * 24 * 3600);
/// Years a range can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// One interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Its first instant.
    pub from: Timestamp,
    /// Its end, exclusive.
    pub until: Timestamp,
    /// What happened in it.
    pub figures: Figures,
}

/// A summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSummary {
    /// Whose; `None`: of all merchants together.
    pub merchant_id: Option<MerchantId>,
    /// Whose clocks cut the intervals.
    pub timezone: Timezone,
    /// How long an interval is.
    pub interval: Interval,
    /// The first instant of the range.
    pub from: Timestamp,
    /// Its end, exclusive.
    pub until: Timestamp,
    /// What happened in all of it.
    pub totals: Figures,
    /// How long payments took.
    pub times: TimesToPayment,
    /// Why payments came to nothing.
    pub failures: Failures,
    /// Every interval, the earliest first.
    pub lines: Vec<ReportLine>,
}

impl Paylink {
    /// A summary of one merchant, or of all together for the platform. Everything that has been answered is in it.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign or unknown merchant.
    pub async fn report_summary(&self, caller: &Caller, query: &SummaryQuery) -> Result<ReportSummary, Error> {
        let mut errors = query.unread.clone();
        let merchant_id = merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?;
        let zone = self.zone_of(merchant_id, query.timezone.as_deref(), &mut errors).await?;
        let interval = name_filter("interval", query.interval.as_deref(), Interval::named, &mut errors);
        let interval = interval.unwrap_or(Interval::Day);
        let range = read_range(query, &zone, self.now(), &mut errors);
        let cuts = range.and_then(|range| cut(&zone, range, interval));
        if range.is_some() && cuts.is_none() {
            let most = format!("the range has more than {MOST_INTERVALS} intervals of this length");
            errors.add("interval", Code::InvalidParameter, most);
        }
        errors.finish()?;
        let ((from, until), cuts) = range.zip(cuts).ok_or_else(|| Error::internal("a range without intervals"))?;
        let counted = self.store.counted(merchant_id, &all_spans(&cuts)).await?;
        Ok(summary(Frame { merchant_id, zone, interval, from, until }, &cuts, &counted))
    }

    /// The zone asked for, else the merchant's, else UTC.
    async fn zone_of(
        &self,
        merchant: Option<MerchantId>,
        asked: Option<&str>,
        errors: &mut FieldErrors,
    ) -> Result<Timezone, Error> {
        let own = match merchant {
            Some(id) => self.store.merchant(id).await?.ok_or_else(|| Error::of(Code::NotFound))?.value.timezone,
            None => Timezone::utc(),
        };
        let asked = name_filter("timezone", asked, Timezone::named, errors);
        Ok(asked.unwrap_or(own))
    }
}

/// The range asked for, from the first instant to the end (exclusive); what is wrong with it is noted.
fn read_range(
    query: &SummaryQuery,
    zone: &Timezone,
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<(Timestamp, Timestamp)> {
    let mut read = |field: &str, text: Option<&str>, of_day: &dyn Fn(Date) -> Option<Timestamp>| {
        let Some(text) = text else { return Some(None) };
        let instant = read_instant(text, of_day).filter(|at| YEARS.contains(&Date::in_utc(*at).parts().0));
        let fits = instant.filter(|instant| Slot::begins_at(*instant));
        if fits.is_none() {
            let rule = "a date, or an RFC 3339 time at a whole quarter of an hour, in the years 2000 to 2199";
            errors.add(field, Code::InvalidParameter, rule);
        }
        fits.map(Some)
    };
    let until = read("to", query.to.as_deref(), &|day| zone.end_of(day));
    let from = read("from", query.from.as_deref(), &|day| zone.start_of(day));
    let until = match until? {
        Some(until) => until,
        None => zone.end_of(zone.day_of(now)?)?,
    };
    let from = match from? {
        Some(from) => from,
        None => {
            let last = zone.day_of(until.minus(Duration::from_micros(1)))?;
            zone.start_of(last.plus_days(1_i32.saturating_sub(USUAL_DAYS))?)?
        }
    };
    if from >= until {
        errors.add("to", Code::InvalidParameter, "must lie after `from`");
        return None;
    }
    if until.since(from) > LONGEST {
        errors.add("from", Code::InvalidParameter, "the range is longer than ten years");
        return None;
    }
    Some((from, until))
}

fn all_spans(cuts: &[(Timestamp, Timestamp)]) -> Vec<CountSpan> {
    (0..).zip(cuts).flat_map(|(number, (from, until))| spans_of(number, Slot::of(*from), Slot::of(*until))).collect()
}

/// What a summary is of.
struct Frame {
    merchant_id: Option<MerchantId>,
    zone: Timezone,
    interval: Interval,
    from: Timestamp,
    until: Timestamp,
}

fn summary(frame: Frame, cuts: &[(Timestamp, Timestamp)], counted: &[Counted]) -> ReportSummary {
    let mut by_number: BTreeMap<u32, Vec<&Counted>> = BTreeMap::new();
    for one in counted {
        by_number.entry(one.number).or_default().push(one);
    }
    let line = |(number, (from, until)): (u32, &(Timestamp, Timestamp))| ReportLine {
        from: *from,
        until: *until,
        figures: figures(by_number.get(&number).map(Vec::as_slice).unwrap_or_default()),
    };
    let lines = (0..).zip(cuts).map(line).collect();
    let all: Vec<&Counted> = counted.iter().collect();
    ReportSummary {
        merchant_id: frame.merchant_id,
        timezone: frame.zone,
        interval: frame.interval,
        from: frame.from,
        until: frame.until,
        totals: figures(&all),
        times: times_to_payment(counted.iter()),
        failures: failures(counted.iter()),
        lines,
    }
}

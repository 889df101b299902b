//! The figures of a report, computed from exports and from the list of events, and from nothing else.

use crate::{exports::whole, world::World};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Minor units, by currency and method.
type Sums = BTreeMap<(String, String), [i64; 6]>;

/// Everything the API exports and lists of one merchant or of all.
pub(crate) struct Retold {
    links: Vec<Value>,
    payments: Vec<Value>,
    refunds: Vec<Value>,
    /// Oldest first.
    events: Vec<Value>,
}

fn list(world: &World, path: &str, merchant: Option<&str>) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let whose = merchant.map(|id| format!("&merchant_id={id}")).unwrap_or_default();
        let page = world.get(&format!("/v1/{path}?limit=100{whose}{cursor}")).ok(200);
        rows.extend(page["data"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

/// Every row of an export.
fn exported(world: &World, path: &str, merchant: Option<&str>) -> Vec<Value> {
    let whose = merchant.map(|id| format!("&merchant_id={id}")).unwrap_or_default();
    let export = world.get(&format!("/v1/{path}?format=jsonl{whose}"));
    assert_eq!(export.status, 200, "{}", export.text());
    whole(&export).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} of {value}"))
}

fn minor(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// RFC 3339 in UTC; with the same number of decimals texts compare like instants.
fn instant(text: &str) -> String {
    let (whole, rest) = text.trim_end_matches('Z').split_at(19);
    format!("{whole}.{:0<6}", rest.trim_start_matches('.'))
}

fn seconds(text: &str) -> i64 {
    text.parse::<paylink_core::Timestamp>().unwrap().micros()
}

fn id_of(event: &Value) -> &str {
    text(&event["data"], "id")
}

impl Retold {
    pub(crate) fn of(world: &World, merchant: Option<&str>) -> Self {
        let mut events = list(world, "events", merchant);
        events.reverse();
        Self {
            links: exported(world, "payment_links", merchant),
            payments: exported(world, "payments", merchant),
            refunds: exported(world, "refunds", merchant),
            events,
        }
    }

    fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.events.iter().filter(move |event| event["type"] == kind)
    }

    /// The rare things have happened too.
    pub(crate) fn is_eventful(&self) {
        let kinds: BTreeSet<&str> = self.events.iter().map(|event| text(event, "type")).collect();
        let wanted = ["payment.succeeded", "payment.failed", "payment.returned", "refund.succeeded", "refund.failed"];
        wanted.iter().for_each(|kind| assert!(kinds.contains(kind), "{kind}"));
        let unsettled = self.returns().iter().filter(|(_, settled)| !settled).count();
        let came_back = self.refunded().iter().filter(|(_, sign)| *sign < 0).count();
        let open = self.payments.iter().filter(|payment| payment["status"] == "processing").count();
        let rare = [self.reopenings().len(), unsettled, came_back, open];
        assert!(rare.iter().all(|count| *count > 0), "{rare:?}");
    }

    /// When completed links opened again.
    fn reopenings(&self) -> Vec<&str> {
        let (mut completed, mut succeeded, mut when) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for event in &self.events {
            match text(event, "type") {
                "payment_link.completed" => drop(completed.insert(id_of(event))),
                "payment.succeeded" => drop(succeeded.insert(id_of(event))),
                "payment.returned"
                    if succeeded.contains(id_of(event))
                        && completed.remove(text(&event["data"], "payment_link_id")) =>
                {
                    when.push(text(event, "timestamp"));
                }
                _ => {}
            }
        }
        when
    }

    /// Returns with whether the debit had settled before.
    fn returns(&self) -> Vec<(&Value, bool)> {
        let settled: BTreeSet<&str> = self.of_type("payment.succeeded").map(id_of).collect();
        self.of_type("payment.returned").map(|event| (event, settled.contains(id_of(event)))).collect()
    }

    /// Refunds made, and those that came back afterwards.
    fn refunded(&self) -> Vec<(&Value, i64)> {
        let mut made = BTreeSet::new();
        let mut moves = Vec::new();
        for event in &self.events {
            match text(event, "type") {
                "refund.succeeded" => {
                    made.insert(id_of(event));
                    moves.push((event, 1));
                }
                "refund.failed" if made.remove(id_of(event)) => moves.push((event, -1)),
                _ => {}
            }
        }
        moves
    }

    fn method_of(&self, payment: &str) -> String {
        let payment = self.payments.iter().find(|one| one["id"] == payment).unwrap();
        text(&payment["method"], "type").to_owned()
    }

    /// payments, gross, refunds, refunded, returns, returned.
    fn sums(&self, within: &dyn Fn(&str) -> bool) -> Sums {
        let mut sums = Sums::new();
        let mut add = |event: &Value, payment: &str, place: usize, sign: i64| {
            if within(text(event, "timestamp")) {
                let data = &event["data"];
                let key = (text(data, "currency").to_owned(), self.method_of(payment));
                let sum = sums.entry(key).or_default();
                sum[place] += sign;
                sum[place + 1] += sign * minor(text(data, "amount"));
            }
        };
        self.of_type("payment.succeeded").for_each(|event| add(event, id_of(event), 0, 1));
        for (event, sign) in self.refunded() {
            add(event, text(&event["data"], "payment_id"), 2, sign);
        }
        for (event, _) in self.returns().into_iter().filter(|(_, settled)| *settled) {
            add(event, id_of(event), 4, 1);
        }
        sums
    }

    /// Codes of failures, with how often.
    fn failures(&self, within: &dyn Fn(&str) -> bool) -> BTreeMap<String, i64> {
        let mut codes = BTreeMap::new();
        let unsettled = self.returns().into_iter().filter(|(_, settled)| !settled).map(|(event, _)| event);
        for event in self.of_type("payment.failed").chain(unsettled) {
            if within(text(event, "timestamp")) {
                *codes.entry(text(&event["data"]["failure"], "code").to_owned()).or_default() += 1;
            }
        }
        codes
    }

    fn figures(&self, within: &dyn Fn(&str) -> bool) -> Value {
        let made: Vec<&Value> = self.links.iter().filter(|link| within(text(link, "created_at"))).collect();
        let open_ended = |link: &&&Value| link["usage"] == "multi_use" && link["max_payments"].is_null();
        let open = made.iter().filter(open_ended).count();
        let paid = made.iter().filter(|link| link["payment_status"] == "paid").count();
        let firsts = |times: &mut dyn Iterator<Item = (&str, &str)>| {
            let mut first: BTreeMap<String, String> = BTreeMap::new();
            for (subject, when) in times {
                let earliest = first.entry(subject.to_owned()).or_insert_with(|| when.to_owned());
                if instant(when) < instant(earliest) {
                    when.clone_into(earliest);
                }
            }
            first.values().filter(|when| within(when)).count()
        };
        let sent = firsts(&mut self.of_type("payment_link.sent").map(|event| (id_of(event), text(event, "timestamp"))));
        let tries = |payment| (text(payment, "payment_link_id"), text(payment, "created_at"));
        let attempted = firsts(&mut self.payments.iter().map(tries));
        let viewed =
            self.links.iter().filter_map(|link| link["viewed_at"].as_str()).filter(|when| within(when)).count();
        let count = |kind: &str| self.of_type(kind).filter(|event| within(text(event, "timestamp"))).count();
        let returns = self.returns();
        let rate = (made.len() > open).then(|| {
            let (part, whole) = (paid * 10_000, made.len() - open);
            let rounded = (2 * part + whole) / (2 * whole);
            format!("{}.{:04}", rounded / 10_000, rounded % 10_000)
        });
        json!({
            "links": {
                "created": made.len(), "open_ended": open, "sent": sent, "viewed": viewed, "attempted": attempted,
                "paid": count("payment_link.completed"),
                "reopened": self.reopenings().into_iter().filter(|when| within(when)).count(),
            },
            "completion_rate": rate,
            "payments": {
                "attempted": self.payments.iter().filter(|one| within(text(one, "created_at"))).count(),
                "succeeded": count("payment.succeeded"),
                "failed": self.failures(within).values().sum::<i64>(),
                "returned": returns.iter().filter(|(event, settled)| *settled && within(text(event, "timestamp"))).count(),
            },
        })
    }

    /// The money of a report, by currency and method; sums over methods have to be those of the currency.
    fn told(figures: &Value) -> Sums {
        let numbers = |money: &Value| {
            let of = |name: &str| minor(text(money, name));
            let count = |name: &str| money[name].as_i64().unwrap();
            let net = of("gross") - of("refunded") - of("returned");
            assert_eq!(net, of("net"), "{money}");
            [count("payments"), of("gross"), count("refunds"), of("refunded"), count("returns"), of("returned")]
        };
        let mut sums = Sums::new();
        for currency in figures["amounts"].as_array().unwrap() {
            let mut whole = [0; 6];
            for method in currency["methods"].as_array().unwrap() {
                let own = numbers(method);
                whole.iter_mut().zip(own).for_each(|(sum, one)| *sum += one);
                sums.insert((text(currency, "currency").to_owned(), text(method, "method").to_owned()), own);
            }
            assert_eq!(numbers(currency), whole);
        }
        sums
    }

    fn check_figures(&self, told: &Value, from: &str, to: &str, what: &str) {
        let (from, to) = (instant(from), instant(to));
        let within = |when: &str| from <= instant(when) && instant(when) < to;
        let mut counts = told.clone();
        ["amounts", "from", "to"].iter().for_each(|name| drop(counts.as_object_mut().unwrap().remove(*name)));
        assert_eq!(counts, self.figures(&within), "{what}: {from} to {to}");
        let mut money = Self::told(told);
        money.retain(|_, sums| *sums != [0; 6]);
        let mut wanted = self.sums(&within);
        wanted.retain(|_, sums| *sums != [0; 6]);
        assert_eq!(money, wanted, "{what}: {from} to {to}");
    }

    /// Every figure of a summary.
    pub(crate) fn check(&self, report: &Value, what: &str) {
        let (from, to) = (text(report, "from"), text(report, "to"));
        self.check_figures(&report["totals"], from, to, what);
        let mut at = from;
        for line in report["intervals"].as_array().unwrap() {
            assert_eq!(text(line, "from"), at, "{what}: intervals touch");
            at = text(line, "to");
            self.check_figures(line, text(line, "from"), at, what);
        }
        assert_eq!(at, to);
        let (first, end) = (instant(from), instant(to));
        let within = |when: &str| first <= instant(when) && instant(when) < end;
        let codes = report["failures"].as_array().unwrap().iter();
        let codes: BTreeMap<String, i64> =
            codes.map(|one| (text(one, "code").to_owned(), one["count"].as_i64().unwrap())).collect();
        assert_eq!(codes, self.failures(&within), "{what}");
        self.check_times(&report["time_to_payment"], &within);
    }

    fn check_times(&self, told: &Value, within: &dyn Fn(&str) -> bool) {
        let mut times = Vec::new();
        for event in self.of_type("payment.succeeded").filter(|event| within(text(event, "timestamp"))) {
            let link = self.links.iter().find(|link| link["id"] == event["data"]["payment_link_id"]).unwrap();
            if link["usage"] == "one_time" {
                times.push((seconds(text(event, "timestamp")) - seconds(text(link, "created_at"))) / 1_000_000);
            }
        }
        let count = i64::try_from(times.len()).unwrap();
        assert_eq!(told["count"].as_i64().unwrap(), count);
        let mean = (count > 0).then(|| times.iter().sum::<i64>() / count);
        assert_eq!(told["mean_seconds"].as_i64(), mean);
        let mut below = i64::MIN;
        for class in told["classes"].as_array().unwrap() {
            let limit = class["up_to_seconds"].as_i64().unwrap_or(i64::MAX);
            let fits = times.iter().filter(|time| below < **time && **time <= limit).count();
            assert_eq!(class["count"].as_i64().unwrap(), i64::try_from(fits).unwrap(), "{class}");
            below = limit;
        }
    }

    /// Every figure of a preview.
    pub(crate) fn check_preview(&self, preview: &Value) {
        let ever = self.sums(&|_| true);
        for told in preview["currencies"].as_array().unwrap() {
            let currency = text(told, "currency");
            let of = |place: usize| -> i64 {
                ever.iter().filter(|((code, _), _)| code == currency).map(|(_, sums)| sums[place]).sum()
            };
            let open = |rows: &[Value], fits: &dyn Fn(&Value) -> bool| -> i64 {
                let meant = rows.iter().filter(|row| row["currency"] == currency && row["status"] == "processing");
                meant.filter(|row| fits(row)).map(|row| minor(text(row, "amount"))).sum()
            };
            let wanted = [
                of(1),
                of(3),
                of(5),
                of(1) - of(3) - of(5),
                open(&self.refunds, &|_| true),
                open(&self.payments, &|row| row["method"]["type"] == "ach"),
            ];
            let found = ["gross", "refunded", "returned", "balance", "reserved_for_refunds", "in_transit"]
                .map(|name| minor(text(told, name)));
            assert_eq!(found, wanted, "{told}");
            assert_eq!(minor(text(told, "payable")), wanted[3] - wanted[4]);
        }
    }
}

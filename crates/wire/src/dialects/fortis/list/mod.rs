//! Lists: paging, order and filters of this dialect, applied to records as they are shown.

mod meta;
mod pager;
mod test;

pub use meta::Meta;
pub use pager::{Found, Pager};

use meta::{Page, PageLinks, Pagination, Sort};
use paylink_core::{Code, Error, FieldErrors, Timestamp, Timezone};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use test::Test;
use url::form_urlencoded;

/// Rows on a page when nothing is said.
const PAGE: usize = 15;
/// Most rows on a page.
const LARGEST: usize = 500;
/// Parameters that are not handed on to other pages.
const LEFT_OUT: [&str; 6] = ["page", "page_size", "user-id", "user-api-key", "developer-id", "access-token"];

/// What a column holds, which decides how it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Compared exactly.
    Id,
    /// Contains, in any case.
    Text,
    /// Exactly, or a range.
    Amount,
    /// The same of whole numbers.
    Whole,
    /// Unix seconds, a range of them, or a word such as `last week`.
    Stamp,
    /// A day, or a range of them.
    Day,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind }
    }
}

/// What is asked of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    page: usize,
    page_size: usize,
    sort: Vec<(Column, bool)>,
    expands: Vec<String>,
    tests: Vec<(Column, Test)>,
    given: BTreeMap<String, String>,
}

impl Ask {
    /// Reads the parameters of a list with these columns at `now`, in the zone in which days are meant. Parameters that
    /// are not known do not matter; of one given twice, the last counts.
    ///
    /// # Errors
    /// `invalid_parameter` with every wrong one.
    pub fn read(
        params: impl IntoIterator<Item = (String, String)>,
        columns: &[Column],
        now: Timestamp,
        zone: &Timezone,
    ) -> Result<Self, Error> {
        let given: BTreeMap<String, String> = params.into_iter().collect();
        let mut errors = FieldErrors::default();
        let mut number = |name: &str, usual: usize| match given.get(name).map(|text| text.parse::<usize>()) {
            None => usual,
            Some(Ok(number)) if number >= 1 => number,
            Some(Ok(_) | Err(_)) => {
                errors.add(name, Code::InvalidParameter, "a whole number from 1 on");
                usual
            }
        };
        let (page, page_size) = (number("page", 1), number("page_size", PAGE).min(LARGEST));
        let sort = sort(given.get("sort").map_or("-created_ts", String::as_str), columns, &mut errors);
        let mut tests = Vec::new();
        for column in columns {
            match Test::read(*column, &given, now, zone) {
                Ok(Some(test)) => tests.push((*column, test)),
                Ok(None) => {}
                Err(wanted) => errors.add(column.name, Code::InvalidParameter, wanted),
            }
        }
        errors.finish()?;
        let expands = given.get("expand").map(|text| parts(text)).unwrap_or_default();
        Ok(Self { page, page_size, sort, expands, tests, given })
    }

    /// What is asked of a single record: other records with it.
    #[must_use]
    pub fn of_record(params: impl IntoIterator<Item = (String, String)>) -> Self {
        let given: BTreeMap<String, String> = params.into_iter().collect();
        let expands = given.get("expand").map(|text| parts(text)).unwrap_or_default();
        Self { page: 1, page_size: 1, sort: Vec::new(), expands, tests: Vec::new(), given }
    }

    /// Whether a record was asked for with each row.
    #[must_use]
    pub fn expands(&self, name: &str) -> bool {
        self.expands.iter().any(|asked| asked == name)
    }

    /// The value a column is to have exactly, when only one will do; for stores that find such rows faster.
    #[must_use]
    pub fn only(&self, name: &str) -> Option<&str> {
        let found = self.tests.iter().find(|(column, _)| column.name == name);
        found.and_then(|(_, test)| test.only())
    }

    /// Whether nothing is asked but one value each of some of these columns, in the usual order.
    #[must_use]
    pub fn is_plain(&self, columns: &[&str]) -> bool {
        let plain = |(column, test): &(Column, Test)| columns.contains(&column.name) && test.only().is_some();
        self.tests.iter().all(plain) && self.order() == Some(("created_ts", true))
    }

    /// How many rows stand before the page, and how many on it.
    #[must_use]
    pub const fn window(&self) -> (usize, usize) {
        ((self.page - 1).saturating_mul(self.page_size), self.page_size)
    }

    /// The one column of the order, and whether it runs from the largest down.
    #[must_use]
    pub fn order(&self) -> Option<(&'static str, bool)> {
        match self.sort.as_slice() {
            [(column, down)] => Some((column.name, *down)),
            [] | [_, _, ..] => None,
        }
    }

    pub(super) fn keeps(&self, row: &Map<String, Value>) -> bool {
        self.tests.iter().all(|(column, test)| test.passes(*column, row.get(column.name)))
    }

    /// The addresses and numbers of the page; `base` is the server's own address, `path` that of the list.
    #[must_use]
    pub fn meta(&self, base: &str, path: &str, total: usize) -> Meta {
        let pages = total.div_ceil(self.page_size);
        let to = |page: usize| Page { href: format!("{base}{path}?{}", self.query(page)) };
        let links = PageLinks {
            own: to(self.page),
            first: (self.page > 1).then(|| to(1)),
            prev: (self.page > 1).then(|| to(self.page - 1)),
            next: (self.page < pages).then(|| to(self.page + 1)),
            last: (self.page < pages).then(|| to(pages)),
        };
        let attributes =
            self.sort.iter().map(|(column, down)| (column.name, if *down { "desc" } else { "asc" })).collect();
        Meta {
            pagination: Pagination {
                links,
                total_count: total,
                page_count: pages,
                current_page: self.page - 1,
                per_page: self.page_size,
            },
            sort: Sort { attributes },
        }
    }

    /// The parameters of another page: those that were given, without credentials.
    fn query(&self, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.given.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())));
        query.append_pair("page_size", &self.page_size.to_string()).append_pair("page", &page.to_string());
        query.finish()
    }
}

fn parts(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn sort(text: &str, columns: &[Column], errors: &mut FieldErrors) -> Vec<(Column, bool)> {
    let mut sort = Vec::new();
    for part in parts(text) {
        let (down, name) = part.strip_prefix('-').map_or((false, part.as_str()), |name| (true, name));
        match columns.iter().find(|column| column.name == name) {
            Some(column) => sort.push((*column, down)),
            None => errors.add("sort", Code::InvalidParameter, "not a column of this list"),
        }
    }
    sort
}

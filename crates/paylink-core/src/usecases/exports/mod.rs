//! Exports: every row of a list, a page at a time, as it stood when the export began.
//!
//! Nothing is held between two pages: whoever reads slowly, or stops reading, costs the storage nothing. A row made after
//! the start is left out; one that changes meanwhile is told as it is when its page is read.

mod customers;
mod links;
mod payments;
mod refunds;

pub use customers::CustomerExport;
pub use links::LinkExport;
pub use payments::PaymentExport;
pub use refunds::RefundExport;

use crate::{
    Code, Error, FieldErrors, Timestamp,
    forms::ListQuery,
    ports::{PageOf, Position},
};
use std::time::Duration;

/// Rows read at once.
const PAGE: u32 = 100;

/// Rows that are read to their end, a page at a time.
pub trait Export: Send {
    /// One of them.
    type Row: Send;

    /// When it began.
    fn began(&self) -> Timestamp;

    /// The next rows; none when all have been told.
    ///
    /// # Errors
    /// `storage_unavailable`: what was told so far is not all.
    fn next(&mut self) -> impl Future<Output = Result<Vec<Self::Row>, Error>> + Send;
}

/// How far an export was read.
struct Walk {
    after: Option<Position>,
    over: bool,
}

impl Walk {
    const fn new() -> Self {
        Self { after: None, over: false }
    }

    const fn page(&self) -> PageOf {
        PageOf { after: self.after, limit: PAGE }
    }

    fn went(&mut self, count: usize, last: Option<Position>) {
        self.over = count < usize::try_from(PAGE).unwrap_or(0);
        self.after = last;
    }
}

/// Refuses what would cut an export, with everything else that is wrong.
fn whole(list: &ListQuery, mut errors: FieldErrors) -> Result<(), Error> {
    for (name, given) in [("limit", &list.limit), ("cursor", &list.cursor)] {
        if given.is_some() {
            errors.add(name, Code::InvalidParameter, "an export holds every row");
        }
    }
    errors.extend(list.unread.clone());
    errors.finish()
}

/// What is made after the start is left out.
fn ceiling(until: Option<Timestamp>, began: Timestamp) -> Option<Timestamp> {
    let end = began.plus(Duration::from_micros(1));
    Some(until.map_or(end, |until| until.min(end)))
}

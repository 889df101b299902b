//! Lists by number: so many rows after so many others, and how many there are in all. For callers whose own protocol
//! counts pages; a cursor is cheaper and does not shift while rows are added.

use super::listing::at;
use super::searching::link_filter;
use crate::{
    Caller, Error, FieldErrors, Paylink, Stored,
    forms::LinkQuery,
    ports::PageOf,
    records::{LinkRecord, MerchantRecord},
    views::{LinkView, Window, Windowed},
};

/// Rows read at once.
const PAGE: u32 = 500;

impl Paylink {
    /// Links, the newest first: a window of those that the query finds. Its slice and its order are not looked at.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn links_window(
        &self,
        caller: &Caller,
        query: &LinkQuery,
        window: Window,
    ) -> Result<Windowed<LinkView>, Error> {
        let now = self.now();
        let mut errors = FieldErrors::default();
        let (filter, _) = link_filter(caller, &LinkQuery { sort: None, ..query.clone() }, now, &mut errors)?;
        errors.finish()?;
        let total = self.store.link_count(&filter).await?;
        let mut cut = Cut::<LinkRecord>::new(window);
        let mut after = None;
        while window.skip < total && !cut.is_full() {
            let rows = self.store.links(&filter, PageOf { after, limit: PAGE }).await?;
            after = rows.last().map(|row| at(row.value.created_at, row.value.id));
            if cut.take(rows) {
                break;
            }
        }
        let rows = cut.done().rows;
        let mut shown = Vec::with_capacity(rows.len());
        for some in rows.chunks(100) {
            shown.extend(self.link_views(some.to_vec(), now).await?);
        }
        Ok(Windowed { rows: shown, total })
    }

    /// Merchants, the newest first: a window of those that the caller sees.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn merchants_window(&self, caller: &Caller, window: Window) -> Result<Windowed<MerchantRecord>, Error> {
        let mut cut = Cut::new(window);
        if let Some(own) = caller.merchant() {
            cut.take(self.store.merchant(own).await?.into_iter().collect());
            return Ok(cut.done());
        }
        let mut after = None;
        loop {
            let rows = self.store.merchants(PageOf { after, limit: PAGE }).await?;
            after = rows.last().map(|row| at(row.value.created_at, row.value.id));
            if cut.take(rows) {
                break;
            }
        }
        Ok(cut.done())
    }
}

/// A window being cut from rows that are read one page after the other.
struct Cut<T> {
    window: Window,
    rows: Vec<T>,
    total: u64,
}

impl<T> Cut<T> {
    const fn new(window: Window) -> Self {
        Self { window, rows: Vec::new(), total: 0 }
    }

    const fn is_full(&self) -> bool {
        self.rows.len() >= self.window.limit
    }

    /// Takes one page; true after the last one.
    fn take(&mut self, page: Vec<Stored<T>>) -> bool {
        let count = page.len();
        for row in page {
            if self.total >= self.window.skip && self.rows.len() < self.window.limit {
                self.rows.push(row.value);
            }
            self.total = self.total.saturating_add(1);
        }
        count < usize::try_from(PAGE).unwrap_or(usize::MAX)
    }

    fn done(self) -> Windowed<T> {
        Windowed { rows: self.rows, total: self.total }
    }
}

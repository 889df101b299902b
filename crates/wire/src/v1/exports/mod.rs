//! Exports: the rows of a list as CSV (RFC 4180) or as JSON lines.
//!
//! A CSV file is UTF-8 without a byte order mark, has one line of names and ends each line with CR LF. No cell of it is
//! taken for a formula by a spreadsheet: see [`safe`].

mod customers;
mod links;
mod payments;
mod refunds;

use serde::Serialize;
use std::borrow::Cow;

/// One column of a CSV file.
pub struct Column<T> {
    /// Its name in the first line.
    pub name: &'static str,
    /// What is in it.
    pub meaning: &'static str,
    /// The cell of a row; nothing is an empty cell.
    cell: fn(&T) -> Option<String>,
}

impl<T> Column<T> {
    pub(crate) const fn new(name: &'static str, meaning: &'static str, cell: fn(&T) -> Option<String>) -> Self {
        Self { name, meaning, cell }
    }
}

/// Rows that can be exported, as the API shows them.
pub trait Exported: Serialize + Sized + 'static {
    /// What they are called in the file's name.
    const NAME: &'static str;

    /// The columns. New ones are added at the end; none is renamed, moved or taken away.
    const COLUMNS: &'static [Column<Self>];
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

impl Format {
    /// The ending of the file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/x-ndjson",
        }
    }

    /// What stands before the first row.
    #[must_use]
    pub fn head<T: Exported>(self) -> String {
        match self {
            Self::Csv => csv(std::iter::once(T::COLUMNS.iter().map(|column| Cow::Borrowed(column.name)))),
            Self::JsonLines => String::new(),
        }
    }

    /// These rows, each as a line.
    #[must_use]
    pub fn rows<T: Exported>(self, rows: &[T]) -> String {
        match self {
            Self::Csv => csv(rows
                .iter()
                .map(|row| T::COLUMNS.iter().map(|column| safe((column.cell)(row).unwrap_or_default().into())))),
            Self::JsonLines => {
                let mut text = String::new();
                for row in rows {
                    // Answers are plain structs of text, numbers and lists: writing them cannot fail.
                    text.push_str(&serde_json::to_string(row).unwrap_or_default());
                    text.push('\n');
                }
                text
            }
        }
    }
}

/// Writing into memory cannot fail.
fn csv<'a>(lines: impl Iterator<Item = impl Iterator<Item = Cow<'a, str>>>) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        let _ = writer.write_record(line.map(Cow::into_owned).map(String::into_bytes));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula: before what begins like one stands a `'`.
///
/// So it is with `=`, `+`, `-`, `@`, their full-width forms, tab, CR and LF; and with `'` itself, so that taking one `'`
/// away from the beginning of a cell always gives back the exact text
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
#[must_use]
pub fn safe(text: Cow<'_, str>) -> Cow<'_, str> {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠']);
    if begins { Cow::Owned(format!("'{text}")) } else { text }
}

/// An instant as the API writes it.
fn at(instant: Option<paylink_core::Timestamp>) -> Option<String> {
    instant.map(|instant| instant.to_string())
}

/// A list or object as JSON; an empty one is an empty cell.
fn json<T: Serialize>(value: &T, is_empty: bool) -> Option<String> {
    (!is_empty).then(|| serde_json::to_string(value).unwrap_or_default())
}

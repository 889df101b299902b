//! Files to download, as a page lists them.

use crate::language::Messages;
use paylink_core::ports::{CheckoutPage, PageFile};

/// A line of the list.
pub(crate) struct FileLine<'a> {
    pub(crate) path: &'a str,
    pub(crate) name: &'a str,
    /// What it is and how long.
    pub(crate) about: String,
}

/// The files of a page.
pub(crate) fn file_lines<'a>(page: &'a CheckoutPage, words: &Messages) -> Vec<FileLine<'a>> {
    let line = |file: &'a PageFile| {
        let kind = file.content_type.extension().to_uppercase();
        FileLine { path: &file.path, name: &file.name, about: words.file_about(&kind, &size(file.size, words)) }
    };
    page.files.iter().map(line).collect()
}

/// A length in the units that people compare: thousands of bytes, or millions with one decimal.
fn size(bytes: u64, words: &Messages) -> String {
    let tenths = bytes.div_ceil(100_000);
    if bytes < 1_000_000 {
        return words.file_size_kb(&bytes.div_ceil(1000).to_string());
    }
    let point = &words.number_decimal_separator;
    words.file_size_mb(&format!("{}{point}{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn lengths_are_told_in_round_numbers_and_never_as_nothing() {
        let languages = Languages::built_in().unwrap();
        let words = &languages.choose("en").messages;
        for (bytes, told) in [
            (0, "0 KB"),
            (1, "1 KB"),
            (1000, "1 KB"),
            (1001, "2 KB"),
            (999_999, "1000 KB"),
            (1_000_000, "1.0 MB"),
            (1_000_001, "1.1 MB"),
            (10_485_760, "10.5 MB"),
        ] {
            assert_eq!(size(bytes, words), told, "{bytes}");
        }
    }
}

//! Rule: the table of error codes and its reference page name the same codes.

use super::finding::Finding;
use super::tree::{File, Tree};

const TABLE: &str = "crates/paylink-core/src/codes.rs";
const PAGE: &str = "docs/reference/errors.md";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(table) = tree.file(TABLE) else {
        return vec![Finding::new(TABLE, 1, "the table of error codes is missing")];
    };
    let Some(page) = tree.file(PAGE) else { return vec![Finding::new(PAGE, 1, "the page of error codes is missing")] };
    let (codes, rows) = (codes(table), rows(page));
    if codes.is_empty() {
        return vec![Finding::new(TABLE, 1, "no line of the form `Name => \"wire_name\", …` was found")];
    }
    let mut findings = Vec::new();
    for (line, code) in only_in(&codes, &rows) {
        findings.push(Finding::new(TABLE, line, format!("`{code}` has no row in {PAGE}")));
    }
    for (line, code) in only_in(&rows, &codes) {
        findings.push(Finding::new(PAGE, line, format!("`{code}` is not in {TABLE}")));
    }
    findings
}

type Code<'a> = (usize, &'a str);

fn only_in<'a>(here: &[Code<'a>], there: &[Code<'a>]) -> Vec<Code<'a>> {
    here.iter().filter(|(_, code)| !there.iter().any(|(_, other)| other == code)).copied().collect()
}

/// Lines like `SlugTaken => "slug_taken", Conflict, "…";`.
fn codes(table: &File) -> Vec<Code<'_>> {
    let code = |line| {
        let (name, rest) = str::split_once(line, "=>")?;
        let (code, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        let named = name.trim().starts_with(|c: char| c.is_ascii_uppercase());
        (named && is_code(code)).then_some(code)
    };
    table.code_lines().filter_map(|(number, line)| Some((number, code(line)?))).collect()
}

/// Table rows whose first cell is a code: ``| `slug_taken` | …``.
fn rows(page: &File) -> Vec<Code<'_>> {
    page.lines().filter_map(|(number, line)| Some((number, first_cell(line)?))).collect()
}

fn first_cell(row: &str) -> Option<&str> {
    let cell = row.trim().strip_prefix('|')?.trim_start();
    let (word, _) = cell.strip_prefix('`')?.split_once('`')?;
    is_code(word).then_some(word)
}

fn is_code(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: &str = "//! Codes.\ncodes! {\n    SlugTaken => \"slug_taken\", Conflict, \"Taken.\";\n    \
                         InvalidJson => \"invalid_json\", Malformed, \"Not JSON.\";\n}\nSelf::Malformed => 400,\n";

    #[test]
    fn a_code_without_a_row_and_a_row_without_a_code_are_both_refused() {
        let page = "# Errors\n\n| code | status |\n|---|---|\n| `slug_taken` | 409 |\n| `slug_gone` | 410 |\n";
        let found: Vec<_> =
            check(&Tree::sample(&[(TABLE, CODES), (PAGE, page)])).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].contains("codes.rs:4: `invalid_json`") && found[1].contains("errors.md:6: `slug_gone`"),
            "{found:?}"
        );
    }

    #[test]
    fn a_missing_page_or_an_unreadable_table_is_a_finding() {
        assert_eq!(check(&Tree::sample(&[(TABLE, CODES)])).len(), 1);
        assert_eq!(check(&Tree::sample(&[(PAGE, "")])).len(), 1);
        assert_eq!(check(&Tree::sample(&[(TABLE, "//! Moved.\n"), (PAGE, "")])).len(), 1);
    }
}

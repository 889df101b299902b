//! Rule: a Rust file begins by saying what it is for, and holds one idea.

use super::finding::Finding;
use super::tree::{File, Tree};

const MOST_LINES: usize = 320;

/// Longer for a reason; an entry that is no longer needed is itself a finding.
const LONGER: &[(&str, &str)] = &[];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let files = tree.ending(".rs").flat_map(of_file);
    files.chain(LONGER.iter().filter_map(|entry| stale(tree, entry))).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !file.text().starts_with("//!") {
        findings.push(Finding::new(&file.path, 1, "the first line must be `//!` and say what the file is for"));
    }
    let lines = file.text().lines().count();
    if lines > MOST_LINES && !LONGER.iter().any(|(path, _)| *path == file.path) {
        let message = format!("{lines} lines are more than {MOST_LINES}: split it by idea");
        findings.push(Finding::new(&file.path, MOST_LINES, message));
    }
    findings
}

fn stale(tree: &Tree, (path, reason): &(&str, &str)) -> Option<Finding> {
    let lines = tree.file(path).map_or(0, |file| file.text().lines().count());
    (lines <= MOST_LINES)
        .then(|| Finding::new(path, 1, format!("no longer needs its exception ({reason}): remove it from the rule")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_say_what_it_is_for_is_refused() {
        let found = check(&Tree::sample(&[("a.rs", "use std::fmt;\n"), ("b.rs", "//! Says.\n"), ("c.md", "# x\n")]));
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("a.rs:1: "));
    }

    #[test]
    fn the_first_line_too_many_is_refused() {
        let text = |lines: usize| format!("//! Says.\n{}", "\n".repeat(lines.saturating_sub(1)));
        let (full, over) = (text(MOST_LINES), text(MOST_LINES.saturating_add(1)));
        let found = check(&Tree::sample(&[("full.rs", &full), ("over.rs", &over)]));
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("over.rs:320: 321 lines"), "{found:?}");
    }
}

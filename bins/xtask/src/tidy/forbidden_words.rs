//! Rule: no unfinished code, no silenced lint, no skipped test, no waiting by the clock in tests.

use super::finding::Finding;
use super::tree::{File, Tree};

/// A piece of code that may not stand in some files, and what to do instead.
struct Ban {
    code: &'static str,
    instead: &'static str,
    applies_to: fn(&str) -> bool,
}

/// In pieces, so that this file keeps its own rule.
const BANS: &[Ban] = &[
    Ban { code: concat!("#[", "ignore"), instead: "make the test run or remove it", applies_to: is_rust },
    Ban { code: concat!("to", "do!("), instead: "write it or leave it out", applies_to: is_rust },
    Ban { code: concat!("un", "implemented!("), instead: "write it or leave it out", applies_to: is_rust },
    Ban { code: concat!("db", "g!("), instead: "log with `tracing`", applies_to: is_rust },
    Ban { code: concat!("#[", "allow("), instead: "use `#[expect(…, reason = \"…\")]`", applies_to: is_rust },
    Ban { code: concat!("#![", "allow("), instead: "use `#![expect(…, reason = \"…\")]`", applies_to: is_rust },
    Ban {
        code: concat!("thread::", "sleep"),
        instead: "advance the test clock or wait for the fact",
        applies_to: is_rust_test,
    },
    Ban {
        code: concat!("time::", "sleep"),
        instead: "advance the test clock or wait for the fact",
        applies_to: is_rust_test,
    },
    Ban { code: concat!("waitFor", "Timeout("), instead: "wait for what the page shows", applies_to: is_browser_test },
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files().iter().flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let bans: Vec<&Ban> = BANS.iter().filter(|ban| (ban.applies_to)(&file.path)).collect();
    let lines = file.code_lines();
    let hits = lines.flat_map(|(number, line)| bans.iter().map(move |ban| (number, line, ban)));
    hits.filter(|(_, line, ban)| line.contains(ban.code))
        .map(|(number, _, ban)| Finding::new(&file.path, number, format!("`{}`: {}", ban.code, ban.instead)))
        .collect()
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

fn is_rust_test(path: &str) -> bool {
    is_rust(path) && (path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs"))
}

fn is_browser_test(path: &str) -> bool {
    path.ends_with(".mjs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ban_bites_where_it_applies_and_nowhere_else() {
        for ban in BANS {
            let line = format!("    {}x)\n", ban.code);
            let tree = Tree::sample(&[
                ("a/tests/it/a.rs", &line),
                ("a/tests/b.mjs", &line),
                ("a/src/c.rs", &line),
                ("d.md", &line),
            ]);
            let found: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
            let expected: Vec<&File> = tree.files().iter().filter(|file| (ban.applies_to)(&file.path)).collect();
            assert_eq!(found.len(), expected.len(), "{}: {found:?}", ban.code);
            assert!(!expected.is_empty());
        }
    }

    #[test]
    fn the_server_may_wait_by_the_clock_and_comments_may_name_anything() {
        let code = format!("tokio::{}(d).await;\n// never {}\n", BANS[7].code, BANS[0].code);
        assert!(check(&Tree::sample(&[("bins/paylink-server/src/worker.rs", &code)])).is_empty());
    }
}

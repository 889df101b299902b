//! Rule: the core commits in one place, which names the actor and writes the audit log.

use super::finding::Finding;
use super::tree::Tree;

const SOURCES: &str = "crates/paylink-core/src/";
/// The one place, and the doubles and the contract, which are stores or test one.
const EXCEPT: &[&str] = &["crates/paylink-core/src/engine.rs", "crates/paylink-core/src/testing/"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let within = |path: &str| path.starts_with(SOURCES) && !EXCEPT.iter().any(|except| path.starts_with(except));
    for file in tree.ending(".rs").filter(|file| within(&file.path)) {
        for (number, line) in file.code_lines() {
            if line.contains(".commit(") {
                let message = "commit through `Paylink::write`, which names who writes".to_owned();
                findings.push(Finding::new(&file.path, number, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_place_that_commits_is_found() {
        let text = "//! Sample.\nself.store.commit(changes).await?;\nself.store\n    .commit(changes)\n    .await?;\n";
        let found = check(&Tree::sample(&[("crates/paylink-core/src/usecases/a.rs", text)]));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn the_engine_the_doubles_and_other_crates_may() {
        let text = "//! Sample.\nself.store.commit(changes).await\n";
        let tree = Tree::sample(&[
            ("crates/paylink-core/src/engine.rs", text),
            ("crates/paylink-core/src/testing/contract/a.rs", text),
            ("bins/bench/src/a.rs", text),
            ("crates/paylink-core/src/b.rs", "//! Sample.\n// store.commit(changes) is elsewhere\n"),
        ]);
        assert!(check(&tree).is_empty());
    }
}

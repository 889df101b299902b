//! Rule: every migration goes up and down, and both databases have the same ones.

use std::collections::BTreeSet;

use super::finding::Finding;
use super::tree::Tree;

const ROOT: &str = "migrations/";
const ENGINES: &[&str] = &["sqlite", "postgres"];
const SCRIPTS: &[&str] = &["up.sql", "down.sql"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let there: Vec<&str> = ENGINES.iter().copied().filter(|engine| tree.holds(&format!("{ROOT}{engine}"))).collect();
    let mut findings: Vec<Finding> = there.iter().flat_map(|engine| scripts(tree, engine)).collect();
    let all: BTreeSet<&str> = there.iter().flat_map(|engine| names(tree, engine)).collect();
    for engine in there {
        let own = names(tree, engine);
        for name in all.difference(&own) {
            let message = "the other database has this migration and this one has not";
            findings.push(Finding::new(&format!("{ROOT}{engine}/{name}"), 1, message));
        }
    }
    findings
}

/// Both scripts of each migration, with something in them.
fn scripts(tree: &Tree, engine: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in names(tree, engine) {
        for script in SCRIPTS {
            let path = format!("{ROOT}{engine}/{name}/{script}");
            if tree.file(&path).is_none_or(|file| file.text().trim().is_empty()) {
                findings.push(Finding::new(&path, 1, "the script is missing or empty"));
            }
        }
        if !is_versioned(name) {
            findings.push(Finding::new(
                &format!("{ROOT}{engine}/{name}"),
                1,
                "the folder must be named <version>_<name>",
            ));
        }
    }
    findings
}

/// The folders below the engine's.
fn names<'a>(tree: &'a Tree, engine: &str) -> BTreeSet<&'a str> {
    let folder = format!("{ROOT}{engine}/");
    let name = |path: &'a str| path.strip_prefix(&folder)?.split_once('/').map(|(name, _)| name);
    tree.files().iter().filter_map(|file| name(&file.path)).collect()
}

fn is_versioned(name: &str) -> bool {
    name.split_once('_').is_some_and(|(version, rest)| {
        !rest.is_empty() && !version.is_empty() && version.chars().all(|c| c.is_ascii_digit() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_that_cannot_go_down_is_refused() {
        let found = check(&Tree::sample(&[("migrations/sqlite/0001_links/up.sql", "CREATE TABLE a (b INT) STRICT;")]));
        assert_eq!(found, [Finding::new("migrations/sqlite/0001_links/down.sql", 1, "the script is missing or empty")]);
    }

    #[test]
    fn an_empty_script_and_an_unversioned_folder_are_refused() {
        let found = check(&Tree::sample(&[
            ("migrations/sqlite/links/up.sql", "CREATE TABLE a (b INT) STRICT;"),
            ("migrations/sqlite/links/down.sql", " \n"),
        ]));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn once_there_are_two_databases_their_migrations_must_be_alike() {
        let tree = Tree::sample(&[
            ("migrations/sqlite/0001_links/up.sql", "a"),
            ("migrations/sqlite/0001_links/down.sql", "a"),
            ("migrations/sqlite/0002_views/up.sql", "a"),
            ("migrations/sqlite/0002_views/down.sql", "a"),
            ("migrations/postgres/0001_links/up.sql", "b"),
            ("migrations/postgres/0001_links/down.sql", "b"),
        ]);
        let found: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("migrations/postgres/0002_views:1: "));
    }
}

//! Rule: the sources of the core and the wire formats touch neither files, environment, sockets nor a clock.

use super::finding::Finding;
use super::tree::Tree;

const SOURCES: &[&str] = &["crates/paylink-core/src/", "crates/wire/src/"];

const BANNED: &[&str] =
    &["std::fs", "std::env", "std::net::Tcp", "std::net::Udp", "std::process", "SystemTime::now", "Instant::now"];
/// The same when imported in a group: `use std::{env, fs}`.
const BANNED_IN_GROUP: &[&str] = &["fs", "env", "process"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sources = tree.ending(".rs").filter(|file| SOURCES.iter().any(|folder| file.path.starts_with(folder)));
    for file in sources {
        for (number, line) in file.code_lines() {
            if let Some(name) = banned(line) {
                let message = format!("`{name}` does not belong here: take it through a port or as an argument");
                findings.push(Finding::new(&file.path, number, message));
            }
        }
    }
    findings
}

fn banned(line: &str) -> Option<&'static str> {
    BANNED.iter().find(|name| line.contains(*name)).or_else(|| banned_in_group(line)).copied()
}

fn banned_in_group(line: &str) -> Option<&'static &'static str> {
    let (_, group) = line.split_once("std::{")?;
    let names: Vec<&str> = group.split([',', '{', '}', ';']).map(str::trim).collect();
    let first = |name: &str, banned: &str| {
        name == banned || name.strip_prefix(banned).is_some_and(|rest| rest.starts_with("::"))
    };
    BANNED_IN_GROUP.iter().find(|banned| names.iter().any(|name| first(name, banned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_environment_sockets_and_clocks_are_refused_in_the_core() {
        let text = "//! Sample.\nuse std::fs;\nlet now = std::time::Instant::now();\nuse std::{env, fmt};\n\
                    use std::{fmt, fs::File};\nlet s = std::net::TcpStream::connect(a);\n";
        let found = check(&Tree::sample(&[("crates/paylink-core/src/a.rs", text)]));
        assert_eq!(found.len(), 5, "{found:?}");
    }

    #[test]
    fn other_crates_comments_and_addresses_are_fine() {
        let tree = Tree::sample(&[
            ("crates/store-diesel/src/a.rs", "use std::fs;\n"),
            (
                "crates/wire/src/b.rs",
                "/// Unlike `std::fs`, pure.\nuse std::net::IpAddr;\nuse std::{fmt, str::FromStr};\n",
            ),
        ]);
        assert!(check(&tree).is_empty());
    }
}

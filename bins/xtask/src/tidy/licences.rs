//! Rule: every crate that is built, for whatever platform or test, comes under a permissive licence.

use super::finding::Finding;
use super::graph::{Graph, Package};
use super::spdx;

/// Ask for attribution at most. Weak copyleft (MPL, LGPL) is not in the list on purpose.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "NCSA",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

/// The file that decides what is built.
const LOCK: &str = "Cargo.lock";

pub(super) fn check(graph: &Graph) -> Vec<Finding> {
    graph.packages().filter_map(of_package).collect()
}

fn of_package(package: &Package) -> Option<Finding> {
    let name = format!("{} {}", package.name, package.version);
    match package.license.as_deref() {
        None => Some(Finding::new(LOCK, 1, format!("{name} names no licence"))),
        Some(expression) => match spdx::is_satisfied(expression, |licence| PERMISSIVE.contains(&licence)) {
            Some(true) => None,
            Some(false) => {
                Some(Finding::new(LOCK, 1, format!("{name} is under `{expression}`, which is not permissive")))
            }
            None => Some(Finding::new(LOCK, 1, format!("{name} has a licence that cannot be read: `{expression}`"))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copyleft_and_missing_licences_are_refused() {
        let graph = Graph::licensed(&[
            ("fine", Some("MIT OR Apache-2.0")),
            ("choice", Some("Apache-2.0 OR LGPL-2.1-or-later")),
            ("copyleft", Some("GPL-3.0-or-later")),
            ("weak", Some("MPL-2.0")),
            ("both", Some("MIT AND LGPL-3.0-only")),
            ("none", None),
        ]);
        let mut found: Vec<_> = check(&graph).iter().map(ToString::to_string).collect();
        found.sort();
        let names: Vec<_> = found.iter().filter_map(|line| line.split_whitespace().nth(1)).collect();
        assert_eq!(names, ["both", "copyleft", "none", "weak"], "{found:?}");
    }
}

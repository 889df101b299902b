//! Rule: crates use each other only along the edges the architecture allows, in tests too.

use super::finding::Finding;
use super::graph::{Graph, Package};
use super::tree::Tree;

/// Every crate may use it.
const CORE: &str = "paylink-core";
/// The one place that names all adapters.
const WIRING: &str = "paylink-server";
const TOOL: &str = "xtask";

/// What a crate may use besides the core. A new edge is an architecture decision: write it down in `docs/adr/`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("paylink-notify", &["paylink-wire"]),
    ("paylink-http-actix", &["paylink-wire"]),
    ("paylink-store-diesel", &["paylink-twin"]),
    // measures the store by itself; a tool, never shipped
    ("paylink-bench", &["paylink-store-diesel", "paylink-pg-cluster"]),
    // tests of the store on a throw-away PostgreSQL
    ("paylink-store-diesel", &["paylink-pg-cluster"]),
    // breaks servers on a throw-away PostgreSQL
    ("paylink-chaos", &["paylink-pg-cluster"]),
    // drives the core over the real store; a tool, never shipped
    ("paylink-sim", &["paylink-store-diesel"]),
    // starts one PostgreSQL for a whole test run
    ("xtask", &["paylink-pg-cluster"]),
];

pub(super) fn check(tree: &Tree, graph: &Graph) -> Vec<Finding> {
    let members: Vec<&str> = graph.members().map(|member| member.name.as_str()).collect();
    let edges = graph.members().flat_map(|user| user.names.iter().map(move |used| (user, used.as_str())));
    edges
        .filter(|(_, used)| members.contains(used))
        .filter(|(user, used)| !is_allowed(&user.name, used))
        .map(|(user, used)| finding(tree, user, used))
        .collect()
}

fn is_allowed(user: &str, used: &str) -> bool {
    if used == TOOL {
        return false;
    }
    let listed = || ALLOWED.iter().any(|(from, to)| *from == user && to.contains(&used));
    user == used || used == CORE || user == WIRING || listed()
}

fn finding(tree: &Tree, user: &Package, used: &str) -> Finding {
    let line = tree.file(&user.manifest).map_or(1, |manifest| manifest.line_of(used));
    let reason = if used == TOOL {
        "nothing may use the repository's tool".to_owned()
    } else {
        format!("only {WIRING} may name several crates, others use {CORE} and the few edges listed in this rule")
    };
    Finding::new(&user.manifest, line, format!("{} must not use {used}: {reason}", user.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(packages: &[(&str, bool, &[&str])]) -> Vec<String> {
        check(&Tree::sample(&[]), &Graph::sample(packages)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_adapter_that_uses_another_adapter_is_refused() {
        let found = refused(&[
            ("paylink-core", true, &[]),
            ("paylink-store-diesel", true, &["paylink-core"]),
            ("paylink-http-actix", true, &["paylink-core", "paylink-store-diesel"]),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("paylink-http-actix must not use paylink-store-diesel"), "{found:?}");
    }

    #[test]
    fn the_core_uses_no_other_crate_and_nobody_uses_the_tool() {
        let found = refused(&[
            ("paylink-wire", true, &["paylink-core"]),
            ("paylink-core", true, &["paylink-wire"]),
            ("paylink-server", true, &["xtask"]),
            ("xtask", true, &[]),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn the_documented_edges_and_outside_crates_are_fine() {
        let found = refused(&[
            ("paylink-core", true, &["paylink-core", "serde"]),
            ("paylink-wire", true, &["paylink-core"]),
            ("paylink-twin", true, &["syn"]),
            ("paylink-store-diesel", true, &["paylink-core", "paylink-twin", "diesel"]),
            ("paylink-notify", true, &["paylink-core", "paylink-wire", "reqwest"]),
            ("paylink-server", true, &["paylink-core", "paylink-notify", "paylink-store-diesel"]),
            ("serde", false, &["serde_derive"]),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}

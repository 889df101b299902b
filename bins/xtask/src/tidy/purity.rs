//! Rule: what is compiled into the core and the wire formats does no input or output.

use super::finding::Finding;
use super::graph::{Graph, Package};

const PURE: &[&str] = &["paylink-core", "paylink-wire"];

/// Runtimes, servers, clients, databases, and what only a program may set up. `*` stands for any ending.
const IMPURE: &[&str] = &[
    "actix*",
    "async-std",
    "axum*",
    "diesel*",
    "hyper*",
    "libsqlite3-sys",
    "mio",
    "openssl*",
    "reqwest*",
    "rusqlite",
    "rustls*",
    "smol",
    "tokio*",
    "tracing-subscriber",
];

pub(super) fn check(graph: &Graph) -> Vec<Finding> {
    let members = graph.members().filter(|member| PURE.contains(&member.name.as_str()));
    members.flat_map(|member| of_member(graph, member)).collect()
}

fn of_member(graph: &Graph, member: &Package) -> Vec<Finding> {
    let impure = graph.closure(&member.name).into_iter().filter(|(used, _)| is_impure(&used.name));
    impure
        .map(|(used, by)| {
            Finding::new(
                &member.manifest,
                1,
                format!("{} must stay without {}, which {} brings in", member.name, used.name, by.name),
            )
        })
        .collect()
}

fn is_impure(name: &str) -> bool {
    IMPURE.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_deep_below_the_core_is_refused_and_its_bringer_named() {
        let graph = Graph::sample(&[
            ("paylink-core", true, &["serde", "nice-helper"]),
            ("serde", false, &[]),
            ("nice-helper", false, &["tokio-util"]),
            ("tokio-util", false, &[]),
        ]);
        let found: Vec<_> = check(&graph).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("without tokio-util, which nice-helper brings in"), "{found:?}");
    }

    #[test]
    fn adapters_may_do_input_and_output() {
        let graph = Graph::sample(&[("paylink-http-actix", true, &["actix-web"]), ("actix-web", false, &[])]);
        assert!(check(&graph).is_empty());
    }
}

//! `cargo xtask tidy`: the repository's rules. One file per rule, all findings at once.

mod core_sources;
mod dependency_page;
mod doc_links;
mod edges;
mod error_codes;
mod file_shape;
mod finding;
mod forbidden_words;
mod graph;
mod licences;
mod machine_traces;
mod migrations;
mod one_write;
mod purity;
mod spdx;
mod tree;

use finding::Finding;
use graph::Graph;
use tree::Tree;

use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

/// A rule looks at the files, at the crates, or at both.
type Rule = fn(&Tree, &Graph) -> Vec<Finding>;

const RULES: &[(&str, Rule)] = &[
    ("edges", edges::check),
    ("purity", |_, graph| purity::check(graph)),
    ("core-sources", |tree, _| core_sources::check(tree)),
    ("one-write", |tree, _| one_write::check(tree)),
    ("file-shape", |tree, _| file_shape::check(tree)),
    ("error-codes", |tree, _| error_codes::check(tree)),
    ("migrations", |tree, _| migrations::check(tree)),
    ("machine-traces", |tree, _| machine_traces::check(tree)),
    ("forbidden-words", |tree, _| forbidden_words::check(tree)),
    ("doc-links", |tree, _| doc_links::check(tree)),
    ("dependency-page", dependency_page::check),
    ("licences", |_, graph| licences::check(graph)),
];

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    if !arguments.is_empty() {
        return Err(Trouble::new("takes no arguments"));
    }
    let tree = Tree::of_repository(&workspace.root)?;
    let graph = Graph::of_workspace(workspace)?;
    let mut count: usize = 0;
    for (name, rule) in RULES {
        let mut findings = rule(&tree, &graph);
        findings.sort();
        for finding in &findings {
            println!("{finding} [{name}]");
        }
        count = count.saturating_add(findings.len());
    }
    if count == 0 {
        println!("tidy: {} files keep {} rules", tree.files().len(), RULES.len());
        return Ok(());
    }
    Err(Trouble::new(format!("{count} findings")))
}

//! Rule: every shared dependency is used, has a row that says why it is there, and no row outlives its dependency.

use super::finding::Finding;
use super::graph::Graph;
use super::tree::{File, Tree};

const MANIFEST: &str = "Cargo.toml";
const PAGE: &str = "docs/reference/dependencies.md";
const SECTION: &str = "[workspace.dependencies]";
/// Rows of the page that stand under this heading are crates; below other headings there are other tools.
const HEADING: &str = "## Crates";

pub(super) fn check(tree: &Tree, graph: &Graph) -> Vec<Finding> {
    let Some(page) = tree.file(PAGE) else { return vec![Finding::new(PAGE, 1, "the page of dependencies is missing")] };
    let Some(manifest) = tree.file(MANIFEST) else { return Vec::new() };
    let (crates, rows) = (crates(manifest), rows(page));
    let without_row = crates.iter().filter(|(_, name)| !rows.iter().any(|(_, row)| row == name));
    let without_crate = rows.iter().filter(|(_, row)| !crates.iter().any(|(_, name)| name == row));
    let rowless = |(line, name): &Named<'_>| Finding::new(MANIFEST, *line, format!("`{name}` has no row in {PAGE}"));
    let unused =
        crates.iter().filter(|(_, name)| !graph.members().any(|member| member.names.iter().any(|used| used == name)));
    let idle = |(line, name): &Named<'_>| Finding::new(MANIFEST, *line, format!("no crate uses `{name}`"));
    let stale = |(line, row): &Named<'_>| Finding::new(PAGE, *line, format!("`{row}` is no dependency any more"));
    without_row.map(rowless).chain(without_crate.map(stale)).chain(unused.map(idle)).collect()
}

type Named<'a> = (usize, &'a str);

/// Names in the section, without the crates of this repository.
fn crates(manifest: &File) -> Vec<Named<'_>> {
    let section = manifest.lines().skip_while(|(_, line)| line.trim() != SECTION).skip(1);
    let entries = section.take_while(|(_, line)| !line.starts_with('[')).filter(|(_, line)| !line.starts_with('#'));
    let name =
        |line| str::split_once(line, '=').filter(|(_, value)| !value.contains("path =")).map(|(name, _)| name.trim());
    entries.filter_map(|(number, line)| Some((number, name(line)?))).collect()
}

/// ``| `name` | …`` under the heading.
fn rows(page: &File) -> Vec<Named<'_>> {
    let section = page.lines().skip_while(|(_, line)| line.trim() != HEADING).skip(1);
    let rows = section.take_while(|(_, line)| !line.starts_with("## "));
    rows.filter_map(|(number, line)| Some((number, line.strip_prefix("| `")?.split_once('`')?.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATES: &str = "[workspace.dependencies]\npaylink-core = { path = \"crates/paylink-core\" }\n# why\n\
                          serde = \"1\"\nurl = \"2\"\n\n[profile.dev]\ndebug = false\n";

    fn refused(page: &str, used: &[&str]) -> Vec<String> {
        let tree = Tree::sample(&[(MANIFEST, CRATES), (PAGE, page)]);
        check(&tree, &Graph::sample(&[("paylink-core", true, used)])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_dependency_without_a_reason_and_a_reason_without_a_dependency_are_refused() {
        let page = "## Crates\n\n| crate | why |\n|---|---|\n| `serde` | reading |\n| `gone` | once |\n\n## Tools\n| `wrk` | load |\n";
        let found = refused(page, &["serde", "url"]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("Cargo.toml:5: `url`") && found[1].contains("dependencies.md:6: `gone`"),
            "{found:?}"
        );
    }

    #[test]
    fn a_dependency_that_no_crate_uses_is_refused() {
        let found = refused("## Crates\n| `serde` | reading |\n| `url` | addresses |\n", &["serde"]);
        assert_eq!(found, ["Cargo.toml:5: no crate uses `url`"]);
    }
}

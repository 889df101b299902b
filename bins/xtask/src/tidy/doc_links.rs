//! Rule: a relative link in the documentation leads to a file of the repository.

use super::finding::Finding;
use super::tree::{File, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let pages = tree.ending(".md").filter(|file| file.path.starts_with("docs/") || !file.path.contains('/'));
    pages.flat_map(|page| of_page(tree, page)).collect()
}

fn of_page(tree: &Tree, page: &File) -> Vec<Finding> {
    let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut findings = Vec::new();
    let mut in_code = false;
    for (number, line) in page.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for target in targets(line) {
            if !resolve(folder, target).is_some_and(|path| tree.holds(&path)) {
                findings.push(Finding::new(&page.path, number, format!("the link to `{target}` leads nowhere")));
            }
        }
    }
    findings
}

/// The files that `[text](file.md#part "title")`, images included, point to; links to elsewhere are left out.
fn targets(line: &str) -> Vec<&str> {
    let inside = line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    inside
        .filter_map(|target| target.split_whitespace().next())
        .filter(|target| !is_elsewhere(target))
        .filter_map(|target| target.split(['#', '?']).next())
        .filter(|path| !path.is_empty())
        .collect()
}

fn is_elsewhere(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:") || target.starts_with('<')
}

/// The path from the root, or nothing if it leaves the repository.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            ".." => parts.pop().map(drop)?,
            "" | "." => {}
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_refused() {
        let page =
            "See [a](reference/errors.md#codes), [b](../README.md), [c](missing.md) and [d](../../outside.md).\n";
        let tree = Tree::sample(&[
            ("docs/ARCHITECTURE.md", page),
            ("docs/reference/errors.md", ""),
            ("README.md", ""),
            ("outside.md", ""),
        ]);
        let found: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("`missing.md`") && found[1].contains("`../../outside.md`"));
    }

    #[test]
    fn web_addresses_anchors_folders_and_code_are_left_alone() {
        let page =
            "[w](https://example.com/x) [m](mailto:a@b.c) [h](#here) ![p](docs \"title\")\n```\n[x](nowhere)\n```\n";
        assert!(check(&Tree::sample(&[("README.md", page), ("docs/a.md", "")])).is_empty());
    }
}

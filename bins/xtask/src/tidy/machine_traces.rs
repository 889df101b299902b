//! Rule: no file names a path of somebody's machine or the host of a package registry.

use super::finding::Finding;
use super::tree::Tree;

/// Written by cargo, and its source lines are what they are.
const EXCEPT: &str = "Cargo.lock";

/// Folders that exist on one machine only. In pieces, so that this file keeps its own rule.
const FOLDERS: &[&str] = &[concat!("/", "work/"), concat!("/", "root/"), concat!("/", "farm/"), concat!("/", "home/")];
/// A fixed temporary path; code asks for the temporary folder instead.
const TEMPORARY: &str = concat!("/", "tmp/");

/// Packages come from whatever registry the machine is set up with.
const HOSTS: &[&str] = &[
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "yarnpkg.com"),
    concat!("npmjs", ".com"),
    concat!("pypi", ".org"),
    concat!("files.", "pythonhosted.org"),
    concat!("crates", ".io"),
    concat!("deb.", "debian.org"),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.path != EXCEPT) {
        for (number, line) in file.lines() {
            if let Some(path) = machine_path(line) {
                findings.push(Finding::new(&file.path, number, format!("`{path}` is a path of one machine")));
            }
            if let Some(host) = HOSTS.iter().find(|host| line.contains(*host)) {
                findings.push(Finding::new(&file.path, number, format!("`{host}` is a registry's host")));
            }
        }
    }
    findings
}

fn machine_path(line: &str) -> Option<&'static str> {
    let followed_by_a_letter = |folder: &str| {
        line.match_indices(folder).any(|(at, _)| {
            let rest = line.get(at..).and_then(|rest| rest.strip_prefix(folder));
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        })
    };
    FOLDERS.iter().copied().chain([TEMPORARY]).find(|folder| followed_by_a_letter(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_refused_in_any_kind_of_file() {
        let text = format!("a\ncd {}main\n", FOLDERS[0]);
        let found = check(&Tree::sample(&[("justfile", &text), ("a.rs", &format!("let p = \"{TEMPORARY}x\";"))]));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].to_string().starts_with("justfile:2: "));
    }

    #[test]
    fn hosts_of_registries_are_refused_outside_of_the_lock_file() {
        let line = format!("\"resolved\": \"https://{}/x.tgz\"", HOSTS[0]);
        let found = check(&Tree::sample(&[("package-lock.json", &line), (EXCEPT, &line)]));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_parent_folder_in_a_web_address_is_no_finding() {
        assert!(
            check(&Tree::sample(&[("a.md", "https://example.com/work-with-us and /tmp and /workspace/x")])).is_empty()
        );
    }
}

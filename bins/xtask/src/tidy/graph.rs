//! The crates and who uses whom, from `cargo metadata`.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde_json::Value;

use crate::process;
use crate::trouble::{Attempt, Outcome, Trouble};
use crate::workspace::Workspace;

#[derive(Clone, Debug, Default)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    /// From the repository's root; only meaningful for members.
    pub(super) manifest: String,
    pub(super) is_member: bool,
    /// Names in its manifest, of every kind and for every platform.
    pub(super) names: Vec<String>,
    /// Ids of what is compiled into it or for it; not what only its tests use.
    uses: Vec<String>,
}

/// All packages by cargo's id, with every feature of the members switched on.
#[derive(Debug, Default)]
pub(super) struct Graph(HashMap<String, Package>);

impl Graph {
    pub(super) fn of_workspace(workspace: &Workspace) -> Outcome<Self> {
        let mut cargo = workspace.cargo();
        let text = process::output(cargo.args(["metadata", "--all-features", "--format-version", "1"]))?;
        let metadata = serde_json::from_str(&text).attempting("could not read the answer of `cargo metadata`")?;
        Self::read(&metadata, &workspace.root)
            .ok_or_else(|| Trouble::new("`cargo metadata` answered in an unknown shape"))
    }

    pub(super) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.0.values()
    }

    pub(super) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages().filter(|package| package.is_member)
    }

    /// Everything that is compiled when the named member is, each with the package that brought it in.
    pub(super) fn closure(&self, member: &str) -> Vec<(&Package, &Package)> {
        let start = self.0.iter().find(|(_, package)| package.is_member && package.name == member);
        let mut seen: HashSet<&str> = start.iter().map(|(id, _)| id.as_str()).collect();
        let mut open: Vec<&Package> = start.iter().map(|(_, package)| *package).collect();
        let mut found = Vec::new();
        while let Some(user) = open.pop() {
            for id in &user.uses {
                if let Some(used) = self.0.get(id)
                    && seen.insert(id)
                {
                    found.push((used, user));
                    open.push(used);
                }
            }
        }
        found
    }

    fn read(metadata: &Value, root: &Path) -> Option<Self> {
        let members = strings(metadata.get("workspace_members")?);
        let mut packages = HashMap::new();
        for package in metadata.get("packages")?.as_array()? {
            let id = package.get("id")?.as_str()?;
            packages.insert(id.to_owned(), Package::read(package, members.iter().any(|member| member == id), root)?);
        }
        for node in metadata.get("resolve")?.get("nodes")?.as_array()? {
            let uses = node.get("deps")?.as_array()?.iter().filter(|dep| is_compiled(dep));
            let uses = uses.filter_map(|dep| Some(dep.get("pkg")?.as_str()?.to_owned())).collect();
            packages.get_mut(node.get("id")?.as_str()?)?.uses = uses;
        }
        Some(Self(packages))
    }

    #[cfg(test)]
    pub(super) fn sample(packages: &[(&str, bool, &[&str])]) -> Self {
        let package = |(name, is_member, uses): &(&str, bool, &[&str])| {
            let uses: Vec<String> = uses.iter().map(|name| (*name).to_owned()).collect();
            let manifest = format!("crates/{name}/Cargo.toml");
            let name = (*name).to_owned();
            let made =
                Package { name, is_member: *is_member, manifest, names: uses.clone(), uses, ..Package::default() };
            (made.name.clone(), made)
        };
        Self(packages.iter().map(package).collect())
    }

    #[cfg(test)]
    pub(super) fn licensed(packages: &[(&str, Option<&str>)]) -> Self {
        let package = |(name, license): &(&str, Option<&str>)| {
            let license = license.map(str::to_owned);
            ((*name).to_owned(), Package { name: (*name).to_owned(), license, ..Package::default() })
        };
        Self(packages.iter().map(package).collect())
    }
}

impl Package {
    fn read(package: &Value, is_member: bool, root: &Path) -> Option<Self> {
        let text = |key: &str| package.get(key).and_then(Value::as_str);
        let manifest = Path::new(text("manifest_path")?);
        let names = package.get("dependencies")?.as_array()?.iter().filter_map(|dep| dep.get("name")?.as_str());
        Some(Self {
            name: text("name")?.to_owned(),
            version: text("version")?.to_owned(),
            license: text("license").map(str::to_owned),
            manifest: manifest.strip_prefix(root).unwrap_or(manifest).to_string_lossy().into_owned(),
            is_member,
            names: names.map(str::to_owned).collect(),
            uses: Vec::new(),
        })
    }
}

/// A dependency that is not only there for tests: its kind is null (normal) or `build`.
fn is_compiled(dep: &Value) -> bool {
    let kinds = dep.get("dep_kinds").and_then(Value::as_array);
    kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind.get("kind").and_then(Value::as_str) != Some("dev")))
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn test_only_dependencies_are_named_but_not_compiled_in() {
        let package = |name: &str, deps: Value| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT",
                "manifest_path": format!("/r/crates/{name}/Cargo.toml"), "dependencies": deps })
        };
        let metadata = json!({
            "workspace_members": ["core"],
            "packages": [package("core", json!([{ "name": "tokio" }, { "name": "serde" }])), package("tokio", json!([])),
                package("serde", json!([]))],
            "resolve": { "nodes": [
                { "id": "core", "deps": [
                    { "pkg": "tokio", "dep_kinds": [{ "kind": "dev" }] },
                    { "pkg": "serde", "dep_kinds": [{ "kind": null }] },
                ] },
            ] },
        });
        let graph = Graph::read(&metadata, Path::new("/r")).unwrap();
        let core = graph.members().next().unwrap();
        assert_eq!(core.names, ["tokio", "serde"]);
        assert_eq!(core.manifest, "crates/core/Cargo.toml");
        let compiled: Vec<_> = graph.closure("core").iter().map(|(used, _)| used.name.clone()).collect();
        assert_eq!(compiled, ["serde"]);
    }
}

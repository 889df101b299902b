//! The files of the repository as the rules see them: what git tracks or would offer to add.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process;
use crate::trouble::Outcome;

#[derive(Debug)]
pub(super) struct File {
    /// From the repository's root, with `/`.
    pub(super) path: String,
    /// `None` for what is not UTF-8 text.
    text: Option<String>,
}

#[derive(Debug)]
pub(super) struct Tree(Vec<File>);

impl Tree {
    pub(super) fn of_repository(root: &Path) -> Outcome<Self> {
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
        let listing = process::output(&mut git)?;
        let there = |path: &&str| root.join(path).symlink_metadata().is_ok();
        let read = |path: &str| File { path: path.to_owned(), text: fs::read_to_string(root.join(path)).ok() };
        Ok(Self(listing.split_terminator('\0').filter(there).map(read).collect()))
    }

    pub(super) fn files(&self) -> &[File] {
        &self.0
    }

    /// Text files whose path ends so.
    pub(super) fn ending(&self, suffix: &str) -> impl Iterator<Item = &File> {
        self.0.iter().filter(move |file| file.text.is_some() && file.path.ends_with(suffix))
    }

    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.0.iter().find(|file| file.path == path)
    }

    /// Whether there is such a file, or a folder with files in it.
    pub(super) fn holds(&self, path: &str) -> bool {
        let within = |file: &File| file.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        path.is_empty() || self.0.iter().any(|file| file.path == path || within(file))
    }

    #[cfg(test)]
    pub(super) fn sample(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: Some((*text).to_owned()) };
        Self(files.iter().map(file).collect())
    }
}

impl File {
    pub(super) fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Lines numbered from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1_usize..).zip(self.text().lines())
    }

    /// Lines of Rust that are not only a comment: what a file says about a word is not a use of it.
    pub(super) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The first line that contains the text, or 1.
    pub(super) fn line_of(&self, text: &str) -> usize {
        self.lines().find(|(_, line)| line.contains(text)).map_or(1, |(number, _)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_when_a_file_is_in_it() {
        let tree = Tree::sample(&[("docs/guides/embed.md", "")]);
        assert!(tree.holds("docs/guides") && tree.holds("docs/guides/embed.md"));
        assert!(!tree.holds("docs/guide") && !tree.holds("docs/adr"));
    }

    #[test]
    fn comments_are_not_code_and_lines_count_from_one() {
        let tree = Tree::sample(&[("a.rs", "//! Says.\n/// Doc.\nlet x = 1; // why\n  // all comment\n")]);
        let lines: Vec<_> = tree.files()[0].code_lines().collect();
        assert_eq!(lines, [(3, "let x = 1; // why")]);
    }
}

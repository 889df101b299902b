//! Remembers what an installed folder was made from, so that a second set-up has nothing to do.

use std::fs;
use std::path::{Path, PathBuf};

use crate::trouble::{Attempt, Outcome};

const NAME: &str = ".made-from";

/// A folder that is good as long as it was made from exactly these texts.
#[derive(Debug)]
pub(crate) struct Stamped {
    folder: PathBuf,
    ingredients: String,
}

impl Stamped {
    /// `ingredients` are the whole texts the folder is made from: lock files, versions.
    pub(crate) fn new(folder: PathBuf, ingredients: &[&str]) -> Self {
        Self { folder, ingredients: ingredients.join("\n--\n") }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(self.folder.join(NAME)).is_ok_and(|made_from| made_from == self.ingredients)
    }

    /// Removes what is there and gives an empty folder, so that nothing of an older set stays behind.
    pub(crate) fn clear(&self) -> Outcome<()> {
        let folder = self.folder.display();
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).attempting(&format!("could not remove {folder}"))?;
        }
        fs::create_dir_all(&self.folder).attempting(&format!("could not create {folder}"))
    }

    /// Call last: an interrupted installation must not look finished.
    pub(crate) fn seal(&self) -> Outcome<()> {
        let stamp = self.folder.join(NAME);
        fs::write(&stamp, &self.ingredients).attempting(&format!("could not write {}", stamp.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-stamp-{name}-{}", std::process::id()))
    }

    #[test]
    fn a_folder_is_fresh_only_while_its_ingredients_stay_the_same() {
        let folder = scratch("same");
        let first = Stamped::new(folder.clone(), &["a==1", "3.11"]);
        first.clear().unwrap();
        assert!(!first.is_fresh(), "an unsealed folder is unfinished");
        first.seal().unwrap();
        assert!(first.is_fresh());
        assert!(!Stamped::new(folder.clone(), &["a==2", "3.11"]).is_fresh());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn clearing_leaves_nothing_of_the_older_set() {
        let stamped = Stamped::new(scratch("clear"), &["x"]);
        stamped.clear().unwrap();
        fs::write(stamped.folder().join("old"), "old").unwrap();
        stamped.seal().unwrap();
        stamped.clear().unwrap();
        assert_eq!(fs::read_dir(stamped.folder()).unwrap().count(), 0);
        fs::remove_dir_all(stamped.folder()).unwrap();
    }
}

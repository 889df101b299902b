//! Reference pages that are checked against the code: `UPDATE_DOCS=1` rewrites them.

use std::{
    fs::File,
    io::{Read as _, Seek as _, Write as _},
    path::PathBuf,
};

/// Compares the part of `docs/reference/<page>` between the marks of `part` with `table`.
pub(crate) fn check(page: &str, part: &str, table: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(page);
    let mut file = File::options().read(true).write(true).open(&path).expect(page);
    // several tests may write parts of one page at the same time
    file.lock().expect("the lock of the page");
    let mut text = String::new();
    file.read_to_string(&mut text).expect("the page");
    let (begin, end) = (format!("<!-- {part}: begin -->\n\n"), format!("\n<!-- {part}: end -->"));
    let (head, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("{page} has no mark {begin:?}"));
    let (found, tail) = rest.split_once(&end).unwrap_or_else(|| panic!("{page} has no mark {end:?}"));
    if found == table {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_none() {
        panic!("{page}, {part}: differs from the code; UPDATE_DOCS=1 rewrites it. The code says:\n{table}");
    }
    let text = format!("{head}{begin}{table}{end}{tail}");
    file.rewind().and_then(|()| file.set_len(0)).and_then(|()| file.write_all(text.as_bytes())).expect("to write");
}

/// One row of a Markdown table.
pub(crate) fn row<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    cells.into_iter().fold("|".to_owned(), |line, cell| format!("{line} {} |", cell.as_ref())) + "\n"
}

/// The head of a Markdown table.
pub(crate) fn head(titles: &[&str]) -> String {
    row(titles) + &row(titles.iter().map(|_| "---"))
}

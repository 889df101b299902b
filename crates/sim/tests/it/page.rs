//! The page on the simulator tells of every planted bug, in the words of the code.

use paylink_sim::Bug;

#[test]
fn the_page_lists_every_planted_bug() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/simulation.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = Bug::ALL.iter().map(|bug| format!("| `{}` | {} |", bug.name(), bug.what())).collect();
    assert_eq!(rows, expected);
}

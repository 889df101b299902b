//! Headers as browsers send them, and headers nobody should send.

use super::choose;

#[test]
fn the_language_with_the_highest_weight_wins() {
    let available = ["en", "de", "pt-BR"];
    let check = |header, expected| assert_eq!(choose(header, &available), expected, "{header}");
    check("", 0);
    check("de", 1);
    check("DE-at", 1);
    check("en;q=0.8,de", 1);
    check("de;q=0.3, en;q=0.7", 0);
    check("pt", 2);
    check("pt-br;q=0.001", 2);
    check("fr, de;q=0.5", 1);
    check("fr", 0);
    check("*", 0);
    check("de;q=0", 0);
    check("de;q=nonsense", 0);
    check("de;q=4294967296", 0);
    check("de;q=99999", 1);
    check(";;;,,,q=;de", 0);
}

#[test]
fn an_endless_header_is_cut_off() {
    let header = format!("{}de", "x,".repeat(100_000));
    assert_eq!(choose(&header, &["en", "de"]), 0);
}

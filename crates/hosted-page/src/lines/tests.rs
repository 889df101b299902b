//! Lines in words.

use super::{Figures, Lines};
use crate::language::Languages;
use paylink_core::{
    Currency, Quantity,
    lines::line_table,
    records::{LineItem, LineKind},
};

fn item(name: &str, thousandths: i64, unit_minor: i64, tax_minor: Option<i64>) -> LineItem {
    let quantity = Quantity::of_thousandths(thousandths).unwrap();
    LineItem { kind: LineKind::Item, name: name.to_owned(), quantity, unit_minor, tax_minor }
}

/// Name, detail and amount of each row; the sums.
fn told(lines: &[LineItem], most: usize) -> (Vec<String>, Vec<String>, Option<String>, Option<String>) {
    let languages = Languages::built_in().unwrap();
    let words = &languages.choose("en").messages;
    let table = line_table(lines, Currency::USD).unwrap();
    let money = |text: &str| format!("${text}");
    let number = str::to_owned;
    let shown = Lines::new(&table, &Figures { money: &money, number: &number }, words, most);
    let row = |row: &super::LineRow<'_>| {
        format!("{} | {} | {}", row.name, row.detail.clone().unwrap_or_default(), row.amount)
    };
    let rows = shown.rows.iter().map(row).collect();
    let sums = shown.sums.iter().map(|fact| format!("{} {}", fact.label, fact.value)).collect();
    (rows, sums, shown.all, shown.more)
}

#[test]
fn a_line_tells_quantity_and_tax_where_they_say_more_than_its_amount() {
    let discount = LineItem { kind: LineKind::Discount, ..item("Regulars", 1000, 500, None) };
    let lines = [
        item("Cake", 1000, 4000, None),
        item("Hours", 1500, 8000, Some(960)),
        item("Candles", 12_000, 25, Some(0)),
        discount,
    ];
    let (rows, sums, all, more) = told(&lines, 100);
    assert_eq!(
        rows,
        [
            "Cake |  | $40.00",
            "Hours | 1.5 × $80.00 · plus $9.60 tax | $120.00",
            "Candles | 12 × $0.25 | $3.00",
            "Regulars |  | \u{2212}$5.00"
        ]
    );
    assert_eq!(sums, ["Subtotal $163.00", "Discount \u{2212}$5.00", "Tax $9.60", "Total $167.60"]);
    assert_eq!((all, more), (None, None));
}

#[test]
fn lines_that_only_add_up_have_a_total_and_nothing_else() {
    assert_eq!(told(&[item("Cake", 1000, 4000, None)], 100).1, ["Total $40.00"]);
}

#[test]
fn many_lines_are_counted_and_those_left_out_too() {
    let lines: Vec<_> = (0..30).map(|place| item(&format!("Line {place}"), 1000, 100, None)).collect();
    let (rows, _, all, more) = told(&lines, 20);
    assert_eq!(
        (rows.len(), all.as_deref(), more.as_deref()),
        (15, Some("All 30 items"), Some("… and 15 more lines, shown on the page."))
    );
}

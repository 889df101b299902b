//! What lines come to: the parts add up, in any order, without overflow.

use paylink_core::{
    Currency, Quantity,
    lines::{add_up, line_amount, line_table},
    records::{LineItem, LineKind},
};
use proptest::prelude::*;

fn a_line() -> impl Strategy<Value = LineItem> {
    let kind = prop_oneof![Just(LineKind::Item), Just(LineKind::Discount)];
    let tax = prop_oneof![Just(None), (0_i64..=9_999_999_999).prop_map(Some)];
    (kind, 1_i64..=999_999_999, 0_i64..=9_999_999_999, tax).prop_map(|(kind, thousandths, unit_minor, tax_minor)| {
        LineItem {
            kind,
            name: "x".to_owned(),
            quantity: Quantity::of_thousandths(thousandths).expect("in range"),
            unit_minor,
            tax_minor,
        }
    })
}

/// Decimal text in minor units.
fn minor(text: &str) -> i128 {
    text.replace('.', "").parse().expect("an amount")
}

proptest! {
    #[test]
    fn the_parts_that_are_shown_add_up_to_the_total(lines in prop::collection::vec(a_line(), 1..=100)) {
        let table = line_table(&lines, Currency::USD).expect("fits");
        let amounts: i128 = table.lines.iter().map(|line| minor(&line.amount)).sum();
        let taxes: i128 = table.lines.iter().filter_map(|line| line.tax_amount.as_deref()).map(minor).sum();
        let part = |text: &Option<String>| text.as_deref().map_or(0, minor);
        prop_assert_eq!(amounts, minor(&table.subtotal) + part(&table.discount));
        prop_assert_eq!(taxes, part(&table.tax));
        prop_assert_eq!(amounts + taxes, minor(&table.total));
    }

    #[test]
    fn the_order_of_lines_does_not_matter(lines in prop::collection::vec(a_line(), 1..=20).prop_shuffle()) {
        let mut sorted = lines.clone();
        sorted.sort_by_key(|line| (line.unit_minor, line.quantity, line.tax_minor));
        prop_assert_eq!(add_up(&lines), add_up(&sorted));
        sorted.reverse();
        prop_assert_eq!(add_up(&lines), add_up(&sorted));
    }

    #[test]
    fn a_line_is_rounded_to_the_nearest_unit_and_half_up(line in a_line()) {
        let exact = i128::from(line.quantity.thousandths()) * i128::from(line.unit_minor);
        let amount = i128::from(line_amount(&line).expect("fits")).abs() * 1000;
        prop_assert!(amount - exact <= 500 && exact - amount < 500, "{exact} became {amount}");
    }

    #[test]
    fn nothing_that_is_stored_makes_the_sum_overflow(thousandths in 1_i64..=999_999_999, unit_minor in any::<i64>(), tax_minor in any::<Option<i64>>(), count in 0_usize..50) {
        let quantity = Quantity::of_thousandths(thousandths).expect("in range");
        for kind in [LineKind::Item, LineKind::Discount] {
            let line = LineItem { kind, name: String::new(), quantity, unit_minor, tax_minor };
            // a sum or none, but no panic
            drop((add_up(&vec![line.clone(); count]), line_table(&vec![line; count], Currency::USD)));
        }
    }

    #[test]
    fn a_quantity_is_written_as_it_was_read(thousandths in 1_i64..=999_999_999) {
        let quantity = Quantity::of_thousandths(thousandths).expect("in range");
        prop_assert_eq!(quantity.to_string().parse::<Quantity>(), Ok(quantity));
    }
}

#[test]
fn quantities_are_plain_decimals_within_their_range() {
    for (text, thousandths) in [("1", 1000), ("1.5", 1500), ("0.001", 1), ("999999.999", 999_999_999), ("007", 7000)] {
        assert_eq!(text.parse::<Quantity>().map(Quantity::thousandths), Ok(thousandths), "{text}");
    }
    for text in
        ["", "0", "0.000", "1.", ".5", "1.0001", "1000000", "1e3", "-1", "+1", " 1", "１", "1,5", "1.5.5", "NaN"]
    {
        assert!(text.parse::<Quantity>().is_err(), "{text:?}");
    }
}

#[test]
fn halves_are_rounded_up_and_a_discount_by_the_same_rule() {
    let line = |kind, quantity: &str, unit_minor| LineItem {
        kind,
        name: String::new(),
        quantity: quantity.parse().expect("a quantity"),
        unit_minor,
        tax_minor: None,
    };
    for (quantity, unit_minor, amount) in
        [("0.5", 1, 1), ("0.499", 1, 0), ("1.5", 3, 5), ("0.333", 100, 33), ("2.5", 5, 13)]
    {
        assert_eq!(line_amount(&line(LineKind::Item, quantity, unit_minor)), Some(amount), "{quantity} × {unit_minor}");
        assert_eq!(line_amount(&line(LineKind::Discount, quantity, unit_minor)), Some(-amount));
    }
}

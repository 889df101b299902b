//! Exports: what the API shows, cell by cell, in a form that spreadsheets read as text and programs read back exactly.

use crate::samples;
use paylink_core::records::LinkCustomer;
use paylink_wire::v1::{
    exports::{Exported, Format, safe},
    responses::{Customer, Payment, PaymentLink, Refund},
};
use proptest::{collection::vec, prelude::*};
use serde_json::Value;
use std::{fs, path::PathBuf};

/// A reader of RFC 4180 that accepts nothing else: quotes only around whole cells, CR LF after every line.
fn read(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let cell;
        if let Some(quoted) = rest.strip_prefix('"') {
            let (mut kept, mut left) = (String::new(), quoted);
            loop {
                let (part, after) = left.split_once('"').expect("a closing quote");
                kept.push_str(part);
                let Some(more) = after.strip_prefix('"') else {
                    rest = after;
                    break;
                };
                kept.push('"');
                left = more;
            }
            cell = kept;
        } else {
            let end = rest.find([',', '\r', '\n']).expect("an end of line");
            let (bare, after) = rest.split_at(end);
            assert!(!bare.contains('"'), "a quote within {bare}");
            (cell, rest) = (bare.to_owned(), after);
        }
        line.push(cell);
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None => {
                rest = rest.strip_prefix("\r\n").unwrap_or_else(|| panic!("no CR LF before {rest:?}"));
                lines.push(std::mem::take(&mut line));
            }
        }
    }
    assert!(line.is_empty(), "the last line has no end");
    lines
}

/// What a reader who knows the rule makes of a cell.
fn exact(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

fn is_taken_for_a_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn csv<T: Exported>(rows: &[T]) -> Vec<Vec<String>> {
    read(&(Format::Csv.head::<T>() + &Format::Csv.rows(rows)))
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("=1+1"),
        Just("=HYPERLINK(\"http://x\")"),
        Just("+15551234567"),
        Just("-1"),
        Just("@SUM(A1)"),
        Just("\t=1"),
        Just("\r"),
        Just("\n"),
        Just("\r\n"),
        Just(","),
        Just("\""),
        Just("\"\""),
        Just("'"),
        Just("'="),
        Just(";"),
        Just("👩‍👩‍👧‍👦"),
        Just("\u{202e}abc"),
        Just("שלום"),
        Just("e\u{301}"),
        Just("\u{feff}"),
        Just("＝1"),
        Just(" "),
        Just("NULL"),
        Just("007"),
        Just("1e5"),
        Just("2030-01-01"),
        Just("|cmd"),
        Just("%0A"),
        Just("\u{10ffff}"),
    ];
    prop_oneof![
        vec(piece, 0..5).prop_map(|pieces| pieces.concat()),
        any::<String>().prop_map(|text| text.replace('\0', ""))
    ]
}

proptest! {
    #[test]
    fn every_cell_comes_back_and_none_is_a_formula(texts in vec(hostile(), 9)) {
        let mut view = samples::link();
        let [description, order, invoice, external, internal, name, email, phone, tag] = texts.as_slice() else {
            panic!("nine texts")
        };
        let some = |text: &String| Some(text.clone());
        (view.link.details.description, view.link.order_number) = (some(description), some(order));
        (view.link.invoice_number, view.link.external_id) = (some(invoice), some(external));
        view.link.details.internal_transaction_id = some(internal);
        view.link.details.customer = Some(LinkCustomer {
            name: some(name), email: some(email), phone: some(phone), ..LinkCustomer::default()
        });
        view.link.details.tags = vec![tag.clone(), description.clone()];
        view.link.details.metadata = [(tag.clone(), name.clone())].into();
        let lines = csv(&[PaymentLink::from(&view), PaymentLink::from(&view)]);
        prop_assert_eq!(lines.len(), 3);
        let cell = |name: &str| {
            let place = lines[0].iter().position(|column| column == name).unwrap();
            exact(&lines[2][place]).to_owned()
        };
        for (column, text) in [
            ("description", description), ("order_number", order), ("invoice_number", invoice),
            ("external_id", external), ("internal_transaction_id", internal), ("customer_name", name),
            ("customer_email", email), ("customer_phone", phone),
        ] {
            prop_assert_eq!(&cell(column), text, "{}", column);
        }
        let tags: Vec<String> = serde_json::from_str(&cell("tags")).unwrap();
        prop_assert_eq!(tags, vec![tag.clone(), description.clone()]);
        prop_assert!(lines.iter().flatten().all(|cell| !is_taken_for_a_formula(cell)));
        prop_assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    }

    #[test]
    fn a_cell_is_made_safe_in_one_way_that_can_be_undone(text in hostile()) {
        let cell = safe(text.as_str().into()).into_owned();
        prop_assert_eq!(exact(&cell), &text);
        prop_assert!(!is_taken_for_a_formula(&cell));
        prop_assert_eq!(cell != text, is_taken_for_a_formula(&text) || text.starts_with('\''));
    }
}

/// The value of a row of the API behind a column of the file.
fn shown<'a>(row: &'a Value, column: &str) -> &'a Value {
    let nested = [
        ("customer_id", "/customer/id"),
        ("customer_name", "/customer/name"),
        ("customer_email", "/customer/email"),
        ("customer_phone", "/customer/phone"),
        ("customer_external_id", "/customer/external_id"),
        ("method", "/method/type"),
        ("last4", "/method/last4"),
        ("card_brand", "/method/brand"),
        ("card_exp_month", "/method/exp_month"),
        ("card_exp_year", "/method/exp_year"),
        ("bank_name", "/method/bank_name"),
        ("account_type", "/method/account_type"),
        ("failure_code", "/failure/code"),
        ("failure_message", "/failure/message"),
        ("payer_name", "/payer/name"),
        ("payer_email", "/payer/email"),
    ];
    let known = nested.iter().find(|(name, _)| *name == column).and_then(|(_, path)| row.pointer(path));
    known.or_else(|| row.get(column)).unwrap_or(&Value::Null)
}

fn compare<T: Exported>(row: &T, required: &[&str]) {
    let lines = csv(std::slice::from_ref(row));
    let json = serde_json::to_value(row).unwrap();
    for (column, cell) in lines[0].iter().zip(&lines[1]) {
        let cell = exact(cell);
        match shown(&json, column) {
            Value::Null => assert_eq!(cell, "", "{column}"),
            Value::String(text) => assert_eq!(cell, text, "{column}"),
            Value::Number(number) => assert_eq!(cell, number.to_string(), "{column}"),
            Value::Array(methods) if column == "payment_methods" => {
                let methods: Vec<_> = methods.iter().map(|method| method.as_str().unwrap()).collect();
                assert_eq!(cell, methods.join(" "));
            }
            other @ (Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                assert_eq!(serde_json::from_str::<Value>(cell).unwrap(), *other, "{column}");
            }
        }
    }
    for column in required {
        let place = lines[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no {column}"));
        assert_ne!(lines[1][place], "", "{column} is filled in the sample");
    }
}

#[test]
fn a_file_says_what_the_api_says() {
    compare(
        &PaymentLink::from(&samples::link()),
        &["id", "amount", "description", "customer_email", "tags", "metadata"],
    );
    compare(&Payment::from(&samples::payment()), &["id", "amount", "method", "last4", "payer_email", "created_at"]);
    compare(&Customer::from(&samples::customer()), &["id", "name", "email", "created_at"]);
    compare(&Refund::from(&samples::refund()), &["id", "payment_id", "amount", "status"]);
}

#[test]
fn json_lines_are_the_objects_of_the_api() {
    let rows = [PaymentLink::from(&samples::link()), PaymentLink::from(&samples::link())];
    let text = Format::JsonLines.head::<PaymentLink>() + &Format::JsonLines.rows(&rows);
    let lines: Vec<&str> = text.strip_suffix('\n').unwrap().split('\n').collect();
    assert_eq!(lines, [serde_json::to_string(&rows[0]).unwrap(), serde_json::to_string(&rows[1]).unwrap()]);
}

#[test]
fn a_file_without_rows_has_its_line_of_names() {
    assert_eq!(csv::<Refund>(&[]).len(), 1);
    assert_eq!(Format::JsonLines.head::<Refund>() + &Format::JsonLines.rows::<Refund>(&[]), "");
}

fn table<T: Exported>() -> String {
    let rows = T::COLUMNS.iter().map(|column| format!("| `{}` | {} |\n", column.name, column.meaning));
    format!("| column | what |\n| --- | --- |\n{}", rows.collect::<String>())
}

#[test]
fn the_page_of_exports_names_every_column() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/exports.md");
    let before = fs::read_to_string(&path).unwrap();
    let mut page = before.clone();
    for (part, table) in [
        ("links", table::<PaymentLink>()),
        ("payments", table::<Payment>()),
        ("refunds", table::<Refund>()),
        ("customers", table::<Customer>()),
    ] {
        let (begin, end) = (format!("<!-- {part}: begin -->\n\n"), format!("\n<!-- {part}: end -->"));
        let (head, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("no mark {begin:?}"));
        let (_, tail) = rest.split_once(&end).unwrap_or_else(|| panic!("no mark {end:?}"));
        page = format!("{head}{begin}{table}{end}{tail}");
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    } else {
        assert!(page == before, "exports.md differs from the code; UPDATE_DOCS=1 rewrites it");
    }
}

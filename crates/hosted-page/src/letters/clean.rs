//! What people wrote, made harmless before it is put into lines: no control character, no invisible direction mark.

use paylink_core::records::{
    Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, LineTable, MethodDetails, TableLine,
};
use std::borrow::Cow;

/// The letter with every text cleaned. Only the description may have several lines.
pub(super) fn clean(letter: &Letter) -> Letter {
    let some = |text: &Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
    let price = |price: &Option<LetterPrice>| {
        price.as_ref().map(|price| LetterPrice { amount: line(&price.amount), note: some(&price.note) })
    };
    let merchant = &letter.merchant;
    Letter {
        merchant: LetterMerchant {
            name: line(&merchant.name),
            email: some(&merchant.email),
            phone: some(&merchant.phone),
            website: some(&merchant.website),
            accent_color: merchant.accent_color.clone(),
            logo_url: some(&merchant.logo_url),
        },
        greeting: some(&letter.greeting),
        locale: some(&letter.locale),
        timezone: line(&letter.timezone),
        card: price(&letter.card),
        ach: price(&letter.ach),
        lines: letter.lines.as_ref().map(table),
        description: letter.description.as_deref().map(lines).filter(|text| !text.is_empty()),
        order_number: some(&letter.order_number),
        invoice_number: some(&letter.invoice_number),
        attachments: letter.attachments.iter().map(|name| line(name)).collect(),
        url: some(&letter.url),
        unsubscribe_url: some(&letter.unsubscribe_url),
        payment_method_url: some(&letter.payment_method_url),
        payment: letter.payment.as_ref().map(|payment| LetterPayment {
            amount: line(&payment.amount),
            method: payment.method.as_ref().map(method),
            failure_code: some(&payment.failure_code),
            failure_message: some(&payment.failure_message),
            payer_name: some(&payment.payer_name),
            ..payment.clone()
        }),
        refund: letter.refund.as_ref().map(|refund| LetterRefund {
            amount: line(&refund.amount),
            reason: some(&refund.reason),
            ..refund.clone()
        }),
        ..letter.clone()
    }
}

fn table(table: &LineTable) -> LineTable {
    let some = |text: &Option<String>| text.as_deref().map(line);
    let row = |row: &TableLine| TableLine {
        name: line(&row.name),
        unit_amount: line(&row.unit_amount),
        tax_amount: some(&row.tax_amount),
        amount: line(&row.amount),
        ..row.clone()
    };
    LineTable {
        lines: table.lines.iter().map(row).collect(),
        subtotal: line(&table.subtotal),
        discount: some(&table.discount),
        tax: some(&table.tax),
        total: line(&table.total),
    }
}

fn method(method: &MethodDetails) -> MethodDetails {
    match method {
        MethodDetails::Card { brand, last4, exp_month, exp_year } => {
            MethodDetails::Card { brand: line(brand), last4: line(last4), exp_month: *exp_month, exp_year: *exp_year }
        }
        MethodDetails::Ach { bank_name, last4, account_type } => MethodDetails::Ach {
            bank_name: bank_name.as_deref().map(line).filter(|name| !name.is_empty()),
            last4: line(last4),
            account_type: line(account_type),
        },
    }
}

/// One line: controls, line breaks and repeated spaces become one space, direction marks go.
pub(super) fn line(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_direction(*c)) {
        let c = if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
        if c != ' ' || !(cleaned.is_empty() || cleaned.ends_with(' ')) {
            cleaned.push(c);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Several lines, each of them clean, none of them empty.
fn lines(text: &str) -> String {
    let each = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(line);
    each.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Invisible characters that turn the direction of what follows (Unicode TR 9), and the byte order mark.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A name to be put into a sentence: if it is written from right to left, it is fenced off, so that it does not pull
/// numbers and signs beside it along.
pub(super) fn fenced(name: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if name.chars().any(turns) { Cow::Owned(format!("\u{2068}{name}\u{2069}")) } else { Cow::Borrowed(name) }
}

/// At most `most` characters, then `mark` if something is left out. Cuts between words where one ends near, and not
/// within what people see as one character.
pub(super) fn shortened(text: &str, most: usize, mark: &str) -> String {
    let Some((end, next)) = text.char_indices().nth(most) else { return text.to_owned() };
    let (kept, _) = text.split_at(end);
    let mut kept = kept;
    let mut after = next;
    while joins(after) || kept.ends_with('\u{200d}') {
        let Some(last) = kept.chars().next_back() else { break };
        kept = kept.strip_suffix(last).unwrap_or_default();
        after = last;
    }
    let words = kept.rsplit_once(' ').map(|(words, _)| words);
    let near = words.filter(|words| after != ' ' && kept.chars().count() - words.chars().count() <= most / 2);
    format!("{}{mark}", near.unwrap_or(kept).trim_end_matches([' ', ',', '.', ':', ';', '-']))
}

/// Whether a character belongs to the one before it.
const fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests;

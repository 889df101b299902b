//! Items: an object of names and amounts here, line items in the core.

use crate::{
    dialects::AmountNumber,
    json::{Fields, Node},
};
use paylink_core::{
    Code, Money,
    forms::{LineItemForm, Patch},
    lines::line_amount,
    records::{LineKind, LinkRecord},
};
use serde::{Serialize, Serializer};

const NAME: &str = "item_list";

/// What is paid, item by item: in the order of the lines, each name once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items(Vec<(String, Money)>);

impl Items {
    /// The lines of a link, each with its total: its price times its quantity, and its tax. Lines of one name are one item.
    #[must_use]
    pub fn of(link: &LinkRecord) -> Self {
        let mut items: Vec<(String, Money)> = Vec::new();
        for line in &link.details.line_items {
            // lines that do not fit have made no link
            let minor = line_amount(line).unwrap_or(0).saturating_add(line.tax_minor.unwrap_or(0));
            match items.iter_mut().find(|(name, _)| *name == line.name) {
                Some((_, sum)) => sum.minor = sum.minor.saturating_add(minor),
                None => items.push((line.name.clone(), Money::new(minor, link.currency))),
            }
        }
        Self(items)
    }
}

impl Serialize for Items {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, amount)| (name, AmountNumber(*amount))))
    }
}

/// Reads the items; `order` names them as they were written. A negative amount is a discount.
pub(super) fn items(fields: &mut Fields, order: &[String]) -> Patch<Vec<LineItemForm>> {
    let members = match fields.raw(NAME) {
        None => return Patch::Keep,
        Some(Node::Object(members)) if !members.is_empty() => members,
        Some(Node::Null | Node::Object(_)) => {
            fields.refuse(NAME, Code::Required, "at least one item is required");
            return Patch::Keep;
        }
        Some(Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_)) => {
            fields.refuse(NAME, Code::InvalidType, "must be an object of names and amounts");
            return Patch::Keep;
        }
    };
    let mut members: Vec<(String, Node)> = members.into_iter().collect();
    members.sort_by_key(|(name, _)| order.iter().position(|other| other == name));
    let mut lines = Vec::with_capacity(members.len());
    for (name, node) in members {
        match node {
            Node::Number(text) | Node::Text(text) => lines.push(line(name, &text)),
            Node::Null | Node::Bool(_) | Node::List(_) | Node::Object(_) => {
                fields.refuse(NAME, Code::InvalidType, "every amount must be a number or a string");
                return Patch::Keep;
            }
        }
    }
    Patch::Set(lines)
}

fn line(name: String, text: &str) -> LineItemForm {
    let (kind, amount) = match text.strip_prefix('-') {
        Some(amount) => (LineKind::Discount, amount),
        None => (LineKind::Item, text),
    };
    LineItemForm {
        kind: Some(kind.name().to_owned()),
        name: Some(name),
        unit_amount: Some(amount.to_owned()),
        ..LineItemForm::default()
    }
}

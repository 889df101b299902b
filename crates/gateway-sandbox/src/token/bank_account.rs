//! The rules of US bank account fields.

use super::request::Means;
use crate::{
    refund::RefundPlot,
    scenario::{self, SANDBOX_ROUTING},
};
use paylink_core::{
    Code, FieldErrors, TextError, check_text,
    records::{Method, MethodDetails},
};

pub(super) struct Fields<'a> {
    pub(super) routing_number: &'a str,
    pub(super) account_number: &'a str,
    pub(super) account_type: &'a str,
    pub(super) holder_name: &'a str,
}

/// Longest name of an account holder, in characters.
const LONGEST_NAME: usize = 100;

pub(super) fn vet(fields: &Fields<'_>, errors: &mut FieldErrors) -> Option<Means> {
    let account = fields.account_number;
    let routing_fits = is_routing_number(fields.routing_number);
    let account_fits = (6..=17).contains(&account.len()) && account.bytes().all(|byte| byte.is_ascii_digit());
    let type_fits = matches!(fields.account_type, "checking" | "savings");
    let name = check_text(fields.holder_name, LONGEST_NAME);
    if !routing_fits {
        errors.add("bank_account.routing_number", Code::InvalidValue, "is not a US routing number");
    }
    if !account_fits {
        errors.add("bank_account.account_number", Code::InvalidValue, "must be 6 to 17 digits");
    }
    if !type_fits {
        errors.add("bank_account.account_type", Code::InvalidValue, "must be checking or savings");
    }
    if let Err(problem) = name {
        let code = match problem {
            TextError::Empty => Code::Required,
            TextError::TooLong => Code::TooLong,
            TextError::Invisible => Code::InvalidText,
            TextError::CardData => Code::CardDataNotAllowed,
        };
        errors.add("bank_account.holder_name", code, problem.to_string());
    }
    if !(routing_fits && account_fits && type_fits && name.is_ok()) {
        return None;
    }
    let bank_name = (fields.routing_number == SANDBOX_ROUTING).then(|| "Sandbox Bank".to_owned());
    let last4 = account.get(account.len().checked_sub(4)?..)?.to_owned();
    Some(Means {
        method: Method::Ach,
        details: MethodDetails::Ach { bank_name, last4, account_type: fields.account_type.to_owned() },
        scenario: scenario::of_account(fields.routing_number, account),
        refunds: RefundPlot::Succeed,
    })
}

/// Nine digits of a range that is assigned, with the weights 3, 7, 1 summing to a multiple of ten
/// (American Bankers Association, routing number policy).
fn is_routing_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().map_while(|c| c.to_digit(10)).take(10).collect();
    let assigned = matches!(text.get(..2).and_then(|head| head.parse().ok()), Some(1_u8..=12 | 21..=32 | 61..=72 | 80));
    let sum: u32 = digits.iter().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    text.len() == 9 && digits.len() == 9 && assigned && sum.is_multiple_of(10)
}

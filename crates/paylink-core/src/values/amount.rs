//! Reading an amount a person or program wrote: strictly, exactly, in one notation.

use crate::{Currency, Money};

/// Why a text is not an amount of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with at most one dot between digits, or longer than 12 characters.
    #[error("write the amount as digits with at most one dot, e.g. 12.50 (at most 12 characters)")]
    Malformed,
    /// More decimals than the currency has.
    #[error("the currency has fewer decimals")]
    TooManyDecimals,
    /// Zero.
    #[error("the amount must be greater than zero")]
    Zero,
    /// Over 99999999.99 units.
    #[error("the amount must not be over 99999999.99")]
    TooLarge,
}

const MAX_CHARS: usize = 12;
/// 99 999 999.99 units, in hundredths.
const MAX_HUNDREDTHS: i128 = 9_999_999_999;

/// Reads `12.50` in `currency`. Zero is allowed only by callers that say so with `allow_zero`.
///
/// # Errors
/// [`AmountError`], naming the first rule broken.
pub fn parse_amount(text: &str, currency: Currency, allow_zero: bool) -> Result<Money, AmountError> {
    if text.is_empty() || text.len() > MAX_CHARS {
        return Err(AmountError::Malformed);
    }
    let (whole, decimals) = match text.split_once('.') {
        Some((_, "")) => return Err(AmountError::Malformed),
        Some(parts) => parts,
        None => (text, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) {
        return Err(AmountError::Malformed);
    }
    let exponent = usize::try_from(currency.exponent()).unwrap_or(0);
    if decimals.len() > exponent {
        return Err(AmountError::TooManyDecimals);
    }
    let minor: i128 = format!("{whole}{decimals:0<exponent$}").parse().map_err(|_| AmountError::Malformed)?;
    let minor = i64::try_from(minor).map_err(|_| AmountError::TooLarge)?;
    match check_amount(minor, currency) {
        Err(AmountError::Zero) if allow_zero => Ok(Money::zero(currency)),
        checked => checked,
    }
}

/// Whether so many minor units can be the amount of a payment.
///
/// # Errors
/// [`AmountError::Zero`] for nothing or less, [`AmountError::TooLarge`].
pub fn check_amount(minor: i64, currency: Currency) -> Result<Money, AmountError> {
    let scale = 10_i128.pow(currency.exponent());
    if i128::from(minor) * 100 > MAX_HUNDREDTHS * scale {
        return Err(AmountError::TooLarge);
    }
    if minor <= 0 {
        return Err(AmountError::Zero);
    }
    Ok(Money::new(minor, currency))
}

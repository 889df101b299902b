//! How much of something a line item is about: a positive number with at most three decimals, exact.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A quantity from 0.001 to 999999.999, kept in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

/// Why a text is not a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number over 0 and up to 999999.999, with at most three decimals")]
pub struct QuantityError;

const DECIMALS: usize = 3;
const MOST: i64 = 999_999_999;

impl Quantity {
    /// One.
    pub const ONE: Self = Self(1000);

    /// So many thousandths.
    ///
    /// # Errors
    /// [`QuantityError`] outside 1 to 999999999.
    pub fn of_thousandths(thousandths: i64) -> Result<Self, QuantityError> {
        if (1..=MOST).contains(&thousandths) { Ok(Self(thousandths)) } else { Err(QuantityError) }
    }

    /// The number of thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }
}

/// Without needless decimals: `2`, `1.5`.
impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        let decimals = format!("{rest:03}");
        match decimals.trim_end_matches('0') {
            "" => write!(out, "{whole}"),
            decimals => write!(out, "{whole}.{decimals}"),
        }
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (whole, decimals) = match text.split_once('.') {
            Some((_, "")) => return Err(QuantityError),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=6).contains(&whole.len()) && decimals.len() <= DECIMALS;
        if !fits || !digits(whole) || !digits(decimals) {
            return Err(QuantityError);
        }
        let thousandths = format!("{whole}{decimals:0<DECIMALS$}").parse().map_err(|_| QuantityError)?;
        Self::of_thousandths(thousandths)
    }
}

impl Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

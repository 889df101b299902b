//! ISO 4217 currencies and how many decimals each has.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A currency people can be asked to pay in: every ISO 4217 code that has minor units.
///
/// Codes without minor units (precious metals, `XTS`, `XXX`) are not currencies of payments.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The US dollar, the default of a new merchant.
    pub const USD: Self = Self(iso_currency::Currency::USD);

    /// The currency with this upper-case three-letter code.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        currency.exponent().filter(|exponent| *exponent <= 4).map(|_| Self(currency))
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimals of an amount: 0 (JPY), 2 (USD), 3 (KWD) or 4 (CLF, UYW).
    #[must_use]
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = crate::values::MoneyError;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::named(code).ok_or(crate::values::MoneyError::UnknownCurrency)
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// By code.
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

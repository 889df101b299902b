//! Amounts as JSON numbers in major units, exactly: never through a float.

use paylink_core::Money;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount that is written as a JSON number in major units, without zeros at its end: `29`, `12.5`, `0.01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountNumber(pub Money);

impl Serialize for AmountNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_decimal().normalize().to_string();
        RawValue::from_string(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

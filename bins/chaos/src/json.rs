//! Members of JSON objects without panics.

use crate::Outcome;
use serde_json::Value;

/// Looks into a value that may not have what is looked for.
pub(crate) trait Fields {
    /// The member, or `null`.
    fn at(&self, name: &str) -> &Value;
    /// The member, which has to be a text.
    fn text(&self, name: &str) -> Outcome<String>;
    /// Sets the member of an object.
    fn set(&mut self, name: &str, value: impl Into<Value>);
}

impl Fields for Value {
    fn at(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&Self::Null)
    }

    fn text(&self, name: &str) -> Outcome<String> {
        Ok(self.at(name).as_str().ok_or_else(|| format!("no text {name} in {self}"))?.to_owned())
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        if let Some(members) = self.as_object_mut() {
            members.insert(name.to_owned(), value.into());
        }
    }
}

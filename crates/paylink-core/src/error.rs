//! The error every use case returns: a code of the table, the fields concerned, and the cause.

use crate::{Code, PaymentId, ports::StoreError};
use std::{fmt, time::Duration};

/// One field that broke a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field: `amount`, `customer.email`, `metadata.order`.
    pub field: String,
    /// The rule.
    pub code: Code,
    /// The rule in words; never the value itself.
    pub detail: String,
}

/// Collects every wrong field of a request so that all are named at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

/// More wrong fields than this are not listed.
const MAX_FIELD_ERRORS: usize = 50;

impl FieldErrors {
    /// Notes that `field` breaks the rule of `code`.
    pub fn add(&mut self, field: impl Into<String>, code: Code, detail: impl Into<String>) {
        let field = field.into();
        let known = self.0.iter().any(|error| error.field == field);
        if !known && self.0.len() < MAX_FIELD_ERRORS {
            self.0.push(FieldError { field, code, detail: detail.into() });
        }
    }

    /// Whether `field` has been found wrong already.
    #[must_use]
    pub fn names(&self, field: &str) -> bool {
        self.0.iter().any(|error| error.field == field)
    }

    /// Adds the findings of `other`.
    pub fn extend(&mut self, other: Self) {
        for error in other.0 {
            self.add(error.field, error.code, error.detail);
        }
    }

    /// `Ok` when nothing was wrong.
    ///
    /// # Errors
    /// An [`Error`] that names all fields; its code is theirs when they agree, else `invalid_request`.
    pub fn finish(self) -> Result<(), Error> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let agree = self.0.iter().all(|error| error.code == first.code);
        let code = if agree { first.code } else { Code::InvalidRequest };
        let detail =
            if self.0.len() == 1 { format!("{}: {}", first.field, first.detail) } else { code.meaning().to_owned() };
        Err(Error { fields: self.0, ..Error::new(code, detail) })
    }
}

/// Why a use case refused or failed.
#[derive(Debug)]
pub struct Error {
    /// The code of the table.
    pub code: Code,
    /// One sentence for the developer who reads it; never secret, never a payer's data.
    pub detail: String,
    /// Every wrong field, for class `Invalid`.
    pub fields: Vec<FieldError>,
    /// When it makes sense to try again.
    pub retry_after: Option<Duration>,
    /// The payment concerned, if one exists.
    pub payment: Option<PaymentId>,
    /// The cause, for the log.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error with a sentence of its own.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), fields: Vec::new(), retry_after: None, payment: None, source: None }
    }

    /// An error told by the table's sentence.
    #[must_use]
    pub fn of(code: Code) -> Self {
        Self::new(code, code.meaning())
    }

    /// One wrong field.
    pub fn field(field: impl Into<String>, code: Code, detail: impl Into<String>) -> Self {
        let mut fields = FieldErrors::default();
        fields.add(field, code, detail);
        fields.finish().err().unwrap_or_else(|| Self::of(code))
    }

    /// The same error with a time to wait.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Something that cannot happen unless data or code is damaged.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(Code::Internal, detail)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.code.name(), self.detail)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let (code, wait) = match &error {
            StoreError::Unavailable { .. } | StoreError::Stale { .. } | StoreError::OutcomeUnknown { .. } => {
                (Code::StorageUnavailable, Some(Duration::from_secs(1)))
            }
            StoreError::Taken { .. } | StoreError::Corrupt { .. } => (Code::Internal, None),
        };
        Self { retry_after: wait, source: Some(Box::new(error)), ..Self::of(code) }
    }
}

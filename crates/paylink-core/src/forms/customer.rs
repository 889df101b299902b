//! Who is asked to pay, as a caller wrote it.

/// The customer of a link; one that is set replaces the one before.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CustomerForm {
    /// At most 100 characters.
    pub name: Option<String>,
    /// One plain mail address.
    pub email: Option<String>,
    /// E.164: `+` and up to 15 digits.
    pub phone: Option<String>,
    /// At most 64 characters.
    pub external_id: Option<String>,
    /// Language and region, BCP 47.
    pub locale: Option<String>,
}

impl std::fmt::Debug for CustomerForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

//! Whether the server is well.

use serde::Serialize;
use utoipa::ToSchema;

/// Whether the server is well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `ok` or `unavailable`.
    #[schema(value_type = String, examples("ok"))]
    pub status: &'static str,
}

impl Health {
    /// All is well.
    pub const OK: Self = Self { status: "ok" };
    /// The storage does not answer.
    pub const UNAVAILABLE: Self = Self { status: "unavailable" };
}

//! The wire formats of other systems.

mod connectfi;

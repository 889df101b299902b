//! Reports without I/O: how time is cut, and how counts become figures.

mod calendar;
mod figures;
mod spans;
mod times;

pub use calendar::Interval;
pub(crate) use calendar::{MOST_INTERVALS, cut};
pub use figures::{AmountFigures, CurrencyFigures, Figures, LinkFigures, PaymentFigures};
pub(crate) use figures::{OPEN_ENDED, Tally, figures};
pub(crate) use spans::{EVER, spans_of};
pub use times::{FailureCount, Failures, TimeClass, TimesToPayment};
pub(crate) use times::{class_of, failures, times_to_payment};

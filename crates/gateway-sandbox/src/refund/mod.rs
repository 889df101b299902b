//! Refunds: kept inside the document of their charge, so that one conditional write decides every race.

mod book;
mod entry;
mod plot;
mod rules;

pub(crate) use book::GivenBack;
pub(crate) use entry::Refunds;
pub(crate) use plot::RefundPlot;

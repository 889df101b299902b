//! PayEngine: bodies in, answers and webhooks out.

mod answers;
mod bodies;
mod statuses;
mod webhooks;

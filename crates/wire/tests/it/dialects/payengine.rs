//! PayEngine: bodies in, answers and webhooks out.

mod answers;
mod bodies;
mod queries;
mod statuses;
mod webhooks;

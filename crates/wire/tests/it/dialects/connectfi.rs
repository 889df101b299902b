//! connectFi Payment Link: bodies in, objects out, one status.

mod errors;
mod objects;
mod requests;
mod status;
mod webhook;

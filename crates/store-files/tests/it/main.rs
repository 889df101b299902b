//! Uploads are looked at and kept as they should be.

#![cfg(test)]

mod documents;
mod folder;
mod make;
mod pictures;
mod s3;

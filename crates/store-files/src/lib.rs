//! Keeps what is in files: the `FileStore` port on a local folder or an S3-compatible store, and the `FileInspector`
//! port, which looks at uploads before anything of them is kept.

mod inspect;
mod local;
mod objects;
mod s3;

pub use inspect::Inspector;
pub use local::{LocalFolderError, local_folder, prepare_folder};
pub use objects::ObjectFiles;
pub use s3::{S3Error, S3Keys, S3Settings};

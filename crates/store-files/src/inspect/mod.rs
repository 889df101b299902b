//! Looks at uploads. Only the bytes count: no name, no type that somebody has claimed.
//!
//! Pictures are taken apart and made anew, so that nothing of the upload remains but what can be seen. Documents are
//! kept as they are and therefore searched for what they would do when they are opened.

mod kind;
mod pdf;
mod picture;

use async_trait::async_trait;
use bytes::Bytes;
use kind::Kind;
use paylink_core::{
    ports::{FileInspector, FileRefused, Inspected},
    records::{FilePurpose, FileType},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The longest side of a logo that is kept, in pixels; larger ones are made smaller.
const LOGO_SIDE: u32 = 1024;
/// The same for attached pictures: a sheet of paper at 140 dots an inch.
const PICTURE_SIDE: u32 = 1600;

/// The inspector. One upload at a time is taken apart, so that however many come, memory is used once.
#[derive(Debug, Clone)]
pub struct Inspector {
    turn: Arc<Semaphore>,
}

impl Default for Inspector {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Inspector {
    /// A new one. Those cloned from it share its turn.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl FileInspector for Inspector {
    async fn inspect(&self, purpose: FilePurpose, content: Bytes) -> Result<Inspected, FileRefused> {
        let broken = |error| FileRefused::Broken(error);
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|error| broken(error.into()))?;
        let looking = tokio::task::spawn_blocking(move || {
            // held here, so that a request that is given up lets nobody in before its work has ended
            let _turn = turn;
            look(purpose, content)
        });
        looking.await.map_err(|error| broken(error.into()))?
    }
}

fn look(purpose: FilePurpose, content: Bytes) -> Result<Inspected, FileRefused> {
    let side = match purpose {
        FilePurpose::Logo | FilePurpose::LogoDark => LOGO_SIDE,
        FilePurpose::Attachment => PICTURE_SIDE,
    };
    let kind = Kind::of(&content).ok_or(FileRefused::Kind)?;
    match (kind, purpose) {
        (Kind::Pdf, FilePurpose::Attachment) => {
            pdf::check(&content).map_err(FileRefused::Content)?;
            Ok(Inspected { content_type: FileType::Pdf, content })
        }
        (Kind::Pdf, FilePurpose::Logo | FilePurpose::LogoDark) => Err(FileRefused::Kind),
        (Kind::Png | Kind::Jpeg | Kind::Webp, _) => {
            let made = picture::made_anew(kind, &content, side).map_err(FileRefused::Content)?;
            Ok(Inspected { content_type: FileType::Png, content: made.into() })
        }
    }
}

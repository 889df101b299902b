//! What a file is, by its first bytes.

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Png,
    Jpeg,
    Webp,
    Pdf,
}

impl Kind {
    /// The kind of a file; `None` if it is none of these.
    pub(super) fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if content.starts_with(b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        if content.starts_with(b"%PDF-1.") {
            return Some(Self::Pdf);
        }
        let webp = content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP");
        webp.then_some(Self::Webp)
    }
}

//! Descriptions: paragraphs, with words between backticks set as code. Other marks are left as they are.

/// A paragraph.
pub(super) type Paragraph = Vec<Span>;

/// A stretch of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Whether it is set as code.
    pub(super) code: bool,
    pub(super) text: String,
}

/// Cuts at empty lines and at backticks.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = text.replace("\r\n", "\n");
    lines.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(spans).collect()
}

/// An odd backtick at the end opens nothing.
fn spans(paragraph: &str) -> Paragraph {
    let pieces: Vec<&str> = paragraph.split('`').collect();
    let closed = pieces.len() % 2 == 1;
    let last = pieces.len() - 1;
    pieces
        .into_iter()
        .enumerate()
        .filter(|(_, text)| !text.is_empty())
        .map(|(place, text)| Span { code: place % 2 == 1 && (closed || place < last), text: text.to_owned() })
        .collect()
}

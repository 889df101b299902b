//! Documents are kept as they are, so they are searched for everything that makes a reader do more than show pages.
//!
//! Names in a PDF can be written in many ways, and objects can lie in compressed streams. Every byte is searched, with
//! escapes resolved, whatever the document says it is; where objects may be hidden in streams, those are inflated and
//! searched too. What cannot be searched is refused. This finds what documents usually do; it is no virus scanner.

mod inflate;
mod names;

use names::{Finding, Names};

/// Compressed data of one document that is inflated, in bytes.
const INFLATED: u64 = 64 * 1024 * 1024;
/// How far the end mark may lie from the end of the file: nothing but white space is behind it.
const END_MARK: &[u8] = b"%%EOF";

const NO_END: &str = "the document is incomplete: it does not end with %%EOF";
const ACTIVE: &str = "the document holds a script, a program start, a form that sends data or another file";
const ENCRYPTED: &str = "the document is encrypted and cannot be inspected";
const HIDDEN: &str = "the document is compressed in a way that cannot be inspected";
const TOO_MUCH: &str = "the document holds more data than can be inspected";

/// Decides whether a document may be kept; it begins like one already.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn check(content: &[u8]) -> Result<(), &'static str> {
    if !content.trim_ascii_end().strip_suffix(b"\0").unwrap_or(content).trim_ascii_end().ends_with(END_MARK) {
        return Err(NO_END);
    }
    let mut names = Names::strict();
    names.push(content);
    let findings = names.finish();
    if findings.contains(Finding::Active) {
        return Err(ACTIVE);
    }
    if findings.contains(Finding::Encrypted) {
        return Err(ENCRYPTED);
    }
    let may_hide = findings.contains(Finding::ObjectStream)
        || (findings.contains(Finding::First) && findings.contains(Finding::Count));
    if !may_hide {
        return Ok(());
    }
    if findings.contains(Finding::OddFilter) {
        return Err(HIDDEN);
    }
    check_streams(content)
}

/// Inflates every stream that can be, and searches it.
fn check_streams(content: &[u8]) -> Result<(), &'static str> {
    let mut left = INFLATED;
    let mut header = 0;
    for (start, data) in inflate::streams(content) {
        // what is said of this stream: everything since the one before
        let mut said = Names::strict();
        said.push(content.get(header..start).unwrap_or_default());
        header = start;
        let said = said.finish();
        let of_objects =
            said.contains(Finding::ObjectStream) || (said.contains(Finding::First) && said.contains(Finding::Count));
        if of_objects && said.contains(Finding::Predictor) {
            return Err(HIDDEN);
        }
        let mut names = if of_objects { Names::strict() } else { Names::lenient() };
        if !inflate::each_piece(data, &mut left, |piece| names.push(piece)) {
            return Err(TOO_MUCH);
        }
        if names.finish().contains(Finding::Active) {
            return Err(ACTIVE);
        }
    }
    Ok(())
}

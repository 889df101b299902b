//! Finds the streams of a document and inflates them, piece by piece.

use flate2::{Decompress, FlushDecompress, Status};

const KEYWORD: &[u8] = b"stream";
/// What is inflated at a time.
const PIECE: usize = 32 * 1024;

/// Every place where a stream may begin: the position of the keyword, and everything behind it.
pub(super) fn streams(content: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = content.get(from..)?;
            let start = from + rest.windows(KEYWORD.len()).position(|window| window == KEYWORD)?;
            from = start + KEYWORD.len();
            let ends = content.get(..start).is_some_and(|before| before.ends_with(b"end"));
            let data = content.get(from..)?;
            let data = data.strip_prefix(b"\r").unwrap_or(data);
            let data = data.strip_prefix(b"\n").unwrap_or(data);
            if !ends && is_deflated(data) {
                return Some((start, data));
            }
        }
    })
}

/// Whether data begins like a zlib stream (RFC 1950).
fn is_deflated(data: &[u8]) -> bool {
    let [Some(method), Some(flags)] = [data.first(), data.get(1)] else { return false };
    method & 0x0f == 8 && (u16::from(*method) * 256 + u16::from(*flags)).is_multiple_of(31)
}

/// Shows every inflated piece until the stream ends or is damaged; what came before the damage was shown.
/// Returns `false` once more than `left` bytes came out.
pub(super) fn each_piece(data: &[u8], left: &mut u64, mut show: impl FnMut(&[u8])) -> bool {
    let mut inflater = Decompress::new(true);
    let mut piece = vec![0; PIECE];
    let mut rest = data;
    loop {
        let (read, made) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(rest, &mut piece, FlushDecompress::None);
        let length = inflater.total_out().saturating_sub(made);
        show(usize::try_from(length).ok().and_then(|length| piece.get(..length)).unwrap_or_default());
        let Some(still) = left.checked_sub(length) else { return false };
        *left = still;
        let taken = inflater.total_in().saturating_sub(read);
        rest = usize::try_from(taken).ok().and_then(|taken| rest.get(taken..)).unwrap_or_default();
        let stuck = length == 0 && taken == 0;
        match status {
            Ok(Status::Ok | Status::BufError) if !stuck => {}
            Ok(Status::Ok | Status::BufError | Status::StreamEnd) | Err(_) => return true,
        }
    }
}

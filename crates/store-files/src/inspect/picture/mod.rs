//! Pictures are taken apart and made anew as PNG: what remains is what can be seen.
//!
//! Sizes are read from the header and limited before anything is unpacked. Large pictures are made smaller while they
//! are unpacked, row by row where the format allows, so that little of them is ever in memory.

mod decode;
mod encode;
mod scale;

use super::kind::Kind;
use scale::Scaler;

/// The largest side, in pixels.
const LARGEST_SIDE: u32 = 4096;
/// Pictures that cannot be unpacked row by row may need this many bytes.
const WHOLE: u64 = 36 * 1024 * 1024;

const DAMAGED: &str = "the picture is damaged or incomplete";
const TOO_LARGE: &str = "a picture has at most 4096 pixels a side";
const TOO_MUCH: &str =
    "the picture takes too much memory to unpack; save it with fewer pixels, or as a plain PNG or JPEG";
const MOVING: &str = "a picture must not move";

/// A picture in memory: rows from the top, four bytes a pixel (red, green, blue, opacity).
struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// The picture as a new PNG file with sides of at most `side` pixels.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn made_anew(kind: Kind, content: &[u8], side: u32) -> Result<Vec<u8>, &'static str> {
    let picture = match kind {
        Kind::Png => decode::png(content, side)?,
        Kind::Jpeg => decode::jpeg(content, side)?,
        Kind::Webp => decode::webp(content, side)?,
        Kind::Pdf => return Err(DAMAGED),
    };
    encode::png(&picture).map_err(|_| "the picture could not be made anew")
}

/// Refuses sizes that are none or too large.
fn check_size(width: u32, height: u32) -> Result<(), &'static str> {
    if width == 0 || height == 0 {
        return Err(DAMAGED);
    }
    if width > LARGEST_SIDE || height > LARGEST_SIDE { Err(TOO_LARGE) } else { Ok(()) }
}

/// Refuses what would need too much memory as a whole.
fn check_whole(width: u32, height: u32, bytes_a_pixel: u64) -> Result<(), &'static str> {
    let bytes = u64::from(width).saturating_mul(u64::from(height)).saturating_mul(bytes_a_pixel);
    if bytes > WHOLE { Err(TOO_MUCH) } else { Ok(()) }
}

//! QR codes: as SVG and PNG for pages and print, and as text for a terminal.

use paylink_core::ports::PageError;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Width of the quiet zone in modules, the least that ISO/IEC 18004 asks for.
const QUIET: usize = 4;
/// Least width of the PNG in pixels.
const PNG_WIDTH: usize = 640;

/// The modules with their quiet zone.
struct Matrix {
    dark: Vec<bool>,
    /// Modules on a side, quiet zone included.
    width: usize,
}

impl Matrix {
    fn of(text: &str) -> Result<Self, PageError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|error| PageError(format!("no QR code holds this text: {error}")))?;
        let inner = code.width();
        let width = inner + 2 * QUIET;
        let mut dark = vec![false; width * width];
        for (index, color) in code.to_colors().into_iter().enumerate() {
            let place = (index / inner + QUIET) * width + index % inner + QUIET;
            if let Some(module) = dark.get_mut(place) {
                *module = color == Color::Dark;
            }
        }
        Ok(Self { dark, width })
    }

    fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width)
    }
}

/// A QR code as an SVG document that scales without blur.
///
/// # Errors
/// [`PageError`] when the text is too long for a QR code.
pub fn qr_svg(text: &str) -> Result<String, PageError> {
    let matrix = Matrix::of(text)?;
    let size = matrix.width;
    let mut path = String::with_capacity(4096);
    for (y, row) in matrix.rows().enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                write!(path, "M{x} {y}h{}v1H{x}z", run.len()).map_err(|error| PageError(error.to_string()))?;
            }
            x += run.len();
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"{PNG_WIDTH}\" \
         height=\"{PNG_WIDTH}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/>\
         <path d=\"{path}\"/></svg>\n"
    ))
}

/// A QR code as a black and white PNG, at least 640 pixels wide, every module a whole number of pixels.
///
/// # Errors
/// [`PageError`] when the text is too long for a QR code.
pub fn qr_png(text: &str) -> Result<Vec<u8>, PageError> {
    let matrix = Matrix::of(text)?;
    let scale = PNG_WIDTH.div_ceil(matrix.width);
    let side = matrix.width * scale;
    let mut pixels = Vec::with_capacity(side * side.div_ceil(8));
    for row in matrix.rows() {
        let line: Vec<bool> = row.iter().flat_map(|dark| std::iter::repeat_n(*dark, scale)).collect();
        let bytes: Vec<u8> = line.chunks(8).map(packed).collect();
        for _ in 0..scale {
            pixels.extend_from_slice(&bytes);
        }
    }
    let failed = |error: png::EncodingError| PageError(format!("the PNG could not be written: {error}"));
    let side = u32::try_from(side).map_err(|error| PageError(error.to_string()))?;
    let mut file = Vec::with_capacity(4096);
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// Eight pixels as one byte, the first in the highest bit; a set bit is white.
fn packed(pixels: &[bool]) -> u8 {
    (0..8).fold(0, |byte, place| (byte << 1) | u8::from(!pixels.get(place).copied().unwrap_or(false)))
}

/// A QR code in half blocks, black on white by ANSI colours so that dark and light terminals show the
/// same; lines end with a reset of the colours. Empty when the text is too long for a QR code.
#[must_use]
pub fn qr_terminal(text: &str) -> String {
    let Ok(matrix) = Matrix::of(text) else { return String::new() };
    let mut drawn = String::with_capacity(matrix.width * matrix.width * 2);
    for pair in matrix.dark.chunks(matrix.width * 2) {
        let (upper, lower) = pair.split_at(matrix.width);
        drawn.push_str("\u{1b}[38;5;16;48;5;231m");
        for (place, above) in upper.iter().enumerate() {
            drawn.push(match (*above, lower.get(place).copied().unwrap_or(false)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        drawn.push_str("\u{1b}[0m\n");
    }
    drawn
}

//! Unpacks pictures: PNG row by row, JPEG made smaller on the way, WebP as a whole.

use super::{DAMAGED, MOVING, Picture, Scaler, TOO_MUCH, WHOLE, check_size, check_whole};
use image_webp::WebPDecoder;
use jpeg_decoder::{CodingProcess, Decoder as JpegDecoder, PixelFormat};
use png::{ColorType, Decoder as PngDecoder, Limits, Transformations};
use std::io::Cursor;

/// What the decoder of a format may take for itself, in bytes.
const DECODER: usize = 4 * 1024 * 1024;

pub(super) fn png(content: &[u8], side: u32) -> Result<Picture, &'static str> {
    let mut decoder = PngDecoder::new_with_limits(Cursor::new(content), Limits { bytes: DECODER });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(|_| DAMAGED)?;
    let (width, height, interlaced) = (header.width, header.height, header.interlaced);
    check_size(width, height)?;
    let mut reader = decoder.read_info().map_err(|_| DAMAGED)?;
    let colour = reader.output_color_type().0;
    let mut scaler = Scaler::new(width, height, side);
    if interlaced {
        // its rows come in seven passes: only a whole picture has them in order
        check_whole(width, height, 4)?;
        let mut whole = vec![0; reader.output_buffer_size().ok_or(TOO_MUCH)?];
        reader.next_frame(&mut whole).map_err(|_| DAMAGED)?;
        let line = reader.output_line_size(width).filter(|line| *line > 0).ok_or(DAMAGED)?;
        for row in whole.chunks_exact(line) {
            push_png(&mut scaler, row, colour)?;
        }
    } else {
        for _ in 0..height {
            let row = reader.next_row().map_err(|_| DAMAGED)?.ok_or(DAMAGED)?;
            push_png(&mut scaler, row.data(), colour)?;
        }
    }
    // to the very end, so that one that was cut off is noticed
    reader.finish().map_err(|_| DAMAGED)?;
    scaler.finish()
}

fn push_png(scaler: &mut Scaler, row: &[u8], colour: ColorType) -> Result<(), &'static str> {
    match colour {
        ColorType::Grayscale => scaler.push(row.iter().map(|grey| [*grey, *grey, *grey, u8::MAX])),
        ColorType::GrayscaleAlpha => {
            scaler.push(row.as_chunks().0.iter().map(|[grey, opacity]| [*grey, *grey, *grey, *opacity]));
        }
        ColorType::Rgb => push_rgb(scaler, row),
        ColorType::Rgba => scaler.push(row.as_chunks().0.iter().copied()),
        // expanded by the decoder
        ColorType::Indexed => return Err(DAMAGED),
    }
    Ok(())
}

fn push_rgb(scaler: &mut Scaler, row: &[u8]) {
    scaler.push(row.as_chunks().0.iter().map(|[red, green, blue]| [*red, *green, *blue, u8::MAX]));
}

pub(super) fn jpeg(content: &[u8], side: u32) -> Result<Picture, &'static str> {
    let mut decoder = JpegDecoder::new(content);
    decoder.set_max_decoding_buffer_size(usize::try_from(WHOLE).unwrap_or(usize::MAX));
    decoder.read_info().map_err(|_| DAMAGED)?;
    let info = decoder.info().ok_or(DAMAGED)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check_size(width, height)?;
    let colours: u64 = match info.pixel_format {
        PixelFormat::L8 => 1,
        PixelFormat::RGB24 => 3,
        PixelFormat::CMYK32 => 4,
        PixelFormat::L16 => return Err(TOO_MUCH),
    };
    match info.coding_process {
        CodingProcess::DctSequential => {}
        // all of its coefficients, two bytes each, have to be there before the first pixel is
        CodingProcess::DctProgressive => check_whole(width, height, colours.saturating_mul(2))?,
        CodingProcess::Lossless => return Err(TOO_MUCH),
    }
    let wanted = u16::try_from(side).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(wanted.min(info.width), wanted.min(info.height)).map_err(|_| DAMAGED)?;
    let (width, height) = (u32::from(width), u32::from(height));
    check_whole(width, height, colours.saturating_mul(2))?;
    let pixels = decoder.decode().map_err(|_| DAMAGED)?;
    let line = usize::try_from(u64::from(width).saturating_mul(colours)).unwrap_or(0).max(1);
    let mut scaler = Scaler::new(width, height, side);
    for row in pixels.chunks_exact(line) {
        match info.pixel_format {
            PixelFormat::L8 => scaler.push(row.iter().map(|grey| [*grey, *grey, *grey, u8::MAX])),
            PixelFormat::RGB24 => push_rgb(&mut scaler, row),
            PixelFormat::CMYK32 => scaler.push(row.as_chunks().0.iter().map(printed)),
            PixelFormat::L16 => return Err(DAMAGED),
        }
    }
    scaler.finish()
}

/// How a pixel of four printing colours looks on a screen, roughly.
fn printed([cyan, magenta, yellow, black]: &[u8; 4]) -> [u8; 4] {
    let white = |ink: u8| u16::from(u8::MAX - ink);
    let seen = |ink: u8| u8::try_from(white(ink) * white(*black) / 255).unwrap_or(u8::MAX);
    [seen(*cyan), seen(*magenta), seen(*yellow), u8::MAX]
}

/// The box around a WebP picture says how long it is.
fn check_riff(content: &[u8]) -> Result<(), &'static str> {
    let length = content.get(4..8).and_then(|length| length.first_chunk()).ok_or(DAMAGED)?;
    let whole = u64::from(u32::from_le_bytes(*length)).saturating_add(8);
    if u64::try_from(content.len()).is_ok_and(|length| length >= whole) { Ok(()) } else { Err(DAMAGED) }
}

pub(super) fn webp(content: &[u8], side: u32) -> Result<Picture, &'static str> {
    check_riff(content)?;
    let mut decoder = WebPDecoder::new(Cursor::new(content)).map_err(|_| DAMAGED)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    // the picture itself, and as much again for the decoder
    check_whole(width, height, 8)?;
    if decoder.is_animated() {
        return Err(MOVING);
    }
    decoder.set_memory_limit(DECODER);
    let mut whole = vec![0; decoder.output_buffer_size().ok_or(TOO_MUCH)?];
    decoder.read_image(&mut whole).map_err(|_| DAMAGED)?;
    let (colours, transparent) = if decoder.has_alpha() { (4, true) } else { (3, false) };
    let line = usize::try_from(width).unwrap_or(0).saturating_mul(colours).max(1);
    let mut scaler = Scaler::new(width, height, side);
    for row in whole.chunks_exact(line) {
        if transparent {
            scaler.push(row.as_chunks().0.iter().copied());
        } else {
            push_rgb(&mut scaler, row);
        }
    }
    scaler.finish()
}

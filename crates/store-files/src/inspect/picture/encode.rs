//! Writes a picture as a PNG file: its pixels, and nothing else.

use super::Picture;

pub(super) fn png(picture: &Picture) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width, picture.height);
    encoder.set_depth(png::BitDepth::Eight);
    let (pixels, _) = picture.pixels.as_chunks::<4>();
    let opaque = pixels.iter().all(|[_, _, _, opacity]| *opacity == u8::MAX);
    encoder.set_color(if opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    let length = usize::try_from(picture.width).unwrap_or(1).max(1);
    let mut line = Vec::with_capacity(length.saturating_mul(4));
    for row in pixels.chunks(length) {
        line.clear();
        for [red, green, blue, opacity] in row {
            line.extend([red, green, blue]);
            line.extend((!opaque).then_some(opacity));
        }
        std::io::Write::write_all(&mut stream, &line)?;
    }
    stream.finish()?;
    writer.finish()?;
    Ok(file)
}

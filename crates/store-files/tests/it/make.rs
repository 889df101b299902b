//! Files to upload, good and bad, made byte by byte.

use std::io::Write as _;

/// A PNG picture whose pixels are `colour` (red, green, blue, opacity).
pub(crate) fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    let mut stream = writer.stream_writer().unwrap();
    let line = colour.repeat(usize::try_from(width).unwrap());
    for _ in 0..height {
        stream.write_all(&line).unwrap();
    }
    stream.finish().unwrap();
    writer.finish().unwrap();
    file
}

/// One chunk of a PNG file.
pub(crate) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(chunk.get(4..).unwrap());
    chunk.extend(sum.sum().to_be_bytes());
    chunk
}

/// The beginning of a PNG file that claims to have this size.
pub(crate) fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut head = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut size = width.to_be_bytes().to_vec();
    size.extend(height.to_be_bytes());
    // eight bits, red, green, blue and opacity, not interlaced
    size.extend([8, 6, 0, 0, 0]);
    head.extend(chunk(b"IHDR", &size));
    head
}

/// The same bytes as a zlib stream.
pub(crate) fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A document of one empty page; `extra` stands among its objects.
pub(crate) fn pdf(extra: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n".to_vec();
    file.extend(b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n");
    file.extend(b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj\n");
    file.extend(extra);
    file.extend(b"\ntrailer <</Root 1 0 R /Size 4>>\nstartxref\n0\n%%EOF\n");
    file
}

/// An object stream with this inside.
pub(crate) fn object_stream(inside: &[u8]) -> Vec<u8> {
    let mut objects = b"10 0 ".to_vec();
    objects.extend(inside);
    stream(b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode", &deflated(&objects))
}

/// A stream with these entries in its dictionary and these bytes.
pub(crate) fn stream(entries: &[u8], data: &[u8]) -> Vec<u8> {
    let mut object = b"9 0 obj <<".to_vec();
    object.extend(entries);
    object.extend(format!(" /Length {}>>\nstream\r\n", data.len()).bytes());
    object.extend(data);
    object.extend(b"\r\nendstream endobj\n");
    object
}

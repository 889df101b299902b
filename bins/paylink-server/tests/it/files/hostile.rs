//! Files made to do harm, and what each gets.

use std::io::Write as _;

/// A file, and the status it gets.
pub(super) struct Hostile {
    pub(super) what: &'static str,
    pub(super) name: &'static str,
    pub(super) content: Vec<u8>,
    pub(super) as_logo: bool,
    pub(super) status: u16,
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(&chunk[4..]);
    chunk.extend(sum.sum().to_be_bytes());
    chunk
}

/// A PNG of this size whose packed data is `data`.
fn png_with(width: u32, height: u32, data: &[u8], between: &[u8]) -> Vec<u8> {
    let mut size = width.to_be_bytes().to_vec();
    size.extend(height.to_be_bytes());
    size.extend([8, 0, 0, 0, 0]);
    let head = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &size), between].concat();
    [head, chunk(b"IDAT", data), chunk(b"IEND", b"")].concat()
}

/// A grey picture.
pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    let line = vec![0; usize::try_from(width).unwrap() + 1];
    png_with(width, height, &deflated(&line.repeat(usize::try_from(height).unwrap())), b"")
}

/// A document of no pages; `extra` stands among its objects.
pub(super) fn pdf(extra: &[u8]) -> Vec<u8> {
    let head = b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 0>> endobj\n";
    [&head[..], extra, b"\ntrailer <</Root 1 0 R>>\n%%EOF\n"].concat()
}

fn object_stream(inside: &[u8]) -> Vec<u8> {
    let data = deflated(&[&b"10 0 "[..], inside].concat());
    let head = format!("9 0 obj <</Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length {}>>\nstream\n", data.len());
    [head.as_bytes(), &data, b"\nendstream endobj\n"].concat()
}

pub(super) fn hostile() -> Vec<Hostile> {
    let logo = |what, status, content| Hostile { what, name: "logo.png", content, as_logo: true, status };
    let file = |what, status, content| Hostile { what, name: "a.pdf", content, as_logo: false, status };
    let named = |what, name| Hostile { what, name, content: pdf(b""), as_logo: false, status: 201 };
    let script = &b"<</S /JavaScript /JS (app.alert(1))>>"[..];
    let small = png(8, 8);
    let text = chunk(b"tEXt", b"Comment\0<?php system($_GET[0]); ?>");
    let bomb = chunk(b"zTXt", &[&b"Comment\0\0"[..], &deflated(&vec![b'a'; 200 << 20])].concat());
    let profile = chunk(b"iCCP", &[&b"p\0\0"[..], &deflated(&vec![b'a'; 200 << 20])].concat());
    let line = deflated(&[0; 9].repeat(8));
    let riff = |kind: &[u8]| [&b"RIFF\x40\0\0\0WEBP"[..], kind, &[0x2f; 20]].concat();
    vec![
        logo("an SVG", 415, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec()),
        logo("HTML called PNG", 415, b"<!DOCTYPE html><script>alert(1)</script>".to_vec()),
        logo("a GIF that is a script", 415, b"GIF89a=1;alert(1)//\0\0".to_vec()),
        logo("nothing", 415, Vec::new()),
        logo("a document as logo", 415, pdf(b"")),
        logo("30000 by 30000", 422, png_with(30_000, 30_000, &deflated(&vec![0; 1 << 20]), b"")),
        logo("4097 wide", 422, png_with(4097, 1, &deflated(&[0; 4098]), b"")),
        logo("4096 by 4096, almost nothing packed", 200, png(4096, 4096)),
        logo("a size that lies", 422, png_with(4096, 4096, &line, b"")),
        logo("text that unpacks without end", 200, png_with(8, 8, &line, &bomb)),
        logo("a profile that unpacks without end", 200, png_with(8, 8, &line, &profile)),
        logo("PHP in a comment", 200, png_with(8, 8, &line, &text)),
        logo("PHP behind the picture", 200, [&small[..], b"<?php system($_GET[0]); ?>"].concat()),
        logo("an archive behind the picture", 200, [&small[..], b"PK\x03\x04", &[0; 30]].concat()),
        logo("a moving PNG", 200, png_with(8, 8, &line, &chunk(b"acTL", &[0, 0, 0, 9, 0, 0, 0, 0]))),
        logo("a cut PNG", 422, small[..small.len() - 20].to_vec()),
        logo("a cut JPEG", 422, b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb\0\x43\0".to_vec()),
        logo("a JPEG of markers only", 422, b"\xff\xd8\xff\xd9".to_vec()),
        logo("a broken WebP", 422, riff(b"VP8L")),
        logo("a WebP of another kind", 422, riff(b"EVIL")),
        logo("over a megabyte", 413, [&small[..], &vec![0; 1 << 20]].concat()),
        file("a script", 422, pdf(script)),
        file("a script, escaped", 422, pdf(b"<</S /J#61vaScr#69pt /J#53 (alert(1))>>")),
        file("a script in an object stream", 422, pdf(&object_stream(script))),
        file("a program start", 422, pdf(b"<</S /#4caunch /F (cmd.exe)>>")),
        file("another file inside", 422, pdf(b"<</Type /EmbeddedFile>>")),
        file("an object stream without end", 422, pdf(&object_stream(&vec![b' '; 100 << 20]))),
        file("encrypted", 422, pdf(b"<</Encrypt 5 0 R>>")),
        file("without its end", 422, b"%PDF-1.7\n1 0 obj".to_vec()),
        file("with HTML behind it", 422, [&pdf(b"")[..], b"<script>alert(1)</script>"].concat()),
        file("with HTML before it", 415, [b"<script>alert(1)</script>", &pdf(b"")[..]].concat()),
        file("a program", 415, b"MZ\x90\0\x03\0\0\0".to_vec()),
        file("an archive", 415, b"PK\x03\x04\x14\0\0\0".to_vec()),
        file("over ten megabytes", 413, vec![b' '; (10 << 20) + 1]),
        named("up two folders", "../../etc/passwd"),
        named("line breaks, escaped", "a%0D%0ASet-Cookie: x=1.pdf"),
        named("right to left", "invoice\u{202e}fdp.exe"),
        named("markup", "<img src=x onerror=alert(1)>.pdf"),
        named("a device of another system", "C:\\\\fakepath\\\\con.pdf"),
        named("no name", ""),
    ]
}

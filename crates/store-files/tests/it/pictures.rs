//! Pictures are made anew, whatever else their files hold; damaged and huge ones are refused.

use crate::make::{chunk, deflated, png, png_head};
use bytes::Bytes;
use paylink_core::{
    ports::{FileInspector as _, FileRefused},
    records::{FilePurpose, FileType},
};
use paylink_store_files::Inspector;
use std::io::Cursor;

const JPEG: &[u8] = include_bytes!("../data/photo.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("../data/progressive.jpg");
const GREY: &[u8] = include_bytes!("../data/grey.jpg");
const CMYK: &[u8] = include_bytes!("../data/cmyk.jpg");
const WEBP: &[u8] = include_bytes!("../data/photo.webp");
const LOSSLESS: &[u8] = include_bytes!("../data/lossless.webp");
const MOVING: &[u8] = include_bytes!("../data/moving.webp");
const INTERLACED: &[u8] = include_bytes!("../data/interlaced.png");
const PALETTE: &[u8] = include_bytes!("../data/palette.png");
const DEEP: &[u8] = include_bytes!("../data/sixteen_bits.png");

/// A picture as it was kept: its size, and its pixels as red, green, blue and opacity.
struct Kept {
    file: Bytes,
    width: u32,
    height: u32,
    pixels: Vec<[u8; 4]>,
}

impl Kept {
    fn at(&self, x: u32, y: u32) -> [u8; 4] {
        self.pixels[usize::try_from(y * self.width + x).unwrap()]
    }
}

async fn kept(purpose: FilePurpose, content: &[u8]) -> Result<Kept, FileRefused> {
    let inspected = Inspector::new().inspect(purpose, Bytes::copy_from_slice(content)).await?;
    assert_eq!(inspected.content_type, FileType::Png);
    let mut decoder = png::Decoder::new(Cursor::new(&inspected.content));
    decoder.set_transformations(png::Transformations::ALPHA | png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let (width, height) = (reader.info().width, reader.info().height);
    drop(reader);
    let pixels = pixels.as_chunks().0.to_vec();
    Ok(Kept { file: inspected.content, width, height, pixels })
}

async fn logo(content: &[u8]) -> Result<Kept, FileRefused> {
    kept(FilePurpose::Logo, content).await
}

fn near(found: [u8; 4], wanted: [u8; 4], what: &str) {
    let far = found.iter().zip(wanted).any(|(found, wanted)| found.abs_diff(wanted) > 12);
    assert!(!far, "{what}: {found:?}, wanted {wanted:?}");
}

#[tokio::test]
async fn a_small_picture_keeps_its_size_and_its_pixels() {
    for colour in [[200, 10, 30, 255], [1, 2, 3, 128], [9, 9, 9, 0]] {
        let picture = logo(&png(3, 5, colour)).await.unwrap();
        assert_eq!((picture.width, picture.height), (3, 5));
        let wanted = if colour[3] == 0 { [0, 0, 0, 0] } else { colour };
        assert!(picture.pixels.iter().all(|pixel| *pixel == wanted), "{colour:?}: {:?}", picture.pixels);
    }
}

/// The samples show red, green, blue and white quarters, 32 by 24 pixels.
#[tokio::test]
async fn pictures_of_every_kind_come_out_as_they_look() {
    for (what, content) in [
        ("JPEG", JPEG),
        ("progressive JPEG", PROGRESSIVE),
        ("CMYK JPEG", CMYK),
        ("WebP", WEBP),
        ("lossless WebP", LOSSLESS),
        ("interlaced PNG", INTERLACED),
        ("PNG with a palette", PALETTE),
        ("PNG of sixteen bits", DEEP),
    ] {
        let picture = logo(content).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!((picture.width, picture.height), (32, 24), "{what}");
        near(picture.at(4, 4), [255, 0, 0, 255], what);
        near(picture.at(28, 4), [0, 255, 0, 255], what);
        near(picture.at(4, 20), [0, 0, 255, 255], what);
        near(picture.at(28, 20), [255, 255, 255, 255], what);
    }
    let picture = logo(GREY).await.unwrap();
    near(picture.at(28, 20), [255, 255, 255, 255], "grey JPEG");
}

#[tokio::test]
async fn a_large_picture_becomes_smaller_in_its_proportions() {
    let wide = logo(&png(4096, 1000, [10, 200, 30, 255])).await.unwrap();
    assert_eq!((wide.width, wide.height), (1024, 250));
    assert!(wide.pixels.iter().all(|pixel| *pixel == [10, 200, 30, 255]));
    let largest = logo(&png(4096, 4096, [10, 200, 30, 100])).await.unwrap();
    assert_eq!((largest.width, largest.height), (1024, 1024));
    assert!(largest.pixels.iter().all(|pixel| *pixel == [10, 200, 30, 100]));
    let line = logo(&png(1, 4096, [1, 2, 3, 255])).await.unwrap();
    assert_eq!((line.width, line.height), (1, 1024));
    let attached = kept(FilePurpose::Attachment, &png(3200, 1600, [1, 2, 3, 255])).await.unwrap();
    assert_eq!((attached.width, attached.height), (1600, 800));
}

#[tokio::test]
async fn nothing_of_a_file_remains_but_what_can_be_seen() {
    let payload = b"<?php system($_GET['c']); ?>";
    let secret = b"GPS 59.9139N 10.7522E";
    let plain = png(8, 8, [1, 2, 3, 255]);
    let (head, rest) = plain.split_at(33);
    let mut text = b"Comment\0".to_vec();
    text.extend(payload);
    let mut packed = b"Comment\0\0".to_vec();
    packed.extend(deflated(payload));
    let archive = [&b"PK\x03\x04"[..], secret].concat();
    let exif = jpeg_with(0xe1, &[&b"Exif\0\0"[..], secret].concat());
    for (what, content) in [
        ("PNG with code as text", [head, &chunk(b"tEXt", &text), rest].concat()),
        ("PNG with packed text", [head, &chunk(b"zTXt", &packed), rest].concat()),
        ("PNG with code behind it", [&*plain, payload].concat()),
        ("JPEG with an archive behind it", [JPEG, &*archive].concat()),
        ("JPEG that says where it was taken", exif),
    ] {
        let picture = logo(&content).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        for hidden in [&payload[..], secret, b"PK\x03\x04", b"Comment"] {
            let found = picture.file.windows(hidden.len()).any(|window| window == hidden);
            assert!(!found, "{what}: {}", String::from_utf8_lossy(hidden));
        }
    }
}

/// The sample with one more segment at its beginning.
fn jpeg_with(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&b"\xff\xd8\xff"[..], &[marker], &length, data, JPEG.strip_prefix(b"\xff\xd8").unwrap()].concat()
}

#[tokio::test]
async fn huge_pictures_are_refused_by_what_their_heads_say() {
    let mut bomb = png_head(30_000, 30_000);
    bomb.extend(chunk(b"IDAT", &deflated(&vec![0; 1 << 20])));
    bomb.extend(chunk(b"IEND", b""));
    let mut jpeg = JPEG.to_vec();
    let frame = jpeg.windows(2).position(|pair| pair == b"\xff\xc0").unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    let mut progressive = PROGRESSIVE.to_vec();
    let frame = progressive.windows(2).position(|pair| pair == b"\xff\xc2").unwrap();
    progressive[frame + 5..frame + 9].copy_from_slice(&[0x10, 0x00, 0x10, 0x00]);
    for (what, content) in [
        ("30000 by 30000", bomb),
        ("one pixel too wide", png_head(4097, 1)),
        ("one pixel too high", png_head(1, 4097)),
        ("no pixel at all", png_head(0, 5)),
        ("the largest number", png_head(u32::MAX >> 1, u32::MAX >> 1)),
        ("a huge JPEG", jpeg),
        ("a progressive JPEG that takes too much memory", progressive),
    ] {
        let refused = logo(&content).await;
        assert!(matches!(refused, Err(FileRefused::Content(_))), "{what}");
    }
}

#[tokio::test]
async fn what_is_cut_off_or_damaged_anywhere_is_refused() {
    for (what, whole) in [("JPEG", JPEG), ("progressive JPEG", PROGRESSIVE), ("WebP", WEBP), ("PNG", DEEP)] {
        for part in 1..20 {
            let cut = whole.get(..whole.len() * part / 20).unwrap();
            let refused = logo(cut).await;
            assert!(refused.is_err(), "{what}, {part} twentieths of it");
        }
        let last = whole.split_last().unwrap().1;
        let refused = logo(last).await;
        assert!(refused.is_err(), "{what} without its last byte");
    }
    let mut bent = png(8, 8, [1, 2, 3, 255]);
    let middle = bent.len() / 2;
    bent[middle] ^= 0x55;
    assert!(matches!(logo(&bent).await, Err(FileRefused::Content(_))));
}

#[tokio::test]
async fn what_moves_is_shown_still_or_refused() {
    assert!(matches!(logo(MOVING).await, Err(FileRefused::Content(_))));
    let plain = png(8, 8, [1, 2, 3, 255]);
    let (head, rest) = plain.split_at(33);
    let control = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let picture = logo(&[head, &control, rest].concat()).await.unwrap();
    assert!(!picture.file.windows(4).any(|window| window == b"acTL"));
}

#[tokio::test]
async fn what_is_no_picture_is_not_taken_for_one() {
    for (what, content) in [
        ("SVG", &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"[..]),
        ("SVG with a declaration", b"<?xml version=\"1.0\"?><svg/>"),
        ("HTML", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("GIF that is also a script", b"GIF89a=1;alert(1)//"),
        ("BMP", b"BM\x00\x00\x00\x00"),
        ("TIFF", b"II*\0\x08\0\0\0"),
        ("ICO", b"\0\0\x01\0\x01\0"),
        ("AVIF", b"\0\0\0\x1cftypavif"),
        ("sound in the same box as WebP", b"RIFF\x24\0\0\0WAVEfmt "),
        ("nothing", b""),
        ("one byte", b"\x89"),
        ("HTML before a PNG", b"<!--\x89PNG\r\n\x1a\n-->"),
    ] {
        let refused = logo(content).await;
        assert!(matches!(refused, Err(FileRefused::Kind)), "{what}");
    }
}

#[tokio::test]
async fn no_bytes_make_the_inspector_fall_over() {
    use proptest::{prelude::*, test_runner::TestRunner};
    let heads: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 ", b"%PDF-1.7\n", JPEG];
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut runner = TestRunner::default();
        let tail = prop::collection::vec(any::<u8>(), 0..300);
        let checked = runner.run(&(0..heads.len(), tail), |(head, tail)| {
            let content = [heads[head], &*tail].concat();
            let inspected = handle.block_on(Inspector::new().inspect(FilePurpose::Attachment, content.into()));
            prop_assert!(!matches!(inspected, Err(FileRefused::Broken(_))));
            Ok(())
        });
        checked.unwrap();
    })
    .await
    .unwrap();
}

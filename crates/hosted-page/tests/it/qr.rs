//! QR codes say what they were given, in all three forms.

use paylink_core::ports::Pages;
use paylink_hosted_page::{HostedPages, qr_png, qr_svg, qr_terminal};
use qrcode::{Color, EcLevel, QrCode};
use std::{env, fs, process::Command};

const ADDRESS: &str = "https://pay.example.com/p/01jp5s9m3hfxk8v5n2q7r4w6zt";
const QUIET: usize = 4;

/// The modules of the code with four light ones around, by the encoder alone.
fn expected(text: &str) -> Vec<Vec<bool>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
    let width = code.width() + 2 * QUIET;
    let mut rows = vec![vec![false; width]; width];
    for (place, color) in code.to_colors().into_iter().enumerate() {
        rows[place / code.width() + QUIET][place % code.width() + QUIET] = color == Color::Dark;
    }
    rows
}

/// A PNG's pixels, dark or not.
fn pixels(file: &[u8]) -> Vec<Vec<bool>> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Grayscale, png::BitDepth::One));
    let width = usize::try_from(info.width).unwrap();
    let bit = |row: &[u8], x: usize| row[x / 8] >> (7 - x % 8) & 1 == 0;
    bytes.chunks(info.line_size).map(|row| (0..width).map(|x| bit(row, x)).collect()).collect()
}

#[test]
fn the_png_is_large_crisp_and_right() {
    for text in ["x", ADDRESS, &"long ".repeat(200)] {
        let (pixels, modules) = (pixels(&qr_png(text).unwrap()), expected(text));
        assert!(pixels.len() >= 600 && pixels.len() == pixels[0].len());
        assert_eq!(pixels.len() % modules.len(), 0, "every module has the same whole size");
        let scale = pixels.len() / modules.len();
        for (y, row) in pixels.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                assert_eq!(*dark, modules[y / scale][x / scale], "{x} {y}");
            }
        }
    }
}

#[test]
fn the_svg_draws_exactly_the_dark_modules() {
    let svg = qr_svg(ADDRESS).unwrap();
    let modules = expected(ADDRESS);
    assert!(svg.contains(&format!("viewBox=\"0 0 {0} {0}\"", modules.len())));
    let mut drawn = vec![vec![false; modules.len()]; modules.len()];
    let path = svg.rsplit_once("d=\"").unwrap().1.split_once('"').unwrap().0;
    for run in path.split('M').skip(1) {
        let (x, rest) = run.split_once(' ').unwrap();
        let (y, rest) = rest.split_once('h').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
        drawn[y][x..x + length].fill(true);
    }
    assert_eq!(drawn, modules);
}

#[test]
fn the_terminal_shows_black_on_white_whatever_its_colours() {
    let drawn = qr_terminal(ADDRESS);
    let modules = expected(ADDRESS);
    let mut rows = Vec::new();
    for line in drawn.lines() {
        let cells =
            line.strip_prefix("\u{1b}[38;5;16;48;5;231m").and_then(|line| line.strip_suffix("\u{1b}[0m")).unwrap();
        rows.push(cells.chars().map(|c| matches!(c, '█' | '▀')).collect::<Vec<bool>>());
        rows.push(cells.chars().map(|c| matches!(c, '█' | '▄')).collect::<Vec<bool>>());
    }
    rows.truncate(modules.len());
    assert_eq!(rows, modules);
}

#[test]
fn a_text_over_the_limit_is_refused() {
    let pages = HostedPages::new().unwrap();
    let text = "a".repeat(2332);
    assert!(pages.qr_svg(&text).is_err() && pages.qr_png(&text).is_err() && qr_terminal(&text).is_empty());
    let fits = text.strip_prefix('a').unwrap();
    assert!(pages.qr_svg(fits).is_ok() && pages.qr_png(fits).is_ok());
}

#[test]
fn a_scanner_reads_the_codes() {
    if env::var_os("PAYLINK_PEERS").is_none() {
        println!("PAYLINK_PEERS is not set: the modules are compared with the encoder's instead");
        return;
    }
    let folder = env::temp_dir().join(format!("paylink-qr-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("qr.png"), qr_png(ADDRESS).unwrap()).unwrap();
    fs::write(folder.join("qr.svg"), qr_svg(ADDRESS).unwrap()).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{program}");
        String::from_utf8(output.stdout).unwrap()
    };
    run("rsvg-convert", &["-w", "600", "-b", "white", "-o", "svg.png", "qr.svg"]);
    for file in ["qr.png", "svg.png"] {
        assert_eq!(run("zbarimg", &["--nodbus", "-q", "--raw", file]).trim_end(), ADDRESS, "{file}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

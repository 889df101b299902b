//! Contrast, counted again with floating-point numbers straight from the definition.
#![expect(clippy::float_arithmetic, reason = "the definition of contrast is written with real numbers; no money here")]

use super::{
    accents,
    srgb::{self, Rgb},
    style,
};

const SURFACES_LIGHT: [&str; 3] = ["#ffffff", "#f6f8f7", "#eceeee"];
const SURFACES_DARK: [&str; 4] = ["#101416", "#171c1f", "#1b2124", "#20272b"];

fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn luminance(color: &str) -> f64 {
    let channel = |at: usize| linear(u8::from_str_radix(color.get(at..at + 2).unwrap(), 16).unwrap());
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: Rgb, b: &str) -> f64 {
    let (a, b) = (luminance(&a.to_string()), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_table_of_linear_intensities_is_the_definition() {
    for channel in 0..=255_u8 {
        let exact = linear(channel) * 1e6;
        assert!((f64::from(srgb::LINEAR[usize::from(channel)]) - exact).abs() <= 0.5, "{channel}");
    }
}

#[test]
fn every_accent_stays_readable_in_both_themes() {
    let mut seed = u64::from(std::process::id()).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    println!("seed {seed}");
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        format!("#{:06x}", seed & 0x00FF_FFFF)
    };
    let edges = ["#000000", "#ffffff", "#ffff00", "#0000ff", "#777777", "#767676", "#ff0000", "#00ff00"];
    let some = edges.iter().map(|edge| (*edge).to_owned());
    for color in some.chain(std::iter::repeat_with(&mut next).take(20_000)) {
        let (light, dark) = accents(Rgb::parse(&color).unwrap());
        for (accent, surfaces) in [(light, &SURFACES_LIGHT[..]), (dark, &SURFACES_DARK[..])] {
            assert_eq!(accent.fill.to_string(), color);
            assert!(contrast(accent.on_fill, &accent.fill.to_string()) >= 4.5, "{color} {accent:?}");
            for surface in surfaces {
                assert!(contrast(accent.text, surface) >= 4.49, "{color} {accent:?} on {surface}");
                assert!(contrast(accent.edge, surface) >= 2.99, "{color} {accent:?} on {surface}");
            }
        }
    }
}

#[test]
fn a_readable_accent_is_not_changed() {
    let light = ":root{--fill:#1d4f63;--on-fill:#ffffff;--edge:#1d4f63;--accent:#1d4f63}";
    assert!(style(Some("#1d4f63")).starts_with(light));
    assert!(style(Some("#FFE14D")).contains("--fill:#ffe14d;--on-fill:#000000;"));
}

#[test]
fn what_is_no_colour_counts_as_none() {
    for odd in ["", "#", "red", "#12345", "#1234567", "123456", "#12345g", "#+12345", "#١٢٣", "#fff;}body{x:y"] {
        assert_eq!(style(Some(odd)), style(None), "{odd}");
    }
}

#[test]
fn the_surfaces_are_those_of_the_style() {
    let style = include_str!("../../assets/base.css");
    for (name, surfaces) in [
        ("--page:", ["#eceeee", "#101416"]),
        ("--sheet:", ["#fff", "#171c1f"]),
        ("--stub:", ["#f6f8f7", "#1b2124"]),
        ("--field:", ["#fff", "#20272b"]),
    ] {
        let found: Vec<&str> = style.split(name).skip(1).map(|rest| rest.split(';').next().unwrap()).collect();
        assert_eq!(found, surfaces, "{name}");
    }
}

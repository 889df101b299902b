//! The merchant's colour, made safe: whatever it is, text and edges stay readable in light and dark.

mod srgb;

use srgb::Rgb;
use std::{borrow::Cow, sync::LazyLock};

/// The colour of a merchant who chose none.
const DEFAULT: Rgb = Rgb { red: 0x1d, green: 0x4f, blue: 0x63 };

/// The surface of the light theme that is hardest to read on: `--page` in `assets/base.css`.
const LIGHT_SURFACE: Rgb = Rgb { red: 0xec, green: 0xee, blue: 0xee };
/// The surface of the dark theme that is hardest to read on: `--field` in `assets/base.css`.
const DARK_SURFACE: Rgb = Rgb { red: 0x20, green: 0x27, blue: 0x2b };

/// Contrast of text and its ground, in tenths: WCAG 2.2 criterion 1.4.3 (AA).
const TEXT: u64 = 45;
/// Contrast of edges and marks, in tenths: criterion 1.4.11.
const EDGE: u64 = 30;

/// The colours a page derives from the merchant's, for one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accent {
    /// Ground of the main button: the merchant's colour as it is.
    pub(crate) fill: Rgb,
    /// Text on it, at 4.5:1 or more.
    pub(crate) on_fill: Rgb,
    /// Edge of the button and of what is chosen, at 3:1 or more from every surface.
    pub(crate) edge: Rgb,
    /// Links and focus rings, at 4.5:1 or more from every surface.
    pub(crate) text: Rgb,
}

/// The colours for the light and the dark theme.
fn accents(color: Rgb) -> (Accent, Accent) {
    (accent(color, LIGHT_SURFACE, Rgb::BLACK), accent(color, DARK_SURFACE, Rgb::WHITE))
}

fn accent(color: Rgb, surface: Rgb, away: Rgb) -> Accent {
    Accent {
        fill: color,
        on_fill: if color.contrasts(Rgb::WHITE, TEXT) { Rgb::WHITE } else { Rgb::BLACK },
        edge: moved(color, surface, away, EDGE),
        text: moved(color, surface, away, TEXT),
    }
}

/// `color`, moved `away` from the surface in small steps until the contrast suffices.
fn moved(color: Rgb, surface: Rgb, away: Rgb, ratio: u64) -> Rgb {
    (0..=32).map(|part| color.mixed(away, part)).find(|safe| safe.contrasts(surface, ratio)).unwrap_or(away)
}

/// The colours for the light and the dark theme of a mail, whose surfaces are those of the pages. Anything but
/// `#rrggbb` counts as no colour.
pub(crate) fn themes(color: Option<&str>) -> (Accent, Accent) {
    accents(color.and_then(Rgb::parse).unwrap_or(DEFAULT))
}

/// The two themes of a merchant's colour as CSS custom properties. Anything but `#rrggbb` counts as no colour.
pub(crate) fn style(color: Option<&str>) -> Cow<'static, str> {
    static DEFAULT_STYLE: LazyLock<String> = LazyLock::new(|| style_of(DEFAULT));
    match color.and_then(Rgb::parse) {
        Some(color) => Cow::Owned(style_of(color)),
        None => Cow::Borrowed(&DEFAULT_STYLE),
    }
}

fn style_of(color: Rgb) -> String {
    let (light, dark) = accents(color);
    let block = |accent: Accent| {
        let Accent { fill, on_fill, edge, text } = accent;
        format!(":root{{--fill:{fill};--on-fill:{on_fill};--edge:{edge};--accent:{text}}}")
    };
    format!("{}@media(prefers-color-scheme:dark){{{}}}", block(light), block(dark))
}

#[cfg(test)]
mod tests;

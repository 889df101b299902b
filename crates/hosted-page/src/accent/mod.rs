//! The merchant's colour, made safe: whatever it is, text and edges stay readable in light and dark.

mod srgb;

use srgb::Rgb;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accent {
    /// Ground of the main button: the merchant's colour as it is.
    pub fill: String,
    /// Text on it, at 4.5:1 or more.
    pub on_fill: String,
    /// Edge of the button and of what is chosen, at 3:1 or more from every surface.
    pub edge: String,
    /// Links and focus rings, at 4.5:1 or more from every surface.
    pub text: String,
}

/// The colours for the light and the dark theme. Anything but `#rrggbb` counts as no colour.
#[must_use]
pub fn accents(color: Option<&str>) -> (Accent, Accent) {
    let color = color.and_then(Rgb::parse).unwrap_or(DEFAULT);
    (accent(color, LIGHT_SURFACE, Rgb::BLACK), accent(color, DARK_SURFACE, Rgb::WHITE))
}

fn accent(color: Rgb, surface: Rgb, away: Rgb) -> Accent {
    let on_fill = if color.contrasts(Rgb::WHITE, TEXT) { Rgb::WHITE } else { Rgb::BLACK };
    Accent {
        fill: color.to_string(),
        on_fill: on_fill.to_string(),
        edge: moved(color, surface, away, EDGE).to_string(),
        text: moved(color, surface, away, TEXT).to_string(),
    }
}

/// `color`, moved `away` from the surface in small steps until the contrast suffices.
fn moved(color: Rgb, surface: Rgb, away: Rgb, ratio: u64) -> Rgb {
    (0..=32).map(|part| color.mixed(away, part)).find(|safe| safe.contrasts(surface, ratio)).unwrap_or(away)
}

/// The two themes as CSS custom properties.
pub(crate) fn style(color: Option<&str>) -> String {
    let (light, dark) = accents(color);
    let block = |accent: &Accent| {
        let Accent { fill, on_fill, edge, text } = accent;
        format!(":root{{--fill:{fill};--on-fill:{on_fill};--edge:{edge};--accent:{text}}}")
    };
    format!("{}@media(prefers-color-scheme:dark){{{}}}", block(&light), block(&dark))
}

#[cfg(test)]
mod tests;

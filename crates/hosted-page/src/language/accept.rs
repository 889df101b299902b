//! Which language a browser wants, from its `Accept-Language` header (RFC 9110, section 12.5.4).

/// Longest header that is looked at; the rest is ignored.
const MAX_RANGES: usize = 32;

/// The place in `available` (language tags) of the language `header` likes best; 0 when it names none of them.
pub(super) fn choose(header: &str, available: &[&str]) -> usize {
    let mut best = (0, 0);
    for range in header.split(',').take(MAX_RANGES) {
        let (tag, weight) = range.split_once(';').map_or((range, 1000), |(tag, rest)| (tag, weight(rest)));
        if let Some(place) = place(tag.trim(), available)
            && weight > best.1
        {
            best = (place, weight);
        }
    }
    best.0
}

/// Exact tag first, then the same primary language (`en-GB` is served by `en`, and `pt` by `pt-BR`).
fn place(tag: &str, available: &[&str]) -> Option<usize> {
    if tag == "*" {
        return Some(0);
    }
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let exact = available.iter().position(|known| known.eq_ignore_ascii_case(tag));
    exact.or_else(|| available.iter().position(|known| primary(known) == primary(tag)))
}

/// `q=0.8` as thousandths; unreadable weights count as unwanted.
fn weight(parameters: &str) -> u32 {
    let Some(value) = parameters.split(';').find_map(|part| part.trim().strip_prefix("q=")) else { return 1000 };
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return 0;
    }
    let whole: u32 = whole.parse().unwrap_or(0);
    let thousandths: u32 = format!("{decimals:0<3}").parse().unwrap_or(0);
    (whole * 1000 + thousandths).min(1000)
}

#[cfg(test)]
mod tests;

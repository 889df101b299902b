//! One mail address, in the form it has on the wire.

use lettre::Address;
use url::Host;

/// The address, with its domain in ASCII; `None` if it is none, or more than one.
pub(super) fn read(text: &str) -> Option<Address> {
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return None;
    }
    let (user, domain) = text.rsplit_once('@')?;
    // beyond ASCII a domain is written in Punycode, which every server takes
    if domain.is_ascii() {
        Address::new(user, domain).ok()
    } else {
        Address::new(user, Host::parse(domain).ok()?.to_string()).ok()
    }
}

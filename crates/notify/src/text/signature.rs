//! `X-Twilio-Signature`: HMAC-SHA1 over the address and the sorted form, in base64, keyed with the account's token.
//! Source: Twilio's page "Security", section "Validating requests"; the helper libraries accept the address with
//! its port written out or left out, because proxies change that, and so does this.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use url::Url;

/// Whether `signature` proves that the holder of `token` posted `form` to `url`. Takes the same time for every
/// wrong signature.
pub(super) fn proves(token: &str, url: &str, form: &[(String, String)], signature: &str) -> bool {
    let Ok(given) = STANDARD.decode(signature) else { return false };
    let fields = sorted(form);
    spellings(url).iter().any(|url| is_valid(token, url, &fields, &given))
}

fn is_valid(token: &str, url: &str, fields: &str, given: &[u8]) -> bool {
    // every length is a good key length for HMAC
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return false };
    mac.update(url.as_bytes());
    mac.update(fields.as_bytes());
    mac.verify_slice(given).is_ok()
}

/// Names and values one after the other, sorted; a pair that is repeated counts once.
fn sorted(form: &[(String, String)]) -> String {
    let mut pairs: Vec<&(String, String)> = form.iter().collect();
    pairs.sort();
    pairs.dedup();
    pairs.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).collect()
}

/// The address as it is, with its port, and without.
fn spellings(url: &str) -> Vec<String> {
    let mut all = vec![url.to_owned()];
    if let Some((scheme, rest)) = url.split_once("://")
        && let Ok(parsed) = Url::parse(url)
        && let (Some(host), Some(port)) = (parsed.host_str(), parsed.port_or_known_default())
    {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let path = rest.get(end..).unwrap_or_default();
        all.push(format!("{scheme}://{host}:{port}{path}"));
        all.push(format!("{scheme}://{host}{path}"));
    }
    all
}

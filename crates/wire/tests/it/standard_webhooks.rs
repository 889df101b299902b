//! Signatures of webhooks.

use paylink_wire::standard_webhooks::{BadSecret, BadSignature, Headers, SigningSecret};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SECONDS: i64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;

fn secret(text: &str) -> SigningSecret {
    SigningSecret::parse(text).unwrap()
}

fn other() -> SigningSecret {
    SigningSecret::from_bytes(&[7; 32]).unwrap()
}

fn signed(secrets: &[SigningSecret]) -> Headers {
    Headers::sign(secrets, ID, SECONDS, BODY).unwrap()
}

/// The vector all libraries of the specification share.
#[test]
fn the_published_vector_is_signed_as_published() {
    let headers = signed(&[secret(SECRET)]);
    assert_eq!(headers.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert_eq!((headers.id.as_str(), headers.timestamp.as_str()), (ID, "1614265330"));
}

#[test]
fn during_a_rotation_both_secrets_sign_and_either_verifies() {
    let headers = signed(&[other(), secret(SECRET)]);
    assert_eq!(headers.signature.split(' ').count(), 2);
    assert_eq!(headers.verify(&secret(SECRET), SECONDS, BODY), Ok(()));
    assert_eq!(headers.verify(&other(), SECONDS, BODY), Ok(()));
}

#[test]
fn anything_changed_on_the_way_is_noticed() {
    let good = signed(&[secret(SECRET)]);
    assert_eq!(good.verify(&secret(SECRET), SECONDS, BODY), Ok(()));
    let no_match = Err(BadSignature::NoMatch);
    assert_eq!(good.verify(&secret(SECRET), SECONDS, b"{\"test\": 2432232315}"), no_match);
    assert_eq!(good.verify(&other(), SECONDS, BODY), no_match);
    assert_eq!(Headers { id: "msg_2".to_owned(), ..good.clone() }.verify(&secret(SECRET), SECONDS, BODY), no_match);
    let later = Headers { timestamp: (SECONDS + 1).to_string(), ..good.clone() };
    assert_eq!(later.verify(&secret(SECRET), SECONDS, BODY), no_match);
    for signature in ["", "v1,", "v1,AAAA", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1,not base64"] {
        let forged = Headers { signature: signature.to_owned(), ..good.clone() };
        assert_eq!(forged.verify(&secret(SECRET), SECONDS, BODY), no_match, "{signature}");
    }
}

#[test]
fn an_attempt_is_believed_for_five_minutes_either_way() {
    let headers = signed(&[secret(SECRET)]);
    for (now, expected) in [
        (SECONDS + 300, Ok(())),
        (SECONDS - 300, Ok(())),
        (SECONDS + 301, Err(BadSignature::Expired)),
        (SECONDS - 301, Err(BadSignature::Expired)),
        (i64::MIN, Err(BadSignature::Expired)),
    ] {
        assert_eq!(headers.verify(&secret(SECRET), now, BODY), expected, "{now}");
    }
    let garbled = Headers { timestamp: "soon".to_owned(), ..headers };
    assert_eq!(garbled.verify(&secret(SECRET), SECONDS, BODY), Err(BadSignature::Timestamp));
}

#[test]
fn a_secret_is_whsec_and_24_to_64_bytes_in_base64() {
    assert_eq!(secret(SECRET).expose(), SECRET);
    for bytes in [24, 32, 64] {
        let made = SigningSecret::from_bytes(&vec![1; bytes]).unwrap();
        assert!(SigningSecret::parse(&made.expose()).is_ok());
    }
    for bytes in [0, 23, 65] {
        assert_eq!(SigningSecret::from_bytes(&vec![1; bytes]).err(), Some(BadSecret));
    }
    for text in
        ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa*w"]
    {
        assert_eq!(SigningSecret::parse(text).err(), Some(BadSecret), "{text}");
    }
}

#[test]
fn nothing_is_signed_without_a_secret_and_secrets_are_not_printed() {
    assert_eq!(Headers::sign(&[], ID, SECONDS, BODY), Err(BadSecret));
    assert_eq!(format!("{:?}", secret(SECRET)), "[redacted]");
}

//! Settings of the carriers: which are taken, which are refused, and that none shows a password.

use paylink_notify::{MailFrom, SmtpServer, SmtpUrlError, TwilioGiven, TwilioSettings, TwilioSettingsError};

/// What the settings' debug output says, which names everything but secrets.
fn shown(url: &str) -> String {
    format!("{:?}", url.parse::<SmtpServer>().unwrap())
}

#[test]
fn a_mail_servers_address_says_how_to_talk_to_it() {
    for (url, host, port, encryption) in [
        ("smtp://mail.example.com", "mail.example.com", 587, "Required"),
        ("smtp://mail.example.com:2525/?tls=opportunistic", "mail.example.com", 2525, "Opportunistic"),
        ("smtp://user:pass@mail.example.com?tls=opportunistic", "mail.example.com", 587, "Required"),
        ("smtp://user:pass@mail.example.com?tls=none", "mail.example.com", 587, "Never"),
        ("smtp://user:pass@10.1.2.3?tls=required", "10.1.2.3", 587, "Required"),
        ("smtp://localhost:1025", "localhost", 1025, "Opportunistic"),
        ("smtp://user:pass@127.0.0.1:1025", "127.0.0.1", 1025, "Opportunistic"),
        ("smtp://[::1]:1025", "::1", 1025, "Opportunistic"),
        ("smtp://127.0.0.1?tls=required", "127.0.0.1", 587, "Required"),
        ("smtps://user:pass@mail.example.com", "mail.example.com", 465, "Implicit"),
        ("smtps://localhost:4465/", "localhost", 4465, "Implicit"),
    ] {
        let shown = shown(url);
        for expected in [format!("host: {host:?}"), format!("port: {port}"), format!("encryption: {encryption}")] {
            assert!(shown.contains(&expected), "{url}: {shown}");
        }
    }
}

#[test]
fn a_wrong_address_is_refused_without_being_repeated() {
    for (url, expected) in [
        ("mail.example.com:587", SmtpUrlError::Scheme),
        ("http://mail.example.com", SmtpUrlError::Scheme),
        ("smtp:mail.example.com", SmtpUrlError::Scheme),
        ("smtp://", SmtpUrlError::Host),
        ("smtp://user:canary@mail example.com", SmtpUrlError::Host),
        ("smtp://mail.example.com:70000", SmtpUrlError::Host),
        ("smtp://mail.example.com:0", SmtpUrlError::Host),
        ("smtp://user:canary#1@mail.example.com", SmtpUrlError::Host),
        ("smtp://mail.example.com/inbox", SmtpUrlError::Rest),
        ("smtp://mail.example.com#top", SmtpUrlError::Rest),
        ("smtp://user@mail.example.com", SmtpUrlError::Login),
        ("smtp://:canary@mail.example.com", SmtpUrlError::Login),
        ("smtp://user:canary%0A@mail.example.com", SmtpUrlError::Login),
        ("smtp://mail.example.com?tls=canary", SmtpUrlError::Parameter),
        ("smtp://mail.example.com?ssl=on", SmtpUrlError::Parameter),
        ("smtps://mail.example.com?tls=none", SmtpUrlError::Parameter),
    ] {
        let error = url.parse::<SmtpServer>().unwrap_err();
        assert_eq!(error, expected, "{url}");
        assert!(!error.to_string().contains("canary"));
    }
}

#[test]
fn a_sender_is_one_address_with_or_without_a_name() {
    for good in
        ["Paylink <no-reply@localhost>", "no-reply@example.com", "\"Shop, Inc.\" <pay@example.com>", " a@b.example "]
    {
        assert!(good.parse::<MailFrom>().is_ok(), "{good}");
    }
    for wrong in
        ["", "Paylink", "Paylink <>", "a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example", "grüße@b.example"]
    {
        assert!(wrong.parse::<MailFrom>().is_err(), "{wrong:?}");
    }
}

#[test]
fn wrong_settings_for_texts_are_named_and_not_repeated() {
    let good = TwilioGiven { url: None, account_sid: "AC0123", auth_token: "canary", from: "+14155550100" };
    assert!(TwilioSettings::read(&good).is_ok());
    for from in ["MG0123456789abcdef0123456789abcdef", "12345", "Paylink", "My Shop 24"] {
        assert!(TwilioSettings::read(&TwilioGiven { from, ..good }).is_ok(), "{from}");
    }
    for from in ["", "+0123456789", "+1415555010012345", "14155550100", "a name too long", "+1415555x", "Shop\n", "+"] {
        let refused = TwilioSettings::read(&TwilioGiven { from, ..good });
        assert_eq!(refused, Err(TwilioSettingsError::From), "{from:?}");
    }
    for account_sid in ["", "AC", "SK0123", "AC/../x", "AC01 23"] {
        let refused = TwilioSettings::read(&TwilioGiven { account_sid, ..good });
        assert_eq!(refused, Err(TwilioSettingsError::AccountSid), "{account_sid:?}");
    }
    for url in ["api.twilio.com", "ftp://api.twilio.com", "https://user:x@api.twilio.com", "https://api.twilio.com?x=1"]
    {
        let refused = TwilioSettings::read(&TwilioGiven { url: Some(url), ..good });
        assert_eq!(refused, Err(TwilioSettingsError::Url), "{url}");
    }
    assert_eq!(TwilioSettings::read(&TwilioGiven { auth_token: "a b", ..good }), Err(TwilioSettingsError::AuthToken));
}

#[test]
fn no_setting_shows_a_password() {
    let server = shown("smtp://canary-user:canary-password@mail.example.com");
    let given = TwilioGiven { url: None, account_sid: "AC0123", auth_token: "canary-token", from: "+14155550100" };
    let texts = format!("{:?}", TwilioSettings::read(&given).unwrap());
    assert!(!server.contains("canary") && !texts.contains("canary"), "{server} {texts}");
}

//! Which addresses are refused for what they are.

use crate::outgoing::{always, open_settings};
use paylink_core::ports::WebhookSender as _;
use paylink_notify::{WebhookClient, WebhookSettings};

const PUBLIC: &[&str] = &["8.8.8.8", "2606:4700:4700::1111"];

fn guarded() -> WebhookClient {
    WebhookClient::with_lookup(&WebhookSettings::default(), always(PUBLIC)).unwrap()
}

#[tokio::test]
async fn https_on_public_names_and_addresses_is_allowed() {
    let client = guarded();
    for url in [
        "https://shop.example.com",
        "https://shop.example.com/hook?x=1#y",
        "https://shop.example.com:443/",
        "https://shop.example.com:1024/",
        "https://shop.example.com:8443/",
        "https://shop.example.com:65535/",
        "HTTPS://SHOP.EXAMPLE.COM/",
        "https://shop.example.com./",
        "https://bücher.example/",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
        "https://mylocalhost.example/",
        "https://internal.example.com/",
        "https://shop.example.com/path@with-at",
    ] {
        assert!(client.check_url(url).await.is_ok(), "{url}");
    }
}

#[tokio::test]
async fn everything_else_is_refused() {
    let long = format!("https://shop.example.com/{}", "x".repeat(2048));
    let client = guarded();
    for url in [
        // not https
        "http://shop.example.com/",
        "ftp://shop.example.com/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "file:///etc/passwd",
        "gopher://shop.example.com/",
        "//shop.example.com/",
        "shop.example.com",
        "https:shop.example.com",
        "https:/shop.example.com",
        "https:///shop.example.com",
        "https://",
        "https:// /",
        "",
        // user names and what hides them
        "https://user@shop.example.com/",
        "https://user:password@shop.example.com/",
        "https://@shop.example.com/",
        "https://:@shop.example.com/",
        "https://shop.example.com@127.0.0.1/",
        "https://127.0.0.1\\@shop.example.com/",
        "https://shop.example.com\\.evil.example/",
        " https://shop.example.com/",
        "https://shop.example.com/ x",
        "https://shop.exa\nmple.com/",
        "https://shop.exa\tmple.com/",
        "https://shop.example.com/\u{0}",
        // ports
        "https://shop.example.com:0/",
        "https://shop.example.com:22/",
        "https://shop.example.com:25/",
        "https://shop.example.com:80/",
        "https://shop.example.com:444/",
        "https://shop.example.com:1023/",
        "https://shop.example.com:65536/",
        // loopback in every notation
        "https://127.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://127.0.0.1./",
        "https://127%2e0%2e0%2e1/",
        "https://１２７.0.0.1/",
        "https://127。0。0。1/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://0/",
        "https://0.0.0.0/",
        // private, metadata, special
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://198.18.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00:ec2::254]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        // names
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://ｌｏｃａｌｈｏｓｔ/",
        "https://a.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://router.home.arpa/",
        "https://database/",
        "https://internal/",
        &long,
    ] {
        assert!(client.check_url(url).await.is_err(), "{url}");
    }
}

#[tokio::test]
async fn with_private_addresses_allowed_metadata_services_stay_refused() {
    let client = WebhookClient::with_lookup(&open_settings(), always(&["127.0.0.1"])).unwrap();
    for url in
        ["http://127.0.0.1:8081/hook", "http://localhost/", "https://10.0.0.1:22/", "http://db/", "http://[::1]:1/"]
    {
        assert!(client.check_url(url).await.is_ok(), "{url}");
    }
    for url in [
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "ftp://127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://",
        "http://a b/",
        "nonsense",
    ] {
        assert!(client.check_url(url).await.is_err(), "{url}");
    }
}

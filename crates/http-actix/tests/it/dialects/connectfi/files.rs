//! Invoice files and logos.

use super::{client, data, refusal};
use crate::client::Say;
use serde_json::json;

const PDF: &[u8] = b"%PDF-1.7 test %%EOF";
const PNG: &[u8] = b"\x89PNG test";

fn with_file(say: Say, name: &str, content: &[u8]) -> Say {
    let mut body =
        format!("--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend(content);
    body.extend(b"\r\n--b0--\r\n");
    say.raw("multipart/form-data; boundary=b0", &body)
}

#[test]
fn an_invoice_is_uploaded_listed_downloaded_by_its_payer_and_removed() {
    let client = client();
    let made = client.payment();
    let id = made["cFiTransactionId"].as_str().unwrap();
    let upload = client.as_merchant(&format!("invoice/upload?cFiTransactionId={id}"));
    let file = data(&with_file(upload, "Invoice 7.pdf", PDF).send());
    assert_eq!((&file["fileName"], &file["mimeType"]), (&json!("Invoice 7.pdf"), &json!("application/pdf")));
    let of = json!({"cFiTransactionId": id});
    for listed in [data(&client.sell("invoice/list", &of)), data(&client.ask("merchant/invoice/list", &of))] {
        assert_eq!(listed, json!([file]));
    }
    let token = client.payer(&made);
    assert_eq!(data(&client.pay(&token, "payment/invoice/list", &of)), json!([file]));
    let path = format!("/public/customer/payment/invoice/file/{}", file["cFiInvoiceId"].as_str().unwrap());
    let got = client.world.say("GET", &path).header("x-connectfi-jwtoken", &token).send();
    assert_eq!((got.status, got.header("content-type"), &*got.body), (200, Some("application/pdf"), PDF));
    assert_eq!(refusal(&client.world.say("GET", &path).send(), 401), "unauthorized");
    let other = client.payer(&client.payment());
    let foreign = client.world.say("GET", &path).header("x-connectfi-jwtoken", &other).send();
    assert_eq!(refusal(&foreign, 400), "invoiceNotFound");
    assert_eq!(refusal(&client.pay(&other, "payment/invoice/list", &of), 400), "paymentNotFound");

    let remove = format!("invoice/remove/{}", file["cFiInvoiceId"].as_str().unwrap());
    data(&client.as_merchant(&remove).send());
    assert_eq!(refusal(&client.as_merchant(&remove).send(), 400), "invoiceNotFound");
    assert_eq!(data(&client.sell("invoice/list", &of)), json!([]));
}

#[test]
fn what_is_no_invoice_is_refused_in_the_dialects_shape() {
    let client = client();
    let id = client.payment()["cFiTransactionId"].as_str().unwrap().to_owned();
    let upload = |query: &str| client.as_merchant(&format!("invoice/upload{query}"));
    let query = format!("?cFiTransactionId={id}");
    assert_eq!(refusal(&with_file(upload(""), "a.pdf", PDF).send(), 400), "requestValidateError");
    assert_eq!(refusal(&with_file(upload("?cFiTransactionId=plink_x"), "a.pdf", PDF).send(), 400), "paymentNotFound");
    assert_eq!(refusal(&upload(&query).json(&json!({})).send(), 415), "unsupportedMediaType");
    assert_eq!(refusal(&with_file(upload(&query), "a.pdf", &vec![b' '; 11 << 20]).send(), 413), "requestTooLarge");
}

#[test]
fn a_logo_is_uploaded_shown_and_removed() {
    let client = client();
    let shown = data(&with_file(client.as_merchant("logo/upload/big"), "l.png", PNG).send());
    assert_eq!(shown["logos"][0]["type"], "light");
    let path = format!("merchant/{}/logo/upload/dark", client.merchant);
    let shown = data(&with_file(client.as_client(&path), "l.png", PNG).send());
    assert_eq!(shown["logos"].as_array().unwrap().len(), 2);
    let url = shown["logos"][1]["url"].as_str().unwrap().strip_prefix(crate::world::PUBLIC_URL).unwrap().to_owned();
    assert_eq!(client.world.say("GET", &url).send().status, 200);
    let details = data(&client.pay(&client.payer(&client.payment()), "payment/details", &json!({})));
    assert_eq!(details["merchant"]["logos"], shown["logos"]);

    let logo = json!({"logoId": shown["logos"][1]["logoId"]});
    let left = data(&client.ask("merchant/remove/logo", &logo));
    assert_eq!(left["logos"].as_array().unwrap().len(), 1);
    let gone = client.sell("remove/logo", &logo);
    assert_eq!(refusal(&gone, 400), "logoNotFound");
    assert_eq!(gone.json()["context"], logo);
    let foreign = json!({"logoId": shown["logos"][0]["logoId"], "cFiMerchantId": "mer_x"});
    assert_eq!(refusal(&client.ask("merchant/remove/logo", &foreign), 400), "logoNotFound");
}

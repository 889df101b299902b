//! Documents are kept as they are, unless they do more than show pages.

use crate::make::{object_stream, pdf, stream};
use bytes::Bytes;
use paylink_core::{
    ports::{FileInspector as _, FileRefused, Inspected},
    records::{FilePurpose, FileType},
};
use paylink_store_files::Inspector;

async fn inspect(content: &[u8]) -> Result<Inspected, FileRefused> {
    Inspector::new().inspect(FilePurpose::Attachment, Bytes::copy_from_slice(content)).await
}

async fn is_refused(what: &str, content: &[u8]) {
    match inspect(content).await {
        Err(FileRefused::Content(_)) => {}
        other => panic!("{what}: {other:?}"),
    }
}

#[tokio::test]
async fn a_plain_document_is_kept_byte_by_byte() {
    let compressed = object_stream(b"<</Type /Annot /Subtype /Link /A <</S /URI /URI (https://example.com)>>>>");
    let ascii = stream(b"/Filter [/ASCII85Decode /FlateDecode]", b"GhQ~>");
    let going = b"4 0 obj <</OpenAction [3 0 R /Fit] /Title (What JavaScript is) /JSON 1>> endobj";
    for (what, content) in [
        ("bare", pdf(b"")),
        ("compressed", pdf(&compressed)),
        ("in old clothes", pdf(&ascii)),
        ("with an opening page", pdf(going)),
        ("with white space behind its end", [pdf(b""), b"\r\n \n".to_vec()].concat()),
    ] {
        let kept = inspect(&content).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!((kept.content_type, &*kept.content), (FileType::Pdf, &*content), "{what}");
    }
}

#[tokio::test]
async fn a_document_that_does_something_is_refused_however_it_is_written() {
    for (what, object) in [
        ("a script", &b"<</S /JavaScript /JS (app.alert(1))>>"[..]),
        ("a script with its name escaped", b"<</S /J#61vaScr#69pt>>"),
        ("a script with every letter escaped", b"<</S /#4a#61#76#61#53#63#72#69#70#74>>"),
        ("the key of a script", b"<</JS (app.alert(1))>>"),
        ("the key of a script, escaped", b"<</#4A#53<6170702e>>>"),
        ("the key of a script elsewhere", b"<</JS\n\n12 0 R>>"),
        ("a program start", b"<</S/Launch/F(cmd.exe)>>"),
        ("an embedded file", b"<</Type /EmbeddedFile>>"),
        ("embedded files", b"<</Names <</EmbeddedFiles 5 0 R>>>>"),
        ("a form that sends data", b"<</S /SubmitForm /F (https://evil.example)>>"),
        ("a film", b"<</Subtype /RichMedia>>"),
        ("a form with scripts of its own", b"<</XFA [5 0 R]>>"),
    ] {
        is_refused(what, &pdf(object)).await;
        is_refused(&format!("{what} in an object stream"), &pdf(&object_stream(object))).await;
    }
}

#[tokio::test]
async fn what_hides_objects_from_the_search_is_refused() {
    let script = b"<</S /JavaScript /JS (app.alert(1))>>";
    let unnamed = crate::make::deflated(&[&b"10 0 "[..], script].concat());
    is_refused("an object stream without its type", &pdf(&stream(b"/N 1 /First 5 /Filter /FlateDecode", &unnamed)))
        .await;
    let fake = b"/Type /ObjStm /N 1 /First 5 /X (stream\nendstream) /Filter /FlateDecode";
    is_refused("a dictionary that only looks over", &pdf(&stream(fake, &unnamed))).await;
    is_refused("another filter", &pdf(&stream(b"/Type /ObjStm /N 1 /First 5 /Filter /LZWDecode", b"x"))).await;
    is_refused("another filter, escaped", &pdf(&stream(b"/Type /ObjStm /N 1 /First 5 /Filter /A#38#35", b"x"))).await;
    let shuffled = b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /DecodeParms <</Predictor 12>>";
    is_refused("shuffled bytes", &pdf(&stream(shuffled, &crate::make::deflated(b"10 0 <<>>")))).await;
    is_refused("encryption", &pdf(b"trailer <</Encrypt 8 0 R>>")).await;
    let damaged: Vec<u8> = crate::make::deflated(&[&b"10 0 "[..], script, &[b'a'; 5000]].concat());
    let cut = damaged.split_last_chunk::<4>().unwrap().0;
    is_refused("a script in a damaged stream", &pdf(&stream(b"/Type /ObjStm /N 1 /First 5", cut))).await;
}

#[tokio::test]
async fn a_document_that_unpacks_without_end_is_refused() {
    let bomb = crate::make::deflated(&vec![b' '; 70 << 20]);
    assert!(bomb.len() < 100_000, "it is small: {}", bomb.len());
    is_refused("a bomb", &pdf(&stream(b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode", &bomb))).await;
}

#[tokio::test]
async fn a_document_ends_with_its_mark() {
    let whole = pdf(b"");
    let without = whole.strip_suffix(b"%%EOF\n").unwrap();
    is_refused("cut off", without).await;
    is_refused("with a page of HTML behind it", &[&*whole, b"<script>alert(1)</script>"].concat()).await;
    is_refused("nothing but its beginning", b"%PDF-1.").await;
}

#[tokio::test]
async fn what_only_holds_a_document_is_none() {
    for content in
        [&b" %PDF-1.7\n%%EOF"[..], b"<html>%PDF-1.7 %%EOF", b"%PDF-9\n%%EOF", b"%PDF", b"", b"%!PS-Adobe-3.0\n%%EOF"]
    {
        let kind = inspect(content).await;
        assert!(matches!(kind, Err(FileRefused::Kind)), "{content:?}: {kind:?}");
    }
    let logo = Inspector::new().inspect(FilePurpose::Logo, pdf(b"").into()).await;
    assert!(matches!(logo, Err(FileRefused::Kind)), "a document is no logo: {logo:?}");
}

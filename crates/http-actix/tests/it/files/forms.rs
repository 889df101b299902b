//! Forms that are not what they should be.

use super::{PDF, attachments, form, with_form};
use crate::{client::Say, world::world};
use serde_json::json;

#[test]
fn a_form_has_one_file_and_nothing_else() {
    let world = world();
    let link = world.link();
    let post = || world.admin("POST", &attachments(&link));
    let file = "name=\"file\"; filename=\"a.pdf\"";
    let said = |say: Say| {
        let heard = say.send();
        (heard.status, heard.code())
    };
    let of_form = |parts: &[(&str, &[u8])]| said(with_form(post(), parts));
    assert_eq!(of_form(&[(file, PDF), (file, PDF)]), (422, "too_many".to_owned()));
    assert_eq!(of_form(&[("name=\"document\"; filename=\"a.pdf\"", PDF)]), (422, "invalid_request".to_owned()));
    assert_eq!(of_form(&[(file, PDF), ("name=\"note\"", b"x")]), (422, "unknown_field".to_owned()));
    assert_eq!(of_form(&[]), (422, "required".to_owned()));
    assert_eq!(of_form(&[(file, b"<svg/>")]), (415, "file_type_not_allowed".to_owned()));
    assert_eq!(of_form(&[(file, b"")]), (415, "file_type_not_allowed".to_owned()));
    let nine: Vec<(&str, &[u8])> = vec![("name=\"x\"", b"x"); 9];
    assert_eq!(of_form(&nine), (400, "invalid_multipart".to_owned()));

    let whole = form("b0", &[(file, PDF)]);
    let form = "multipart/form-data; boundary=b0";
    for (what, status, code, say) in [
        ("cut off", 400, "invalid_multipart", post().raw(form, whole.get(..whole.len() - 20).unwrap())),
        ("another boundary", 400, "invalid_multipart", post().raw("multipart/form-data; boundary=b1", &whole)),
        ("no boundary", 400, "invalid_multipart", post().raw("multipart/form-data", &whole)),
        ("an endless preamble", 413, "payload_too_large", post().raw(form, &vec![b'x'; 200_000])),
        ("no disposition", 400, "invalid_multipart", post().raw(form, b"--b0\r\n\r\nx\r\n--b0--\r\n")),
        (
            "a line break in a name",
            400,
            "invalid_multipart",
            with_form(post(), &[("name=\"file\"; filename=\"a\r\nb\"", PDF)]),
        ),
        ("a NUL in a name", 400, "invalid_multipart", with_form(post(), &[("name=\"file\"; filename=\"a\0b\"", PDF)])),
        ("JSON", 415, "unsupported_media_type", post().json(&json!({"file": "x"}))),
        ("a bare document", 415, "unsupported_media_type", post().raw("application/pdf", PDF)),
        ("no type", 415, "unsupported_media_type", post().body(&whole)),
        ("two types", 415, "unsupported_media_type", post().header("content-type", form).raw(form, &whole)),
        ("compressed", 415, "unsupported_media_type", post().header("content-encoding", "gzip").raw(form, &whole)),
    ] {
        assert_eq!(said(say), (status, code.to_owned()), "{what}");
    }
    assert_eq!(world.get(&attachments(&link)).ok(200)["data"], json!([]));
    assert_eq!(world.files.ids(), []);
}

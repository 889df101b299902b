//! What the strict JSON reader takes, and what it refuses.

use paylink_core::{Code, Error};
use paylink_wire::json::{InvalidJson, MAX_DEPTH, Node, parse_object};

#[test]
fn bodies_that_are_not_one_object_with_unique_keys_are_refused() {
    use InvalidJson::{Encoding, NotAnObject, RepeatedKey, Syntax};
    let table: &[(&[u8], InvalidJson)] = &[
        (b"", Syntax),
        (b"   ", Syntax),
        (b"{", Syntax),
        (b"{\"a\":1", Syntax),
        (b"{\"a\":", Syntax),
        (b"{\"a\"}", Syntax),
        (b"{\"a\":1,}", Syntax),
        (b"{,}", Syntax),
        (b"{a:1}", Syntax),
        (b"{'a':1}", Syntax),
        (b"{\"a\":1} x", Syntax),
        (b"{\"a\":1}{\"b\":2}", Syntax),
        (b"{\"a\":1}\0", Syntax),
        (b"\xef\xbb\xbf{}", Syntax),
        (b"{\"a\":[1,]}", Syntax),
        (b"{\"a\":[1 2]}", Syntax),
        (b"{\"a\":\"b}", Syntax),
        (b"{\"a\":\"\\x\"}", Syntax),
        (b"{\"a\":\"tab\there\"}", Syntax),
        (b"{\"a\":\"line\nbreak\"}", Syntax),
        (b"{\"a\":\"\\ud800\"}", Syntax),
        (b"{\"a\":\"\\udc00\"}", Syntax),
        (b"{\"a\":\"\\ud800\\u0041\"}", Syntax),
        (b"{\"a\":[{\"b\":\"\\ud83d\"}]}", Syntax),
        (b"{\"\\ud800\":1}", Syntax),
        (b"{\"a\":{\"\\udfff\":1}}", Syntax),
        (b"{\"a\":01}", Syntax),
        (b"{\"a\":1.}", Syntax),
        (b"{\"a\":.5}", Syntax),
        (b"{\"a\":+1}", Syntax),
        (b"{\"a\":1e}", Syntax),
        (b"{\"a\":0x10}", Syntax),
        (b"{\"a\":NaN}", Syntax),
        (b"{\"a\":Infinity}", Syntax),
        (b"{\"a\":-}", Syntax),
        (b"{\"a\":True}", Syntax),
        (b"{\"a\":nul}", Syntax),
        (b"{\"a\":1 /* b */}", Syntax),
        (b"{\"a\":\"\xff\"}", Encoding),
        (b"{\"a\":\"\xed\xa0\x80\"}", Encoding),
        (b"{\"a\":\"\xc0\xaf\"}", Encoding),
        (b"{\"a\":1,\"a\":1}", RepeatedKey),
        (b"{\"a\":1,\"\\u0061\":2}", RepeatedKey),
        (b"{\"m\":{\"a\":1,\"a\":1}}", RepeatedKey),
        (b"{\"m\":[[{\"a\":1,\"b\":2,\"a\":3}]]}", RepeatedKey),
        (b"[]", NotAnObject),
        (b"[{}]", NotAnObject),
        (b"null", NotAnObject),
        (b"\"{}\"", NotAnObject),
        (b"12", NotAnObject),
        (b"true", NotAnObject),
    ];
    for (body, expected) in table {
        assert_eq!(parse_object(body), Err(*expected), "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn nesting_is_read_up_to_the_limit_and_refused_beyond_it() {
    // the outermost object is one of the levels
    let lists = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    let objects = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    assert!(parse_object(lists(MAX_DEPTH - 1).as_bytes()).is_ok());
    assert_eq!(parse_object(lists(MAX_DEPTH).as_bytes()), Err(InvalidJson::TooDeep));
    assert!(parse_object(objects(MAX_DEPTH).as_bytes()).is_ok());
    assert_eq!(parse_object(objects(MAX_DEPTH + 1).as_bytes()), Err(InvalidJson::TooDeep));
    assert_eq!(parse_object(lists(30_000).as_bytes()), Err(InvalidJson::TooDeep));
}

#[test]
fn numbers_keep_the_text_they_were_written_with() {
    for text in ["0.1", "-0", "12.50", "1e2", "1E+400", "99999999999999999999.99", "0.30000000000000004"] {
        let object = parse_object(format!("{{\"n\": {text} }}").as_bytes()).unwrap();
        assert_eq!(object["n"], Node::Number(text.to_owned()));
    }
}

#[test]
fn white_space_escapes_and_every_kind_of_value_are_read() {
    let body = " \r\n\t{ \"a\\n\\u00e9\\ud83d\\ude00\" : [ null , true , false , \"x\" , 1 , { } ] } \n";
    let object = parse_object(body.as_bytes()).unwrap();
    let expected = [
        Node::Null,
        Node::Bool(true),
        Node::Bool(false),
        Node::Text("x".to_owned()),
        Node::Number("1".to_owned()),
        Node::Object(paylink_wire::json::Object::new()),
    ];
    assert_eq!(object["a\né😀"], Node::List(expected.into()));
}

#[test]
fn a_refused_body_becomes_invalid_json_and_is_not_quoted() {
    let error = Error::from(parse_object(b"{\"secret\": oops}").unwrap_err());
    assert_eq!((error.code, error.code.class().status()), (Code::InvalidJson, 400));
    assert!(!error.detail.contains("oops") && !error.detail.contains("secret"));
}

#[test]
fn values_are_not_printed() {
    let object = parse_object(b"{\"a\":\"kari@example.com\",\"b\":42}").unwrap();
    assert_eq!(format!("{:?}", object.values().collect::<Vec<_>>()), "[string, number]");
}

//! Addresses of S3 stores are read strictly.

use paylink_store_files::S3Settings;

#[test]
fn an_address_names_bucket_prefix_region_and_endpoint() {
    let settings = |text: &str| text.parse::<S3Settings>();
    let full = settings("s3://bucket/some/prefix/?endpoint=https://s3.example.com/&region=eu-central-1").unwrap();
    let same = settings("s3://bucket/some/prefix?region=eu-central-1&endpoint=https://s3.example.com&path_style=true");
    assert_eq!(full, same.unwrap());
    assert_ne!(full, settings("s3://bucket/some/prefix?endpoint=https://s3.example.com").unwrap());
    settings("s3://bucket").unwrap();
    settings("s3://bucket?endpoint=http://127.0.0.1:9000&path_style=false").unwrap();
    for wrong in [
        "s3:",
        "s3://",
        "s3:///prefix",
        "http://bucket",
        "s3://key:secret@bucket",
        "s3://bucket:80",
        "s3://bucket#x",
        "s3://bucket?endpoint=",
        "s3://bucket?endpoint=ftp://x",
        "s3://bucket?endpoint=https://x/path",
        "s3://bucket?endpoint=https://u:p@x",
        "s3://bucket?region=a&region=b",
        "s3://bucket?path_style=maybe",
        "s3://bucket?bucket=x",
    ] {
        assert!(settings(wrong).is_err(), "{wrong}");
    }
}

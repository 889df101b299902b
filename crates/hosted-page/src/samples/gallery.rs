//! Every sample message as files, with a page that leads to all of them.

use super::letters;
use crate::HostedPages;
use askama::Template;
use paylink_core::{
    Timestamp,
    ports::{MessageWriter as _, WriteError},
};

/// A file of the gallery: its name and its bytes.
pub type GalleryFile = (String, Vec<u8>);

#[derive(Template)]
#[template(path = "letters/gallery.html", whitespace = "minimize")]
struct Index {
    rows: Vec<Row>,
}

struct Row {
    name: String,
    subject: String,
    text: String,
}

/// Every sample as `.html`, `.txt` and `.sms.txt`, the pictures inside the mails, and `index.html`. The pictures are
/// shown by file name, because only a mail can show them by `cid:`.
///
/// # Errors
/// [`WriteError`] when a message cannot be written, which a test rules out.
pub fn files(pages: &HostedPages, now: Timestamp) -> Result<Vec<GalleryFile>, WriteError> {
    let mut files = Vec::new();
    let mut rows = Vec::new();
    for (name, letter) in letters::all(now) {
        let mail = pages.mail(&letter)?;
        let text = pages.text(&letter)?;
        let mut html = mail.html;
        for image in mail.images {
            let file = format!("{name}.{}.png", image.name);
            html = html.replace(&format!("cid:{}", image.name), &file);
            files.push((file, image.png));
        }
        files.push((format!("{name}.html"), html.into_bytes()));
        files.push((format!("{name}.txt"), format!("Subject: {}\n\n{}", mail.subject, mail.text).into_bytes()));
        files.push((format!("{name}.sms.txt"), text.clone().into_bytes()));
        rows.push(Row { name, subject: mail.subject, text });
    }
    let index = Index { rows }.render().map_err(|error| WriteError(error.to_string()))?;
    files.push(("index.html".to_owned(), index.into_bytes()));
    Ok(files)
}

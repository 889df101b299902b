//! Tags: words of the merchant's own on a link.

use crate::{
    Code, FieldErrors,
    forms::{LinkForm, Patch},
    records::LinkRecord,
    usecases::fields::check,
    values::tag_key,
};

const MAX_TAGS: usize = 20;
const MAX_TAG: usize = 40;

/// Writes the tags into `draft`: trimmed, in the order given, each once without regard to case.
pub(super) fn apply_tags(form: &LinkForm, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    let tags = match &form.tags {
        Patch::Keep => return,
        Patch::Clear => &Vec::new(),
        Patch::Set(tags) => tags,
    };
    if tags.len() > MAX_TAGS {
        errors.add("tags", Code::TooMany, "at most 20 tags");
        return;
    }
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for (place, tag) in tags.iter().enumerate() {
        let tag = tag.trim();
        let good = check(&format!("tags.{place}"), tag, MAX_TAG, errors);
        if good && !kept.iter().any(|other| tag_key(other) == tag_key(tag)) {
            kept.push(tag.to_owned());
        }
    }
    draft.details.tags = kept;
}

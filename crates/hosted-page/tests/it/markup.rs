//! A reader of our own HTML, just good enough to see its elements and its text.

/// An opening or closing tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

/// What a document is made of: its tags in order, and the text between them (scripts and styles left out).
pub(crate) struct Markup {
    pub(crate) tags: Vec<Tag>,
    pub(crate) text: String,
    /// The contents of `script` and `style` elements.
    pub(crate) raw: Vec<String>,
}

impl Markup {
    pub(crate) fn read(html: &str) -> Self {
        let mut found = Self { tags: Vec::new(), text: String::new(), raw: Vec::new() };
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            found.text.push_str(before);
            let (tag, after) = read_tag(after);
            rest = after;
            if matches!(tag.name.as_str(), "script" | "style") {
                let (inside, after) = rest.split_once(&format!("</{}", tag.name)).expect("a closed element");
                found.raw.push(inside.to_owned());
                rest = after.split_once('>').expect("a closing tag").1;
            }
            found.text.push('\n');
            found.tags.push(tag);
        }
        found.text.push_str(rest);
        found
    }

    /// Names of elements and attributes, without values: what no text may change.
    pub(crate) fn skeleton(&self) -> Vec<String> {
        let line = |tag: &Tag| {
            let names: Vec<&str> = tag.attributes.iter().map(|(name, _)| name.as_str()).collect();
            format!("{} {}", tag.name, names.join(" "))
        };
        self.tags.iter().map(line).collect()
    }

    pub(crate) fn values<'a>(&'a self, attribute: &'a str) -> impl Iterator<Item = &'a str> {
        let all = self.tags.iter().flat_map(|tag| &tag.attributes);
        all.filter(move |(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }
}

fn read_tag(text: &str) -> (Tag, &str) {
    let name: String = text.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
    let mut rest = text.strip_prefix(&name).unwrap();
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return (Tag { name, attributes }, after);
        }
        let attribute: String = rest.chars().take_while(|c| !c.is_whitespace() && !"=>".contains(*c)).collect();
        assert!(!attribute.is_empty(), "a strange tag: <{text:.60}");
        rest = rest.strip_prefix(&attribute).unwrap();
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, after) = quoted.split_once('"').expect("a closed value");
            value.push_str(inside);
            rest = after;
        }
        attributes.push((attribute, value));
    }
}

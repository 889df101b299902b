//! A message with blanks, taken apart once so that filling it in costs no look-up.

/// A message whose arguments are finished texts.
pub(super) struct Phrase {
    parts: Vec<Part>,
}

enum Part {
    Words(String),
    /// Number of the argument that goes here.
    Blank(usize),
}

/// Marks where an argument ended up: characters of the private use area, which no message contains.
fn mark(index: usize) -> char {
    u32::try_from(index).ok().and_then(|index| char::from_u32(0xE000 + index)).unwrap_or('\u{E0FF}')
}

impl Phrase {
    /// Resolves a message with a marker for each of `arguments` and cuts it at the markers.
    pub(super) fn compile<E>(
        arguments: &[&str],
        resolve: impl FnOnce(&[(&str, String)]) -> Result<String, E>,
    ) -> Result<Self, E> {
        let values: Vec<_> = arguments.iter().enumerate().map(|(i, name)| (*name, mark(i).to_string())).collect();
        let resolved = resolve(&values)?;
        let mut parts = Vec::new();
        let mut words = String::new();
        for c in resolved.chars() {
            match (0..arguments.len()).find(|index| mark(*index) == c) {
                None => words.push(c),
                Some(index) => {
                    parts.push(Part::Words(std::mem::take(&mut words)));
                    parts.push(Part::Blank(index));
                }
            }
        }
        parts.push(Part::Words(words));
        Ok(Self { parts })
    }

    /// The message with its blanks filled in.
    pub(super) fn fill(&self, values: &[&str]) -> String {
        let mut filled = String::with_capacity(128);
        for part in &self.parts {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Blank(index) => filled.push_str(values.get(*index).copied().unwrap_or_default()),
            }
        }
        filled
    }
}

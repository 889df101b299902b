//! Finds names in a document (ISO 32000-1, 7.3.5), however they are escaped.

/// What makes a reader do more than show pages.
const ACTIVE: [&[u8]; 9] = [
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
];
/// The key of a script: so short that it turns up by chance, so it counts only before something that can be a script.
const SCRIPT: &[u8] = b"JS";
/// Filters of streams that are not looked through.
const ODD_FILTERS: [&[u8]; 9] =
    [b"ASCIIHexDecode", b"AHx", b"ASCII85Decode", b"A85", b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL", b"Crypt"];
/// Longer than any name that is looked for.
const LONGEST: usize = 24;

/// Something that a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    /// It does more than show pages.
    Active,
    /// It is encrypted.
    Encrypted,
    /// It has objects in streams.
    ObjectStream,
    /// The offset of the first object in such a stream; other things have it too.
    First,
    /// The number of objects in such a stream; other things have it too.
    Count,
    /// A filter that is not looked through.
    OddFilter,
    /// The bytes of a stream are shuffled before they are compressed.
    Predictor,
}

/// Everything that was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Findings(u8);

impl Findings {
    pub(super) const fn contains(self, finding: Finding) -> bool {
        self.0 & bit(finding) != 0
    }
}

const fn bit(finding: Finding) -> u8 {
    match finding {
        Finding::Active => 1,
        Finding::Encrypted => 2,
        Finding::ObjectStream => 4,
        Finding::First => 8,
        Finding::Count => 16,
        Finding::OddFilter => 32,
        Finding::Predictor => 64,
    }
}

/// Reads a document piece by piece and notes the names in it.
pub(super) struct Names {
    /// Whether the short key of a script counts.
    strict: bool,
    state: State,
    /// The name so far, as far as it can matter.
    name: Vec<u8>,
    found: Findings,
}

#[derive(Clone, Copy)]
enum State {
    Outside,
    InName,
    /// After the `#` of an escape, with the first digit if it has come.
    Escape(Option<u8>),
    /// After the key of a script.
    AfterScriptKey,
}

impl Names {
    /// For what readers take for objects.
    pub(super) fn strict() -> Self {
        Self { strict: true, state: State::Outside, name: Vec::with_capacity(LONGEST), found: Findings::default() }
    }

    /// For data in which short names turn up by chance.
    pub(super) fn lenient() -> Self {
        Self { strict: false, ..Self::strict() }
    }

    /// The next piece.
    pub(super) fn push(&mut self, piece: &[u8]) {
        for byte in piece {
            self.state = self.next(*byte);
        }
    }

    /// What was found, after the last piece.
    pub(super) fn finish(mut self) -> Findings {
        self.push(b" ");
        self.found
    }

    fn next(&mut self, byte: u8) -> State {
        match self.state {
            State::Outside => self.outside(byte),
            State::InName if byte == b'#' => State::Escape(None),
            State::InName if is_regular(byte) => {
                self.add(byte);
                State::InName
            }
            State::InName => {
                let after = self.end_of_name();
                self.state = after;
                self.next(byte)
            }
            State::Escape(first) => self.escaped(first, byte),
            State::AfterScriptKey if is_space(byte) => State::AfterScriptKey,
            State::AfterScriptKey => {
                // a string, a hexadecimal string, a stream or a reference to one of them
                if matches!(byte, b'(' | b'<' | b'0'..=b'9' | b'%') {
                    self.note(Finding::Active);
                }
                self.outside(byte)
            }
        }
    }

    fn outside(&mut self, byte: u8) -> State {
        if byte != b'/' {
            return State::Outside;
        }
        self.name.clear();
        State::InName
    }

    fn escaped(&mut self, first: Option<u8>, byte: u8) -> State {
        let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, digit) {
            (None, Some(digit)) => State::Escape(Some(digit)),
            (Some(first), Some(digit)) => {
                self.add(first * 16 + digit);
                State::InName
            }
            // no escape after all
            (_, None) => {
                self.add(b'#');
                self.state = State::InName;
                self.next(byte)
            }
        }
    }

    fn add(&mut self, byte: u8) {
        if self.name.len() < LONGEST {
            self.name.push(byte);
        }
    }

    fn end_of_name(&mut self) -> State {
        let name = self.name.as_slice();
        if name == SCRIPT && self.strict {
            return State::AfterScriptKey;
        }
        let finding = match name {
            active if ACTIVE.contains(&active) => Finding::Active,
            odd if ODD_FILTERS.contains(&odd) => Finding::OddFilter,
            b"Encrypt" => Finding::Encrypted,
            b"ObjStm" => Finding::ObjectStream,
            b"First" => Finding::First,
            b"N" => Finding::Count,
            b"Predictor" => Finding::Predictor,
            _ => return State::Outside,
        };
        self.note(finding);
        State::Outside
    }

    const fn note(&mut self, finding: Finding) {
        self.found.0 |= bit(finding);
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

const fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

//! How people of a region write amounts, days and hours, for readers whose language has no catalogue, or whose region
//! has its own way. Source: Unicode CLDR 45, `common/main/*.xml`, `numbers` and `dates`.

/// Where the sign of a currency stands, and what is between it and the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `$1`
    Before,
    /// `€ 1`
    BeforeSpaced,
    /// `1 €`
    After,
}

/// How numbers of money look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) group: &'static str,
    pub(super) decimal: &'static str,
    pub(super) place: Place,
    /// Groups of two above the thousand: `12,50,000`.
    pub(super) lakhs: bool,
}

/// What a reader is used to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habits {
    /// `None`: as the catalogue has it.
    pub(super) figures: Option<Figures>,
    /// Two capital letters; empty when not known.
    region: [u8; 2],
    /// `31 March`, not `March 31`.
    pub(super) day_first: bool,
    /// `17:00`, not `5:00 PM`.
    pub(super) clock_24: bool,
}

const COMMA: Figures = Figures { group: ",", decimal: ".", place: Place::Before, lakhs: false };
const LAKHS: Figures = Figures { lakhs: true, ..COMMA };
const DOT_BEFORE: Figures = Figures { group: ".", decimal: ",", ..COMMA };
const DOT_SPACED: Figures = Figures { place: Place::BeforeSpaced, ..DOT_BEFORE };
const DOT_AFTER: Figures = Figures { place: Place::After, ..DOT_BEFORE };
const SPACE_AFTER: Figures = Figures { group: "\u{a0}", ..DOT_AFTER };
const NARROW_AFTER: Figures = Figures { group: "\u{202f}", ..DOT_AFTER };
const SWISS: Figures = Figures { group: "’", decimal: ".", place: Place::BeforeSpaced, lakhs: false };

/// Regions with one way of their own, whatever language is read there.
const REGIONS: &[(&str, Figures)] = &[
    ("AR", DOT_SPACED),
    ("AT", DOT_SPACED),
    ("BR", DOT_SPACED),
    ("CH", SWISS),
    ("CL", DOT_BEFORE),
    ("CO", DOT_SPACED),
    ("IN", LAKHS),
    ("LI", SWISS),
    ("MX", COMMA),
    ("NL", DOT_SPACED),
    ("PE", COMMA),
    ("PT", SPACE_AFTER),
    ("US", COMMA),
];

/// Languages, each with the regions where somebody who reads English writes as that language does.
const LANGUAGES: &[(&str, &[&str], Figures)] = &[
    ("bg", &["BG"], SPACE_AFTER),
    ("cs", &["CZ"], SPACE_AFTER),
    ("da", &["DK"], DOT_AFTER),
    ("de", &["DE"], DOT_AFTER),
    ("el", &["GR", "CY"], DOT_AFTER),
    ("es", &["ES"], DOT_AFTER),
    ("et", &["EE"], SPACE_AFTER),
    ("fi", &["FI"], SPACE_AFTER),
    ("fr", &["FR", "LU", "MC"], NARROW_AFTER),
    ("hr", &["HR"], DOT_AFTER),
    ("hu", &["HU"], SPACE_AFTER),
    ("id", &["ID"], DOT_SPACED),
    ("is", &["IS"], DOT_AFTER),
    ("it", &["IT", "SM"], DOT_AFTER),
    ("lt", &["LT"], SPACE_AFTER),
    ("lv", &["LV"], SPACE_AFTER),
    ("nb", &["NO"], SPACE_AFTER),
    ("nl", &["BE"], DOT_SPACED),
    ("nn", &[], SPACE_AFTER),
    ("no", &[], SPACE_AFTER),
    ("pl", &["PL"], SPACE_AFTER),
    ("pt", &[], DOT_SPACED),
    ("ro", &["RO", "MD"], DOT_AFTER),
    ("ru", &["RU"], SPACE_AFTER),
    ("sk", &["SK"], SPACE_AFTER),
    ("sl", &["SI"], DOT_AFTER),
    ("sr", &["RS"], DOT_AFTER),
    ("sv", &["SE"], SPACE_AFTER),
    ("tr", &["TR"], DOT_BEFORE),
    ("uk", &["UA"], SPACE_AFTER),
    ("vi", &["VN"], DOT_AFTER),
];

/// Regions that write the month before the day when they write English.
const MONTH_FIRST: &[&str] = &["US", "CA", "PH", "PR", "GU", "VI", "AS", "MP"];
/// Further regions that count the hours to twelve.
const TWELVE_HOURS: &[&str] = &["AU", "NZ", "IN", "PK", "BD", "MY", "SG", "HK", "MX", "CO", "EG", "SA", "AE", "KR"];

impl Habits {
    /// Of the reader with this BCP 47 tag. Without one, or with one that says nothing of a region in English, all is
    /// as the catalogue has it.
    pub(super) fn of(locale: Option<&str>) -> Self {
        let mut parts = locale.unwrap_or_default().split(['-', '_']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let region = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let region = region.unwrap_or_default().to_ascii_uppercase();
        let known = |list: &[&str]| list.contains(&region.as_str());
        let own = REGIONS.iter().find(|(name, _)| *name == region).map(|(_, figures)| *figures);
        let spoken = LANGUAGES.iter().find(|(name, _, _)| *name == language);
        let lived = LANGUAGES.iter().find(|(_, regions, _)| language == "en" && known(regions));
        let foreign = !language.is_empty() && language != "en";
        Self {
            figures: own.or(spoken.or(lived).map(|(_, _, figures)| *figures)),
            region: region.as_bytes().try_into().unwrap_or_default(),
            day_first: foreign || !(region.is_empty() || known(MONTH_FIRST)),
            clock_24: (foreign || !region.is_empty()) && !known(MONTH_FIRST) && !known(TWELVE_HOURS),
        }
    }

    /// A currency's sign where the usual one would mislead: a bare `$` is the reader's own dollar.
    pub(super) fn sign(&self, code: &str) -> Option<&'static str> {
        const DOLLARS: &[(&[u8; 2], &str)] = &[
            (b"AU", "AUD"),
            (b"CA", "CAD"),
            (b"NZ", "NZD"),
            (b"HK", "HKD"),
            (b"SG", "SGD"),
            (b"TW", "TWD"),
            (b"MX", "MXN"),
            (b"AR", "ARS"),
            (b"CL", "CLP"),
            (b"CO", "COP"),
        ];
        let own = DOLLARS.iter().find(|(region, _)| **region == self.region).map(|(_, own)| *own);
        match own {
            Some(own) if own == code => Some("$"),
            Some(_) if code == "USD" => Some("US$"),
            Some(_) | None => None,
        }
    }
}

//! A client's brief, and what was understood of it.

use jiff::civil::Date;

use crate::{
    BriefId, ClientId, DayRate, Euros, Invalid, Language, Name, Percent, PersonMonths, Sector, Span, Standard,
};

/// An R&D project for which a client looks for partners.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Its identifier.
    pub id: BriefId,
    /// Whose it is, when told.
    pub client: Option<ClientId>,
    /// Its title.
    pub title: Name,
    /// The language most of it is written in.
    pub language: Language,
    /// The theme it belongs to, when told.
    pub theme: Option<Name>,
    /// The whole text as it was written; spans point into it.
    pub text: String,
    /// The part that tells why, without title and requirement lists.
    pub context: String,
    /// What is asked, in the order of the text.
    pub requirements: Vec<Requirement>,
    /// Readiness levels.
    pub trl: Option<TrlRange>,
    /// First day of the project.
    pub start: Option<Date>,
    /// Last day of the project.
    pub end: Option<Date>,
    /// Work expected.
    pub load: Option<PersonMonths>,
    /// Budget.
    pub budget: Option<Euros>,
    /// Share the firm is expected to finance.
    pub co_financing: Option<Percent>,
    /// Daily rates the client would pay; of a ceiling alone, the low end is 0.
    pub day_rate: Option<DayRate>,
    /// The client's sector for this project.
    pub sector: Option<Sector>,
    /// Who may read it.
    pub confidentiality: Confidentiality,
}

impl Brief {
    /// What anybody may read: the title and text of an open brief, the teaser of a confidential one.
    pub fn public_text(&self) -> &str {
        match &self.confidentiality {
            Confidentiality::Open => &self.text,
            Confidentiality::Confidential { teaser } => teaser.as_str(),
        }
    }

    /// What firms may be shown as its title: of a confidential brief, the teaser's first sentence.
    pub fn public_title(&self) -> &str {
        match &self.confidentiality {
            Confidentiality::Open => self.title.as_str(),
            Confidentiality::Confidential { teaser } => {
                teaser.as_str().split_inclusive(['.', '!', '?']).next().unwrap_or_default().trim()
            }
        }
    }

    /// Whether only its client, the organiser and admitted firms may read it.
    pub fn is_confidential(&self) -> bool {
        matches!(self.confidentiality, Confidentiality::Confidential { .. })
    }

    /// The day on which certificates must hold: the start, else the end, else `None` (today is then the best guess).
    pub fn reference_day(&self) -> Option<Date> {
        self.start.or(self.end)
    }
}

/// A brief as it arrived: its text, and what was given in fields of its own, which wins over what the text says.
#[derive(Debug, Clone, PartialEq)]
pub struct BriefDraft {
    /// Its identifier.
    pub id: BriefId,
    /// Whose it is.
    pub client: Option<ClientId>,
    /// Its title.
    pub title: Option<Name>,
    /// Its theme.
    pub theme: Option<Name>,
    /// Its text, as written.
    pub text: String,
    /// Requirements given one by one; when empty they are read from the text.
    pub requirements: Vec<Requirement>,
    /// Readiness levels.
    pub trl: Option<TrlRange>,
    /// First day of the project.
    pub start: Option<Date>,
    /// Last day of the project.
    pub end: Option<Date>,
    /// Work expected.
    pub load: Option<PersonMonths>,
    /// Budget.
    pub budget: Option<Euros>,
    /// Share the firm is expected to finance.
    pub co_financing: Option<Percent>,
    /// Daily rates the client would pay; of a ceiling alone, the low end is 0.
    pub day_rate: Option<DayRate>,
    /// The client's sector for this project.
    pub sector: Option<Sector>,
    /// Who may read it.
    pub confidentiality: Confidentiality,
}

impl BriefDraft {
    /// A draft of which only the text is known.
    pub fn of_text(id: BriefId, text: impl Into<String>) -> Self {
        Self {
            id,
            client: None,
            title: None,
            theme: None,
            text: text.into(),
            requirements: Vec::new(),
            trl: None,
            start: None,
            end: None,
            load: None,
            budget: None,
            co_financing: None,
            day_rate: None,
            sector: None,
            confidentiality: Confidentiality::Open,
        }
    }
}

/// Who may read a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confidentiality {
    /// Everyone.
    Open,
    /// Its client, the organiser, and firms the client admits; everyone else sees the teaser.
    Confidential {
        /// What may be shown publicly.
        teaser: Name,
    },
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// In the brief's words, white space collapsed.
    pub text: String,
    /// How much it matters.
    pub strength: Strength,
    /// What sort of thing it is.
    pub kind: RequirementKind,
    /// Of a place: how far from it is near enough, kilometres; `None` when not told.
    pub within_km: Option<u32>,
    /// Where in [`Brief::text`] it stands; `None` when it came from a structured field.
    pub span: Option<Span>,
}

/// How much a requirement matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// A plus.
    Nice,
    /// Expected.
    Should,
    /// Without it, no.
    Must,
}

impl Strength {
    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "must" => Self::Must,
            "should" => Self::Should,
            "nice" => Self::Nice,
            _ => return None,
        })
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Nice => "nice",
        }
    }
}

/// What sort of thing is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequirementKind {
    /// Knowing how to do something; also whatever fits nowhere else.
    Skill,
    /// A certificate or the practice of a standard.
    Certification {
        /// Which.
        standard: Standard,
        /// Whether the certificate itself is asked, not only experience of the standard.
        certificate: bool,
    },
    /// Working in a language, ISO 639-1.
    Language(String),
    /// Being at or near a place.
    Site(Name),
    /// Having done it for a sector before.
    Sector(Sector),
}

impl RequirementKind {
    /// The word used in files and messages.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Certification { .. } => "certification",
            Self::Language(_) => "language",
            Self::Site(_) => "site",
            Self::Sector(_) => "sector",
        }
    }
}

/// A technology readiness level, 1 to 9 (ISO 16290).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trl(u8);

impl Trl {
    /// Keeps a level.
    ///
    /// # Errors
    /// When it is not 1 to 9.
    pub fn new(level: u8) -> Result<Self, Invalid> {
        if !(1..=9).contains(&level) {
            return Err(Invalid::new("", format!("there is no TRL `{level}`"), "give 1 to 9"));
        }
        Ok(Self(level))
    }

    /// The level, 1 to 9.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// From which readiness level to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrlRange {
    from: Trl,
    to: Trl,
}

impl TrlRange {
    /// Keeps a range, possibly of one level.
    ///
    /// # Errors
    /// When it runs backwards.
    pub fn new(from: Trl, to: Trl) -> Result<Self, Invalid> {
        if from > to {
            return Err(Invalid::new(
                "",
                format!("TRL `{}` to `{}` runs backwards", from.0, to.0),
                "put the lower level first",
            ));
        }
        Ok(Self { from, to })
    }

    /// Where the project starts.
    pub fn from(self) -> Trl {
        self.from
    }

    /// Where it should end.
    pub fn to(self) -> Trl {
        self.to
    }
}

/// A brief with what the reader wants to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadBrief {
    /// What was understood.
    pub brief: Brief,
    /// Remarks, in the order of the text.
    pub notices: Vec<Notice>,
}

/// A remark about free text that was read: nothing is refused, but something deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What sort of remark.
    pub kind: NoticeKind,
    /// Where in the text, when it is about a place.
    pub span: Option<Span>,
    /// The remark, in lower case.
    pub message: String,
    /// The next step.
    pub hint: String,
}

/// The closed list of remarks about a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// No requirement was found: the whole text is used as one.
    NoRequirement,
    /// No title was found: the first words stand for it.
    NoTitle,
    /// The language is uncertain or mixed.
    Language,
    /// The text was cut at the limit.
    TooLong,
    /// Characters were replaced or dropped.
    Characters,
    /// A value could not be understood and was left out.
    Unreadable,
    /// Two statements disagree; the first was kept.
    Conflict,
}

impl NoticeKind {
    /// The code used in files and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoRequirement => "no-requirement",
            Self::NoTitle => "no-title",
            Self::Language => "language",
            Self::TooLong => "too-long",
            Self::Characters => "characters",
            Self::Unreadable => "unreadable",
            Self::Conflict => "conflict",
        }
    }
}

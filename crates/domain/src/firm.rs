//! A firm: what it is, what it can do, and what proves it.

use jiff::civil::Date;

use crate::{DayRate, Euros, FirmId, Invalid, Language, Month, Name, Sector, Skill, Standard, Tool};

/// A service firm as it describes itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Firm {
    /// Its identifier.
    pub id: FirmId,
    /// Its name.
    pub name: Name,
    /// The language its texts are written in; `None` until it has been detected.
    pub language: Option<Language>,
    /// People employed, when told.
    pub headcount: Option<u32>,
    /// Size class, when told or derived from the headcount.
    pub size: Option<SizeClass>,
    /// The day the profile was last confirmed by the firm.
    pub updated: Option<Date>,
    /// Web address, as written.
    pub website: Option<Name>,
    /// How it presents itself, free text.
    pub summary: String,
    /// Where it sits; the first is the head office.
    pub sites: Vec<Site>,
    /// Languages its people work in, ISO 639-1, lower case.
    pub spoken: Vec<String>,
    /// Sectors it serves.
    pub sectors: Vec<Sector>,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// What it works with.
    pub tools: Vec<Tool>,
    /// What others have certified.
    pub certifications: Vec<Certification>,
    /// What it has done.
    pub references: Vec<Reference>,
    /// People free, month by month.
    pub availability: Vec<Availability>,
    /// What it can put into one project, euros.
    pub co_financing: Option<Euros>,
    /// Its daily rates.
    pub day_rate: Option<DayRate>,
    /// How far it goes and from where it delivers.
    pub mobility: Mobility,
    /// Who to talk to.
    pub contacts: Vec<Contact>,
}

impl Firm {
    /// A firm of which only the identifier and the name are known.
    pub fn named(id: FirmId, name: Name) -> Self {
        Self {
            id,
            name,
            language: None,
            headcount: None,
            size: None,
            updated: None,
            website: None,
            summary: String::new(),
            sites: Vec::new(),
            spoken: Vec::new(),
            sectors: Vec::new(),
            capabilities: Vec::new(),
            tools: Vec::new(),
            certifications: Vec::new(),
            references: Vec::new(),
            availability: Vec::new(),
            co_financing: None,
            day_rate: None,
            mobility: Mobility::default(),
            contacts: Vec::new(),
        }
    }
}

/// Size classes of French statistics (decree 2008-1354): thresholds on people employed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeClass {
    /// Fewer than 10 people.
    Micro,
    /// 10 to 49.
    Small,
    /// 50 to 249.
    Medium,
    /// 250 to 4,999 (*entreprise de taille intermédiaire*).
    Intermediate,
    /// 5,000 and more, or belonging to such a group.
    Large,
}

impl SizeClass {
    /// The class of a headcount.
    pub fn of(headcount: u32) -> Self {
        match headcount {
            0..10 => Self::Micro,
            10..50 => Self::Small,
            50..250 => Self::Medium,
            250..5_000 => Self::Intermediate,
            _ => Self::Large,
        }
    }

    /// Whether it counts as a small or medium enterprise.
    pub fn is_sme(self) -> bool {
        self <= Self::Medium
    }

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "micro" => Self::Micro,
            "small" => Self::Small,
            "medium" => Self::Medium,
            "intermediate" => Self::Intermediate,
            "large" => Self::Large,
            _ => return None,
        })
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Micro => "micro",
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Intermediate => "intermediate",
            Self::Large => "large",
        }
    }
}

/// A place a firm works from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The town.
    pub city: Name,
    /// Postal code, as written.
    pub postcode: Option<Name>,
    /// Country, ISO 3166-1 alpha-2, upper case.
    pub country: String,
}

/// How well a firm does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProficiencyLevel {
    /// Has touched it.
    Notion,
    /// Does it under guidance.
    Practitioner,
    /// Does it alone.
    Confirmed,
    /// Others come and ask.
    Expert,
}

impl ProficiencyLevel {
    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "notion" => Self::Notion,
            "practitioner" => Self::Practitioner,
            "confirmed" => Self::Confirmed,
            "expert" => Self::Expert,
            _ => return None,
        })
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Notion => "notion",
            Self::Practitioner => "practitioner",
            Self::Confirmed => "confirmed",
            Self::Expert => "expert",
        }
    }
}

/// Something a firm can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    /// Its name in the firm's words.
    pub skill: Skill,
    /// How well, when told.
    pub level: Option<ProficiencyLevel>,
    /// People able to do it, when told.
    pub headcount: Option<u32>,
    /// More about it, free text.
    pub text: String,
}

/// From when to when something holds; open ends allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    from: Option<Date>,
    until: Option<Date>,
}

impl Validity {
    /// Keeps a period, both days included.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub fn new(from: Option<Date>, until: Option<Date>) -> Result<Self, Invalid> {
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            return Err(Invalid::new(
                "valid_until",
                format!("`{until}` is before `{from}`"),
                "check the two dates",
            ));
        }
        Ok(Self { from, until })
    }

    /// First day, if there is one.
    pub fn from(self) -> Option<Date> {
        self.from
    }

    /// Last day, if there is one.
    pub fn until(self) -> Option<Date> {
        self.until
    }

    /// Whether a day lies within.
    pub fn holds_on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// A certificate and what it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certification {
    /// The standard.
    pub standard: Standard,
    /// What it covers, free text.
    pub scope: String,
    /// Certificate number, as written.
    pub number: Option<Name>,
    /// When it holds.
    pub validity: Validity,
}

/// A project done, as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What it was called.
    pub title: Name,
    /// For whom, possibly anonymous.
    pub client: Option<Name>,
    /// In which sector.
    pub sector: Option<Sector>,
    /// When it ended.
    pub year: Option<i16>,
    /// What the firm did in it.
    pub role: Option<Name>,
    /// More about it, free text.
    pub text: String,
}

/// People free in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Availability {
    /// The month.
    pub month: Month,
    /// Full-time equivalents free.
    pub people: f64,
}

/// How far a firm goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mobility {
    /// Radius from its sites, kilometres; `None` when not told.
    pub radius_km: Option<u32>,
    /// Whether it works remotely; `None` when not told.
    pub remote: Option<bool>,
    /// Towns of its delivery centres elsewhere.
    pub remote_centres: Vec<Name>,
}

/// Someone to talk to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Name of the person.
    pub name: Name,
    /// Function.
    pub role: Option<Name>,
    /// E-mail address, as written.
    pub email: Option<Name>,
    /// Telephone, as written.
    pub phone: Option<Name>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_certificate_holds_on_its_last_day() {
        let validity = Validity::new(None, Some(date(2027, 4, 30))).unwrap();
        assert!(validity.holds_on(date(2027, 4, 30)));
        assert!(!validity.holds_on(date(2027, 5, 1)));
        assert!(Validity::new(Some(date(2027, 1, 1)), Some(date(2026, 1, 1))).is_err());
    }

    #[test]
    fn size_classes_follow_the_decree() {
        assert_eq!(SizeClass::of(9), SizeClass::Micro);
        assert_eq!(SizeClass::of(249), SizeClass::Medium);
        assert!(!SizeClass::of(250).is_sme());
        assert_eq!(SizeClass::of(12_000), SizeClass::Large);
    }
}

//! A firm's page, and the names of what profiles hold.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State as Shared};
use axum::routing::get;
use passerelle_app::service::{Actor, Role};
use passerelle_domain::{Language, SECTORS, Sector, SizeClass};
use serde::Deserialize;

use super::shell::{Shell, Visitor};
use super::words::directory::Directory as Words;
use super::words::terms::Terms;
use super::{Page, encoded, facets, sectors, view};
use crate::State;

/// The pages of the directory.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/firms", get(facets::list))
        .route("/firms/{id}", get(firm))
        .route("/sectors", get(sectors::all))
        .route("/sectors/{sector}", get(sectors::one))
}

/// A firm as it is written; see `schema::firm`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Firm {
    pub(super) name: String,
    pub(super) language: Option<String>,
    pub(super) headcount: Option<u32>,
    pub(super) size: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) website: Option<String>,
    pub(super) summary: String,
    pub(super) spoken: Vec<String>,
    pub(super) sectors: Vec<String>,
    pub(super) tools: Vec<String>,
    pub(super) remote_centres: Vec<String>,
    pub(super) sites: Vec<Site>,
    pub(super) capabilities: Vec<Capability>,
    pub(super) certifications: Vec<Certification>,
    pub(super) references: Vec<Reference>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Site {
    pub(super) city: String,
    pub(super) postcode: Option<String>,
    pub(super) country: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Capability {
    pub(super) skill: String,
    pub(super) level: Option<String>,
    pub(super) headcount: Option<u32>,
    pub(super) text: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Certification {
    pub(super) standard: String,
    pub(super) scope: String,
    pub(super) valid_until: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reference {
    pub(super) title: String,
    pub(super) client: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) year: Option<i16>,
    pub(super) role: Option<String>,
    pub(super) text: String,
}

/// A firm of a list.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) firm: Firm,
}

impl Firm {
    /// Its size class, told or from its people.
    pub(super) fn class(&self) -> Option<SizeClass> {
        self.size.as_deref().and_then(SizeClass::from_word).or_else(|| self.headcount.map(SizeClass::of))
    }

    /// The language of its texts, else that of the page: readers aloud have to know.
    fn lang<'f>(&'f self, page: &'f str) -> &'f str {
        self.language.as_deref().filter(|code| !code.is_empty()).unwrap_or(page)
    }

    /// The towns it works from.
    pub(super) fn towns(&self) -> String {
        self.sites.iter().map(|site| site.city.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The page of one of its sectors.
    fn sector_page(&self, label: &str) -> String {
        format!("/sectors/{}", encoded(label).replace('+', "%20"))
    }
}

/// The name of a sector in the reader's language.
pub(super) fn sector(label: &str, language: Language) -> String {
    Sector::new(label).map_or_else(|_| label.to_owned(), |sector| sector.name_in(language).to_owned())
}

/// The known sectors: word and name.
pub(super) fn known_sectors(language: Language) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = SECTORS.iter().map(|word| (*word, sector(word, language))).collect();
    all.sort_by_key(|(_, name)| passerelle_domain::fold(name));
    all
}

#[derive(Template)]
#[template(path = "directory/firm.html")]
struct OneFirm<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    id: String,
    status: String,
    firm: Firm,
    own: bool,
    stale: bool,
    today: String,
}

async fn firm(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    // What the public sees is what is shown here, whoever looks; a draft is for those whose it is.
    let seen = match state.service.firm(&Actor::public(), &id).await {
        Ok(seen) => seen,
        Err(_) => state.service.firm(&visitor.actor, &id).await?,
    };
    let one: Listed = view(seen.body)?;
    let language = visitor.shell.language;
    let own = match &visitor.actor.role {
        Role::Firm(own) => *own == id,
        Role::Organiser => true,
        _ => false,
    };
    let today = state.service.today();
    let days = state.service.config().server.freshness_days;
    let stale = one
        .firm
        .updated
        .as_deref()
        .and_then(|day| day.parse::<jiff::civil::Date>().ok())
        .is_some_and(|day| (today - day).get_days() > i32::try_from(days).unwrap_or(i32::MAX));
    let page = OneFirm {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        id: one.id,
        status: one.status,
        firm: one.firm,
        own,
        stale,
        today: today.to_string(),
    };
    Ok(visitor.show(&page)?)
}

impl Terms {
    /// What a size class is called.
    pub(crate) fn size(&self, class: &SizeClass) -> super::words::Text {
        match class {
            SizeClass::Micro => self.size_micro,
            SizeClass::Small => self.size_small,
            SizeClass::Medium => self.size_medium,
            SizeClass::Intermediate => self.size_intermediate,
            SizeClass::Large => self.size_large,
        }
    }

    /// The size classes: word and name.
    pub(crate) fn sizes(&self) -> Vec<(&'static str, super::words::Text)> {
        use SizeClass::{Intermediate, Large, Medium, Micro, Small};
        [Micro, Small, Medium, Intermediate, Large].iter().map(|one| (one.word(), self.size(one))).collect()
    }

    /// What a level is called; the word itself when it is not known.
    pub(crate) fn level(&self, word: &str) -> String {
        match word {
            "notion" => self.level_notion.to_string(),
            "practitioner" => self.level_practitioner.to_string(),
            "confirmed" => self.level_confirmed.to_string(),
            "expert" => self.level_expert.to_string(),
            other => other.to_owned(),
        }
    }

    /// The state of a profile, a brief or an event.
    pub(crate) fn status(&self, word: &str) -> String {
        match word {
            "draft" => self.draft.to_string(),
            "published" => self.published.to_string(),
            "open" => self.open.to_string(),
            "closed" => self.closed.to_string(),
            "setup" => self.setup.to_string(),
            other => other.to_owned(),
        }
    }

    /// How much a meeting is wished for.
    pub(crate) fn grade(&self, grade: &i64) -> super::words::Text {
        match grade {
            3 => self.grade_3,
            2 => self.grade_2,
            _ => self.grade_1,
        }
    }

    /// How strongly something is asked.
    pub(crate) fn strength(&self, word: &str) -> String {
        match word {
            "must" => self.must.to_string(),
            "should" => self.should.to_string(),
            "nice" => self.nice.to_string(),
            other => other.to_owned(),
        }
    }
}

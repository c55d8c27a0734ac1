//! The firms for a brief: ranked with their evidence, near misses apart; two or three side by side.

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use passerelle_app::service::Refusal;
use serde_json::Value as Json;

use super::super::Page;
use super::super::evidence::Found;
use super::super::form::Form;
use super::super::shell::{Shell, Visitor};
use super::super::words::Text;
use super::super::words::client::Client as Words;
use super::super::words::terms::Terms;
use super::super::{directory, view};
use super::brief::Understood;
use super::mark::{Place, places};
use super::room::Room;
use crate::State;

/// How many firms are looked at.
const LOOKED_AT: usize = 60;
/// How many are shown.
const SHOWN: usize = 20;

/// A firm of the list, with what is known of it besides.
struct Ranked {
    found: Found,
    facts: directory::Firm,
    wished: bool,
}

#[derive(Template)]
#[template(path = "client/firms.html")]
struct Firms<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    d: &'static super::super::words::directory::Directory,
    room: &'a Room,
    tab: &'static str,
    step: &'static str,
    brief: String,
    title: String,
    asked: Form,
    waiting: bool,
    ranked: Vec<Ranked>,
    near: Vec<Ranked>,
    out: Vec<Ranked>,
    sectors: Vec<(&'static str, String)>,
    places: Vec<Place>,
}

/// What a query asks, as a form.
pub(in crate::pages) fn query(raw: Option<&str>) -> Form {
    Form::of(form_urlencoded::parse(raw.unwrap_or_default().as_bytes()).into_owned().collect())
}

fn suits(firm: &directory::Firm, found: &Found, asked: &Form) -> bool {
    let has = |list: &[String], key: &str| asked.some(key).is_none_or(|one| list.iter().any(|it| it == one));
    let town = asked.some("city").map(passerelle_domain::fold);
    has(&firm.sectors, "sector")
        && asked.some("size").is_none_or(|size| firm.class().is_some_and(|class| class.word() == size))
        && town.is_none_or(|town| {
            firm.sites.iter().any(|site| passerelle_domain::fold(&site.city).contains(&town))
        })
        && match asked.get("only") {
            "pinned" => found.mark.state == "pinned",
            "unexcluded" => found.mark.state != "excluded",
            _ => true,
        }
}

/// The firms for a brief.
pub(super) async fn firms(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, brief)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let asked = query(raw.as_deref());
    let one = state.service.brief(&visitor.actor, &brief).await?;
    let understood: Understood = view(one.body["understood"]["brief"].clone())?;
    let places = places(&state, &visitor.actor, &brief).await?;
    let (waiting, all) = match state.service.matches(&visitor.actor, &brief, LOOKED_AT).await {
        Ok(all) => (false, all),
        Err(refusal) if refusal.code() == "unavailable" => (true, Json::Null),
        Err(refusal) => return Err(refusal.into()),
    };
    let mut lists = Vec::new();
    for key in ["ranked", "gated"] {
        let mut list = Vec::new();
        for one in all[key].as_array().into_iter().flatten() {
            let found: Found = view(one.clone())?;
            let facts = facts(&state, &visitor, &found.firm).await?;
            if suits(&facts, &found, &asked) {
                let wished = places.iter().any(|place| place.wished.contains(&found.firm));
                list.push(Ranked { found, facts, wished });
            }
        }
        lists.push(list);
    }
    let gated = lists.pop().unwrap_or_default();
    let mut ranked = lists.pop().unwrap_or_default();
    // Pinned firms stand first, each group in the order of the ranking.
    ranked.sort_by_key(|one| match one.found.mark.state.as_str() {
        "pinned" => 0,
        "excluded" => 2,
        _ => 1,
    });
    ranked.truncate(SHOWN);
    let (mut near, mut out): (Vec<_>, Vec<_>) = gated.into_iter().partition(|one| one.found.is_near_miss());
    near.truncate(SHOWN);
    out.truncate(SHOWN);
    let language = visitor.shell.language;
    let page = Firms {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        d: super::super::words::directory::Directory::of(language),
        room: &room,
        tab: "briefs",
        step: "firms",
        brief,
        title: understood.title,
        asked,
        waiting,
        ranked,
        near,
        out,
        sectors: directory::known_sectors(language),
        places,
    };
    Ok(visitor.show(&page)?)
}

/// What a firm publishes; nothing when it has gone meanwhile.
async fn facts(state: &State, visitor: &Visitor, firm: &str) -> Result<directory::Firm, Refusal> {
    match state.service.firm(&visitor.actor, firm).await {
        Ok(one) => view(one.body["firm"].clone()),
        Err(_) => Ok(directory::Firm::default()),
    }
}

#[derive(Template)]
#[template(path = "client/compare.html")]
struct Compare<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    room: &'a Room,
    tab: &'static str,
    step: &'static str,
    brief: String,
    title: String,
    understood: Understood,
    firms: Vec<Found>,
}

impl Compare<'_> {
    /// The other parts of the scores, in the order of the first firm that has them.
    fn kinds(&self) -> Vec<Text> {
        let mut kinds = Vec::new();
        for rest in self.firms.iter().flat_map(|firm| firm.rest(self.w, &self.s.language)) {
            if !kinds.contains(&rest.name) {
                kinds.push(rest.name);
            }
        }
        kinds
    }
}

/// Two or three firms side by side.
pub(super) async fn compare(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, brief)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let asked = query(raw.as_deref());
    let one = state.service.brief(&visitor.actor, &brief).await?;
    let understood: Understood = view(one.body["understood"]["brief"].clone())?;
    let wanted = asked.all("firm");
    let all = state.service.matches(&visitor.actor, &brief, LOOKED_AT).await?;
    let mut firms = Vec::new();
    for key in ["ranked", "gated"] {
        for one in all[key].as_array().into_iter().flatten() {
            if wanted.iter().any(|firm| one["firm"] == *firm) && firms.len() < 3 {
                firms.push(view(one.clone())?);
            }
        }
    }
    let language = visitor.shell.language;
    let page = Compare {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        room: &room,
        tab: "briefs",
        step: "compare",
        brief,
        title: understood.title.clone(),
        understood,
        firms,
    };
    Ok(visitor.show(&page)?)
}

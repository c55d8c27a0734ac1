//! One brief: what was understood, highlighted and corrected; its facts; who is admitted.

use askama::Template;
use axum::extract::{Path, State as Shared};
use passerelle_app::service::{Actor, Refusal, Versioned};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::Text;
use super::super::words::client::Client as Words;
use super::super::words::refusals::told;
use super::super::words::terms::Terms;
use super::super::{Page, directory, view};
use super::room::Room;
use crate::State;

/// A requirement as understood.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Requirement {
    pub(super) text: String,
    pub(super) strength: String,
    pub(super) kind: String,
    #[serde(default)]
    what: Json,
    #[serde(default)]
    within_km: Option<u32>,
    #[serde(default)]
    span: Option<[usize; 2]>,
}

/// A requirement as a brief's file holds it.
#[derive(Debug, Serialize)]
struct Written<'a> {
    text: &'a str,
    strength: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within_km: Option<u32>,
}

impl Requirement {
    fn written(&self) -> Written<'_> {
        let what = self.what["standard"].as_str().or(self.what.as_str()).map(str::to_owned);
        Written {
            text: &self.text,
            strength: &self.strength,
            kind: &self.kind,
            what,
            certificate: self.what["certificate"].as_bool(),
            within_km: self.within_km,
        }
    }
}

/// What the reader says beside.
#[derive(Debug, Clone, Deserialize)]
struct Notice {
    message: String,
    hint: String,
}

/// The brief as understood.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Understood {
    pub(super) title: String,
    pub(super) requirements: Vec<Requirement>,
    start: Option<String>,
    end: Option<String>,
    load_pm: Option<f64>,
    budget_eur: Option<u64>,
    co_financing_pct: Option<u8>,
    trl: Option<[u8; 2]>,
    sector: Option<String>,
}

/// A piece of the text: plain, or a requirement of some strength.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) strength: Option<(String, usize)>,
}

/// The text in pieces, requirements marked. Spans that lie within one another or beyond the text are left out.
fn pieces(text: &str, requirements: &[Requirement]) -> Vec<Piece> {
    let mut spans: Vec<([usize; 2], &Requirement, usize)> = requirements
        .iter()
        .zip(1..)
        .filter_map(|(one, number)| Some((one.span.or_else(|| found(text, &one.text))?, one, number)))
        .collect();
    spans.sort_by_key(|(span, ..)| *span);
    let (mut pieces, mut at) = (Vec::new(), 0);
    for (span, one, number) in spans {
        let (Some(before), Some(inside)) = (text.get(at..span[0]), text.get(span[0]..span[1])) else {
            continue;
        };
        pieces.push(Piece { text: before.to_owned(), strength: None });
        pieces.push(Piece { text: inside.to_owned(), strength: Some((one.strength.clone(), number)) });
        at = span[1];
    }
    pieces.push(Piece { text: text.get(at..).unwrap_or_default().to_owned(), strength: None });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn found(text: &str, words: &str) -> Option<[usize; 2]> {
    let at = text.find(words)?;
    Some([at, at + words.len()])
}

/// A firm that is admitted.
#[derive(Debug, Deserialize)]
struct Admitted {
    firm: String,
    admitted: Option<String>,
}

#[derive(Template)]
#[template(path = "client/read.html")]
struct Read<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    room: &'a Room,
    tab: &'static str,
    step: &'static str,
    f: Faults,
    form: Form,
    brief: String,
    version: i64,
    status: String,
    confidential: bool,
    teaser: String,
    title: String,
    pieces: Vec<Piece>,
    understood: Understood,
    by_hand: bool,
    notices: Vec<Notice>,
    sectors: Vec<(&'static str, String)>,
    admitted: Vec<Admitted>,
}

impl Read<'_> {
    fn kind(&self, word: &str) -> Text {
        match word {
            "certification" => self.w.kind_certification,
            "language" => self.w.kind_language,
            "site" => self.w.kind_site,
            "sector" => self.w.kind_sector,
            _ => self.w.kind_skill,
        }
    }
}

/// Fields of the form from a draft's keys.
fn fields(draft: &Json) -> Form {
    let plain = |key: &str| match &draft[key] {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let mut all: Vec<(String, String)> =
        ["text", "title", "teaser", "sector", "start", "end", "load_pm", "budget_eur", "co_financing_pct"]
            .iter()
            .map(|key| ((*key).to_owned(), plain(key)))
            .collect();
    for (at, key) in ["trl_from", "trl_to"].iter().enumerate() {
        let level = draft["trl"].get(at).and_then(Json::as_u64).map(|level| level.to_string());
        all.push(((*key).to_owned(), level.unwrap_or_default()));
    }
    if draft["confidential"] == true {
        all.push(("confidential".to_owned(), "on".to_owned()));
    }
    Form::of(all)
}

async fn page(
    state: &State,
    visitor: &Visitor,
    room: &Room,
    brief: &str,
    failed: Option<(Faults, Form)>,
) -> Page {
    let one: Versioned = state.service.brief(&visitor.actor, brief).await?;
    let body = one.body;
    let understood: Understood = view(body["understood"]["brief"].clone())?;
    let text = body["text"].as_str().unwrap_or_default();
    let admitted = state.service.admissions(&visitor.actor, brief).await?;
    let admitted = admitted.into_iter().map(view).collect::<Result<Vec<Admitted>, _>>()?;
    let language = visitor.shell.language;
    let (f, form) = failed.unwrap_or_else(|| (Faults::default(), fields(&body["draft"])));
    let notices: Vec<Notice> = view(body["understood"]["notices"].clone())?;
    let read = Read {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        room,
        tab: "briefs",
        step: "read",
        f,
        form,
        brief: brief.to_owned(),
        version: one.version,
        status: body["status"].as_str().unwrap_or_default().to_owned(),
        confidential: body["confidential"] == true,
        teaser: body["draft"]["teaser"].as_str().unwrap_or_default().to_owned(),
        title: understood.title.clone(),
        pieces: pieces(text, &understood.requirements),
        by_hand: body["draft"]["requirements"].as_array().is_some_and(|list| !list.is_empty()),
        understood,
        notices: notices
            .into_iter()
            .map(|one| Notice { message: told(&one.message, language), hint: told(&one.hint, language) })
            .collect(),
        sectors: directory::known_sectors(language),
        admitted,
    };
    Ok(visitor.show(&read)?)
}

/// What was understood of a brief.
pub(super) async fn read(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, brief)): Path<(String, String)>,
) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    page(&state, &visitor, &room, &brief, None).await
}

/// The draft that a form describes, over the one that is kept.
fn draft(kept: &Json, form: &Form) -> Result<Json, Refusal> {
    let mut wrong = Vec::new();
    let mut draft = kept.clone();
    let Some(keys) = draft.as_object_mut() else { return Ok(json!({})) };
    for key in ["text", "title", "teaser", "sector", "start", "end"] {
        match form.some(key) {
            Some(value) => keys.insert(key.into(), json!(value.replace("\r\n", "\n"))),
            None => keys.remove(key),
        };
    }
    // Half a person-month is a load, too; what is no number is for the reader of briefs to complain of.
    match form.some("load_pm").map(|load| load.replace(',', ".")) {
        Some(load) => keys
            .insert("load_pm".into(), load.parse::<f64>().map_or_else(|_| json!(load), |load| json!(load))),
        None => keys.remove("load_pm"),
    };
    for key in ["budget_eur", "co_financing_pct"] {
        match form.number(key, &mut wrong) {
            Some(value) => keys.insert(key.into(), json!(value)),
            None => keys.remove(key),
        };
    }
    match (form.number("trl_from", &mut wrong), form.number("trl_to", &mut wrong)) {
        (None, None) => keys.remove("trl"),
        (from, to) => keys.insert("trl".into(), json!([from.or(to), to.or(from)])),
    };
    keys.insert("confidential".into(), json!(form.has("confidential")));
    if wrong.is_empty() { Ok(draft) } else { Err(Refusal::wrong(wrong)) }
}

/// Writes the text and the facts.
pub(super) async fn write(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let written = async {
        let kept = state.service.brief(&visitor.actor, &brief).await?;
        let draft = draft(&kept.body["draft"], &form)?;
        state.service.put_brief(&visitor.actor, &brief, form.version(), &draft).await
    };
    match written.await {
        Ok(_) => Ok(Told::done("saved").at(&room.at(&format!("/briefs/{brief}")))),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, &room, &brief, Some((f, form))).await
        }
    }
}

/// Corrects what was understood: strengths, what is none, what is missing; or reads the text again.
pub(super) async fn requirements(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let corrected = async {
        let kept = state.service.brief(&visitor.actor, &brief).await?;
        let understood: Understood = view(kept.body["understood"]["brief"].clone())?;
        let mut draft = kept.body["draft"].clone();
        let before = draft["requirements"].clone();
        let list = if form.has("reread") {
            Json::Null
        } else if let Some(back) = form.some("list") {
            serde_json::from_str(back).unwrap_or_default()
        } else {
            corrected(&understood.requirements, &form)?
        };
        if let Some(keys) = draft.as_object_mut() {
            match list {
                Json::Null => keys.remove("requirements"),
                list => keys.insert("requirements".into(), list),
            };
        }
        state
            .service
            .put_brief(&visitor.actor, &brief, form.version(), &draft)
            .await
            .map(|made| (made, before))
    };
    let here = room.at(&format!("/briefs/{brief}"));
    match corrected.await {
        Ok((made, before)) => {
            let undo = format!("{here}/requirements");
            let version = ("version", made.version.to_string());
            let told = match before {
                Json::Null => Told::undoable("saved", undo, &[("reread", "1".into()), version]),
                // What was corrected before may be too long for a cookie: then there is no way back but by hand.
                list if list.to_string().len() < 2_000 => {
                    Told::undoable("saved", undo, &[("list", list.to_string()), version])
                }
                _ => Told::done("saved"),
            };
            Ok(told.at(&format!("{here}#requirements")))
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            let kept = state.service.brief(&visitor.actor, &brief).await?;
            page(&state, &visitor, &room, &brief, Some((f, fields(&kept.body["draft"])))).await
        }
    }
}

fn corrected(known: &[Requirement], form: &Form) -> Result<Json, Refusal> {
    let mut list = known.to_vec();
    for (at, one) in list.iter_mut().enumerate() {
        // The button of one requirement counts before the choice of its list.
        if let Some(strength) = form.some(&format!("strength-{at}")) {
            strength.clone_into(&mut one.strength);
        }
    }
    if let Some(at) = form.some("drop").and_then(|at| at.parse::<usize>().ok())
        && at < list.len()
    {
        list.remove(at);
    }
    if form.has("add") {
        let Some(text) = form.some("add_text") else {
            return Err(Refusal::invalid("add_text", "is empty", "fill it in"));
        };
        list.push(Requirement {
            text: text.to_owned(),
            strength: form.some("add_strength").unwrap_or("should").to_owned(),
            kind: form.some("add_kind").unwrap_or("skill").to_owned(),
            what: Json::Null,
            within_km: None,
            span: None,
        });
    }
    Ok(list.iter().map(|one| json!(one.written())).collect())
}

/// Opens, closes or takes a brief back; each can be undone.
pub(super) async fn status(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let before = state.service.brief(&visitor.actor, &brief).await?;
    let back = match before.body["status"].as_str() {
        Some("open") => "open",
        Some("closed") => "close",
        _ => "withdraw",
    };
    let step = form.get("step");
    let made = state.service.mark_brief(&visitor.actor, &brief, form.version(), step).await?;
    let what = match step {
        "open" => "opened",
        "close" => "closed",
        _ => "withdrawn",
    };
    let here = room.at(&format!("/briefs/{brief}"));
    let undo = [("step", back.to_owned()), ("version", made.version.to_string())];
    Ok(Told::undoable(what, format!("{here}/status"), &undo).at(&here))
}

/// Takes a brief out.
pub(super) async fn delete(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    state.service.delete_brief(&visitor.actor, &brief, form.version()).await?;
    Ok(Told::done("deleted").at(&room.at("")))
}

/// Admits a firm to a confidential brief, or takes it back.
pub(super) async fn admit(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let here = room.at(&format!("/briefs/{brief}"));
    if let Some(firm) = form.some("revoke") {
        state.service.revoke_admission(&visitor.actor, &brief, firm).await?;
        let undo = [("firm", firm.to_owned()), ("nda", "on".to_owned())];
        return Ok(
            Told::undoable("saved", format!("{here}/admissions"), &undo).at(&format!("{here}#admissions"))
        );
    }
    match admitted(&state, &visitor.actor, &brief, &form).await {
        Ok(()) => Ok(Told::done("admitted").at(&format!("{here}#admissions"))),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            let kept = state.service.brief(&visitor.actor, &brief).await?;
            page(&state, &visitor, &room, &brief, Some((f, fields(&kept.body["draft"])))).await
        }
    }
}

async fn admitted(state: &State, actor: &Actor, brief: &str, form: &Form) -> Result<(), Refusal> {
    let Some(firm) = form.some("firm") else {
        return Err(Refusal::invalid("firm", "is empty", "fill it in"));
    };
    match state.service.admit(actor, brief, firm, form.has("nda")).await {
        Err(refusal) if refusal.code() == "not-found" => {
            Err(Refusal::invalid("firm", "there is no such firm", "take its identifier from the directory"))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, span: Option<[usize; 2]>) -> Requirement {
        Requirement {
            text: text.into(),
            strength: "must".into(),
            kind: "skill".into(),
            what: Json::Null,
            within_km: None,
            span,
        }
    }

    #[test]
    fn a_correction_keeps_what_the_page_does_not_show() {
        let asked = Requirement {
            kind: "site".into(),
            what: json!("Blagnac"),
            within_km: Some(30),
            ..asked("à moins de 30 km de Blagnac", None)
        };
        let form = Form::of(vec![("strength-0".into(), "nice".into())]);
        let list = corrected(&[asked], &form).unwrap();
        assert_eq!((&list[0]["within_km"], &list[0]["what"]), (&json!(30), &json!("Blagnac")));
        assert_eq!(list[0]["strength"], "nice");
    }

    #[test]
    fn a_load_may_have_decimals() {
        let form = Form::of(vec![("text".into(), "x".into()), ("load_pm".into(), "2,5".into())]);
        assert_eq!(draft(&json!({}), &form).unwrap()["load_pm"], 2.5);
    }

    #[test]
    fn the_text_is_kept_whole_whatever_the_spans_say() {
        let text = "Été : EN 9100, puis Rust.";
        let spans = [
            asked("EN 9100", Some([8, 15])),
            asked("9100", Some([11, 15])),
            asked("Rust", None),
            asked("nowhere", Some([100, 200])),
            asked("inside a letter", Some([1, 3])),
        ];
        let pieces = pieces(text, &spans);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, text);
        let marked: Vec<_> =
            pieces.iter().filter(|piece| piece.strength.is_some()).map(|piece| piece.text.as_str()).collect();
        assert_eq!(marked, ["EN 9100", "Rust"]);
    }
}

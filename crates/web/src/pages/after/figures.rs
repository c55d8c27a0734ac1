//! An event in figures, for sponsors: no name of a person, no title of a brief.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use passerelle_app::service::{Cause, Refusal};
use passerelle_domain::Language;
use serde::Deserialize;

use super::super::desk::Event;
use super::super::shell::{Shell, Visitor};
use super::super::words::after::After as Words;
use super::super::words::desk::Desk as DeskWords;
use super::super::{Page, directory, view};
use super::chart::Chart;
use crate::State;

#[derive(Debug, Deserialize)]
struct Participants {
    clients: usize,
    desks: usize,
    firms: usize,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Side {
    useful: usize,
    not_useful: usize,
    no_show: usize,
}

#[derive(Debug, Deserialize)]
struct Funnel {
    held: usize,
    useful: usize,
    follow_up: usize,
    nda: usize,
    rfq: usize,
    proposal: usize,
    engaged: usize,
}

#[derive(Debug, Deserialize)]
struct Sector {
    meetings: usize,
}

/// See `Service::figures`.
#[derive(Debug, Deserialize)]
struct Told {
    participants: Participants,
    planned: usize,
    meetings: usize,
    hours: f64,
    useful_share: Option<f64>,
    engaged: usize,
    engaged_eur: f64,
    co_financing_eur: f64,
    by_side: BTreeMap<String, Side>,
    by_sector: BTreeMap<String, Sector>,
    funnel: Funnel,
}

#[derive(Template)]
#[template(path = "after/figures.html")]
struct Figures<'a> {
    s: &'a Shell,
    w: &'static Words,
    dw: &'static DeskWords,
    event: &'a Event,
    told: Option<Told>,
    charts: Vec<Chart>,
}

/// The page of figures; for whom it is, the use case says.
pub(super) async fn figures(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let told: Option<Told> = match state.service.figures(&visitor.actor, &id).await {
        Ok(told) => Some(view(told)?),
        Err(Refusal { cause: Cause::NotFound, .. }) => None,
        Err(refusal) => return Err(refusal.into()),
    };
    let language = visitor.shell.language;
    let w = Words::of(language);
    let charts = told.as_ref().map(|told| charts(told, w, language)).unwrap_or_default();
    let page = Figures { s: &visitor.shell, w, dw: DeskWords::of(language), event: &event, told, charts };
    Ok(visitor.show(&page)?)
}

fn charts(told: &Told, w: &Words, language: Language) -> Vec<Chart> {
    let meetings = || vec![w.meetings.to_string()];
    let far = &told.funnel;
    let funnel = [
        (w.funnel_held, far.held),
        (w.useful, far.useful),
        (w.follow_up, far.follow_up),
        (w.nda, far.nda),
        (w.rfq, far.rfq),
        (w.stage_proposal, far.proposal),
        (w.stage_engaged, far.engaged),
    ];
    let funnel: Vec<_> = funnel.iter().map(|(step, count)| (step.to_string(), vec![*count])).collect();
    let side = |name: &str| told.by_side.get(name).copied().unwrap_or_default();
    let (desks, firms) = (side("desk"), side("firm"));
    let said = [
        (w.useful.to_string(), vec![desks.useful, firms.useful]),
        (w.not_useful.to_string(), vec![desks.not_useful, firms.not_useful]),
        (w.no_show.to_string(), vec![desks.no_show, firms.no_show]),
    ];
    let mut sectors: Vec<(String, Vec<usize>)> = told
        .by_sector
        .iter()
        .map(|(word, one)| {
            let name =
                if word == "other" { w.other_sector.to_string() } else { directory::sector(word, language) };
            (name, vec![one.meetings])
        })
        .collect();
    sectors.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    let both = vec![w.says_desk.to_string(), w.says_firm.to_string()];
    vec![
        Chart::new("funnel", w.funnel_title.to_string(), (w.step.to_string(), meetings()), &funnel, language)
            .noted(w.funnel_note.to_string()),
        Chart::new("said", w.outcomes_by_side.to_string(), (w.answer.to_string(), both), &said, language),
        Chart::new(
            "sectors",
            w.by_sector.to_string(),
            (w.sector.to_string(), meetings()),
            &sectors,
            language,
        ),
    ]
}

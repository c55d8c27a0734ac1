//! The public directory: words, facets with counts, sectors.

use std::collections::BTreeMap;

use axum::extract::State as Shared;
use passerelle_app::service::DirectoryAsked;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::IntoParams;

use crate::State;
use crate::answer::{Answer, ok};
use crate::ask::{At, Params, Who};

/// What is looked for; a facet takes several keys with commas between, of which a firm needs one.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DirectoryQuery {
    /// Words, all of which the profile has.
    q: Option<String>,
    /// Keys of skills.
    skill: Option<String>,
    /// Keys of sectors.
    sector: Option<String>,
    /// Keys of standards.
    certification: Option<String>,
    /// Keys of towns.
    city: Option<String>,
    /// Size classes.
    size: Option<String>,
    /// `yes`: has a delivery centre elsewhere.
    remote: Option<String>,
    /// `yes`: has people free from this month on; for organisers and clients.
    free: Option<String>,
    /// Where the page before said that this one begins.
    cursor: Option<String>,
    /// How many; 20 when not told, 100 at most.
    limit: Option<u32>,
}

/// Published firms for words and filters, with how many each value of each facet would leave.
#[utoipa::path(get, path = "/directory", tag = "directory", params(DirectoryQuery), responses((status = 200, body = Json)))]
pub(crate) async fn directory(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<DirectoryQuery>,
) -> Answer {
    let given = [
        ("skill", query.skill),
        ("sector", query.sector),
        ("certification", query.certification),
        ("city", query.city),
        ("size", query.size),
        ("remote", query.remote),
        ("free", query.free),
    ];
    let keys = |text: String| -> Vec<String> {
        text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
    };
    let filters: BTreeMap<String, Vec<String>> =
        given.into_iter().filter_map(|(facet, text)| Some((facet.to_owned(), keys(text?)))).collect();
    let asked = DirectoryAsked { q: query.q, filters, cursor: query.cursor, limit: query.limit };
    ok(state.service.directory(&actor, &asked).await?)
}

/// Who in the region could serve a sector: by references, by what they say, by skills that carry over.
#[utoipa::path(get, path = "/sectors/{sector}", tag = "directory", params(("sector" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn sector(Shared(state): Shared<State>, At(sector): At<String>) -> Answer {
    ok(state.service.sector(&sector).await?)
}

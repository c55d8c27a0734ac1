//! Clients.

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::PageQuery;
use crate::State;
use crate::answer::{Answer, changed, done, made, page, versioned};
use crate::ask::{At, Body, Params, Version, Who};

/// A client, as it is sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document of a body that the service reads by itself")]
pub(crate) struct Client {
    /// Its identifier; made up when not told.
    id: Option<String>,
    /// Its name.
    name: String,
    /// Its sector.
    sector: Option<String>,
}

/// Clients, for organisers.
#[utoipa::path(get, path = "/clients", tag = "clients", params(PageQuery), responses((status = 200, body = Json)))]
pub(crate) async fn list_clients(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<PageQuery>,
) -> Answer {
    page(state.service.clients(&actor, &query.paging()).await?)
}

/// Makes a client.
#[utoipa::path(post, path = "/clients", tag = "clients", request_body = Client, responses((status = 201, body = Json)))]
pub(crate) async fn add_client(Shared(state): Shared<State>, Who(actor): Who, Body(body): Body) -> Answer {
    made(state.service.add_client(&actor, &body).await?)
}

/// One client, for organisers and its own people.
#[utoipa::path(get, path = "/clients/{id}", tag = "clients", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_client(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    headers: HeaderMap,
) -> Answer {
    versioned(state.service.client(&actor, &id).await?, &headers)
}

/// Writes a client.
#[utoipa::path(put, path = "/clients/{id}", tag = "clients", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = Client, responses((status = 200, body = Json)))]
pub(crate) async fn put_client(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
    Body(body): Body,
) -> Answer {
    changed(state.service.put_client(&actor, &id, version, &body).await?)
}

/// Takes a client out.
#[utoipa::path(delete, path = "/clients/{id}", tag = "clients", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 204)))]
pub(crate) async fn delete_client(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    state.service.delete_client(&actor, &id, version).await?;
    done()
}

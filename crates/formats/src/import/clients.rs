//! Rows of clients: one for each desk.

use std::collections::BTreeMap;

use passerelle_domain::{ClientId, DeskId, Name, Sector, fold};

use super::cells;
use super::names::folded_company;
use super::rows::{Cells, State};
use super::{Import, ImportedClient, ImportedDesk};

/// Reads a row of clients. A row without a client belongs to the one above, whose cell is merged downwards.
pub(super) fn row(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let id = cells.value("id", ClientId::new);
    let name = cells.name("name");
    let sector = cells.value("sector", Sector::new);
    let desk = desk(cells);
    if cells.failed {
        return;
    }
    let at = match (&id, &name) {
        (None, None) => match state.client {
            Some(at) if desk.is_some() => at,
            _ => {
                cells.wrong("name", "the client is empty", "write the client's name, or its id");
                return;
            }
        },
        _ => match client(cells, import, state, id, name) {
            Some(at) => at,
            None => return,
        },
    };
    state.client = Some(at);
    let Some(client) = import.clients.get_mut(at) else { return };
    match (&client.sector, sector) {
        (Some(known), Some(told)) if *known != told => {
            let first = client.place.cell("sector");
            cells.wrong(
                "sector",
                format!("`{told}` is another sector than in {first}"),
                "give the client one sector",
            );
            return;
        }
        (None, Some(told)) => client.sector = Some(told),
        _ => {}
    }
    let Some(desk) = desk else {
        if client.place != cells.place {
            let first = client.place.cell("");
            cells.wrong(
                "person",
                format!("the client is already given in {first}, and the row names no desk"),
                "name who sits there, or take the row away",
            );
        }
        return;
    };
    let key = desk_key(at, &desk);
    if let Some(first) = state.first(key, &cells.place) {
        let key = if desk.id.is_some() { "desk" } else { "person" };
        cells.wrong(
            key,
            format!("the desk is already given in {first}"),
            "give each desk one row, and an id of its own",
        );
        return;
    }
    client.desks.push(desk);
}

/// Clients already read: by identifier, and by folded name.
#[derive(Default)]
pub(super) struct Known {
    ids: BTreeMap<ClientId, usize>,
    names: BTreeMap<String, Vec<usize>>,
}

/// The client of a row, which may be one of an earlier row.
fn client(
    cells: &mut Cells<'_>,
    import: &mut Import,
    state: &mut State,
    id: Option<ClientId>,
    name: Option<Name>,
) -> Option<usize> {
    let named = name.is_some();
    let name = name.or_else(|| Name::new(id.as_ref()?.as_str()).ok())?;
    let folded = folded_company(name.as_str());
    let known = &mut state.clients;
    let by_id = id.as_ref().and_then(|id| known.ids.get(id)).copied();
    let by_name = known
        .names
        .get(&folded)
        .into_iter()
        .flatten()
        .copied()
        .find(|&at| id.is_none() || import.clients.get(at).is_some_and(|client| client.id.is_none()));
    let Some(at) = by_id.or(by_name) else {
        let at = import.clients.len();
        known.names.entry(folded).or_default().push(at);
        if let Some(id) = &id {
            known.ids.insert(id.clone(), at);
        }
        let place = cells.place.clone();
        import.clients.push(ImportedClient { id, name, sector: None, desks: Vec::new(), place });
        return Some(at);
    };
    let client = import.clients.get_mut(at)?;
    if named && folded_company(client.name.as_str()) != folded {
        let first = client.place.cell("name");
        let message = format!("`{name}` is another name than in {first} for the same id");
        cells.wrong("name", message, "give each client one id and one name");
        return None;
    }
    if client.id.is_none()
        && let Some(id) = id
    {
        known.ids.insert(id.clone(), at);
        client.id = Some(id);
    }
    Some(at)
}

fn desk(cells: &mut Cells<'_>) -> Option<ImportedDesk> {
    let id = cells.value("desk", DeskId::new);
    let person = cells.name("person");
    let role = cells.name("role");
    let email = cells.value("email", cells::email);
    let phone = cells.text("phone").and_then(|phone| Name::new(&cells::phone(&phone)).ok());
    if cells.failed {
        return None;
    }
    let any = id.is_some() || person.is_some() || role.is_some() || email.is_some() || phone.is_some();
    // Whoever gives no name is known by address, function or the desk's id.
    let person = person
        .or_else(|| email.clone())
        .or_else(|| role.clone())
        .or_else(|| Name::new(id.as_ref()?.as_str()).ok());
    let Some(person) = person else {
        if any {
            cells.wrong("person", "the desk names nobody", "write who sits there");
        }
        return None;
    };
    Some(ImportedDesk { id, person, role, email, phone, place: cells.place.clone() })
}

/// What tells a desk from the others: its id everywhere, else address or person within its client.
fn desk_key(client: usize, desk: &ImportedDesk) -> String {
    match (&desk.id, &desk.email) {
        (Some(id), _) => format!("desk\n{id}"),
        (None, Some(email)) => format!("desk\n{client}\n{}", fold(email.as_str())),
        (None, None) => format!("desk\n{client}\n\n{}", fold(desk.person.as_str())),
    }
}

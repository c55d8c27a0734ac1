//! Half-days asked for by pairs.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "session", find };

fn find(view: &View<'_>) -> Vec<String> {
    view.meetings
        .iter()
        .filter(|m| view.pair(m).session.is_some() && view.pair(m).session != view.slot(m).session)
        .map(|m| {
            let wanted = view.pair(m).session.map_or("", passerelle_domain::Session::word);
            format!("`{}` asks for `{wanted}` and meets in `{}`", view.pair(m).id, view.slot(m).id)
        })
        .collect()
}

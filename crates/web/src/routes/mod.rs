//! The addresses under `/api/v1`, one file for each sort of thing.

use passerelle_app::service::Paging;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;

mod accounts;
mod admin;
mod briefs;
mod clients;
mod day;
mod desk;
mod directory;
mod events;
mod firms;
mod handout;
mod import;
mod planning;
mod wishes;

pub(crate) use handout::file;

/// How much of a list to give.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Where the page before said that this one begins.
    pub(crate) cursor: Option<String>,
    /// How many; 50 when not told, 200 at most.
    pub(crate) limit: Option<u32>,
    /// `name` (the default) or `recent`: latest change first.
    #[param(inline)]
    pub(crate) sort: Option<Sort>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sort {
    /// By name.
    Name,
    /// Latest change first.
    Recent,
}

impl PageQuery {
    pub(crate) fn paging(self) -> Paging {
        Paging { cursor: self.cursor, limit: self.limit, recent: self.sort == Some(Sort::Recent) }
    }
}

/// All of them, with their documents.
pub(crate) fn all() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(directory::directory))
        .routes(routes!(directory::sector))
        .routes(routes!(firms::list_firms, firms::add_firm))
        .routes(routes!(firms::get_firm, firms::put_firm, firms::delete_firm))
        .routes(routes!(firms::publish_firm))
        .routes(routes!(firms::withdraw_firm))
        .routes(routes!(firms::confirm_firm))
        .routes(routes!(firms::firm_briefs))
        .routes(routes!(firms::past_firm_briefs))
        .routes(routes!(firms::firm_suggestions))
        .routes(routes!(firms::remind_stale_firms))
        .routes(routes!(firms::list_registrations, firms::register))
        .routes(routes!(firms::approve_registration))
        .routes(routes!(firms::refuse_registration))
        .routes(routes!(clients::list_clients, clients::add_client))
        .routes(routes!(clients::get_client, clients::put_client, clients::delete_client))
        .routes(routes!(briefs::list_briefs, briefs::add_brief))
        .routes(routes!(briefs::understand_brief))
        .routes(routes!(briefs::get_brief, briefs::put_brief, briefs::delete_brief))
        .routes(routes!(briefs::open_brief))
        .routes(routes!(briefs::close_brief))
        .routes(routes!(briefs::withdraw_brief))
        .routes(routes!(briefs::brief_matches))
        .routes(routes!(briefs::mark_match))
        .routes(routes!(briefs::list_admissions))
        .routes(routes!(briefs::admit_firm, briefs::revoke_admission))
        .routes(routes!(events::list_events, events::add_event))
        .routes(routes!(events::get_event, events::put_event, events::delete_event))
        .routes(routes!(events::check_event))
        .routes(routes!(events::join_team, events::leave_team))
        .routes(routes!(events::list_absences, events::add_absence))
        .routes(routes!(events::delete_absence))
        .routes(routes!(wishes::list_wishes, wishes::add_wish))
        .routes(routes!(wishes::put_wish, wishes::delete_wish))
        .routes(routes!(wishes::answer_wish))
        .routes(routes!(import::import_file))
        .routes(routes!(import::get_template))
        .routes(routes!(planning::list_jobs))
        .routes(routes!(planning::ask_plan))
        .routes(routes!(planning::ask_replan))
        .routes(routes!(planning::get_job, planning::cancel_job))
        .routes(routes!(planning::watch_job))
        .routes(routes!(planning::get_draft))
        .routes(routes!(planning::list_releases, planning::add_release))
        .routes(routes!(planning::get_release))
        .routes(routes!(planning::get_agenda))
        .routes(routes!(planning::get_difference))
        .routes(routes!(planning::get_release_files))
        .routes(routes!(planning::list_letters, planning::send_letters))
        .routes(routes!(desk::why))
        .routes(routes!(desk::fairness, desk::ask_fairness))
        .routes(routes!(desk::standby))
        .routes(routes!(desk::ask_helps))
        .routes(routes!(desk::ask_curves))
        .routes(routes!(desk::try_edit))
        .routes(routes!(desk::edit_draft))
        .routes(routes!(desk::undo_draft))
        .routes(routes!(desk::list_scenarios))
        .routes(routes!(desk::compare_scenarios))
        .routes(routes!(desk::get_scenario, desk::delete_scenario))
        .routes(routes!(desk::adopt_scenario))
        .routes(routes!(desk::release_again))
        .merge(handed_out())
        .routes(routes!(day::list_attendance, day::put_attendance))
        .routes(routes!(day::list_outcomes, day::put_outcome))
        .routes(routes!(day::outcomes_table))
        .routes(routes!(day::list_follow_ups, day::put_follow_up))
        .routes(routes!(day::follow_ups_table))
        .routes(routes!(day::get_figures))
        .routes(routes!(accounts::sign_in))
        .routes(routes!(accounts::ask_link))
        .routes(routes!(accounts::redeem_link))
        .routes(routes!(accounts::me))
        .routes(routes!(accounts::sign_out))
        .routes(routes!(accounts::list_sessions, accounts::end_sessions))
        .routes(routes!(accounts::end_session))
        .routes(routes!(accounts::list_tokens, accounts::add_token))
        .routes(routes!(accounts::revoke_token))
        .routes(routes!(accounts::set_password))
        .routes(routes!(accounts::begin_totp, accounts::set_totp))
        .routes(routes!(accounts::list_accounts, accounts::add_account))
        .routes(routes!(accounts::account_link))
        .routes(routes!(accounts::close_account))
        .routes(routes!(accounts::open_account))
        .routes(routes!(admin::set_up))
        .routes(routes!(admin::list_webhooks, admin::add_webhook))
        .routes(routes!(admin::end_webhook))
        .routes(routes!(admin::audit_log))
        .routes(routes!(admin::export_person))
        .routes(routes!(admin::erase_person))
}

/// Links, calendars, papers and the workbook.
fn handed_out() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(handout::list_party_links))
        .routes(routes!(handout::renew_party_link))
        .routes(routes!(handout::get_calendar))
        .routes(routes!(handout::get_workbook))
        .routes(routes!(handout::get_booklet))
        .routes(routes!(handout::get_table_cards))
        .routes(routes!(handout::get_badges))
        .routes(routes!(handout::get_party_paper))
        .routes(routes!(handout::get_link_paper))
        .routes(routes!(handout::get_party_calendar))
        .routes(routes!(handout::open_party_link))
        .routes(routes!(handout::get_link_calendar))
}

//! `demo`: the whole way on the demonstration event, into one folder.

use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::plan::Run;
use passerelle_app::{AppError, deliver, files};
use passerelle_domain::{Language, Ranking, ReadBrief};
use passerelle_formats::matches;

use crate::arguments::Demo;
use crate::planning::plan_with_progress;
use crate::{Outcome, print, report};

/// Firms shown for each brief in the written rankings.
const TOP: usize = 10;

pub(crate) fn run(config: Option<&Path>, options: &Demo) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    files::check_folder(&options.out)?;
    let planned = plan_with_progress(&options.event, &config, None, &Run::configured(&config))?;
    let names = planned.firms.names();
    let both: Vec<(ReadBrief, Ranking)> =
        planned.briefs.iter().cloned().zip(planned.rankings.iter().cloned()).collect();
    let mut out = deliver::agenda_files(&planned, Language::from(options.lang));
    let text: String =
        both.iter().map(|(read, ranking)| report::ranking(read, ranking, &names, TOP)).collect();
    let view = planned.view();
    out.push(("matches.txt".into(), text));
    out.push(("matches.json".into(), matches::write_json(&both, &names, TOP)));
    out.push(("plan.txt".into(), report::agenda(&view)));
    files::write_folder(&options.out, &out)?;

    let proof = &view.proof;
    let place = options.out.display();
    print::out(&format!(
        "\n{}: {} meetings, value {} of at most {} ({}), {} wished or strong pairs left out, each with its reason\n\n\
         Results are in {place}; open\n\
         \x20 {place}/index.html      the organiser's grid: tables by slots, the proof, what was left out\n\
         \x20 {place}/desks/          one printable agenda and one calendar for each client's desk\n\
         \x20 {place}/firms/          the same for each firm\n\
         \x20 {place}/matches.txt     the ranked firms for each brief, with the firm's own sentences\n\
         \x20 {place}/plan.txt        the agenda in figures\n",
        view.event_name,
        view.meetings.len(),
        proof.value,
        proof.bound,
        proof.status.word(),
        view.unplaced.len(),
    ));
    Ok(Outcome::Done)
}

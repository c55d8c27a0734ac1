//! A re-plan on a terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use passerelle_domain::{Changed, Language, MeetingChange, ReplanPolicy, Replanned};

use super::file::what;
use super::sentence::Teller;
use super::value_before;

pub(super) fn of(
    changed: &Changed,
    policy: &ReplanPolicy,
    replanned: &Replanned,
    language: Language,
) -> String {
    let teller = Teller { changed, language };
    let french = language == Language::French;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let mut line = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    for (i, _) in changed.effects().iter().enumerate() {
        line(format!("{:>3}. {}", i + 1, teller.effect(i)));
    }
    for &lifted in changed.lifted() {
        line(format!("     {}", teller.lifted(lifted)));
    }
    if !replanned.is_found() {
        for sentence in &replanned.plan.conflict {
            line(sentence.clone());
        }
        return text;
    }
    let problem = changed.problem();
    let (before, after) = (value_before(problem, changed), replanned.plan.agenda.value(problem));
    let count = |word: &str| replanned.changes.iter().filter(|change| what(change) == word).count();
    let (moved, lost, new) = (count("moved") + count("table"), count("lost"), count("new"));
    let bound = replanned.free_bound;
    let forced: BTreeSet<usize> = replanned.forced.iter().copied().collect();
    let struck = replanned.people.iter().filter(|party| forced.contains(party)).count();
    let people = replanned.people.len();
    let price = (bound - after).max(0);
    let counted = replanned.counted;
    line(String::new());
    if french {
        line(format!(
            "valeur    {before} avant, {after} après ; sans égard aux personnes, au plus {bound} (la stabilité coûte au plus {price})"
        ));
        line(format!("rencontres {moved} déplacée(s), {lost} perdue(s), {new} nouvelle(s)"));
        let cap = policy.max_changes.map_or(String::new(), |cap| format!(" sur {cap} permis"));
        let unit = if policy.unit.word() == "people" { "personne(s)" } else { "rencontre(s)" };
        line(format!(
            "personnes {people} touchée(s), dont {struck} par les changements eux-mêmes ; {counted} {unit} de plus{cap}"
        ));
    } else {
        line(format!(
            "value     {before} before, {after} after; without regard for people at most {bound} (stability costs at most {price})"
        ));
        line(format!("meetings  {moved} moved, {lost} lost, {new} new"));
        let cap = policy.max_changes.map_or(String::new(), |cap| format!(" of {cap} allowed"));
        line(format!(
            "people    {people} touched, {struck} of them by the changes themselves; {counted} more {}{cap}",
            policy.unit.word()
        ));
    }
    let mut of: BTreeMap<usize, Vec<&MeetingChange>> = BTreeMap::new();
    for change in &replanned.changes {
        if let Some(pair) = problem.pairs().get(change.pair) {
            of.entry(pair.a).or_default().push(change);
            of.entry(pair.b).or_default().push(change);
        }
    }
    for (party, mut list) in of {
        list.sort_by_key(|change| (change.to.or(change.from), change.pair));
        line(String::new());
        line(teller.party(party).to_owned());
        for change in list {
            line(format!("  {}", teller.line(party, change)));
        }
    }
    text
}

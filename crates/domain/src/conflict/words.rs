//! Conflicts in a sentence, in either language.

use super::{Conflict, Member};
use crate::problem::{Problem, Session};
use crate::text::Language;

/// More names than this in one list help nobody.
const NAMED: usize = 6;

impl Conflict {
    /// One sentence, with identifiers, without a full stop.
    pub fn sentence(&self, problem: &Problem, language: Language) -> String {
        let say = Say { problem, french: language == Language::French };
        say.apart(&self.members)
            .or_else(|| say.too_few_tables(&self.members))
            .unwrap_or_else(|| say.list(&self.members))
    }
}

struct Say<'p> {
    problem: &'p Problem,
    french: bool,
}

impl Say<'_> {
    fn either(&self, french: String, english: String) -> String {
        if self.french { french } else { english }
    }

    fn pair(&self, pair: usize) -> &str {
        &self.problem.pairs()[pair].id
    }

    fn party(&self, party: usize) -> &str {
        &self.problem.participants()[party].id
    }

    /// One pair that must meet, and two who are never there together.
    fn apart(&self, members: &[Member]) -> Option<String> {
        let (&first, rest) = members.split_first()?;
        let (Member::Lock(pair) | Member::Must(pair)) = first else { return None };
        let ends = [self.problem.pairs()[pair].a, self.problem.pairs()[pair].b];
        let away: Vec<usize> = rest
            .iter()
            .map(|member| match member {
                Member::Absence(party) if ends.contains(party) => Some(*party),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let (pair, what) = (self.pair(pair), self.demand(first));
        match away[..] {
            [one] => {
                let one = self.party(one);
                Some(self.either(
                    format!(
                        "`{pair}` {what}, et `{one}` est absent de tous les créneaux où cela serait possible"
                    ),
                    format!("`{pair}` {what}, and `{one}` is away in all slots in which it could take place"),
                ))
            }
            [one, two] => {
                let (one, two) = (self.party(one), self.party(two));
                Some(self.either(
                    format!(
                        "`{pair}` {what}, et `{one}` est absent de tous les créneaux où `{two}` est présent"
                    ),
                    format!("`{pair}` {what}, and `{one}` is away in all slots in which `{two}` is there"),
                ))
            }
            _ => None,
        }
    }

    /// Floors of one side that need more meetings than there are tables.
    fn too_few_tables(&self, members: &[Member]) -> Option<String> {
        let (&last, floors) = members.split_last()?;
        if last != Member::Tables || floors.len() < 2 {
            return None;
        }
        let parties: Vec<usize> = floors
            .iter()
            .map(|member| if let Member::Floor(party) = member { Some(*party) } else { None })
            .collect::<Option<_>>()?;
        let among = |pair: &crate::Pair| parties.contains(&pair.a) && parties.contains(&pair.b);
        if self.problem.pairs().iter().any(among) {
            return None;
        }
        let need: u64 = parties.iter().map(|&p| u64::from(self.problem.participants()[p].min)).sum();
        let names = self.names(
            parties.iter().map(|&p| format!("`{}` ({})", self.party(p), self.problem.participants()[p].min)),
        );
        let take = self.places();
        Some(self.either(
            format!("les minima de {names} demandent {need} rendez-vous, les tables n'en offrent que {take}"),
            format!("the floors of {names} need {need} meetings, the tables take {take}"),
        ))
    }

    fn list(&self, members: &[Member]) -> String {
        let clauses: Vec<String> =
            members.chunk_by(|one, two| self.alike(*one, *two)).map(|list| self.clauses(list)).collect();
        if let [only] = &clauses[..] {
            return self.either(
                format!("{only} : c'est plus que ce que les paires et les créneaux permettent"),
                format!("{only}, which is more than the pairs and the slots allow"),
            );
        }
        let clauses = clauses.join(if self.french { " ; " } else { "; " });
        self.either(
            format!("ceci est impossible à la fois : {clauses}"),
            format!("these cannot all hold: {clauses}"),
        )
    }

    /// Whether two members read well as one clause.
    fn alike(&self, one: Member, two: Member) -> bool {
        let free = |pair: usize| {
            self.problem.pairs()[pair].lock.is_some_and(|l| l.slot.is_none() && l.table.is_none())
        };
        match (one, two) {
            (Member::Lock(one), Member::Lock(two)) => free(one) && free(two),
            (Member::Must(_), Member::Must(_)) | (Member::Exclusion(_), Member::Exclusion(_)) => true,
            _ => false,
        }
    }

    /// One clause of members that are alike.
    fn clauses(&self, members: &[Member]) -> String {
        let pairs: Vec<usize> = members
            .iter()
            .filter_map(|member| match member {
                Member::Lock(pair) | Member::Must(pair) | Member::Exclusion(pair) => Some(*pair),
                _ => None,
            })
            .collect();
        let (&[first, _, ..], true) = (members, pairs.len() > 1) else {
            return members.iter().map(|&member| self.clause(member)).collect();
        };
        let names = self.names(pairs.iter().map(|&pair| format!("`{}`", self.pair(pair))));
        match first {
            Member::Lock(_) => self.either(format!("{names} sont fixés"), format!("{names} are locked")),
            Member::Must(_) => {
                self.either(format!("{names} doivent avoir lieu"), format!("{names} must meet"))
            }
            _ => self.either(format!("{names} sont exclus"), format!("{names} are excluded")),
        }
    }

    /// What is asked of a locked or a must-pair, as the end of a clause that begins with it.
    fn demand(&self, member: Member) -> String {
        let Member::Lock(pair) = member else {
            return self.either("doit avoir lieu".into(), "must meet".into());
        };
        let lock = self.problem.pairs()[pair].lock;
        if lock.is_none() {
            return self.either("devrait avoir lieu".into(), "would have to meet".into());
        }
        let slot = lock.and_then(|lock| lock.slot).map(|slot| &self.problem.slots()[slot].id);
        let table = lock.and_then(|lock| lock.table).map(|table| &self.problem.tables()[table].id);
        match (slot, table) {
            (None, None) => self.either("est fixé".into(), "is locked".into()),
            (Some(slot), None) => {
                self.either(format!("est fixé en `{slot}`"), format!("is locked to `{slot}`"))
            }
            (None, Some(table)) => {
                self.either(format!("est fixé à la table `{table}`"), format!("is locked to table `{table}`"))
            }
            (Some(slot), Some(table)) => self.either(
                format!("est fixé en `{slot}` à la table `{table}`"),
                format!("is locked to `{slot}` at table `{table}`"),
            ),
        }
    }

    fn clause(&self, member: Member) -> String {
        let problem = self.problem;
        match member {
            Member::Lock(pair) | Member::Must(pair) => {
                format!("`{}` {}", self.pair(pair), self.demand(member))
            }
            Member::Floor(p) => {
                let (id, min) = (self.party(p), problem.participants()[p].min);
                self.either(
                    format!("`{id}` doit avoir au moins {min} rendez-vous"),
                    format!("`{id}` needs at least {}", meetings(min)),
                )
            }
            Member::LimitFloor(l) => {
                let (limit, min) = (l + 1, problem.limits()[l].min);
                self.either(
                    format!("la limite {limit} demande au moins {min} de ses paires"),
                    format!("limit {limit} asks for at least {min} of its pairs"),
                )
            }
            Member::Tables => {
                let n = self.places();
                self.either(
                    format!("les tables offrent {n} rendez-vous en tout"),
                    format!("the tables take {n} meetings in all"),
                )
            }
            Member::Cap(p) => {
                let (id, max) = (self.party(p), problem.participants()[p].max);
                self.either(
                    format!("`{id}` a au plus {max} rendez-vous"),
                    format!("`{id}` can have at most {}", meetings(max)),
                )
            }
            Member::LimitCap(l) => {
                let (limit, max) = (l + 1, problem.limits()[l].max);
                self.either(
                    format!("la limite {limit} permet au plus {max} de ses paires"),
                    format!("limit {limit} allows at most {max} of its pairs"),
                )
            }
            Member::Absence(p) => {
                let away = problem.participants()[p].seats.iter().zip(problem.slots());
                let away = away.filter(|&(&seats, _)| seats == 0).map(|(_, slot)| format!("`{}`", slot.id));
                let (id, away) = (self.party(p), self.names(away));
                self.either(format!("`{id}` est absent en {away}"), format!("`{id}` is away in {away}"))
            }
            Member::OwnTable(p) => {
                let table = problem.participants()[p].table.map_or("?", |t| problem.tables()[t].id.as_str());
                let id = self.party(p);
                self.either(
                    format!("`{id}` a tous ses rendez-vous à la table `{table}`"),
                    format!("`{id}` has all its meetings at table `{table}`"),
                )
            }
            Member::Rest(p) => {
                let (id, run) = (self.party(p), problem.participants()[p].max_run.unwrap_or(0));
                self.either(
                    format!("`{id}` se repose après {run} rendez-vous de suite"),
                    format!("`{id}` rests after {} in a row", meetings(run)),
                )
            }
            Member::Exclusion(pair) => {
                let id = self.pair(pair);
                self.either(format!("`{id}` est exclu"), format!("`{id}` is excluded"))
            }
            Member::Timing(pair) => self.timing(pair),
            Member::Precedence(order) => {
                let order = problem.precedences()[order];
                let (first, then) = (self.pair(order.first), self.pair(order.then));
                self.either(
                    format!("`{first}` passe avant `{then}`"),
                    format!("`{first}` comes before `{then}`"),
                )
            }
        }
    }

    fn timing(&self, pair: usize) -> String {
        let (id, pair) = (self.pair(pair), &self.problem.pairs()[pair]);
        let half = pair.session.map(|session| match (session, self.french) {
            (Session::Am, true) => "le matin".to_owned(),
            (Session::Pm, true) => "l'après-midi".to_owned(),
            (Session::Am, false) => "the morning".to_owned(),
            (Session::Pm, false) => "the afternoon".to_owned(),
        });
        let long = pair.minutes.map(|minutes| {
            self.either(
                format!("un créneau d'au moins {minutes} minutes"),
                format!("a slot of at least {minutes} minutes"),
            )
        });
        let needs: Vec<String> = half.into_iter().chain(long).collect();
        self.either(
            format!("`{id}` demande {}", needs.join(" et ")),
            format!("`{id}` needs {}", needs.join(" and ")),
        )
    }

    /// Meetings that fit all tables of all slots.
    fn places(&self) -> usize {
        self.problem.slots().iter().map(|slot| slot.tables.len()).sum()
    }

    fn names(&self, list: impl Iterator<Item = String>) -> String {
        let all: Vec<String> = list.collect();
        match all.len().checked_sub(NAMED) {
            Some(more) if more > 0 => {
                let shown = all[..NAMED].join(", ");
                self.either(format!("{shown} et {more} autres"), format!("{shown} and {more} more"))
            }
            _ => all.join(", "),
        }
    }
}

fn meetings(n: u32) -> String {
    format!("{n} {}", if n == 1 { "meeting" } else { "meetings" })
}

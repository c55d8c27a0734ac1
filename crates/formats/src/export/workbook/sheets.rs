//! What stands on the sheets of the organiser's workbook.

use passerelle_domain::{Language, Objective, Status};

use super::{Cell, Sheet};
use crate::export::messages::{self, Words};
use crate::export::{Audience, reader, sentence, tree};
use crate::view::{AgendaView, MeetingView, PartyKind, SlotView};

/// All sheets, in order.
pub(super) fn all(view: &AgendaView, words: &Words) -> Vec<Sheet> {
    let gatherer = Gatherer { view, words };
    vec![
        gatherer.agenda(),
        gatherer.tables(),
        gatherer.parties(PartyKind::Desk),
        gatherer.parties(PartyKind::Firm),
        gatherer.left_out(),
        gatherer.proof(),
        gatherer.fairness(),
    ]
}

struct Gatherer<'a> {
    view: &'a AgendaView,
    words: &'a Words,
}

fn text(words: impl Into<String>) -> Cell {
    let words = words.into();
    if words.is_empty() { Cell::Nothing } else { Cell::Text(words) }
}

fn count(n: usize) -> Cell {
    Cell::Number(n as f64)
}

fn grade(grade: Option<u8>) -> Cell {
    grade.map_or(Cell::Nothing, |grade| Cell::Number(f64::from(grade)))
}

impl Gatherer<'_> {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        match self.words.language {
            Language::French => french,
            Language::English => english,
        }
    }

    fn columns(&self, all: &[(&'static str, &'static str, f64)]) -> Vec<(String, f64)> {
        all.iter().map(|(french, english, width)| (self.say(french, english).to_owned(), *width)).collect()
    }

    fn name(&self, party: usize) -> Cell {
        text(reader::party(self.view, party).map_or("?", |party| party.name.as_str()))
    }

    fn person(&self, party: usize) -> Cell {
        text(reader::party(self.view, party).and_then(reader::person_and_role).unwrap_or_default())
    }

    fn id(&self, party: usize) -> Cell {
        text(reader::party(self.view, party).map_or("", |party| party.id.as_str()))
    }

    fn yes(&self, yes: bool) -> Cell {
        if yes { text(self.say("oui", "yes")) } else { Cell::Nothing }
    }

    fn when(slot: Option<&SlotView>) -> [Cell; 3] {
        match slot {
            Some(slot) => {
                [Cell::Day(slot.start.date()), Cell::Hour(slot.start.time()), Cell::Hour(slot.end().time())]
            }
            None => [Cell::Nothing, Cell::Nothing, Cell::Nothing],
        }
    }

    fn table(&self, table: usize) -> Cell {
        let id = reader::table_id(self.view, table);
        // A table that is a number is sorted as one.
        id.parse::<u32>().map_or_else(|_| text(id), |number| Cell::Number(f64::from(number)))
    }

    fn agenda(&self) -> Sheet {
        let row = |one: &MeetingView| {
            let [day, start, end] = Self::when(self.view.slots.get(one.slot));
            vec![
                day,
                start,
                end,
                self.table(one.table),
                self.name(one.desk),
                self.person(one.desk),
                self.name(one.firm),
                self.person(one.firm),
                text(reader::meeting_title(self.view, one, Audience::Organiser, self.words)),
                self.yes(one.confidential),
                Cell::Number(f64::from(one.value)),
                Cell::Number((one.score * 10_000.0).round() / 10_000.0),
                grade(one.wished_by_desk),
                grade(one.wished_by_firm),
                self.yes(one.must),
                self.yes(one.locked),
                text(one.why.join("\n")),
                self.id(one.desk),
                self.id(one.firm),
                text(&*one.brief_id),
            ]
        };
        Sheet {
            name: self.say("Agenda", "Agenda"),
            columns: self.columns(&[
                ("Date", "Date", 11.0),
                ("Début", "Start", 8.0),
                ("Fin", "End", 8.0),
                ("Table", "Table", 8.0),
                ("Client", "Client", 24.0),
                ("Au bureau", "At the desk", 28.0),
                ("Entreprise", "Firm", 28.0),
                ("Contact", "Contact", 28.0),
                ("Sujet", "Brief", 44.0),
                ("Confidentiel", "Confidential", 13.0),
                ("Valeur", "Value", 9.0),
                ("Score", "Score", 9.0),
                ("Vœu client", "Client’s wish", 11.0),
                ("Vœu entreprise", "Firm’s wish", 11.0),
                ("Garanti", "Guaranteed", 11.0),
                ("Fixé", "Fixed", 9.0),
                ("Pourquoi", "Why", 60.0),
                ("Bureau (identifiant)", "Desk (identifier)", 18.0),
                ("Entreprise (identifiant)", "Firm (identifier)", 18.0),
                ("Sujet (identifiant)", "Brief (identifier)", 18.0),
            ]),
            rows: self.view.meetings.iter().map(row).collect(),
            frozen: 4,
        }
    }

    /// Slots by tables: who meets whom where.
    fn tables(&self) -> Sheet {
        let mut columns =
            self.columns(&[("Date", "Date", 11.0), ("Début", "Start", 8.0), ("Fin", "End", 8.0)]);
        for table in &self.view.tables {
            columns.push((format!("{} {}", self.words.table, table.id), 26.0));
        }
        let row = |(at, slot): (usize, &SlotView)| {
            let cells = self.view.tables.iter().enumerate().map(|(table, known)| {
                let met = self.view.meetings.iter().find(|one| one.slot == at && one.table == table);
                match met {
                    Some(one) => text(format!(
                        "{} × {}",
                        reader::short_name(self.view, one.desk),
                        reader::short_name(self.view, one.firm)
                    )),
                    None if !known.open.get(at).copied().unwrap_or_default() => text(self.words.closed),
                    None => Cell::Nothing,
                }
            });
            Self::when(Some(slot)).into_iter().chain(cells).collect()
        };
        let rows = self.view.slots.iter().enumerate().map(row).collect();
        Sheet { name: self.say("Par table", "By table"), columns, rows, frozen: 3 }
    }

    /// Meetings in order of one side.
    fn parties(&self, kind: PartyKind) -> Sheet {
        let desk = kind == PartyKind::Desk;
        let mut own: Vec<usize> =
            (0..self.view.parties.len()).filter(|&at| self.view.parties[at].kind == kind).collect();
        own.sort_by_cached_key(|&at| (passerelle_domain::fold(&self.view.parties[at].name), at));
        let mut rows = Vec::new();
        for party in own {
            let meetings = reader::meetings_of(self.view, party);
            if meetings.is_empty() {
                rows.push(vec![self.name(party), self.person(party)]);
            }
            for one in meetings {
                let [day, start, end] = Self::when(self.view.slots.get(one.slot));
                let other = if desk { one.firm } else { one.desk };
                // What is printed for a firm from this sheet shows what the firm may read.
                let title = reader::meeting_title(self.view, one, Audience::Party(party), self.words);
                rows.push(vec![
                    self.name(party),
                    self.person(party),
                    day,
                    start,
                    end,
                    self.table(one.table),
                    self.name(other),
                    self.person(other),
                    text(title),
                ]);
            }
        }
        let (name, mine, theirs) = if desk {
            (self.say("Par bureau", "By desk"), ("Client", "Client", 26.0), ("Entreprise", "Firm", 30.0))
        } else {
            (self.say("Par entreprise", "By firm"), ("Entreprise", "Firm", 30.0), ("Client", "Client", 26.0))
        };
        let columns = self.columns(&[
            mine,
            ("Qui vient", "Who comes", 30.0),
            ("Date", "Date", 11.0),
            ("Début", "Start", 8.0),
            ("Fin", "End", 8.0),
            ("Table", "Table", 8.0),
            theirs,
            ("Avec qui", "With whom", 30.0),
            ("Sujet", "Brief", 48.0),
        ]);
        Sheet { name, columns, rows, frozen: 1 }
    }

    fn left_out(&self) -> Sheet {
        let rows = self.view.unplaced.iter().map(|one| {
            vec![
                self.name(one.desk),
                self.person(one.desk),
                self.name(one.firm),
                text(reader::unplaced_title(self.view, one, Audience::Organiser, self.words)),
                text(messages::reason_heading(&one.facts, self.words.language)),
                text(sentence::write(self.view, one, Audience::Organiser, self.words.language)),
                self.yes(one.must),
                Cell::Number(f64::from(one.value)),
                Cell::Number((one.score * 10_000.0).round() / 10_000.0),
                one.rank.map_or(Cell::Nothing, count),
                grade(one.wished_by_desk),
                grade(one.wished_by_firm),
            ]
        });
        Sheet {
            name: self.say("Non retenus", "Left out"),
            columns: self.columns(&[
                ("Client", "Client", 24.0),
                ("Au bureau", "At the desk", 28.0),
                ("Entreprise", "Firm", 28.0),
                ("Sujet", "Brief", 44.0),
                ("Raison", "Reason", 30.0),
                ("En détail", "In detail", 70.0),
                ("Garanti", "Guaranteed", 11.0),
                ("Valeur", "Value", 9.0),
                ("Score", "Score", 9.0),
                ("Rang", "Rank", 8.0),
                ("Vœu client", "Client’s wish", 11.0),
                ("Vœu entreprise", "Firm’s wish", 11.0),
            ]),
            rows: rows.collect(),
            frozen: 3,
        }
    }

    fn proof(&self) -> Sheet {
        let proof = &self.view.proof;
        let status = match proof.status {
            Status::Optimal => self.say("prouvé optimal", "proved the best possible"),
            Status::Feasible => self.say("bon, non prouvé optimal", "good, not proved the best"),
            Status::Infeasible => self.say("impossible", "impossible"),
            Status::Cancelled => self.say("arrêté avant un résultat", "stopped before a result"),
        };
        let whole = |n: i64| Cell::Number(n as f64);
        let mut rows = vec![
            vec![text(self.say("Résultat", "Result")), text(status)],
            vec![text(self.words.meetings_word), count(self.view.meetings.len()), count(self.view.places)],
            vec![text(self.words.fill), Cell::Share(tree::fill(self.view))],
            vec![text(self.words.value), whole(proof.value), whole(proof.bound)],
            vec![text(self.say("Écart à la borne", "Gap to the bound")), Cell::Share(proof.gap)],
            vec![text(self.words.idle_gaps), whole(proof.gaps_groups.into()), whole(proof.gaps_bound.into())],
        ];
        for level in &proof.levels {
            let name = match level.objective {
                Objective::Musts => self.words.musts,
                Objective::Floors => self.words.floors,
                Objective::Value => self.words.value,
                Objective::Gaps => self.words.gaps,
                Objective::Moves => self.words.moves,
            };
            let proved = if level.proved { self.words.proved } else { self.words.open };
            let title = format!("{} – {name}", self.words.objective);
            rows.push(vec![text(title), whole(level.value), whole(level.bound), text(proved)]);
        }
        let columns = self.columns(&[
            ("Mesure", "Figure", 40.0),
            ("Atteint", "Reached", 26.0),
            ("Borne ou total", "Bound or total", 16.0),
            ("Preuve", "Proof", 16.0),
        ]);
        Sheet { name: self.say("Preuve", "Proof"), columns, rows, frozen: 1 }
    }

    /// What each party got: meetings, wishes met, value.
    fn fairness(&self) -> Sheet {
        let rows = self.view.parties.iter().enumerate().map(|(at, party)| {
            let desk = party.kind == PartyKind::Desk;
            let own = |a: Option<u8>, b: Option<u8>| if desk { a } else { b }.is_some();
            let meetings = reader::meetings_of(self.view, at);
            let met = meetings.iter().filter(|one| own(one.wished_by_desk, one.wished_by_firm)).count();
            let left =
                self.view.unplaced.iter().filter(|one| if desk { one.desk == at } else { one.firm == at });
            let missed = left.filter(|one| own(one.wished_by_desk, one.wished_by_firm)).count();
            let short = self.view.shortfalls.iter().filter(|one| one.party == at);
            let short: u32 = short.map(|one| one.min.saturating_sub(one.has)).sum();
            vec![
                text(if desk { self.words.desks } else { self.words.firms }),
                text(&*party.name),
                self.person(at),
                text(
                    party
                        .size_class
                        .map(|size| messages::size_class(size, self.words.language))
                        .unwrap_or_default(),
                ),
                count(meetings.len()),
                count(self.view.slots.len() - party.absences.len().min(self.view.slots.len())),
                count(met + missed),
                count(met),
                if met + missed == 0 {
                    Cell::Nothing
                } else {
                    Cell::Share(met as f64 / (met + missed) as f64)
                },
                Cell::Number(meetings.iter().map(|one| f64::from(one.value)).sum()),
                Cell::Number(short.into()),
            ]
        });
        Sheet {
            name: self.say("Équité", "Fairness"),
            columns: self.columns(&[
                ("Côté", "Side", 22.0),
                ("Nom", "Name", 30.0),
                ("Qui vient", "Who comes", 30.0),
                ("Taille", "Size", 40.0),
                ("Rendez-vous", "Meetings", 13.0),
                ("Créneaux présents", "Slots there", 13.0),
                ("Vœux", "Wishes", 9.0),
                ("Vœux honorés", "Wishes met", 13.0),
                ("Part honorée", "Share met", 12.0),
                ("Valeur", "Value", 9.0),
                ("Manque au minimum", "Short of its floor", 14.0),
            ]),
            rows: rows.collect(),
            frozen: 2,
        }
    }
}

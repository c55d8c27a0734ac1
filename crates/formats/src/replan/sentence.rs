//! What has changed, where meetings went and why, in one sentence each, French or English, with identifiers.

use passerelle_domain::{Changed, Effect, Language, Lifted, MeetingChange, Place, Problem, Why};

/// More names than this in one sentence help nobody.
const NAMED: usize = 4;

/// Speaks of one re-plan in one language.
#[derive(Clone, Copy)]
pub(super) struct Teller<'c> {
    pub(super) changed: &'c Changed,
    pub(super) language: Language,
}

impl<'c> Teller<'c> {
    fn say(&self, french: impl Into<String>, english: impl Into<String>) -> String {
        match self.language {
            Language::French => french.into(),
            Language::English => english.into(),
        }
    }

    fn problem(&self) -> &'c Problem {
        self.changed.problem()
    }

    pub(super) fn party(&self, participant: usize) -> &'c str {
        self.problem().participants().get(participant).map_or("?", |party| party.id.as_str())
    }

    pub(super) fn pair(&self, pair: usize) -> &'c str {
        self.problem().pairs().get(pair).map_or("?", |pair| pair.id.as_str())
    }

    fn slot(&self, slot: usize) -> String {
        match self.problem().slots().get(slot) {
            Some(at) => match &at.start {
                Some(start) => format!("`{}` ({start})", at.id),
                None => format!("`{}`", at.id),
            },
            None => self.say("la fin", "the end"),
        }
    }

    fn table(&self, table: usize) -> &'c str {
        self.problem().tables().get(table).map_or("?", |table| table.id.as_str())
    }

    fn slots(&self, slots: &[usize]) -> String {
        let mut names: Vec<String> = slots.iter().take(NAMED).map(|&slot| self.slot(slot)).collect();
        if slots.len() > NAMED {
            names.push(self.say(
                format!("et {} autres", slots.len() - NAMED),
                format!("and {} more", slots.len() - NAMED),
            ));
        }
        names.join(", ")
    }

    /// What a change is.
    pub(super) fn effect(&self, index: usize) -> String {
        let Some(effect) = self.changed.effects().get(index) else { return String::new() };
        match effect {
            Effect::Withdrawn { participant, from } => {
                let who = self.party(*participant);
                if *from == 0 {
                    self.say(format!("`{who}` s'est retiré"), format!("`{who}` has withdrawn"))
                } else {
                    let slot = self.slot(*from);
                    self.say(
                        format!("`{who}` s'est retiré à partir de {slot}"),
                        format!("`{who}` has withdrawn from {slot} on"),
                    )
                }
            }
            Effect::Late { participant, until } => {
                let (who, slot) = (self.party(*participant), self.slot(*until));
                self.say(
                    format!("`{who}` n'arrive que pour {slot}"),
                    format!("`{who}` arrives only for {slot}"),
                )
            }
            Effect::Leaves { participant, from } => {
                let (who, slot) = (self.party(*participant), self.slot(*from));
                self.say(format!("`{who}` part avant {slot}"), format!("`{who}` leaves before {slot}"))
            }
            Effect::Absent { participant, slots } => {
                let (who, when) = (self.party(*participant), self.slots(slots));
                self.say(format!("`{who}` est absent pendant {when}"), format!("`{who}` is away in {when}"))
            }
            Effect::TableClosed { table, slots, altogether } => {
                let name = self.table(*table);
                if *altogether {
                    self.say(format!("la table `{name}` est fermée"), format!("table `{name}` is closed"))
                } else {
                    let when = self.slots(slots);
                    self.say(
                        format!("la table `{name}` est fermée pendant {when}"),
                        format!("table `{name}` is closed in {when}"),
                    )
                }
            }
            Effect::Added { participants, pairs } if participants.is_empty() => {
                let n = pairs.len();
                self.say(
                    format!("{n} rencontre(s) possible(s) s'ajoutent"),
                    format!("{n} possible meeting(s) come in"),
                )
            }
            Effect::Added { participants, .. } => {
                let mut names: Vec<String> =
                    participants.iter().take(NAMED).map(|&who| format!("`{}`", self.party(who))).collect();
                if participants.len() > NAMED {
                    names.push("...".into());
                }
                let names = names.join(", ");
                match participants.len() {
                    1 => self.say(format!("{names} s'ajoute"), format!("{names} comes in")),
                    _ => self.say(format!("{names} s'ajoutent"), format!("{names} come in")),
                }
            }
            Effect::Refused { pair, by } => {
                let name = self.pair(*pair);
                match by.map(|by| self.party(by)) {
                    Some(who) => {
                        self.say(format!("`{who}` refuse `{name}`"), format!("`{who}` refuses `{name}`"))
                    }
                    None => self.say(format!("`{name}` est refusée"), format!("`{name}` is refused")),
                }
            }
            Effect::MustMove { pair, away_from, to } => {
                let name = self.pair(*pair);
                match (to, away_from) {
                    (Some(to), _) => {
                        let slot = self.slot(*to);
                        self.say(
                            format!("`{name}` doit avoir lieu pendant {slot}"),
                            format!("`{name}` must take place in {slot}"),
                        )
                    }
                    (None, from) => {
                        let slot = from.map(|from| self.slot(from)).unwrap_or_default();
                        self.say(
                            format!("`{name}` doit quitter {slot}"),
                            format!("`{name}` must leave {slot}"),
                        )
                    }
                }
            }
            Effect::Limits { participant } => {
                let who = self.party(*participant);
                self.say(
                    format!("les limites de `{who}` ont changé"),
                    format!("the limits of `{who}` have changed"),
                )
            }
        }
    }

    /// Where a meeting went.
    pub(super) fn movement(&self, change: &MeetingChange) -> String {
        let at = |(slot, table): Place| (self.slot(slot), self.table(table));
        match (change.from, change.to) {
            (Some(from), Some(to)) if from.0 == to.0 => {
                let ((slot, old), (_, new)) = (at(from), at(to));
                self.say(
                    format!("même créneau {slot}, table `{new}` au lieu de `{old}`"),
                    format!("same slot {slot}, table `{new}` instead of `{old}`"),
                )
            }
            (Some(from), Some(to)) => {
                let ((was, old), (now, new)) = (at(from), at(to));
                self.say(
                    format!("déplacée de {was}, table `{old}`, à {now}, table `{new}`"),
                    format!("moved from {was}, table `{old}`, to {now}, table `{new}`"),
                )
            }
            (Some(from), None) => {
                let (was, old) = at(from);
                self.say(
                    format!("n'a plus lieu (était {was}, table `{old}`)"),
                    format!("no longer takes place (was {was}, table `{old}`)"),
                )
            }
            (None, Some(to)) => {
                let (now, new) = at(to);
                self.say(format!("nouvelle, {now}, table `{new}`"), format!("new, {now}, table `{new}`"))
            }
            (None, None) => String::new(),
        }
    }

    /// Because of what.
    pub(super) fn why(&self, change: &MeetingChange) -> String {
        match change.why {
            Why::Direct(index) => {
                let effect = self.effect(index);
                self.say(format!("parce que {effect}"), format!("because {effect}"))
            }
            Why::Chain { change: index, through } => {
                let (effect, through) = (self.effect(index), self.pair(through));
                self.say(
                    format!("par suite de `{through}`, parce que {effect}"),
                    format!("following `{through}`, because {effect}"),
                )
            }
            Why::Gain => {
                self.say("parce que l'agenda vaut mieux ainsi", "because the agenda is worth more so")
            }
        }
    }

    /// One change of a meeting, seen by one of its participants.
    pub(super) fn line(&self, participant: usize, change: &MeetingChange) -> String {
        let pair = self.problem().pairs().get(change.pair);
        let with = pair.map_or("?", |pair| self.party(if pair.a == participant { pair.b } else { pair.a }));
        let (movement, why) = (self.movement(change), self.why(change));
        self.say(
            format!("rencontre avec `{with}` : {movement}, {why}"),
            format!("meeting with `{with}`: {movement}, {why}"),
        )
    }

    /// One change of a meeting, seen from outside.
    pub(super) fn meeting(&self, change: &MeetingChange) -> String {
        let (movement, why) = (self.movement(change), self.why(change));
        self.say(
            format!("`{}` : {movement}, {why}", self.pair(change.pair)),
            format!("`{}`: {movement}, {why}", self.pair(change.pair)),
        )
    }

    /// A rule that was lifted.
    pub(super) fn lifted(&self, lifted: Lifted) -> String {
        match lifted {
            Lifted::Must(pair) => self.say(
                format!("`{}` n'est plus obligatoire : elle ne peut plus avoir lieu", self.pair(pair)),
                format!("`{}` is no longer a must: it cannot take place any more", self.pair(pair)),
            ),
            Lifted::Lock(pair) => self.say(
                format!("`{}` n'est plus fixée : sa place n'existe plus", self.pair(pair)),
                format!("`{}` is no longer locked: its place is gone", self.pair(pair)),
            ),
            Lifted::LockedTable(pair) => self.say(
                format!("`{}` n'est plus fixée à sa table, qui est fermée", self.pair(pair)),
                format!("`{}` is no longer locked to its table, which is closed", self.pair(pair)),
            ),
            Lifted::OwnTable(who) => self.say(
                format!("`{}` n'a plus de table à soi : elle est fermée", self.party(who)),
                format!("`{}` has no table of its own any more: it is closed", self.party(who)),
            ),
            Lifted::Floor(who, before, now) => self.say(
                format!("le minimum de `{}` passe de {before} à {now}", self.party(who)),
                format!("the floor of `{}` goes from {before} to {now}", self.party(who)),
            ),
        }
    }
}

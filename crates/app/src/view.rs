//! What an agenda shows to people, filled from the event, the briefs, the rankings and the plan.

use std::collections::BTreeMap;

use passerelle_domain::{
    BriefId, DeskId, EventSlot, Firm, FirmId, Match, Missing, ReadBrief, ReasonKind, Refusal, UnplacedReason,
    WishGrade,
};
use passerelle_formats::view::{
    AgendaView, LimitScope, MeetingView, OutbidView, PartyKind, PartyView, ProofView, ShortfallView,
    SlotView, TableView, UnplacedFacts, UnplacedView,
};

use crate::pairs::{Candidate, LimitKind, NotBuilt, desk_key, firm_key};
use crate::plan::PlannedEvent;

/// Evidence sentences shown for one meeting: enough to remember why, short enough to read at the table.
const WHY_SENTENCES: usize = 2;

pub(crate) fn of(planned: &PlannedEvent) -> AgendaView {
    let parts = planned.event.parts();
    let lookup = Lookup::new(planned);
    let meetings = planned.plan.agenda.meetings().iter().map(|meeting| {
        let candidate = &planned.book.candidates[meeting.pair];
        lookup.meeting(candidate, meeting.slot, meeting.table)
    });
    let mut unplaced: Vec<UnplacedView> = lookup.left_out();
    unplaced
        .sort_by(|a, b| (b.value, a.desk, a.firm, &a.brief_id).cmp(&(a.value, b.desk, b.firm, &b.brief_id)));
    let proof = &planned.plan.proof;
    AgendaView {
        event_id: parts.id.as_str().to_owned(),
        event_name: parts.name.as_str().to_owned(),
        time_zone: parts.time_zone.clone(),
        slots: parts
            .slots
            .iter()
            .map(|s| SlotView {
                id: s.id.as_str().to_owned(),
                start: s.start,
                minutes: s.minutes,
                session: s.session,
            })
            .collect(),
        tables: parts
            .tables
            .iter()
            .map(|t| TableView {
                id: t.id.as_str().to_owned(),
                open: parts.slots.iter().map(|s| s.tables.contains(&t.id)).collect(),
            })
            .collect(),
        meetings: meetings.collect(),
        unplaced,
        shortfalls: planned
            .plan
            .missing
            .iter()
            .filter_map(|missing| match missing {
                Missing::Participant(participant, miss) => {
                    Some(ShortfallView { party: lookup.party_of[*participant], min: miss.min, has: miss.has })
                }
                // A missed must stands among the pairs left out; the limits of an event have no floors.
                Missing::Must(_) | Missing::Limit(..) => None,
            })
            .collect(),
        proof: ProofView {
            status: proof.status,
            value: proof.value(),
            bound: proof.bound(),
            gap: proof.gap(),
            levels: proof.levels.clone(),
            gaps_groups: planned.plan.gaps.groups,
            gaps_slots: planned.plan.gaps.slots,
            gaps_bound: planned.plan.gaps.bound,
            given_up: planned.plan.gaps.given_up,
        },
        places: parts.slots.iter().map(|s| s.tables.len()).sum(),
        parties: lookup.parties,
    }
}

struct Lookup<'a> {
    planned: &'a PlannedEvent,
    parties: Vec<PartyView>,
    desk_at: BTreeMap<&'a DeskId, usize>,
    firm_at: BTreeMap<&'a FirmId, usize>,
    /// Party index by participant index of the problem.
    party_of: Vec<usize>,
    briefs: BTreeMap<&'a BriefId, &'a ReadBrief>,
    matches: BTreeMap<(&'a BriefId, &'a FirmId), &'a Match>,
}

impl<'a> Lookup<'a> {
    fn new(planned: &'a PlannedEvent) -> Self {
        let event = &planned.event;
        let firms: BTreeMap<&FirmId, &Firm> = planned.firms.firms.iter().map(|f| (&f.id, f)).collect();
        let away = |absences| {
            let missed: Vec<&EventSlot> = event.slots_missed(absences).collect();
            (0..event.parts().slots.len())
                .filter(|&i| missed.iter().any(|m| m.id == event.parts().slots[i].id))
                .collect()
        };
        let (mut parties, mut desk_at, mut firm_at, mut by_key) =
            (Vec::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (client, desk) in event.desks() {
            desk_at.insert(&desk.id, parties.len());
            by_key.insert(desk_key(&desk.id), parties.len());
            parties.push(PartyView {
                id: desk.id.as_str().to_owned(),
                kind: PartyKind::Desk,
                name: client.name.as_str().to_owned(),
                person: Some(desk.person.as_str().to_owned()),
                role: desk.role.as_ref().map(|r| r.as_str().to_owned()),
                size_class: None,
                absences: away(&desk.absences),
            });
        }
        for attendance in &event.parts().attending {
            let firm = firms.get(&attendance.firm);
            let contact = firm.and_then(|f| f.contacts.first());
            firm_at.insert(&attendance.firm, parties.len());
            by_key.insert(firm_key(&attendance.firm), parties.len());
            parties.push(PartyView {
                id: attendance.firm.as_str().to_owned(),
                kind: PartyKind::Firm,
                name: firm
                    .map_or_else(|| attendance.firm.as_str().to_owned(), |f| f.name.as_str().to_owned()),
                person: contact.map(|c| c.name.as_str().to_owned()),
                role: contact.and_then(|c| c.role.as_ref()).map(|r| r.as_str().to_owned()),
                size_class: firm.and_then(|f| f.size),
                absences: away(&attendance.absences),
            });
        }
        let participants = planned.book.problem.participants();
        let party_of = participants.iter().map(|p| by_key.get(&p.id).copied().unwrap_or_default()).collect();
        let matches = planned
            .rankings
            .iter()
            .flat_map(|ranking| {
                ranking.ranked.iter().chain(&ranking.gated).map(move |m| ((&ranking.brief, &m.firm), m))
            })
            .collect();
        let briefs = planned.briefs.iter().map(|read| (&read.brief.id, read)).collect();
        Self { planned, parties, desk_at, firm_at, party_of, briefs, matches }
    }

    fn desk(&self, candidate: &Candidate) -> usize {
        self.desk_at.get(&candidate.desk).copied().unwrap_or_default()
    }

    fn firm(&self, candidate: &Candidate) -> usize {
        self.firm_at.get(&candidate.firm).copied().unwrap_or_default()
    }

    /// Title for the client, title for firms, whether confidential.
    fn titles(&self, brief: &BriefId) -> (String, String, bool) {
        match self.briefs.get(brief) {
            Some(read) => (
                read.brief.title.as_str().to_owned(),
                read.brief.public_title().to_owned(),
                read.brief.is_confidential(),
            ),
            None => (brief.as_str().to_owned(), String::new(), true),
        }
    }

    fn meeting(&self, candidate: &Candidate, slot: usize, table: usize) -> MeetingView {
        let (brief_title, brief_public_title, confidential) = self.titles(&candidate.brief);
        MeetingView {
            slot,
            table,
            desk: self.desk(candidate),
            firm: self.firm(candidate),
            brief_id: candidate.brief.as_str().to_owned(),
            brief_title,
            brief_public_title,
            confidential,
            score: candidate.score,
            value: candidate.value,
            wished_by_desk: candidate.desk_wish.map(WishGrade::number),
            wished_by_firm: candidate.firm_wish.map(WishGrade::number),
            why: self.why(candidate),
            locked: candidate.locked,
            must: candidate.must,
        }
    }

    /// The firm's own sentences behind the heaviest contributions to the score.
    fn why(&self, candidate: &Candidate) -> Vec<String> {
        let Some(found) = self.matches.get(&(&candidate.brief, &candidate.firm)) else { return Vec::new() };
        let mut reasons: Vec<_> = found.reasons.iter().filter(|r| r.evidence.is_some()).collect();
        let weight = |r: &passerelle_domain::Reason| r.weight * r.satisfaction;
        reasons.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.kind.cmp(&b.kind)));
        // A requirement's evidence says more than the whole brief's.
        reasons.sort_by_key(|r| !matches!(r.kind, ReasonKind::Requirement(_)));
        let mut sentences: Vec<String> = Vec::new();
        for evidence in reasons.iter().filter_map(|r| r.evidence.as_ref()) {
            if sentences.len() < WHY_SENTENCES && !sentences.contains(&evidence.sentence) {
                sentences.push(evidence.sentence.clone());
            }
        }
        sentences
    }

    fn left_out(&self) -> Vec<UnplacedView> {
        let strong =
            |c: &Candidate| c.is_wished() || c.must || c.locked || c.is_strong(&self.planned.settings);
        let solver = self.planned.plan.unplaced.iter().filter_map(|unplaced| {
            let candidate = &self.planned.book.candidates[unplaced.pair];
            strong(candidate).then(|| {
                let code = unplaced.reason.code(&self.planned.book.problem);
                self.unplaced(candidate, code, self.facts(&unplaced.reason))
            })
        });
        let never = self.planned.book.not_built.iter().map(|(candidate, cause)| {
            let (code, facts) = self.not_built(candidate, cause);
            self.unplaced(candidate, code, facts)
        });
        solver.chain(never).collect()
    }

    fn unplaced(&self, candidate: &Candidate, code: &str, facts: UnplacedFacts) -> UnplacedView {
        let (brief_title, brief_public_title, confidential) = self.titles(&candidate.brief);
        UnplacedView {
            desk: self.desk(candidate),
            firm: self.firm(candidate),
            brief_id: candidate.brief.as_str().to_owned(),
            brief_title,
            brief_public_title,
            confidential,
            must: candidate.must,
            value: candidate.value,
            score: candidate.score,
            wished_by_desk: candidate.desk_wish.map(WishGrade::number),
            wished_by_firm: candidate.firm_wish.map(WishGrade::number),
            rank: candidate.rank,
            code: code.to_owned(),
            facts,
        }
    }

    fn not_built(&self, candidate: &Candidate, cause: &NotBuilt) -> (&'static str, UnplacedFacts) {
        match cause {
            NotBuilt::BelowThreshold => {
                let threshold = self.planned.settings.quality_threshold;
                ("below_threshold", UnplacedFacts::BelowThreshold { threshold })
            }
            NotBuilt::Excluded(reason) => ("excluded", UnplacedFacts::Excluded { reason: reason.clone() }),
            NotBuilt::Refused(by) => {
                let same = |r: &&Refusal| r.desk == candidate.desk && r.firm == candidate.firm;
                let refusal = self.planned.event.parts().refusals.iter().find(same);
                let reason = refusal.and_then(|r| r.reason.as_ref()).map(|r| r.as_str().to_owned());
                ("refused", UnplacedFacts::Refused { by: *by, reason })
            }
            NotBuilt::Gated(requirements) => {
                let asked = self.briefs.get(&candidate.brief).map(|read| &read.brief.requirements);
                let words = requirements.iter().filter_map(|&i| Some(asked?.get(i)?.text.clone())).collect();
                ("gated", UnplacedFacts::Gated { requirements: words })
            }
        }
    }

    fn facts(&self, reason: &UnplacedReason) -> UnplacedFacts {
        match reason {
            UnplacedReason::Excluded => UnplacedFacts::Excluded { reason: None },
            UnplacedReason::NoCommonSlot => UnplacedFacts::NoCommonSlot,
            UnplacedReason::ParticipantFull { participant, meetings, cap } => UnplacedFacts::PartyFull {
                party: self.party_of[*participant],
                meetings: *meetings,
                cap: *cap,
            },
            UnplacedReason::TablesFull { slots } => UnplacedFacts::TablesFull { slots: slots.clone() },
            UnplacedReason::LimitReached { limit } => {
                let max = self.planned.book.problem.limits().get(*limit).map_or(0, |l| l.max);
                let scope = match self.planned.book.limits.get(*limit) {
                    Some(LimitKind::DeskAndFirm) => LimitScope::DeskAndFirm,
                    Some(LimitKind::BriefAndFirm) => LimitScope::BriefAndFirm,
                    Some(LimitKind::ClientAndFirm) => LimitScope::ClientAndFirm,
                    None => LimitScope::Other,
                };
                UnplacedFacts::LimitReached { scope, max }
            }
            UnplacedReason::Rules { slots } => UnplacedFacts::Rules { slots: slots.clone() },
            UnplacedReason::GivenUp { slots } => UnplacedFacts::GivenUp { slots: slots.clone() },
            UnplacedReason::NotReached { slots } => UnplacedFacts::NotReached { slots: slots.clone() },
            UnplacedReason::Outbid { by } => UnplacedFacts::Outbid {
                by: by
                    .iter()
                    .map(|o| {
                        let candidate = &self.planned.book.candidates[o.pair];
                        OutbidView {
                            desk: self.desk(candidate),
                            firm: self.firm(candidate),
                            slot: o.slot,
                            value: o.value,
                        }
                    })
                    .collect(),
            },
        }
    }
}

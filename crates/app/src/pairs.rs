//! From an event, its rankings and its wishes to a scheduling problem.
//!
//! A pair is one desk and one firm about one named brief. What is never built: a pair that either side refused or the
//! organiser excluded, a pair whose firm a must-have rules out (unless the desk itself wished it), and a pair below the
//! quality threshold that nobody wished. Musts and locks are promises of the organiser and are always built.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{
    BriefId, ClientId, Desk, DeskId, DeskRef, Event, FirmId, Match, PairSpec, ParticipantSpec, Problem,
    ProblemSpec, Problems, Ranking, Seats, Side, SizeClass, SlotSpec, SlotTables, Table, WishGrade,
};

use crate::config;

/// One desk, one firm, one brief, and what speaks for the meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The client whose desk it is.
    pub client: ClientId,
    /// The desk.
    pub desk: DeskId,
    /// The firm.
    pub firm: FirmId,
    /// The brief.
    pub brief: BriefId,
    /// The match score, 0 to 1; 0 when the firm was not ranked.
    pub score: f64,
    /// The firm's place among the attending firms that pass the brief's gates, from 1.
    pub rank: Option<usize>,
    /// The desk's wish.
    pub desk_wish: Option<WishGrade>,
    /// The firm's wish.
    pub firm_wish: Option<WishGrade>,
    /// What the meeting is worth, 0 to 1000.
    pub value: u32,
    /// Whether the organiser guarantees it.
    pub must: bool,
    /// Whether it is fixed beforehand.
    pub locked: bool,
}

impl Candidate {
    /// Whether somebody asked for it.
    pub fn is_wished(&self) -> bool {
        self.desk_wish.is_some() || self.firm_wish.is_some()
    }

    /// Whether the firm is among the best of its brief, so that leaving it out deserves a reason.
    pub fn is_strong(&self, settings: &config::Pairs) -> bool {
        self.score > 0.0 && self.rank.is_some_and(|rank| rank <= settings.strong_rank)
    }
}

/// Why a pair was not even offered to the scheduler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotBuilt {
    /// The organiser excluded it, with the reason given.
    Excluded(Option<String>),
    /// One side refused it.
    Refused(Side),
    /// A must-have of the brief rules the firm out: indexes of the requirements.
    Gated(Vec<usize>),
    /// Nobody wished it and the match is below the quality threshold.
    BelowThreshold,
}

/// A problem and what its pairs mean.
#[derive(Debug)]
pub struct PairBook {
    /// The problem.
    pub problem: Problem,
    /// What each pair of the problem is, same order.
    pub candidates: Vec<Candidate>,
    /// What each limit of the problem is, same order.
    pub limits: Vec<LimitKind>,
    /// Wished or strong pairs that were not built.
    pub not_built: Vec<(Candidate, NotBuilt)>,
}

/// What a limit of the problem stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitKind {
    /// Meetings of one desk and one firm.
    DeskAndFirm,
    /// Meetings of one firm about one brief.
    BriefAndFirm,
    /// Meetings of one client and one firm.
    ClientAndFirm,
}

/// The value of a meeting, 0 to 1000: the documented function of `config/default.toml`, `[pairs]`.
pub fn value(settings: &config::Pairs, score: f64, desk: Option<WishGrade>, firm: Option<WishGrade>) -> u32 {
    let wish =
        |grade: Option<WishGrade>| grade.map_or(0.0, |g| settings.wish_grades[usize::from(g.number() - 1)]);
    let weights = settings.score_weight + settings.desk_wish_weight + settings.firm_wish_weight;
    let sum = settings.score_weight * score
        + settings.desk_wish_weight * wish(desk)
        + settings.firm_wish_weight * wish(firm);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a clamped share of a thousand"
    )]
    let value = (1000.0 * sum / weights).round().clamp(0.0, 1000.0) as u32;
    value
}

/// Builds the problem of an event. `rankings` holds one ranking for each brief that a desk holds, `sizes` the size class of each
/// firm that has told it.
///
/// # Errors
/// What contradicts itself between locks, absences and exclusions.
pub fn build(
    event: &Event,
    rankings: &BTreeMap<BriefId, Ranking>,
    sizes: &BTreeMap<FirmId, SizeClass>,
    settings: &config::Pairs,
) -> Result<PairBook, Problems> {
    let wishes = wishes(event);
    let attending: BTreeSet<&FirmId> = event.parts().attending.iter().map(|a| &a.firm).collect();
    let (mut candidates, mut not_built) = (Vec::new(), Vec::new());
    for (client, desk) in event.desks() {
        for brief in &desk.briefs {
            let scores = Scores::of(rankings.get(brief), &attending);
            for firm in &attending {
                let candidate = candidate(event, &client.id, desk, firm, brief, &scores, &wishes, settings);
                let promised = candidate.must || candidate.locked;
                match refusal(event, &client.id, &candidate, &scores, settings).filter(|_| !promised) {
                    None => candidates.push(candidate),
                    Some(cause) if candidate.is_wished() || candidate.is_strong(settings) => {
                        not_built.push((candidate, cause));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    candidates.sort_by(|a, b| (&a.desk, &a.firm, &a.brief).cmp(&(&b.desk, &b.firm, &b.brief)));
    let (spec, limits) = specification(event, &candidates, sizes, settings);
    Ok(PairBook { problem: Problem::new(spec)?, candidates, limits, not_built })
}

/// Scores and ranks of the attending firms for one brief.
struct Scores<'a> {
    open: BTreeMap<&'a FirmId, (usize, &'a Match)>,
    gated: BTreeMap<&'a FirmId, &'a Match>,
}

impl<'a> Scores<'a> {
    fn of(ranking: Option<&'a Ranking>, attending: &BTreeSet<&FirmId>) -> Self {
        let open = ranking.map_or(&[][..], |r| &r.ranked).iter().filter(|m| attending.contains(&m.firm));
        let gated = ranking.map_or(&[][..], |r| &r.gated).iter();
        Self {
            open: open.enumerate().map(|(i, m)| (&m.firm, (i + 1, m))).collect(),
            gated: gated.map(|m| (&m.firm, m)).collect(),
        }
    }
}

type Wishes<'a> = BTreeMap<(Side, &'a DeskId, &'a FirmId, &'a BriefId), WishGrade>;

/// Wishes by desk: a firm's wish about a brief goes to every desk that holds it.
fn wishes(event: &Event) -> Wishes<'_> {
    let mut all = Wishes::new();
    for wish in &event.parts().wishes {
        for (_, desk) in event.desks() {
            let meant =
                wish.desk.as_ref().map_or(desk.briefs.contains(&wish.brief), |named| *named == desk.id);
            if meant {
                let grade = all.entry((wish.by, &desk.id, &wish.firm, &wish.brief)).or_insert(wish.grade);
                *grade = (*grade).max(wish.grade);
            }
        }
    }
    all
}

#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
fn candidate(
    event: &Event,
    client: &ClientId,
    desk: &Desk,
    firm: &FirmId,
    brief: &BriefId,
    scores: &Scores<'_>,
    wishes: &Wishes<'_>,
    settings: &config::Pairs,
) -> Candidate {
    let (rank, score) = match (scores.open.get(firm), scores.gated.get(firm)) {
        (Some((rank, found)), _) => (Some(*rank), found.score.get()),
        (None, Some(found)) => (None, found.score.get()),
        (None, None) => (None, 0.0),
    };
    let wish = |side| wishes.get(&(side, &desk.id, firm, brief)).copied();
    let (desk_wish, firm_wish) = (wish(Side::Desk), wish(Side::Firm));
    let parts = event.parts();
    Candidate {
        client: client.clone(),
        desk: desk.id.clone(),
        firm: firm.clone(),
        brief: brief.clone(),
        score,
        rank,
        desk_wish,
        firm_wish,
        value: value(settings, score, desk_wish, firm_wish),
        must: parts.musts.iter().any(|m| m.desk == desk.id && m.firm == *firm && m.brief == *brief),
        locked: parts.locks.iter().any(|l| l.desk == desk.id && l.firm == *firm && l.brief == *brief),
    }
}

fn refusal(
    event: &Event,
    client: &ClientId,
    candidate: &Candidate,
    scores: &Scores<'_>,
    settings: &config::Pairs,
) -> Option<NotBuilt> {
    let parts = event.parts();
    let excluded = parts.exclusions.iter().find(|e| {
        e.firm == candidate.firm
            && match &e.desks {
                DeskRef::Client(id) => id == client,
                DeskRef::Desk(id) => *id == candidate.desk,
            }
    });
    if let Some(exclusion) = excluded {
        return Some(NotBuilt::Excluded(exclusion.reason.as_ref().map(|r| r.as_str().to_owned())));
    }
    if let Some(refused) =
        parts.refusals.iter().find(|r| r.desk == candidate.desk && r.firm == candidate.firm)
    {
        return Some(NotBuilt::Refused(refused.by));
    }
    if let Some(gated) = scores.gated.get(&candidate.firm) {
        let opened = settings.desk_wish_opens_gate && candidate.desk_wish.is_some();
        if !opened {
            return Some(NotBuilt::Gated(gated.gates.iter().map(|g| g.requirement).collect()));
        }
    }
    let weak = !candidate.is_wished() && candidate.score < settings.quality_threshold;
    weak.then_some(NotBuilt::BelowThreshold)
}

fn specification(
    event: &Event,
    candidates: &[Candidate],
    sizes: &BTreeMap<FirmId, SizeClass>,
    settings: &config::Pairs,
) -> (ProblemSpec, Vec<LimitKind>) {
    let parts = event.parts();
    let slots = parts.slots.iter().map(|slot| SlotSpec {
        id: slot.id.as_str().to_owned(),
        day: Some(slot.start.date().to_string()),
        session: Some(slot.session),
        start: Some(slot.start.to_string()),
        minutes: Some(slot.minutes),
        tables: SlotTables::Ids(slot.tables.iter().map(|t| t.as_str().to_owned()).collect()),
    });
    let tables = parts.tables.iter().map(|t| Table { id: t.id.as_str().to_owned(), position: t.position });
    let missed = |absences| event.slots_missed(absences).map(|slot| slot.id.as_str().to_owned()).collect();
    let desks = event.desks().map(|(client, desk)| ParticipantSpec {
        id: desk_key(&desk.id),
        side: Some("client".into()),
        group: Some(client.id.as_str().to_owned()),
        min: desk.min,
        max: desk.max,
        max_run: desk.day.max_run,
        table: desk.table.as_ref().map(|table| table.as_str().to_owned()),
        prefer: desk.day.prefer,
        unavailable: missed(&desk.absences),
        ..Default::default()
    });
    let firms = parts.attending.iter().map(|firm| ParticipantSpec {
        id: firm_key(&firm.firm),
        side: Some("firm".into()),
        class: sizes.get(&firm.firm).map(|&size| class(size).to_owned()),
        seats: Seats::Every(firm.seats),
        min: firm.min,
        max: firm.max,
        max_run: firm.day.max_run,
        prefer: firm.day.prefer,
        unavailable: missed(&firm.absences),
        ..Default::default()
    });
    let pairs = candidates.iter().map(|c| PairSpec {
        id: Some(pair_key(c)),
        a: desk_key(&c.desk),
        b: firm_key(&c.firm),
        value: c.value,
        must: c.must,
        wished: c.is_wished(),
        minutes: event.desk(&c.desk).and_then(|(_, desk)| desk.minutes),
        ..Default::default()
    });
    let locked = parts.locks.iter().map(|lock| {
        let id = format!("{}~{}~{}", lock.desk, lock.firm, lock.brief);
        (
            id,
            lock.slot.as_ref().map(|s| s.as_str().to_owned()),
            lock.table.as_ref().map(|t| t.as_str().to_owned()),
        )
    });
    let (limits, kinds) = limits(candidates, settings);
    let spec = ProblemSpec {
        slots: slots.collect(),
        tables: tables.collect(),
        participants: desks.chain(firms).collect(),
        pairs: pairs.collect(),
        limits,
        locked: locked.collect(),
        ..Default::default()
    };
    (spec, kinds)
}

/// The label of a size class, by which policies choose: small and medium firms are promised things together.
fn class(size: SizeClass) -> &'static str {
    match size {
        _ if size.is_sme() => "sme",
        SizeClass::Intermediate => "intermediate",
        _ => "large",
    }
}

type LimitSpec = (Vec<String>, Option<u32>, Option<u32>);

/// At most so many meetings of one firm with the same desk, about the same brief, with the same client; only the limits
/// that could be exceeded, each set of pairs once.
fn limits(candidates: &[Candidate], settings: &config::Pairs) -> (Vec<LimitSpec>, Vec<LimitKind>) {
    let mut sets: BTreeMap<(LimitKind, &FirmId, &str), Vec<String>> = BTreeMap::new();
    for candidate in candidates {
        let keys = [
            (LimitKind::DeskAndFirm, candidate.desk.as_str()),
            (LimitKind::BriefAndFirm, candidate.brief.as_str()),
            (LimitKind::ClientAndFirm, candidate.client.as_str()),
        ];
        for (kind, key) in keys {
            sets.entry((kind, &candidate.firm, key)).or_default().push(pair_key(candidate));
        }
    }
    let mut known = BTreeSet::new();
    let (mut limits, mut kinds) = (Vec::new(), Vec::new());
    for ((kind, _, _), pairs) in sets {
        let max = match kind {
            LimitKind::DeskAndFirm => settings.max_per_desk_and_firm,
            LimitKind::BriefAndFirm => settings.max_per_brief_and_firm,
            LimitKind::ClientAndFirm => settings.max_per_client_and_firm,
        };
        if pairs.len() > max as usize && known.insert((pairs.clone(), max)) {
            limits.push((pairs, None, Some(max)));
            kinds.push(kind);
        }
    }
    (limits, kinds)
}

/// Desks and firms may share an identifier: the problem keeps them apart.
pub(crate) fn desk_key(id: &DeskId) -> String {
    format!("desk:{id}")
}

pub(crate) fn firm_key(id: &FirmId) -> String {
    format!("firm:{id}")
}

fn pair_key(c: &Candidate) -> String {
    format!("{}~{}~{}", c.desk, c.firm, c.brief)
}

//! Why a pair was left out, in one full sentence for one reader.
//!
//! The organiser reads names, values and everybody's words. A party reads what concerns itself: its own counts and slots, the
//! words it gave itself; never who holds a slot, nor what others wished.

use passerelle_domain::{Language, Side};

use super::messages::{self, Words};
use super::{Audience, reader, times};
use crate::view::{AgendaView, LimitScope, OutbidView, PartyKind, UnplacedFacts, UnplacedView};

/// How many of the meetings that stand in the way are named.
const OUTBID_NAMED: usize = 4;

/// See [`super::sentence`].
pub(super) fn write(
    view: &AgendaView,
    unplaced: &UnplacedView,
    audience: Audience,
    language: Language,
) -> String {
    let teller = Teller { view, unplaced, audience, language, french: language == Language::French };
    match &unplaced.facts {
        UnplacedFacts::Excluded { reason } => teller.excluded(reason.as_deref()),
        UnplacedFacts::Refused { by, reason } => teller.refused(*by, reason.as_deref()),
        UnplacedFacts::Gated { requirements } => teller.gated(requirements),
        UnplacedFacts::BelowThreshold { threshold } => teller.below_threshold(*threshold),
        UnplacedFacts::NoCommonSlot => teller.no_common_slot(),
        UnplacedFacts::PartyFull { party, meetings, cap } => teller.party_full(*party, *meetings, *cap),
        UnplacedFacts::TablesFull { slots } => teller.tables_full(slots),
        UnplacedFacts::LimitReached { scope, max } => teller.limit_reached(*scope, *max),
        UnplacedFacts::Rules { slots } => teller.rules(slots),
        UnplacedFacts::Outbid { by } => teller.outbid(by),
        UnplacedFacts::GivenUp { slots } => teller.given_up(slots),
        UnplacedFacts::NotReached { slots } => teller.not_reached(slots),
        UnplacedFacts::Told { detail } => teller.told(detail),
    }
}

struct Teller<'a> {
    view: &'a AgendaView,
    unplaced: &'a UnplacedView,
    audience: Audience,
    language: Language,
    french: bool,
}

impl Teller<'_> {
    fn say(&self, french: &str, english: &str) -> String {
        // A French colon is kept on the line of the word before it.
        if self.french {
            french.replace(" : ", "\u{a0}: ").replace(" ; ", "\u{a0}; ")
        } else {
            english.to_owned()
        }
    }

    fn for_organiser(&self) -> bool {
        self.audience == Audience::Organiser
    }

    /// Whether the reader is that side of the pair.
    fn is_side(&self, side: Side) -> bool {
        let index = match side {
            Side::Desk => self.unplaced.desk,
            Side::Firm => self.unplaced.firm,
        };
        self.audience == Audience::Party(index) && index < self.view.parties.len()
    }

    fn name(&self, party: usize) -> String {
        reader::short_name(self.view, party)
    }

    fn at(&self, slots: &[usize]) -> Option<String> {
        times::slots(self.view, slots, self.language)
    }

    /// The sentence with the given reason behind a colon.
    fn with_reason(&self, stem: &str, reason: Option<&str>) -> String {
        let words = Words::of(self.language);
        match reason.map(|r| r.trim().trim_end_matches('.')).filter(|r| !r.is_empty()) {
            Some(reason) => format!("{stem}{}{reason}.", words.colon),
            None => format!("{stem}."),
        }
    }

    fn excluded(&self, reason: Option<&str>) -> String {
        let stem =
            self.say("L’organisateur a écarté cette rencontre", "The organiser ruled this meeting out");
        self.with_reason(&stem, reason.filter(|_| self.for_organiser()))
    }

    fn refused(&self, by: Side, reason: Option<&str>) -> String {
        if self.is_side(by) {
            let stem = self.say("Vous avez refusé cette rencontre", "You refused this meeting");
            return self.with_reason(&stem, reason);
        }
        if !self.for_organiser() {
            return self.say(
                "Cette rencontre n’était pas souhaitée des deux côtés.",
                "This meeting was not wanted on both sides.",
            );
        }
        let name = self.name(if by == Side::Desk { self.unplaced.desk } else { self.unplaced.firm });
        let stem =
            self.say(&format!("{name} a refusé cette rencontre"), &format!("{name} refused this meeting"));
        self.with_reason(&stem, reason)
    }

    fn gated(&self, requirements: &[String]) -> String {
        let told = !reader::is_outsider(self.view, self.audience) || !self.unplaced.confidential;
        let own = self.is_side(Side::Firm);
        let who = match (own, self.french) {
            (true, true) => "Votre profil ne montre pas".to_owned(),
            (true, false) => "Your profile does not show".to_owned(),
            (false, true) => format!("{} ne montre pas dans son profil", self.name(self.unplaced.firm)),
            (false, false) => format!("The profile of {} does not show", self.name(self.unplaced.firm)),
        };
        let one = requirements.len() < 2;
        let what = match (self.french, told && one) {
            (true, true) => "l’exigence indispensable du sujet",
            (true, false) => "les exigences indispensables du sujet",
            (false, true) => "the must-have of the brief",
            (false, false) => "the must-haves of the brief",
        };
        let quoted: Vec<String> = requirements.iter().map(|r| self.quote(r)).collect();
        let reason = messages::list(&quoted, self.language);
        self.with_reason(&format!("{who} {what}"), told.then_some(reason.as_str()))
    }

    fn quote(&self, text: &str) -> String {
        let words = Words::of(self.language);
        format!("{}{}{}", words.quote_open, text.trim().trim_end_matches('.'), words.quote_close)
    }

    fn below_threshold(&self, threshold: f64) -> String {
        if reader::is_outsider(self.view, self.audience) {
            return self.say(
                "La correspondance entre le profil et le sujet est trop faible pour un rendez-vous.",
                "The match between profile and brief is too weak for a meeting.",
            );
        }
        let score = times::decimal(self.unplaced.score, 2, self.language);
        let threshold = times::decimal(threshold, 2, self.language);
        self.say(
            &format!("La correspondance ({score}) est sous le seuil d’un rendez-vous ({threshold})."),
            &format!("The match ({score}) is below the threshold for a meeting ({threshold})."),
        )
    }

    fn no_common_slot(&self) -> String {
        if self.for_organiser() {
            let (desk, firm) = (self.name(self.unplaced.desk), self.name(self.unplaced.firm));
            return self.say(
                &format!("{desk} et {firm} ne sont présents ensemble à aucun créneau."),
                &format!("{desk} and {firm} are never there in the same slot."),
            );
        }
        self.say(
            "Vous n’êtes présents ensemble à aucun créneau.",
            "The two of you are never there in the same slot.",
        )
    }

    fn party_full(&self, party: usize, count: u32, cap: u32) -> String {
        let meetings = messages::meetings(usize::try_from(count).unwrap_or(usize::MAX), self.language);
        if self.audience == Audience::Party(party) && party < self.view.parties.len() {
            return self.say(
                &format!("Votre agenda est complet : {meetings}, pour {cap} au plus."),
                &format!("Your agenda is full: {meetings}, of {cap} at most."),
            );
        }
        if !self.for_organiser() {
            let desk = self.view.parties.get(party).is_some_and(|p| p.kind == PartyKind::Desk);
            return if desk {
                self.say("L’agenda du client est complet.", "The client’s agenda is full.")
            } else {
                self.say("L’agenda de l’entreprise est complet.", "The firm’s agenda is full.")
            };
        }
        let name = self.name(party);
        self.say(
            &format!("{name} a un agenda complet : {meetings}, pour {cap} au plus."),
            &format!("The agenda of {name} is full: {meetings}, of {cap} at most."),
        )
    }

    fn tables_full(&self, slots: &[usize]) -> String {
        match self.at(slots) {
            Some(at) => self.say(
                &format!(
                    "Les deux parties sont libres ensemble {at} seulement, et toutes les tables sont alors prises."
                ),
                &format!("Both sides are free together only {at}, when all tables are taken."),
            ),
            None => self.say(
                "À chaque créneau où les deux parties sont libres, toutes les tables sont prises.",
                "In every slot in which both sides are free, all tables are taken.",
            ),
        }
    }

    fn limit_reached(&self, scope: LimitScope, max: u32) -> String {
        let times = match (self.french, max) {
            (true, 1) => "une seule fois".to_owned(),
            (true, n) => format!("{n} fois au plus"),
            (false, 1) => "once at most".to_owned(),
            (false, 2) => "twice at most".to_owned(),
            (false, n) => format!("{n} times at most"),
        };
        match scope {
            LimitScope::DeskAndFirm => self.say(
                &format!("Les mêmes personnes se rencontrent {times}, et leur rendez-vous porte sur un autre sujet."),
                &format!("The same people meet {times}, and they already meet about another brief."),
            ),
            LimitScope::BriefAndFirm => self.say(
                &format!("Une entreprise est reçue {times} sur un même sujet, et elle l’est déjà à un autre bureau."),
                &format!("A firm is met {times} about one brief, and it is already met at another desk."),
            ),
            LimitScope::ClientAndFirm => self.say(
                &format!("Un client et une entreprise se rencontrent {times}, tous bureaux confondus, et c’est déjà fait."),
                &format!("A client and a firm meet {times} over all its desks, and they already do."),
            ),
            LimitScope::Other => self.say(
                &format!("Une limite sur un groupe de rendez-vous est atteinte : {max} au plus."),
                &format!("A limit over a group of meetings is reached: {max} at most."),
            ),
        }
    }

    fn rules(&self, slots: &[usize]) -> String {
        match self.at(slots) {
            Some(at) => self.say(
                &format!("Les deux parties sont libres {at}, mais une règle d’ordre, de repos ou de table l’interdit."),
                &format!("Both sides are free {at}, but a rule of order, rest or table forbids it."),
            ),
            None => self.say(
                "Une règle d’ordre, de repos ou de table interdit chaque créneau où les deux parties sont libres.",
                "A rule of order, rest or table forbids every slot in which both sides are free.",
            ),
        }
    }

    fn outbid(&self, by: &[OutbidView]) -> String {
        if !self.for_organiser() {
            return self.say(
                "Les créneaux possibles pour ce rendez-vous sont pris par d’autres, de valeur plus élevée au total.",
                "The slots possible for this meeting are taken by others, of higher value in total.",
            );
        }
        let mut named: Vec<String> = by.iter().take(OUTBID_NAMED).map(|one| self.outbidder(one)).collect();
        if by.len() > OUTBID_NAMED {
            named.push(messages::more(by.len() - OUTBID_NAMED, self.language));
        }
        if named.is_empty() {
            return self.say(
                "Les deux parties ont encore de la place, mais jamais au même créneau.",
                "Both sides have room left, but never in the same slot.",
            );
        }
        let value = times::number(i64::from(self.unplaced.value), self.language);
        let named = messages::list(&named, self.language);
        self.say(
            &format!(
                "Les deux parties ont encore de la place, mais jamais au même créneau ; \
                 ce rendez-vous (valeur {value}) cède la place à {named}."
            ),
            &format!(
                "Both sides have room left, but never in the same slot; \
                 this meeting (value {value}) gives way to {named}."
            ),
        )
    }

    /// `GARONEO (Claire Dupont) × Firm à 9 h 20 (812, soit 100 de plus)`.
    fn outbidder(&self, by: &OutbidView) -> String {
        let value = times::number(i64::from(by.value), self.language);
        let more = i64::from(by.value) - i64::from(self.unplaced.value);
        let amount = times::number(more.abs(), self.language);
        let difference = match (more.signum(), self.french) {
            (1, true) => format!("{value}, soit {amount} de plus"),
            (1, false) => format!("{value}, {amount} more"),
            (-1, true) => format!("{value}, soit {amount} de moins"),
            (-1, false) => format!("{value}, {amount} less"),
            (_, true) => format!("{value}, autant"),
            (_, false) => format!("{value}, as much"),
        };
        let at = self.at(&[by.slot]).map(|at| format!(" {at}")).unwrap_or_default();
        format!("{} × {}{at} ({difference})", self.name(by.desk), self.name(by.firm))
    }

    fn given_up(&self, slots: &[usize]) -> String {
        let at = self.at(slots).map(|at| format!(" {at}")).unwrap_or_default();
        self.say(
            &format!("Les deux parties sont encore libres{at} ; ce rendez-vous a été laissé de côté pour que les agendas aient moins d’attente."),
            &format!("Both sides are still free{at}; this meeting was left out so that agendas have fewer idle gaps."),
        )
    }

    fn told(&self, detail: &str) -> String {
        if self.for_organiser() && !detail.trim().is_empty() {
            return detail.to_owned();
        }
        self.say("Ce rendez-vous n’a pas trouvé de place.", "There was no place for this meeting.")
    }

    fn not_reached(&self, slots: &[usize]) -> String {
        match self.at(slots) {
            Some(at) => self.say(
                &format!("Les deux parties sont encore libres {at}, mais la recherche a atteint sa limite de temps."),
                &format!("Both sides are still free {at}, but the search reached its time limit first."),
            ),
            None => self.say(
                "La recherche a atteint sa limite de temps avant d’examiner ce rendez-vous.",
                "The search reached its time limit before this meeting was tried.",
            ),
        }
    }
}

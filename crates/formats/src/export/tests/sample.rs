//! Agendas to show: a small one whose every word is chosen, and one of the size of a real event.

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use passerelle_domain::{Level, Objective, Session, Side, SizeClass, Status};

use crate::view::{
    AgendaView, LimitScope, MeetingView, OutbidView, PartyKind, PartyView, ProofView, SlotView, TableView,
    UnplacedFacts, UnplacedView,
};

/// Words of the confidential brief of both samples that no firm may read.
pub(super) const SECRET_TITLE: &str = "Pile à combustible pour le démonstrateur Alcyon";
pub(super) const SECRET_ID: &str = "alcyon-pile";
pub(super) const SECRET_NEED: &str = "Maîtrise des joints cryogéniques à 20 K";
pub(super) const TEASER: &str = "Un projet de propulsion bas carbone";

pub(super) fn desk(id: &str, client: &str, person: &str, role: &str) -> PartyView {
    PartyView {
        id: id.into(),
        kind: PartyKind::Desk,
        name: client.into(),
        person: Some(person.into()),
        role: Some(role.into()),
        size_class: None,
        absences: vec![],
    }
}

pub(super) fn firm(id: &str, name: &str, person: &str, size: SizeClass) -> PartyView {
    PartyView {
        id: id.into(),
        kind: PartyKind::Firm,
        name: name.into(),
        person: Some(person.into()),
        role: Some("directrice commerciale".into()),
        size_class: Some(size),
        absences: vec![],
    }
}

pub(super) fn meeting(slot: usize, table: usize, desk: usize, firm: usize, brief: &Brief) -> MeetingView {
    MeetingView {
        slot,
        table,
        desk,
        firm,
        brief_id: brief.0.into(),
        brief_title: brief.1.into(),
        brief_public_title: brief.2.into(),
        confidential: brief.1 != brief.2,
        score: 0.8125,
        value: 812,
        wished_by_desk: None,
        wished_by_firm: None,
        why: vec![],
        locked: false,
        must: false,
    }
}

pub(super) fn unplaced(desk: usize, firm: usize, brief: &Brief, facts: UnplacedFacts) -> UnplacedView {
    UnplacedView {
        desk,
        firm,
        brief_id: brief.0.into(),
        brief_title: brief.1.into(),
        brief_public_title: brief.2.into(),
        confidential: brief.1 != brief.2,
        must: false,
        value: 712,
        score: 0.25,
        wished_by_desk: None,
        wished_by_firm: Some(3),
        rank: Some(4),
        code: code(&facts).into(),
        facts,
    }
}

fn code(facts: &UnplacedFacts) -> &'static str {
    match facts {
        UnplacedFacts::Excluded { .. } => "excluded",
        UnplacedFacts::Refused { .. } => "refused",
        UnplacedFacts::Gated { .. } => "gated",
        UnplacedFacts::BelowThreshold { .. } => "below_threshold",
        UnplacedFacts::NoCommonSlot => "no_common_slot",
        UnplacedFacts::PartyFull { .. } => "firm_full",
        UnplacedFacts::TablesFull { .. } | UnplacedFacts::Told { .. } => "tables_full",
        UnplacedFacts::LimitReached { .. } => "limit_reached",
        UnplacedFacts::Rules { .. } => "rules",
        UnplacedFacts::Outbid { .. } => "outbid",
        UnplacedFacts::GivenUp { .. } => "given_up",
        UnplacedFacts::NotReached { .. } => "not_reached",
    }
}

/// Identifier, title, public title.
pub(super) type Brief = (&'static str, &'static str, &'static str);

pub(super) const SECRET: Brief = (SECRET_ID, SECRET_TITLE, TEASER);
pub(super) const OPEN: Brief = (
    "jumeau-ligne",
    "Jumeau numérique d’une ligne d’assemblage",
    "Jumeau numérique d’une ligne d’assemblage",
);

fn slot(id: usize, start: DateTime, session: Session) -> SlotView {
    SlotView { id: format!("s{id:02}"), start, minutes: 20, session }
}

pub(super) fn all_facts() -> Vec<UnplacedFacts> {
    let mut facts = vec![
        UnplacedFacts::Excluded { reason: Some("litige en cours".into()) },
        UnplacedFacts::Refused { by: Side::Desk, reason: Some("déjà fournisseur".into()) },
        UnplacedFacts::Refused { by: Side::Firm, reason: None },
        UnplacedFacts::Gated { requirements: vec![SECRET_NEED.into(), "EN 9100".into()] },
        UnplacedFacts::BelowThreshold { threshold: 0.35 },
        UnplacedFacts::NoCommonSlot,
        UnplacedFacts::PartyFull { party: 0, meetings: 8, cap: 8 },
        UnplacedFacts::PartyFull { party: 2, meetings: 1, cap: 1 },
        UnplacedFacts::TablesFull { slots: vec![0, 1, 2] },
        UnplacedFacts::Rules { slots: vec![1] },
        UnplacedFacts::Outbid {
            by: vec![
                OutbidView { desk: 1, firm: 2, slot: 1, value: 812 },
                OutbidView { desk: 0, firm: 3, slot: 2, value: 700 },
            ],
        },
        UnplacedFacts::GivenUp { slots: vec![1] },
        UnplacedFacts::NotReached { slots: vec![0, 3] },
    ];
    for (scope, max) in [
        (LimitScope::DeskAndFirm, 1),
        (LimitScope::BriefAndFirm, 2),
        (LimitScope::ClientAndFirm, 3),
        (LimitScope::Other, 1),
    ] {
        facts.push(UnplacedFacts::LimitReached { scope, max });
    }
    facts
}

/// Two desks, two firms, four slots, three meetings; one brief is confidential.
pub(super) fn small() -> AgendaView {
    let day = date(2027, 3, 18);
    let times = [(9, 0), (9, 20), (10, 0), (14, 0)];
    let slots = (0..)
        .zip(times)
        .map(|(i, (h, m))| slot(i, day.at(h, m, 0, 0), if h < 12 { Session::Am } else { Session::Pm }));
    let mut parties = vec![
        desk("garoneo-1", "Garonéo", "Claire Delmas", "architecte propulsion"),
        desk("verdalia", "Verdalia Industries", "Yann Le Goff", "responsable méthodes"),
        firm("=cmd()", "Atelier Numérique; Occitan, SARL", "Inès Ferrer", SizeClass::Small),
        firm("north-star", "North Star Embedded", "Tom Reed", SizeClass::Intermediate),
    ];
    parties[3].absences = vec![3];
    let mut meetings =
        vec![meeting(0, 0, 0, 2, &SECRET), meeting(1, 1, 1, 2, &OPEN), meeting(1, 0, 0, 3, &OPEN)];
    meetings[0].wished_by_firm = Some(3);
    meetings[0].wished_by_desk = Some(2);
    meetings[0].why =
        vec!["Nous avons instrumenté un banc d’essai à hydrogène, 700 bar, pour un motoriste.".into()];
    meetings[1].wished_by_desk = Some(1);
    meetings[2].must = true;
    let gated = UnplacedFacts::Gated { requirements: vec![SECRET_NEED.into()] };
    AgendaView {
        shortfalls: vec![],
        event_id: "passerelle-2027".into(),
        event_name: "Passerelle Occitanie 2027".into(),
        time_zone: TimeZone::get("Europe/Paris").unwrap(),
        slots: slots.collect(),
        tables: vec![
            TableView { id: "1".into(), open: vec![true; 4] },
            TableView { id: "2".into(), open: vec![true, true, false, true] },
        ],
        parties,
        meetings,
        unplaced: vec![unplaced(0, 3, &SECRET, gated)],
        proof: ProofView {
            status: Status::Optimal,
            value: 2_436,
            bound: 2_436,
            gap: 0.0,
            levels: vec![Level { objective: Objective::Value, value: 2_436, bound: 2_436, proved: true }],
            gaps_groups: 0,
            gaps_slots: 0,
            gaps_bound: 0,
            given_up: 0,
        },
        places: 7,
    }
}

const PEOPLE: [&str; 15] = [
    "Claire Delmas-Roquefort",
    "Yann Le Goff",
    "Fatoumata Diarra",
    "Jean-Baptiste Escoffier",
    "Sofia Marques",
    "Hugo Barthès",
    "Élodie Castaing",
    "Karim Benhaddou",
    "Marie-Christine Pouydebat",
    "Luc Sarrazin",
    "Nadège Puech",
    "Antoine Vidal",
    "Camille Ferradou",
    "Olivier Saint-Martin",
    "Priya Raman",
];

const CLIENTS: [&str; 8] = [
    "Garonéo",
    "Cirrus Nacelles",
    "Occilane",
    "Lumen Orbital",
    "Medelys",
    "Verdalia Industries",
    "Navispace Systems",
    "Agrivalia",
];

const FIRMS: [&str; 20] = [
    "Atelier Numérique des Pyrénées Orientales",
    "North Star Embedded",
    "Kaptalis",
    "Ingénierie & Systèmes Critiques du Sud-Ouest",
    "Brume Data",
    "Quadrivium Conseil",
    "Tarn Vision Industrielle",
    "Hélianthe Simulation",
    "Cap Certif",
    "Orbe Logiciels",
    "Sillage Robotique",
    "Méridienne Cybersécurité",
    "Pixel & Béarn",
    "Aubrac Essais Vibratoires",
    "Latitude PLM",
    "Cobalt IoT",
    "Garrigue Analytics",
    "Vésone Composites",
    "Trident Test Benches",
    "Lauragais Ergonomie",
];

const BRIEFS: [Brief; 8] = [
    SECRET,
    (
        "vision",
        "Contrôle par vision des panneaux composites de nacelle",
        "Contrôle par vision des panneaux composites de nacelle",
    ),
    (
        "maintenance",
        "Maintenance prédictive des bogies d’une flotte régionale",
        "Maintenance prédictive des bogies d’une flotte régionale",
    ),
    (
        "onboard",
        "Traitement d’images embarqué sur satellite d’observation",
        "Traitement d’images embarqué sur satellite d’observation",
    ),
    (
        "pump",
        "Logiciel de pompe à perfusion : mise en conformité IEC 62304",
        "Logiciel de pompe à perfusion : mise en conformité IEC 62304",
    ),
    OPEN,
    (
        "migration",
        "Model-based migration of a legacy flight management function",
        "Model-based migration of a legacy flight management function",
    ),
    (
        "drone",
        "Détection du stress hydrique par drone en agriculture",
        "Détection du stress hydrique par drone en agriculture",
    ),
];

/// 15 desks, 20 firms, 24 slots in two half-days of two days, 15 tables: dense as a real event.
pub(super) fn real() -> AgendaView {
    let halves = [(date(2027, 3, 18), 14, Session::Pm), (date(2027, 3, 19), 9, Session::Am)];
    let mut slots = Vec::new();
    for (day, hour, session) in halves {
        for i in 0..12_i64 {
            let minutes = i * 20 + if i >= 6 { 20 } else { 0 };
            let start = day.at(hour, 0, 0, 0).saturating_add(jiff::Span::new().minutes(minutes));
            slots.push(slot(slots.len(), start, session));
        }
    }
    let mut parties = Vec::new();
    for (i, person) in PEOPLE.iter().enumerate() {
        let role = ["responsable R&T", "architecte système", "chef de projet industrialisation"][i % 3];
        parties.push(desk(&format!("desk-{i}"), CLIENTS[i % 8], person, role));
    }
    for (i, name) in FIRMS.iter().enumerate() {
        let size = [
            SizeClass::Small,
            SizeClass::Medium,
            SizeClass::Large,
            SizeClass::Micro,
            SizeClass::Intermediate,
        ][i % 5];
        parties.push(firm(&format!("firm-{i}"), name, PEOPLE[(i * 7) % 15], size));
    }
    parties[2].absences = (0..5).collect();
    parties[20].absences = (18..24).collect();
    let tables = (0..15).map(|i| TableView {
        id: format!("{}", i + 1),
        open: (0..24).map(|s| !(i > 11 && s < 4 || i == 7 && s > 20)).collect(),
    });
    let tables: Vec<TableView> = tables.collect();
    let mut meetings = Vec::new();
    for s in 0..24 {
        for d in 0..15_usize {
            let f = (d * 3 + s * 7 + s / 5) % 20;
            let busy = meetings.iter().any(|m: &MeetingView| m.slot == s && m.firm == 15 + f);
            let away = parties[d].absences.contains(&s) || parties[15 + f].absences.contains(&s);
            if busy || away || (d + s) % 6 == 0 || !tables[d].open[s] {
                continue;
            }
            let mut one = meeting(s, d, d, 15 + f, &BRIEFS[d % 8]);
            let draw = (d * 31 + s * 17 + f) % 13;
            one.value = 400 + u32::try_from(draw * 45).unwrap();
            one.wished_by_desk = [None, Some(3), None, Some(2), None][draw % 5];
            one.wished_by_firm = [None, Some(2), Some(1), None][draw % 4];
            one.must = draw == 12;
            one.locked = draw == 11;
            one.why = vec![
                "Nous avons conçu et qualifié trois bancs d’essai pour un équipementier aéronautique, de la spécification à la recette.".into(),
                "Notre équipe de huit ingénieurs vision déploie des réseaux légers sur cibles embarquées.".into(),
            ][..draw % 3].to_vec();
            meetings.push(one);
        }
    }
    let facts = all_facts();
    let left = (0..46_usize).map(|i| {
        let brief = &BRIEFS[i * 7 % 15 % 8];
        let facts = match &facts[i % facts.len()] {
            UnplacedFacts::Gated { .. } if *brief != SECRET => {
                UnplacedFacts::Gated { requirements: vec!["EN 9100".into()] }
            }
            other => other.clone(),
        };
        let mut one = unplaced(i * 7 % 15, 15 + i * 11 % 20, brief, facts);
        one.value = 320 + u32::try_from(i * 37 % 600).unwrap();
        one.wished_by_desk = [None, Some(3), Some(1)][i % 3];
        one.wished_by_firm = [Some(3), None, Some(2), None][i % 4];
        one
    });
    AgendaView {
        shortfalls: vec![],
        unplaced: left.collect(),
        event_name: "Rencontres R&D Passerelle Occitanie 2027".into(),
        places: tables.iter().map(|t| t.open.iter().filter(|o| **o).count()).sum(),
        slots,
        tables,
        parties,
        meetings,
        proof: ProofView {
            status: Status::Feasible,
            value: 148_210,
            bound: 148_755,
            gap: 545.0 / 148_755.0,
            levels: vec![
                Level { objective: Objective::Musts, value: 18, bound: 18, proved: true },
                Level { objective: Objective::Floors, value: 0, bound: 0, proved: true },
                Level { objective: Objective::Value, value: 148_210, bound: 148_755, proved: false },
                Level { objective: Objective::Gaps, value: 31, bound: 22, proved: false },
            ],
            gaps_groups: 31,
            gaps_slots: 38,
            gaps_bound: 22,
            given_up: 0,
        },
        ..small()
    }
}

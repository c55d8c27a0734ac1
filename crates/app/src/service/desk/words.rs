//! Answers in sentences, in both languages, with names.

use passerelle_domain::Language;
use serde_json::{Value as Json, json};

use super::names::Names;

/// A sentence in both languages.
pub(super) fn both(french: impl Into<String>, english: impl Into<String>) -> Json {
    json!({"fr": french.into(), "en": english.into()})
}

/// Why a pair is not there, and what it would cost, from an answer that has names.
pub(super) fn why(answer: &Json, names: &Names) -> Json {
    let english = names.told(answer["sentence"].as_str().unwrap_or_default(), Language::English);
    let pair = answer["pair"].as_str();
    let who = match pair {
        Some(pair) => names.pair(pair),
        None => format!("{} × {}", party(answer, "a", names), party(answer, "b", names)),
    };
    let (a, b) = (party(answer, "a", names), party(answer, "b", names));
    let reason = match answer["reason"].as_str().unwrap_or_default() {
        "placed" => return both(format!("Ce rendez-vous est à l’agenda : {who}."), english),
        "not_built" => {
            return both(
                format!(
                    "{who} : ce rendez-vous n’a jamais été proposé au calcul (refusé, exclu, ou trop faible sans souhait)."
                ),
                english,
            );
        }
        reason => cause(reason, &a, &b),
    };
    let price = if answer["impossible"].is_array() {
        "aucun agenda ne peut le contenir".to_owned()
    } else if answer["price"].is_object() {
        let loss = margin(&answer["price"]);
        let cost = match loss {
            None => "il pourrait être placé sans rien perdre".to_owned(),
            Some(loss) => format!("l’imposer coûte {loss}"),
        };
        format!("{cost} ({})", exchange(&answer["displaces"], pair, names))
    } else {
        "le temps accordé n’a pas suffi pour en dire le prix".to_owned()
    };
    both(format!("{who} : {reason} ; {price}."), english)
}

/// Why two do not meet, by the code of the reason.
fn cause(reason: &str, a: &str, b: &str) -> String {
    match reason {
        "excluded" => "il est exclu".to_owned(),
        "no_common_slot" => format!("{a} et {b} ne sont jamais présents au même créneau"),
        "client_full" => format!("l’agenda de {a} est complet"),
        "firm_full" => format!("l’agenda de {b} est complet"),
        "participant_full" => "l’agenda d’un des deux est complet".to_owned(),
        "tables_full" => "toutes les tables sont prises quand les deux sont libres".to_owned(),
        "limit_reached" => "une limite sur un groupe de rendez-vous est atteinte".to_owned(),
        "rules" => "une règle d’ordre, de repos ou de table l’interdit".to_owned(),
        "outbid" => "les deux ont de la place, mais jamais au même créneau".to_owned(),
        "given_up" => "il a été laissé de côté pour que les agendas aient moins d’attente".to_owned(),
        _ => "la recherche a atteint sa limite avant de l’examiner".to_owned(),
    }
}

/// Why a pair does not meet, in French, by the code of the reason.
pub(super) fn reason(reason: &str, pair: &str, names: &Names) -> String {
    let [a, b] = names.ends(pair);
    let mut text = cause(reason, &a, &b);
    text.push('.');
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a change would bring, from a suggestion that has names.
pub(super) fn help(one: &Json, names: &Names) -> Json {
    let mut english = names.told(one["sentence"].as_str().unwrap_or_default(), Language::English);
    for change in one["changes"].as_array().into_iter().flatten() {
        if let Some(number) = change["limit"].as_u64()
            && let Some([this, other]) = names.limit(number)
        {
            english = english
                .replace(&format!("limit {}", number + 1), &format!("meetings between {this} and {other}"));
        }
    }
    let changes: Vec<String> =
        one["changes"].as_array().into_iter().flatten().map(|change| change_words(change, names)).collect();
    let gain = margin(&one["gain"]).unwrap_or_else(|| "rien".into());
    let meetings = match one["meetings"].as_i64().unwrap_or(0) {
        0 => "autant de rendez-vous".to_owned(),
        1 => "1 rendez-vous de plus".to_owned(),
        n if n > 0 => format!("{n} rendez-vous de plus"),
        n => format!("{} rendez-vous de moins", -n),
    };
    let french = format!(
        "{} : gain de {gain}, {meetings} ({}).",
        changes.join(" et "),
        exchange(&one["exchange"], None, names)
    );
    both(french, english)
}

fn change_words(change: &Json, names: &Names) -> String {
    let slot = |id: &Json| names.slot(id.as_str().unwrap_or_default(), Language::French);
    let who = || party(change, "participant", names);
    match change["kind"].as_str().unwrap_or_default() {
        "table" => format!("une table de plus à {}", slot(&change["slot"])),
        "table_everywhere" => "une table de plus à chaque créneau".into(),
        "seat" => format!("une place de plus pour {} à {}", who(), slot(&change["slot"])),
        "seat_everywhere" => format!("une personne de plus pour {} toute la journée", who()),
        "presence" => {
            let slots: Vec<String> = change["slots"].as_array().into_iter().flatten().map(slot).collect();
            format!("{} présent à {}", who(), slots.join(", "))
        }
        "slot" => format!("un créneau de plus après {}", slot(&change["slot"])),
        "cap" => format!("un rendez-vous de plus permis à {}", who()),
        _ => match change["limit"].as_u64().and_then(|limit| names.limit(limit)) {
            Some([one, other]) => format!("un rendez-vous de plus permis entre {one} et {other}"),
            None => "une limite relevée de un".into(),
        },
    }
}

fn party(answer: &Json, key: &str, names: &Names) -> String {
    names.party(answer[key].as_str().unwrap_or_default()).to_owned()
}

/// The first level that differs, as an amount or an interval.
fn margin(margin: &Json) -> Option<String> {
    let figure = |level: &Json| {
        let (least, most) = (level["least"].as_i64().unwrap_or(0), level["most"].as_i64().unwrap_or(0));
        match (least, most) {
            (0, 0) => None,
            (least, most) if least == most => Some(least.to_string()),
            (least, most) => Some(format!("entre {least} et {most}")),
        }
    };
    let words = [
        ("musts", "rendez-vous garantis"),
        ("shortfall", "rendez-vous des minima"),
        ("value", "points de valeur"),
    ];
    words.iter().find_map(|(key, what)| Some(format!("{} {what}", figure(&margin[*key])?)))
}

fn exchange(exchange: &Json, but: Option<&str>, names: &Names) -> String {
    const NAMED: usize = 4;
    let list = |key: &str, what: &str| {
        let all: Vec<&str> = exchange[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| key != "moved" || one["slot"] != one["to_slot"])
            .filter_map(|one| one["pair"].as_str())
            .filter(|pair| Some(*pair) != but)
            .collect();
        let mut listed: Vec<String> = all.iter().take(NAMED).map(|pair| names.pair(pair)).collect();
        if all.len() > NAMED {
            listed.push(format!("{} autres", all.len() - NAMED));
        }
        (!listed.is_empty()).then(|| format!("{what} : {}", listed.join(", ")))
    };
    let parts = [list("gone", "disparaît"), list("added", "apparaît"), list("moved", "se déplace")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "rien d’autre ne change".into() } else { parts.join(" ; ") }
}

/// A violation that the independent checker found: the rule in French, its own words with names in English.
pub(super) fn violation(rule: &str, message: &str, names: &Names) -> Json {
    let french = match rule {
        "known" => "ce créneau, cette table ou ce rendez-vous n’existe pas",
        "once" => "le même rendez-vous aurait lieu deux fois",
        "excluded" => "ce rendez-vous est exclu",
        "availability" => "une des deux parties est absente à ce créneau",
        "seats" => "une des deux parties a déjà un rendez-vous à ce créneau",
        "tables" => "cette table est déjà prise, ou fermée, à ce créneau",
        "fixed_table" => "une des deux parties garde une table fixe",
        "session" => "ce rendez-vous demande l’autre demi-journée",
        "minutes" => "ce créneau est trop court pour ce rendez-vous",
        "barred" => "ce rendez-vous ne peut avoir lieu à ce créneau",
        "locks" => "un rendez-vous verrouillé changerait de place ou disparaîtrait",
        "caps" => "une partie aurait plus de rendez-vous que son maximum",
        "limits" => "une limite sur un groupe de rendez-vous serait dépassée",
        "precedences" => "un ordre demandé entre deux rendez-vous ne serait plus respecté",
        "max_run" => "une partie n’aurait plus de repos entre ses rendez-vous",
        "spread" => "l’attente serait trop inégale entre participants",
        _ => "une règle de l’agenda serait enfreinte",
    };
    // The names that the checker gives, in its order.
    let about: Vec<String> = message
        .split('`')
        .skip(1)
        .step_by(2)
        .map(|id| names.told(&format!("`{id}`"), Language::French))
        .collect();
    let french =
        if about.is_empty() { french.to_owned() } else { format!("{french} : {}", about.join(", ")) };
    json!({"rule": rule, "sentence": both(french, names.told(message, Language::English))})
}

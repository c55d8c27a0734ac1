//! Readiness levels.

use passerelle_domain::{Notice, NoticeKind, Trl, TrlRange, fold};

use super::REACH;
use crate::read::notice;
use crate::read::numbers::numbers;
use crate::read::reading::Reading;

/// « TRL 3 à 5 », "TRL 4 → 6/7", « TRL 5 au départ, 8 visé ».
pub(super) fn trl(reading: &Reading<'_>, notices: &mut Vec<Notice>) -> Option<TrlRange> {
    const BETWEEN: [&str; 21] = [
        "",
        "a",
        "to",
        "vers",
        "trl",
        "a trl",
        "to trl",
        "au depart",
        "jusqu a",
        "et",
        "and",
        "puis",
        "ou",
        "or",
        "au depart vise",
        "vise",
        "vises",
        "objectif",
        "target",
        "cible",
        "now",
    ];
    let all = numbers(reading.text);
    let mut told = false;
    for token in reading.tokens.iter().filter(|t| !t.joined && t.exact.starts_with("trl")) {
        let glued = token.exact.strip_prefix("trl").and_then(|n| n.parse::<f64>().ok());
        let sentence = reading.sentence(token.span.start);
        let mut levels: Vec<f64> = glued.into_iter().collect();
        let mut at = token.span.end;
        let first_after = all.partition_point(|n| n.span.start < token.span.end);
        for number in all.iter().skip(first_after).take_while(|n| n.span.end <= sentence.end) {
            let between = fold(reading.text.get(at..number.span.start).unwrap_or_default());
            let first_reach = levels.is_empty() && number.span.start - at <= REACH;
            // « TRL 4 au labo, objectif TRL 7 » names the word again.
            let again = between.ends_with("trl") && between.len() <= REACH;
            if !first_reach && !again && !BETWEEN.contains(&between.as_str()) {
                break;
            }
            levels.push(number.value);
            at = number.span.end;
        }
        let Some(&first) = levels.first() else { continue };
        let level = |value: f64| Trl::new(format!("{value:.0}").parse().unwrap_or(0)).ok();
        let Some(from) = level(first) else {
            if told {
                continue;
            }
            told = true;
            notices.push(notice(
                NoticeKind::Unreadable,
                Some(token.span),
                format!("there is no TRL `{first}`"),
                "give levels from 1 to 9",
            ));
            continue;
        };
        let to = levels.iter().skip(1).filter_map(|v| level(*v)).max().unwrap_or(from);
        return TrlRange::new(from.min(to), from.max(to)).ok();
    }
    None
}

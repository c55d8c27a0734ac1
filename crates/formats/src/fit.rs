//! What was found of a firm's means beside what a brief asks: in words, and as JSON for other programs.

use passerelle_domain::{DayRate, FitNote, Language, Sector};
use serde_json::{Value, json};

/// One line about a fit: « transfert : ferroviaire vers aéronautique », "120 km from Toulouse (Pau)".
pub fn words(note: &FitNote, language: Language) -> String {
    let french = language == Language::French;
    match note {
        FitNote::Capacity { needed, free } => capacity(*needed, free, language),
        FitNote::CoFinancing { offered, asked } => {
            let (offered, asked) = (offered.0, asked.0);
            if french {
                format!("{offered} euros de cofinancement pour {asked} demandés")
            } else {
                format!("{offered} euros of co-financing, {asked} asked")
            }
        }
        FitNote::DayRate { offered, asked } => {
            let (offered, asked) = (band(*offered, language), band(*asked, language));
            if french {
                format!("{offered} euros par jour, demandé {asked}")
            } else {
                format!("{offered} euros a day, asked {asked}")
            }
        }
        FitNote::Distance { wanted, nearest, km } => {
            if french {
                format!("{km} km de {wanted} ({nearest})")
            } else {
                format!("{km} km from {wanted} ({nearest})")
            }
        }
        FitNote::SameSector(sector) => {
            let sector = sector.name_in(language);
            if french {
                format!("connaît le secteur : {sector}")
            } else {
                format!("knows the sector: {sector}")
            }
        }
        FitNote::Transfer { from, to } => {
            let (from, to) = (names(from, language), to.name_in(language));
            if french { format!("transfert : {from} vers {to}") } else { format!("transfer: {from} to {to}") }
        }
        FitNote::OtherSector { serves, asked } => {
            let (serves, asked) = (names(serves, language), asked.name_in(language));
            if french {
                format!("autre secteur : {serves}, non {asked}")
            } else {
                format!("other sector: {serves}, not {asked}")
            }
        }
    }
}

/// The mean of the months told, and the month in which least is free.
fn capacity(needed: f64, free: &[(passerelle_domain::Month, f64)], language: Language) -> String {
    let mean = free.iter().map(|(_, people)| people).sum::<f64>() / free.len().max(1) as f64;
    let least = free.iter().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let least = least.filter(|(_, people)| *people < needed).map(|(month, people)| match language {
        Language::French => format!(", au plus bas {} en {month}", people_in(*people, language)),
        Language::English => format!(", least {} in {month}", people_in(*people, language)),
    });
    let (mean, needed, least) =
        (people_in(mean, language), people_in(needed, language), least.unwrap_or_default());
    match language {
        Language::French => format!("{mean} personnes libres par mois pour {needed} nécessaires{least}"),
        Language::English => format!("{mean} people free a month, {needed} needed{least}"),
    }
}

fn people_in(people: f64, language: Language) -> String {
    let text = format!("{people:.1}");
    if language == Language::French { text.replace('.', ",") } else { text }
}

fn band(rate: DayRate, language: Language) -> String {
    match (rate.low().0, rate.high().0, language) {
        (0, high, Language::French) => format!("{high} au plus"),
        (0, high, Language::English) => format!("at most {high}"),
        (low, high, _) if low == high => low.to_string(),
        (low, high, Language::French) => format!("{low} à {high}"),
        (low, high, Language::English) => format!("{low} to {high}"),
    }
}

fn names(sectors: &[Sector], language: Language) -> String {
    sectors.iter().map(|sector| sector.name_in(language)).collect::<Vec<_>>().join(", ")
}

/// The same as values, with the words beside them.
pub(crate) fn json(note: &FitNote, language: Language) -> Value {
    let rate = |rate: &DayRate| json!([rate.low().0, rate.high().0]);
    let labels = |sectors: &[Sector]| json!(sectors.iter().map(Sector::label).collect::<Vec<_>>());
    let mut value = match note {
        FitNote::Capacity { needed, free } => {
            let month = |(month, people): &(passerelle_domain::Month, f64)| json!({ "month": month.to_string(), "people": people });
            let needed = (needed * 100.0).round() / 100.0;
            json!({ "needed": needed, "free": free.iter().map(month).collect::<Vec<_>>() })
        }
        FitNote::CoFinancing { offered, asked } => {
            json!({ "offered_eur": offered.0, "asked_eur": asked.0 })
        }
        FitNote::DayRate { offered, asked } => {
            json!({ "offered_eur": rate(offered), "asked_eur": rate(asked) })
        }
        FitNote::Distance { wanted, nearest, km } => {
            json!({ "wanted": wanted.as_str(), "nearest": nearest.as_str(), "km": km })
        }
        FitNote::SameSector(sector) => json!({ "sector": sector.label() }),
        FitNote::Transfer { from, to } => json!({ "from": labels(from), "to": to.label() }),
        FitNote::OtherSector { serves, asked } => {
            json!({ "serves": labels(serves), "asked": asked.label() })
        }
    };
    value["what"] = json!(note.code());
    value["words"] = json!(words(note, language));
    value["fr"] = json!(words(note, Language::French));
    value["en"] = json!(words(note, Language::English));
    value
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Euros, Month, Name};

    use super::*;

    fn sector(label: &str) -> Sector {
        Sector::new(label).unwrap()
    }

    #[test]
    fn a_transfer_says_so_in_both_languages() {
        let note = FitNote::Transfer { from: vec![sector("rail")], to: sector("aeronautics") };
        assert_eq!(words(&note, Language::French), "transfert : ferroviaire vers aéronautique");
        assert_eq!(words(&note, Language::English), "transfer: rail to aeronautics");
        let value = json(&note, Language::French);
        assert_eq!((&value["what"], &value["from"][0]), (&json!("transfer"), &json!("rail")));
    }

    #[test]
    fn means_are_said_beside_what_is_asked() {
        let month = |m| Month::new(2027, m).unwrap();
        let free = vec![(month(3), 2.0), (month(4), 0.5)];
        let note = FitNote::Capacity { needed: 1.5, free };
        assert_eq!(
            words(&note, Language::English),
            "1.2 people free a month, 1.5 needed, least 0.5 in 2027-04"
        );
        let euros = |low, high| DayRate::new(Euros(low), Euros(high)).unwrap();
        let note = FitNote::DayRate { offered: euros(650, 900), asked: euros(0, 700) };
        assert_eq!(words(&note, Language::French), "650 à 900 euros par jour, demandé 700 au plus");
        let name = |text| Name::new(text).unwrap();
        let note = FitNote::Distance { wanted: name("Toulouse"), nearest: name("Albi"), km: 68 };
        assert_eq!(words(&note, Language::English), "68 km from Toulouse (Albi)");
    }
}

//! A profile as the fields of a form, and back: what was typed is kept as it was typed, and a fault of the service finds its field.

use passerelle_app::service::Wrong;
use passerelle_domain::{SECTORS, Sector};
use serde_json::{Map, Value as Json, json};

use crate::pages::form::{Faults, Form};

/// How a field of a row is written in the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Decimal,
}

use Kind::{Decimal, Text, Whole};

/// The lists of a profile with the fields of a row; a form has each field of each row under `list.field`, in order.
const LISTS: [(&str, &[(&str, Kind)]); 6] = [
    ("capabilities", &[("skill", Text), ("level", Text), ("headcount", Whole), ("text", Text)]),
    (
        "references",
        &[
            ("title", Text),
            ("client", Text),
            ("sector", Text),
            ("year", Whole),
            ("role", Text),
            ("text", Text),
        ],
    ),
    (
        "certifications",
        &[("standard", Text), ("scope", Text), ("number", Text), ("valid_from", Text), ("valid_until", Text)],
    ),
    ("sites", &[("city", Text), ("postcode", Text), ("country", Text)]),
    ("availability", &[("month", Text), ("people", Decimal)]),
    ("contacts", &[("name", Text), ("role", Text), ("email", Text), ("phone", Text)]),
];

/// Fields with one value.
const SINGLE: [(&str, Kind); 9] = [
    ("name", Text),
    ("language", Text),
    ("headcount", Whole),
    ("size", Text),
    ("website", Text),
    ("summary", Text),
    ("co_financing_eur", Whole),
    ("mobility_km", Whole),
    ("remote", Text),
];

/// Lists of words, typed with commas between them.
const WORDS: [&str; 2] = ["tools", "remote_centres"];

/// Lists of which the usual words are ticked and others typed.
const TICKED: [(&str, &str); 2] = [("spoken", "spoken_other"), ("sectors", "sectors_own")];

/// Languages that can be ticked.
pub(super) const LANGUAGES: [&str; 6] = ["fr", "en", "es", "de", "it", "pt"];

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it stands: `capabilities[2]`; empty for one that is not on the page yet.
    at: String,
    values: Vec<(&'static str, String)>,
}

impl Row {
    fn blank(fields: &[(&'static str, Kind)]) -> Self {
        Self { at: String::new(), values: fields.iter().map(|(name, _)| (*name, String::new())).collect() }
    }

    fn is_blank(&self) -> bool {
        self.values.iter().all(|(_, value)| value.is_empty())
    }

    /// What stands in a field.
    pub(super) fn get(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value)
    }

    /// The path of a field, by which a fault finds it; `None` for a row that is not on the page yet.
    pub(super) fn id(&self, field: &str) -> Option<String> {
        (!self.at.is_empty()).then(|| format!("{}.{field}", self.at))
    }

    /// What is wrong with a field.
    pub(super) fn fault<'f>(&self, faults: &'f Faults, field: &str) -> Option<&'f str> {
        faults.at(&self.id(field)?)
    }

    /// Its number, as the button that removes it says it.
    pub(super) fn place(&self) -> &str {
        &self.at
    }
}

/// The form of a profile.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Everything that is not in a row.
    pub(super) form: Form,
    lists: Vec<(&'static str, Vec<Row>)>,
}

fn told(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A number as it was typed: spaces between groups, a comma before decimals.
fn number(typed: &str, kind: Kind) -> Option<Json> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    match kind {
        Text => Some(json!(typed)),
        Whole => plain.parse::<i64>().ok().map(|number| json!(number)),
        Decimal => plain
            .replace(',', ".")
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|number| json!(number)),
    }
}

fn words(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

impl Sheet {
    /// Of a profile as it is kept.
    pub(super) fn of_firm(firm: &Json) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
        for (name, _) in SINGLE {
            put(name, told(&firm[name]));
        }
        let list = |name: &str| firm[name].as_array().into_iter().flatten().filter_map(Json::as_str);
        for name in WORDS {
            put(name, list(name).collect::<Vec<_>>().join(", "));
        }
        let (known, other): (Vec<&str>, Vec<&str>) =
            list("spoken").partition(|code| LANGUAGES.contains(code));
        for code in known {
            put("spoken", code.to_owned());
        }
        put("spoken_other", other.join(", "));
        let mut own = Vec::new();
        for label in list("sectors") {
            match Sector::new(label).ok().and_then(|sector| sector.known()) {
                Some(word) => put("sectors", word.to_owned()),
                None => own.push(label),
            }
        }
        put("sectors_own", own.join(", "));
        put("day_rate_low", told(&firm["day_rate_eur"][0]));
        put("day_rate_high", told(&firm["day_rate_eur"][1]));
        let rows = |(key, fields): (&'static str, &[(&'static str, Kind)])| {
            let row = |one: &Json| Row {
                at: String::new(),
                values: fields.iter().map(|(name, _)| (*name, told(&one[*name]))).collect(),
            };
            (key, firm[key].as_array().into_iter().flatten().map(row).collect())
        };
        let mut sheet = Self { form: Form::of(fields), lists: LISTS.into_iter().map(rows).collect() };
        sheet.settle();
        sheet
    }

    /// Of a form as it was sent, its rows as many as were sent.
    pub(super) fn of_form(form: &Form) -> Self {
        let rows = |(key, fields): (&'static str, &[(&'static str, Kind)])| {
            let columns: Vec<Vec<&str>> =
                fields.iter().map(|(name, _)| form.all(&format!("{key}.{name}"))).collect();
            let most = columns.iter().map(Vec::len).max().unwrap_or_default();
            let row = |at: usize| Row {
                at: String::new(),
                values: fields
                    .iter()
                    .zip(&columns)
                    .map(|((name, _), column)| {
                        (*name, column.get(at).copied().unwrap_or_default().to_owned())
                    })
                    .collect(),
            };
            (key, (0..most).map(row).collect())
        };
        Self { form: form.clone(), lists: LISTS.into_iter().map(rows).collect() }
    }

    /// Takes blank rows out and leaves one at each end, for whoever has no script: rows stand where the profile will have them.
    pub(super) fn settle(&mut self) {
        for ((key, rows), (_, fields)) in self.lists.iter_mut().zip(LISTS) {
            rows.retain(|row| !row.is_blank());
            rows.push(Row::blank(fields));
            for (at, row) in rows.iter_mut().enumerate() {
                row.at = format!("{key}[{at}]");
            }
        }
    }

    /// Takes a row out, as its button says it: `capabilities[2]`.
    pub(super) fn remove(&mut self, place: &str) {
        let Some((key, at)) = place.trim_end_matches(']').split_once('[') else { return };
        let rows = self.lists.iter_mut().find(|(known, _)| *known == key);
        if let (Some((_, rows)), Ok(at)) = (rows, at.parse::<usize>())
            && at < rows.len()
        {
            rows.remove(at);
        }
    }

    /// Adds a capability of which nothing but its name is known yet.
    pub(super) fn add_capability(&mut self, skill: &str) {
        for ((key, rows), (_, fields)) in self.lists.iter_mut().zip(LISTS) {
            if *key == "capabilities" {
                let mut row = Row::blank(fields);
                if let Some((_, value)) = row.values.first_mut() {
                    skill.clone_into(value);
                }
                rows.retain(|row| !row.is_blank());
                rows.push(row);
            }
        }
    }

    /// The rows of a list.
    pub(super) fn rows(&self, list: &str) -> &[Row] {
        self.lists.iter().find(|(key, _)| *key == list).map_or(&[], |(_, rows)| rows)
    }

    /// A row that a script puts at the end of a list.
    #[expect(clippy::unused_self, reason = "templates call methods of what they are given")]
    pub(super) fn spare(&self, list: &str) -> Row {
        Row::blank(LISTS.iter().find(|(key, _)| *key == list).map_or(&[], |(_, fields)| fields))
    }

    /// Whether a box is ticked.
    pub(super) fn ticked(&self, name: &str, word: &str) -> bool {
        self.form.all(name).contains(&word)
    }

    /// The profile that was typed, and what is no number though it should be. Blank rows have to be out of it.
    pub(super) fn body(&self) -> (Json, Vec<Wrong>) {
        let (mut firm, mut wrong) = (Map::new(), Vec::new());
        let mut value = |path: String, typed: &str, kind: Kind| {
            number(typed, kind).unwrap_or_else(|| {
                let (message, hint) = match kind {
                    Decimal => ("is not a number", "write digits, such as 2.5"),
                    _ => ("is not a whole number", "write digits only"),
                };
                wrong.push(Wrong { field: path, message: message.into(), hint: hint.into() });
                // The service refuses it too, with everything else that is wrong.
                json!(typed)
            })
        };
        for (name, kind) in SINGLE {
            let Some(typed) = self.form.some(name) else { continue };
            let said = match (name, typed) {
                ("remote", "true") => json!(true),
                ("remote", "false") => json!(false),
                _ => value(name.to_owned(), typed, kind),
            };
            firm.insert(name.to_owned(), said);
        }
        for name in WORDS {
            firm.insert(name.to_owned(), words(self.form.get(name)).collect());
        }
        for (name, other) in TICKED {
            let ticked = self.form.all(name).into_iter();
            let ticked = ticked.filter(|word| LANGUAGES.contains(word) || SECTORS.contains(word));
            firm.insert(name.to_owned(), ticked.chain(words(self.form.get(other))).collect());
        }
        let ends: Vec<Json> = ["day_rate_low", "day_rate_high"]
            .into_iter()
            .filter_map(|end| self.form.some(end))
            .map(|typed| value("day_rate_eur".to_owned(), typed, Whole))
            .collect();
        if !ends.is_empty() {
            firm.insert("day_rate_eur".to_owned(), json!(ends));
        }
        for ((key, rows), (_, fields)) in self.lists.iter().zip(LISTS) {
            let full = rows.iter().filter(|row| !row.is_blank()).enumerate();
            let list: Vec<Json> = full
                .map(|(at, row)| {
                    let said = fields.iter().zip(&row.values).filter(|(_, (_, typed))| !typed.is_empty());
                    said.map(|((name, kind), (_, typed))| {
                        ((*name).to_owned(), value(format!("{key}[{at}].{name}"), typed, *kind))
                    })
                    .collect::<Map<_, _>>()
                    .into()
                })
                .collect();
            firm.insert((*key).to_owned(), json!(list));
        }
        (Json::Object(firm), wrong)
    }
}

/// What is wrong, at the fields of the form: lists that are one field there are complained of there, and what a form cannot send
/// in another way is said in the words of a form.
pub(super) fn at_fields(wrong: Vec<Wrong>, numbers: &[Wrong]) -> Vec<Wrong> {
    let one = |mut one: Wrong| {
        for list in ["tools", "remote_centres", "spoken", "sectors", "day_rate_eur"] {
            if one.field.starts_with(&format!("{list}[")) {
                list.clone_into(&mut one.field);
            }
        }
        if let Some(number) = numbers.iter().find(|number| number.field == one.field) {
            return number.clone();
        }
        if one.message == "is missing" {
            one.message = "is empty".into();
            one.hint = "fill it in, or remove the line".into();
        }
        if one.message == "a band has two ends" {
            one.hint = "fill in both, the lower one first".into();
        }
        if let Some(plain) = one.hint.strip_suffix(", without quotes") {
            one.hint = plain.to_owned();
        }
        one
    };
    let mut all: Vec<Wrong> = wrong.into_iter().map(one).collect();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Json {
        json!({"name": "A", "headcount": 12, "spoken": ["fr", "pl"], "sectors": ["rail", "carnaval"], "tools": ["C++", "Rust"],
            "day_rate_eur": [400, 600], "remote": true, "remote_centres": [],
            "sites": [{"city": "Pau", "country": "FR"}],
            "capabilities": [{"skill": "Essais", "headcount": 3}, {"skill": "Calcul", "text": "Par éléments finis."}],
            "certifications": [], "references": [], "availability": [{"month": "2027-01", "people": 2.5}], "contacts": []})
    }

    #[test]
    fn a_profile_comes_back_from_its_form() {
        let sheet = Sheet::of_firm(&profile());
        assert_eq!(sheet.body(), (profile(), Vec::new()));
        assert_eq!(sheet.rows("capabilities").len(), 3, "one is left for whoever has no script");
        assert!(sheet.ticked("spoken", "fr") && !sheet.ticked("spoken", "pl"));
    }

    #[test]
    fn rows_stand_where_the_service_will_complain_of_them() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = Form::of(vec![
            field("capabilities.skill", ""),
            field("capabilities.headcount", ""),
            field("capabilities.skill", "Essais"),
            field("capabilities.headcount", "beaucoup"),
            field("headcount", "1 200"),
        ]);
        let mut sheet = Sheet::of_form(&form);
        let (body, wrong) = sheet.body();
        assert_eq!(body["headcount"], 1200);
        assert_eq!(body["capabilities"], json!([{"skill": "Essais", "headcount": "beaucoup"}]));
        assert_eq!(wrong[0].field, "capabilities[0].headcount");
        sheet.settle();
        assert_eq!(sheet.rows("capabilities")[0].id("skill").unwrap(), "capabilities[0].skill");
        assert_eq!(sheet.rows("capabilities")[0].get("headcount"), "beaucoup");
    }

    #[test]
    fn a_row_that_is_removed_is_the_one_whose_button_was_pressed() {
        let mut sheet = Sheet::of_firm(&profile());
        sheet.remove("capabilities[0]");
        sheet.remove("capabilities[99]");
        sheet.remove("nothing");
        sheet.add_capability("Traitement du signal");
        sheet.settle();
        let skills: Vec<&str> = sheet.rows("capabilities").iter().map(|row| row.get("skill")).collect();
        assert_eq!(skills, ["Calcul", "Traitement du signal", ""]);
    }
}

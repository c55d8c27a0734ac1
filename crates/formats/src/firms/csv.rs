//! Firms as the rows of a spreadsheet.

use csv::{Position, ReaderBuilder, StringRecord, Trim};
use passerelle_domain::{
    Capability, Certification, Contact, Euros, Firm, FirmId, Language, Mobility, Name, Reference, Sector,
    Site, SizeClass, Skill, Standard, Tool, Validity, fold,
};

use super::Found;
use super::fields::once;
use crate::reader::Log;
use crate::tree::Lines;

pub(crate) mod cells;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Id,
    Name,
    Language,
    Headcount,
    Size,
    Updated,
    Website,
    Summary,
    City,
    Postcode,
    Country,
    Spoken,
    Sectors,
    Skills,
    Tools,
    Certifications,
    References,
    CoFinancing,
    Mobility,
    Contact,
    Role,
    Email,
    Phone,
}

/// Names of columns, folded.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Id, &["id", "identifiant", "code", "identifier"]),
    (Column::Name, &["name", "nom", "raison sociale", "entreprise", "societe", "company", "firm"]),
    (Column::Language, &["language", "langue", "langue du texte", "text language"]),
    (Column::Headcount, &["headcount", "effectif", "effectifs", "salaries", "employees", "staff"]),
    (Column::Size, &["size", "taille", "size class", "categorie"]),
    (Column::Updated, &["updated", "mis a jour", "mise a jour", "date", "maj"]),
    (Column::Website, &["website", "site web", "site internet", "web", "url"]),
    (Column::Summary, &["summary", "presentation", "description", "resume", "activite", "about"]),
    (Column::City, &["city", "ville", "commune", "town", "site"]),
    (Column::Postcode, &["postcode", "code postal", "cp", "zip", "postal code"]),
    (Column::Country, &["country", "pays"]),
    (Column::Spoken, &["spoken", "languages", "langues", "langues parlees", "languages spoken"]),
    (Column::Sectors, &["sectors", "sector", "secteurs", "secteur", "secteurs d activite"]),
    (
        Column::Skills,
        &[
            "skills",
            "skill",
            "capabilities",
            "competences",
            "competence",
            "expertises",
            "savoir faire",
            "expertise",
        ],
    ),
    (Column::Tools, &["tools", "tool", "outils", "outil", "logiciels", "technologies"]),
    (Column::Certifications, &["certifications", "certification", "certificates", "normes", "standards"]),
    (Column::References, &["references", "reference", "projets", "projects"]),
    (Column::CoFinancing, &["co financing eur", "co financing", "cofinancement", "cofinancement eur"]),
    (Column::Mobility, &["mobility km", "mobility", "mobilite", "mobilite km"]),
    (Column::Contact, &["contact", "contacts", "interlocuteur", "personne"]),
    (Column::Role, &["role", "fonction", "poste"]),
    (Column::Email, &["email", "e mail", "mail", "courriel"]),
    (Column::Phone, &["phone", "telephone", "tel"]),
];

pub(super) fn read(text: &str, log: &mut Log) -> Vec<Found> {
    let separator = separator(text);
    if separator != b',' {
        let shown =
            if separator == b'\t' { "tabs".to_owned() } else { format!("`{}`", char::from(separator)) };
        log.notice(
            None,
            format!("columns separated by {shown}"),
            "nothing to do; put texts that hold it in double quotes",
        );
    }
    let mut reader =
        ReaderBuilder::new().delimiter(separator).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            log.error(
                1,
                "",
                format!("the first line cannot be read: {error}"),
                "write the names of the columns there",
            );
            return Vec::new();
        }
    };
    let Some(columns) = columns(&header, log) else { return Vec::new() };
    let lines = Lines::new(text, 1);
    // The reader's own line numbers are off by one after CRLF: lines are counted from the byte.
    let line_of = |position: Option<&Position>| {
        let byte = position.map_or(0, |p| usize::try_from(p.byte()).unwrap_or_default());
        let rest = text.get(byte..).unwrap_or_default();
        lines.of(byte + rest.len() - rest.trim_start_matches(['\r', '\n']).len())
    };
    let mut last_line = 1;
    let mut found = Vec::new();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = line_of(record.position());
                last_line = line;
                if record.iter().all(str::is_empty) {
                    continue;
                }
                let extra = record.iter().skip(header.len()).filter(|cell| !cell.is_empty()).count();
                if extra > 0 {
                    let message =
                        format!("the row has {} cells, the first line {}", record.len(), header.len());
                    log.error(line, "", message, "put texts that hold the separator in double quotes");
                    continue;
                }
                let row = Row { columns: &columns, record: &record, line };
                found.extend(row.firm(log).map(|firm| Found { firm, line }));
            }
            Err(error) => {
                log.error(line_of(error.position()), "", "the row cannot be read", "check its double quotes");
                break;
            }
        }
    }
    if !text.matches('"').count().is_multiple_of(2) {
        log.error(last_line, "", "a double quote is not closed", "close it; inside a text, write two");
    }
    found
}

/// How many separators a line has, of the sort it has most, outside quotes.
pub(crate) fn separators(line: &str) -> usize {
    let by = separator(line);
    let mut quoted = false;
    line.bytes()
        .filter(|&c| {
            quoted ^= c == b'"';
            !quoted && c == by
        })
        .count()
}

/// The character that separates columns: the most frequent in the first line, outside quotes.
pub(crate) fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(0usize, b','), (0, b';'), (0, b'\t')];
    for c in text.trim_start().bytes() {
        match c {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                for count in counts.iter_mut().filter(|count| count.1 == c) {
                    count.0 += 1;
                }
            }
            _ => {}
        }
    }
    // On a tie the first stands: the comma, the format's own.
    counts.iter().rev().max_by_key(|count| count.0).map_or(b',', |count| count.1)
}

fn columns(header: &StringRecord, log: &mut Log) -> Option<Vec<Option<Column>>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (i, title) in header.iter().enumerate() {
        let folded = fold(title);
        let column =
            NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(column, _)| *column);
        match column {
            Some(column) if columns.contains(&Some(column)) => {
                let message = format!("column {} `{title}` says the same as an earlier one", i + 1);
                log.error(1, title, message, "keep one of the two");
                columns.push(None);
            }
            Some(column) => columns.push(Some(column)),
            None => {
                if !folded.is_empty() {
                    log.notice(
                        Some(1),
                        format!("column `{title}` is left out"),
                        "its name is not one that is known",
                    );
                }
                columns.push(None);
            }
        }
    }
    if columns.contains(&Some(Column::Name)) {
        return Some(columns);
    }
    log.error(
        1,
        "name",
        "there is no column of names",
        "write the names of the columns in the first line: `id`, `name`, `summary` ...",
    );
    None
}

struct Row<'r> {
    columns: &'r [Option<Column>],
    record: &'r StringRecord,
    line: usize,
}

impl Row<'_> {
    fn cell(&self, column: Column) -> Option<&str> {
        let at = self.columns.iter().position(|c| *c == Some(column))?;
        self.record.get(at).filter(|cell| !cell.is_empty())
    }

    fn wrong(&self, column: &str, message: String, hint: &str, log: &mut Log) {
        log.error(self.line, column, message, hint);
    }

    fn value<T>(
        &self,
        column: Column,
        field: &str,
        log: &mut Log,
        make: impl Fn(&str) -> Result<T, passerelle_domain::Invalid>,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        make(cell).map_err(|wrong| self.wrong(field, wrong.message, &wrong.hint, log)).ok()
    }

    /// A cell that must be one of the things `read` knows.
    fn known<T>(
        &self,
        column: Column,
        field: &str,
        wanted: &str,
        log: &mut Log,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        let found = read(cell);
        if found.is_none() {
            self.wrong(
                field,
                format!("`{cell}` is not {wanted}"),
                "correct it, or leave the cell empty",
                log,
            );
        }
        found
    }

    fn number(&self, column: Column, field: &str, log: &mut Log) -> Option<u32> {
        let cell = self.cell(column)?;
        // « 1 200 » with any space, and euro signs, are how people write numbers.
        let digits: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
        let number = digits.parse().ok();
        if number.is_none() {
            self.wrong(field, format!("`{cell}` is not a whole number"), "write digits only", log);
        }
        number
    }

    fn list<T>(
        &self,
        column: Column,
        field: &str,
        log: &mut Log,
        make: impl Fn(&str) -> Result<T, passerelle_domain::Invalid>,
    ) -> Vec<T> {
        let Some(cell) = self.cell(column) else { return Vec::new() };
        let parts = cells::parts(cell);
        let all = parts.iter().filter_map(|part| {
            make(part).map_err(|wrong| self.wrong(field, wrong.message, &wrong.hint, log)).ok()
        });
        all.collect()
    }

    fn firm(&self, log: &mut Log) -> Option<Firm> {
        let name = self.value(Column::Name, "name", log, Name::new);
        if self.cell(Column::Name).is_none() {
            self.wrong("name", "the name is empty".into(), "write the firm's name", log);
        }
        let slug = cells::slug(self.cell(Column::Name).unwrap_or_default());
        let id = match self.cell(Column::Id) {
            Some(_) => self.value(Column::Id, "id", log, FirmId::new),
            None => FirmId::new(&slug).ok(),
        };
        let headcount = self.number(Column::Headcount, "headcount", log);
        let class = self.known(Column::Size, "size", "a size class", log, cells::size);
        let language = self.known(Column::Language, "language", "`fr` or `en`", log, |text| {
            Language::from_code(&cells::language(text)?)
        });
        let spoken = self.list(Column::Spoken, "spoken", log, |text| {
            cells::language(text).ok_or_else(|| {
                passerelle_domain::Invalid::new(
                    "",
                    format!("`{text}` is not a language"),
                    "use `fr`, `en`, `de`",
                )
            })
        });
        let updated = self.known(Column::Updated, "updated", "a day such as 2026-09-14", log, cells::day);
        let country =
            self.known(Column::Country, "country", "a country code such as `FR`", log, cells::country);
        let skills = self.list(Column::Skills, "skills", log, Skill::new);
        let certified = self.list(Column::Certifications, "certifications", log, Standard::new);
        let references = self.list(Column::References, "references", log, Name::new);
        let site = self.value(Column::City, "city", log, Name::new).map(|city| Site {
            city,
            postcode: self.cell(Column::Postcode).and_then(|cell| Name::new(cell).ok()),
            country: country.unwrap_or_else(|| "FR".into()),
        });
        let contact = self.value(Column::Contact, "contact", log, Name::new).map(|name| Contact {
            name,
            role: self.cell(Column::Role).and_then(|cell| Name::new(cell).ok()),
            email: self.cell(Column::Email).and_then(|cell| Name::new(cell).ok()),
            phone: self.cell(Column::Phone).and_then(|cell| Name::new(cell).ok()),
        });
        let sectors = self.list(Column::Sectors, "sectors", log, Sector::new);
        let tools = self.list(Column::Tools, "tools", log, Tool::new);
        let website = self.value(Column::Website, "website", log, Name::new);
        let co_financing = self.number(Column::CoFinancing, "co_financing_eur", log).map(|n| Euros(n.into()));
        let radius_km = self.number(Column::Mobility, "mobility_km", log);
        let summary = self.cell(Column::Summary).unwrap_or_default().to_owned();
        let mut firm = Firm::named(id?, name?);
        firm.language = language;
        firm.headcount = headcount;
        firm.size = class.or(headcount.map(SizeClass::of));
        firm.updated = updated;
        firm.website = website;
        firm.summary = summary;
        firm.sites = site.into_iter().collect();
        firm.spoken = once(spoken);
        firm.sectors = once(sectors);
        firm.capabilities = once(skills)
            .into_iter()
            .map(|skill| Capability { skill, level: None, headcount: None, text: String::new() })
            .collect();
        firm.tools = once(tools);
        firm.certifications = once(certified)
            .into_iter()
            .map(|standard| Certification {
                standard,
                scope: String::new(),
                number: None,
                validity: Validity::default(),
            })
            .collect();
        firm.references = references
            .into_iter()
            .map(|title| Reference {
                title,
                client: None,
                sector: None,
                year: None,
                role: None,
                text: String::new(),
            })
            .collect();
        firm.co_financing = co_financing;
        firm.mobility = Mobility { radius_km, ..Mobility::default() };
        firm.contacts = contact.into_iter().collect();
        Some(firm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_counted_outside_quotes() {
        assert_eq!(separator("id;name\n1,2,3"), b';');
        assert_eq!(separator("\"a;b;c\",name"), b',');
        assert_eq!(separator("id\tname"), b'\t');
        assert_eq!(separator("name"), b',');
    }
}

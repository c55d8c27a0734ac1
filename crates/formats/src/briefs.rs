//! Briefs from files: Markdown or plain text with an optional head, TOML, JSON.
//!
//! A Markdown or text brief may begin with TOML between two `+++` lines; the rest is its text, kept as it was written. In TOML
//! and JSON the text is the key `text`. The keys are those that `passerelle schema brief` prints; what they say wins over what
//! the text says. A brief without an `id` takes the name of its file. A confidential brief needs a `teaser`: what may be
//! shown of it.

use passerelle_domain::{
    BriefDraft, BriefId, ClientId, Confidentiality, Name, Percent, PersonMonths, Requirement,
    RequirementKind, Sector, Standard, Strength, Trl, TrlRange,
};

use crate::firms::{euros, language_code, rate};
use crate::reader::{Fields, Log, Path, items};
use crate::tree::Node;
use crate::values::{amount, count, date_or_month, flag, name, parsed, text, whole, word};
use crate::{FileError, Parsed, SourceFile, front, json, toml_tree};

mod written;

pub use written::write_json;

const STRENGTHS: &[&str] = &["must", "should", "nice"];
const KINDS: &[&str] = &["skill", "certification", "language", "site", "sector"];

/// Reads a brief.
///
/// # Errors
/// Everything that is wrong in the file: its syntax, unknown keys, values that cannot be, no text, a confidential brief without
/// a teaser.
pub fn parse(file: &SourceFile) -> Result<Parsed<BriefDraft>, Vec<FileError>> {
    let mut log = Log::new(file);
    let draft = read(file, &mut log);
    let (value, notices) = log.done(draft)?;
    Ok(Parsed { value, notices })
}

fn read(file: &SourceFile, log: &mut Log) -> Option<BriefDraft> {
    let (contents, notice) = file.text().map_err(|error| log.push(error)).ok()?;
    log.note_all(notice);
    match file.extension().as_str() {
        "toml" => {
            let tree = toml_tree::parse(&contents, 1).map_err(|wrong| log.syntax(wrong)).ok()?;
            draft(&tree, file.stem(), None, log)
        }
        "json" => {
            let (tree, wrong) = json::parse(&contents);
            log.syntax(wrong);
            draft(&tree?, file.stem(), None, log)
        }
        "md" | "markdown" | "txt" | "" => {
            let parts = front::split(&contents)
                .map_err(|line| log.error(line, "", "the head is not closed", "end it with a line `+++`"))
                .ok()?;
            let tree =
                toml_tree::parse(parts.head, parts.head_line).map_err(|wrong| log.syntax(wrong)).ok()?;
            draft(&tree, file.stem(), Some((parts.body, parts.body_line)), log)
        }
        other => {
            log.push(file.error(
                None,
                "",
                &format!("`.{other}` files are not read"),
                "give .md, .txt, .toml or .json",
            ));
            None
        }
    }
}

fn draft(tree: &Node<'_>, stem: &str, body: Option<(&str, usize)>, log: &mut Log) -> Option<BriefDraft> {
    let root = Path::Root;
    let mut f = Fields::of(tree, &root, log);
    let id = if f.has("id") {
        f.need("id", log, parsed(BriefId::new))
    } else {
        f.entry("id");
        BriefId::new(stem).map_err(|wrong| log.invalid(tree.line, &root.key("id"), wrong)).ok()
    };
    let client = f.read("client", log, parsed(ClientId::new));
    let title = f.read("title", log, name);
    let theme = f.read("theme", log, name);
    let confidentiality = confidentiality(&mut f, log);
    let trl = f.read("trl", log, levels);
    let start = f.read("start", log, date_or_month(false));
    let end_line = f.entry("end").map_or(tree.line, |entry| entry.line);
    let end = f.read("end", log, date_or_month(true));
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        log.error(end_line, "end", format!("`{end}` is before the start `{start}`"), "check the two days");
    }
    let load = f.read("load_pm", log, |n, p, log| {
        let months = amount(0.0, 100_000.0)(n, p, log)?;
        PersonMonths::new(months).map_err(|wrong| log.invalid(n.line, p, wrong)).ok()
    });
    let budget = f.read("budget_eur", log, euros);
    let co_financing = f.read("co_financing_pct", log, |n, p, log| {
        let share = whole::<u8>(0, 100)(n, p, log)?;
        Percent::new(share).map_err(|wrong| log.invalid(n.line, p, wrong)).ok()
    });
    let day_rate = f.read("day_rate_eur", log, rate);
    let sector = f.read("sector", log, parsed(Sector::new));
    let requirements = f.list("requirements", log, requirement);
    let written = match body {
        Some((body, line)) => {
            if body.trim().is_empty() && requirements.is_empty() && title.is_none() {
                log.error(line, "", "the brief has no text", "write what is wanted");
            }
            body.to_owned()
        }
        None if title.is_some() || !requirements.is_empty() => {
            f.read("text", log, text).unwrap_or_default().to_owned()
        }
        None => f.need("text", log, text).unwrap_or_default().to_owned(),
    };
    f.finish(log);
    let mut draft = BriefDraft::of_text(id?, written);
    draft.client = client;
    draft.title = title;
    draft.theme = theme;
    draft.requirements = requirements;
    draft.trl = trl;
    draft.start = start;
    draft.end = end;
    draft.load = load;
    draft.budget = budget;
    draft.co_financing = co_financing;
    draft.day_rate = day_rate;
    draft.sector = sector;
    draft.confidentiality = confidentiality?;
    Some(draft)
}

fn confidentiality(f: &mut Fields<'_, '_, '_>, log: &mut Log) -> Option<Confidentiality> {
    let line = f.entry("confidential").map_or(f.line, |entry| entry.line);
    let confidential = match f.entry("confidential") {
        None => false,
        Some(_) => f.read("confidential", log, flag)?,
    };
    let given = f.entry("teaser").is_some();
    let teaser = f.read("teaser", log, name);
    if !confidential {
        return Some(Confidentiality::Open);
    }
    if !given {
        let hint = "say what firms may read of it, naming nothing secret";
        log.error(line, "teaser", "a confidential brief needs a teaser", hint);
    }
    teaser.map(|teaser| Confidentiality::Confidential { teaser })
}

fn levels(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<TrlRange> {
    let [from, to] = items(node, path, log) else {
        log.error(node.line, path, "a range has two ends", "write it as [3, 5]");
        return None;
    };
    let level = |node: &Node<'_>, path: &Path<'_>, log: &mut Log| {
        let level = whole::<u8>(0, 255)(node, path, log)?;
        Trl::new(level).map_err(|wrong| log.invalid(node.line, path, wrong)).ok()
    };
    let (from, to) = (level(from, &path.index(0), log), level(to, &path.index(1), log));
    TrlRange::new(from?, to?).map_err(|wrong| log.invalid(node.line, path, wrong)).ok()
}

fn requirement(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Requirement> {
    let mut f = Fields::of(node, path, log);
    let asked = f.need("text", log, name);
    let strength = f.read("strength", log, word("a strength", STRENGTHS, Strength::from_word));
    let kind = f.read("kind", log, word("a kind", KINDS, |kind| KINDS.iter().find(|k| **k == kind).copied()));
    let what = f.read("what", log, name);
    let certificate = f.read("certificate", log, flag);
    let within_km = f.read("within_km", log, count);
    let line = f.line;
    f.finish(log);
    let asked = asked?;
    // What exactly is asked: the standard, the language, the place, the sector; the text itself when not told apart.
    let exactly = what.as_ref().unwrap_or(&asked).as_str();
    let kind = match kind.unwrap_or("skill") {
        "certification" => Standard::new(exactly).map(|standard| RequirementKind::Certification {
            standard,
            certificate: certificate.unwrap_or(true),
        }),
        "language" => {
            let node = Node { line, value: crate::tree::Value::Text(exactly.into()) };
            Ok(RequirementKind::Language(language_code(&node, &path.key("what"), log)?))
        }
        "site" => Name::new(exactly).map(RequirementKind::Site),
        "sector" => Sector::new(exactly).map(RequirementKind::Sector),
        _ => Ok(RequirementKind::Skill),
    };
    let kind = kind.map_err(|wrong| log.invalid(line, &path.key("what"), wrong)).ok()?;
    Some(Requirement {
        text: asked.as_str().to_owned(),
        strength: strength.unwrap_or(Strength::Should),
        kind,
        within_km,
        span: None,
    })
}

//! Ranking firms for briefs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use passerelle_domain::{BriefDraft, Firm, Ranking, ReadBrief};
use passerelle_formats::{FileError, FileNotice, briefs, firms};
use passerelle_matching::{Index, Knowledge, Query, rank_all, read_brief};

use crate::config::Config;
use crate::error::{AppError, file_error};
use crate::{clock, files, taxonomy};

/// Endings of files that hold firms.
pub const FIRM_FILES: [&str; 5] = ["toml", "json", "md", "csv", "jsonl"];
/// Endings of files that hold a brief.
pub const BRIEF_FILES: [&str; 5] = ["md", "txt", "text", "toml", "json"];

/// Firms, read.
#[derive(Debug)]
pub struct Firms {
    /// The firms, by identifier.
    pub firms: Vec<Firm>,
    /// Remarks about their files.
    pub notices: Vec<FileNotice>,
}

impl Firms {
    /// Reads a file, or a folder of files.
    ///
    /// # Errors
    /// Everything that is wrong in all of them.
    pub fn load(path: &Path) -> Result<Self, AppError> {
        let parsed = firms::parse(&files::read_all(path, &FIRM_FILES, "firm")?)?;
        Ok(Self { firms: parsed.value, notices: parsed.notices })
    }

    /// Names by identifier.
    pub fn names(&self) -> BTreeMap<passerelle_domain::FirmId, String> {
        self.firms.iter().map(|firm| (firm.id.clone(), firm.name.as_str().to_owned())).collect()
    }
}

/// Briefs, read and understood, in the order given; those of a folder by name.
#[derive(Debug)]
pub struct Briefs {
    /// What was understood.
    pub briefs: Vec<ReadBrief>,
    /// Remarks about their files.
    pub notices: Vec<FileNotice>,
}

impl Briefs {
    /// Reads files, or folders of files.
    ///
    /// # Errors
    /// Everything that is wrong in all of them; two briefs with one identifier.
    pub fn load(paths: &[PathBuf]) -> Result<Self, AppError> {
        let (mut drafts, mut notices, mut wrong) =
            (Vec::<(String, BriefDraft)>::new(), Vec::new(), Vec::new());
        for path in paths {
            match files::read_all(path, &BRIEF_FILES, "brief") {
                Ok(sources) => {
                    for source in sources {
                        match briefs::parse(&source) {
                            Ok(parsed) => {
                                drafts.push((source.name, parsed.value));
                                notices.extend(parsed.notices);
                            }
                            Err(errors) => wrong.extend(errors),
                        }
                    }
                }
                Err(AppError::Input(errors)) => wrong.extend(errors),
                Err(other) => return Err(other),
            }
        }
        wrong.extend(repeated(&drafts));
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let briefs = drafts.into_iter().map(|(_, draft)| read_brief(draft)).collect();
        Ok(Self { briefs, notices })
    }
}

fn repeated(drafts: &[(String, BriefDraft)]) -> Vec<FileError> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (file, draft) in drafts {
        if let Some(earlier) = first.insert(draft.id.as_str(), file) {
            let message = format!("`{}` is already the brief of {earlier}", draft.id);
            let mut error = file_error(Path::new(file), message, "give each brief its own id");
            "id".clone_into(&mut error.field);
            wrong.push(error);
        }
    }
    wrong
}

/// Ranks the firms for each brief, with reasons and evidence; one ranking a brief, same order.
///
/// # Errors
/// When the index cannot be built.
pub fn rank(
    firms: &Firms,
    briefs: &[ReadBrief],
    config: &Config,
    explained: usize,
) -> Result<Vec<Ranking>, AppError> {
    let knowledge = Arc::new(Knowledge::new(taxonomy::load(config)?));
    rank_in(&Index::of_firms(&firms.firms, &knowledge)?, briefs, config, explained)
}

/// Ranks the firms of an index.
pub(crate) fn rank_in(
    index: &Index,
    briefs: &[ReadBrief],
    config: &Config,
    explained: usize,
) -> Result<Vec<Ranking>, AppError> {
    let settings = config.ranking.settings();
    let query =
        Query { settings: &settings, today: clock::today(), hidden: None, depth: usize::MAX, explained };
    let briefs: Vec<_> = briefs.iter().map(|read| read.brief.clone()).collect();
    Ok(rank_all(index, &briefs, &query)?)
}

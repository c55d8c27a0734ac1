//! Firms, indexed under a configuration, ready for questions.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use passerelle_domain::{Brief, FirmId, Ranking};
use passerelle_formats::{FileError, FileNotice, nearest};
use passerelle_matching::{Index, Knowledge, Query, Settings, Suited};
use rayon::prelude::*;

use crate::config::Config;
use crate::error::{AppError, file_error};
use crate::matches::Firms;
use crate::{clock, index, taxonomy};

/// Where firms are found.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// A file, or a folder of files.
    Files(&'a Path),
    /// A stored index.
    Index(&'a Path),
}

/// Firms, indexed, with what a question needs beside them.
pub struct Market {
    index: Arc<Index>,
    settings: Settings,
    today: Date,
    names: BTreeMap<FirmId, String>,
    /// Remarks about the firms' files.
    pub notices: Vec<FileNotice>,
}

impl Market {
    /// Reads and indexes firms, or opens their index.
    ///
    /// # Errors
    /// Everything that is wrong in the files; an index that has to be built first.
    pub fn load(place: Place<'_>, config: &Config) -> Result<Self, AppError> {
        let (index, notices) = match place {
            Place::Files(path) => {
                let firms = Firms::load(path)?;
                let knowledge = Arc::new(Knowledge::new(taxonomy::load(config)?));
                (Arc::new(Index::of_firms(&firms.firms, &knowledge)?), firms.notices)
            }
            Place::Index(folder) => (index::open(folder, config)?.snapshot(), Vec::new()),
        };
        Ok(Self::of(index, config, notices))
    }

    /// Over an index that is there.
    pub(crate) fn of(index: Arc<Index>, config: &Config, notices: Vec<FileNotice>) -> Self {
        let names = index.names().map(|(id, name)| (id.clone(), name.to_owned())).collect();
        Self { index, settings: config.ranking.settings(), today: clock::today(), names, notices }
    }

    /// Names by identifier.
    pub fn names(&self) -> &BTreeMap<FirmId, String> {
        &self.names
    }

    fn query(&self, explained: usize) -> Query<'_> {
        Query { settings: &self.settings, today: self.today, hidden: None, depth: usize::MAX, explained }
    }

    /// Ranks all firms, with evidence for the first ones.
    pub(crate) fn rank(&self, brief: &Brief, explained: usize) -> Result<Ranking, AppError> {
        Ok(self.index.rank(brief, &self.query(explained))?)
    }

    /// The best firms, with evidence, and as many of those behind a gate.
    pub(crate) fn best(&self, brief: &Brief, top: usize) -> Result<Ranking, AppError> {
        Ok(self.index.rank(brief, &Query { depth: top, ..self.query(top) })?)
    }

    /// The day that counts as today.
    pub(crate) fn today(&self) -> Date {
        self.today
    }

    /// Ranks all firms, with evidence at least for those named, however far down they stand.
    pub(crate) fn rank_with(&self, brief: &Brief, firms: &[&FirmId]) -> Result<Ranking, AppError> {
        let plain = self.rank(brief, 0)?;
        let lists = [&plain.ranked, &plain.gated];
        let last =
            lists.iter().filter_map(|list| list.iter().rposition(|found| firms.contains(&&found.firm)));
        match last.max() {
            Some(last) => self.rank(brief, last + 1),
            None => Ok(plain),
        }
    }

    /// How each brief suits a firm: brief by brief, in their order.
    pub(crate) fn suited(&self, briefs: &[&Brief], firm: &FirmId) -> Result<Vec<Option<Suited>>, AppError> {
        let query = self.query(0);
        let own = |brief: &&Brief| {
            let all = self.index.suited(brief, &query)?;
            Ok(all.into_iter().find(|suited| suited.firm == *firm))
        };
        briefs.par_iter().map(own).collect()
    }

    /// Refuses firms that are not there, with the nearest that is.
    pub(crate) fn knows(&self, wanted: &[&FirmId]) -> Result<(), AppError> {
        let ids: Vec<&str> = self.names.keys().map(FirmId::as_str).collect();
        let complaint = |id: &&FirmId| -> FileError {
            let hint = match nearest(id.as_str(), &ids) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {} firms, for example {}", ids.len(), some(&ids)),
            };
            file_error(Path::new("--firms"), format!("there is no firm `{id}`"), hint)
        };
        let wrong: Vec<FileError> =
            wanted.iter().filter(|id| !self.names.contains_key(**id)).map(complaint).collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
    }
}

fn some(ids: &[&str]) -> String {
    let few: Vec<String> = ids.iter().take(3).map(|id| format!("`{id}`")).collect();
    few.join(", ")
}

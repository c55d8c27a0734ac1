//! What is known of a firm beyond its texts.

use passerelle_domain::{Certification, Firm, Sector, fold};

/// Facts that gates and requirements look at.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// Certificates, in the order of the firm's certification documents.
    pub(crate) certifications: Vec<Certification>,
    /// Languages its people work in, ISO 639-1; empty when not told.
    pub(crate) spoken: Vec<String>,
    /// Towns it works from, folded.
    pub(crate) towns: Vec<String>,
    /// Sectors it serves, by its own word or by a reference.
    pub(crate) sectors: Vec<Sector>,
}

impl From<&Firm> for Facts {
    fn from(firm: &Firm) -> Self {
        let towns = firm.sites.iter().map(|site| &site.city).chain(&firm.mobility.remote_centres);
        let referred = firm.references.iter().filter_map(|reference| reference.sector.as_ref());
        Self {
            certifications: firm.certifications.clone(),
            spoken: firm.spoken.clone(),
            towns: towns.map(|town| fold(town.as_str())).collect(),
            sectors: firm.sectors.iter().chain(referred).cloned().collect(),
        }
    }
}

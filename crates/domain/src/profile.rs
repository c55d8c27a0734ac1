//! A firm as the index sees it: a name and documents.

use crate::{DocumentId, Firm, FirmId, Language};

/// What can be ranked: an identifier, a name, and the documents that speak for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Which firm (or item of an evaluation corpus).
    pub id: FirmId,
    /// Its name or title.
    pub name: String,
    /// The language of its texts when it is known, else it is detected.
    pub language: Option<Language>,
    /// Its texts.
    pub documents: Vec<Document>,
}

/// One text of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its identifier within the profile.
    pub id: DocumentId,
    /// What kind of text it is.
    pub kind: DocumentKind,
    /// Short heading; may be empty.
    pub title: String,
    /// Running text; may be empty.
    pub text: String,
}

/// Where in a profile a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// The firm's presentation.
    Summary,
    /// The n-th capability.
    Capability(usize),
    /// The n-th reference.
    Reference(usize),
    /// The n-th certification.
    Certification(usize),
    /// Tools and technologies.
    Tools,
    /// A document of an evaluation corpus or of unknown kind.
    Other,
}

impl From<&Firm> for Profile {
    fn from(firm: &Firm) -> Self {
        let mut documents = Vec::new();
        let mut add = |id: String, kind, title: String, text: String| {
            if let Ok(id) = DocumentId::new(&id)
                && !(title.is_empty() && text.is_empty())
            {
                documents.push(Document { id, kind, title, text });
            }
        };
        add("summary".into(), DocumentKind::Summary, String::new(), firm.summary.trim().to_owned());
        for (i, it) in firm.capabilities.iter().enumerate() {
            add(
                format!("capability-{}", i + 1),
                DocumentKind::Capability(i),
                it.skill.label().to_owned(),
                it.text.clone(),
            );
        }
        for (i, it) in firm.references.iter().enumerate() {
            let role = it.role.as_ref().map(|role| format!("{role}\n\n")).unwrap_or_default();
            add(
                format!("reference-{}", i + 1),
                DocumentKind::Reference(i),
                it.title.as_str().to_owned(),
                format!("{role}{}", it.text),
            );
        }
        for (i, it) in firm.certifications.iter().enumerate() {
            add(
                format!("certification-{}", i + 1),
                DocumentKind::Certification(i),
                it.standard.label().to_owned(),
                it.scope.clone(),
            );
        }
        let tools: Vec<&str> = firm.tools.iter().map(crate::Tool::label).collect();
        add("tools".into(), DocumentKind::Tools, String::new(), tools.join(", "));
        Self { id: firm.id.clone(), name: firm.name.as_str().to_owned(), language: firm.language, documents }
    }
}

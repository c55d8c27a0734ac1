//! Identifiers: one type for each kind of thing, so that none can stand in for another.

use crate::Invalid;

/// The longest identifier accepted, in bytes.
const MAX_BYTES: usize = 200;

fn clean(raw: &str) -> Result<String, Invalid> {
    let id = raw.trim();
    if id.is_empty() {
        return Err(Invalid::new(
            "",
            "the identifier is empty",
            "give each thing a short name of its own, such as `acme`",
        ));
    }
    if id.len() > MAX_BYTES {
        return Err(Invalid::new(
            "",
            format!("the identifier has {} bytes", id.len()),
            format!("keep it under {MAX_BYTES}"),
        ));
    }
    if id.chars().any(char::is_control) {
        return Err(Invalid::new(
            "",
            format!("the identifier `{}` holds control characters", id.escape_debug()),
            "use printable characters on one line",
        ));
    }
    Ok(id.to_owned())
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        /// Trimmed, printable, on one line, 1 to 200 bytes; compared byte by byte.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Trims and keeps an identifier.
            ///
            /// # Errors
            /// When it is empty, longer than 200 bytes, or holds control characters.
            pub fn new(raw: &str) -> Result<Self, Invalid> {
                clean(raw).map(Self)
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

identifiers! {
    /// Names a firm.
    FirmId,
    /// Names a client.
    ClientId,
    /// Names a client's desk: one table's worth of people with their own briefs.
    DeskId,
    /// Names a brief.
    BriefId,
    /// Names a firm's own project proposal.
    ProposalId,
    /// Names an event.
    EventId,
    /// Names a document of a profile (a reference, a capability).
    DocumentId,
    /// Names a slot of an event.
    SlotId,
    /// Names a table of an event.
    TableId,
}

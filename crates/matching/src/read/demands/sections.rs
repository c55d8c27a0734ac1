//! Which section a line stands in.

use super::Section;
use crate::read::cues::Head;
use passerelle_domain::Strength;

/// The headings and the lead words above the present line.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent fact about the lines above")]
pub(super) struct Sections {
    /// Ranks and sections of the headings above, the highest first.
    headings: Vec<(u8, Option<Head>)>,
    /// A lead word on a line of its own reigns until the list after it ends.
    led: Option<Head>,
    lead_is_bold: bool,
    /// Whether anything stood under the present lead word, and whether it was an item of a list.
    filled: bool,
    listed: bool,
    /// Whether an empty line came since the last item of the list.
    apart: bool,
    comment: bool,
}

impl Sections {
    /// Goes under a heading; one that says nothing inherits from the heading above it. Tells whether it announces demands.
    pub(super) fn heading(&mut self, rank: u8, head: Option<Head>) -> bool {
        self.headings.retain(|(above, _)| *above < rank);
        let inherited = head.or_else(|| self.headings.last().and_then(|h| h.1));
        self.headings.push((rank, inherited));
        self.led = None;
        (self.filled, self.listed, self.comment) = (false, false, false);
        matches!(head, Some(Head::Asks(_) | Head::Excludes))
    }

    /// Goes under a lead word.
    pub(super) fn lead(&mut self, head: Head, is_bold: bool) {
        self.led = Some(head);
        self.lead_is_bold = is_bold;
        (self.filled, self.listed, self.comment) = (false, false, false);
    }

    /// Passes an empty line; `goes_on` when an item follows.
    pub(super) fn gap(&mut self, goes_on: bool) {
        self.apart = true;
        if self.filled && !goes_on {
            self.led = None;
        }
    }

    /// Passes a line of prose or an item; `leads` when it has a lead word of its own.
    pub(super) fn line(&mut self, is_item: bool, next_topic: bool, leads: bool) {
        // « 3. **Conditions éliminatoires.** » ends where « 5. **Calendrier.** » begins.
        let ends = (!is_item && !leads) || (self.lead_is_bold && next_topic);
        if self.led.is_some() && self.filled && ends {
            self.led = None;
        }
        let asks = matches!(self.section(), Section::Asks(_));
        let soft = self.section() == Section::Asks(Strength::Should);
        // Prose after a list under « À faire » comments on it; so does a paragraph of its own after any list.
        self.comment = !is_item && self.listed && (soft || self.apart);
        self.apart &= !is_item;
        self.listed |= asks && is_item;
        self.filled = true;
    }

    /// The section of the present line.
    pub(super) fn now(&self, is_item: bool) -> Section {
        if self.comment && !is_item && self.section() != Section::Excludes {
            Section::Open
        } else {
            self.section()
        }
    }

    fn section(&self) -> Section {
        Section::from(self.led.or_else(|| self.headings.last().and_then(|h| h.1)))
    }
}

//! A party's agenda on as many pages as it takes.

use super::letters::{Run, Style, bold, regular};
use super::sheet::{BRAND, INK, LINE, SOFT, Sheet, TINT, WIDTH};
use super::{BOTTOM, MARGIN, Press};
use crate::export::html::party::{Meeting, Page, Row};

/// Where the names begin: left of it stand the hours.
const LEFT: f32 = MARGIN + 84.0;
/// Where the names end: right of it stands the table.
const RIGHT: f32 = WIDTH - MARGIN - 72.0;
/// Sizes in which a party's name is tried.
const TITLES: [Style; 3] = [bold(24.0), bold(19.0), bold(15.0)];
/// Room above and below a row.
const AIR: f32 = 7.0;

/// The pages of a party, without their feet; of an unknown party, one that says so.
pub(super) fn sheets(press: &Press<'_>, party: usize) -> Vec<Sheet> {
    let page = Page::new(press.view, party, press.words);
    let mut flow = Flow { press, page: &page, sheets: vec![Sheet::default()], y: MARGIN };
    flow.head();
    if page.nobody {
        flow.y += 14.0;
        flow.say(press.words.nobody);
    }
    for day in &page.days {
        flow.day(&day.date, false);
        for (at, row) in day.rows.iter().enumerate() {
            flow.row(row, &day.date, at == 0);
        }
    }
    flow.sheets
}

/// One page that says that there is nothing.
pub(super) fn nothing(press: &Press<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    let style = regular(12.0);
    sheet.text(MARGIN, MARGIN + style.size, press.letters.set(press.words.nobody, style), SOFT);
    sheet
}

struct Flow<'a> {
    press: &'a Press<'a>,
    page: &'a Page,
    sheets: Vec<Sheet>,
    /// Where the next thing begins.
    y: f32,
}

/// Lines of one style, to be drawn one below the other.
struct Block {
    lines: Vec<Run>,
    ink: [u8; 3],
    /// Room above.
    above: f32,
}

impl Block {
    fn height(&self) -> f32 {
        if self.lines.is_empty() { 0.0 } else { self.above + self.lines.iter().map(leading).sum::<f32>() }
    }
}

/// Height of a line.
fn leading(line: &Run) -> f32 {
    line.style.size * 1.32
}

impl Flow<'_> {
    fn sheet(&mut self) -> &mut Sheet {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::default());
        }
        let last = self.sheets.len() - 1;
        &mut self.sheets[last]
    }

    /// Draws lines below one another from the current place on.
    fn put(&mut self, x: f32, block: Block) {
        if block.lines.is_empty() {
            return;
        }
        self.y += block.above;
        for line in block.lines {
            let (height, size) = (leading(&line), line.style.size);
            let y = self.y + size;
            self.sheet().text(x, y, line, block.ink);
            self.y += height;
        }
    }

    fn say(&mut self, text: &str) {
        let lines = self.press.letters.wrap(text, regular(11.0), WIDTH - 2.0 * MARGIN, 3);
        self.put(MARGIN, Block { lines, ink: SOFT, above: 0.0 });
    }

    fn head(&mut self) {
        let (letters, page, width) = (&self.press.letters, self.page, WIDTH - 2.0 * MARGIN);
        self.sheet().boxes(vec![[0.0, 0.0, WIDTH, 6.0]], BRAND);
        let event = letters.wrap(&page.event, bold(10.0), width, 2);
        let name = letters.largest(&page.name, &TITLES, width, 2);
        let person = page.person.as_deref().map(|person| letters.wrap(person, regular(12.0), width, 2));
        let facts = letters.wrap(&format!("{} · {}", page.summary, page.dates), regular(10.0), width, 2);
        self.put(MARGIN, Block { lines: event, ink: BRAND, above: 0.0 });
        self.put(MARGIN, Block { lines: name, ink: INK, above: 4.0 });
        self.put(MARGIN, Block { lines: person.unwrap_or_default(), ink: INK, above: 1.0 });
        self.put(MARGIN, Block { lines: facts, ink: SOFT, above: 4.0 });
        self.y += 4.0;
    }

    /// A further page, which says whose it is.
    fn turn(&mut self) {
        let (letters, page, width) = (&self.press.letters, self.page, WIDTH - 2.0 * MARGIN);
        let name = letters.fit(&page.name, bold(10.0), width * 0.55);
        let event = letters.fit(&page.event, regular(9.0), width * 0.42);
        let mut sheet = Sheet::default();
        sheet.boxes(vec![[0.0, 0.0, WIDTH, 6.0]], BRAND);
        sheet.text(MARGIN, MARGIN, name, INK);
        sheet.text_to(WIDTH - MARGIN, MARGIN, event, SOFT);
        self.sheets.push(sheet);
        self.y = MARGIN + 8.0;
    }

    fn day(&mut self, date: &str, further: bool) {
        // A heading is never left alone at the foot.
        if !further && self.y + 110.0 > BOTTOM {
            self.turn();
        }
        let words = self.press.words;
        let text = if further { format!("{date} {}", words.continued) } else { date.to_owned() };
        let top = self.y + 12.0;
        self.sheet().boxes(vec![[MARGIN, top, WIDTH - 2.0 * MARGIN, 24.0]], TINT);
        let line = self.press.letters.fit(&super::capital(&text), bold(12.0), WIDTH - 2.0 * MARGIN - 20.0);
        self.sheet().text(MARGIN + 10.0, top + 16.5, line, BRAND);
        self.y = top + 24.0;
    }

    fn row(&mut self, row: &Row, date: &str, first: bool) {
        let blocks = match &row.meeting {
            Some(meeting) => self.blocks(meeting),
            None => {
                let lines = self.press.letters.wrap(&row.label, regular(9.5), RIGHT - LEFT, 2);
                vec![Block { lines, ink: SOFT, above: 0.0 }]
            }
        };
        let air = if row.meeting.is_some() { AIR } else { AIR - 2.0 };
        let height = blocks.iter().map(Block::height).sum::<f32>().max(14.0) + 2.0 * air;
        let mut first = first;
        if self.y + height > BOTTOM {
            self.turn();
            self.day(date, true);
            first = true;
        }
        let top = self.y;
        if !first {
            self.sheet().line([MARGIN, top], [WIDTH - MARGIN, top], LINE, 0.6);
        }
        self.hours(row, top + air);
        if let Some(meeting) = &row.meeting {
            self.table(&meeting.table, top + air);
        }
        self.y = top + air;
        for block in blocks {
            self.put(LEFT, block);
        }
        self.y = top + height;
    }

    fn hours(&mut self, row: &Row, top: f32) {
        let letters = &self.press.letters;
        if row.meeting.is_some() {
            let start = letters.set(&row.start, bold(12.0));
            let end = letters.set(&format!("– {}", row.end), regular(9.0));
            self.sheet().text(MARGIN + 10.0, top + 11.5, start, BRAND);
            self.sheet().text(MARGIN + 10.0, top + 24.0, end, SOFT);
        } else {
            let both = letters.set(&format!("{} – {}", row.start, row.end), regular(8.0));
            self.sheet().text(MARGIN + 10.0, top + 9.5, both, SOFT);
        }
    }

    fn table(&mut self, table: &str, top: f32) {
        let (letters, words) = (&self.press.letters, self.press.words);
        let width = WIDTH - MARGIN - RIGHT - 12.0;
        let word = letters.set(words.table, regular(8.0));
        let number = letters.largest(table, &[bold(18.0), bold(13.0), bold(10.0)], width, 1);
        let middle = WIDTH - MARGIN - 10.0;
        self.sheet().text_to(middle, top + 8.0, word, SOFT);
        for line in number {
            let size = line.style.size;
            self.sheet().text_to(middle, top + 10.0 + size, line, BRAND);
        }
    }

    fn blocks(&self, meeting: &Meeting) -> Vec<Block> {
        let (letters, words, width) = (&self.press.letters, self.press.words, RIGHT - LEFT);
        let block = |text: &str, style, most, ink, above| Block {
            lines: letters.wrap(text, style, width, most),
            ink,
            above,
        };
        let topic = format!("{}{}{}", words.topic, words.colon, meeting.topic);
        let mut blocks = vec![block(&meeting.name, bold(12.0), 2, INK, 0.0)];
        let details = meeting.details.join(" · ");
        if letters.set(&details, regular(9.0)).width <= width {
            blocks.push(block(&details, regular(9.0), 1, SOFT, 0.0));
        } else {
            blocks.extend(meeting.details.iter().map(|one| block(one, regular(9.0), 2, SOFT, 0.0)));
        }
        blocks.extend([
            block(&topic, regular(10.0), 3, INK, 2.5),
            block(&meeting.marks.join(" · "), regular(8.5), 2, BRAND, 1.5),
        ]);
        if !meeting.why.is_empty() {
            let quoted: Vec<String> = meeting
                .why
                .iter()
                .map(|one| format!("{}{one}{}", words.quote_open, words.quote_close))
                .collect();
            let text = format!("{}{}{}", self.page.why_heading, words.colon, quoted.join(" "));
            blocks.push(block(&text, regular(8.5), 4, SOFT, 2.5));
        }
        blocks
    }
}

//! Sheets of A4: what stands where, and how they become a document.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use passerelle_domain::Language;

use super::letters::{Letters, Run};

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;
/// Width of a sheet, in points.
pub(super) const WIDTH: f32 = 210.0 * MM;
/// Height of a sheet, in points.
pub(super) const HEIGHT: f32 = 297.0 * MM;

/// A colour: red, green, blue.
pub(super) type Ink = [u8; 3];

// The colours of the product's pages by day.
pub(super) const INK: Ink = [0x16, 0x26, 0x2b];
pub(super) const SOFT: Ink = [0x51, 0x64, 0x6b];
pub(super) const LINE: Ink = [0xd6, 0xde, 0xdf];
pub(super) const BRAND: Ink = [0x0b, 0x55, 0x63];
pub(super) const TINT: Ink = [0xe3, 0xf0, 0xf1];
pub(super) const WHITE: Ink = [0xff; 3];

/// Something drawn; lengths in points from the upper left corner.
enum Mark {
    /// `y` is the line on which letters stand.
    Text {
        x: f32,
        y: f32,
        run: Run,
        ink: Ink,
    },
    /// Left, top, width, height, each.
    Boxes {
        boxes: Vec<[f32; 4]>,
        ink: Ink,
    },
    Line {
        from: [f32; 2],
        to: [f32; 2],
        ink: Ink,
        width: f32,
        dashed: bool,
    },
}

/// One page.
#[derive(Default)]
pub(super) struct Sheet {
    marks: Vec<Mark>,
}

impl Sheet {
    /// A run whose left end is at `x`.
    pub(super) fn text(&mut self, x: f32, y: f32, run: Run, ink: Ink) {
        self.marks.push(Mark::Text { x, y, run, ink });
    }

    /// A run whose right end is at `x`.
    pub(super) fn text_to(&mut self, x: f32, y: f32, run: Run, ink: Ink) {
        self.text(x - run.width, y, run, ink);
    }

    /// A run whose middle is at `x`.
    pub(super) fn text_about(&mut self, x: f32, y: f32, run: Run, ink: Ink) {
        self.text(x - run.width / 2.0, y, run, ink);
    }

    /// Filled boxes: left, top, width, height.
    pub(super) fn boxes(&mut self, boxes: Vec<[f32; 4]>, ink: Ink) {
        self.marks.push(Mark::Boxes { boxes, ink });
    }

    /// A line.
    pub(super) fn line(&mut self, from: [f32; 2], to: [f32; 2], ink: Ink, width: f32) {
        self.marks.push(Mark::Line { from, to, ink, width, dashed: false });
    }

    /// A line along which to cut.
    pub(super) fn cut_line(&mut self, from: [f32; 2], to: [f32; 2]) {
        self.marks.push(Mark::Line { from, to, ink: [0x9a, 0xa8, 0xac], width: 0.5, dashed: true });
    }
}

/// An entry of the bookmarks: under which heading, what it says, and its page from 0.
pub(super) struct Bookmark {
    pub(super) heading: &'static str,
    pub(super) text: String,
    pub(super) page: usize,
}

/// Writes a document; the same sheets give the same bytes. `None` when a measure is not one.
pub(super) fn write(
    letters: &Letters,
    sheets: &[Sheet],
    bookmarks: &[Bookmark],
    title: &str,
    at: Timestamp,
    language: Language,
) -> Option<Vec<u8>> {
    let mut document = Document::new();
    for sheet in sheets {
        let mut page = document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT)?);
        let mut surface = page.surface();
        for mark in &sheet.marks {
            draw(&mut surface, mark, letters);
        }
    }
    if !bookmarks.is_empty() {
        document.set_outline(outline(bookmarks));
    }
    let made = TimeZone::UTC.to_datetime(at);
    let part = i8::unsigned_abs;
    let made = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(part(made.month()))
        .day(part(made.day()))
        .hour(part(made.hour()))
        .minute(part(made.minute()))
        .second(part(made.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(language.code().to_owned())
            .creator("Passerelle".to_owned())
            .creation_date(made),
    );
    document.finish().ok()
}

fn outline(bookmarks: &[Bookmark]) -> Outline {
    let to = |page| XyzDestination::new(page, Point::from_xy(0.0, 0.0));
    let mut groups: Vec<(&str, OutlineNode)> = Vec::new();
    for one in bookmarks {
        if groups.last().is_none_or(|(heading, _)| *heading != one.heading) {
            let node = OutlineNode::new(one.heading.to_owned(), to(one.page)).with_open(true);
            groups.push((one.heading, node));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.push_child(OutlineNode::new(one.text.clone(), to(one.page)));
        }
    }
    let mut outline = Outline::new();
    for (_, group) in groups {
        outline.push_child(group);
    }
    outline
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, letters: &Letters) {
    let fill =
        |[red, green, blue]: Ink| Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() };
    let mut path = PathBuilder::new();
    match mark {
        Mark::Text { x, y, run, ink } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            let font = letters.font(run.style.weight);
            surface.draw_glyphs(Point::from_xy(*x, *y), &run.glyphs, font, &run.text, run.style.size, false);
        }
        Mark::Boxes { boxes, ink } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            for [left, top, width, height] in boxes {
                if let Some(one) = Rect::from_xywh(*left, *top, *width, *height) {
                    path.push_rect(one);
                }
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Line { from, to, ink, width, dashed } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: fill(*ink).paint,
                width: *width,
                opacity: NormalizedF32::ONE,
                dash: dashed.then(|| StrokeDash { array: vec![3.0, 3.0], offset: 0.0 }),
                ..Stroke::default()
            }));
            path.move_to(from[0], from[1]);
            path.line_to(to[0], to[1]);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

//! Letters: two weights of one face, measured and set as they will be drawn.

use std::borrow::Cow;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, ShapePlan, UnicodeBuffer, script};

static REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../fonts/NotoSans-Bold.ttf");

/// What stands where a text was cut.
const ELLIPSIS: &str = "…";

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// A weight and a size (points).
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
}

/// Regular letters of a size.
pub(super) const fn regular(size: f32) -> Style {
    Style { weight: Weight::Regular, size }
}

/// Bold letters of a size.
pub(super) const fn bold(size: f32) -> Style {
    Style { weight: Weight::Bold, size }
}

/// A line of text, set.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    pub(super) style: Style,
    /// Points.
    pub(super) width: f32,
}

struct Cut {
    face: Face<'static>,
    plan: ShapePlan,
    font: Font,
}

impl Cut {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let face = Face::from_slice(bytes, 0)?;
        let plan = ShapePlan::new(&face, Direction::LeftToRight, Some(script::LATIN), None, &[]);
        Some(Self { face, plan, font: Font::new(bytes.into(), 0)? })
    }
}

/// The two weights.
pub(super) struct Letters {
    regular: Cut,
    bold: Cut,
}

impl Letters {
    /// Reads the faces; `None` when they are damaged.
    pub(super) fn new() -> Option<Self> {
        Some(Self { regular: Cut::new(REGULAR)?, bold: Cut::new(BOLD)? })
    }

    fn cut(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The font of a weight, to be put into a document.
    pub(super) fn font(&self, weight: Weight) -> Font {
        self.cut(weight).font.clone()
    }

    /// Sets a text on one line, however long it becomes.
    pub(super) fn set(&self, text: &str, style: Style) -> Run {
        let Cut { face, plan, .. } = self.cut(style.weight);
        let text: String = text.chars().filter_map(|c| drawn(face, c)).collect();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let shaped = rustybuzz::shape_with_plan(face, plan, buffer);
        #[expect(clippy::cast_possible_truncation, reason = "units of a font are small whole numbers")]
        let unit = |units: i32| (f64::from(units) / f64::from(face.units_per_em())) as f32;
        let infos = shaped.glyph_infos();
        let start = |at: usize| infos.get(at).map_or(text.len(), |info| info.cluster as usize);
        let mut glyphs = Vec::with_capacity(infos.len());
        for (at, (info, position)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            let next = (at + 1..infos.len()).find(|&next| start(next) != start(at)).unwrap_or(infos.len());
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                unit(position.x_advance),
                unit(position.x_offset),
                unit(position.y_offset),
                unit(position.y_advance),
                start(at)..start(next),
                None,
            ));
        }
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * style.size;
        Run { text, glyphs, style, width }
    }

    /// Sets a text on one line of a width; what is too long ends in an ellipsis.
    pub(super) fn fit(&self, text: &str, style: Style, width: f32) -> Run {
        let whole = self.set(&holdable(text, style, width, 1), style);
        if whole.width <= width {
            return whole;
        }
        let room = width - self.set(ELLIPSIS, style).width;
        let mut kept = 0;
        let mut used = 0.0;
        for glyph in &whole.glyphs {
            used += glyph.x_advance * style.size;
            if used > room {
                break;
            }
            kept = glyph.text_range.end;
        }
        let kept = whole.text.get(..kept).unwrap_or_default().trim_end();
        self.set(&format!("{kept}{ELLIPSIS}"), style)
    }

    /// Sets a text on at most `most` lines of a width; what is too long ends in an ellipsis.
    pub(super) fn wrap(&self, text: &str, style: Style, width: f32, most: usize) -> Vec<Run> {
        let text = &holdable(text, style, width, most);
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        for piece in text.split_inclusive([' ', '-', '/']) {
            for piece in self.bits(piece, style, width) {
                let (ink, whole) = (self.set(piece.trim_end(), style).width, self.set(piece, style).width);
                if used + ink > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                if lines.len() + 1 >= most {
                    // The last line takes the rest of the text and is cut.
                    used = f32::NEG_INFINITY;
                }
                line.push_str(piece);
                used += whole;
            }
        }
        lines.push(line);
        lines
            .iter()
            .map(|line| self.fit(line.trim(), style, width))
            .filter(|run| !run.text.is_empty())
            .collect()
    }

    /// A piece that no line can hold, in parts that one can.
    fn bits<'t>(&self, piece: &'t str, style: Style, width: f32) -> Vec<&'t str> {
        let mut bits = Vec::new();
        let mut rest = piece;
        while self.set(rest.trim_end(), style).width > width {
            let mut used = 0.0;
            let fits = rest.char_indices().find(|(_, c)| {
                used += self.set(c.encode_utf8(&mut [0; 4]), style).width;
                used > width
            });
            let Some((at, _)) = fits.filter(|(at, _)| *at > 0) else { break };
            let (bit, after) = rest.split_at(at);
            bits.push(bit);
            rest = after;
        }
        bits.push(rest);
        bits
    }

    /// The largest of the sizes in which the text stands on at most `most` lines uncut; the smallest when there is none.
    pub(super) fn largest(&self, text: &str, styles: &[Style], width: f32, most: usize) -> Vec<Run> {
        let mut lines = Vec::new();
        for style in styles {
            lines = self.wrap(text, *style, width, most);
            if !lines.iter().any(|line| line.text.ends_with(ELLIPSIS)) {
                break;
            }
        }
        lines
    }
}

/// What of a text can stand on so many lines at most: a longer one is cut before each of its letters is measured.
fn holdable(text: &str, style: Style, width: f32, most: usize) -> Cow<'_, str> {
    // No letter is narrower than a fifth of its size.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few thousand letters at most"
    )]
    let letters = (width / style.size * 5.0) as usize * most;
    match text.char_indices().nth(letters) {
        Some((end, _)) => Cow::Owned(format!("{}{ELLIPSIS}", text.split_at(end).0)),
        None => Cow::Borrowed(text),
    }
}

/// A character as it can be drawn: white space that the face lacks is a space, and what has no shape is left out.
fn drawn(face: &Face<'_>, c: char) -> Option<char> {
    match c {
        _ if c.is_whitespace() && (c.is_control() || face.glyph_index(c).is_none()) => Some(' '),
        _ if c.is_control() => None,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        '\u{2010}' | '\u{2011}' if face.glyph_index(c).is_none() => Some('-'),
        _ => Some(c),
    }
}

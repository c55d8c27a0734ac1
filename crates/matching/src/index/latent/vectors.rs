//! The texts of a segment in the latent space, one byte a coordinate.

use std::fs::{self, File};
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use passerelle_domain::Language;
use rayon::prelude::*;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use super::{Column, Latent};
use crate::analyse::key;
use crate::index::segment::Segment;
use crate::index::{IndexError, TextField};

/// Texts computed at a time: bounds memory to this many rows of floats per thread.
const CHUNK: usize = 16_384;

/// Coordinates of texts, length 1 each, as bytes times [`SCALE`].
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Vectors {
    size: usize,
    /// Signed bytes, text by text.
    bytes: Vec<u8>,
}

/// Products summed side by side.
const LANES: usize = 16;
/// Last bytes of a file of coordinates: what it is, and the version of its layout.
const MAGIC: &[u8; 8] = b"PASSVEC1";
/// A coordinate of 1 as a byte.
const SCALE: f32 = 127.0;

impl Vectors {
    /// Cosine of a text and a folded query, about -1 to 1.
    pub(crate) fn cosine(&self, text: usize, query: &[f32]) -> f64 {
        let from = text * self.size;
        let Some(bytes) = self.bytes.get(from..from + self.size) else { return 0.0 };
        // Side by side: a processor multiplies so many at once, and one sum after the other would keep it from it.
        let mut sums = [0.0_f32; LANES];
        let (pieces, values) = (bytes.chunks_exact(LANES), query.chunks_exact(LANES));
        let rest = pieces.remainder().iter().zip(values.remainder());
        let rest: f32 = rest.map(|(byte, value)| f32::from(byte.cast_signed()) * value).sum();
        for (piece, values) in pieces.zip(values) {
            for ((sum, byte), value) in sums.iter_mut().zip(piece).zip(values) {
                *sum += f32::from(byte.cast_signed()) * value;
            }
        }
        f64::from((sums.iter().sum::<f32>() + rest) / SCALE)
    }

    /// Writes the coordinates to a file, so that opening a large segment does not fold in its texts again.
    pub(crate) fn save(&self, path: &Path) -> Result<(), IndexError> {
        let beside = path.with_extension("vectors-new");
        let mut file = File::create(&beside)?;
        file.write_all(&self.bytes)?;
        for number in [self.size as u64, checksum(&self.bytes)] {
            file.write_all(&number.to_le_bytes())?;
        }
        file.write_all(MAGIC)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        Ok(())
    }

    /// Reads what [`Vectors::save`] wrote; `None` when it is not there, not whole, or not of so many texts in a space of that size.
    pub(crate) fn load(path: &Path, size: usize, texts: usize) -> Option<Self> {
        let mut bytes = fs::read(path).ok()?;
        let length = size.checked_mul(texts)?;
        let end = bytes.get(length..)?.strip_suffix(MAGIC)?;
        let (told, sum) = end.split_at_checked(8)?;
        let told = u64::from_le_bytes(told.try_into().ok()?);
        let sum = u64::from_le_bytes(sum.try_into().ok()?);
        bytes.truncate(length);
        (told == size as u64 && sum == checksum(&bytes)).then_some(Self { size, bytes })
    }
}

/// A hash of bytes, eight at a time: tells a file that was damaged, nothing more.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
    words.iter().chain([&last]).fold(bytes.len() as u64, |hash, word| {
        (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}

impl Latent {
    /// Folds in all texts of a segment.
    pub(crate) fn vectors(&self, segment: &Segment) -> Result<Vectors, IndexError> {
        if self.size == 0 {
            return Ok(Vectors::default());
        }
        let mut bytes = vec![0; segment.texts.len() * self.size];
        let pieces = bytes.par_chunks_mut(CHUNK * self.size).enumerate();
        pieces
            .map(|(number, piece)| self.chunk(segment, number * CHUNK, piece))
            .collect::<Result<(), _>>()?;
        Ok(Vectors { size: self.size, bytes })
    }

    /// Folds in the texts from one on, as many as there is room for.
    fn chunk(&self, segment: &Segment, from: usize, bytes: &mut [u8]) -> Result<(), IndexError> {
        let mut sums = vec![0.0_f32; bytes.len()];
        let end = from + bytes.len() / self.size.max(1);
        let first = u32::try_from(from).map_err(|_| IndexError::Damaged)?;
        let end = u32::try_from(end).map_err(|_| IndexError::Damaged)?;
        for language in [Language::French, Language::English] {
            self.add_words(segment, language, first..end, &mut sums)?;
        }
        for (row, slots) in sums.chunks(self.size).zip(bytes.chunks_mut(self.size)) {
            let length = row.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of a byte")]
            slots.iter_mut().zip(row).for_each(|(slot, v)| {
                *slot = ((v / length * SCALE).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
            });
        }
        Ok(())
    }

    /// Adds all words of a field, in their order: going through those of the segment finds each without looking it up in it.
    fn add_words(
        &self,
        segment: &Segment,
        language: Language,
        range: Range<u32>,
        sums: &mut [f32],
    ) -> Result<(), IndexError> {
        let (field, (reader, _)) = (TextField::from(language), segment.field(language.into()));
        let mut words = reader.terms().stream()?;
        while let Some((word, info)) = words.next() {
            let Ok(word) = std::str::from_utf8(word) else { continue };
            let Some(column) = self.column(field, key(word)) else { continue };
            let mut blocks = reader.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            blocks.seek(range.start);
            self.add_texts(column, &mut blocks, &range, sums);
        }
        Ok(())
    }

    fn add_texts(
        &self,
        column: Column,
        blocks: &mut BlockSegmentPostings,
        range: &Range<u32>,
        sums: &mut [f32],
    ) {
        while blocks.block_len() > 0 {
            for (document, count) in blocks.docs().iter().zip(blocks.freqs()) {
                if *document >= range.end {
                    return;
                }
                if *document < range.start {
                    continue;
                }
                let at = (document - range.start) as usize * self.size;
                if let Some(row) = sums.get_mut(at..at + self.size) {
                    #[expect(clippy::cast_precision_loss, reason = "a count of words")]
                    self.add(column, *count as f32, row);
                }
            }
            blocks.advance();
        }
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn coordinates_are_read_as_they_were_written_or_not_at_all() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("it.vectors");
        let vectors = Vectors { size: 3, bytes: (0..15).map(|i| i * 17).collect() };
        vectors.save(&path).unwrap();
        assert_eq!(Vectors::load(&path, 3, 5).as_ref(), Some(&vectors));
        assert_eq!(Vectors::load(&path, 5, 3), None);
        assert_eq!(Vectors::load(&path, 3, 4), None);
        let whole = fs::read(&path).unwrap();
        for i in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[i] ^= 4;
            fs::write(&path, bytes).unwrap();
            assert_eq!(Vectors::load(&path, 3, 5), None, "byte {i}");
            fs::write(&path, &whole[..i]).unwrap();
            assert_eq!(Vectors::load(&path, 3, 5), None, "cut at {i}");
        }
    }
}

//! A latent space in a file: names, weights and coordinates, little-endian.

use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher;
use std::io::Write as _;
use std::path::Path;

use super::{Column, Latent};
use crate::index::schema::Fnv;
use crate::index::{IndexError, TextField};

/// First bytes of the file: what it is, and the version of its layout.
const MAGIC: &[u8; 8] = b"PASSLAT1";

impl Latent {
    /// The file's name: a hash of what is in it.
    pub(crate) fn name(&self) -> String {
        name(&self.bytes())
    }

    /// Writes the space beside its place and moves it there once it is whole and on the disk.
    pub(crate) fn save(&self, path: &Path) -> Result<(), IndexError> {
        let beside = path.with_extension("latent-new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(&self.bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        Ok(())
    }

    /// Reads what [`Latent::save`] wrote; its name tells whether that is what is in the file.
    pub(crate) fn load(path: &Path) -> Result<Self, IndexError> {
        let bytes = fs::read(path)?;
        if path.file_name().and_then(|it| it.to_str()) != Some(&*name(&bytes)) {
            return Err(IndexError::Damaged);
        }
        Self::parse(&bytes).ok_or(IndexError::Damaged)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let number = |out: &mut Vec<u8>, value: usize| out.extend((value as u64).to_le_bytes());
        number(&mut out, self.size);
        number(&mut out, self.firms);
        number(&mut out, self.columns.len());
        number(&mut out, self.directions.len());
        for ((field, word), column) in &self.columns {
            out.push(u8::from(*field == TextField::English));
            number(&mut out, word.len());
            out.extend(word.as_bytes());
            out.extend(column.place.to_le_bytes());
            out.extend(column.weight.to_le_bytes());
        }
        out.extend(self.directions.iter().flat_map(|value| value.to_le_bytes()));
        out
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut take = |length: usize| {
            let (head, tail) = rest.split_at_checked(length)?;
            rest = tail;
            Some(head)
        };
        let mut read = || usize::try_from(u64::from_le_bytes(take(8)?.try_into().ok()?)).ok();
        let (size, firms, words, coordinates) = (read()?, read()?, read()?, read()?);
        let mut columns = BTreeMap::new();
        for _ in 0..words {
            let field = if *take(1)?.first()? == 1 { TextField::English } else { TextField::French };
            let length = usize::try_from(u64::from_le_bytes(take(8)?.try_into().ok()?)).ok()?;
            let word = std::str::from_utf8(take(length)?).ok()?.to_owned();
            let place = u32::from_le_bytes(take(4)?.try_into().ok()?);
            let weight = f32::from_le_bytes(take(4)?.try_into().ok()?);
            columns.insert((field, word), Column { place, weight });
        }
        let raw = take(coordinates.checked_mul(4)?)?;
        let directions = raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
        Some(Self::new(columns, directions, size, firms))
    }
}

fn name(bytes: &[u8]) -> String {
    let mut hash = Fnv::default();
    hash.write(bytes);
    format!("{:016x}.latent", hash.finish())
}

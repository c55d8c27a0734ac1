//! Towns and how far they are from each other.
//!
//! A small table of towns, looked up by name; a name that several towns bear stands for the one that is nearest. What is not in it is unknown,
//! and nothing is held against a firm for it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use passerelle_domain::{Name, fold};

/// Towns: names with `|` between, country, latitude, longitude, `#` for remarks.
const COMPILED_IN: &str = include_str!("../../../../config/places.tsv");
/// Mean radius of the earth, kilometres (IUGG, Moritz 2000).
const EARTH_KM: f64 = 6371.0;

/// A point on the earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// Great-circle distance by the haversine formula (Sinnott, *Virtues of the haversine*, 1984), kilometres.
    fn kilometres(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |a: f64, b: f64| ((b - a) / 2.0).sin().powi(2);
        let chord = half(from, to)
            + from.cos() * to.cos() * half(self.longitude.to_radians(), other.longitude.to_radians());
        2.0 * EARTH_KM * chord.clamp(0.0, 1.0).sqrt().asin()
    }
}

/// A town of the table.
#[derive(Debug, Clone, Copy)]
struct Town {
    name: &'static str,
    at: Point,
}

/// Towns by folded name.
static TOWNS: LazyLock<BTreeMap<String, Vec<Town>>> = LazyLock::new(|| {
    let mut towns: BTreeMap<String, Vec<Town>> = BTreeMap::new();
    for (names, _, at) in COMPILED_IN.lines().filter_map(parsed) {
        let name = names.split('|').next().unwrap_or(names);
        for writing in names.split('|') {
            towns.entry(key(&fold(writing))).or_default().push(Town { name, at });
        }
    }
    towns
});

/// Names, country and point of a line; `None` for a remark.
fn parsed(line: &'static str) -> Option<(&'static str, &'static str, Point)> {
    let mut cells = line.split('\t');
    let (names, country) = (cells.next()?, cells.next()?);
    let (latitude, longitude) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    (!line.starts_with('#')).then_some((names, country, Point { latitude, longitude }))
}

/// A folded name without what postmen add: « toulouse cedex 4 », « lyon 7e », « st nazaire ».
fn key(folded: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in folded.split(' ') {
        match word {
            "cedex" => break,
            "st" => words.push("saint"),
            "ste" => words.push("sainte"),
            _ if !words.is_empty() && word.starts_with(|c: char| c.is_ascii_digit()) => break,
            _ => words.push(word),
        }
    }
    words.join(" ")
}

/// Where somebody is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The town, as the brief writes it.
    pub(crate) town: Name,
    /// How near is near enough, kilometres.
    pub(crate) within_km: u32,
    key: String,
    known: Vec<Point>,
}

/// The nearest of a firm's towns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Nearest {
    /// Its name.
    pub(crate) town: Name,
    /// Great-circle distance, kilometres, rounded.
    pub(crate) km: u32,
}

impl Wanted {
    /// A town, known or not.
    pub(crate) fn at(town: &Name, within_km: u32) -> Self {
        let key = key(&fold(town.as_str()));
        let known = TOWNS.get(&key).into_iter().flatten().map(|town| town.at).collect();
        Self { town: town.clone(), within_km, key, known }
    }

    /// Of a firm's towns, folded, the nearest; `None` when it names none, or when one is unknown that might be nearer.
    pub(crate) fn nearest(&self, towns: &[String]) -> Option<Nearest> {
        let (km, town, _) = self.look(towns).filter(|(.., all)| *all)?;
        Some(Nearest { town: self.name(town)?, km })
    }

    /// The nearest of the towns that are known; `None` when none is.
    pub(crate) fn nearest_known(&self, towns: &[String]) -> Option<Nearest> {
        let (km, town, _) = self.look(towns)?;
        Some(Nearest { town: self.name(town)?, km })
    }

    /// How far that is, kilometres.
    pub(crate) fn nearest_known_km(&self, towns: &[String]) -> Option<u32> {
        self.look(towns).map(|(km, ..)| km)
    }

    /// The name of a town; without one, it is the town that is wanted.
    fn name(&self, town: Option<&str>) -> Option<Name> {
        town.map_or_else(|| Some(self.town.clone()), |town| Name::new(town).ok())
    }

    /// How far the nearest known town is, its name unless it is the one wanted, and whether no other can be nearer.
    fn look(&self, towns: &[String]) -> Option<(u32, Option<&'static str>, bool)> {
        let mut nearest: Option<(f64, &'static str)> = None;
        let mut all = true;
        for written in towns {
            let key = key(written);
            if key == self.key {
                return Some((0, None, true));
            }
            let known = TOWNS.get(&key).map_or(&[][..], Vec::as_slice);
            all &= !known.is_empty();
            for (town, wanted) in known.iter().flat_map(|town| self.known.iter().map(move |at| (town, at))) {
                let km = wanted.kilometres(town.at);
                if nearest.is_none_or(|(least, _)| km < least) {
                    nearest = Some((km, town.name));
                }
            }
        }
        let (km, town) = nearest?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20,016 kilometres")]
        let km = km.round() as u32;
        Some((km, Some(town), all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(from: &str, to: &[&str]) -> Option<(String, u32)> {
        let towns: Vec<String> = to.iter().map(|town| fold(town)).collect();
        let wanted = Wanted::at(&Name::new(from).unwrap(), 50);
        wanted.nearest(&towns).map(|it| (it.town.as_str().to_owned(), it.km))
    }

    #[test]
    fn distances_are_those_of_the_map() {
        for (from, to, km) in [
            ("Paris", "Toulouse", 588),
            ("Toulouse", "Montpellier", 196),
            ("Paris", "Berlin", 878),
            ("Lyon", "Turin", 235),
        ] {
            let (_, found) = far(from, &[to]).unwrap();
            assert!(found.abs_diff(km) <= 6, "{from} to {to}: {found} km, {km} expected");
        }
    }

    #[test]
    fn a_town_is_known_by_the_ways_to_write_it() {
        for writing in ["TOULOUSE CEDEX 4", "Toulouse", "toulouse"] {
            assert_eq!(far("Toulouse", &[writing]).map(|it| it.1), Some(0), "{writing}");
        }
        assert_eq!(far("Saint-Nazaire", &["St Nazaire"]).map(|it| it.1), Some(0));
        assert_eq!(far("München", &["Munich"]).map(|it| it.1), Some(0));
        assert_eq!(far("Paris", &["Paris 15e"]).map(|it| it.1), Some(0));
    }

    #[test]
    fn the_nearest_counts_and_the_unknown_proves_nothing() {
        assert_eq!(far("Blagnac", &["Lille", "Toulouse"]).map(|it| it.0).as_deref(), Some("Toulouse"));
        assert_eq!(far("Toulouse", &["Lille", "Trifouillis-les-Oies"]), None);
        assert_eq!(far("Trifouillis-les-Oies", &["Toulouse"]), None);
        assert_eq!(far("Trifouillis-les-Oies", &["Trifouillis les Oies"]).map(|it| it.1), Some(0));
        assert_eq!(far("Toulouse", &[]), None);
    }

    #[test]
    fn the_table_is_well_formed() {
        let lines = COMPILED_IN.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut seen = std::collections::BTreeSet::new();
        for line in lines {
            let (names, country, at) = parsed(line).unwrap_or_else(|| panic!("cannot read `{line}`"));
            assert_eq!(country.len(), 2, "{line}");
            assert!(
                (-90.0..=90.0).contains(&at.latitude) && (-180.0..=180.0).contains(&at.longitude),
                "{line}"
            );
            assert!(seen.insert((names, country)), "twice: {line}");
        }
        assert!(seen.len() > 500);
    }
}

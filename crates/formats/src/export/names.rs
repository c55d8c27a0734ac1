//! Names of files and of calendar entries, made from identifiers.

/// Longest part of an identifier that is kept in a file name, in bytes: file systems allow 255 with the extension.
const MAX_STEM: usize = 80;

/// What stands between the kept part and the hash.
const MARK: &str = "-x";

/// Hexadecimal digits of a hash.
const DIGITS: usize = 16;

/// See [`super::file_name`].
pub(super) fn file_name(id: &str) -> String {
    if is_safe(id) {
        return id.to_owned();
    }
    let mut stem = String::new();
    for c in passerelle_domain::fold(id).chars() {
        // No dot: what stands before one must not be the name of a device either.
        let c = if is_plain(c) && c != '.' { c } else { '-' };
        if stem.len() < MAX_STEM && !(c == '-' && (stem.is_empty() || stem.ends_with('-'))) {
            stem.push(c);
        }
    }
    let stem = stem.trim_matches('-');
    format!("{}{MARK}{:016x}", if stem.is_empty() { "id" } else { stem }, fnv1a(id.as_bytes()))
}

fn is_plain(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '-' | '.' | '_')
}

/// Whether an identifier can be a file name as it is, and cannot be one that [`file_name`] made from another.
fn is_safe(id: &str) -> bool {
    let edges = |c: char| c == '.' || c == '-';
    !id.is_empty()
        && id.len() <= MAX_STEM
        && id.chars().all(is_plain)
        && !id.starts_with(edges)
        && !id.ends_with('.')
        && !is_device(id)
        && !is_made(id)
}

/// Whether Windows keeps the name for a device, whatever the extension.
fn is_device(id: &str) -> bool {
    let base = id.split('.').next().unwrap_or_default();
    let numbered = |prefix| {
        base.strip_prefix(prefix).is_some_and(|n: &str| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
    };
    matches!(base, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn is_made(id: &str) -> bool {
    id.rsplit_once(MARK)
        .is_some_and(|(_, hash)| hash.len() == DIGITS && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine and in every run.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

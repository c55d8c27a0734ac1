//! Secrets: made from the system's randomness, kept as hashes.

use hmac::{Hmac, KeyInit, Mac};
use passerelle_store::digest;
use sha2::Sha256;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A new identifier, in order of time (RFC 9562, version 7).
pub(super) fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A new secret of 256 bits, 43 letters of URL-safe base64; an error when the system has no randomness to give.
pub(super) fn secret() -> Result<String, super::Refusal> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| {
        super::Refusal::new(
            super::Cause::Internal,
            "the system gives no random numbers",
            "tell the organiser",
        )
    })?;
    Ok(encode(&bytes))
}

/// What is kept of a secret that has 256 bits of its own: no salt and no slow hash are needed for those.
pub(super) fn hash(secret: &str) -> String {
    digest(secret)
}

/// HMAC-SHA-256 (RFC 2104), hexadecimal: the signature of a webhook.
pub(super) fn sign(key: &str, message: &str) -> String {
    use std::fmt::Write;
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// URL-safe base64 without padding (RFC 4648, section 5).
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for three in bytes.chunks(3) {
        let whole =
            three.iter().fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for letter in 0..=three.len() {
            text.push(char::from(ALPHABET[(whole >> (18 - 6 * letter)) as usize & 63]));
        }
    }
    text
}

/// The bytes of [`encode`]; `None` for anything else.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.as_bytes().chunks(4) {
        let mut whole = 0_u32;
        for letter in four {
            whole = whole << 6 | u32::try_from(ALPHABET.iter().position(|known| known == letter)?).ok()?;
        }
        whole <<= 6 * (4 - four.len());
        let [_, a, b, c] = whole.to_be_bytes();
        bytes.extend_from_slice(&[a, b, c][..(four.len() * 6 / 8)]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, coded) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(decode("Zg=="), None);
    }

    #[test]
    fn signatures_are_those_of_the_standard() {
        // RFC 4231, test case 2.
        let signature = sign("Jefe", "what do ya want for nothing?");
        assert_eq!(signature, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn no_two_secrets_are_alike() {
        assert_ne!(secret().unwrap(), secret().unwrap());
        assert_eq!(secret().unwrap().len(), 43);
    }
}

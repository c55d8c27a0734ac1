//! Secrets: made from the system's randomness, kept as hashes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use passerelle_store::digest;
use sha2::Sha256;

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

/// Bytes of a seal: half of a SHA-256, below which RFC 2104 (section 5) does not go.
pub(super) const SEAL: usize = 16;

/// HMAC-SHA-256 of a message, cut to [`SEAL`] bytes.
pub(super) fn seal(key: &str, message: &str) -> Vec<u8> {
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()) else { return Vec::new() };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().iter().copied().take(SEAL).collect()
}

/// Whether a seal is the message's, in the same time wherever it first differs.
pub(super) fn is_sealed(key: &str, message: &str, seal: &[u8]) -> bool {
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()) else { return false };
    mac.update(message.as_bytes());
    seal.len() == SEAL && mac.verify_truncated_left(seal).is_ok()
}

/// URL-safe base64 without padding (RFC 4648, section 5).
pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of [`encode`]; `None` for anything else.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        // RFC 4231, test case 2.
        let signature = sign("Jefe", "what do ya want for nothing?");
        assert_eq!(signature, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_seal_is_the_standard_s_cut_in_half_and_no_other_holds() {
        let message = "what do ya want for nothing?";
        let known = seal("Jefe", message);
        // The first half of RFC 4231, test case 2.
        let half =
            [0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7];
        assert_eq!(known, half);
        assert!(is_sealed("Jefe", message, &known));
        assert!(!is_sealed("Jefe", "what do ya want", &known) && !is_sealed("Jeff", message, &known));
        for n in 0..SEAL {
            assert!(!is_sealed("Jefe", message, &known[..n]), "{n} bytes are not enough");
            let mut other = known.clone();
            other[n] ^= 1;
            assert!(!is_sealed("Jefe", message, &other));
        }
    }

    #[test]
    fn no_two_secrets_are_alike() {
        assert_ne!(secret().unwrap(), secret().unwrap());
        assert_eq!(secret().unwrap().len(), 43);
    }
}

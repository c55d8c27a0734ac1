//! Certificates and clearances asked for.

use passerelle_domain::{RequirementKind, Strength};

use super::read;

/// Standards asked with a certificate, and how much each matters.
fn certificates(text: &str) -> Vec<(String, Strength)> {
    let asked = read(text).brief.requirements.into_iter();
    asked
        .filter_map(|r| match r.kind {
            RequirementKind::Certification { standard, certificate: true } => {
                Some((standard.label().to_owned(), r.strength))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn each_certificate_of_a_line_is_asked() {
    let both = certificates("# Essai\n\n## Exigences\n- certification ISO 9001 et EN 9100\n");
    assert_eq!(both, [("ISO 9001".into(), Strength::Must), ("EN 9100".into(), Strength::Must)]);
    assert_eq!(
        certificates("# Essai\n\n## Exigences\n- ISO 9001 ou EN 9100\n"),
        [],
        "either will do: nobody is ruled out"
    );
}

#[test]
fn one_plain_sentence_can_be_a_must() {
    for (text, standard) in [
        ("The supplier shall hold EN 9100.", "EN 9100"),
        ("ISO 27001 certification is required.", "ISO 27001"),
        ("Le titulaire devra être certifié ISO 9001.", "ISO 9001"),
        ("EN 9100 certified suppliers only.", "EN 9100"),
    ] {
        assert_eq!(certificates(text), [(standard.to_owned(), Strength::Must)], "{text}");
    }
    assert_eq!(certificates("EN 9100 certification is not required."), []);
}

#[test]
fn clearances_go_by_one_name() {
    let secret = [("Habilitation Secret".to_owned(), Strength::Must)];
    for text in [
        "Habilitation confidentiel défense exigée.",
        "Le titulaire doit être habilité Secret.",
        "The contractor must hold a security clearance.",
    ] {
        assert_eq!(certificates(text), secret, "{text}");
    }
    assert_eq!(certificates("NATO SECRET mandatory."), [("NATO SECRET".into(), Strength::Must)]);
    assert_eq!(certificates("Certification HDS obligatoire."), [("HDS".into(), Strength::Must)]);
    assert_eq!(
        certificates("Staff must be eligible for a security clearance."),
        [],
        "not held yet: nobody is ruled out"
    );
    assert_eq!(certificates("Habilitation électrique obligatoire."), []);
}

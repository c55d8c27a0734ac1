//! A confidential brief leaks to nobody, and no firm sees another: every audience, as text and as JSON.

use std::collections::BTreeSet;
use std::fs;

use passerelle_app::audience;
use passerelle_app::config::Config;
use passerelle_app::market::{Market, Place};
use passerelle_app::symmetric::{self, FirmBrief};
use passerelle_domain::{Audience, BriefId, FirmId, ReadBrief};
use passerelle_formats::matches;
use tempfile::TempDir;

/// Stands in all that is not to be seen of a confidential brief.
const CANARY: &str = "zyxocanary";
/// Words of the teaser.
const TEASER: &str = "Un essai de banc hydraulique est à confier";

/// A market of a few firms, an open brief and a confidential one.
fn market() -> TempDir {
    let folder = TempDir::new().unwrap();
    let put = |path: &str, text: String| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let firms = [
        (
            "hydrobanc",
            "Hydrobanc Vaillant",
            "Nous construisons des bancs d'essai hydrauliques pour actionneurs.",
        ),
        ("codalys", "Codalys Martel", "Nous écrivons des logiciels embarqués temps réel pour calculateurs."),
        ("soudexa", "Soudexa Ferrand", "Nous soudons des structures en titane et des réservoirs."),
    ];
    for (id, name, summary) in firms {
        let head = format!("id = \"{id}\"\nname = \"{name}\"\nlanguage = \"fr\"\n");
        put(&format!("firms/{id}.toml"), format!("{head}summary = \"{summary}\"\n"));
    }
    put(
        "briefs/open.md",
        "+++\nid = \"ouvert\"\nstart = 2027-05-01\n+++\n# Banc d'essai pour actionneurs\n\n\
         Nous voulons un banc d'essai hydraulique.\n\n## Exigences\n\n\
         - Obligatoire : certification EN 9100\n- Souhaité : essais hydrauliques d'actionneurs\n"
            .to_owned(),
    );
    put(
        &format!("briefs/{CANARY}.md"),
        format!(
            "+++\nid = \"{CANARY}\"\nconfidential = true\nteaser = \"{TEASER}.\"\nclient = \"{CANARY}\"\n+++\n\
             # Banc {CANARY} pour actionneurs\n\nNous voulons un banc d'essai hydraulique {CANARY}.\n\n\
             ## Exigences\n\n- Obligatoire : certification EN 9100 {CANARY}\n- Souhaité : essais {CANARY} hydrauliques\n"
        ),
    );
    folder
}

/// The firms, the briefs and the configuration.
struct Stage {
    market: Market,
    briefs: Vec<ReadBrief>,
    config: Config,
}

impl Stage {
    fn set() -> Self {
        let (folder, config) = (market(), Config::defaults().unwrap());
        let firms = folder.path().join("firms");
        let briefs = [folder.path().join("briefs")];
        let (market, briefs) =
            audience::load(&Audience::Organiser, Place::Files(&firms), &briefs, &config).unwrap();
        Self { market, briefs: briefs.briefs, config }
    }

    /// All that `match --as` shows, as text and as JSON.
    fn matched(&self, audience: &Audience) -> String {
        let steps = self.config.audience.steps();
        let rankings = audience::rank(audience, &self.market, &self.briefs, 10).unwrap();
        let both = self.briefs.iter().zip(&rankings);
        let seen: Vec<_> = both.map(|(read, ranking)| audience.sees(&read.brief, ranking, steps)).collect();
        let text: String = seen.iter().map(super::seen).collect();
        text + &matches::write_seen(seen)
    }

    /// All that `briefs` shows a firm, as text and as JSON.
    fn listed(&self, firm: &FirmId, admitted: bool) -> String {
        let admitted: BTreeSet<BriefId> =
            admitted.then(|| BriefId::new(CANARY).unwrap()).into_iter().collect();
        let found = symmetric::briefs(&self.market, &self.briefs, firm, &admitted, &self.config, 10).unwrap();
        let lists =
            || (found.readable.iter().map(FirmBrief::seen), found.teasers.iter().map(FirmBrief::seen));
        let (text, json) = (lists(), lists());
        super::briefs(text.0, text.1) + &matches::write_briefs(firm.as_str(), json.0, json.1)
    }
}

#[test]
fn a_canary_is_heard_by_those_who_may_read_the_brief_alone() {
    let stage = Stage::set();
    assert!(stage.matched(&Audience::Client).contains(CANARY));
    let public = stage.matched(&Audience::Public);
    assert!(!public.contains(CANARY) && public.contains(TEASER), "{public}");
    for firm in stage.market.names().keys() {
        let told = |admitted| {
            stage.matched(&Audience::Firm { firm: firm.clone(), admitted }) + &stage.listed(firm, admitted)
        };
        let (outside, inside) = (told(false), told(true));
        assert!(!outside.contains(CANARY), "{firm} sees {outside}");
        assert!(outside.contains(TEASER), "{outside}");
        assert!(inside.contains(CANARY), "an admitted firm may read it");
        for text in [&outside, &inside] {
            assert!(!text.contains("\"score\"") && !text.contains("\"rank\""), "{firm} sees {text}");
            for (other, name) in stage.market.names().iter().filter(|(other, _)| *other != firm) {
                assert!(
                    !text.contains(other.as_str()) && !text.contains(name),
                    "{firm} sees {other}: {text}"
                );
            }
        }
    }
    let stranger = Audience::Firm { firm: FirmId::new("nobody").unwrap(), admitted: false };
    assert!(!stage.matched(&stranger).contains(CANARY));
}

use std::fs;
use std::path::PathBuf;

use passerelle_domain::{Language, SECTORS};
use tempfile::TempDir;

use super::*;

fn own_folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/taxonomy"))
}

fn config(folder: &Path) -> Config {
    let mut config = Config::defaults().unwrap();
    config.taxonomy.folder = folder.to_owned();
    config
}

/// A small download in the official layout.
fn download() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "skills_en.csv",
        "conceptType,conceptUri,preferredLabel,altLabels,status\n\
         K,http://esco/1,digital twin,\"twin\nliving digital replica\",released\n\
         K,http://esco/2,tune church organs,,released\nK,,nothing,,released\n",
    );
    write(
        "skills_fr.csv",
        "conceptUri,preferredLabel,altLabels\nhttp://esco/1,réplique numérique vivante,\n",
    );
    write("broaderRelationsSkillPillar.csv", "conceptUri,broaderUri\nhttp://esco/2,http://esco/1\n");
    folder
}

#[test]
fn the_programs_own_files_fit_together() {
    let checked = check(&own_folder()).unwrap();
    let taxonomy = checked.result.unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let own: Vec<_> = taxonomy.concepts().iter().filter(|concept| !concept.imported).collect();
    assert!(own.len() >= 600, "only {} concepts", own.len());
    for concept in &own {
        for language in [Language::French, Language::English] {
            assert!(!concept.labels(language).is_empty(), "{}", concept.id);
            for label in concept.labels(language) {
                assert!(label.split_whitespace().count() <= 8, "{}: `{label}` is a sentence", concept.id);
            }
        }
        assert!(concept.sectors.iter().all(|sector| SECTORS.contains(&sector.label())), "{}", concept.id);
    }
    assert!(
        (0..taxonomy.concepts().len()).all(|i| taxonomy.ancestors(i).count() < 10),
        "no circle, no tower"
    );
}

#[test]
fn every_file_of_the_folder_comes_with_the_program() {
    let there: BTreeSet<String> = fs::read_dir(own_folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .collect();
    assert_eq!(there, compiled_in().into_iter().map(str::to_owned).collect());
    let folder = TempDir::new().unwrap();
    for absent in [folder.path(), &folder.path().join("nowhere")] {
        let taxonomy = load(&config(absent)).unwrap();
        assert_eq!(
            taxonomy.concepts().len(),
            load(&config(&own_folder())).unwrap().concepts().iter().filter(|c| !c.imported).count()
        );
    }
}

#[test]
fn a_file_of_the_folder_takes_the_place_of_ours() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("domains.toml"), "").unwrap();
    let more = "[[concept]]\nid = \"bell-founding\"\nfr = [\"fonte de cloches\"]\nen = [\"bell founding\"]\n";
    fs::write(folder.path().join("more.toml"), more).unwrap();
    let (mine, ours) = (check(folder.path()).unwrap(), check(Path::new("nowhere")).unwrap());
    let count = |checked: &Checked, name: &str| {
        checked.files.iter().find(|(file, _)| file.contains(name)).map(|(_, count)| *count)
    };
    assert_eq!((count(&mine, "domains.toml"), count(&mine, "more.toml")), (Some(0), Some(1)));
    assert!(count(&ours, "domains.toml") > Some(0));
    fs::write(folder.path().join("more.toml"), more.replace("id", "di")).unwrap();
    let wrong = load(&config(folder.path())).unwrap_err().to_string();
    assert!(wrong.contains("more.toml:2") && wrong.contains("is missing"), "{wrong}");
}

#[test]
fn importing_esco_twice_changes_nothing() {
    let (from, into) = (download(), TempDir::new().unwrap());
    let notes = into.path().join("mine.toml");
    fs::write(&notes, "# mine\n").unwrap();
    let first = import_esco(from.path(), into.path()).unwrap();
    assert!(first.written);
    assert_eq!((first.rows, first.skills, first.new, first.refused.len()), (3, 2, 2, 1));
    assert_eq!((first.joined, first.without_french), (1, 1));
    let bytes = fs::read(&first.file).unwrap();
    let second = import_esco(from.path(), into.path()).unwrap();
    assert!(!second.written);
    assert_eq!((second.new, second.changed, second.unchanged, second.gone), (0, 0, 2, 0));
    assert_eq!(fs::read(&second.file).unwrap(), bytes);
    assert_eq!(fs::read(&notes).unwrap(), b"# mine\n");
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 2, "one file is written, and no other");

    let taxonomy = load(&config(into.path())).unwrap();
    let twin = taxonomy.get("digital-twin").unwrap();
    assert_eq!(twin.esco.as_deref(), Some("http://esco/1"));
    assert!(twin.english.iter().any(|label| label == "living digital replica"));
    assert!(taxonomy.get("esco-tune-church-organs").is_some());
}

#[test]
fn a_download_without_skills_is_refused_and_nothing_is_written() {
    let (from, into) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let wrong = import_esco(from.path(), into.path()).unwrap_err().to_string();
    assert!(wrong.contains("skills_en.csv"), "{wrong}");
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 0);
}

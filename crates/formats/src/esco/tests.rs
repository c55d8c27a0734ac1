use passerelle_domain::{Concept, ConceptId, Language, Taxonomy};

use super::*;

const ENGLISH: &str = "conceptType,conceptUri,skillType,preferredLabel,altLabels,status,description\n\
    KnowledgeSkillCompetence,http://esco/3,knowledge,digital twin,\"virtual twin\ntwin\nDigital Twin\",released,\"two\nlines\"\n\
    KnowledgeSkillCompetence,http://esco/1,skill,weld pipes,\"join pipes\nweld tubes\",released,x\n\
    KnowledgeSkillCompetence,http://esco/2,skill,weld,,released,x\n\
    KnowledgeSkillCompetence,http://esco/4,skill,old thing,,obsolete,x\n\
    KnowledgeSkillCompetence,,skill,nobody,,released,x\n\
    KnowledgeSkillCompetence,http://esco/5,skill,,,released,x\n\
    KnowledgeSkillCompetence,http://esco/1,skill,again,,released,x\n";
const FRENCH: &str = "conceptUri,preferredLabel,altLabels,status\n\
    http://esco/3,double virtuel,jumeau virtuel,released\n\
    http://esco/1,souder des tuyaux,,released\n\
    http://esco/9,rien,,released\n";
const RELATIONS: &str = "conceptType,conceptUri,broaderType,broaderUri\n\
    K,http://esco/1,G,http://esco/group\n\
    K,http://esco/1,K,http://esco/2\n\
    K,http://esco/2,K,http://esco/1\n";

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.into(), bytes: text.as_bytes().to_vec() }
}

fn official() -> Official {
    read_official(&OfficialFiles {
        english: vec![file("skills_en.csv", ENGLISH)],
        french: vec![file("skills_fr.csv", FRENCH)],
        relations: vec![file("broader.csv", RELATIONS)],
    })
    .unwrap()
}

fn own() -> Vec<Concept> {
    let twin = Concept {
        french: vec!["jumeau numérique".into()],
        english: vec!["Digital Twin".into()],
        ..Concept::named(ConceptId::new("digital-twin").unwrap())
    };
    vec![twin]
}

#[test]
fn official_files_are_read_and_what_is_refused_is_told() {
    let official = official();
    assert_eq!(official.rows, 7);
    let uris: Vec<&str> = official.skills.iter().map(|skill| skill.uri.as_str()).collect();
    assert_eq!(uris, ["http://esco/1", "http://esco/2", "http://esco/3"]);
    assert_eq!(official.skills[2].english, ["digital twin", "virtual twin", "twin"]);
    assert_eq!(official.skills[0].broader.as_deref(), Some("http://esco/2"));
    let told: Vec<String> = official
        .refused
        .iter()
        .map(|one| format!("{}:{} {}", one.file, one.line.unwrap(), one.message))
        .collect();
    assert_eq!(
        told,
        [
            "skills_en.csv:9 the skill is not released",
            "skills_en.csv:10 there is no URI",
            "skills_en.csv:11 there is no preferred label",
            "skills_en.csv:12 the URI was given before",
            "skills_fr.csv:4 no English row has this URI",
            "broader.csv:4 the broader skills would form a circle",
        ]
    );
}

#[test]
fn a_file_that_is_none_of_escos_is_refused() {
    let files =
        OfficialFiles { english: vec![file("skills_en.csv", "a;b\n1;2\n")], ..OfficialFiles::default() };
    let told: Vec<String> = read_official(&files).unwrap_err().iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|one| one.contains("skills_en.csv:1: conceptUri: there is no column")),
        "{told:?}"
    );
    let files =
        OfficialFiles { english: vec![file("skills_en.csv", "conceptUri,preferredLabel\n")], ..files };
    assert!(read_official(&files).unwrap_err()[0].message.contains("holds no skill"));
}

#[test]
fn our_file_gives_back_what_was_written() {
    let skills = official().skills;
    let text = write(&skills);
    assert_eq!(text.lines().count(), skills.len());
    assert_eq!(parse(&file("esco.jsonl", &text)).unwrap(), skills);
    let wrong = parse(&file("esco.jsonl", &format!("{text}{{\"uri\": \"u\"}}\n{text}"))).unwrap_err();
    assert_eq!(wrong.iter().map(|one| one.line.unwrap()).collect::<Vec<_>>(), [4, 5, 6, 7]);
}

#[test]
fn a_skill_with_our_name_joins_our_concept_and_others_stand_beside() {
    let merged = merge(own(), &official().skills);
    assert_eq!((merged.joined, merged.imported.as_slice()), (1, &[0, 1][..]));
    let taxonomy = Taxonomy::new(merged.concepts).unwrap();
    let twin = taxonomy.get("digital-twin").unwrap();
    assert_eq!(twin.english, ["Digital Twin", "virtual twin"], "`twin` alone names too much");
    assert_eq!(twin.french, ["jumeau numérique", "double virtuel", "jumeau virtuel"]);
    assert_eq!(twin.esco.as_deref(), Some("http://esco/3"));
    assert!(!twin.imported);
    let pipes = taxonomy.index_of("esco-weld-pipes").unwrap();
    assert_eq!(taxonomy.broader(pipes), taxonomy.index_of("esco-weld"));
    assert!(taxonomy.concepts()[pipes].imported);
    assert_eq!(taxonomy.get("esco-weld").unwrap().label(Language::French), "weld");
}

#[test]
fn taken_labels_are_left_out_and_identifiers_stay_apart() {
    let skill = |uri: &str, english: &[&str], french: &[&str]| EscoSkill {
        uri: uri.into(),
        english: english.iter().map(|&s| s.into()).collect(),
        french: french.iter().map(|&s| s.into()).collect(),
        broader: None,
    };
    let skills = [
        skill("http://esco/a1", &["model (3D)", "draw pipes"], &["suivre"]),
        skill("http://esco/b2", &["model 3D", "plan it"], &["suivre"]),
        skill("http://esco/c3", &["draw pipes"], &["jumeau numérique"]),
        skill("http://esco/d4", &["weld c"], &[]),
        skill("http://esco/e5", &["weld ć!", "weld ḉ c"], &[]),
    ];
    let merged = merge(own(), &skills);
    assert_eq!(merged.left_out, [1, 4], "« model 3D » and « weld c » are taken");
    let taxonomy = Taxonomy::new(merged.concepts).unwrap();
    assert_eq!(
        taxonomy.get("digital-twin").unwrap().english,
        ["Digital Twin", "draw pipes"],
        "joined by French"
    );
    assert_eq!(taxonomy.get("esco-model-3d").unwrap().english, ["model (3D)"]);
}

use super::*;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.into(), bytes: text.as_bytes().to_vec() }
}

const GOOD: &str = "# Simulation.\n\n\
    [[concept]]\nid = \"simulation\"\nfr = [\"simulation numérique\"]\nen = [\"numerical simulation\"]\nsectors = [\"rail\"]\n\n\
    [[concept]]\nid = \"digital-twin\"\nfr = [\"jumeau numérique\"]\nen = [\"digital twin\"]\nacronyms = [\"DT\"]\n\
    broader = \"simulation\"\nambiguous = [\"DT\"]\ncontext = [\"simulation\"]\nnever = [\"dessin\"]\n";

#[test]
fn concepts_are_read_whole() {
    let taxonomy = parse(&[file("a.toml", GOOD)]).unwrap();
    let twin = taxonomy.get("digital-twin").unwrap();
    assert_eq!(
        (twin.acronyms.as_slice(), twin.never.as_slice()),
        (&["DT".to_owned()][..], &["dessin".to_owned()][..])
    );
    assert_eq!(taxonomy.broader(1), Some(0));
    assert_eq!(taxonomy.concepts()[0].sectors[0].label(), "rail");
}

#[test]
fn everything_wrong_in_all_files_is_told_with_its_place() {
    let second = "[[concept]]\nid = \"x\"\nfr = [\n  \"autre\",\n  \"Jumeau numerique\",\n]\nen = [\"other\"]\n\
        sectors = [\"rails\"]\nbroader = \"y\"\nnote = \"z\"\n";
    let checked = check(&[file("a.toml", GOOD), file("b.toml", second), file("c.toml", "[[concept]\n")]);
    let told: Vec<String> = checked
        .result
        .unwrap_err()
        .iter()
        .map(|one| format!("{}:{} {}: {}", one.file, one.line.unwrap(), one.field, one.message))
        .collect();
    assert!(told.iter().any(|one| one.starts_with("b.toml:8 concept[0].sectors[0]: `rails`")), "{told:#?}");
    assert!(
        told.iter().any(|one| one.starts_with("b.toml:10 concept[0].note: there is no key")),
        "{told:#?}"
    );
    assert!(told.iter().any(|one| one.starts_with("c.toml:1 ")), "{told:#?}");
    assert_eq!(checked.files.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 1, 0]);
    // What concepts say of each other is looked at once every file can be read.
    let told = parse(&[file("a.toml", GOOD), file("b.toml", &second.replace("rails", "rail"))]).unwrap_err();
    let told: Vec<String> = told.iter().map(|one| format!("{} {}", one.line.unwrap(), one.message)).collect();
    assert_eq!(
        told,
        [
            "5 `Jumeau numerique` names `digital-twin` already",
            "9 there is no concept `y`",
            "10 there is no key `note` here"
        ]
    );
}

#[test]
fn what_was_imported_is_read_beside() {
    let esco = "{\"uri\":\"http://esco/1\",\"en\":[\"digital twin\",\"virtual twin\"],\"fr\":[\"jumeau\"]}\n\
        {\"uri\":\"http://esco/2\",\"en\":[\"weld pipes\"],\"broader\":\"http://esco/1\"}\n";
    let checked = check(&[file("a.toml", GOOD), file("esco.jsonl", esco)]);
    assert_eq!((checked.joined, checked.left_out), (1, 0));
    assert_eq!(checked.files[1], ("esco.jsonl".to_owned(), 2));
    let taxonomy = checked.result.unwrap();
    assert_eq!(taxonomy.concepts().len(), 3);
    assert_eq!(taxonomy.ancestors(2).collect::<Vec<_>>(), [1, 0]);
    let circle = "{\"uri\":\"a\",\"en\":[\"one thing\"],\"broader\":\"b\"}\n{\"uri\":\"b\",\"en\":[\"two things\"],\"broader\":\"a\"}\n";
    let wrong = parse(&[file("esco.jsonl", circle)]).unwrap_err();
    assert_eq!((wrong[0].line, wrong[0].field.as_str()), (Some(1), "broader"));
}

use proptest::prelude::*;

use super::*;

fn concept(id: &str) -> Concept {
    let mut concept = Concept::named(ConceptId::new(id).unwrap());
    concept.french = vec![format!("{id} en français")];
    concept.english = vec![format!("{id} in English")];
    concept
}

fn under(id: &str, broader: &str) -> Concept {
    Concept { broader: Some(ConceptId::new(broader).unwrap()), ..concept(id) }
}

fn told(concepts: Vec<Concept>) -> Vec<String> {
    let problems = Taxonomy::new(concepts).unwrap_err();
    problems.iter().map(|one| format!("{}: {}", one.field, one.message)).collect()
}

#[test]
fn an_identifier_is_words_with_dashes() {
    assert_eq!(ConceptId::new(" digital-twin ").unwrap().as_str(), "digital-twin");
    for bad in ["", "-", "a--b", "Digital-Twin", "jumeau numérique", "a_b"] {
        assert!(ConceptId::new(bad).is_err(), "{bad}");
    }
    let hint = ConceptId::new("Digital Twin").unwrap_err().hint;
    assert!(hint.contains("`digital-twin`"), "{hint}");
    assert_eq!(
        ConceptId::of_label("Développement C++ / C#").unwrap().as_str(),
        "developpement-c-plus-plus-c-sharp"
    );
    assert_eq!(ConceptId::of_label("日本"), None);
}

#[test]
fn walks_go_up_and_down() {
    let taxonomy =
        Taxonomy::new(vec![concept("a"), under("b", "a"), under("c", "b"), under("d", "a")]).unwrap();
    let c = taxonomy.index_of("c").unwrap();
    assert_eq!(taxonomy.ancestors(c).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(taxonomy.narrower(0), [1, 3]);
    assert_eq!(taxonomy.descendants(0).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(taxonomy.get("z"), None);
}

#[test]
fn everything_that_does_not_fit_is_told_at_once() {
    let mut lost = under("lost", "nowhere");
    lost.close = vec![ConceptId::new("lost").unwrap(), ConceptId::new("gone").unwrap()];
    lost.ambiguous = vec!["R".into()];
    lost.french.clear();
    let told = told(vec![concept("a"), concept("a"), lost, under("x", "y"), under("y", "x")]);
    for part in [
        "concept[1].id: concept `a` is given twice",
        "concept[1].fr[0]: `a en français` names `a` already",
        "concept[2].broader: there is no concept `nowhere`",
        "concept[2].close[0]: `lost` is the concept itself",
        "concept[2].close[1]: there is no concept `gone`",
        "concept[2].ambiguous[0]: `R` is none of the labels",
        "concept[2].context: words of context are missing",
        "concept[2].fr: concept `lost` has no label",
        "concept[3].broader: the broader concepts form a circle: `x`, `y`",
    ] {
        assert!(told.iter().any(|line| line.starts_with(part)), "{part} is not in {told:#?}");
    }
}

#[test]
fn a_label_names_one_concept_or_is_ambiguous_in_both() {
    let both = |ambiguous: [bool; 2]| {
        ["first", "second"].into_iter().zip(ambiguous).map(|(id, ambiguous)| {
            let mut one = concept(id);
            one.french.push(if id == "first" { "Modèle".into() } else { "modele".into() });
            if ambiguous {
                one.ambiguous = vec!["modèle".into()];
                one.context = vec!["mot".into()];
            }
            one
        })
    };
    assert!(Taxonomy::new(both([true, true]).collect()).is_ok());
    for not_both in [[false, true], [true, false], [false, false]] {
        assert_eq!(told(both(not_both).collect()), ["concept[1].fr[1]: `modele` names `first` already"]);
    }
    // One word in two languages may mean two things; an acronym belongs to both languages.
    let mut car = concept("car");
    car.english.push("car".into());
    let mut coach = concept("coach");
    coach.french.push("car".into());
    assert!(Taxonomy::new(vec![car.clone(), coach.clone()]).is_ok());
    coach.french.pop();
    coach.acronyms.push("CAR".into());
    assert_eq!(told(vec![car.clone(), coach]), ["concept[1].acronyms[0]: `CAR` names `car` already"]);
    car.english.push("Car".into());
    assert_eq!(told(vec![car]), ["concept[0].en[2]: `Car` is given twice"]);
}

#[test]
fn an_imported_concept_may_lack_french() {
    let mut one = concept("one");
    one.french.clear();
    one.imported = true;
    let taxonomy = Taxonomy::new(vec![one]).unwrap();
    assert_eq!(taxonomy.concepts()[0].label(Language::French), "one in English");
    assert_eq!(taxonomy.parallel_labels().count(), 0);
}

#[test]
fn parallel_labels_pair_each_label_with_the_preferred_one() {
    let mut twin = concept("twin");
    twin.french = vec!["jumeau numérique".into(), "double numérique".into()];
    twin.english = vec!["digital twin".into(), "virtual twin".into()];
    let taxonomy = Taxonomy::new(vec![twin]).unwrap();
    assert_eq!(
        taxonomy.parallel_labels().collect::<Vec<_>>(),
        [
            ("jumeau numérique", "digital twin"),
            ("double numérique", "digital twin"),
            ("jumeau numérique", "virtual twin"),
        ]
    );
}

proptest! {
    #[test]
    fn an_identifier_made_of_a_label_is_one(label in ".{0,40}") {
        if let Some(id) = ConceptId::of_label(&label) {
            prop_assert_eq!(ConceptId::new(id.as_str()).unwrap(), id);
        }
    }

    #[test]
    fn a_circle_is_found_and_told_once(ups in proptest::collection::vec(proptest::option::of(0..8usize), 8)) {
        let concepts: Vec<Concept> = ups
            .iter()
            .enumerate()
            .map(|(i, up)| match up {
                Some(up) => under(&format!("c{i}"), &format!("c{up}")),
                None => concept(&format!("c{i}")),
            })
            .collect();
        // Following the way up for as many steps as there are concepts ends only where there is no circle.
        let endless = (0..8).any(|i| (0..8).try_fold(i, |at: usize, _| ups[at]).is_some());
        match Taxonomy::new(concepts) {
            Ok(taxonomy) => {
                prop_assert!(!endless);
                for i in 0..8 {
                    prop_assert!(taxonomy.ancestors(i).count() < 8);
                }
            }
            Err(problems) => {
                prop_assert!(endless);
                let fields: Vec<&str> = problems.iter().map(|one| one.field.as_str()).collect();
                let mut once = fields.clone();
                once.dedup();
                prop_assert_eq!(fields, once);
            }
        }
    }
}

//! A problem file with everything wrong that people and programs have been seen to get wrong: all of it told at once, no panic.

use passerelle_formats::problem;
use serde_json::{Value, json};

use crate::{file, told};

fn problem() -> Value {
    json!({
        "slots": [{"id": "s1", "tables": 1}, {"id": "s2", "tables": 1}],
        "participants": [{"id": "c", "side": "client"}, {"id": "f"}, {"id": "g"}],
        "pairs": [{"a": "c", "b": "f", "value": 5}, {"a": "c", "b": "g", "value": 5}, {"a": "f", "b": "g", "value": 5}],
    })
}

fn wrong(value: &Value) -> Vec<String> {
    told(&problem::parse(&file("p.json", value.to_string())).unwrap_err())
}

#[test]
fn contradictions_floors_circles_unknown_names_and_bad_labels_are_told_together() {
    let mut bad = problem();
    bad["participants"][1]["min"] = json!(3);
    bad["locked"] = json!([
        {"pair": "c~f", "slot": "s1"}, {"pair": "c~g", "slot": "s1"}, {"pair": "f~g", "slot": "s9"}, {"pair": "c~x"}
    ]);
    bad["precedences"] = json!([{"first": "c~f", "then": "c~g"}, {"first": "c~g", "then": "f~g"}, {"first": "f~g", "then": "c~f"}]);
    bad["excluded"] = json!(["c~f", "h~f"]);
    bad["group_limits"] = json!([{"between": {"side": "clinet"}, "max": 1}]);
    bad["objectives"] = json!(["gaps", "musts", "floors", "value"]);
    bad["give_up"] = json!(1_000_001);
    let found = wrong(&bad).join("\n");
    for part in [
        "the floor `3` is above the 2 meetings its seats allow",
        "`c` has 2 meetings locked to `s1`",
        "2 meetings are locked to `s1`, which has 1 tables",
        "`c~f` is locked and excluded",
        "there is no slot `s9`",
        "there is no pair `c~x`",
        "there is no pair `h~f`",
        "wait for each other in a circle",
        "no participant has side `clinet`",
        "the emptiest agenda would be the best",
        "`1000001` is out of range",
    ] {
        assert!(found.contains(part), "not told: {part}\n{found}");
    }
}

#[test]
fn values_that_are_no_values_are_each_named_and_hide_nothing() {
    let text = problem().to_string();
    for (value, shown) in [("-1", "`-1`"), ("1e18", "`1e18`"), ("2.5", "`2.5`"), ("\"NaN\"", "`NaN`")] {
        let text = text
            .replacen("\"value\":5", &format!("\"value\":{value}"), 1)
            .replace("\"b\":\"g\"", "\"b\":\"h\"");
        let wrong = told(&problem::parse(&file("p.json", text)).unwrap_err()).join("\n");
        assert!(wrong.contains(shown) && wrong.contains("there is no participant `h`"), "{wrong}");
    }
    let bare = text.replacen("\"value\":5", "\"value\":NaN", 1);
    assert!(problem::parse(&file("p.json", bare)).unwrap_err()[0].to_string().contains("NaN"));
}

#[test]
fn a_thousand_copies_of_a_pair_are_one_complaint() {
    let mut bad = problem();
    let copy = bad["pairs"][0].clone();
    bad["pairs"].as_array_mut().unwrap().extend(std::iter::repeat_n(copy, 1000));
    let found = wrong(&bad);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("`c~f` is already the name of pairs[0]; it returns here and 999 more times"));
}

#[test]
fn without_any_table_a_lock_cannot_be_kept_and_nothing_else_is_wrong() {
    let mut bare = problem();
    for slot in bare["slots"].as_array_mut().unwrap() {
        slot["tables"] = json!(0);
    }
    assert!(problem::parse(&file("p.json", bare.to_string())).is_ok());
    bare["locked"] = json!([{"pair": "c~f", "slot": "s1"}]);
    let found = wrong(&bare).join("\n");
    assert!(found.contains("which has 0 tables"), "{found}");
}

#[test]
fn limits_between_groups_are_read_and_written_out() {
    let mut good = problem();
    good["group_limits"] = json!([
        {"between": {"side": "client", "each": "group"}, "and": {"each": "participant"}, "max": 1},
        {"between": {"id": "f", "each": "participant"}, "min": 9}
    ]);
    let read = problem::parse(&file("p.json", good.to_string())).unwrap();
    // One pair for each firm cannot exceed one; the floor is what two slots allow.
    assert_eq!((read.limits().len(), read.participants()[1].min), (0, 2));
    let again = problem::parse(&file("again.json", problem::write(&read))).unwrap();
    assert_eq!(format!("{again:?}"), format!("{read:?}"));
}

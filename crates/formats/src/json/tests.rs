//! The reader against the grammar, and against an independent reader.

use proptest::prelude::*;

use super::*;

fn text(json: &str) -> String {
    match parse(json).0.unwrap().value {
        Value::Text(text) => text.into_owned(),
        other => panic!("{other:?}"),
    }
}

fn wrong(json: &str) -> Vec<String> {
    parse(json).1.into_iter().map(|e| format!("{}:{}: {}", e.line, e.field, e.message)).collect()
}

#[test]
fn escapes_are_undone() {
    assert_eq!(text(r#""a\n\"\u00e9\ud83d\ude00/""#), "a\n\"é😀/");
}

#[test]
fn numbers_follow_the_grammar() {
    for good in ["0", "-0", "12", "1e18", "-1.5E-3"] {
        assert!(is_number(good), "{good}");
    }
    for bad in ["", "01", "1.", ".5", "+1", "1e", "--1", "0x10"] {
        assert!(!is_number(bad), "{bad}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    assert_eq!(wrong("{\"a\": 1,\n \"a\": 2}"), ["2:a: `a` was already given on line 1"]);
    assert_eq!(wrong("{\"a\":\n[1,]}"), ["2:a[1]: a value is missing before `]`"]);
    assert_eq!(wrong("[1] x"), ["1:: `x` after the end of the value"]);
    assert_eq!(wrong(""), ["1:: the file ends too early"]);
    assert_eq!(wrong("{'a':1}"), ["1:: found `'` instead of a key in double quotes"]);
    assert_eq!(wrong(&"[".repeat(100_000)).len(), 1);
    assert_eq!(wrong(r#""\ud83d""#), ["1:: `\\ud83d` is half a character"]);
}

#[test]
fn what_serde_reads_is_read_alike() {
    for json in [r#"{"a":[1,2.5,null,true],"b":{"c":"d"}}"#, "[]", " [ { } , [ [ ] ] ] "] {
        let ours = parse(json).0.unwrap();
        assert_eq!(plain(&ours), serde_json::from_str::<serde_json::Value>(json).unwrap());
    }
}

/// Any JSON value of a few levels.
fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<i32>().prop_map(|n| (f64::from(n) / 64.0).into()),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(value in any_value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap(), crate::lines::to_string(&value)] {
            prop_assert_eq!(plain(&parse(&text).0.unwrap()), value.clone());
        }
    }

    #[test]
    fn an_independent_reader_agrees(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "{", "}", "[", "]", "\"a\"", "\"b\"", ":", ":", ",", ",", "1", "-0.5e3", "01", "null", "true", "tru", " ", "\n",
            "\"\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\x\"", "\"é\"", "\"",
        ]), 0..14),
    ) {
        let text = pieces.concat();
        let (ours, wrong) = parse(&text);
        match serde_json::from_str::<serde_json::Value>(&text) {
            // Repeated keys are refused here and overwritten there.
            Ok(theirs) if wrong.is_empty() => prop_assert_eq!(ours.map(|node| plain(&node)), Some(theirs)),
            Ok(_) => prop_assert!(wrong.iter().all(|error| error.message.contains("already given")), "{:?}", wrong),
            Err(_) => prop_assert!(ours.is_none(), "{}", text),
        }
    }
}

fn plain(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(b) => (*b).into(),
        Value::Number(n) => serde_json::from_str(n).unwrap(),
        Value::Text(t) => t.to_string().into(),
        Value::Date(t) => t.clone().into(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().into(),
        Value::Table(entries) => {
            serde_json::Value::Object(entries.iter().map(|e| (e.key.to_string(), plain(&e.node))).collect())
        }
    }
}

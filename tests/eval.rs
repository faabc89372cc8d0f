//! `eval`: scores against gold, faults of gold, two runs compared.

use serde_json::{Value, json};

use crate::program::{Folder, Ran, at_root};
use crate::snapshots::assert_kept;

const TEXT: &str = "어제 60여명이 모였다. 성금 3억 원이 걷혔다. 참가자는 12% 늘었다. 모두 5개씩 받았다.\n";

/// A mention of [`TEXT`].
fn marked(surface: &str, kind: &str, value: Value) -> Value {
    let start = TEXT.find(surface).expect("it is in the text");
    json!({ "start": start, "end": start + surface.len(), "surface": surface, "kind": kind, "value": value })
}

fn gold(mentions: &[Value]) -> String {
    format!("{}\n", json!({ "file": "a.txt", "mentions": mentions }))
}

fn folder(gold: &str) -> Folder {
    Folder::with(&[("docs/a.txt", TEXT.as_bytes()), ("gold.jsonl", gold.as_bytes())])
}

/// A row of the JSON table.
fn row<'a>(whole: &'a Value, kind: &str, lang: Option<&str>) -> &'a Value {
    let rows = whole["rows"].as_array().expect("rows");
    rows.iter().find(|r| r["kind"] == kind && r["lang"].as_str() == lang).unwrap_or_else(|| panic!("{kind}: {whole:#}"))
}

fn counts(row: &Value) -> [u64; 5] {
    ["gold", "found", "exact", "overlapping", "right"].map(|k| row[k].as_u64().expect("a count"))
}

fn parsed(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

/// Shares are printed with three places: `0.985` is 985.
fn thousandths(share: &Value) -> u64 {
    let text = share.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{rest:0<3}").parse().expect("three places")
}

#[test]
fn the_seeds_are_read_as_people_marked_them() {
    let whole = parsed(&at_root(&["eval", "tests/gold/seeds.jsonl", "--docs", "seeds", "--format", "json"]));
    for (kind, measure, floor) in [
        ("figures", "precision", 990),
        ("figures", "recall", 985),
        ("figures", "right_value_f1", 985),
        ("names", "precision", 975),
        ("names", "recall", 975),
        ("names", "exact_f1", 955),
        ("date", "right_value_f1", 980),
    ] {
        let got = thousandths(&row(&whole, kind, None)[measure]);
        assert!(
            got >= floor,
            "{kind}: {measure} is {got}, must be {floor} thousandths: crosscheck eval shows the faults"
        );
    }
    assert!(row(&whole, "figures", None)["gold"].as_u64().expect("a count") > 130);
}

#[test]
fn every_fate_is_counted_once() {
    // Found with the right value on another span, wrong value, missed, optional, and 5개 that gold does not have.
    let mut optional = marked("12%", "percent", json!({ "min": 99, "max": 99 }));
    optional["optional"] = json!(true);
    let mentions = [
        marked("60여명이", "count", json!({ "unit": "person", "min": 60, "max": null, "bound": "at_least" })),
        marked("3억 원", "money", json!({ "currency": "KRW", "min": 4, "max": 4 })),
        marked("성금", "org", json!({})),
        optional,
    ];
    let whole = parsed(&folder(&gold(&mentions)).run(&["eval", "gold.jsonl", "--docs", "docs", "--format", "json"]));
    assert_eq!(counts(row(&whole, "count", None))[..2], [1, 2], "{whole:#}");
    assert_eq!(counts(row(&whole, "count", None)), [1, 2, 0, 1, 1]);
    assert_eq!(counts(row(&whole, "money", None)), [1, 1, 1, 1, 0]);
    assert_eq!(counts(row(&whole, "org", None)), [1, 0, 0, 0, 0]);
    assert_eq!(counts(row(&whole, "figures", Some("ko"))), [2, 3, 1, 2, 1]);
    assert!(whole["rows"].as_array().expect("rows").iter().all(|r| r["kind"] != "ratio"), "optional gold is no row");
    let states: Vec<&str> =
        whole["worst"].as_array().expect("a list").iter().filter_map(|w| w["state"].as_str()).collect();
    for state in ["wrong-value", "missed", "noisy"] {
        assert!(states.contains(&state), "{state}: {states:?}");
    }
    let shown = folder(&gold(&mentions)).run(&["eval", "gold.jsonl", "--docs", "docs"]).out;
    assert_kept("eval", "worst", &shown);
    for part in ["wrong value", "a.txt:1", "gold 4 KRW, read 300000000 KRW (ko-money)", "missed", "성금"] {
        assert!(shown.contains(part), "{part} is missing in:\n{shown}");
    }
}

#[test]
fn another_span_may_be_as_good() {
    let mut wide = marked("60여명이", "count", json!({ "min": 60, "max": 69 }));
    let start = wide["start"].as_u64().expect("a byte");
    wide["alt_spans"] = json!([{ "start": start, "end": start + "60여명".len() as u64, "surface": "60여명" }]);
    let whole = parsed(&folder(&gold(&[wide])).run(&["eval", "gold.jsonl", "--docs", "docs", "--format", "json"]));
    assert_eq!(counts(row(&whole, "count", None))[2], 1, "{whole:#}");
}

#[test]
fn values_follow_the_rules_of_gold() {
    let right = |surface: &str, kind: &str, value: Value| {
        let folder = folder(&gold(&[marked(surface, kind, value)]));
        let whole = parsed(&folder.run(&["eval", "gold.jsonl", "--docs", "docs", "--format", "json"]));
        row(&whole, "figures", None)["right"] == 1
    };
    assert!(right("12%", "percent", json!({ "min": 12, "max": 12 })), "per cent are hundredths");
    assert!(right("12%", "ratio", json!({ "min": 0.12, "max": 0.12 })), "a ratio is a part of one");
    assert!(!right("12%", "ratio", json!({ "min": 12, "max": 12 })));
    assert!(right("12%", "fraction", json!({ "value": 0.12, "num": 3, "den": 25 })));
    assert!(!right("3억 원", "money", json!({ "currency": "USD", "min": 300000000, "max": 300000000 })));
    assert!(right("3억 원", "money", json!({ "currency": "KRW", "min": 3e8, "max": 3e8 })));
}

#[test]
fn bad_gold_is_told_with_line_and_remedy() {
    let cut = json!({ "start": 1, "end": 3, "surface": "어", "kind": "date", "value": { "edtf": "2024" } });
    let far = json!({ "start": 1, "end": 9999, "surface": "어제", "kind": "date", "value": { "edtf": "2024" } });
    let mut moved = marked("3억 원", "money", json!({ "min": 1, "max": 1 }));
    moved["start"] = json!(moved["start"].as_u64().expect("a byte") - 1);
    let mut typo = marked("3억 원", "money", json!({ "currencyy": "KRW", "min": 1, "max": 1 }));
    typo["suface"] = json!("");
    let cases = [
        (
            gold(&[typo]),
            &["gold.jsonl:1, mention 0", "no field `suface`", "did you mean `surface`?", "did you mean `currency`?"][..],
        ),
        (gold(&[marked("3억 원", "sum", json!({}))]), &["no kind is called `sum`", "kinds: money"]),
        (gold(&[marked("3억 원", "money", json!({}))]), &["says nothing that can be compared", "\"optional\": true"]),
        (gold(&[cut]), &["cut a character", "`어` stands at bytes 0..3"]),
        (gold(&[far]), &["are out of the text", "`어제` stands at bytes 0..6"]),
        (gold(&[moved]), &["bytes ", " of `a.txt` hold ` 3억 원`", "stands at bytes"]),
        (
            "{\"file\": \"b.txt\", \"mentions\": []}\n".to_owned(),
            &["the text of `b.txt` is not there", "did you mean `a.txt`?"],
        ),
        (format!("{}{}", gold(&[]), gold(&[])), &["gold.jsonl:2", "stands on line 1 already"]),
        (
            "\n{\"mentions\": 3}\n[1]\n".to_owned(),
            &["gold.jsonl:2", "names no document", "gold.jsonl:3", "no JSON object"],
        ),
        (String::new(), &["no gold is here"]),
    ];
    for (gold, parts) in cases {
        let ran = folder(&gold).run(&["eval", "gold.jsonl", "--docs", "docs"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{gold}\n{}", ran.err);
        for part in parts.iter().chain(&["error[gold]: ", "help: "]) {
            assert!(ran.err.contains(part), "{part} is missing in:\n{}", ran.err);
        }
    }
}

#[test]
fn two_runs_are_compared() {
    let mentions = [
        marked("60여명", "count", json!({ "min": 60, "max": 69 })),
        marked("3억 원", "money", json!({ "min": 300000000, "max": 300000000 })),
        marked("5개", "count", json!({ "min": 5, "max": 5 })),
    ];
    let mask = "[[rule]]\nid = \"x-fund\"\nkind = \"mask\"\nstatus = \"preview\"\nsummary = \"None.\"\npattern = '3억 원'\n\
                priority = 9\nvalue = {}\nmust = [{ in = \"<<3억 원>>\", out = \"\" }]\nmust_not = [{ in = \"4억 원\", why = \"more\" }]\n";
    let gold = gold(&mentions);
    let folder = Folder::with(&[
        ("docs/a.txt", TEXT.as_bytes()),
        ("gold.jsonl", gold.as_bytes()),
        ("own/ko/x.toml", mask.as_bytes()),
    ]);
    let eval = |more: &[&str]| folder.run(&[&["eval", "gold.jsonl", "--docs", "docs"], more].concat());
    assert_eq!(eval(&["--save", "run.jsonl"]).code, 0);
    let same = eval(&["--against", "run.jsonl"]).out;
    assert!(same.contains("0 worse, 0 better, 0 read otherwise"), "{same}");
    let ran = eval(&["--rules", "own", "--against", "run.jsonl", "--save", "masked.jsonl"]);
    assert_kept("eval", "against", &ran.out);
    for part in ["1 worse, 0 better", "recall -1.000", "money", "3억 원", "right → missed"] {
        assert!(ran.out.contains(part), "{part} is missing in:\n{}", ran.out);
    }
    let back = parsed(&eval(&["--against", "masked.jsonl", "--format", "json"]));
    let changes = back["changes"].as_array().expect("changes");
    assert_eq!((changes.len(), &changes[0]["way"]), (1, &json!("better")), "{changes:?}");
    assert_eq!(row(&back, "money", None)["before"]["overlapping"], 0);
    // What `extract` prints is a run too.
    let kept = std::fs::read_to_string(folder.path().join("run.jsonl")).expect("it was written");
    assert_eq!(kept, folder.run(&["extract", "docs"]).out);
    let ran = eval(&["--against", "gold.jsonl"]);
    assert!(ran.code == 2 && ran.err.contains("gold.jsonl:1: this is no run"), "{}", ran.err);
}

#[test]
fn rows_may_hold_their_true_dates() {
    let row = json!({ "id": "r", "text": "모임은 24일 열렸다.", "published": "2024-06-28", "published_true": "2024-03-25", "lang": "ko" });
    let mention =
        json!({ "start": 10, "end": 15, "surface": "24일", "kind": "date", "value": { "edtf": "2024-03-24" } });
    let gold = json!({ "id": "r", "mentions": [mention] });
    let folder =
        Folder::with(&[("rows.jsonl", format!("{row}\n").as_bytes()), ("gold.jsonl", format!("{gold}\n").as_bytes())]);
    let right = |more: &[&str]| {
        let args = [&["eval", "gold.jsonl", "--articles", "rows.jsonl", "--format", "json"], more].concat();
        self::row(&parsed(&folder.run(&args)), "date", Some("ko"))["right"] == 1
    };
    assert!(right(&["--true-dates"]) && !right(&[]));
}

#[test]
fn the_table_for_a_readme_has_a_column_for_each_language() {
    let ran = at_root(&["eval", "tests/gold/seeds.jsonl", "--docs", "seeds", "--format", "markdown"]);
    let head = ran.out.lines().next().expect("a table");
    assert!(head.contains("en: gold") && head.contains("ko: gold"), "{head}");
    let columns = head.matches('|').count();
    assert!(
        ran.out.lines().take_while(|l| l.starts_with('|')).all(|l| l.matches('|').count() == columns),
        "{}",
        ran.out
    );
}

#[test]
fn gold_of_the_seeds_is_what_extract_prints_corrected() {
    // The same fields: whoever makes gold starts from what is read.
    let printed = at_root(&["extract", "seeds"]).out;
    let folder = Folder::with(&[("gold.jsonl", printed.as_bytes())]);
    let path = folder.path().join("gold.jsonl");
    let whole = parsed(&at_root(&["eval", path.to_str().expect("UTF-8"), "--docs", "seeds", "--format", "json"]));
    let figures = row(&whole, "figures", None);
    assert_eq!(counts(figures)[0], counts(figures)[4], "what is printed is right by itself: {figures:#}");
}

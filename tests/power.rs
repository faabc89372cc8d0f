//! `power`: what it plants, that what it says holds for the program itself, and what it cannot say.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Folder;
use crate::snapshots::assert_kept;

const TOTAL: &str = "Three harbours share the grant\n\nThe ministry said on Tuesday, March 4, 2025 that it had set aside $62 million for \
                     harbours. Of the total, $31 million went to Aldport, $19 million to Brin and $12 million to Cove. Aldport's \
                     share was half, or 50 percent of the total.\n\nThe mayor of Brin thanked the ministry in a short speech.\n";
const KO: &str = "항구 세 곳에 6천200만 달러\n\n해양부는 2025년 3월 4일 화요일 항구에 6천200만 달러를 배정했다고 밝혔다. 이 가운데 3천100만 달러는 올드포트에, \
                  1천900만 달러는 브린에, 1천200만 달러는 코브에 돌아갔다.\n\n브린 시장은 짧은 연설로 고마움을 전했다.\n";

fn two() -> Folder {
    Folder::with(&[("en.txt", TOTAL.as_bytes()), ("ko.txt", KO.as_bytes())])
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    let ran = folder.run(&[&["power", "--format", "json"][..], args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    serde_json::from_str(&ran.out).expect("JSON")
}

/// A finding: its check, and path and bytes of each side.
type Found = (String, Vec<(String, u64, u64)>);

/// Findings of `check`.
fn findings(folder: &Folder) -> BTreeSet<Found> {
    let ran = folder.run(&["check", "en.txt", "ko.txt", "--format", "json"]);
    assert!(ran.code < 2, "{}", ran.err);
    let out: Value = serde_json::from_str(&ran.out).expect("JSON");
    let sides = |f: &Value| {
        let of = |s: &Value| {
            (
                s["path"].as_str().expect("a path").to_owned(),
                s["start"].as_u64().expect("n"),
                s["end"].as_u64().expect("n"),
            )
        };
        f["sides"].as_array().expect("sides").iter().map(of).collect::<Vec<_>>()
    };
    let all = out["findings"].as_array().expect("findings").iter();
    all.map(|f| (f["check"].as_str().expect("a check").to_owned(), sides(f))).collect()
}

#[test]
fn the_seed_decides_and_nothing_else() {
    let folder = two();
    let run = |args: &[&str]| folder.run(&[&["power", "en.txt", "ko.txt", "--slips", "6"][..], args].concat()).out;
    let one = run(&[]);
    assert_eq!(one, run(&["--threads", "1"]));
    assert_eq!(one, folder.run(&["power", "ko.txt", "en.txt", "--slips", "6"]).out);
    assert_ne!(one, run(&["--seed", "2"]));
}

/// What is called caught, `check` finds in the copy, by those checks; what is called missed, it does not.
#[test]
fn a_catch_is_a_finding_of_check() {
    let folder = two();
    let before = findings(&folder);
    let told = json(&folder, &["en.txt", "ko.txt", "--slips", "5"]);
    let slips = told["slips"].as_array().expect("slips");
    assert!(slips.len() > 20, "{}", slips.len());
    let (mut caught, mut missed) = (0, 0);
    for slip in slips.iter().step_by(5) {
        let path = slip["path"].as_str().expect("a path");
        let text = if path == "en.txt" { TOTAL } else { KO };
        let (start, end) = (slip["start"].as_u64().expect("n") as usize, slip["end"].as_u64().expect("n") as usize);
        let (from, to) = (slip["from"].as_str().expect("words"), slip["to"].as_str().expect("words"));
        // The words reach past the figure where a particle or a word near by changes too.
        let at = (0..=start).rev().find(|i| text.get(*i..).is_some_and(|t| t.starts_with(from))).expect("in the text");
        assert!(at <= start && at + from.len() >= end, "{slip}");
        let mut copy = text.to_owned();
        copy.replace_range(at..at + from.len(), to);
        let trial = two();
        std::fs::write(trial.path().join(path), &copy).expect("a file");
        let grown = copy.len() as i64 - text.len() as i64;
        let back = |n: u64| if n as usize > start { (n as i64 - grown).max(start as i64) as u64 } else { n };
        let new: BTreeSet<String> = findings(&trial)
            .into_iter()
            .map(|(check, sides)| {
                let moved = |(p, s, e): (String, u64, u64)| if p == path { (p, back(s), back(e)) } else { (p, s, e) };
                (check, sides.into_iter().map(moved).collect::<Vec<_>>())
            })
            .filter(|(check, sides)| {
                let known = |b: &&Found| {
                    b.0 == *check
                        && b.1.iter().zip(sides).all(|(x, y)| x.0 == y.0 && x.1 < y.2.max(y.1 + 1) && y.1 < x.2)
                };
                let names =
                    sides.iter().any(|(p, s, e)| p == path && *s < end as u64 && (start as u64) < (*e).max(s + 1));
                names && !before.iter().any(|b| known(&b))
            })
            .map(|(check, _)| check)
            .collect();
        let by: BTreeSet<String> = slip["caught_by"]
            .as_array()
            .expect("checks")
            .iter()
            .map(|c| c.as_str().expect("a check").to_owned())
            .collect();
        assert_eq!(by, new, "{slip}\n{copy}");
        *(if by.is_empty() { &mut missed } else { &mut caught }) += 1;
    }
    assert!(caught > 0 && missed > 0, "{caught} caught, {missed} missed");
}

#[test]
fn figures_without_a_check_are_told_as_such() {
    let folder =
        Folder::with(&[("a.txt", b"A market\n\nThe market drew 4,310 visitors to the square on a mild evening.\n")]);
    let told = json(&folder, &["a.txt"]);
    assert_eq!((&told["figures"]["all"], &told["figures"]["guarded_by_none"]), (&Value::from(1), &Value::from(1)));
    assert!(
        told["slips"].as_array().expect("slips").iter().all(|s| s["caught_by"].as_array().expect("checks").is_empty())
    );
    let ran = folder.run(&["power", "a.txt"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("1 guarded by none: a slip in those cannot be seen"), "{}", ran.out);
}

#[test]
fn nothing_to_plant_in_is_said() {
    let folder = Folder::with(&[("empty/x.png", b"")]);
    let ran = folder.run(&["power", "empty"]);
    assert!(ran.err.contains("nothing was read"), "{ran:?}");
    let ran = folder.run(&["power", "nowhere.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere.txt"), "{}", ran.err);
}

#[test]
fn a_broken_slip_file_shows_its_place() {
    let folder = Folder::with(&[
        ("a.txt", TOTAL.as_bytes()),
        ("own/rules/slips.toml", b"[[slip]]\nid = \"x\"\nchange = \"nonsense\"\n"),
    ]);
    let ran = folder.run(&["power", "a.txt", "--rules", "own"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("slips.toml:") && ran.err.contains("help: "), "{}", ran.err);
}

#[test]
fn the_terminal_report() {
    let ran = two().run(&["power", "en.txt", "ko.txt", "--slips", "6"]);
    assert_kept("terminal", "power", &ran.out);
}

//! `verify`: what `check` printed stands up, and what was tampered with does not.

use serde_json::Value;

use crate::program::{Folder, at_root, root};
use crate::snapshots::assert_kept;

const EN: &str = "Three harbours share the grant\n\nThe ministry said on Tuesday, March 4, 2025 that it had set aside $62 million for \
                  harbours. Of the total, $31 million went to Aldport, $19 million to Brin and $12 million to Cove. The road of \
                  9 kilometers (5.6 miles) was built from March 3 to March 9, a work of seven days.\n";
const KO: &str = "항구 세 곳에 6천200만 달러\n\n해양부는 2025년 3월 4일 화요일 항구에 6천200만 달러(약 850억 원)를 배정했다고 밝혔다. 이 가운데 3천100만 달러는 \
                  올드포트에, 1천900만 달러는 브린에, 1천200만 달러는 코브에 돌아갔다.\n";

fn checked() -> (Folder, String) {
    let folder = Folder::with(&[("en.txt", EN.as_bytes()), ("ko.txt", KO.as_bytes())]);
    let ran = folder.run(&["check", "en.txt", "ko.txt", "--format", "json"]);
    assert!(ran.code < 2 && ran.err.is_empty(), "{ran:?}");
    (folder, ran.out)
}

/// Runs `verify` over a report; outcomes and reasons as JSON, and the exit code.
fn verify(folder: &Folder, report: &str) -> (Value, i32) {
    let ran = folder.run_with_input(&["verify", "-", "--format", "json"], report.as_bytes());
    assert!(ran.err.is_empty(), "{}", ran.err);
    (serde_json::from_str(&ran.out).expect("JSON"), ran.code)
}

fn outcome(told: &Value, key: &str) -> (String, String) {
    let all = told["statements"].as_array().expect("statements");
    let one = all.iter().find(|s| s["key"] == key).expect("a statement of this key");
    (one["outcome"].as_str().expect("a word").to_owned(), one["why"].to_string())
}

/// The report with one pass of a check changed, and its key.
fn tampered(report: &str, check: &str, change: impl Fn(&mut Value)) -> (String, String) {
    let mut report: Value = serde_json::from_str(report).expect("JSON");
    let passes = report["passes"].as_array_mut().expect("passes");
    let pass = passes.iter_mut().find(|p| p["check"] == check).unwrap_or_else(|| panic!("no pass of {check}"));
    change(pass);
    let key = pass["key"].as_str().expect("a key").to_owned();
    (report.to_string(), key)
}

fn replaced(value: &mut Value, from: &str, to: &str) {
    let text = value.as_str().expect("text");
    assert!(text.contains(from), "{from} is not in {text}");
    *value = Value::from(text.replacen(from, to, 1));
}

#[test]
fn a_real_report_verifies() {
    let (folder, report) = checked();
    let (told, code) = verify(&folder, &report);
    assert_eq!(code, 0, "{told:#}");
    let verified = told["totals"]["verified"].as_u64().expect("n");
    assert_eq!(verified, told["statements"].as_array().expect("statements").len() as u64, "{told:#}");
    assert!(verified > 10, "{told:#}");
    for check in ["sum-mismatch", "conversion-mismatch", "weekday-mismatch", "value-mismatch"] {
        assert!(told["statements"].as_array().expect("statements").iter().any(|s| s["check"] == check), "no {check}");
    }
}

#[test]
fn a_tampered_figure_is_contradicted() {
    let (folder, report) = checked();
    let (report, key) =
        tampered(&report, "sum-mismatch", |p| replaced(&mut p["sides"][1]["claim"]["value"], "31", "34"));
    let (told, code) = verify(&folder, &report);
    assert_eq!((outcome(&told, &key).0.as_str(), code), ("contradicted", 1), "{told:#}");
}

#[test]
fn a_tampered_result_is_contradicted() {
    let (folder, report) = checked();
    for (check, from, to) in [
        ("sum-mismatch", "= 62,000,000", "= 63,000,000"),
        ("sum-mismatch", "printed 62,000,000", "printed 61,000,000"),
        ("weekday-mismatch", "Tuesday", "Wednesday"),
        ("conversion-mismatch", "is 5.59", "is 6.59"),
    ] {
        let (report, key) = tampered(&report, check, |p| replaced(&mut p["derivation"][0], from, to));
        let (told, code) = verify(&folder, &report);
        assert_eq!((outcome(&told, &key).0.as_str(), code), ("contradicted", 1), "{check}: {told:#}");
    }
}

#[test]
fn a_figure_of_no_side_is_told() {
    let (folder, report) = checked();
    let (report, key) =
        tampered(&report, "sum-mismatch", |p| replaced(&mut p["derivation"][0], "31,000,000", "30,000,000"));
    let (told, _) = verify(&folder, &report);
    let (word, why) = outcome(&told, &key);
    assert_ne!(word, "verified");
    assert!(why.contains("30000000"), "{why}");
}

#[test]
fn a_finding_that_is_none_is_contradicted() {
    let (folder, report) = checked();
    let mut report: Value = serde_json::from_str(&report).expect("JSON");
    let mut pass = report["passes"]
        .as_array()
        .expect("passes")
        .iter()
        .find(|p| p["check"] == "sum-mismatch")
        .expect("one")
        .clone();
    pass["verdict"] = Value::from("conflict");
    pass["key"] = Value::from("made-up");
    report["findings"].as_array_mut().expect("findings").push(pass);
    let (told, code) = verify(&folder, &report.to_string());
    assert_eq!((outcome(&told, "made-up").0.as_str(), code), ("contradicted", 1), "{told:#}");
}

#[test]
fn a_text_that_changed_since_is_contradicted() {
    let (folder, report) = checked();
    std::fs::write(folder.path().join("en.txt"), EN.replace("$31 million", "$81 million")).expect("a file");
    let (told, code) = verify(&folder, &report);
    assert_eq!(code, 1);
    assert!(told.to_string().contains("$81 million") && told.to_string().contains("has changed"), "{told:#}");
    // What stands before the change and elsewhere is as it was.
    assert!(told["totals"]["verified"].as_u64().expect("n") > 0, "{told:#}");
}

#[test]
fn an_empty_report_says_so() {
    let folder = Folder::with(&[("a.txt", b"Nothing to count here.\n")]);
    let report = folder.run(&["check", "a.txt", "--format", "json"]).out;
    let ran = folder.run_with_input(&["verify", "-"], report.as_bytes());
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("nothing was verified"), "{}", ran.out);
}

#[test]
fn what_is_no_report_is_told_with_its_place() {
    let folder = Folder::with(&[
        ("x.json", b"{\"schema\": 1,\n \"findings\": 3}"),
        ("new.json", b"{\"schema\": 99, \"findings\": [], \"passes\": []}"),
    ]);
    for (file, parts) in [
        ("x.json", ["x.json:2:", "help: "]),
        ("new.json", ["schema 99", "help: "]),
        ("gone.json", ["gone.json", "help: "]),
    ] {
        let ran = folder.run(&["verify", file]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.out.is_empty() && parts.iter().all(|p| ran.err.contains(p)), "{}", ran.err);
    }
}

#[test]
fn a_document_that_is_gone_is_an_error() {
    let (folder, report) = checked();
    std::fs::remove_file(folder.path().join("ko.txt")).expect("it was there");
    let ran = folder.run_with_input(&["verify", "-"], report.as_bytes());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("ko.txt") && ran.out.contains("ko.txt is not there"), "{}\n{}", ran.err, ran.out);
}

/// Nothing that the checks say of the seeds and the cases is contradicted, and nearly all of it can be replayed.
#[test]
fn what_is_said_of_seeds_and_cases_stands_up() {
    let cases: Vec<String> =
        crate::cases::clusters().into_iter().map(|c| format!("tests/cases/{c}/articles.jsonl")).collect();
    for paths in [vec!["seeds".to_owned()], cases] {
        let args: Vec<&str> =
            ["check", "--format", "json"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let report = at_root(&args);
        assert!(report.code < 2, "{}", report.err);
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &report.out).expect("it is written");
        let ran = at_root(&["verify", &file.path().display().to_string(), "--format", "json"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", root().display());
        let told: Value = serde_json::from_str(&ran.out).expect("JSON");
        let n = |word: &str| told["totals"][word].as_u64().expect("n");
        assert!(n("verified") > 20 * n("not_replayable"), "{:#}", told["totals"]);
    }
}

#[test]
fn the_terminal_report() {
    let (folder, report) = checked();
    let (report, _) =
        tampered(&report, "sum-mismatch", |p| replaced(&mut p["derivation"][0], "= 62,000,000", "= 63,000,000"));
    let ran = folder.run_with_input(&["verify", "-"], report.as_bytes());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_kept("terminal", "verify", &ran.out);
}

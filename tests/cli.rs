//! The program as a user meets it: exit codes, streams, settings, determinism.

use std::process::Stdio;

use crate::program::{Folder, Ran, at_root};

const KO: &str = "항만공사는 16.5억 달러가 들었다고 알렸다. 잔치에는 60여명이 모였다.\n";
const EN: &str = "Some 50 officials from 12 countries met on Oct. 19, 2023 in Seoul.\n";

fn two() -> Folder {
    Folder::with(&[("a.txt", KO.as_bytes()), ("b.txt", EN.as_bytes())])
}

#[test]
fn no_verb_is_an_error_and_help_is_none() {
    let ran = two().run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.is_empty() && ran.err.contains("Usage"), "{ran:?}");
    assert_eq!(two().run(&["--help"]).code, 0);
    assert_eq!(two().run(&["--version"]).code, 0);
    assert_eq!(two().run(&["extract"]).code, 2);
    assert_eq!(two().run(&["check", "a.txt", "--fail-on", "sometimes"]).code, 2);
}

#[test]
fn every_document_is_a_line_in_input_order() {
    let ran = two().run(&["extract", "b.txt", "a.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let paths: Vec<String> = ran.out.lines().map(path_of).collect();
    assert_eq!(paths, ["b.txt", "a.txt"]);
}

#[test]
fn a_folder_is_walked_in_order() {
    let ran = two().run(&["extract", "."]);
    let paths: Vec<String> = ran.out.lines().map(path_of).collect();
    assert_eq!(paths.len(), 2, "{ran:?}");
    assert!(paths[0].ends_with("a.txt") && paths[1].ends_with("b.txt"), "{paths:?}");
}

#[test]
fn a_row_keeps_its_id() {
    let row = format!("{{\"id\": \"K-1\", \"text\": {:?}, \"published\": \"2024-09-06\"}}\n", KO.trim());
    let folder = Folder::with(&[("in.jsonl", row.as_bytes())]);
    let ran = folder.run(&["extract", "in.jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let line: serde_json::Value = serde_json::from_str(&ran.out).expect("one line of JSON");
    assert_eq!(line["document"]["id"], "K-1");
    assert_eq!(line["document"]["published"]["basis"], "metadata");
    assert_eq!(line["document"]["published"]["edtf"], "2024-09-06");
}

#[test]
fn standard_input_is_a_document() {
    let ran = two().run_with_input(&["extract", "-"], EN.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out.lines().count(), 1);
    let row = format!("{{\"id\": \"x\", \"text\": {:?}}}\n", EN.trim());
    let ran = two().run_with_input(&["extract", "-", "--input", "jsonl"], row.as_bytes());
    assert!(ran.out.contains("\"id\":\"x\""), "{ran:?}");
}

#[test]
fn a_bad_document_is_reported_and_the_others_go_on() {
    let folder = Folder::with(&[
        ("a.txt", KO.as_bytes()),
        ("bad.txt", b"Some 50 people \xff\xfe\x00\x81 met\n\x00\x01\x80"),
        ("b.txt", EN.as_bytes()),
    ]);
    for verb in ["extract", "check"] {
        let ran = folder.run(&[verb, "a.txt", "bad.txt", "missing.txt", "b.txt"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("bad.txt") && ran.err.contains("missing.txt"), "{}", ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
    let ran = folder.run(&["extract", "a.txt", "bad.txt", "missing.txt", "b.txt"]);
    let paths: Vec<String> = ran.out.lines().map(path_of).collect();
    assert_eq!(paths, ["a.txt", "b.txt"]);
}

#[test]
fn a_broken_rule_folder_shows_file_line_column_and_remedy() {
    let rule = "[[rule]]\nid = \"x-broken\"\nkind = \"money\"\nstatus = \"stable\"\nsummary = \"Broken.\"\n\
                pattern = '(?<num>{numerall})'\nvalue = { magnitude = \"num\", currency = \"KRW\" }\n\
                must = [{ in = \"<<1>>\", out = \"1 KRW\" }]\nmust_not = [{ in = \"2\", why = \"none\" }]\n";
    let folder = Folder::with(&[
        ("a.txt", KO.as_bytes()),
        ("own/rules/en/x.toml", rule.as_bytes()),
        ("own/rules/ko/y.toml", b"[[rule]]\nid = 3\n"),
    ]);
    let ran = folder.run(&["check", "a.txt", "--rules", "own"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.is_empty(), "{}", ran.out);
    for part in ["error[rule]", "x.toml:6:", "numerall", "^^^", "help: ", "y.toml:"] {
        assert!(ran.err.contains(part), "{part} is missing in:\n{}", ran.err);
    }
    let ran = folder.run(&["check", "a.txt", "--rules", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere"), "{}", ran.err);
}

#[test]
fn settings_come_from_the_nearest_file_and_typos_fail() {
    let folder = Folder::with(&[
        ("crosscheck.toml", b"threads = 3\n"),
        ("in/crosscheck.toml", b"threads = 2\nfail-on = \"tension\"\n"),
        ("in/deep/a.txt", KO.as_bytes()),
        ("bad/crosscheck.toml", b"threads = 1\nfail_on = \"never\"\n"),
    ]);
    let show = |inside: &str, more: &[&str]| {
        let args = more.iter().copied().chain(["--show-config"]);
        let output = folder.command(args).current_dir(folder.path().join(inside)).output();
        Ran::of(output.expect("the program starts"))
    };
    let ran = show("in/deep", &[]);
    assert!(ran.out.contains("threads = 2") && ran.out.contains("fail-on = \"tension\""), "{ran:?}");
    assert!(show(".", &[]).out.contains("threads = 3"));
    assert!(show("in/deep", &["--threads", "1"]).out.contains("threads = 1  # command line"));
    let ran = show("bad", &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("crosscheck.toml:2:1") && ran.err.contains("^^^^^^^"), "{}", ran.err);
}

#[test]
fn reports_speak_one_language_where_one_is_asked_for() {
    let folder = Folder::with(&[("a.txt", "벌통은 660개로 작년 550개보다 30% 늘었다.".as_bytes())]);
    let said = |more: &[&str]| folder.run(&[&["check", "a.txt"], more].concat()).out;
    let (own, en, ko) = (said(&[]), said(&["--lang", "en"]), said(&["--lang", "ko"]));
    assert!(
        own.contains("30%는 함께 적힌 수치에서 나오지 않는다. 계산하면 19.69–20.29%.") && own.contains("1 conflict"),
        "{own}"
    );
    assert!(en.contains("30% does not follow from the figures beside it, which give 19.69–20.29%."), "{en}");
    assert!(en.contains("linked by: ") && en.contains("help: Recompute"), "{en}");
    assert!(ko.contains("상충 1건") && ko.contains("할 일: ") && !ko.contains("help"), "{ko}");
    let page = said(&["--format", "html", "--lang", "ko"]);
    assert!(page.contains("<html lang=\"ko\">") && page.contains("<h2>지적</h2>"), "{page}");
    let json = |more: &[&str]| said(&[&["--format", "json"], more].concat());
    assert_eq!(json(&[]), json(&["--lang", "en"]), "programs get the same in every language");
}

#[test]
fn the_same_bytes_whatever_the_order_threads_locale_or_zone() {
    let seeds = ["seeds"];
    let base = ["check", "--format", "json", "--passes"];
    let first = at_root(&[&base[..], &seeds[..]].concat());
    assert!(first.code < 2, "{}", first.err);
    for threads in ["1", "2", "7"] {
        let ran = at_root(&[&base[..], &seeds[..], &["--threads", threads]].concat());
        assert_eq!(first.out, ran.out, "{threads} threads");
    }
    let names = crate::program::seeds();
    let mut paths: Vec<String> = names.iter().map(|n| format!("seeds/{n}.txt")).collect();
    let in_order = at_root(&[&base[..], &paths.iter().map(String::as_str).collect::<Vec<_>>()].concat());
    paths.reverse();
    let reversed = at_root(&[&base[..], &paths.iter().map(String::as_str).collect::<Vec<_>>()].concat());
    assert_eq!(in_order.out, reversed.out);
    assert_eq!(first.out, reversed.out, "a folder is the files in it");
    for (lang, zone) in
        [("ko_KR.UTF-8", "Asia/Seoul"), ("C", "America/New_York"), ("tr_TR.UTF-8", "Pacific/Kiritimati")]
    {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_crosscheck"))
            .args([&base[..], &seeds[..]].concat())
            .current_dir(crate::program::root())
            .env("LANG", lang)
            .env("LC_ALL", lang)
            .env("TZ", zone)
            .output();
        assert_eq!(first.out, Ran::of(output.expect("the program starts")).out, "{lang} {zone}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let folder = two();
    for args in
        [&["extract", "."][..], &["check", ".", "--format", "json"], &["schema"], &["completions", "bash"], &["man"]]
    {
        let mut child =
            folder.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(err.is_empty(), "{args:?}: {err}");
        assert!(output.status.code().is_some_and(|c| c < 2), "{args:?}: {:?}", output.status);
    }
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    let ran = two().run(&["check", "."]);
    assert!(!ran.out.contains('\u{1b}'), "a pipe gets no colour");
    let ran = two().run(&["check", ".", "--color", "always"]);
    assert!(ran.out.contains('\u{1b}'), "{}", ran.out);
    let folder = Folder::with(&[("a.txt", KO.as_bytes()), ("crosscheck.toml", b"color = \"always\"\n")]);
    assert!(folder.run(&["check", "a.txt"]).out.contains('\u{1b}'));
    let output = folder.command(["check", "a.txt"]).env("NO_COLOR", "1").output().expect("the program starts");
    assert!(!Ran::of(output).out.contains('\u{1b}'), "NO_COLOR turns the setting off");
}

#[test]
fn completions_and_man_pages_come_from_the_same_definition() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = two().run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("fail-on"), "{shell}: {ran:?}");
    }
    assert!(two().run(&["man"]).out.contains(".SH SYNOPSIS"));
    assert!(two().run(&["man", "check"]).out.contains("crosscheck\\-check"));
    assert_eq!(two().run(&["man", "fly"]).code, 2);
}

fn path_of(line: &str) -> String {
    let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    line["document"]["path"].as_str().expect("a path").to_owned()
}

/// A day that was a Thursday: whatever else changes, this is a conflict.
const DAY: &str = "시골 음악회에 관한 글이다.\nThe concert was played on Monday, March 10, 2022.\n";
/// Per cent where percentage points are meant: a tension.
const POINT: &str = "점유율은 19%에서 6%로 13% 떨어졌다.\n";

#[test]
fn findings_decide_the_exit_code() {
    let folder =
        Folder::with(&[("day.txt", DAY.as_bytes()), ("point.txt", POINT.as_bytes()), ("a.txt", EN.as_bytes())]);
    let code = |args: &[&str]| {
        let ran = folder.run(&[&["check"][..], args].concat());
        assert_eq!(ran.err, "", "{args:?}");
        ran.code
    };
    assert_eq!(code(&["a.txt"]), 0);
    assert_eq!(code(&["day.txt"]), 1);
    assert_eq!(code(&["day.txt", "--fail-on", "never"]), 0);
    assert_eq!(code(&["point.txt"]), 0);
    assert_eq!(code(&["point.txt", "--fail-on", "tension"]), 1);
    assert_eq!(folder.run(&["check", "day.txt", "missing.txt"]).code, 2);
}

#[test]
fn the_three_formats_tell_the_same() {
    let folder = Folder::with(&[("day.txt", DAY.as_bytes())]);
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["check", ".", "--format", "json"]).out).expect("JSON");
    let found = json["findings"].as_array().expect("findings");
    assert_eq!(found.len(), 1, "{json:#}");
    let side = &found[0]["sides"][0];
    let at = |key: &str| usize::try_from(side[key].as_u64().expect("a byte")).expect("small");
    assert_eq!(DAY.get(at("start")..at("end")), side["surface"].as_str());
    let lines = folder.run(&["check", ".", "--format", "jsonl"]).out;
    let parsed: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(parsed[0]["finding"], found[0]);
    assert_eq!(parsed.last().expect("the coverage")["coverage"], json["coverage"]);
    let text = folder.run(&["check", "."]).out;
    assert!(text.contains(found[0]["message"].as_str().expect("a message")), "{text}");
    assert!(text.contains("1 conflict"), "{text}");
}

#[test]
fn a_copied_document_adds_no_finding() {
    let read = |name: &str| std::fs::read(crate::program::root().join("seeds").join(name)).expect("a seed");
    let names: Vec<String> = crate::program::seeds().iter().map(|n| format!("{n}.txt")).collect();
    let mut files: Vec<(String, Vec<u8>)> = names.iter().map(|n| (n.clone(), read(n))).collect();
    let count = |files: &[(String, Vec<u8>)]| {
        let listed: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        let out = Folder::with(&listed).run(&["check", ".", "--format", "json"]).out;
        let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        json["findings"].as_array().expect("findings").len()
    };
    let before = count(&files);
    files.push(("copy.txt".to_owned(), read(&names[0])));
    assert_eq!(before, count(&files), "of {}", names[0]);
}

#[test]
fn rules_can_be_listed_tested_and_explained() {
    let ran = at_root(&["rules", "list", "--kind", "money", "--lang", "ko"]);
    assert!(ran.code == 0 && ran.out.lines().count() > 1, "{ran:?}");
    assert!(ran.out.lines().all(|l| l.contains(" money ") && l.contains(" ko ")), "{}", ran.out);
    let id = ran.out.split_whitespace().next().expect("an id");
    let ran = at_root(&["rules", "test", id]);
    assert!(ran.code == 0 && ran.out.starts_with(&format!("ok {id}\n")), "{ran:?}");
    let ran = at_root(&["explain", id]);
    for part in [id, "rules/ko/money.toml:", "pattern:", "finds:", "leaves alone:"] {
        assert!(ran.out.contains(part), "{part} is missing in:\n{}", ran.out);
    }
    let ran = at_root(&["explain", &format!("{id}x")]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains(&format!("did you mean `{id}`")), "{}", ran.err);
    for known in ["sum-mismatch", "people.dead"] {
        let ran = at_root(&["explain", known]);
        assert!(ran.code == 0 && ran.out.contains(".toml:"), "{known}: {ran:?}");
    }
    assert_eq!(at_root(&["rules", "test", "no-such-rule"]).code, 2);
}

#[test]
fn a_failing_example_shows_its_spot() {
    let rule = "[[rule]]\nid = \"x-bottles\"\nkind = \"count\"\nstatus = \"preview\"\nsummary = \"Bottles.\"\n\
                pattern = '(?<num>[0-9]+) zqx'\nvalue = { magnitude = \"num\", unit = \"thing\" }\n\
                must = [{ in = \"we saw <<12 zqx>>\", out = \"13 thing\" }, { in = \"<<two zqx>>\", out = \"2 thing\" }]\n\
                must_not = [{ in = \"there were 7 zqx\", why = \"a song\" }]\n";
    let folder = Folder::with(&[("own/rules/en/x.toml", rule.as_bytes())]);
    let ran = folder.run(&["rules", "test", "x-bottles", "--rules", "own"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for part in [
        "wrong-value x-bottles",
        "  | we saw 12 zqx\n  |        ^^^^^^ read 12 thing, must be 13 thing",
        "missed x-bottles",
        "noisy x-bottles",
    ] {
        assert!(ran.out.contains(part), "{part} is missing in:\n{}", ran.out);
    }
}

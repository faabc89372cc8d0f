//! `rules lint` and `rules new`: what is not meant is told, what is begun loads.

use crosscheck::lint;
use crosscheck::rulebook::scaffold;
use crosscheck::rulebook::source::{Files, SourceFile};

use crate::program::{Folder, at_root};
use crate::snapshots::assert_kept;

#[test]
fn the_built_in_rules_give_no_cause() {
    let ran = at_root(&["rules", "lint"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    // A hint is for whoever writes the rule, and stops nobody.
    assert!(ran.out.contains(": 0 errors, 0 warnings, "), "{}", ran.out);
}

/// A rule with a pattern, one example and one counter-example.
fn rule(id: &str, more: &str, pattern: &str, must: &str, out: &str, must_not: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\nkind = \"count\"\nstatus = \"preview\"\nsummary = \"Test.\"\npattern = '{pattern}'\n{more}\
         value = {{ magnitude = \"num\", unit = \"item\" }}\nmust = [{{ in = \"{must}\", out = \"{out}\" }}]\n\
         must_not = [{{ in = \"{must_not}\", why = \"none\" }}]\n\n"
    )
}

#[test]
fn every_lint_speaks_with_place_and_remedy() {
    let rules = [
        "[fragment]\nidle_words = 'zq|zr'\n\n".to_owned(),
        rule("x-never", "after = 'q{3}'\n", "(?<num>[0-9]+) zqx", "I saw <<3 zqx>> there", "3 item", "3 zqxq"),
        rule("x-shadowed", "", "(?<num>[0-9]+) zqy", "I saw <<4 zqy>> there", "4 item", "4 zqyq"),
        rule("x-shadow", "priority = 5\n", "(?<num>[0-9]+) zqy", "I saw <<5 zqy>> there", "5 item", "5 zq"),
        rule("x-far", "", "(?<num>[0-9]+) zqz", "I saw <<6 zqz>> there", "6 item", "no number here"),
        rule("x-unit", "", "(?<num>[0-9]+) zqu", "I saw <<7 zqu>> there", "7 itemm", "7 zquu")
            .replace("unit = \"item\"", "unit = \"itemm\""),
    ];
    let measure = "[[measure]]\nid = \"x.m\"\nko = [\"\u{1100}\u{1161}\"]\nen = [\"zqm\", \"zqm\", \"가나\"]\nkinds = [\"sum\"]\n";
    let relation = "lang = \"en\"\n\n[[relation]]\nid = \"x-r\"\ncheck = \"sum-mismatchh\"\nis = \"more\"\npatterns = ['{a} zqr {b}']\n";
    let groups = "# Test.\nsurface,lang,id,preferred,note\nZqpact,en,KR+QQ,1,\n";
    let folder = Folder::with(&[
        ("own/en/x.toml", rules.concat().as_bytes()),
        ("own/measures/x.toml", measure.as_bytes()),
        ("own/relations/x.toml", relation.as_bytes()),
        ("own/country_groups.csv", groups.as_bytes()),
    ]);
    let ran = folder.run(&["rules", "lint", "--rules", "own"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let notes: Vec<&str> = ran.out.split("\n\n").collect();
    let own: Vec<&str> = notes.iter().copied().filter(|n| n.contains(" --> own/")).collect();
    assert_kept("lint", "every", &own.join("\n\n"));
    for (lint, place, word) in [
        ("error[unreachable-rule]", "own/en/x.toml:5", "`x-never`"),
        ("error[shadowed-rule]", "own/en/x.toml:16", "`x-shadow`"),
        ("hint[far-example]", "own/en/x.toml:37", "`x-far`"),
        ("error[dangling-id]", "own/en/x.toml:47", "did you mean `item`?"),
        ("warning[unused-fragment]", "own/en/x.toml:2", "{idle_words}"),
        ("error[not-nfc]", "own/measures/x.toml:3", "NFC"),
        ("error[double-word]", "own/measures/x.toml:4", "`zqm`"),
        ("error[foreign-script]", "own/measures/x.toml:4", "`가나`"),
        ("error[dangling-id]", "own/measures/x.toml:5", "no kind is called `sum`"),
        ("error[dangling-id]", "own/relations/x.toml:5", "did you mean `sum-mismatch`?"),
        ("error[dangling-id]", "own/country_groups.csv:3", "`QQ`"),
    ] {
        let told = notes
            .iter()
            .any(|n| n.starts_with(lint) && n.contains(&format!(" --> {place}\nhelp: ")) && n.contains(word));
        assert!(told, "{lint} at {place} with {word} is missing in:\n{}", ran.out);
    }
    // What is right beside it is left alone.
    assert!(
        !notes.iter().any(|n| n.contains("the pattern of `x-shadow`") || n.contains("`x-far` finds")),
        "{}",
        ran.out
    );
}

/// Rows of names are refused when they load; those of units are not, and both are watched in the built-in files.
#[test]
fn rows_of_gazetteers_are_looked_over() {
    let text = "# Test.\nsurface,lang,id,preferred,note\nZqf,en,event:zqf,1,\nZqe,en,event:zqe,1,\nZqe,en,event:zqe,1,\n\
                Zqg,en,event:zqf,1,\n가나다제,en,event:zqh,1,\nZqk,ko,event:zqk,1,\n\u{1100}\u{1161}제,ko,event:zql,1,\nz,en,q\n";
    let shown = "own/events_x.csv".to_owned();
    let file = SourceFile { name: "gazetteers/events_x.csv".to_owned(), shown, text: text.into() };
    let notes: Vec<String> = lint::rows(&Files { files: vec![file] }).iter().map(ToString::to_string).collect();
    for (lint, line, word) in [
        ("error[unsorted]", 4, "`Zqe`"),
        ("error[double-row]", 5, "stands twice"),
        ("error[two-preferred]", 6, "Zqf, Zqg"),
        ("error[foreign-script]", 7, "Hangul"),
        ("error[foreign-script]", 8, "neither Hangul nor Hanja"),
        ("error[not-nfc]", 9, "NFC"),
        ("error[broken-row]", 10, "five columns"),
    ] {
        let place = format!(" --> own/events_x.csv:{line}\nhelp: ");
        let told = notes.iter().any(|n| n.starts_with(lint) && n.contains(&place) && n.contains(word));
        assert!(told, "{lint} on line {line} with {word} is missing in:\n{}", notes.join("\n"));
    }
}

#[test]
fn what_is_begun_loads_and_waits_to_be_filled_in() {
    const KINDS: [&str; 10] =
        ["money", "count", "quantity", "ratio", "ordinal", "date", "duration", "time", "identifier", "mask"];
    let all: String = KINDS.iter().map(|kind| scaffold::rule(&format!("x-{kind}"), kind) + "\n").collect();
    let folder = Folder::with(&[("own/any/all.toml", all.as_bytes()), ("own/en/all.toml", b"".as_slice())]);
    let ran = folder.run(&["rules", "new", "x-new", "--kind", "money", "--lang", "ko", "--into", "own"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "own/ko/x-new.toml\n"), "{}", ran.err);
    let ids: Vec<String> = KINDS.iter().chain(&["new"]).map(|kind| format!("x-{kind}")).collect();
    let args = ["rules", "test", "--rules", "own"].into_iter().chain(ids.iter().map(String::as_str));
    let ran = folder.run(&args.collect::<Vec<_>>());
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for id in ids {
        assert_eq!(ran.out.matches(&format!("unfilled {id}\n")).count(), 2, "{id}: {}", ran.out);
    }
    assert!(ran.out.contains("own/ko/x-new.toml:2") && ran.out.contains("write a sentence of your own"), "{}", ran.out);
}

#[test]
fn what_is_filled_in_works() {
    let folder = Folder::with(&[]);
    let block = folder.run(&["rules", "new", "x-crates", "--kind", "count", "--lang", "en"]).out;
    let filled = block
        .replace("?todo", "?zqcrates")
        .replace(
            "TODO: a sentence with <<TODO>> in it\", out = \"TODO\"",
            "they sent <<12 zqcrates>> home\", out = \"12 item\"",
        )
        .replace("TODO: a sentence with something like it", "12 zqhats")
        .replace("TODO: what it is instead", "hats");
    std::fs::create_dir_all(folder.path().join("own/en")).expect("a folder");
    std::fs::write(folder.path().join("own/en/x.toml"), filled).expect("a file");
    let ran = folder.run(&["rules", "test", "x-crates", "--rules", "own"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "ok x-crates\n1 tested, 2 examples, 0 failed\n"), "{}", ran.err);
}

#[test]
fn a_check_can_be_begun_too() {
    let folder = Folder::with(&[("own/rules/en/none.toml", b"".as_slice())]);
    let ran = folder.run(&["rules", "new", "x-parts", "--check", "--into", "own"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "own/rules/checks/x-parts.toml\n"), "{}", ran.err);
    let ran = folder.run(&["rules", "test", "x-parts", "--rules", "own"]);
    assert_eq!((ran.code, ran.out.matches("unfilled x-parts").count()), (1, 2), "{}{}", ran.out, ran.err);
}

#[test]
fn nothing_is_overwritten_and_ids_are_new() {
    let folder = Folder::with(&[]);
    let new = |id: &str| folder.run(&["rules", "new", id, "--kind", "money", "--lang", "ko", "--into", "own"]);
    assert_eq!(new("x-one").code, 0);
    let again = new("x-one");
    assert!(again.code == 2 && again.err.contains("is taken (own/ko/x-one.toml:2)"), "{}", again.err);
    let known = new("ko-money");
    assert!(known.code == 2 && known.err.contains("never reused"), "{}", known.err);
    let check = folder.run(&["rules", "new", "sum-mismatch", "--check"]);
    assert!(check.code == 2 && check.err.contains("is taken"), "{}", check.err);
    let odd = new("X one");
    assert!(odd.code == 2 && odd.err.contains("is no id"), "{}", odd.err);
    let third = folder.run(&["rules", "new", "x", "--kind", "money", "--lang", "french"]);
    assert!(third.code == 2 && third.err.contains("two letters of a language"), "{}", third.err);
}

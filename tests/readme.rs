//! What the README shows is what the program does.

use std::fmt::Write as _;
use std::fs;

use crosscheck::rulebook::Rulebook;

use crate::program::root;

/// The two generated parts of the README, each between its own comments. To renew them:
/// `RENEW_README=1 cargo test --test main readme`.
#[test]
fn generated_parts_are_up_to_date() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).expect("README.md");
    let fresh = fill(&fill(&text, "checks", &checks()), "screen", &screen());
    if std::env::var_os("RENEW_README").is_some() {
        fs::write(&path, &fresh).expect("README.md");
    } else {
        assert_eq!(text, fresh, "renew it: RENEW_README=1 cargo test --test main readme");
    }
}

/// The table of checks, in the order of their ids.
fn checks() -> String {
    let book = Rulebook::built_in().expect("the built-in rules load");
    let mut out = String::from("| check | looks for |\n| --- | --- |\n");
    for check in book.checks.by_id.values().filter(|c| c.enabled) {
        let _ = writeln!(out, "| `{}` | {} |", check.id, check.summary);
    }
    out
}

/// A report on two short articles that do not agree.
fn screen() -> String {
    let ko = "외교부는 북한이 올해 1월부터 9월까지 16.5억 달러 규모의 가상자산을 탈취했다고 22일 밝혔다.\n";
    let en = "The meeting on the sanctions was held on Monday, Oct. 19, 2023, the ministry said.\n";
    let folder = crate::program::Folder::with(&[("a.txt", ko.as_bytes()), ("b.txt", en.as_bytes())]);
    let ran = folder.run(&["check", "a.txt", "b.txt", "--width", "90"]);
    assert!(ran.code < 2, "{}", ran.err);
    format!("```console\n$ crosscheck check a.txt b.txt\n{}```\n", ran.out)
}

/// `text` with the part between `<!-- name` … `-->` and `<!-- /name -->` replaced.
fn fill(text: &str, name: &str, part: &str) -> String {
    let open = text.find(&format!("<!-- {name}")).expect("the opening comment");
    let start = open + text[open..].find("-->\n").expect("its end") + 4;
    let end = start + text[start..].find(&format!("<!-- /{name} -->")).expect("the closing comment");
    format!("{}{part}{}", &text[..start], &text[end..])
}

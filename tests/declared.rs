//! Checks that a user's rule file declares: what they find, and what is said of a broken one.

use std::fs;

use crosscheck::ingest;
use crosscheck::model::finding::{Finding, Verdict};
use crosscheck::pipeline::{self, Article};
use crosscheck::rulebook::Rulebook;
use crosscheck::rulebook::source::Files;

use crate::program::Folder;

/// The built-in rulebook with `checks/mine.toml` on top.
fn with(check: &str) -> Result<Rulebook, String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("checks")).expect("a folder");
    fs::write(folder.path().join("checks/mine.toml"), check).expect("a file");
    Rulebook::with_overlay(folder.path())
        .map_err(|e| e.to_string().replace(&folder.path().display().to_string(), "DIR"))
}

/// What the check `mine` says of these documents: findings and passes.
fn said(check: &str, docs: &[&str]) -> Vec<Finding> {
    let book = with(check).expect("a rulebook");
    let article = |(i, text): (usize, &&str)| {
        pipeline::article(ingest::document_from_text(text, &format!("{i}"), None, &book), &book)
    };
    let articles: Vec<Article> = docs.iter().enumerate().map(article).collect();
    let outcome = pipeline::check(&articles, &book);
    outcome.findings.into_iter().chain(outcome.passes).filter(|f| f.check == "mine").collect()
}

/// A declaration with the words that every check needs.
fn mine(rest: &str) -> String {
    format!(
        "[[check]]\nid = \"mine\"\nseverity = \"error\"\nsummary = \"Mine.\"\nmessage = \"Wants {{want}}.\"\n\
         remedy = \"Look.\"\n{rest}"
    )
}

#[test]
fn a_sum_of_all_that_is_named() {
    let check = mine(
        "figures.total = { unit = \"person\", after = 'in all' }\n\
         figures.group = { unit = \"person\", after = '(?:from|of) the' }\nholds = \"sum(group) = total\"\n",
    );
    let wrong = said(&check, &["The march drew 40 people from the north, 35 people from the south, 90 people in all."]);
    let [finding] = wrong.as_slice() else { panic!("{wrong:?}") };
    assert_eq!((finding.verdict, finding.sides.len()), (Verdict::Conflict, 3));
    assert_eq!(finding.derivation, ["(40 + 35 = 75) = 90 does not hold"]);
    let right = said(&check, &["The march drew 40 people from the north, 35 people from the south, 75 people in all."]);
    assert!(matches!(right.as_slice(), [f] if !f.verdict.is_finding()), "{right:?}");
}

#[test]
fn units_of_quotients_must_agree() {
    let figures = "figures.cost = { kind = \"money\", before = 'cost' }\n\
                   figures.heads = { unit = \"person\" }\nfigures.each = { kind = \"money\", after = 'each' }\n";
    let per_head = mine(&format!("{figures}holds = \"cost / heads = each * (1 / heads * heads)\"\n"));
    let text = "The trip cost $3,000 for 12 people, who paid $250 each.";
    assert_eq!(said(&per_head, &[text]), [], "money per head is no money");
    let plain = mine(&format!("{figures}holds = \"cost = heads * each / 1\"\n"));
    assert_eq!(said(&plain, &[text]), [], "a product carries both units");
}

#[test]
fn dates_are_days_and_can_be_ordered() {
    let check = mine(
        "figures.opened = { kind = \"date\", before = 'opened on' }\n\
         figures.closed = { kind = \"date\", before = 'closed on' }\nholds = \"opened <= closed\"\n",
    );
    let wrong = said(&check, &["The fair opened on March 9, 2023 and closed on March 2, 2023."]);
    assert!(matches!(wrong.as_slice(), [f] if f.verdict == Verdict::Conflict), "{wrong:?}");
    let right = said(&check, &["The fair opened on March 2, 2023 and closed on March 9, 2023."]);
    assert!(matches!(right.as_slice(), [f] if !f.verdict.is_finding()), "{right:?}");
}

#[test]
fn a_tolerance_and_a_bound() {
    let check = |tolerance: &str| {
        mine(&format!(
            "figures.a = {{ kind = \"money\", before = 'budget of' }}\nfigures.b = {{ kind = \"money\", before = 'spent' }}\n\
             holds = \"b <= a\"\n{tolerance}"
        ))
    };
    let text = "With a budget of $214 million, the county spent $219 million.";
    assert!(said(&check(""), &[text])[0].verdict.is_finding());
    assert!(!said(&check("tolerance = \"3 %\"\n"), &[text])[0].verdict.is_finding());
    let open = "With a budget of at least $214 million, the county spent $219 million.";
    assert!(!said(&check(""), &[open])[0].verdict.is_finding());
}

#[test]
fn documents_that_tell_the_same_news() {
    let check = mine(
        "scope = \"news\"\nsame = [\"place\"]\nfigures.dead = { measure = \"people.dead\", unit = \"person\" }\n\
         figures.aboard = { measure = \"people.aboard\", unit = \"person\" }\nholds = \"dead <= aboard\"\n",
    );
    let one = "Ferry sinks off Busan\n\nA ferry with 112 people aboard sank off Busan on May 3, 2022, the Korea Coast Guard said. \
               The ferry left at 7:40 a.m. with 3,412 tons of steel.";
    let other = |dead: &str| {
        format!(
            "Divers end search\n\nAt least the toll is known: {dead} people died off Busan when the ferry sank on May 3, 2022, \
             the Korea Coast Guard said. Divers raised 3,412 tons of steel."
        )
    };
    let wrong = said(&check, &[one, &other("131")]);
    assert!(wrong.iter().any(|f| f.verdict == Verdict::Conflict && f.sides.len() == 2), "{wrong:?}");
    assert!(wrong.iter().all(|f| f.sides[0].document != f.sides[1].document));
    let right = said(&check, &[one, &other("101")]);
    assert!(!right.iter().any(|f| f.verdict.is_finding()), "{right:?}");
    assert_eq!(said(&check, &[one, "A bus with 20 people aboard; 131 people died in Paris in 2011."]), []);
}

#[test]
fn the_example_of_the_readme_ends_well() {
    let blocks = include_str!("../README.md").split("```toml\n").skip(1).filter_map(|b| b.split("```").next());
    let declared: Vec<&str> = blocks.filter(|b| b.starts_with("[[check]]")).collect();
    let [block] = declared.as_slice() else { panic!("{declared:?}") };
    let book = with(block).expect("a rulebook");
    let check = book.checks.active("spent-above-budget").expect("the check");
    assert_eq!(crosscheck::examples::check::run(check, &book), []);
    assert!(!check.must.is_empty() && !check.must_not.is_empty());
}

#[test]
fn every_built_in_file_can_be_replaced() {
    let mut files = Files::built_in();
    let all = files.files.len();
    let folder = tempfile::tempdir().expect("a folder");
    for file in &Files::built_in().files {
        let path = folder.path().join(&file.name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, file.text.as_bytes()).expect("a file");
    }
    files.overlay(folder.path()).expect("it is read");
    assert_eq!(files.files.len(), all);
    assert!(files.files.iter().all(|f| f.shown.starts_with(&*folder.path().to_string_lossy())));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let faults = |rest: &str| with(&mine(rest)).err().unwrap_or_else(|| panic!("it loads: {rest}"));
    let a = "figures.a = { kind = \"money\" }\n";
    let told = [
        (format!("{a}holds = \"a <= b\"\n"), "`holds` speaks of `b`, which is not declared"),
        (format!("{a}figures.b = {{}}\nholds = \"a <= 3\"\n"), "`holds` does not use the figure `b`"),
        (format!("{a}holds = \"a << 3\"\n"), "a number or the name of a figure is missing"),
        (format!("{a}holds = \"a <= 3\"\ntolerance = \"much\"\n"), "`much` is no tolerance"),
        (format!("{a}holds = \"a <= 3\"\nscope = \"news\"\n"), "needs a slot that their figures share"),
        (
            "figures.a = { measure = \"people.daed\" }\nholds = \"a <= 3\"\n".to_owned(),
            "no measure is called `people.daed`",
        ),
        (a.to_owned(), "takes figures, but says nothing of them"),
        (String::new(), "the check `mine` demands nothing"),
        (format!("{a}holds = \"a <= 3\"\nscope = \"book\"\n"), "unknown variant `book`"),
        ("figures.a = { words = '(' }\nholds = \"a <= 3\"\n".to_owned(), "unclosed group"),
    ];
    for (rest, want) in told {
        let text = faults(&rest);
        assert!(text.contains(want), "wanted {want:?}:\n{text}");
        assert!(text.contains("--> DIR/checks/mine.toml:") && text.contains("help: "), "{text}");
    }
}

/// A language that a folder brings: told by its letters, read by its own rules, the built-in ones untouched.
#[test]
fn another_language_is_a_folder() {
    let lang = "detect = { letters = '[ぁ-んァ-ヶ]' }\n\
                [numerals.small]\n\"千\" = 1000\n[numerals.big]\n\"万\" = 10000\n\"億\" = 100000000\n\
                [fragment]\ndigits = '[0-9]+(?:\\.[0-9]+)?'\nnumeral = '{digits}(?:[千万億]|[0-9]+[千万億])*'\n";
    let rules = "[[rule]]\nid = \"ja-money-yen\"\nkind = \"money\"\nstatus = \"preview\"\nsummary = \"Yen.\"\n\
                 pattern = '(?<num>{numeral})円'\nvalue = { magnitude = \"num\", currency = \"JPY\" }\n\
                 must = [{ in = \"予算は<<3億円>>だという\", out = \"300000000 JPY\" }]\n\
                 must_not = [{ in = \"円は3日続けて下げた\", why = \"the currency\" }]\n";
    let folder = Folder::with(&[
        ("own/ja/lang.toml", lang.as_bytes()),
        ("own/ja/money.toml", rules.as_bytes()),
        ("ja.txt", "会場の工費はおよそ1億2千万円で、残りは寄付だという。".as_bytes()),
        ("ko.txt", "회의장 공사비는 3억원이라고 한다.".as_bytes()),
    ]);
    let ran = folder.run(&["extract", "ja.txt", "ko.txt", "--rules", "own"]);
    let lines: Vec<serde_json::Value> = ran.out.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let read = |i: usize| {
        let mentions = lines[i]["mentions"].as_array().cloned().unwrap_or_default();
        let of = |m: &serde_json::Value| (m["rule"].to_string(), m["value"]["min"].to_string());
        mentions.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(read(0), [("\"ja-money-yen\"".to_owned(), "120000000".to_owned())], "{ran:?}");
    assert_eq!(read(1).first().map(|m| m.1.clone()), Some("300000000".to_owned()), "{ran:?}");
    assert_eq!(folder.run(&["rules", "test", "ja-money-yen", "--rules", "own"]).code, 0);

    // A folder without a lang.toml is told; so is one that no text is known to be of.
    let astray = Folder::with(&[("own/ja/money.toml", rules.as_bytes()), ("own/de/lang.toml", b"[fragment]\n")]);
    let ran = astray.run(&["rules", "list", "--rules", "own"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nothing reads a rule file") && ran.err.contains("no text is known"), "{}", ran.err);

    // A language and its first rule begin with a block that loads.
    let begun = Folder::with(&[]);
    assert_eq!(begun.run(&["rules", "new", "ja-money-yen", "--kind", "money", "--lang", "ja", "--into", "d"]).code, 2);
    assert_eq!(begun.run(&["rules", "new", "ja", "--language", "--into", "d"]).code, 0);
    assert_eq!(begun.run(&["rules", "new", "ja-money-yen", "--kind", "money", "--lang", "ja", "--into", "d"]).code, 0);
    let listed = begun.run(&["rules", "list", "--lang", "ja", "--rules", "d"]);
    assert!(listed.code == 0 && listed.out.contains("ja-money-yen"), "{listed:?}");
    assert_eq!(begun.run(&["rules", "new", "ko", "--language"]).code, 2);
}

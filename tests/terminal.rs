//! The terminal report of findings made by hand: layout, marks under wide letters, wrapping.

use std::collections::BTreeMap;

use crosscheck::ingest::document_from_text;
use crosscheck::model::finding::{Coverage, Finding, Severity, Side, Verdict};
use crosscheck::model::span::Span;
use crosscheck::pipeline::{Article, Outcome};
use crosscheck::report::style::Palette;
use crosscheck::report::terminal::{self, Layout};
use crosscheck::rulebook::Rulebook;

const KO: &str = "제목: 가상자산 탈취\n\n외교부는 북한이 올해 1월부터 9월까지 최소 16.5억 달러 규모의 가상자산을 탈취했다고 23일 밝혔다. \
                  이는 지난해 전체 피해액인 11.9억 달러를 크게 웃도는 것으로, 이 가운데 14억 달러는 2월 한 거래소에서 나왔다.\n";
const EN: &str = "North Korea stole at least $1.65 billion between January and September, the ministry said.\n";

fn article(id: &str, text: &str) -> Article {
    let book = Rulebook::built_in().expect("the built-in rules load");
    crosscheck::pipeline::article(document_from_text(text, id, None, book), book)
}

fn side(document: usize, text: &str, surface: &str, value: &str) -> Side {
    let start = text.find(surface).expect("in the text");
    let claim = BTreeMap::from([("value".to_owned(), value.to_owned())]);
    Side { document, span: Span::new(start, start + surface.len()), claim }
}

fn finding(sides: Vec<Side>) -> Finding {
    Finding {
        key: "k".to_owned(),
        check: "value-mismatch".to_owned(),
        verdict: Verdict::Conflict,
        severity: Severity::Error,
        sides,
        derivation: vec![
            "16.5억 달러 = 1,650,000,000 USD".to_owned(),
            "1,650,000,000 − 1,190,000,000 = 460,000,000".to_owned(),
        ],
        linked_by: vec!["measure theft.amount; actor country:kp; period 2025-01/2025-09".to_owned()],
        hypotheses: vec!["one digit differs".to_owned()],
        message: "two amounts for one theft".to_owned(),
        remedy: "open the ministry's statement and see which of the two it gives; the other report may count \
                 another period or only what was confirmed"
            .to_owned(),
    }
}

fn shown(findings: Vec<Finding>, width: usize) -> String {
    let articles = [article("ko.txt", KO), article("en.txt", EN)];
    let coverage = Coverage {
        figures: 9,
        claims: 4,
        linked: 2,
        checked: 2,
        skipped: BTreeMap::from([("without a measure".to_owned(), 5), ("in boilerplate".to_owned(), 1)]),
    };
    let outcome = Outcome { findings, passes: Vec::new(), coverage };
    let mut out = Vec::new();
    let layout = Layout { width, palette: Palette { on: false }, passes: false };
    terminal::write(&outcome, &articles, layout, &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn both_sides_stand_in_their_context() {
    let sides = vec![
        side(0, KO, "최소 16.5억 달러", "1650000000.. USD at_least"),
        side(1, EN, "at least $1.65 billion", "1650000000.. USD at_least"),
    ];
    crate::snapshots::assert_kept("layout", "two-documents", &shown(vec![finding(sides)], 100));
}

#[test]
fn figures_of_one_line_share_an_excerpt() {
    let sides = vec![side(0, KO, "11.9억 달러", "1190000000 USD"), side(0, KO, "14억 달러", "1400000000 USD")];
    crate::snapshots::assert_kept("layout", "one-line", &shown(vec![finding(sides)], 100));
}

#[test]
fn a_narrow_terminal_gets_short_lines() {
    let sides = vec![side(0, KO, "11.9억 달러", "1190000000 USD"), side(0, KO, "14억 달러", "1400000000 USD")];
    let text = shown(vec![finding(sides)], 60);
    let wide = text.lines().filter(|l| unicode_width::UnicodeWidthStr::width(*l) > 60).collect::<Vec<_>>();
    assert!(wide.iter().all(|l| l.starts_with(" --> ") || l.starts_with("error[")), "{wide:#?}");
    crate::snapshots::assert_kept("layout", "narrow", &text);
}

#[test]
fn without_findings_the_summary_stands_alone() {
    crate::snapshots::assert_kept("layout", "nothing", &shown(Vec::new(), 100));
}

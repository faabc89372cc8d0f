//! The terminal report of findings made by hand: layout, marks under wide letters, wrapping.

use std::collections::BTreeMap;

use crosscheck::ingest::document_from_text;
use crosscheck::model::finding::{Coverage, Finding, Severity, Side, Verdict};
use crosscheck::model::span::Span;
use crosscheck::pipeline::{Article, Outcome};
use crosscheck::report::style::Palette;
use crosscheck::report::terminal::{self, Layout};
use crosscheck::rulebook::Rulebook;
use crosscheck::wording::{Voice, Words};

const KO: &str = "제목: 사라진 코인\n\n수사팀은 도둑들이 봄부터 가을까지 여러 지갑에서 최소 16.5억 달러어치 코인을 빼 갔다고 9일 알렸다. \
                  한 해 앞서 사라진 코인은 11.9억 달러어치였고, 이번에 없어진 것 중 14억 달러는 2월에 한 가게가 잃었다.\n";
const EN: &str = "Thieves emptied wallets of at least $1.65 billion from spring to autumn, investigators wrote.\n";

fn article(id: &str, text: &str) -> Article {
    let book = Rulebook::built_in().expect("the built-in rules load");
    crosscheck::pipeline::article(document_from_text(text, id, None, book), book)
}

fn side(document: usize, text: &str, surface: &str, value: &str) -> Side {
    let start = text.find(surface).expect("in the text");
    let claim = BTreeMap::from([("value".to_owned(), value.to_owned())]);
    Side { document, span: Span::new(start, start + surface.len()), claim: claim.into() }
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
        crowded: 0,
        distant: 0,
    };
    let outcome = Outcome { findings, passes: Vec::new(), coverage };
    let mut out = Vec::new();
    let layout = Layout { width, palette: Palette { on: false }, passes: false };
    terminal::write(&outcome, &articles, layout, Voice::new(Words::built_in().expect("the words"), None), &mut out)
        .expect("memory");
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

//! What must hold for any text.

use crosscheck::ingest::document_from_text;
use crosscheck::pipeline;
use crosscheck::report::json::{Line, write_line};
use crosscheck::report::style::Palette;
use crosscheck::report::terminal::{self, Layout};
use crosscheck::rulebook::Rulebook;
use crosscheck::wording::{Voice, Words};
use proptest::prelude::*;

/// Pieces that rules care about, in any order.
const PIECES: &[&str] = &[
    "16.5억 달러",
    "약 1조7천억 원",
    "3.5~8억 달러",
    "1,000-1,500명",
    "60여명",
    "12개국 이상",
    "수십억 달러",
    "절반 가량",
    "5,6일",
    "지난해 8월",
    "세 달 만에",
    "제7차",
    "$1.29 billion",
    "Some 50",
    "four entities",
    "Monday to Tuesday",
    "Oct. 19",
    "Feb. 30",
    "13월 32일",
    "1718호",
    "Covid-19",
    "https://a.b/2024/1?x=3",
    "3분의 1",
    "two-thirds",
    "99.9%",
    "이 가운데",
    "of which",
    "로이터",
    "(",
    ")",
    "“",
    "\"",
    ". ",
    ", ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "９９",
    "e\u{301}",
    "\u{1112}\u{1161}\u{11ab}",
    "🇰🇷",
    "999999999999999999999999999999",
    "0.00000000000000001",
    "억",
    "조",
    "만",
    "명",
    "원",
    "달러",
    "year",
    "percent",
    "는",
    "에서",
    "-",
    "~",
    "…",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[0-9]{1,12}([.,][0-9]{1,4})?",
        1 => "[가-힣]{1,6}",
        1 => "[A-Za-z]{1,8}",
        1 => any::<String>(),
    ];
    prop::collection::vec((piece, prop::bool::weighted(0.6)), 0..24)
        .prop_map(|v| v.into_iter().map(|(p, space)| if space { p + " " } else { p }).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_goes_through_and_spans_slice_to_their_surface(text in text()) {
        let book = Rulebook::built_in().expect("the built-in rules load");
        let document = document_from_text(&text, "x", Some("2024-09-06"), book);
        let article = pipeline::article(document, book);
        let mut last = 0;
        let mut figure_end = 0;
        for m in &article.mentions {
            let at = article.document.original(m.span);
            let surface = text.get(at.start..at.end);
            prop_assert!(surface.is_some_and(|s| !s.trim().is_empty()), "{:?} of {:?}", at, text);
            prop_assert_eq!(surface, Some(article.document.printed(m.span)));
            prop_assert!(m.span.start >= last, "out of order in {:?}", text);
            if m.value().figure().is_some() {
                prop_assert!(m.span.start >= figure_end, "figures overlap in {:?}", text);
                figure_end = m.span.end;
            }
            last = m.span.start;
        }
        let mut out = Vec::new();
        let value = crosscheck::model::mention::Mention::<crosscheck::model::mention::Resolved>::value;
        write_line(&Line::mentions(&article.document, &article.mentions, value, false), &mut out).expect("memory");
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
    }

    #[test]
    fn a_text_that_was_normalised_is_left_as_it_is(text in text()) {
        let (once, _) = crosscheck::ingest::normalise_text(&text);
        let (twice, _) = crosscheck::ingest::normalise_text(&once);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn any_pair_of_texts_can_be_compared_and_shown(a in text(), b in text()) {
        let book = Rulebook::built_in().expect("the built-in rules load");
        let articles: Vec<_> = [("a", &a), ("b", &b)]
            .into_iter()
            .map(|(id, t)| pipeline::article(document_from_text(t, id, None, book), book))
            .collect();
        let outcome = pipeline::check(&articles, book);
        let mut out = Vec::new();
        for width in [40, 100] {
            let layout = Layout { width, palette: Palette { on: false }, passes: true };
            terminal::write(&outcome, &articles, layout, Voice::new(Words::built_in().expect("the words"), None), &mut out).expect("memory");
        }
        prop_assert!(!out.contains(&0x1b));
    }
}

/// One piece over and over, without end of sentence or paragraph: what is quadratic in the length never ends here.
#[test]
fn a_long_text_goes_through() {
    let book = Rulebook::built_in().expect("the built-in rules load");
    for piece in ["1,", "(", "3.5~8억 달러 ", "and ", "이 가운데 5명, ", "Bank of ", "$1 (약 1원) ", "2024년 ", "‘"]
    {
        let text = piece.repeat(4_000 / piece.len());
        let article = pipeline::article(document_from_text(&text, "long", None, book), book);
        assert!(article.mentions.iter().all(|m| m.span.end <= article.document.text.len()), "{piece}");
        assert_eq!(article.mentions.is_empty(), ["(", "and ", "Bank of ", "‘"].contains(&piece), "{piece}");
        let outcome = pipeline::check(&[article], book);
        assert!(outcome.coverage.checked <= outcome.coverage.figures, "{piece}");
    }
}

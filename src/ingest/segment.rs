//! Cuts a text into segments: what each paragraph is for.

use super::paragraph::paragraphs;
use super::part;
use super::shape::Shape;
use crate::model::document::{Role, Segment};
use crate::model::span::Span;
use crate::rulebook::Rulebook;
use crate::rulebook::segments::{SegmentRules, Zone};

/// So many lines at the end count as the tail.
const TAIL_LINES: usize = 6;
/// Headlines at the top; further short lines are running text.
const HEADLINES: usize = 5;
/// A heading inside the text is shorter than this, in characters.
const SUB_HEADING: usize = 80;

/// A segment on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is for.
    pub(super) role: Role,
    /// A rule says that another part starts here.
    pub(super) part: bool,
    /// Looks like a heading; what it is depends on the lines around it.
    short: bool,
    /// Follows the end of the article.
    closed: bool,
    /// Follows at least one paragraph of running text.
    pub(super) inside: bool,
}

/// The segments of a normalised text, in order.
pub(super) fn segments(text: &str, book: &Rulebook) -> Vec<Segment> {
    let mut drafts = classify(text, &book.segments);
    settle_lists(text, &mut drafts);
    settle_short(text, &mut drafts);
    part::assign(text, &drafts, book)
}

/// One pass over the paragraphs: rules first, looks second.
fn classify(text: &str, rules: &SegmentRules) -> Vec<Draft> {
    let found = paragraphs(text);
    let mut drafts: Vec<Draft> = Vec::with_capacity(found.len() + 1);
    let (mut inside, mut closed) = (false, false);
    for (i, &span) in found.iter().enumerate() {
        let line = span.slice(text);
        let zone = if !inside {
            Zone::Head
        } else if closed || i + TAIL_LINES >= found.len() {
            Zone::Tail
        } else {
            Zone::Middle
        };
        let mut draft = Draft { span, role: Role::Body, part: false, short: false, closed, inside };
        let shape = Shape::of(line);
        let hit = rules.find(zone, line).filter(|hit| !hit.rule.split || worth_splitting(line, hit.end));
        match hit {
            Some(hit) if hit.rule.split => {
                let cut = split(span, line, hit.end);
                drafts.push(Draft { span: cut.0, role: hit.rule.role, ..draft });
                draft.span = cut.1;
                inside = true;
            }
            Some(hit) => {
                draft.role = hit.rule.role;
                draft.part = hit.rule.part;
                closed |= hit.rule.closes && inside;
                draft.closed = closed;
                // A dash at the end of an article may be a list of other stories.
                draft.short = hit.rule.role == Role::Box && shape != Shape::Text;
            }
            None => match shape {
                Shape::Quotation => draft.role = Role::Quotation,
                Shape::Labels => draft.role = Role::Box,
                Shape::Short => {
                    draft.role = Role::Headline;
                    draft.short = true;
                }
                Shape::Text => {}
            },
        }
        if draft.role == Role::Body {
            inside = true;
            closed = false;
            draft.closed = false;
        }
        drafts.push(draft);
    }
    drafts
}

/// Whether what follows an inline dateline is running text.
fn worth_splitting(line: &str, end: usize) -> bool {
    let rest = line.get(end..).unwrap_or("").trim();
    !rest.is_empty() && Shape::of(rest) != Shape::Short
}

fn split(span: Span, line: &str, end: usize) -> (Span, Span) {
    let (head, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    let body = span.end - rest.trim_start().len();
    (Span::new(span.start, span.start + head.trim_end().len()), Span::new(body, span.end))
}

/// Lists of other stories: after the closing line, three or more short lines, or any with dashes, are boilerplate.
fn settle_lists(text: &str, drafts: &mut [Draft]) {
    let mut i = 0;
    while i < drafts.len() {
        let run = drafts.iter().skip(i).take_while(|d| d.closed && d.short).count();
        let Some(lines) = drafts.get_mut(i..i + run) else { return };
        let dashed = lines.iter().all(|d| d.span.slice(text).starts_with(['-', '\u{2022}', '\u{B7}', '\u{25B6}']));
        if run >= 3 || (run > 0 && dashed) {
            for draft in lines {
                draft.role = Role::Boilerplate;
                draft.short = false;
            }
        }
        i += run.max(1);
    }
}

/// Short lines inside the text: three or more in a row are a table, one before running text is a heading, and what
/// is neither is read as running text.
fn settle_short(text: &str, drafts: &mut [Draft]) {
    let mut i = 0;
    while i < drafts.len() {
        let is_run = |d: &&Draft| d.short && d.role == Role::Headline;
        let run = drafts.iter().skip(i).take_while(is_run).count();
        if run == 0 {
            i += 1;
            continue;
        }
        let inside = drafts.get(i).is_some_and(|d| d.inside);
        let named = |d: &Draft| d.role == Role::Headline && d.part;
        let beside_part =
            drafts.get(i + run).is_some_and(named) || i.checked_sub(1).and_then(|b| drafts.get(b)).is_some_and(named);
        let followed = drafts.iter().skip(i + run).any(|d| matches!(d.role, Role::Body | Role::Quotation | Role::Box));
        let Some(lines) = drafts.get_mut(i..i + run) else { return };
        for (nth, draft) in lines.iter_mut().enumerate() {
            let line = draft.span.slice(text);
            draft.role = if !inside {
                if nth < HEADLINES { Role::Headline } else { Role::Body }
            } else if run >= 3 && !beside_part || is_label(line) {
                Role::Box
            } else if followed && (beside_part || line.chars().count() <= SUB_HEADING) {
                Role::Headline
            } else {
                Role::Body
            };
        }
        i += run;
    }
}

/// `Label: value` with a figure.
fn is_label(line: &str) -> bool {
    line.split_once(':').is_some_and(|(label, value)| {
        !label.is_empty() && label.len() <= 60 && value.contains(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lang::Lang;

    fn cut(text: &str) -> Vec<(Role, Lang, u32, String)> {
        let book = crate::ingest::test_book();
        let (text, _) = super::super::normalise_text(text);
        segments(&text, book)
            .into_iter()
            .map(|s| (s.role, s.lang, s.part, s.span.slice(&text).chars().take(12).collect()))
            .collect()
    }

    fn roles(text: &str) -> Vec<Role> {
        cut(text).into_iter().map(|s| s.0).collect()
    }

    #[test]
    fn an_inline_dateline_is_cut_off() {
        let text = "Runners fill 23 streets\nNAIROBI, Kenya, March 8, 2022 - A baker won the race on Tuesday.";
        assert_eq!(roles(text), [Role::Headline, Role::Dateline, Role::Body]);
        assert_eq!(roles("(서울=연합뉴스) 홍길동 기자 = 정부는 6일 밝혔다."), [Role::Dateline, Role::Body]);
    }

    #[test]
    fn a_statement_and_its_translation_are_parts() {
        let text = "제목\n두 나라는 15일 뜻을 모았다.\nJoint Statement on Cranes\nKenya likes cranes. It is so.\nOn March 14, we counted nests.\n한·케냐 공동성명(3.15.)\n(비공식 번역본)\n케냐는 두루미를 아낀다.\n우리는 둥지를 셌다.";
        let parts: Vec<u32> = cut(text).into_iter().map(|s| s.2).collect();
        assert_eq!(parts, [0, 0, 1, 1, 1, 2, 2, 2, 2]);
    }

    #[test]
    fn quotes_in_a_script_stay_in_the_article() {
        let text = "등대지기는 17일 웃었다.\n[등대지기] “The lamp was never dark. We slept.”\n그는 말했다.\n[등대지기] “U.S. sailors waved at us.”\n그는 덧붙였다.";
        let found = cut(text);
        assert!(found.iter().all(|s| s.2 == 0));
        assert_eq!(found[1].0, Role::Quotation);
        assert_eq!(found[1].1, Lang::En);
    }

    #[test]
    fn stories_after_the_copyright_line_are_boilerplate() {
        let text = "Title\nThe talks ended on Monday.\nCopyright © Daily. 옮기지 마십시오.\n- U.S. bakers cross the lake\n- 10 new stops";
        assert_eq!(roles(text), [Role::Headline, Role::Body, Role::Boilerplate, Role::Boilerplate, Role::Boilerplate]);
    }

    #[test]
    fn a_list_of_facts_is_no_boilerplate() {
        let text = "Title\nThe talks ended on Monday.\n- Cars: 200\n- Trucks: 10\n- Ships: 3";
        assert_eq!(roles(text), [Role::Headline, Role::Body, Role::Box, Role::Box, Role::Box]);
    }

    fn article() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            "[가-힣 0-9.,\"()\\[\\]]{0,40}",
            "[A-Za-z 0-9.,\"()\\[\\]:-]{0,80}",
            Just("ⓒ 일보".to_owned()),
            Just("(비공식 번역본)".to_owned()),
            Just("SEOUL, June 5, 2024 - It rained on Monday.".to_owned()),
            any::<String>(),
        ];
        proptest::collection::vec(line, 0..10).prop_map(|l| l.join("\n"))
    }

    proptest! {
        #[test]
        fn ordered_disjoint_and_whole(raw in article()) {
            let book = crate::ingest::test_book();
            let doc = super::super::document_from_text(&raw, "x", None, book);
            let mut at = 0;
            for s in &doc.segments {
                prop_assert!(s.span.start >= at && !s.span.is_empty());
                prop_assert!(doc.text.get(at..s.span.start).unwrap().trim().is_empty());
                prop_assert!(doc.text.get(s.span.start..s.span.end).is_some());
                at = s.span.end;
            }
            prop_assert!(doc.text.get(at..).unwrap().trim().is_empty());
            let mut at = 0;
            for s in &doc.sentences {
                prop_assert!(s.span.start >= at && !s.span.is_empty());
                prop_assert!(doc.text.get(at..s.span.start).unwrap().trim().is_empty());
                prop_assert!(doc.segments[s.segment].span.contains(s.span));
                prop_assert!(doc.text.get(s.span.start..s.span.end).is_some());
                at = s.span.end;
            }
            prop_assert!(doc.text.get(at..).unwrap().trim().is_empty());
        }
    }
}

//! An ordinal against what it follows: `the fifth, after those of 2009, 2014 and 2018`, `‘가’와 ‘나’에 이어 세 번째`.

use super::context::Context;
use super::draft::Draft;
use crate::lang::Lang;
use crate::model::claim::Claim;
use crate::model::finding::Verdict;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Runs the check.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let ordinals = context.checkable().filter_map(|c| match c.value {
        Value::Ordinal { value, .. } => usize::try_from(value).ok().filter(|n| (2..=40).contains(n)).map(|n| (c, n)),
        _ => None,
    });
    ordinals.filter_map(|(claim, nth)| judge(context, claim, nth, book)).collect()
}

fn judge(context: &Context<'_>, claim: &Claim, nth: usize, book: &Rulebook) -> Option<Draft> {
    let sentence = context.doc.sentences.get(claim.sentence)?.span;
    let behind = Span::new(claim.span.end, sentence.end.max(claim.span.end));
    let ahead = Span::new(sentence.start.min(claim.span.start), claim.span.start);
    let find = |list: &str, span: Span| {
        let text = masked(span.slice(&context.doc.text));
        book.relations.words(list, claim.lang)?.find(&text).map(|m| (span.start + m.start(), span.start + m.end()))
    };
    let mut only = false;
    let (before, span) = if let Some((_, end)) = find("only-other", behind) {
        only = true;
        (1, Span::new(end, behind.end))
    } else if let Some((_, end)) = find("nth-follows", behind) {
        listed(context, claim.lang, Span::new(end, behind.end), book)?
    } else {
        let (start, _) = find("nth-preceded", ahead)?;
        let list = Span::new(ahead.start, start);
        let text = masked(list.slice(&context.doc.text));
        let from = book.relations.words("list-starts", claim.lang).and_then(|r| r.find_iter(&text).last());
        whole(context, claim.lang, Span::new(list.start + from.map_or(0, |m| m.end()), list.end), book)?
    };
    let verdict = match (before + 1).cmp(&nth) {
        std::cmp::Ordering::Equal => Verdict::Identical,
        std::cmp::Ordering::Greater => Verdict::Conflict,
        // Some may be left out, of a longer list hardly.
        std::cmp::Ordering::Less if only || before >= 3 && nth - before <= 4 => Verdict::Conflict,
        std::cmp::Ordering::Less if before == 2 && nth - before <= 3 => Verdict::Tension,
        std::cmp::Ordering::Less => return None,
    };
    let dates = (0..context.mentions.len()).filter(|i| {
        let within = |m: &Mention<Resolved>| span.start <= m.span.start && m.span.end <= span.end;
        context.mentions.get(*i).is_some_and(|m| within(m) && matches!(m.value(), Value::Date(_)))
    });
    let sides = std::iter::once(claim.mention)
        .chain(dates.take(if only { 1 } else { 20 }))
        .map(|m| (context.index, m))
        .collect();
    let mut draft = Draft::new("enumeration-mismatch", verdict, sides);
    draft.derivation.push(format!("{before} before it; printed as number {nth}"));
    draft.got = nth.to_string();
    draft.want = (before + 1).to_string();
    draft.score = 4;
    Some(draft)
}

/// What stands in quotation marks or brackets, blotted out byte by byte: its commas part no list. Quotation marks are
/// straight in the text of a document.
fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut until: Option<char> = None;
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        let next = text.get(i + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
        let apostrophe = c == '\'' && before.is_alphanumeric() && next.is_ascii_alphabetic();
        match until {
            Some(end) if c == end && !apostrophe => {
                until = None;
                out.push(c);
            }
            Some(_) => out.extend(std::iter::repeat_n('x', c.len_utf8())),
            None => {
                until = match c {
                    '"' => Some('"'),
                    '\'' if !before.is_alphanumeric() => Some('\''),
                    '《' => Some('》'),
                    '〈' => Some('〉'),
                    '(' => Some(')'),
                    _ => None,
                };
                out.push(c);
            }
        }
        before = c;
    }
    // A mark that nothing closes quotes nothing.
    if until.is_some() { text.to_owned() } else { out }
}

/// How many things a piece between the marks of a list names: titles in quotation marks, or one year; `None` for
/// anything else.
fn items(context: &Context<'_>, piece: &str, at: usize) -> Option<usize> {
    let quoted = piece.matches(['《', '〈']).count() + piece.matches('"').count() / 2 + piece.matches('\'').count() / 2;
    if quoted > 0 {
        return Some(quoted);
    }
    let text = piece.trim();
    let start = at + piece.len() - piece.trim_start().len();
    let mut years = context.mentions.iter().filter(|m| m.span.start == start && matches!(m.value(), Value::Date(_)));
    let year = years.next()?;
    // A range of years is more than one.
    let single = matches!(year.value(), Value::Date(d) if d.edtf.as_ref().is_none_or(|e| !e.0.contains('/')));
    let tail = text.get(year.span.end - year.span.start..)?;
    let brief = tail.is_ascii() && tail.split_whitespace().count() <= 3 || tail.chars().count() <= 1;
    (single && brief && !tail.contains(|c: char| c.is_ascii_digit())).then_some(1)
}

/// The list that begins a passage, up to the item after its last mark.
fn listed(context: &Context<'_>, lang: Lang, span: Span, book: &Rulebook) -> Option<(usize, Span)> {
    let text = masked(span.slice(&context.doc.text));
    let marks = book.relations.words("separator", lang)?;
    let (mut n, mut at, mut last) = (0, 0, false);
    let ends = marks.find_iter(&text).map(|m| (m.start(), m.end(), m.as_str().contains("and")));
    for (start, end, closing) in ends.chain([(text.len(), text.len(), true)]) {
        let piece = text.get(at..start)?;
        let head = if last { piece.split_inclusive(['.', ';', ',']).next().unwrap_or(piece) } else { piece };
        let Some(k) = items(context, head, span.start + at) else { break };
        n += k;
        at = start;
        if last || k == 0 {
            return Some((n, Span::new(span.start, span.start + at)));
        }
        last = closing;
        at = end;
    }
    None
}

/// A passage that is a list from end to end.
fn whole(context: &Context<'_>, lang: Lang, span: Span, book: &Rulebook) -> Option<(usize, Span)> {
    let text = masked(span.slice(&context.doc.text));
    let marks = book.relations.words("separator", lang)?;
    let (mut n, mut at) = (0, 0);
    for (start, end) in marks.find_iter(&text).map(|m| (m.start(), m.end())).chain([(text.len(), text.len())]) {
        let piece = text.get(at..start)?;
        let brief = || {
            let bare: String = piece.split(')').filter_map(|p| p.split('(').next()).collect();
            let bare = bare.trim();
            let inside = Span::new(span.start + at, span.start + at + piece.split('(').next().unwrap_or(piece).len());
            let figure = |m: &Mention<Resolved>| m.span.overlaps(inside) && m.value().figure().is_some();
            (!bare.is_empty()
                && !context.mentions.iter().any(figure)
                && !bare.contains(' ')
                && bare.chars().count() <= 14)
                .then_some(1)
        };
        n += items(context, piece, span.start + at).or_else(brief)?;
        at = end;
    }
    (n > 0).then_some((n, span))
}

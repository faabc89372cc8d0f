//! A count against any things that are listed beside it, counted by the marks between them.

use super::context::Context;
use super::draft::Draft;
use crate::model::claim::Claim;
use crate::model::finding::Verdict;
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Things listed in a row.
struct Row {
    /// As printed.
    items: Vec<String>,
    /// Where.
    span: Span,
    /// Some may be left out.
    open: bool,
    /// The marks alone tell the items apart: only a near miss is believed.
    unsure: bool,
}

/// A count and the list that stands before or behind it.
pub(super) fn run(context: &Context<'_>, claim: &Claim, count: usize, book: &Rulebook) -> Option<Draft> {
    let lang = claim.lang;
    let sentence = context.doc.sentences.get(claim.sentence)?.span;
    let after = Span::new(claim.span.end, sentence.end.max(claim.span.end));
    let before = Span::new(sentence.start, claim.span.start.max(sentence.start));
    let says = |list: &str, text: &str| {
        book.relations.words(list, lang).and_then(|r| r.find(text).map(|m| (m.start(), m.end())))
    };
    let (tail, head) = (after.slice(&context.doc.text), before.slice(&context.doc.text));
    let row = if let Some((_, end)) = says("colon-list", tail) {
        marked(context, claim, Span::new(after.start + end, after.end), book)
    } else if let Some((start, _)) = says("list-closed-by", head) {
        let from = book.relations.words("list-starts", lang).and_then(|r| r.find_iter(head.get(..start)?).last());
        let from = from.map_or(0, |m| m.end());
        marked(context, claim, Span::new(before.start + from, before.start + start), book)
    } else if let Some((_, end)) = says("names-follow", tail) {
        named(context, claim, Span::new(after.start + end, after.end), book)
    } else if let Some((start, _)) = says("names-before", head) {
        single(context, claim, Span::new(before.start, before.start + start), head.get(start..)?, book)
    } else {
        None
    }?;
    judge(context, claim, count, &row)
}

fn judge(context: &Context<'_>, claim: &Claim, count: usize, row: &Row) -> Option<Draft> {
    let n = row.items.len();
    let fits = n == count;
    if !fits && (row.open && n < count || n.abs_diff(count) > if row.unsure { 2 } else { 4 }) {
        return None;
    }
    let listed = (0..context.mentions.len()).filter(|i| {
        let inside =
            context.mentions.get(*i).is_some_and(|m| row.span.start <= m.span.start && m.span.end <= row.span.end);
        inside && *i != claim.mention
    });
    let sides = std::iter::once(claim.mention).chain(listed.take(20)).map(|m| (context.index, m)).collect();
    let verdict = if fits { Verdict::Identical } else { Verdict::Conflict };
    let mut draft = Draft::new("enumeration-mismatch", verdict, sides);
    draft.derivation.push(format!("{n} items listed; printed {count}"));
    draft.derivation.push(format!("listed: {}", row.items.join("; ")));
    draft.got = count.to_string();
    draft.want = n.to_string();
    draft.score = 5;
    Some(draft)
}

fn owned(items: &[&str]) -> Vec<String> {
    items.iter().map(|i| (*i).to_owned()).collect()
}

/// Whatever stands between the marks of a list that the words open or close.
fn marked(context: &Context<'_>, claim: &Claim, span: Span, book: &Rulebook) -> Option<Row> {
    let list = span.slice(&context.doc.text);
    let marks = book.relations.words("separator", claim.lang)?;
    let items: Vec<&str> = marks.split(list).map(str::trim).filter(|i| !i.is_empty()).collect();
    let longest = items.iter().map(|i| i.chars().count()).max().unwrap_or(0);
    let told = items.len() >= 3 && longest <= 30 && !book.relations.says("open-list", claim.lang, list);
    told.then_some(Row { items: owned(&items), span, open: false, unsure: true })
}

/// Proper names behind the count: `three unions, the X, the Y and the Z, …`.
fn named(context: &Context<'_>, claim: &Claim, span: Span, book: &Rulebook) -> Option<Row> {
    let text = span.slice(&context.doc.text);
    let marks = book.relations.words("separator", claim.lang)?;
    let proper = |item: &str| {
        let item = item.trim_start_matches("the ");
        item.chars().next().is_some_and(char::is_uppercase) && item.chars().count() <= 48
    };
    let (mut items, mut at, mut closed) = (Vec::new(), 0, false);
    for mark in marks.find_iter(text).map(|m| (m.start(), m.end(), m.as_str())).chain([(text.len(), text.len(), "")]) {
        let item = text.get(at..mark.0)?.trim_end_matches(['.', '"', '”']);
        if item.chars().all(|c| c.is_ascii_digit()) {
            // The age of the one before.
            closed |= mark.2.contains("and");
        } else if proper(item) {
            items.push(item.to_owned());
            if closed {
                at = mark.0;
                break;
            }
            closed |= mark.2.contains("and");
        } else {
            break;
        }
        at = mark.1;
    }
    let span = Span::new(span.start, span.start + at);
    (closed && items.len() >= 2).then_some(Row { items, span, open: false, unsure: false })
}

/// Single words before the count: `A, B, C 등 3곳`.
fn single(context: &Context<'_>, claim: &Claim, span: Span, close: &str, book: &Rulebook) -> Option<Row> {
    let text = span.slice(&context.doc.text);
    let from = book.relations.words("list-starts", claim.lang).and_then(|r| r.find_iter(text).last());
    let from = from.map_or(0, |m| m.end());
    let list = text.get(from..)?;
    let marks = book.relations.words("separator", claim.lang)?;
    let items: Vec<&str> = marks.split(list).map(str::trim).collect();
    let brief = |i: &&str| !i.is_empty() && !i.contains(' ') && i.chars().count() <= 14;
    let span = Span::new(span.start + from, span.end);
    let figures = context.mentions.iter().any(|m| {
        let inside = span.start <= m.span.start && m.span.end <= span.end;
        inside
            && matches!(m.value(), Value::Date(_) | Value::Time { .. } | Value::Duration { .. } | Value::Money { .. })
    });
    let told = items.len() >= 3 && items.iter().all(brief) && !figures;
    let open = book.relations.says("open-list", claim.lang, close);
    told.then_some(Row { items: owned(&items), span, open, unsure: true })
}

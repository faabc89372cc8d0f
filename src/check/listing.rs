//! A count against any things that are listed beside it, counted by the marks between them.

use rust_decimal::Decimal;

use super::compare::{Dimension, Operand};
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
    // `Two of the five trustees, Ruiz and Bell`: the names are the two.
    if says("part-of-counted", head).is_some() {
        return None;
    }
    let row = if let Some(row) = figured(context, claim, book) {
        Some(row)
    } else if let Some((_, end)) = says("colon-list", tail) {
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
    // A list that says it goes on may, but hardly by one.
    let nearly = row.open && n >= 4 && n + 1 == count;
    if !fits && (row.open && n < count && !nearly || n.abs_diff(count) > if row.unsure { 2 } else { 4 }) {
        return None;
    }
    let listed = (0..context.mentions.len()).filter(|i| {
        let inside =
            context.mentions.get(*i).is_some_and(|m| row.span.start <= m.span.start && m.span.end <= row.span.end);
        inside && *i != claim.mention
    });
    let sides = std::iter::once(claim.mention).chain(listed.take(20)).map(|m| (context.index, m)).collect();
    let verdict = match (fits, nearly) {
        (true, _) => Verdict::Identical,
        (_, true) => Verdict::Tension,
        _ => Verdict::Conflict,
    };
    let mut draft = Draft::new("enumeration-mismatch", verdict, sides);
    draft.derivation.push(format!("{n} items listed; printed {count}"));
    draft.derivation.push(format!("listed: {}", row.items.join("; ")));
    draft.got = count.to_string();
    draft.want = n.to_string();
    draft.score = 5;
    Some(draft)
}

/// Things told with a figure each, before their count: `A 20대, B 30대, C 10대 등 3개 차종 60대`, `A 8억 원, B와 C 각
/// 3천만 원으로 법인 3곳`. A list that says it goes on is whole where its figures add up to the one behind the count.
fn figured(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> Option<Row> {
    let claims = context.claims_in(claim.sentence);
    let at = claims.iter().position(|c| c.mention == claim.mention)?;
    let last = claims.get(at.checked_sub(1)?)?;
    let gap = context.between(last.mention, claim.mention);
    let close = book.relations.words("counts-figured", claim.lang)?.find(gap)?;
    let of = |c: &Claim| Operand::of(&c.value, &book.dimensions).filter(|o| !o.soft);
    let like = of(last)?;
    let mut row: Vec<&Claim> = vec![last];
    for c in claims.get(..at - 1)?.iter().rev() {
        let first = row.last()?;
        let between = context.between(c.mention, first.mention);
        let mark = book.relations.words("separator", claim.lang)?.find(between)?;
        let listed = mark.start() <= 1 && between.chars().count() <= 24;
        if !listed || of(c).is_none_or(|o| o.dimension != like.dimension) {
            break;
        }
        row.push(c);
    }
    let n: usize = row.iter().map(|c| usize::try_from(super::sum::each(context, c, book)).unwrap_or(1)).sum();
    let total = claims.get(at + 1).filter(|c| context.between(claim.mention, c.mention).chars().count() <= 16);
    let sum: Decimal = row.iter().filter_map(|c| Some(of(c)?.at)).sum();
    let whole = total.and_then(of).is_some_and(|t| t.dimension == like.dimension && t.at == sum);
    let open = book.relations.says("open-list", claim.lang, close.as_str()) && !whole;
    let span = row.last()?.span.join(last.span);
    let items: Vec<String> = (0..n)
        .map(|i| row.get(n - 1 - i).map_or_else(String::new, |c| context.printed(c.mention).to_owned()))
        .collect();
    (row.len() >= 3 && !matches!(like.dimension, Dimension::Ordinal(_))).then_some(Row {
        items,
        span,
        open,
        unsure: false,
    })
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
    let mut items: Vec<&str> = marks.split(list).map(str::trim).collect();
    // What stands before the first of them in its clause is none of it.
    if let Some(first) = items.first_mut()
        && !book.relations.says("clause-tail", claim.lang, first)
    {
        *first = first.rsplit(' ').next().unwrap_or(first);
    }
    let from = items.first().and_then(|i| list.find(i)).map_or(from, |at| from + at);
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

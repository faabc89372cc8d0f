//! Which series an ordinal counts in: the kind of event, and whose it is.

use std::collections::BTreeSet;

use super::context::Context;
use crate::model::claim::Claim;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;

/// How far behind an ordinal its noun may stand, in bytes.
const NOUN_AHEAD: usize = 150;
/// How far before an ordinal its noun may stand ("the meeting, first of its …").
const NOUN_BACK: usize = 48;
/// How far before an ordinal its parties may stand.
const PARTIES_BACK: usize = 110;
/// Most bytes between the names of one row of parties ("U.S.-Republic of Korea").
const JOINED: usize = 5;

/// Most bytes between an ordinal and the organization it is told of.
const TOUCHING: usize = 10;

/// The series of an ordinal: `meeting KR+US`. Parties are the members of a group name (한미일) or of a row of countries
/// next to the noun; of reports, packages and launches the organization that makes them. Without any the key ends with
/// a space. A country that the meeting is about is no party.
pub(super) fn key(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> Option<String> {
    let Value::Ordinal { series, .. } = &claim.value else { return None };
    if let Some(series) = series {
        return Some(series.clone());
    }
    let words = |name: &str| book.relations.words(name, claim.lang);
    let noun = words("series-noun")?;
    let after = context.after(claim.sentence, claim.span.end, NOUN_AHEAD);
    let (text, span) = match noun.find(after) {
        Some(found) => (found.as_str(), Span::new(claim.span.start, claim.span.end + found.end())),
        None => {
            let before = context.before(claim.sentence, claim.span.start, NOUN_BACK);
            let found = words("series-noun-before")?.find(before)?;
            (found.as_str(), Span::new(claim.span.start - (before.len() - found.start()), claim.span.end))
        }
    };
    // Another figure between the ordinal and the noun owns the noun.
    let between = |c: &Claim| c.mention != claim.mention && span.contains(c.span) && c.span.start > claim.span.start;
    if context.claims_in(claim.sentence).iter().any(between) {
        return None;
    }
    let kinds = words("series-kind");
    let captures = kinds.and_then(|r| r.captures(text));
    let named = kinds.zip(captures).and_then(|(r, c)| r.capture_names().flatten().find(|n| c.name(n).is_some()));
    let kind = named.unwrap_or("meeting");
    let parties = if book.linking.made(kind) { maker(context, claim, span) } else { parties(context, claim, span) };
    Some(format!("{kind} {}", parties.into_iter().collect::<Vec<_>>().join("+")))
}

fn in_sentence<'a>(context: &'a Context<'_>, claim: &Claim) -> impl Iterator<Item = &'a Mention<Resolved>> {
    let sentence = context.doc.sentences.get(claim.sentence).map_or(claim.span, |s| s.span);
    context.mentions.iter().filter(move |m| sentence.contains(m.span))
}

/// Members of the group name nearest to the ordinal, else of the nearest row of two or more countries.
fn parties(context: &Context<'_>, claim: &Claim, phrase: Span) -> BTreeSet<String> {
    let reach = Span::new(phrase.start.saturating_sub(PARTIES_BACK), phrase.end);
    let countries: Vec<(Span, Vec<String>)> = in_sentence(context, claim)
        .filter(|m| reach.contains(m.span))
        .filter_map(|m| match m.value() {
            Value::Entity { class: EntityClass::Country, id, members, .. } => {
                let all = if members.is_empty() { id.iter().cloned().collect() } else { members.clone() };
                Some((m.span, all))
            }
            _ => None,
        })
        .collect();
    let mut rows: Vec<(Span, BTreeSet<String>)> = Vec::new();
    for (span, ids) in countries {
        match rows.last_mut() {
            Some((row, known)) if row.gap(span) <= JOINED => {
                *row = row.join(span);
                known.extend(ids);
            }
            _ => rows.push((span, ids.into_iter().collect())),
        }
    }
    rows.into_iter()
        .filter(|(_, ids)| ids.len() > 1)
        .min_by_key(|(span, _)| (span.gap(claim.span), span.start))
        .map(|(_, ids)| ids)
        .unwrap_or_default()
}

/// The organization that touches the phrase, else the first of the sentence: its subject, mostly.
fn maker(context: &Context<'_>, claim: &Claim, phrase: Span) -> BTreeSet<String> {
    let orgs: Vec<(Span, &String)> = in_sentence(context, claim)
        .filter_map(|m| match m.value() {
            Value::Entity { class: EntityClass::Org, id: Some(id), .. } => Some((m.span, id)),
            _ => None,
        })
        .collect();
    let touching = orgs.iter().find(|(span, _)| span.gap(phrase) <= TOUCHING);
    touching.or(orgs.first()).map(|(_, id)| (*id).clone()).into_iter().collect()
}

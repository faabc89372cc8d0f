//! What linking knows about a claim besides its value: concepts, neighbours, names, words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compare::{Dimension, Operand};
use super::context::Context;
use super::elapsed::{Grain, Moment, moment};
use super::lexis::Bag;
use crate::model::claim::{Claim, Role, SlotName};
use crate::model::document::Role as SegmentRole;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::linking::Linking;

/// What is compared: a number or a date.
#[derive(Debug, Clone)]
pub(super) enum Quality {
    /// A number with its dimension.
    Number(Operand),
    /// A date or time.
    When(Moment),
}

/// A claim ready to be linked.
#[derive(Debug, Clone)]
pub(super) struct Feature<'a> {
    /// The claim.
    pub(super) claim: &'a Claim,
    /// The unit it is printed in, or takes over from the figure before it in a list.
    pub(super) unit: String,
    /// Class and unit in one word.
    pub(super) sort: String,
    /// Its value for comparing.
    pub(super) quality: Quality,
    /// Concepts with weights.
    pub(super) concepts: BTreeMap<Arc<str>, u32>,
    /// Named things of the sentence.
    pub(super) names: BTreeSet<String>,
    /// Words near the figure, of both languages.
    pub(super) around: Bag,
    /// Told as a change (so many more than): never the same as a level.
    pub(super) change: bool,
    /// The only figure of its unit in the document.
    pub(super) unique: bool,
    /// Whether the value is printed on its own elsewhere in the document as well.
    pub(super) information: i64,
    /// Years named in the sentence or its period.
    pub(super) periods: Vec<Moment>,
    /// The sentence tells a plan, an estimate or a source of its own.
    pub(super) source: Option<&'a str>,
}

impl Feature<'_> {
    /// Whether two claims can be compared at all.
    pub(super) fn comparable(&self, other: &Feature<'_>) -> bool {
        match (&self.quality, &other.quality) {
            (Quality::Number(a), Quality::Number(b)) => a.dimension.comparable(&b.dimension),
            (Quality::When(a), Quality::When(b)) => a.grain == b.grain,
            _ => false,
        }
    }

    /// A short name of its unit class, for block keys.
    pub(super) fn class(&self) -> String {
        match &self.quality {
            Quality::Number(o) => o.dimension.class().to_owned(),
            Quality::When(m) => format!("date-{:?}", m.grain),
        }
    }
}

/// Features of every claim that can be linked, in text order. Copies of a passage are left out.
pub(super) fn all<'a>(context: &Context<'a>, book: &Rulebook) -> Vec<Feature<'a>> {
    let mut out: Vec<Feature<'a>> = Vec::new();
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for claim in context.checkable() {
        if context.copy_of.get(claim.sentence).is_some_and(|f| *f != claim.sentence) {
            continue;
        }
        let mut printed = String::new();
        let quality = match &claim.value {
            Value::Date(_) | Value::Time { .. } => match moment(context, claim.mention) {
                Some(m) => Quality::When(m),
                None => continue,
            },
            value => {
                let taken = out.last().and_then(|last| taken_over(context, last, claim, book));
                match Operand::of(taken.as_ref().unwrap_or(value), &book.dimensions) {
                    Some(o) => {
                        printed = unit_of(taken.as_ref().unwrap_or(value)).to_owned();
                        Quality::Number(o)
                    }
                    None => continue,
                }
            }
        };
        let unit = match &quality {
            Quality::Number(Operand { dimension: Dimension::Count(u) | Dimension::Ordinal(u), .. }) => u.clone(),
            _ => String::new(),
        };
        let concepts = claim.measures.iter().map(|c| (c.concept.clone(), c.weight)).collect();
        let mut feature = Feature {
            claim,
            sort: String::new(),
            unit: printed,
            concepts,
            names: names(context, claim),
            around: context.lexis.around(context.doc, claim.sentence, claim.span, claim.clause, claim.lang),
            unique: false,
            change: book.relations.says("is-difference", claim.lang, context.after(claim.sentence, claim.span.end, 24)),
            information: information(&quality),
            periods: periods(claim),
            source: claim.slot(SlotName::Source).map(|s| s.value.as_str()),
            quality,
        };
        feature.sort = format!("{} {}", feature.class(), feature.unit);
        *counts.entry((feature.class(), unit)).or_default() += 1;
        out.push(feature);
    }
    for f in &mut out {
        let unit = match &f.quality {
            Quality::Number(Operand { dimension: Dimension::Count(u) | Dimension::Ordinal(u), .. }) => u.clone(),
            _ => String::new(),
        };
        let dated = matches!(f.quality, Quality::When(_));
        let bare = unit == "thing";
        f.unique = !dated && !bare && counts.get(&(f.class(), unit)) == Some(&1);
    }
    out
}

/// The value of a bare number in a list whose figure before it prints the unit: 1.29 million tons here, 250,000 there.
fn taken_over(context: &Context<'_>, last: &Feature<'_>, claim: &Claim, book: &Rulebook) -> Option<Value> {
    let Value::Count { figure, unit } = &claim.value else { return None };
    if unit != "thing" || last.claim.sentence != claim.sentence {
        return None;
    }
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    let alone = says("nothing-counted", context.after(claim.sentence, claim.span.end, 12));
    if !alone || !says("same-unit-between", context.between(last.claim.mention, claim.mention)) {
        return None;
    }
    let Quality::Number(operand) = &last.quality else { return None };
    let (figure, unit) = (figure.clone(), last.unit.clone());
    match &operand.dimension {
        Dimension::Quantity(_) => Some(Value::Quantity { figure, unit }),
        Dimension::Count(_) if unit != "thing" => Some(Value::Count { figure, unit }),
        _ => None,
    }
}

/// The unit a value is printed in, as far as units of one dimension can differ.
fn unit_of(value: &Value) -> &str {
    match value {
        Value::Money { currency, .. } => currency,
        Value::Count { unit, .. } | Value::Quantity { unit, .. } => unit,
        Value::Ordinal { of, .. } => of,
        _ => "",
    }
}

/// How much a value tells by itself, in thousandths.
fn information(quality: &Quality) -> i64 {
    match quality {
        Quality::Number(o) => match (o.digits, &o.dimension) {
            (_, Dimension::Ordinal(_)) => 300,
            (0 | 1, _) => 150,
            (2, _) => 500,
            (3, _) => 900,
            _ => 1200,
        },
        Quality::When(m) => match m.grain {
            Grain::Minute => 900,
            Grain::Day => 500,
            Grain::Month => 350,
            Grain::Year => 200,
        },
    }
}

fn names(context: &Context<'_>, claim: &Claim) -> BTreeSet<String> {
    let Some(sentence) = context.doc.sentences.get(claim.sentence) else { return BTreeSet::new() };
    let first = context.mentions.partition_point(|m| m.span.end <= sentence.span.start);
    let mut out = BTreeSet::new();
    for m in context.mentions.iter().skip(first).take_while(|m| m.span.start < sentence.span.end) {
        if let Value::Entity { id, name_en, members, .. } = m.value() {
            out.extend(id.iter().chain(name_en.iter().filter(|_| id.is_none())).cloned());
            out.extend(members.iter().cloned());
        }
    }
    out
}

fn periods(claim: &Claim) -> Vec<Moment> {
    let slots = claim.slots_of(SlotName::Period);
    slots.filter_map(|s| super::elapsed::moment_of(&s.value)).collect()
}

/// How little a role fits another, in thousandths.
pub(super) fn role_gap(a: &Claim, b: &Claim, linking: &Linking) -> i64 {
    if a.role == b.role {
        return 0;
    }
    // A headline has no room for the words that give a role.
    let bare = |c: &Claim| c.segment_role == SegmentRole::Headline && c.role == Role::Main;
    let gap = linking.gap(a.role, b.role);
    if bare(a) || bare(b) { gap / 2 } else { gap }
}

//! A finding in the making: sides by mention, wording from the rulebook.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::compare::Dimension;
use super::context::Context;
use super::told;
use crate::lang::Lang;
use crate::model::claim::SlotName;
use crate::model::finding::{Finding, Severity, Side, Verdict};
use crate::model::interval::Interval;
use crate::model::value::{RatioForm, Value};
use crate::particle;
use crate::rulebook::Rulebook;

/// What a check says before it is worded.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Id of the check.
    pub(super) check: String,
    /// How it came out.
    pub(super) verdict: Verdict,
    /// Document of the run and mention, in the order the message speaks of them.
    pub(super) sides: Vec<(usize, usize)>,
    /// The arithmetic.
    pub(super) derivation: Vec<String>,
    /// Why the sides belong together.
    pub(super) linked_by: Vec<String>,
    /// Ranked slips.
    pub(super) hypotheses: Vec<String>,
    /// The value found.
    pub(super) got: String,
    /// The value that would fit.
    pub(super) want: String,
    /// The range that would fit in place of the first side, in the base unit of its dimension.
    pub(super) range: Option<Interval>,
    /// How good the evidence is, to choose between drafts over one figure.
    pub(super) score: i64,
}

impl Draft {
    pub(super) fn new(check: &str, verdict: Verdict, sides: Vec<(usize, usize)>) -> Self {
        Self {
            check: check.to_owned(),
            verdict,
            sides,
            derivation: Vec::new(),
            linked_by: Vec::new(),
            hypotheses: Vec::new(),
            got: String::new(),
            want: String::new(),
            range: None,
            score: 0,
        }
    }

    /// What would fit in place of the first side; the message prints it as that side is printed.
    pub(super) fn fits(&mut self, range: &Interval) {
        self.want = show(range);
        self.range = Some(*range);
    }

    /// The worded finding; `None` where the check is not declared or switched off.
    pub(super) fn finish<'x, 'a: 'x>(
        self,
        look: impl Fn(usize) -> Option<&'x Context<'a>>,
        book: &Rulebook,
    ) -> Option<Finding> {
        let check = book.checks.active(&self.check)?;
        let verdict = if self.verdict == Verdict::Conflict && check.cap == Verdict::Tension {
            Verdict::Tension
        } else {
            self.verdict
        };
        let severity = match verdict {
            Verdict::Conflict => check.severity,
            Verdict::Tension => check.severity.min(Severity::Warning),
            _ => Severity::Info,
        };
        let mut sides = Vec::new();
        let mut printed = Vec::new();
        let mut hash = vec![self.check.clone()];
        let mut marks: Vec<String> = Vec::new();
        let mut korean = false;
        for (document, mention) in &self.sides {
            let context = look(*document)?;
            let found = context.mentions.get(*mention)?;
            let claim = context.facts(*mention, |m| facts(context, m));
            let measure = claim.get("measure").map_or("", String::as_str);
            marks.push(format!("{}|{measure}|{}", context.doc.lasting_name(), canonical(found.value())));
            korean |= printed.is_empty() && context.doc.lang_at(found.span.start) == Lang::Ko;
            printed.push(context.printed(*mention).to_owned());
            sides.push(Side { document: *document, span: found.span, claim });
        }
        marks.sort();
        hash.extend(marks);
        if !verdict.is_finding() {
            hash.push("held".to_owned());
        }
        let key = short(&hash.join("\n"));
        let lang = if korean { Lang::Ko } else { Lang::En };
        let first = self.sides.first().and_then(|(document, mention)| look(*document)?.value(*mention));
        let want = match (&self.range, first) {
            (Some(range), Some(value)) => told::like(range, value, book.language(lang), &book.dimensions),
            _ => self.want.clone(),
        };
        let word = |template: &str| -> String {
            let mut out = template.replace("{got}", &self.got).replace("{want}", &want);
            for (i, p) in printed.iter().enumerate() {
                out = out.replace(&format!("{{{i}}}"), p);
            }
            particle::settle(&out.replace("{all}", &printed.join(", ")), &book.language(Lang::Ko).particles)
        };
        let message = if korean && !check.message_ko.is_empty() { &check.message_ko } else { &check.message };
        let remedy = if korean && !check.remedy_ko.is_empty() { &check.remedy_ko } else { &check.remedy };
        Some(Finding {
            key,
            check: self.check.clone(),
            verdict,
            severity,
            sides,
            derivation: self.derivation.clone(),
            linked_by: self.linked_by.clone(),
            hypotheses: self.hypotheses.clone(),
            message: word(message),
            remedy: word(remedy),
        })
    }
}

/// The key of the `n`th of those that share `key`, counted from 1.
pub(crate) fn nth(key: &str, n: usize) -> String {
    if n <= 1 { key.to_owned() } else { short(&format!("{key}\n{n}")) }
}

fn short(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect()
}

/// What is known about a side, for outputs.
fn facts(context: &Context<'_>, mention: usize) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    if let Some(value) = context.value(mention) {
        out.insert("value".to_owned(), label(value));
    }
    let Some(claim) = context.claim(mention) else { return out };
    if let Some(measure) = claim.measure() {
        out.insert("measure".to_owned(), measure.to_owned());
    }
    out.insert("role".to_owned(), claim.role.name().to_owned());
    for name in [
        SlotName::Actor,
        SlotName::Object,
        SlotName::Event,
        SlotName::Place,
        SlotName::Period,
        SlotName::AsOf,
        SlotName::Population,
        SlotName::Source,
        SlotName::Standing,
    ] {
        if let Some(slot) = claim.slot(name) {
            out.insert(name.name().to_owned(), slot.value.clone());
        }
    }
    out
}

/// A value as outputs and derivations tell it.
pub(super) fn label(value: &Value) -> String {
    match value {
        Value::Ratio { figure, form } => {
            let dimension = if *form == RatioForm::Point { Dimension::Point } else { Dimension::Ratio };
            told::range(&figure.stated, &dimension)
        }
        _ => canonical(value),
    }
}

/// A value without its wording; keys of findings hang on it.
pub(super) fn canonical(value: &Value) -> String {
    let figure = || value.figure().map(|f| f.stated.to_string()).unwrap_or_default();
    match value {
        Value::Money { figure, currency } => format!("{} {currency}", show(&figure.stated)),
        Value::Count { figure, unit } | Value::Quantity { figure, unit } => format!("{} {unit}", show(&figure.stated)),
        Value::Ordinal { value, .. } => format!("no. {value}"),
        Value::Date(d) => d.edtf.as_ref().map(|e| e.0.clone()).unwrap_or_default(),
        Value::Duration { iso8601, .. } => iso8601.clone(),
        Value::Time { iso8601, .. } => iso8601.clone(),
        Value::Entity { id, name_en, name_ko, .. } => {
            id.clone().or_else(|| name_en.clone()).or_else(|| name_ko.clone()).unwrap_or_default()
        }
        Value::Identifier { of } => of.clone(),
        Value::Ratio { .. } => figure(),
    }
}

/// A number with thousands separators.
pub(super) fn number(n: Decimal) -> String {
    let text = n.round_sf(6).unwrap_or(n).normalize().to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let mut out = String::new();
    let digits: Vec<char> = whole.chars().collect();
    for (i, c) in digits.iter().enumerate() {
        out.push(*c);
        let left = digits.len() - i - 1;
        if left > 0 && left.is_multiple_of(3) && *c != '-' {
            out.push(',');
        }
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// An interval in words a reader follows.
pub(super) fn show(i: &Interval) -> String {
    match (i.lo, i.hi) {
        (Some(a), Some(b)) if a.at == b.at => number(a.at),
        (Some(a), Some(b)) => format!("{}–{}", number(a.at), number(b.at)),
        (Some(a), None) => format!("{} or more", number(a.at)),
        (None, Some(b)) => format!("at most {}", number(b.at)),
        (None, None) => "anything".to_owned(),
    }
}

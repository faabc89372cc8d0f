//! Claims: figures with what they are about, for `extract --stage claims`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::compact;
use super::excerpt::{cells, clean};
use super::place::Lines;
use super::value::Wire;
use crate::model::claim::{Claim, Role};
use crate::model::document::{Document, Role as SegmentRole};
use crate::model::span::Span;

/// A claim in JSON.
#[derive(Debug, Serialize)]
pub struct Stated<'a> {
    clause: [usize; 2],
    end: usize,
    kind: &'static str,
    lang: &'static str,
    measure: Option<&'a str>,
    measures: Vec<Measure<'a>>,
    part: u32,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_words: Option<&'a str>,
    segment: SegmentRole,
    slots: BTreeMap<&'static str, Vec<Filled<'a>>>,
    start: usize,
    surface: &'a str,
    value: Wire<'a>,
}

/// A concept that the figure may measure.
#[derive(Debug, Serialize)]
struct Measure<'a> {
    concept: &'a str,
    surface: &'a str,
    weight: u32,
}

/// What fills a slot.
#[derive(Debug, Serialize)]
struct Filled<'a> {
    surface: &'a str,
    value: &'a str,
}

impl<'a> Stated<'a> {
    /// The wire form of a claim of `document`.
    pub fn of(claim: &'a Claim, document: &'a Document) -> Self {
        let at = |span: Span| {
            let at = document.original(span);
            [at.start, at.end]
        };
        let mut slots: BTreeMap<&'static str, Vec<Filled<'a>>> = BTreeMap::new();
        for slot in &claim.slots {
            let filled = Filled { surface: document.printed(slot.span), value: &slot.value };
            slots.entry(slot.name.name()).or_default().push(filled);
        }
        let [start, end] = at(claim.span);
        let measure = |c: &'a crate::model::claim::Cue| Measure {
            concept: &c.concept,
            surface: document.printed(c.span),
            weight: c.weight,
        };
        Self {
            clause: at(claim.clause),
            end,
            kind: claim.value.kind(),
            lang: claim.lang.code(),
            measure: claim.measure(),
            measures: claim.measures.iter().map(measure).collect(),
            part: claim.part,
            role: claim.role,
            role_words: claim.role_words.map(|s| document.printed(s)),
            segment: claim.segment_role,
            slots,
            start,
            surface: document.printed(claim.span),
            value: Wire::of(&claim.value, false),
        }
    }
}

/// Writes `line:column  surface  value  role  measure  slots` of every claim.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_text(document: &Document, claims: &[Claim], out: &mut dyn Write) -> io::Result<()> {
    let lines = Lines::new(&document.raw);
    for claim in claims {
        let (line, column) = lines.place(document.original(claim.span).start);
        let surface = clean(document.printed(claim.span));
        let pad = " ".repeat(24usize.saturating_sub(cells(&surface)));
        let slots: Vec<String> = claim.slots.iter().map(|s| format!("{}={}", s.name.name(), clean(&s.value))).collect();
        let row = format!(
            "{:<8} {surface}{pad}  {:<32} {:<10} {:<24} {}",
            format!("{line}:{column}"),
            compact::value(&claim.value),
            claim.role.name(),
            claim.measure().unwrap_or("-"),
            slots.join(" ")
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

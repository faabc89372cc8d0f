//! Hears the document about ambiguous names, lets the longest win, and names the entity.

use std::ops::Range;
use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::evidence::Evidence;
use super::reading::{Need, Reading, readings};
use super::scan::Scan;
use crate::extract::overlap::{Rival, longest};
use crate::lang::is_hangul;
use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::names::Names;

/// The candidates of a document with what each of them means there.
pub(super) struct Judge<'a> {
    doc: &'a Document,
    names: &'a Names,
    candidates: Vec<Candidate>,
    /// Rows of letters for states, which take the document's word for them.
    rows: Vec<Candidate>,
    /// The reading that holds, for each of `candidates`.
    meant: Vec<Option<Reading<'a>>>,
}

impl<'a> Judge<'a> {
    /// Hears the document about every candidate.
    pub(super) fn new(doc: &'a Document, names: &'a Names, scan: Scan) -> Self {
        let candidates = scan.candidates;
        let mut all: Vec<Reading<'a>> = Vec::with_capacity(candidates.len() * 2);
        let own: Vec<Range<usize>> = candidates
            .iter()
            .map(|c| {
                let from = all.len();
                if let Origin::Listed(found) = c.origin {
                    readings(found, names, &mut all);
                }
                from..all.len()
            })
            .collect();
        let of = |i: usize| own.get(i).and_then(|range| all.get(range.clone())).unwrap_or(&[]);
        let mut sure = vec![false; candidates.len()];
        for i in longest(candidates.iter().enumerate().filter_map(|(i, c)| {
            let first = of(i).first()?;
            (first.need == Need::Nothing && !first.generic).then_some(Rival { index: i, span: c.span, rank: 0 })
        })) {
            if let Some(slot) = sure.get_mut(i) {
                *slot = true;
            }
        }
        let heard =
            candidates.iter().zip(&sure).enumerate().filter_map(|(i, (c, sure))| Some((c.span, of(i).first()?, *sure)));
        let evidence = Evidence::new(doc, names, heard);
        let rows = evidence.letter_rows(&scan.letters);
        let meant = candidates.iter().enumerate().map(|(i, c)| evidence.meant(c, of(i)).copied()).collect();
        Self { doc, names, candidates, rows, meant }
    }

    /// The mentions that stand, in order, without overlap; `introduced` are candidates that this document introduces.
    pub(super) fn mentions(&self, introduced: &[Candidate]) -> Vec<Mention<Raw>> {
        let mut out = Vec::new();
        let mut short = Vec::new();
        for (c, meant) in self.chosen(introduced).into_iter().filter_map(|i| self.candidate(i, introduced)) {
            match meant {
                Some(reading) => out.extend(mention(self.names, c, reading)),
                None => {
                    short.extend(c.of.map(|full| (out.len(), full)));
                    out.extend(built(self.doc, c));
                }
            }
        }
        // A short name is the body that the document gives it to.
        for (at, full) in short {
            let known = out.iter().find(|m| m.span.start < full.end && full.start < m.span.end);
            let value = known.filter(|m| m.span.end >= full.end).and_then(|m| m.state.known.clone());
            if let (Some(value), Some(m)) = (value, out.get_mut(at)) {
                m.state.known = Some(value);
            }
        }
        out
    }

    /// What was found before the document had introduced any.
    pub(super) fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Spans that are organizations before the document has introduced any.
    pub(super) fn bodies(&self) -> Vec<Span> {
        let is_body = |(c, meant): &(&Candidate, Option<&Reading<'_>>)| match meant {
            Some(reading) => reading.class == Some(EntityClass::Org),
            None => matches!(c.origin, Origin::Rule(_)),
        };
        let all = self.chosen(&[]).into_iter().filter_map(|i| self.candidate(i, &[]));
        all.filter(is_body).map(|(c, _)| c.span).collect()
    }

    /// Of candidates that hold the longest, by their number.
    fn chosen(&self, introduced: &[Candidate]) -> Vec<usize> {
        let holds = |c: &Candidate, meant: &Option<Reading<'_>>| c.is_built() || meant.is_some();
        let all = self.candidates.iter().map(Some).zip(&self.meant).map(|(c, m)| c.filter(|c| holds(c, m)));
        let all = all.chain(introduced.iter().chain(&self.rows).map(Some));
        // What the document introduces beats what a list only may mean.
        let rank = |i: usize| match self.meant.get(i) {
            Some(Some(reading)) => u8::from(reading.need == Need::Context),
            _ => 0,
        };
        longest(all.enumerate().filter_map(|(index, c)| Some(Rival { index, span: c?.span, rank: rank(index) })))
    }

    fn candidate<'c>(
        &'c self,
        i: usize,
        introduced: &'c [Candidate],
    ) -> Option<(&'c Candidate, Option<&'c Reading<'a>>)> {
        match self.candidates.get(i) {
            Some(c) => Some((c, self.meant.get(i)?.as_ref())),
            None => Some((introduced.iter().chain(&self.rows).nth(i - self.candidates.len())?, None)),
        }
    }
}

/// A mention by rule. Its id is its own name, so that the same name is the same body.
fn built(doc: &Document, c: &Candidate) -> Option<Mention<Raw>> {
    let (rule, members) = match &c.origin {
        Origin::Rule(rule) => (rule, Vec::new()),
        Origin::States(rule, members) => (rule, members.clone()),
        Origin::Listed(_) => return None,
    };
    let name = c.span.slice(&doc.text);
    let korean = name.chars().any(is_hangul);
    let value = Value::Entity {
        class: if members.is_empty() { EntityClass::Org } else { EntityClass::Country },
        id: None,
        members,
        name_en: (!korean).then(|| name.to_owned()),
        name_ko: korean.then(|| name.to_owned()),
    };
    let state = Raw { core: Some(c.span), known: Some(value), ..Raw::default() };
    Some(Mention { span: c.span, rule: Arc::clone(rule), state })
}

fn mention(names: &Names, c: &Candidate, reading: &Reading<'_>) -> Option<Mention<Raw>> {
    let class = reading.class?;
    let (id, members) = if reading.group {
        (None, reading.row.id.split('+').map(str::to_owned).collect())
    } else {
        (Some(reading.row.id.to_owned()), Vec::new())
    };
    let (ko, en) = names.table.preferred(reading.row.id);
    let value = Value::Entity { class, id, members, name_en: en.map(str::to_owned), name_ko: ko.map(str::to_owned) };
    let rule = names.table.rule(reading.number)?.clone();
    Some(Mention { span: c.span, rule, state: Raw { core: Some(c.span), known: Some(value), ..Raw::default() } })
}

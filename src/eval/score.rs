//! Pairs gold with what was read, one to one, and counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::gold::{GoldDocument, GoldMention};
use super::run::{Read, Run};
use super::value::{is_right, same_kind};
use super::{Library, lang_at, schema};
use crate::model::span::Span;

/// How a mention ended, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Gold, and nothing of its kind was read there.
    Missed,
    /// Read where gold has nothing of the kind.
    Noisy,
    /// Read with another value.
    Wrong,
    /// Read with the right value, other words at its ends.
    Wider,
    /// Read just so.
    Exact,
}

impl State {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            State::Missed => "missed",
            State::Noisy => "noisy",
            State::Wrong => "wrong value",
            State::Wider => "other span",
            State::Exact => "right",
        }
    }

    /// Whether it costs something in the right-value score.
    pub fn is_fault(self) -> bool {
        matches!(self, State::Missed | State::Noisy | State::Wrong)
    }
}

/// One mention of gold, or one that gold does not have.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// Name of the document.
    pub document: &'a str,
    /// Line of the text, from 1.
    pub line: usize,
    /// Its kind.
    pub kind: &'a str,
    /// Its language.
    pub lang: String,
    /// How it ended.
    pub state: State,
    /// Whether the span is that of gold, whatever the value.
    pub exact: bool,
    /// What gold says.
    pub gold: Option<&'a GoldMention>,
    /// What was read.
    pub read: Option<&'a Read>,
}

impl Judged<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.gold.map(|g| g.span).or(self.read.map(|r| r.span)).unwrap_or(Span { start: 0, end: 0 })
    }

    /// The printed words.
    pub fn surface(&self) -> &str {
        self.gold.map_or_else(|| self.read.map_or("", |r| r.surface.as_str()), |g| g.surface.as_str())
    }
}

/// What is counted for a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mentions that must be found.
    pub gold: usize,
    /// Mentions read.
    pub found: usize,
    /// Of these on just the span of gold.
    pub exact: usize,
    /// Of these touching gold.
    pub overlap: usize,
    /// Of these with the right value.
    pub right: usize,
}

/// A share in thousandths, rounded; 0 of nothing.
fn thousandths(part: usize, whole: usize) -> usize {
    (part * 2000 + whole).checked_div(whole * 2).unwrap_or(0)
}

impl Tally {
    /// Of what was read, how much touches gold; in thousandths, like the others.
    pub fn precision(self) -> usize {
        thousandths(self.overlap, self.found)
    }

    /// Of gold, how much was touched.
    pub fn recall(self) -> usize {
        thousandths(self.overlap, self.gold)
    }

    /// F1 of mentions that touch gold.
    pub fn f1(self) -> usize {
        thousandths(2 * self.overlap, self.gold + self.found)
    }

    /// F1 of mentions on just the span of gold.
    pub fn exact_f1(self) -> usize {
        thousandths(2 * self.exact, self.gold + self.found)
    }

    /// F1 of mentions whose value is right as well.
    pub fn right_f1(self) -> usize {
        thousandths(2 * self.right, self.gold + self.found)
    }

    /// Of mentions that touch gold, how many have the right value.
    pub fn right_rate(self) -> usize {
        thousandths(self.right, self.overlap)
    }

    fn add(&mut self, judged: &Judged<'_>) {
        let paired = judged.gold.is_some() && judged.read.is_some();
        self.gold += usize::from(judged.gold.is_some());
        self.found += usize::from(judged.read.is_some());
        self.overlap += usize::from(paired);
        self.exact += usize::from(paired && judged.exact);
        self.right += usize::from(matches!(judged.state, State::Wider | State::Exact));
    }
}

/// Figures together, names together, then every kind.
pub const FIGURES: &str = "figures";
/// See [`FIGURES`].
pub const NAMES: &str = "names";

/// Gold and a run, compared.
#[derive(Debug, Clone)]
pub struct Score<'a> {
    /// Every mention of gold that counts and every noisy one, by document and place.
    pub judged: Vec<Judged<'a>>,
    /// How many documents.
    pub documents: usize,
    /// How many mentions of gold are optional.
    pub optional: usize,
}

impl<'a> Score<'a> {
    /// Compares; a document that the run did not see counts as one in which nothing was read.
    pub fn of(gold: &'a [GoldDocument], run: &'a Run, library: &Library<'a>) -> Self {
        let kinds: BTreeSet<&str> = gold.iter().flat_map(|d| d.mentions.iter().map(|m| m.kind)).collect();
        let mut judged = Vec::new();
        for row in gold {
            let mut found = compare(row, run.get(&row.name).unwrap_or_default(), &kinds);
            if let Some(document) = library.get(&row.name) {
                let given = row.lang.as_deref();
                let given = given.or_else(|| document.provenance.get("lang").and_then(serde_json::Value::as_str));
                for one in &mut found {
                    let at = one.span().start;
                    one.line = document.raw.get(..at).unwrap_or("").matches('\n').count() + 1;
                    one.lang = given.map_or_else(|| lang_at(document, at).to_owned(), str::to_owned);
                }
            }
            found.sort_by_key(Judged::span);
            judged.extend(found);
        }
        let optional = gold.iter().flat_map(|d| &d.mentions).filter(|m| m.optional).count();
        Self { judged, documents: gold.len(), optional }
    }

    /// Counts of a row of the table: all figures, all names or a kind; of a language or of all.
    pub fn tally(&self, row: &str, lang: Option<&str>) -> Tally {
        let mut tally = Tally::default();
        let wanted = |kind: &str| match row {
            FIGURES => schema::is_figure(kind),
            NAMES => !schema::is_figure(kind),
            _ => kind == row,
        };
        for one in self.judged.iter().filter(|j| wanted(j.kind) && lang.is_none_or(|l| l == j.lang)) {
            tally.add(one);
        }
        tally
    }

    /// The rows of a table: totals before their kinds, those alone of which there is anything.
    pub fn rows(&self) -> Vec<&'static str> {
        let there = |k: &str| self.judged.iter().any(|j| j.kind == k);
        let mut out = Vec::new();
        for (total, figure) in [(FIGURES, true), (NAMES, false)] {
            let kinds = schema::KINDS.iter().filter(|(k, f)| *f == figure && there(k)).map(|(k, _)| *k);
            let kinds: Vec<&'static str> = kinds.collect();
            if !kinds.is_empty() {
                out.push(total);
                out.extend(kinds);
            }
        }
        out
    }

    /// The languages, in order.
    pub fn langs(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.judged.iter().map(|j| j.lang.as_str()).filter(|l| !l.is_empty()).collect();
        all.into_iter().collect()
    }

    /// Faults, those of one shape together: same fate, kind and words but for their digits. What happens most comes
    /// first; of each shape the first example and how often it happens.
    pub fn worst(&self) -> Vec<(&Judged<'a>, usize)> {
        let mut shapes: BTreeMap<(State, &str, String), (usize, usize)> = BTreeMap::new();
        for (i, one) in self.judged.iter().enumerate().filter(|(_, j)| j.state.is_fault()) {
            let words = one.surface().chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
            let mut shape: String = words.collect();
            while shape.contains("00") {
                shape = shape.replace("00", "0");
            }
            shapes.entry((one.state, one.kind, shape)).or_insert((i, 0)).1 += 1;
        }
        let mut all: Vec<(usize, usize)> = shapes.into_values().collect();
        all.sort_by_key(|(first, n)| (Reverse(*n), *first));
        all.into_iter().filter_map(|(first, n)| Some((self.judged.get(first)?, n))).collect()
    }
}

/// The mentions of one document. Exact pairs are made first, then those of the right value, then those that count.
fn compare<'a>(row: &'a GoldDocument, read: &'a [Read], kinds: &BTreeSet<&str>) -> Vec<Judged<'a>> {
    let mut pairs = Vec::new();
    for (g, gold) in row.mentions.iter().enumerate() {
        for (r, read) in read.iter().enumerate().filter(|(_, r)| gold.span.overlaps(r.span) && same_kind(gold, r)) {
            let exact = gold.span == read.span || gold.others.contains(&read.span);
            pairs.push((!exact, !is_right(gold, read), gold.optional, g, r));
        }
    }
    pairs.sort_unstable();
    // By gold: which mention it got, whether the span is the same, whether the value is right.
    let mut gold_of: BTreeMap<usize, (usize, bool, bool)> = BTreeMap::new();
    let mut read_of: BTreeSet<usize> = BTreeSet::new();
    for (other, wrong, _, g, r) in pairs {
        if !gold_of.contains_key(&g) && !read_of.contains(&r) {
            gold_of.insert(g, (r, !other, !wrong));
            read_of.insert(r);
        }
    }
    let blank = |kind: &'a str, state| Judged {
        document: &row.name,
        line: 1,
        kind,
        lang: String::new(),
        state,
        exact: false,
        gold: None,
        read: None,
    };
    let mut out = Vec::new();
    for (g, gold) in row.mentions.iter().enumerate().filter(|(_, m)| !m.optional) {
        let one = match gold_of.get(&g) {
            None => blank(gold.kind, State::Missed),
            Some((r, exact, right)) => {
                let state = match (right, exact) {
                    (false, _) => State::Wrong,
                    (true, false) => State::Wider,
                    (true, true) => State::Exact,
                };
                Judged { exact: *exact, read: read.get(*r), ..blank(gold.kind, state) }
            }
        };
        out.push(Judged { gold: Some(gold), ..one });
    }
    for (r, found) in read.iter().enumerate().filter(|(r, m)| !read_of.contains(r) && kinds.contains(m.kind.as_str())) {
        let touched = |g: &&GoldMention| g.span.overlaps(found.span) && (g.optional || same_kind(g, found));
        if !row.mentions.iter().any(|g| touched(&g)) {
            out.push(Judged { read: read.get(r), ..blank(&found.kind, State::Noisy) });
        }
    }
    out
}

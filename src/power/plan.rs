//! Which figures are guarded by which checks, and which slips are planted where.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::Edit;
use super::rules::Slips;
use super::slip::{self, Figure, Planted};
use super::{Chance, Options, harmless};
use crate::ingest::normalise_text;
use crate::model::finding::Finding;
use crate::model::span::Span;
use crate::model::value::Value;
use crate::pipeline::Article;

/// What is edited of a document: its own text where it is all text, else the text that was taken from it.
#[derive(Debug)]
pub(super) struct Base<'a> {
    article: &'a Article,
    /// The text.
    pub(super) text: &'a str,
    original: bool,
}

impl<'a> Base<'a> {
    /// Of a document.
    pub(super) fn of(article: &'a Article) -> Self {
        let document = &article.document;
        let original = normalise_text(&document.raw).0 == document.text;
        Self { article, text: if original { &document.raw } else { &document.text }, original }
    }

    /// Where a span of the normalised text stands in it.
    pub(super) fn place(&self, span: Span) -> Span {
        if self.original { self.article.document.original(span) } else { span }
    }
}

/// One edit that is to be tried.
#[derive(Debug)]
pub(super) struct Trial {
    /// Document of the run.
    pub(super) document: usize,
    /// Id of the kind of slip or edit.
    pub(super) kind: String,
    /// Where it is made.
    pub(super) at: Span,
    /// Checks it was chosen for; none for what is guarded by no check, and for edits.
    pub(super) checks: Vec<String>,
    /// A finding must name one of these to be a catch.
    pub(super) watched: Vec<Span>,
    /// The words around what was changed, before and after.
    pub(super) words: (String, String),
    /// The copy.
    pub(super) edit: Edit,
}

/// What is to be tried, and what the figures are guarded by.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Slips.
    pub(super) slips: Vec<Trial>,
    /// Edits that change no figure.
    pub(super) edits: Vec<Trial>,
    /// How many figures each check guards.
    pub(super) guarded: BTreeMap<String, usize>,
    /// Figures of all kinds: all, guarded, in a finding already, guarded by nothing.
    pub(super) figures: [usize; 4],
}

type Place = (usize, Span);

/// Makes the plan of a set of documents that was checked.
pub(super) fn plan(
    articles: &[Article],
    bases: &[Base<'_>],
    findings: &[Finding],
    passes: &[Finding],
    slips: &Slips,
    options: Options,
) -> Plan {
    let mut guards: BTreeMap<Place, BTreeSet<&str>> = BTreeMap::new();
    let mut lists: BTreeMap<Place, (Option<Span>, BTreeSet<Span>)> = BTreeMap::new();
    for pass in passes {
        for side in &pass.sides {
            guards.entry((side.document, side.span)).or_default().insert(&pass.check);
        }
        for (i, side) in pass.sides.iter().enumerate() {
            let entry = lists.entry((side.document, side.span)).or_default();
            let next = pass
                .sides
                .get(i + 1)
                .filter(|n| n.document == side.document && follows(articles, side.document, side.span, n.span));
            entry.0 = entry.0.or(next.map(|n| n.span));
            entry.1.extend(pass.sides.iter().filter(|s| s.document == side.document).map(|s| s.span));
        }
    }
    let told: BTreeSet<Place> = findings.iter().flat_map(|f| f.sides.iter().map(|s| (s.document, s.span))).collect();
    let mut out = Plan::default();
    let mut figures: Vec<(Figure, Vec<String>)> = Vec::new();
    for (index, (article, base)) in articles.iter().zip(bases).enumerate() {
        for mention in &article.mentions {
            let place = (index, mention.span);
            let named = matches!(mention.value(), Value::Entity { .. } | Value::Identifier { .. });
            let checks: Vec<String> = guards.get(&place).into_iter().flatten().map(|c| (*c).to_owned()).collect();
            if named && checks.is_empty() {
                continue;
            }
            if !named {
                let state = match (told.contains(&place), checks.is_empty()) {
                    (_, false) => 1,
                    (true, true) => 2,
                    (false, true) => 3,
                };
                for i in [0, state] {
                    if let Some(n) = out.figures.get_mut(i) {
                        *n += 1;
                    }
                }
                if state == 2 {
                    continue;
                }
            }
            for check in &checks {
                *out.guarded.entry(check.clone()).or_default() += 1;
            }
            let sentence = article.document.sentence_at(mention.span.start);
            let sentence = sentence.and_then(|s| article.document.sentences.get(s)).map_or(mention.span, |s| s.span);
            let (next, all) = lists.get(&place).cloned().unwrap_or_default();
            let watched = if named { all.into_iter().collect() } else { vec![mention.span] };
            let figure = Figure {
                document: index,
                at: base.place(mention.span),
                sentence: base.place(sentence),
                kind: mention.value().kind(),
                next: next.filter(|_| named).map(|n| base.place(n)),
                watched: watched.into_iter().map(|s| base.place(s)).collect(),
            };
            figures.push((figure, checks));
        }
    }
    out.slips = chosen(&figures, bases, slips, options);
    out.edits = harmless_edits(articles, &figures, bases, slips, options);
    out
}

/// Whether `b` is the next name of a list behind `a`.
fn follows(articles: &[Article], document: usize, a: Span, b: Span) -> bool {
    let text = articles.get(document).map_or("", |a| &a.document.text);
    let between = Span::new(a.end.min(b.start), b.start).slice(text);
    a.end <= b.start && between.chars().count() <= 6 && !between.contains(['.', '\n'])
}

/// For each check slips of every kind in turn, in figures chosen by the seed, as many as the options say.
fn chosen(figures: &[(Figure, Vec<String>)], bases: &[Base<'_>], slips: &Slips, options: Options) -> Vec<Trial> {
    // For every check and kind of slip the figures it can happen to, in the order of their chance.
    let mut open: BTreeMap<&str, Vec<Vec<(Chance, usize)>>> = BTreeMap::new();
    let nobody = [String::new()];
    for (i, (figure, checks)) in figures.iter().enumerate() {
        let Some(base) = bases.get(figure.document) else { continue };
        for (k, rule) in slips.slips.iter().enumerate() {
            let chance = chance(options.seed, &rule.id, figure, base);
            if slip::plant(figure, base.text, rule, slips, chance).is_none() {
                continue;
            }
            for check in if checks.is_empty() { &nobody[..] } else { checks } {
                let kinds = open.entry(check).or_insert_with(|| vec![Vec::new(); slips.slips.len()]);
                if let Some(list) = kinds.get_mut(k) {
                    list.push((chance, i));
                }
            }
        }
    }
    let mut wanted: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (check, mut kinds) in open {
        for list in &mut kinds {
            list.sort_unstable();
        }
        let mut left = options.slips;
        let most = kinds.iter().map(Vec::len).max().unwrap_or(0);
        for round in 0..most {
            for (k, list) in kinds.iter().enumerate() {
                let Some((_, figure)) = list.get(round).filter(|_| left > 0) else { continue };
                left -= 1;
                let checks = wanted.entry((*figure, k)).or_default();
                if !check.is_empty() {
                    checks.push(check.to_owned());
                }
            }
        }
    }
    let mut out = Vec::new();
    for ((i, k), checks) in wanted {
        let (Some((figure, _)), Some(rule)) = (figures.get(i), slips.slips.get(k)) else { continue };
        let Some(base) = bases.get(figure.document) else { continue };
        let chance = chance(options.seed, &rule.id, figure, base);
        let Some(planted) = slip::plant(figure, base.text, rule, slips, chance) else { continue };
        out.push(trial(figure, base, &rule.id, planted, checks));
    }
    out
}

fn chance(seed: u64, rule: &str, figure: &Figure, base: &Base<'_>) -> Chance {
    let document = &base.article.document;
    Chance::of(seed, &[rule, &document.id, &figure.at.start.to_string(), figure.at.slice(base.text)])
}

fn trial(figure: &Figure, base: &Base<'_>, kind: &str, planted: Planted, checks: Vec<String>) -> Trial {
    let around = planted.with.iter().fold(figure.at, |a, (span, _)| a.join(*span));
    let inside: Vec<(Span, String)> = planted
        .with
        .iter()
        .map(|(s, new)| (Span::new(s.start - around.start, s.end - around.start), new.clone()))
        .collect();
    let old = around.slice(base.text);
    Trial {
        document: figure.document,
        kind: kind.to_owned(),
        at: figure.at,
        checks,
        watched: figure.watched.clone(),
        words: (old.to_owned(), Edit::replace(old, inside).text),
        edit: Edit::replace(base.text, planted.with),
    }
}

fn harmless_edits(
    articles: &[Article],
    figures: &[(Figure, Vec<String>)],
    bases: &[Base<'_>],
    slips: &Slips,
    options: Options,
) -> Vec<Trial> {
    let mut out = Vec::new();
    for rule in &slips.edits {
        let mut made: Vec<(Chance, Trial)> = Vec::new();
        for (figure, _) in figures {
            let Some(base) = bases.get(figure.document) else { continue };
            let chance = chance(options.seed, &rule.id, figure, base);
            if let Some(planted) = slip::plant(figure, base.text, rule, slips, chance) {
                made.push((chance, trial(figure, base, &rule.id, planted, Vec::new())));
            }
        }
        for (index, (article, base)) in articles.iter().zip(bases).enumerate() {
            for edit in harmless::edits(article, base.text, &|s| base.place(s), rule, options.seed) {
                let chance = Chance::of(options.seed, &[&rule.id, &article.document.id, &edit.at.start.to_string()]);
                let trial = Trial {
                    document: index,
                    kind: rule.id.clone(),
                    at: edit.at,
                    checks: Vec::new(),
                    watched: Vec::new(),
                    words: (String::new(), edit.what),
                    edit: edit.edit,
                };
                made.push((chance, trial));
            }
        }
        made.sort_by_key(|m| m.0);
        out.extend(made.into_iter().take(options.slips).map(|m| m.1));
    }
    out
}

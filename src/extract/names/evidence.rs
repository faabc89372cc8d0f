//! What a document says about an ambiguous name.

use super::candidate::Candidate;
use super::edge;
use super::letters;
use super::reading::{Need, Reading};
use crate::lang::Lang;
use crate::model::document::Document;
use crate::model::span::Span;
use crate::model::value::EntityClass;
use crate::rulebook::names::{Flag, Grammar, Names};

/// What the unambiguous names of a document tell about the others.
pub(super) struct Evidence<'a> {
    doc: &'a Document,
    names: &'a Names,
    /// Ids that stand in the document without doubt, in order.
    ids: Vec<&'a str>,
    /// Countries that stand in the document, most often named first.
    countries: Vec<&'a str>,
    /// Spans of states and of bodies, in order.
    states: Vec<Span>,
    bodies: Vec<Span>,
    /// Two clubs and more are named: cities are their clubs.
    sport: bool,
}

impl<'a> Evidence<'a> {
    /// Collects what names with their best readings say; `true` stands with those that are beyond doubt.
    pub(super) fn new<'r>(
        doc: &'a Document,
        names: &'a Names,
        heard: impl Iterator<Item = (Span, &'r Reading<'a>, bool)>,
    ) -> Self
    where
        'a: 'r,
    {
        let mut out = Self {
            doc,
            names,
            ids: Vec::new(),
            countries: Vec::new(),
            states: Vec::new(),
            bodies: Vec::new(),
            sport: false,
        };
        let mut countries: Vec<&str> = Vec::new();
        for (span, first, sure) in heard {
            if sure {
                out.ids.extend(first.row.id.split('+'));
                match first.class {
                    Some(EntityClass::Country) => out.states.push(span),
                    Some(EntityClass::Org) => out.bodies.push(span),
                    _ => {}
                }
                if first.rank <= 2 {
                    countries.extend(first.row.id.split('+'));
                }
            } else if first.need == Need::Letter {
                out.states.push(span);
            }
        }
        out.ids.sort_unstable();
        out.ids.dedup();
        out.sport = out.ids.iter().filter(|id| id.starts_with("team:")).count() >= 2;
        countries.sort_unstable();
        let mut counts: Vec<_> =
            countries.chunk_by(|a, b| a == b).filter_map(|c| Some((c.len(), *c.first()?))).collect();
        counts.sort_by_key(|(n, id)| (std::cmp::Reverse(*n), *id));
        out.countries = counts.into_iter().map(|(_, id)| id).collect();
        out.states.sort();
        out.bodies.sort();
        out
    }

    fn knows(&self, id: &str) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    /// Rows of letters for states, where such letters begin words: 미일한.
    pub(super) fn letter_rows(&self, places: &[usize]) -> Vec<Candidate> {
        let row = |&at: &usize| letters::row(&self.doc.text, at, self.names, &|id| self.knows(id));
        places.iter().filter_map(row).collect()
    }

    /// The reading that holds for a candidate.
    pub(super) fn meant<'r>(&self, c: &Candidate, readings: &'r [Reading<'a>]) -> Option<&'r Reading<'a>> {
        let first = readings.first()?;
        if first.has(Flag::Svc) && first.class == Some(EntityClass::Org) && self.as_service(c) {
            return None;
        }
        if first.generic && !self.acts(c) {
            return None;
        }
        if first.need == Need::Nothing {
            // An ambiguous body beats a place that needs nothing, where a word next to it says so.
            if first.class == Some(EntityClass::Place)
                && let Some(body) = readings
                    .iter()
                    .find(|r| r.class == Some(EntityClass::Org) && (self.next_to(c, r) || self.club(c, r)))
            {
                return Some(body);
            }
            return self.which(readings, first);
        }
        let meant = readings.iter().find(|r| self.holds(c, r))?;
        self.which(readings, meant)
    }

    /// Of several entities of a name: the one of a country the document names, the default, the first.
    fn which<'r>(&self, readings: &'r [Reading<'a>], first: &'r Reading<'a>) -> Option<&'r Reading<'a>> {
        if !first.has(Flag::Which) {
            return Some(first);
        }
        let same = || readings.iter().filter(|r| r.class == first.class && r.need == first.need);
        if let Some(named) = same().find(|r| self.knows(r.row.id) && !r.has(Flag::Which)) {
            return Some(named);
        }
        if let Some(default) = same().find(|r| r.has(Flag::Default)) {
            return Some(default);
        }
        let by_country = self.countries.iter().find_map(|cc| same().find(|r| r.row.cc() == *cc));
        by_country.or(Some(first))
    }

    fn holds(&self, c: &Candidate, r: &Reading<'a>) -> bool {
        match (r.need, r.class) {
            (Need::Nothing, _) => true,
            (Need::Letter, _) => self.letter(c, r),
            (Need::Context, _) if r.group => self.pair(c, r),
            (Need::Context, Some(EntityClass::Country)) => self.state(c, r),
            (Need::Context, Some(EntityClass::Org)) => self.body(c, r),
            (Need::Context, Some(EntityClass::Place | EntityClass::Event)) => self.knows(r.row.id),
            // 반미, 주한 and demonyms: keep the shorter readings out.
            (Need::Context, _) => r.rank < 7,
        }
    }

    fn lang(&self, c: &Candidate) -> Lang {
        self.doc.lang_at(c.span.start)
    }

    fn grammar(&self, c: &Candidate) -> &'a Grammar {
        self.names.grammar(self.lang(c))
    }

    fn next<'t>(&'t self, c: &Candidate) -> &'t str {
        edge::next_word(&self.doc.text, c.name_end)
    }

    /// A letter for a state: 미 국무부, 중, 러, 홍콩, 북 가상자산 where 북한 is named.
    fn letter(&self, c: &Candidate, r: &Reading<'a>) -> bool {
        let g = &self.names.ko;
        let surface = r.row.surface;
        if c.noun {
            // 美국무부
            return surface.chars().all(edge::is_hanja);
        }
        let known = self.knows(r.row.id);
        let before_body = g.country_after.has(self.next(c));
        if g.letters.has(surface) {
            return known || before_body || self.listed(c.span, &self.states);
        }
        known && before_body && g.letters_body.has(surface) || known && self.listed(c.span, &self.states)
    }

    fn pair(&self, c: &Candidate, r: &Reading<'a>) -> bool {
        let g = &self.names.ko;
        let next = self.next(c);
        if edge::splits(next, |w| g.pair_not_after.has(w), g) {
            return false;
        }
        let glued = edge::rest_of_token(&self.doc.text, c.name_end);
        glued.is_empty() && edge::splits(next, |w| g.pair_after.has(w), g)
            || edge::splits(glued, |w| g.pair_after.has(w), g)
            || !g.pair_strict.has(r.row.surface) && r.class.is_some() && r.row.id.split('+').all(|m| self.knows(m))
    }

    fn state(&self, c: &Candidate, r: &Reading<'a>) -> bool {
        self.knows(r.row.id)
            || r.has(Flag::Cap) && self.capital(c)
            || self.grammar(c).country_after.has(self.next(c))
            || self.listed(c.span, &self.states)
    }

    fn body(&self, c: &Candidate, r: &Reading<'a>) -> bool {
        self.knows(r.row.id)
            || self.next_to(c, r)
            || self.club(c, r)
            || r.has(Flag::Okko) && self.lang(c) == Lang::Ko
            || r.has(Flag::Cap) && self.lang(c) == Lang::En && self.capital(c)
            || self.listed(c.span, &self.bodies)
    }

    /// Whether a service is meant as the place where something stands, not the company that runs it.
    fn as_service(&self, c: &Candidate) -> bool {
        let g = &self.names.ko;
        let text = &self.doc.text;
        let glued = edge::rest_of_token(text, c.name_end);
        let next = edge::next_word(text, c.name_end + glued.len());
        g.service_tails.has(glued) || g.service_after.has(next)
    }

    /// Whether a common noun for a body acts: 경찰은, but not 외국 정부, 정부 관련 업체.
    fn acts(&self, c: &Candidate) -> bool {
        let g = &self.names.ko;
        let text = &self.doc.text;
        let glued = edge::rest_of_token(text, c.name_end);
        c.span.end == c.name_end
            && !g.generic_not_after.has(edge::word_before(text, c.span.start))
            && (g.generic_tails.has(glued) || glued.is_empty() && g.generic_after.has(self.next(c)))
    }

    /// A word next to the name that shows a body.
    fn next_to(&self, c: &Candidate, _: &Reading<'a>) -> bool {
        let text = &self.doc.text;
        let g = self.grammar(c);
        let next = self.next(c);
        let before = edge::word_before(text, c.span.start);
        c.body
            || g.org_after.has(next)
            || g.titles.has(next)
            || edge::splits(next, |w| g.org_after.has(w) || g.titles.has(w), g) && self.lang(c) == Lang::Ko
            || g.org_before.has(before)
    }

    /// A city that stands for its club: Leicester lost, at Leicester, but not in Leicester.
    fn club(&self, c: &Candidate, r: &Reading<'a>) -> bool {
        let before = edge::word_before(&self.doc.text, c.span.start);
        self.sport
            && self.lang(c) == Lang::En
            && r.row.id.starts_with("team:")
            && !matches!(before, "in" | "near" | "outside" | "around" | "In" | "of")
    }

    /// A capital that only a name can have: inside a sentence, and not inside a longer row of capitals.
    fn capital(&self, c: &Candidate) -> bool {
        let text = &self.doc.text;
        let first = self.doc.sentence_at(c.span.start).and_then(|i| self.doc.sentences.get(i));
        let head = text.get(first.map_or(0, |s| s.span.start)..c.span.start).unwrap_or("");
        let upper = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
        let before = edge::word_before(text, c.span.start);
        head.chars().any(char::is_alphanumeric) && !upper(self.next(c)) && !upper(before) && !head.ends_with('"')
    }

    /// Whether a comma, a middle dot or "and" joins the span with one of the others.
    fn listed(&self, span: Span, others: &[Span]) -> bool {
        let text = &self.doc.text;
        let i = others.partition_point(|s| s.start < span.start);
        let joins = |from: usize, to: usize| {
            from <= to
                && text.get(from..to).is_some_and(|gap| {
                    let gap = without_bracket(gap);
                    gap.len() <= 12
                        && (self.names.ko.list_joins.has(gap.trim()) || self.names.en.list_joins.has(gap.trim()))
                })
        };
        let left = i.checked_sub(1).and_then(|i| others.get(i)).is_some_and(|s| joins(s.end, span.start));
        let right = others
            .get(i..)
            .and_then(|o| o.iter().find(|s| s.start >= span.end))
            .is_some_and(|s| joins(span.end, s.start));
        left || right
    }
}

/// The gap without the bracket it begins with: 나래상사(41억원)와 다솜상사.
fn without_bracket(gap: &str) -> &str {
    match gap.strip_prefix('(').and_then(|g| g.split_once(')')) {
        Some((inner, rest)) if inner.len() <= 60 => rest,
        _ => gap,
    }
}

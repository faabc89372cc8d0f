//! A check that a rule file declares by itself: which figures it takes, and what must hold between them.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::error::LoadError;
use super::formula::Formula;
use super::measure::{Measures, pattern};
use super::source::SourceFile;
use crate::model::claim::{Claim, Role, SlotName};
use crate::model::value::Value;

/// How far apart the figures of one comparison may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// In one sentence.
    #[default]
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In one document.
    Document,
    /// In documents that tell the same news.
    News,
}

/// Which figures a name of the formula stands for.
#[derive(Debug, Clone)]
pub struct Selector {
    /// The name.
    pub name: String,
    /// What they measure, the strongest concept or a clear one; empty for anything.
    measure: Vec<String>,
    /// Their kind: `count`, `money`, …; empty for any.
    kind: Vec<String>,
    /// Their unit or currency; empty for any.
    unit: Vec<String>,
    /// What they do in their sentence; empty for what is stated: no plan, forecast, denial or correction.
    role: Vec<Role>,
    /// Words their clause must hold.
    words: Option<Regex>,
    /// Words right before them.
    before: Option<Regex>,
    /// Words right behind them.
    after: Option<Regex>,
    /// Slots and what must stand in them.
    slots: BTreeMap<SlotName, String>,
}

/// The part of a check that is declared.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// Its figures, in the order in which the formula names them.
    pub figures: Vec<Selector>,
    /// Names of which the formula takes all figures.
    pub lists: BTreeSet<String>,
    /// What must hold.
    pub holds: Formula,
    /// The formula as written.
    pub text: String,
    /// How far apart.
    pub scope: Scope,
    /// Slots that must not differ; known on every side where figures come from several documents.
    pub same: Vec<SlotName>,
    /// What is let pass beyond rounding, as a part of one.
    pub tolerance: Decimal,
}

/// A figure as a rule file names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectorRow {
    #[serde(default)]
    measure: OneOrMore<String>,
    #[serde(default)]
    kind: OneOrMore<String>,
    #[serde(default)]
    unit: OneOrMore<String>,
    #[serde(default)]
    role: OneOrMore<Role>,
    words: Option<Spanned<String>>,
    before: Option<Spanned<String>>,
    after: Option<Spanned<String>>,
    #[serde(default)]
    slots: BTreeMap<SlotName, String>,
}

/// `"a"` or `["a", "b"]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<T> Default for OneOrMore<T> {
    fn default() -> Self {
        OneOrMore::More(Vec::new())
    }
}

impl<T> OneOrMore<T> {
    fn all(self) -> Vec<T> {
        match self {
            OneOrMore::One(x) => vec![x],
            OneOrMore::More(list) => list,
        }
    }
}

/// The fields of a `[[check]]` that declare an assertion.
#[derive(Debug, Default)]
pub struct AssertionRow {
    /// `figures.NAME = { … }`
    pub figures: BTreeMap<String, SelectorRow>,
    /// `holds = "…"`
    pub holds: Option<Spanned<String>>,
    /// `scope = "…"`
    pub scope: Scope,
    /// `same = ["period", …]`
    pub same: Vec<SlotName>,
    /// `tolerance = "1 %"`
    pub tolerance: Option<Spanned<String>>,
}

impl AssertionRow {
    /// The assertion; `None` for a check that is built in, or where something is wrong, which goes to `errors`.
    /// `from` is the byte where the check begins.
    pub fn compile(
        self,
        (file, from): (&SourceFile, usize),
        measures: &Measures,
        errors: &mut Vec<LoadError>,
    ) -> Option<Assertion> {
        let holds = self.holds?;
        let place = holds.span();
        let mut wrong = |at: usize, len: usize, message: String, help: &str| {
            errors.push(LoadError::at(file, at, len, message, help));
        };
        let text = holds.into_inner();
        let formula = match Formula::parse(&text) {
            Ok(formula) => formula,
            Err(e) => {
                let help = "write it like `part + rest = whole` or `cast <= entitled`";
                wrong(place.start + 1 + e.at, 1, e.message, help);
                return None;
            }
        };
        let names: Vec<String> = formula.names().into_iter().map(str::to_owned).collect();
        if names.is_empty() {
            wrong(place.start, place.len(), "the formula names no figure".to_owned(), "name at least one figure");
            return None;
        }
        if let Some(name) = names.iter().find(|n| !self.figures.contains_key(*n)) {
            let message = format!("`holds` speaks of `{name}`, which is not declared");
            wrong(place.start, place.len(), message, &format!("add figures.{name} = {{ measure = \"…\" }}"));
            return None;
        }
        if let Some(name) = self.figures.keys().find(|n| !names.contains(n)) {
            let message = format!("`holds` does not use the figure `{name}`");
            wrong(place.start, place.len(), message, "use it, or take its declaration out");
            return None;
        }
        let tolerance = match self.tolerance {
            None => Decimal::ZERO,
            Some(t) => {
                let span = t.span();
                let number = t.get_ref().trim().strip_suffix('%').and_then(|n| n.trim().parse::<Decimal>().ok());
                let Some(n) = number.filter(|n| *n >= Decimal::ZERO && *n < Decimal::ONE_HUNDRED) else {
                    let message = format!("`{}` is no tolerance", t.get_ref());
                    wrong(span.start, span.len(), message, "write a share of the right side, such as \"1 %\"");
                    return None;
                };
                n / Decimal::ONE_HUNDRED
            }
        };
        if self.scope == Scope::News && self.same.is_empty() {
            let message = "a check across documents needs a slot that their figures share".to_owned();
            wrong(place.start, place.len(), message, "add same = [\"period\"], [\"event\"] or another slot");
            return None;
        }
        let lists: BTreeSet<String> = formula.lists().into_iter().map(str::to_owned).collect();
        let mut rows = self.figures;
        let mut figures = Vec::new();
        for name in names {
            figures.push(rows.remove(&name)?.compile(name, (file, from), measures, errors)?);
        }
        // Single figures come first: messages number them.
        figures.sort_by_key(|f| lists.contains(&f.name));
        let (scope, same) = (self.scope, self.same);
        Some(Assertion { figures, lists, holds: formula, text, scope, same, tolerance })
    }
}

impl Assertion {
    /// A message with the names of single figures as numbers of sides: `{cast}` becomes `{0}`.
    pub fn numbered(&self, message: &str) -> String {
        let mut out = message.to_owned();
        for (i, figure) in self.figures.iter().enumerate().filter(|(_, f)| !self.lists.contains(&f.name)) {
            out = out.replace(&format!("{{{}}}", figure.name), &format!("{{{i}}}"));
        }
        out
    }
}

impl SelectorRow {
    fn compile(
        self,
        name: String,
        (file, from): (&SourceFile, usize),
        measures: &Measures,
        errors: &mut Vec<LoadError>,
    ) -> Option<Selector> {
        let (mut measure, known) = (Vec::new(), errors.len());
        for id in self.measure.all() {
            if measures.concept(&id).is_none() {
                // Strings of either form carry no place of their own.
                let printed = format!("\"{id}\"");
                let at = file.text.get(from..).and_then(|t| t.find(&printed)).map_or(from, |i| from + i);
                let message = format!("no measure is called `{id}`");
                let help = "name a measure of rules/measures, or declare one in a file there";
                errors.push(LoadError::at(file, at, printed.len(), message, help));
            }
            measure.push(id);
        }
        let mut compiled = |text: Option<Spanned<String>>, head: &str, tail: &str| {
            let text = text?;
            let whole = Spanned::new(text.span(), format!("{head}(?:{}){tail}", text.get_ref()));
            pattern(file, &whole, errors)
        };
        let words = compiled(self.words, "", "");
        let before = compiled(self.before, "", "\\s*$");
        let after = compiled(self.after, "^\\s*", "");
        (errors.len() == known).then(|| Selector {
            name,
            measure,
            kind: self.kind.all(),
            unit: self.unit.all(),
            role: self.role.all(),
            words,
            before,
            after,
            slots: self.slots,
        })
    }
}

/// A concept of this weight is clearly meant, also beside a stronger one.
const CLEAR: u32 = 350;

impl Selector {
    /// Whether a claim is meant; `clause`, `before` and `after` are its surroundings in lower case.
    pub fn takes(&self, claim: &Claim, clause: &str, before: &str, after: &str) -> bool {
        let value = &claim.value;
        let unit = match value {
            Value::Money { currency, .. } => currency.as_str(),
            Value::Count { unit, .. } | Value::Quantity { unit, .. } => unit.as_str(),
            Value::Ordinal { of, .. } => of.as_str(),
            _ => "",
        };
        let any = |list: &[String], of: &str| list.is_empty() || list.iter().any(|x| x == of);
        let measured = self.measure.is_empty()
            || self.measure.iter().any(|m| {
                claim.measure() == Some(m.as_str())
                    || claim.measures.iter().any(|c| c.weight >= CLEAR && *c.concept == **m)
            });
        let role = if self.role.is_empty() {
            !matches!(claim.role, Role::Plan | Role::Forecast | Role::Denial | Role::Correction)
        } else {
            self.role.contains(&claim.role)
        };
        let found = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_none_or(|p| p.is_match(text));
        measured
            && role
            && any(&self.kind, value.kind())
            && any(&self.unit, unit)
            && self.slots.iter().all(|(name, want)| claim.slots_of(*name).any(|s| s.value == *want))
            && found(&self.words, clause)
            && found(&self.before, before)
            && found(&self.after, after)
    }
}

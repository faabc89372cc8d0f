//! Rules: a pattern, its context, the value it declares, and examples.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_syntax::hir::{Hir, HirKind};
use serde::Deserialize;

use super::context::Context;
use super::error::LoadError;
pub use super::error::pattern_error;
use super::fragment::{ByLang, Fragments, place};
use super::keys::keys_of;
use super::source::{Files, SourceFile};
use super::trace::Trace;
use crate::lang::Lang;
use crate::model::span::Span;

/// Whether a rule can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In use.
    Stable,
    /// On trial.
    Preview,
    /// Going away; see `replaced_by`.
    Deprecated,
}

/// A text in which the rule must match, `<<` and `>>` around the span.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Must {
    /// The text.
    #[serde(rename = "in")]
    pub text: String,
    /// The value in short form.
    pub out: String,
    /// Publication date of the text.
    pub date: Option<String>,
}

/// A text in which the rule must not match.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MustNot {
    /// The text.
    #[serde(rename = "in")]
    pub text: String,
    /// What it is instead.
    pub why: String,
}

/// One rule, compiled.
#[derive(Debug)]
pub struct Rule {
    /// Unique, never reused.
    pub id: Arc<str>,
    /// Kind of value.
    pub kind: String,
    /// `None` for rules that serve all languages.
    pub lang: Option<Lang>,
    /// How far it can be relied on.
    pub status: Status,
    /// One line.
    pub summary: String,
    /// As written.
    pub source: String,
    /// With fragments expanded, for text in lower case.
    pub pattern: String,
    /// The same, parsed.
    pub(super) hir: Hir,
    /// What must stand before.
    pub before: Option<Context>,
    /// What must follow.
    pub after: Option<Context>,
    /// May start in the middle of a Hangul word.
    pub anywhere: bool,
    /// The first letter must be upper case in the text.
    pub capital: bool,
    /// The word before must be a name.
    pub named: bool,
    /// Modifiers next to the match belong to it.
    pub modifiers: bool,
    /// Wins over longer matches by this many bytes, in steps of 1000.
    pub priority: i32,
    /// Declared value: key → group name or literal.
    pub value: BTreeMap<String, toml::Value>,
    /// Named groups, those of `after` included.
    pub groups: Vec<Group>,
    /// Whether `after` captures something.
    pub looks_ahead: bool,
    /// Examples that must match.
    pub must: Vec<Must>,
    /// Examples that must not.
    pub must_not: Vec<MustNot>,
    /// File and line.
    pub place: (String, usize),
    /// How groups are found; each is built when first used.
    trace: OnceLock<Option<Trace>>,
    ahead: OnceLock<Option<Regex>>,
}

/// A named group of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Arc<str>,
    /// Where it is a common word too, it must begin with a capital in the text (May, but not may).
    pub proper: bool,
    /// It holds a currency, whose codes are written in capitals.
    pub currency: bool,
    /// Its number in the pattern; `None` for those of `after`.
    number: Option<usize>,
}

impl Group {
    /// Where it lies, by the start and end of every group of a match.
    pub fn span(&self, slots: &[Option<usize>]) -> Option<Span> {
        let at = self.number? * 2;
        Some(Span::new((*slots.get(at)?)?, (*slots.get(at + 1)?)?))
    }
}

impl Rule {
    /// The pattern as a trace of its groups.
    pub(super) fn trace(&self) -> Option<&Trace> {
        self.trace.get_or_init(|| Trace::new(&self.hir)).as_ref()
    }

    /// What must follow as a regex, where it captures something.
    pub fn ahead(&self) -> Option<&Regex> {
        let after = self.after.as_ref().filter(|_| self.looks_ahead)?;
        self.ahead.get_or_init(|| Regex::new(&after.pattern).ok()).as_ref()
    }

    /// The group or literal of a value key.
    pub fn key(&self, key: &str) -> Option<&toml::Value> {
        self.value.get(key)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<RuleEntry>,
    #[serde(default)]
    fragment: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    id: toml::Spanned<String>,
    kind: toml::Spanned<String>,
    status: Status,
    summary: String,
    pattern: toml::Spanned<String>,
    before: Option<toml::Spanned<String>>,
    after: Option<toml::Spanned<String>>,
    #[serde(default)]
    anywhere: bool,
    #[serde(default)]
    capital: bool,
    #[serde(default)]
    named: bool,
    modifiers: Option<bool>,
    #[serde(default)]
    proper: Vec<String>,
    #[serde(default)]
    priority: i32,
    #[serde(default)]
    replaced_by: Option<String>,
    value: toml::Spanned<BTreeMap<String, toml::Value>>,
    must: Vec<Must>,
    must_not: Vec<MustNot>,
}

/// Kinds whose figures take hedges and bounds.
const MODIFIED: &[&str] = &["money", "count", "quantity", "ratio", "duration"];

/// All rules, in the order of files and of their place in them.
#[derive(Debug, Default)]
pub struct Rules {
    /// The rules.
    pub all: Vec<Rule>,
    by_id: HashMap<Arc<str>, usize>,
}

impl Rules {
    /// The rule of an id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).and_then(|i| self.all.get(*i))
    }

    /// Gathers the fragments of rule files first, then compiles every rule.
    pub fn load(files: &Files, fragments: &mut ByLang, errors: &mut Vec<LoadError>) -> Self {
        let mut any = Fragments::default();
        let mut parsed = Vec::new();
        // English before Korean, as their rules are numbered; then the others.
        let mut langs: Vec<Lang> = fragments.keys().copied().collect();
        langs.sort_by_key(|l| (*l != Lang::En, *l));
        let folders = std::iter::once(("rules/any/".to_owned(), None))
            .chain(langs.into_iter().map(|l| (format!("rules/{}/", l.code()), Some(l))));
        for (folder, lang) in folders {
            for file in files.below(&folder, ".toml") {
                let stem = file.name.rsplit('/').next().unwrap_or("");
                if matches!(stem, "lang.toml" | "segments.toml" | "holidays.toml")
                    || stem.starts_with("relations")
                    || stem.starts_with("names")
                {
                    continue;
                }
                match toml::from_str::<RuleFile>(&file.text) {
                    Ok(content) => {
                        for (name, pattern) in &content.fragment {
                            of(lang, &mut any, fragments).insert(name, pattern);
                        }
                        parsed.push((file, lang, content.rule));
                    }
                    Err(e) => {
                        errors.push(toml_error(file, PARTS, &e));
                        of(lang, &mut any, fragments).set_partial();
                    }
                }
            }
        }
        merge(&mut any, fragments);
        let mut all: Vec<Rule> = Vec::new();
        let mut met = Met::new();
        for (file, lang, entries) in parsed {
            let fragments = lang.and_then(|l| fragments.get(&l)).unwrap_or(&any);
            for entry in entries {
                if let Some(before) = all.iter().find(|r| *r.id == **entry.id.get_ref()) {
                    let message =
                        format!("rule id `{}` is taken by {}:{}", entry.id.get_ref(), before.place.0, before.place.1);
                    errors.push(LoadError::at(
                        file,
                        entry.id.span().start + 1,
                        entry.id.get_ref().len(),
                        message,
                        "ids are never reused: choose another",
                    ));
                    continue;
                }
                all.extend(compile(file, lang, entry, fragments, &mut met, errors));
            }
        }
        let by_id = all.iter().enumerate().map(|(i, r)| (Arc::clone(&r.id), i)).collect();
        Self { all, by_id }
    }
}

/// Fragments for rules that serve all languages: of every name the alternatives of all, each expanded in its own.
fn merge(any: &mut Fragments, all: &mut ByLang) {
    if any.is_partial() {
        all.values_mut().for_each(Fragments::set_partial);
    } else if all.values().any(Fragments::is_partial) {
        any.set_partial();
    }
    let names: Vec<String> = any.names().map(str::to_owned).collect();
    for name in names {
        if let Some(pattern) = any.get(&name).map(str::to_owned) {
            for own in all.values_mut().filter(|own| own.get(&name).is_none()) {
                own.insert(&name, &pattern);
            }
        }
    }
    let mut names: Vec<String> = all.values().flat_map(Fragments::names).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    for name in names {
        let mut parts: Vec<String> = Vec::new();
        for own in all.values() {
            if let Some(Ok(p)) = own.get(&name).map(|p| own.expand(p))
                && !parts.contains(&p)
            {
                parts.push(p);
            }
        }
        if any.get(&name).is_none() && !parts.is_empty() {
            any.insert(&name, &parts.join("|"));
        }
    }
}

/// The fragments that a file of a language adds to.
fn of<'a>(lang: Option<Lang>, any: &'a mut Fragments, all: &'a mut ByLang) -> &'a mut Fragments {
    match lang {
        Some(lang) => all.entry(lang).or_default(),
        None => any,
    }
}

fn compile(
    file: &SourceFile,
    lang: Option<Lang>,
    e: RuleEntry,
    fragments: &Fragments,
    met: &mut Met,
    errors: &mut Vec<LoadError>,
) -> Option<Rule> {
    // What refers to fragments is judged when all of them can be read: the broken file alone is told.
    let references = [Some(&e.pattern), e.before.as_ref(), e.after.as_ref()];
    if fragments.is_partial() && references.iter().flatten().any(|p| fragments.expand(p.get_ref()).is_err()) {
        return None;
    }
    let count = errors.len();
    let pattern = expand(file, &e.pattern, fragments, errors);
    let before = e.before.as_ref().and_then(|p| context(file, p, fragments, met, errors, |x| format!("(?:{x})$")));
    let after = e.after.as_ref().and_then(|p| context(file, p, fragments, met, errors, |x| format!("^(?:{x})")));
    let hir = pattern.as_deref().and_then(|p| parsed(file, &e.pattern, p, errors));
    let mut own = Vec::new();
    if let Some(hir) = &hir {
        gather_groups(hir, &mut own);
    }
    let mut groups: Vec<(Arc<str>, Option<usize>)> = own.into_iter().map(|(name, n)| (name, Some(n))).collect();
    let mut ahead = Vec::new();
    if let Some(after) = &after {
        gather_groups(&after.hir, &mut ahead);
    }
    let looks_ahead = !ahead.is_empty();
    groups.extend(ahead.into_iter().map(|(name, _)| (name, None)));
    let kind = e.kind.get_ref();
    match keys_of(kind) {
        None => errors.push(LoadError::at(
            file,
            e.kind.span().start + 1,
            kind.len(),
            format!("no kind is called `{kind}`"),
            "kinds: money, count, quantity, ratio, ordinal, date, duration, time, identifier, mask",
        )),
        // Without a pattern, or a part of one, groups would seem to be missing.
        Some(_) if pattern.is_none() || fragments.is_partial() => {}
        Some(keys) => {
            let names: Vec<&str> = groups.iter().map(|(name, _)| &**name).collect();
            check_value(file, &e, keys, &names, errors);
        }
    }
    let id = e.id.get_ref();
    if e.must.is_empty() || e.must_not.is_empty() {
        errors.push(LoadError::at(
            file,
            e.id.span().start + 1,
            id.len(),
            format!("rule `{id}` lacks examples"),
            "give it at least one `must` and one `must_not`",
        ));
    }
    for m in &e.must {
        if m.text.matches("<<").count() != 1 || m.text.matches(">>").count() != 1 {
            errors.push(LoadError::at(
                file,
                e.id.span().start + 1,
                id.len(),
                format!("`must` of `{id}` marks no span: {}", m.text),
                "put << and >> around the one span that must be found",
            ));
        }
    }
    if e.status == Status::Deprecated && e.replaced_by.is_none() {
        errors.push(LoadError::at(
            file,
            e.id.span().start + 1,
            id.len(),
            format!("`{id}` is deprecated without a successor"),
            "name it: replaced_by = \"…\"",
        ));
    }
    if errors.len() > count {
        return None;
    }
    let currency = e.value.get_ref().get("currency").and_then(toml::Value::as_str).map(str::to_owned);
    let line = file.text.get(..e.id.span().start).unwrap_or("").matches('\n').count() + 1;
    Some(Rule {
        id: Arc::from(id.as_str()),
        kind: kind.clone(),
        lang,
        status: e.status,
        summary: e.summary,
        source: e.pattern.get_ref().clone(),
        pattern: pattern?,
        hir: hir?,
        before,
        after,
        anywhere: e.anywhere,
        capital: e.capital,
        named: e.named,
        modifiers: e.modifiers.unwrap_or_else(|| MODIFIED.contains(&kind.as_str())),
        priority: e.priority,
        value: e.value.into_inner(),
        groups: groups.into_iter().map(|(name, number)| group(name, number, &e.proper, currency.as_deref())).collect(),
        looks_ahead,
        must: e.must,
        must_not: e.must_not,
        place: (file.shown.clone(), line),
        trace: OnceLock::new(),
        ahead: OnceLock::new(),
    })
}

fn group(name: Arc<str>, number: Option<usize>, proper: &[String], currency: Option<&str>) -> Group {
    let base = ["_b", "_c", "_d"].iter().find_map(|other| name.strip_suffix(other)).unwrap_or(&*name);
    Group { proper: proper.iter().any(|p| p == base), currency: currency == Some(base), number, name }
}

fn expand(
    file: &SourceFile,
    p: &toml::Spanned<String>,
    fragments: &Fragments,
    errors: &mut Vec<LoadError>,
) -> Option<String> {
    match fragments.expand(p.get_ref()) {
        Ok(x) => Some(x),
        Err(e) => {
            errors.push(place(file, p.span().start + 1, p.get_ref(), e));
            None
        }
    }
}

/// Contexts parsed so far: many rules share one.
type Met = HashMap<String, Arc<Hir>>;

fn context(
    file: &SourceFile,
    p: &toml::Spanned<String>,
    fragments: &Fragments,
    met: &mut Met,
    errors: &mut Vec<LoadError>,
    frame: impl Fn(&str) -> String,
) -> Option<Context> {
    let pattern = frame(&expand(file, p, fragments, errors)?);
    let hir = match met.get(&pattern) {
        Some(hir) => Arc::clone(hir),
        None => Arc::new(parsed(file, p, &pattern, errors)?),
    };
    met.insert(pattern.clone(), Arc::clone(&hir));
    Some(Context { pattern, hir })
}

/// An expanded pattern, parsed; its faults are told where it was written.
fn parsed(
    file: &SourceFile,
    written: &toml::Spanned<String>,
    pattern: &str,
    errors: &mut Vec<LoadError>,
) -> Option<Hir> {
    match regex_syntax::parse(pattern) {
        Ok(hir) => Some(hir),
        Err(e) => {
            let e = regex::Error::Syntax(e.to_string());
            errors.push(pattern_error(file, written.span().start + 1, written.get_ref(), &e));
            None
        }
    }
}

/// Names and numbers of a pattern's groups, in order.
fn gather_groups(hir: &Hir, out: &mut Vec<(Arc<str>, usize)>) {
    match hir.kind() {
        HirKind::Capture(c) => {
            if let Some(name) = &c.name {
                out.push((Arc::from(&**name), c.index as usize));
            }
            gather_groups(&c.sub, out);
        }
        HirKind::Repetition(r) => gather_groups(&r.sub, out),
        HirKind::Concat(all) | HirKind::Alternation(all) if hir.properties().explicit_captures_len() > 0 => {
            all.iter().for_each(|h| gather_groups(h, out));
        }
        _ => {}
    }
}

fn check_value(file: &SourceFile, e: &RuleEntry, keys: &[&str], groups: &[&str], errors: &mut Vec<LoadError>) {
    let at = e.value.span().start;
    let text = file.text.get(e.value.span()).unwrap_or("");
    for (key, value) in e.value.get_ref() {
        let offset = text.find(key.as_str()).unwrap_or(0);
        if !keys.contains(&key.as_str()) {
            let message = format!("`value` of kind {} has no key `{key}`", e.kind.get_ref());
            errors.push(LoadError::at(file, at + offset, key.len(), message, format!("keys: {}", keys.join(", "))));
        }
        let Some(word) = value.as_str() else { continue };
        let needs_group = matches!(
            key.as_str(),
            "magnitude" | "to" | "num" | "den" | "year" | "month" | "day" | "hour" | "minute" | "value" | "relative"
        );
        let literal = word.chars().all(|c| c.is_ascii_digit() || c == '.');
        if needs_group && !literal && !groups.contains(&word) {
            let offset = text.find(&format!("\"{word}\"")).map_or(offset, |i| i + 1);
            let message = format!("`value` uses `{word}`, but the pattern has no such group");
            errors.push(LoadError::at(
                file,
                at + offset,
                word.len(),
                message,
                format!("add (?<{word}>{{…}}) to `pattern`, or name one of: {}", groups.join(", ")),
            ));
        }
    }
}

/// What a rule file holds, for whoever broke it.
const PARTS: &str = "see \"Write a rule\" in the README: every [[rule]] has id, kind, status, summary, pattern, value, \
                     must, must_not";

/// A TOML error at its place.
pub fn toml_error(file: &SourceFile, help: &str, e: &toml::de::Error) -> LoadError {
    let span = e.span().unwrap_or(0..1);
    LoadError::at(file, span.start, span.len(), e.message().trim().to_owned(), help)
}

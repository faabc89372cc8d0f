//! What a language brings: number words, look-up tables, modifiers, contexts (`rules/<lang>/lang.toml`).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Deserialize;

use super::error::LoadError;
use super::fragment::Fragments;
use super::source::{Files, SourceFile};
use crate::lang::Lang;
use crate::model::date::{Anchor, Part, Unit};
use crate::model::figure::Modifier;
use crate::particle::Particle;

/// A word of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberWord {
    /// A value below a hundred, or a dozen and the like.
    Digit(Decimal),
    /// Multiplies what stands before it inside a section: 십, 백, 천, hundred.
    Small(Decimal),
    /// Closes a section: 만, 억, 조, thousand, million.
    Big(Decimal),
    /// hundreds, millions: several of the scale, or the scale itself behind another (tens of thousands); the second is
    /// what it multiplies a number by that stands before it (three dozens).
    Plural(Decimal, Decimal),
    /// 여: and a bit more.
    AndMore,
    /// 수, 몇, several: an unknown digit.
    Several,
    /// 반, half, quarter: a part of one.
    Part(Decimal),
    /// and, a: joins or stands for nothing.
    Join,
    /// Decimal point in words.
    Point,
    /// minus.
    Minus,
}

/// What a relative word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// Unit of the step.
    pub unit: Unit,
    /// Steps from the anchor.
    #[serde(default)]
    pub offset: i32,
    /// What is counted from.
    #[serde(default)]
    pub anchor: Anchor,
}

/// A hedge or bound, with the words that carry it before and after a figure.
#[derive(Debug, Clone)]
pub struct ModifierRule {
    /// What it does to the figure; `None` where it only hedges.
    pub modifier: Option<Modifier>,
    /// Whether the figure becomes approximate.
    pub hedge: bool,
    /// The word belongs to the span of the figure.
    pub inside: bool,
    /// Never stands in front of another modifier.
    pub alone: bool,
}

/// One side's modifiers as a single pattern; group `mN` belongs to modifier N.
#[derive(Debug, Clone)]
pub struct ModifierSide {
    /// The pattern: anchored at the end (before) or the start (after) of the slice.
    pub pattern: regex::Regex,
    /// Which modifier a group stands for.
    pub groups: Vec<usize>,
}

/// Everything about one language.
#[derive(Debug, Clone)]
pub struct Language {
    /// Which.
    pub lang: Lang,
    /// Number words, by spelling.
    pub numerals: BTreeMap<String, NumberWord>,
    /// Most characters of a number word.
    pub longest_numeral: usize,
    /// Word tables: month, weekday, season, unit, part, holiday.
    pub lookup: BTreeMap<String, BTreeMap<String, String>>,
    /// Relative words.
    pub relative: BTreeMap<String, Relative>,
    /// Hedges and bounds.
    pub modifiers: Vec<ModifierRule>,
    /// Those that stand before a figure.
    pub before: Option<ModifierSide>,
    /// Those that stand after it.
    pub after: Option<ModifierSide>,
    /// Words that tell whether a sentence looks ahead or back.
    pub tense: Option<Tense>,
    /// Words that make one range of two dates.
    pub joins: Vec<Join>,
    /// What tells a text of this language; the built-in ones are told by their script.
    pub detect: Option<Detect>,
    /// Particles that hang on the sound before them.
    pub particles: Vec<Particle>,
    /// How messages print numbers.
    pub printed: PrintedEntry,
}

/// What tells a text of a language.
#[derive(Debug, Clone)]
pub struct Detect {
    /// A letter that no other language has.
    letters: Option<regex::Regex>,
    /// Small words that every text of it holds.
    words: BTreeSet<String>,
}

impl Language {
    /// Whether a text is of this language, which by its script alone would be of `built_in`: one letter in five is its
    /// own, or one word in eight, and two at least, where the script is Latin.
    pub fn is_of(&self, text: &str, built_in: Lang) -> bool {
        let Some(detect) = &self.detect else { return false };
        if let Some(letters) = &detect.letters {
            let all = text.chars().filter(|c| c.is_alphabetic()).count();
            let own = letters.find_iter(text).map(|m| m.as_str().chars().count()).sum::<usize>();
            if own > 0 && own * 5 >= all {
                return true;
            }
        }
        if built_in != Lang::En || detect.words.is_empty() {
            return false;
        }
        let (mut all, mut own) = (0usize, 0usize);
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            all += 1;
            own += usize::from(detect.words.contains(&word.to_lowercase()));
        }
        own >= 2 && own * 8 >= all
    }
}

/// Words around two dates that are the ends of one range.
#[derive(Debug, Clone)]
pub struct Join {
    /// Right before the first.
    pub before: regex::Regex,
    /// All that stands between the two.
    pub between: regex::Regex,
    /// Words before the first that speak of a change, not of a range.
    pub unless: Option<regex::Regex>,
}

/// Cues of tense around a date.
#[derive(Debug, Clone)]
pub struct Tense {
    /// Words of what is to come: will, 예정.
    pub future: regex::Regex,
    /// Words of what has been: said, 밝혔다.
    pub past: regex::Regex,
    /// Verbs stand behind the date (Korean), not before it.
    pub verb_last: bool,
    /// Words beside a date that do not make a sentence of it: from, between.
    pub loose: Option<regex::Regex>,
    /// What follows a date from which something is counted, in a language that says so behind it.
    pub since: Option<regex::Regex>,
}

impl Language {
    /// A word of a look-up table.
    pub fn look_up(&self, table: &str, word: &str) -> Option<&str> {
        self.lookup.get(table)?.get(word.trim()).map(String::as_str)
    }

    /// A part word.
    pub fn part(&self, word: &str) -> Option<Part> {
        Some(match self.look_up("part", word)? {
            "early" => Part::Early,
            "mid" => Part::Mid,
            "middle" => Part::Middle,
            "late" => Part::Late,
            "early_part" => Part::EarlyPart,
            "late_part" => Part::LatePart,
            "first_ten" => Part::FirstTen,
            "last_ten" => Part::LastTen,
            _ => return None,
        })
    }

    /// A calendar unit word.
    pub fn unit(&self, word: &str) -> Option<Unit> {
        Some(match self.look_up("unit", word)? {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "half" => Unit::Half,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LangFile {
    /// What must stand before a modifier in front of a figure.
    #[serde(default)]
    modifier_lead: String,
    /// What must follow a modifier behind a figure.
    #[serde(default)]
    modifier_tail: String,
    #[serde(default)]
    numerals: NumeralTables,
    #[serde(default)]
    lookup: BTreeMap<String, BTreeMap<String, toml::Value>>,
    #[serde(default)]
    relative: BTreeMap<String, Relative>,
    #[serde(default)]
    modifier: Vec<ModifierEntry>,
    tense: Option<TenseEntry>,
    #[serde(default)]
    join: Vec<JoinEntry>,
    #[serde(default)]
    fragment: BTreeMap<String, toml::Spanned<String>>,
    detect: Option<DetectEntry>,
    #[serde(default)]
    particle: Vec<Particle>,
    #[serde(default)]
    printed: PrintedEntry,
}

/// How messages print numbers in a language; `{}` is the number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrintedEntry {
    /// A difference of shares in hundredths.
    pub point: String,
    /// A number and more.
    pub or_more: String,
    /// A number and less.
    pub at_most: String,
    /// Scale words with what they stand for, the largest first.
    pub scales: Vec<Scale>,
    /// Whether a number takes each of them once (1348억100만); else one of them with a fraction (134.8 billion).
    pub each: bool,
}

/// A scale word.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// As it stands behind the digits, blank included.
    pub word: String,
    /// What it multiplies by.
    pub by: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DetectEntry {
    letters: Option<toml::Spanned<String>>,
    #[serde(default)]
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TenseEntry {
    future: toml::Spanned<String>,
    past: toml::Spanned<String>,
    #[serde(default)]
    verb_last: bool,
    loose: Option<toml::Spanned<String>>,
    since: Option<toml::Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JoinEntry {
    before: toml::Spanned<String>,
    between: toml::Spanned<String>,
    unless: Option<toml::Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumeralTables {
    #[serde(default)]
    digits: BTreeMap<String, u32>,
    #[serde(default)]
    small: BTreeMap<String, u32>,
    #[serde(default)]
    big: BTreeMap<String, u64>,
    #[serde(default)]
    plural: BTreeMap<String, u64>,
    #[serde(default)]
    counted: BTreeMap<String, u64>,
    #[serde(default)]
    and_more: Vec<String>,
    #[serde(default)]
    several: Vec<String>,
    #[serde(default)]
    half: Vec<String>,
    #[serde(default)]
    quarter: Vec<String>,
    #[serde(default)]
    join: Vec<String>,
    #[serde(default)]
    point: Vec<String>,
    #[serde(default)]
    minus: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModifierEntry {
    id: String,
    modifier: Option<Modifier>,
    #[serde(default)]
    hedge: bool,
    #[serde(default = "yes")]
    inside: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    before: Vec<toml::Spanned<String>>,
    #[serde(default)]
    after: Vec<toml::Spanned<String>>,
}

/// What a language file holds, for whoever broke it.
const LAYOUT: &str = "a language file has modifier_lead, modifier_tail and the tables numerals, lookup, relative, \
                      [[modifier]], [[join]], [[particle]], tense, fragment, detect, printed";

fn yes() -> bool {
    true
}

/// Reads `rules/<lang>/lang.toml` and adds its fragments to `fragments`; they are marked as partial where the file
/// cannot be parsed, for then nobody can tell which names it would have given.
pub fn load(files: &Files, lang: Lang, fragments: &mut Fragments, errors: &mut Vec<LoadError>) -> Language {
    let mut language = Language {
        lang,
        numerals: BTreeMap::new(),
        longest_numeral: 0,
        lookup: BTreeMap::new(),
        relative: BTreeMap::new(),
        modifiers: Vec::new(),
        before: None,
        after: None,
        tense: None,
        joins: Vec::new(),
        detect: None,
        particles: Vec::new(),
        printed: PrintedEntry::default(),
    };
    let name = format!("rules/{}/lang.toml", lang.code());
    let Some(file) = files.get(&name) else { return language };
    let parsed: LangFile = match toml::from_str(&file.text) {
        Ok(parsed) => parsed,
        Err(e) => {
            errors.push(super::rule::toml_error(file, LAYOUT, &e));
            fragments.set_partial();
            return language;
        }
    };
    for (name, pattern) in &parsed.fragment {
        fragments.insert(name, pattern.get_ref());
    }
    fill_numerals(&mut language, &parsed.numerals);
    let mut tables: BTreeMap<String, BTreeMap<String, String>> = parsed
        .lookup
        .into_iter()
        .map(|(table, words)| (table, words.into_iter().map(|(k, v)| (k, plain(&v))).collect()))
        .collect();
    match super::holidays::load(files, lang, errors) {
        Some(days) => tables.entry("holiday".to_owned()).or_default().extend(days),
        None => fragments.set_partial(),
    }
    for (table, words) in tables {
        // The words of a table are a fragment too: {words_holiday}.
        let mut keys: Vec<String> = words.keys().map(|k| regex::escape(k)).collect();
        keys.sort_by_key(|k| (std::cmp::Reverse(k.len()), k.clone()));
        fragments.insert(&format!("words_{table}"), &keys.join("|"));
        language.lookup.insert(table, words);
    }
    language.relative = parsed.relative;
    language.particles = parsed.particle;
    language.printed = parsed.printed;
    language.detect = parsed.detect.map(|d| Detect {
        letters: d.letters.as_ref().and_then(|p| {
            let letters = compile(file, p, str::to_owned, errors)?;
            if ('a'..='z').any(|c| letters.is_match(c.encode_utf8(&mut [0; 4]))) {
                let help = "name letters that no English text has, or tell the language by `words`";
                let (at, len) = (p.span().start + 1, p.get_ref().len());
                errors.push(LoadError::at(file, at, len, "these letters are those of every language", help));
            }
            Some(letters)
        }),
        words: d.words.iter().map(|w| w.to_lowercase()).collect(),
    });
    if language.detect.is_none() && matches!(lang, Lang::Other(_)) {
        let help = "say what tells its texts: detect = { letters = '[…]' } or detect = { words = [\"…\"] }";
        errors.push(LoadError::on_line(file, 1, "no text is known to be of this language", help));
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (i, entry) in parsed.modifier.iter().enumerate() {
        language.modifiers.push(ModifierRule {
            modifier: entry.modifier,
            hedge: entry.hedge,
            inside: entry.inside,
            alone: entry.alone,
        });
        before.extend(entry.before.iter().map(|w| (i, w)));
        after.extend(entry.after.iter().map(|w| (i, w)));
        if entry.id.is_empty() {
            errors.push(LoadError::on_line(file, 1, "a modifier without id", "give it an id"));
        }
    }
    language.tense = parsed.tense.as_ref().and_then(|t| tense(file, t, errors));
    language.joins = parsed.join.iter().filter_map(|j| join(file, j, errors)).collect();
    let (lead, tail) = (&parsed.modifier_lead, &parsed.modifier_tail);
    language.before = side(file, &before, fragments, |all| format!("(?:{lead})({all}) ?$"), errors);
    language.after = side(file, &after, fragments, |all| format!("^ ?(?:{all})(?:{tail})"), errors);
    language
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn fill_numerals(language: &mut Language, tables: &NumeralTables) {
    let n = &mut language.numerals;
    n.extend(tables.digits.iter().map(|(w, v)| (w.clone(), NumberWord::Digit(Decimal::from(*v)))));
    n.extend(tables.small.iter().map(|(w, v)| (w.clone(), NumberWord::Small(Decimal::from(*v)))));
    n.extend(tables.big.iter().map(|(w, v)| (w.clone(), NumberWord::Big(Decimal::from(*v)))));
    n.extend(tables.plural.iter().map(|(w, v)| {
        let counted = tables.counted.get(w).unwrap_or(v);
        (w.clone(), NumberWord::Plural(Decimal::from(*v), Decimal::from(*counted)))
    }));
    for (words, kind) in [
        (&tables.and_more, NumberWord::AndMore),
        (&tables.several, NumberWord::Several),
        (&tables.half, NumberWord::Part(Decimal::new(5, 1))),
        (&tables.quarter, NumberWord::Part(Decimal::new(25, 2))),
        (&tables.join, NumberWord::Join),
        (&tables.point, NumberWord::Point),
        (&tables.minus, NumberWord::Minus),
    ] {
        n.extend(words.iter().map(|w| (w.clone(), kind)));
    }
    language.longest_numeral = language.numerals.keys().map(|w| w.chars().count()).max().unwrap_or(0);
}

fn side(
    file: &SourceFile,
    words: &[(usize, &toml::Spanned<String>)],
    fragments: &Fragments,
    frame: impl Fn(&str) -> String,
    errors: &mut Vec<LoadError>,
) -> Option<ModifierSide> {
    let mut groups = Vec::new();
    let mut parts = Vec::new();
    for (owner, word) in words {
        let at = word.span().start + 1;
        match fragments.expand(word.get_ref()) {
            Ok(p) => match regex::Regex::new(&p) {
                Ok(_) => {
                    parts.push((p.chars().count(), format!("(?P<m{}>{p})", groups.len())));
                    groups.push(*owner);
                }
                Err(e) => errors.push(super::rule::pattern_error(file, at, word.get_ref(), &e)),
            },
            Err(e) => errors.push(super::fragment::place(file, at, word.get_ref(), e)),
        }
    }
    if parts.is_empty() {
        return None;
    }
    // Longest words first: alternation takes the first that fits.
    parts.sort_by_key(|(len, _)| std::cmp::Reverse(*len));
    let all = parts.into_iter().map(|(_, p)| p).collect::<Vec<_>>().join("|");
    regex::Regex::new(&frame(&all)).ok().map(|pattern| ModifierSide { pattern, groups })
}

/// A pattern of the file as it stands, or framed.
fn compile(
    file: &SourceFile,
    p: &toml::Spanned<String>,
    frame: impl Fn(&str) -> String,
    errors: &mut Vec<LoadError>,
) -> Option<regex::Regex> {
    match regex::Regex::new(&frame(p.get_ref())) {
        Ok(r) => Some(r),
        Err(e) => {
            errors.push(super::rule::pattern_error(file, p.span().start + 1, p.get_ref(), &e));
            None
        }
    }
}

fn tense(file: &SourceFile, entry: &TenseEntry, errors: &mut Vec<LoadError>) -> Option<Tense> {
    let loose = match &entry.loose {
        Some(p) => Some(compile(file, p, |p| format!("^(?:{p})$"), errors)?),
        None => None,
    };
    let since = match &entry.since {
        Some(p) => Some(compile(file, p, |p| format!("^(?:{p})"), errors)?),
        None => None,
    };
    Some(Tense {
        loose,
        since,
        future: compile(file, &entry.future, str::to_owned, errors)?,
        past: compile(file, &entry.past, str::to_owned, errors)?,
        verb_last: entry.verb_last,
    })
}

fn join(file: &SourceFile, entry: &JoinEntry, errors: &mut Vec<LoadError>) -> Option<Join> {
    let unless = match &entry.unless {
        Some(p) => Some(compile(file, p, str::to_owned, errors)?),
        None => None,
    };
    Some(Join {
        before: compile(file, &entry.before, |p| format!("(?:{p})$"), errors)?,
        between: compile(file, &entry.between, |p| format!("^(?:{p})$"), errors)?,
        unless,
    })
}

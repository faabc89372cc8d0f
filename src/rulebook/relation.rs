//! Relations that a sentence states between its figures, as patterns over its template.
//!
//! A template is the text with every figure replaced by one private-use character whose block tells its kind
//! ([`Block`]). A pattern names operands: `{a}보다 {d:money} 많` matches any number, then money. Tokens:
//!
//! | token | means |
//! | --- | --- |
//! | `{name}` `{name:class}` | an operand: a figure of a class; without one, a number with a unit |
//! | `{name:list}` `{name:list-class}` | several figures of a class in one sentence |
//! | `{g}` | words of the sentence without a number or share; dates may stand among them |
//! | `{far}` | the same, past the end of the sentence |
//! | `{m}`, `{mfar}` | the same without dates, times and durations; numbers may stand among them |
//! | `{n}` | at most 12 characters without any figure |
//! | `{skip:class}` | anything without a figure of the class, past the end of the sentence |
//! | `{any}` | words of the sentence, figures among them |
//! | `{word}` | one of the relation's `words`, the same one wherever it stands in the pattern |
//! | other | a fragment of the file's `[fragments]` |
//!
//! An operand called `pair` is one mention with two numbers (`from $40 to $50`): b, then a.

use std::collections::BTreeMap;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::error::LoadError;
use super::measure::parse;
use super::source::{Files, SourceFile};
use crate::lang::Lang;
use crate::model::finding::Verdict;

/// Blocks of private-use characters, one for each kind of mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// Money.
    Money,
    /// A count.
    Count,
    /// A measured size.
    Quantity,
    /// Percent or fraction.
    Ratio,
    /// Percentage points.
    Point,
    /// An ordinal.
    Ordinal,
    /// A date.
    Date,
    /// A duration.
    Duration,
    /// A time of day.
    Time,
    /// So many times.
    Times,
    /// A country.
    Country,
    /// Another named thing.
    Name,
    /// A number that is no figure.
    Identifier,
    /// An age.
    Age,
}

const BASE: u32 = 0xF0000;
const SIZE: u32 = 0x1000;
/// Mark of a sentence's end in a template.
pub const STOP: char = '\u{B6}';

impl Block {
    /// The character that stands for the `index`th mention of a template; `None` past 4,095.
    pub fn mark(self, index: usize) -> Option<char> {
        let index = u32::try_from(index).ok().filter(|i| *i < SIZE)?;
        char::from_u32(BASE + (self as u32) * SIZE + index)
    }

    /// Index of the mention a character stands for.
    pub fn index(c: char) -> Option<usize> {
        let at = (c as u32).checked_sub(BASE)?;
        (at < 14 * SIZE).then_some((at % SIZE) as usize)
    }

    fn range(self) -> String {
        let from = BASE + (self as u32) * SIZE;
        format!("\\x{{{:X}}}-\\x{{{:X}}}", from, from + SIZE - 1)
    }
}

/// What must hold between the operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arithmetic {
    /// |a − b| = d.
    Difference,
    /// |a − b| / b = p.
    Growth,
    /// d / b = p.
    GrowthBy,
    /// d / (a ∓ d) = p, by direction.
    GrowthOn,
    /// a / b = m.
    Multiple,
    /// a / t = p.
    Share,
    /// a × n = t.
    Product,
    /// t / n = a.
    Quotient,
    /// a is no more than its whole t.
    Part,
    /// a > b.
    More,
    /// a < b.
    Less,
    /// Σ list = t.
    Sum,
    /// t − a = d.
    Rest,
    /// a = b.
    Equal,
    /// From one date or time to another it is d, the first day not counted.
    Elapsed,
    /// The same, both days counted.
    Counted,
    /// Either way of counting.
    Spanned,
    /// b follows a in time.
    After,
    /// d numbers what follows the list: one more than its items.
    Next,
}

/// Which way a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// a is larger than b.
    Up,
    /// a is smaller than b.
    Down,
}

/// One relation.
#[derive(Debug)]
pub struct Relation {
    /// Its id.
    pub id: String,
    /// The check it belongs to.
    pub check: String,
    /// Language of the sentences it reads.
    pub lang: Lang,
    /// What must hold.
    pub is: Arithmetic,
    /// Which way the change goes, where the words say.
    pub direction: Option<Direction>,
    /// The multiple or share the words name: 2 for doubled.
    pub factor: Option<Decimal>,
    /// Unit of a length that is printed as a bare count or ordinal: `D` for a 10th day, `Y` for an anniversary.
    pub unit: Option<char>,
    /// The strongest verdict it may give.
    pub cap: Verdict,
    /// The end of a length that is not printed may be any day before publication, not the news alone.
    pub open: bool,
    /// How many sentences back the figures may stand that the patterns do not name; `None` where they name all.
    pub reach: Option<usize>,
    /// Over templates.
    pub patterns: Vec<Regex>,
    /// What the sentences of a match must say as well.
    pub cue: Option<Regex>,
    /// What the match itself must not say.
    pub unless: Option<Regex>,
    /// Words right before a match, in its sentence, that make it none.
    pub unless_before: Option<Regex>,
    /// Texts in which it must find something.
    pub must: Vec<Sample>,
    /// Texts in which nothing may be found.
    pub must_not: Vec<Sample>,
}

/// A text that shows a relation.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Sample {
    /// The text alone.
    Text(String),
    /// The text with its date of publication.
    Dated {
        /// The text.
        text: String,
        /// Its date of publication.
        published: String,
    },
}

impl Sample {
    /// The text.
    pub fn text(&self) -> &str {
        match self {
            Sample::Text(text) | Sample::Dated { text, .. } => text,
        }
    }

    /// Its date of publication.
    pub fn published(&self) -> Option<&str> {
        match self {
            Sample::Text(_) => None,
            Sample::Dated { published, .. } => Some(published),
        }
    }
}

/// Word lists and relations.
#[derive(Debug, Default)]
pub struct Relations {
    /// In the order of files and rows.
    pub relations: Vec<Relation>,
    words: BTreeMap<(String, Lang), Regex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationFile {
    lang: Lang,
    #[serde(default)]
    fragments: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    relation: Vec<RelationRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationRow {
    id: String,
    check: String,
    is: Arithmetic,
    direction: Option<Direction>,
    factor: Option<String>,
    unit: Option<char>,
    reach: Option<usize>,
    #[serde(default = "conflict")]
    cap: Verdict,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    words: Vec<String>,
    patterns: Vec<Spanned<String>>,
    cue: Option<Spanned<String>>,
    unless: Option<Spanned<String>>,
    unless_before: Option<Spanned<String>>,
    #[serde(default)]
    must: Vec<Sample>,
    #[serde(default)]
    must_not: Vec<Sample>,
}

fn conflict() -> Verdict {
    Verdict::Conflict
}

impl Relations {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Self::default();
        for file in files.below("rules/relations/", ".toml") {
            let Some(rows) = parse::<RelationFile>(file, errors) else { continue };
            for (name, text) in &rows.words {
                if let Some(regex) = compile(file, text, &rows.fragments, errors) {
                    out.words.insert((name.clone(), rows.lang), regex);
                }
            }
            for row in rows.relation {
                let patterns: Vec<Regex> = row
                    .patterns
                    .iter()
                    .flat_map(|p| each_word(p, &row.words))
                    .filter_map(|p| compile(file, &p, &rows.fragments, errors))
                    .collect();
                let cue = row.cue.and_then(|c| compile(file, &c, &rows.fragments, errors));
                let unless = row.unless.and_then(|c| compile(file, &c, &rows.fragments, errors));
                let unless_before = row.unless_before.and_then(|c| compile(file, &c, &rows.fragments, errors));
                out.relations.push(Relation {
                    id: row.id,
                    check: row.check,
                    lang: rows.lang,
                    is: row.is,
                    direction: row.direction,
                    factor: row.factor.and_then(|f| f.parse().ok()),
                    unit: row.unit,
                    reach: row.reach,
                    cap: row.cap,
                    open: row.open,
                    patterns,
                    cue,
                    unless,
                    unless_before,
                    must: row.must,
                    must_not: row.must_not,
                });
            }
        }
        out
    }

    /// Whether `text` holds words of a list; false where there is no such list.
    pub fn says(&self, list: &str, lang: Lang, text: &str) -> bool {
        self.words(list, lang).is_some_and(|r| r.is_match(text))
    }

    /// The pattern of a word list.
    pub fn words(&self, list: &str, lang: Lang) -> Option<&Regex> {
        self.words.get(&(list.to_owned(), lang))
    }
}

fn class(name: &str) -> Option<String> {
    use Block as B;
    let blocks: &[Block] = match name {
        "num" => &[B::Money, B::Count, B::Quantity],
        "fig" => &[B::Money, B::Count, B::Quantity, B::Ratio, B::Point],
        "value" => &[B::Money, B::Count, B::Quantity, B::Ratio, B::Point, B::Times],
        "timed" => &[B::Date, B::Time, B::Duration],
        "money" => &[B::Money],
        "count" => &[B::Count],
        "quantity" => &[B::Quantity],
        "ratio" => &[B::Ratio],
        "rate" => &[B::Ratio, B::Point],
        "point" => &[B::Point],
        "ordinal" => &[B::Ordinal],
        "rank" => &[B::Ordinal, B::Count],
        "date" => &[B::Date],
        "moment" => &[B::Date, B::Time],
        "time" => &[B::Time],
        "duration" => &[B::Duration],
        "length" => &[B::Duration, B::Count, B::Ordinal],
        "times" => &[B::Times],
        "small" => &[B::Count, B::Ordinal, B::Point],
        "country" => &[B::Country],
        "name" => &[B::Name, B::Country],
        "age" => &[B::Age],
        "aged" => &[B::Age, B::Count, B::Ordinal],
        _ => return None,
    };
    Some(blocks.iter().map(|b| b.range()).collect())
}

/// Every block that counts as a figure between operands.
fn figures() -> String {
    use Block as B;
    [B::Money, B::Count, B::Quantity, B::Ratio, B::Point, B::Ordinal, B::Date, B::Duration, B::Time, B::Times]
        .iter()
        .map(|b| b.range())
        .collect()
}

/// Numbers with a unit: what may not stand inside a list unless it is its item.
fn numbers() -> String {
    [Block::Money, Block::Count, Block::Quantity].iter().map(|b| b.range()).collect()
}

fn expand(text: &str, fragments: &BTreeMap<String, String>, depth: usize) -> Result<String, String> {
    if depth > 8 {
        return Err("fragments that contain each other".to_owned());
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('{') {
        out.push_str(head);
        let Some((token, after)) = tail.split_once('}') else {
            return Err("an opening brace without its end".to_owned());
        };
        rest = after;
        let digits = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || c == ',');
        if digits(token) || head.ends_with("\\x") || head.ends_with("\\p") {
            out.push('{');
            out.push_str(token);
            out.push('}');
            continue;
        }
        let f = figures();
        let v = class("value").unwrap_or_default();
        let m = class("timed").unwrap_or_default();
        if let Some(kind) = token.strip_prefix("skip:") {
            let c = class(kind).ok_or_else(|| format!("no class of figures is called `{kind}`"))?;
            out.push_str(&format!("[^{c}]*?"));
            continue;
        }
        match token {
            "g" => out.push_str(&format!("[^{STOP}{v}]*?")),
            "n" => out.push_str(&format!("[^{STOP}{f}]{{0,12}}?")),
            "far" => out.push_str(&format!("[^{v}]*?")),
            "m" => out.push_str(&format!("[^{STOP}{m}]*?")),
            "mfar" => out.push_str(&format!("[^{m}]*?")),
            "any" => out.push_str(&format!("[^{STOP}]*?")),
            _ => {
                if let Some(fragment) = fragments.get(token) {
                    out.push_str("(?:");
                    out.push_str(&expand(fragment, fragments, depth + 1)?);
                    out.push(')');
                    continue;
                }
                let (name, kind) = token.split_once(':').unwrap_or((token, "num"));
                if let Some(kind) = kind.strip_prefix("list") {
                    let kind = kind.strip_prefix('-').unwrap_or("num");
                    let c = class(kind).ok_or_else(|| format!("no class of figures is called `{kind}`"))?;
                    let n = numbers();
                    out.push_str(&format!("(?<{name}>[{c}](?:[^{STOP}{n}]*?[{c}])+)"));
                } else {
                    let c = class(kind)
                        .ok_or_else(|| format!("`{token}` is neither a fragment nor an operand with a known class"))?;
                    out.push_str(&format!("(?<{name}>[{c}])"));
                }
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// A pattern with `{word}` once for each of the words: the same word in every place.
fn each_word(pattern: &Spanned<String>, words: &[String]) -> Vec<Spanned<String>> {
    if !pattern.get_ref().contains("{word}") {
        return vec![pattern.clone()];
    }
    words.iter().map(|w| Spanned::new(pattern.span(), pattern.get_ref().replace("{word}", w))).collect()
}

fn compile(
    file: &SourceFile,
    text: &Spanned<String>,
    fragments: &BTreeMap<String, String>,
    errors: &mut Vec<LoadError>,
) -> Option<Regex> {
    let place = text.span();
    let result = expand(text.get_ref(), fragments, 0)
        .and_then(|t| Regex::new(&t).map_err(|e| e.to_string().lines().last().unwrap_or("").trim().to_owned()));
    match result {
        Ok(regex) => Some(regex),
        Err(message) => {
            errors.push(LoadError::at(file, place.start, place.len(), message, "mend the pattern"));
            None
        }
    }
}

//! What speaks for two figures being about one thing, and how much: weights and thresholds as data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::error::LoadError;
use super::measure::parse;
use super::source::{Files, SourceFile};
use crate::model::claim::Role;

/// Where the rules lie.
const FILE: &str = "rules/linking.toml";
/// No weight and no threshold is larger than this, either way.
const LARGEST: i64 = 1_000_000;

/// Names that a rule file uses, each of which it must set.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            const ALL: &'static [($name, &'static str)] = &[$(($name::$variant, $text),)*];
        }
    };
}

named! {
    /// Something that speaks for a link or against it; `rules/linking.toml` says what each means.
    Sign {
        /// Nothing yet.
        Prior = "prior",
        /// A telling measure.
        Subject = "subject",
        /// Thin measures.
        Concepts = "concepts",
        /// Equal figures beside both.
        Told = "told",
        /// Those close to both.
        Close = "close",
        /// Equal figures before and after.
        Row = "row",
        /// Words around, in two languages.
        Near = "near",
        /// Words around, in one language.
        NearOneLanguage = "near-one-language",
        /// Words near both, in two languages.
        Both = "both",
        /// Words near both, in one language.
        BothOneLanguage = "both-one-language",
        /// Figures without an equal.
        Rest = "rest",
        /// Late in the text.
        Place = "place",
        /// At different places.
        Shift = "shift",
        /// Roles that do not fit.
        Role = "role",
        /// The only figures of their unit.
        Unique = "unique",
        /// A measure that the other lacks.
        Strange = "strange",
        /// Measures that exclude each other.
        Opposed = "opposed",
        /// Other periods.
        Periods = "periods",
        /// Other units.
        Units = "units",
        /// A change and a level.
        Change = "change",
        /// Dates.
        Dated = "dated",
        /// The documents.
        Affinity = "affinity",
        /// Published in other weeks.
        Weeks = "weeks",
        /// Published in other seasons.
        Seasons = "seasons",
    }
}

named! {
    /// What the odds of a slip are made of.
    Slip {
        /// Nothing yet.
        Prior = "prior",
        /// The signs of the pair.
        Base = "base",
        /// Those of the best other pair.
        Rival = "rival",
        /// Those of the best pair that agrees.
        Mate = "mate",
        /// By how much they are better.
        Lead = "lead",
    }
}

named! {
    /// A threshold; `rules/linking.toml` says what each means.
    Number {
        /// Least odds of a tension under a headline.
        HeadlineTension = "headline-tension",
        /// Least odds of a conflict under a headline.
        HeadlineConflict = "headline-conflict",
        /// Least odds of a tension between documents.
        DocumentsTension = "documents-tension",
        /// Least odds of a conflict between documents.
        DocumentsConflict = "documents-conflict",
        /// Nearness of two documents.
        Topic = "topic",
        /// Nearness of two that share a name.
        TopicNamed = "topic-named",
        /// Nearness in an archive.
        TopicArchive = "topic-archive",
        /// What figures and days must tell of two documents of one day.
        ToldDay = "told-day",
        /// Of two of one week.
        ToldWeek = "told-week",
        /// Of two that are further apart.
        ToldLater = "told-later",
        /// Of two whose days are not known.
        ToldUndated = "told-undated",
        /// For a second link of a figure.
        Again = "again",
        /// Of a partner that prints the same telling number.
        MateTelling = "mate-telling",
        /// Of one that prints the same.
        MateSame = "mate-same",
        /// Of one that agrees.
        MateNear = "mate-near",
        /// Of a bound.
        Bounded = "bounded",
        /// Likeness that makes up for it.
        BoundedAlike = "bounded-alike",
        /// Likeness that makes up for missing words.
        UnsaidAlike = "unsaid-alike",
        /// Likeness of a slip.
        FirmAlike = "firm-alike",
        /// Likeness of ordinals.
        OrdinalAlike = "ordinal-alike",
        /// Gap between roles.
        RoleVeto = "role-veto",
        /// For dates.
        DateExtra = "date-extra",
        /// For months and years.
        MonthExtra = "month-extra",
        /// A week.
        WeekDays = "week-days",
        /// A season.
        SeasonDays = "season-days",
        /// Half a year.
        HalfYearDays = "half-year-days",
    }
}

/// Which passages are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// A headline, box or summary and the text below it.
    Headline,
    /// Two documents, or a statement and its translation.
    Documents,
}

/// In what company two different numbers are printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Company {
    /// Both are small counts.
    pub small: bool,
    /// Under a headline.
    pub headline: bool,
    /// Told on another day.
    pub next: bool,
    /// Told more than a day apart, or one of them is a forecast.
    pub later: bool,
}

/// The weights.
#[derive(Debug, Default)]
pub struct Linking {
    signs: BTreeMap<Sign, SignRow>,
    slips: BTreeMap<Slip, SlipRow>,
    numbers: BTreeMap<Number, i64>,
    alike: Vec<AlikeRow>,
    roles: Vec<RoleRow>,
    made: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkingFile {
    #[serde(default)]
    sign: Vec<SignRow>,
    #[serde(default)]
    slip: Vec<SlipRow>,
    #[serde(default)]
    alike: Vec<AlikeRow>,
    #[serde(default)]
    number: Vec<NumberRow>,
    #[serde(default)]
    role: Vec<RoleRow>,
    #[serde(default)]
    series: Vec<SeriesRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignRow {
    id: Spanned<String>,
    means: String,
    most: Option<i64>,
    #[serde(default)]
    headline: i64,
    #[serde(default)]
    documents: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlipRow {
    id: Spanned<String>,
    means: String,
    least: Option<i64>,
    weight: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlikeRow {
    below: Option<Spanned<i64>>,
    worth: i64,
    small: Option<i64>,
    headline: Option<i64>,
    next: Option<i64>,
    later: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberRow {
    id: Spanned<String>,
    means: String,
    value: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    one: Vec<Role>,
    other: Vec<Role>,
    gap: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeriesRow {
    kind: Spanned<String>,
    means: String,
}

impl Linking {
    /// Reads `rules/linking.toml`; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Self::default();
        let Some(file) = files.get(FILE) else { return out };
        let Some(rows) = parse::<LinkingFile>(file, errors) else { return out };
        let signs = rows.sign.into_iter().map(|r| Row {
            numbers: vec![r.headline, r.documents, r.most.unwrap_or(0)],
            id: r.id.clone(),
            means: r.means.clone(),
            row: r,
        });
        out.signs = set(("sign", Sign::ALL), signs, file, errors);
        let slips = rows.slip.into_iter().map(|r| Row {
            numbers: vec![r.weight, r.least.unwrap_or(0)],
            id: r.id.clone(),
            means: r.means.clone(),
            row: r,
        });
        out.slips = set(("slip", Slip::ALL), slips, file, errors);
        let numbers =
            rows.number.into_iter().map(|r| Row { numbers: vec![r.value], id: r.id, means: r.means, row: r.value });
        out.numbers = set(("number", Number::ALL), numbers, file, errors);
        out.alike = rows.alike;
        steps(&out.alike, file, errors);
        out.roles = rows.role;
        for row in rows.series {
            let place = row.kind.span();
            let mut wrong = |message: String, help: &str| {
                errors.push(LoadError::at(file, place.start, place.len(), message, help));
            };
            if row.means.trim().is_empty() {
                wrong(format!("the series `{}` does not say what it means", row.kind.get_ref()), "add means = \"…\"");
            }
            if !out.made.insert(row.kind.get_ref().clone()) {
                wrong(format!("the series `{}` is set twice", row.kind.get_ref()), "drop one of the two");
            }
        }
        out
    }

    /// The signs added up: thousandths of a natural logarithm of the odds that two figures are about one thing.
    pub fn odds(&self, between: Between, signs: &[(Sign, i64)]) -> i64 {
        let worth = |(sign, value): &(Sign, i64)| {
            let Some(row) = self.signs.get(sign).filter(|_| *value != 0) else { return 0 };
            let weight = if between == Between::Headline { row.headline } else { row.documents };
            weight * row.most.map_or(*value, |most| most.min(*value))
        };
        signs.iter().map(worth).sum::<i64>() / 1000
    }

    /// What the odds of a slip are made of, added up, likeness not counted.
    pub fn slip(&self, parts: &[(Slip, i64)]) -> i64 {
        let worth = |(part, value): &(Slip, i64)| {
            self.slips.get(part).map_or(0, |row| row.weight * self.floored(*part, *value))
        };
        parts.iter().map(worth).sum::<i64>() / 1000
    }

    /// A part of the odds of a slip, or the least that it counts for.
    pub fn floored(&self, part: Slip, value: i64) -> i64 {
        self.slips.get(&part).and_then(|row| row.least).map_or(value, |least| least.max(value))
    }

    /// What the likeness of two printed numbers adds.
    pub fn alike(&self, alike: i64, company: Company) -> i64 {
        let within = |row: &&AlikeRow| row.below.as_ref().is_none_or(|b| alike < *b.get_ref());
        let Some(row) = self.alike.iter().find(within) else { return 0 };
        let small = row.small.filter(|_| company.small && !company.next);
        let later = row.later.filter(|_| company.later);
        let next = row.next.filter(|_| company.next);
        let headline = row.headline.filter(|_| company.headline);
        small.or(later).or(next).or(headline).unwrap_or(row.worth)
    }

    /// A threshold.
    pub fn number(&self, number: Number) -> i64 {
        self.numbers.get(&number).copied().unwrap_or(0)
    }

    /// A threshold that counts days.
    pub fn days(&self, number: Number) -> u64 {
        u64::try_from(self.number(number)).unwrap_or(0)
    }

    /// How little a role fits another, in thousandths.
    pub fn gap(&self, a: Role, b: Role) -> i64 {
        let meets = |row: &RoleRow, x: Role, y: Role| row.one.contains(&x) && row.other.contains(&y);
        self.roles.iter().filter(|r| meets(r, a, b) || meets(r, b, a)).map(|r| r.gap).max().unwrap_or(0)
    }

    /// Whether series of a kind count by who makes them.
    pub fn made(&self, kind: &str) -> bool {
        self.made.contains(kind)
    }
}

/// A row before its id is known.
struct Row<R> {
    id: Spanned<String>,
    means: String,
    numbers: Vec<i64>,
    row: R,
}

/// Rows by their ids: every known one once, each with its meaning.
fn set<K: Copy + Ord, R>(
    (what, known): (&str, &[(K, &'static str)]),
    rows: impl Iterator<Item = Row<R>>,
    file: &SourceFile,
    errors: &mut Vec<LoadError>,
) -> BTreeMap<K, R> {
    let mut out = BTreeMap::new();
    for row in rows {
        let (place, id) = (row.id.span(), row.id.get_ref());
        let mut wrong = |message: String, help: &str| {
            errors.push(LoadError::at(file, place.start, place.len(), message, help));
        };
        let Some((key, _)) = known.iter().find(|(_, name)| name == id) else {
            let names: Vec<&str> = known.iter().map(|k| k.1).collect();
            wrong(format!("there is no {what} `{id}`"), &format!("known are {}", names.join(", ")));
            continue;
        };
        if row.means.trim().is_empty() {
            wrong(format!("the {what} `{id}` does not say what it means"), "add means = \"…\", one line");
        }
        if let Some(n) = row.numbers.iter().find(|n| n.abs() > LARGEST) {
            wrong(format!("{n} is no weight"), "thousandths of a nat: 693 doubles the odds, -693 halves them");
        }
        if out.insert(*key, row.row).is_some() {
            wrong(format!("the {what} `{id}` is set twice"), "drop one of the two");
        }
    }
    for (key, name) in known {
        if !out.contains_key(key) {
            let help = format!("add [[{what}]] with id = \"{name}\"; the built-in file has it");
            errors.push(LoadError::on_line(file, 1, format!("the {what} `{name}` is missing"), help));
        }
    }
    out
}

/// Steps of likeness rise, and the last has no end.
fn steps(rows: &[AlikeRow], file: &SourceFile, errors: &mut Vec<LoadError>) {
    let mut last = i64::MIN;
    for row in rows.iter().filter_map(|r| r.below.as_ref()) {
        if *row.get_ref() <= last {
            let message = format!("the step below {} comes after that below {last}", row.get_ref());
            errors.push(LoadError::at(file, row.span().start, row.span().len(), message, "put the steps in order"));
        }
        last = *row.get_ref();
    }
    let open = rows.iter().filter(|r| r.below.is_none()).count();
    if open != 1 || rows.last().is_some_and(|r| r.below.is_some()) {
        let help = "end with [[alike]] and worth alone";
        errors.push(LoadError::on_line(file, 1, "the last step of likeness must have no `below`, and only that", help));
    }
}

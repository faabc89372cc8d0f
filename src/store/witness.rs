//! Who says what when: the witnesses of a claim over time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::error::{Fault, StoreError};

/// One printed figure with where and when it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Number of the document.
    pub doc: i64,
    /// Its name.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<String>,
    /// ko or en.
    pub lang: String,
    /// First byte in the document.
    pub start: i64,
    /// As printed.
    pub surface: String,
    /// In a few characters.
    pub value: String,
    /// Unit, or empty.
    pub unit: String,
    /// Decimal end of what is stated; `None` is open.
    pub low: Option<String>,
    /// Decimal end of what is stated; `None` is open.
    pub high: Option<String>,
    /// Decimal end of what the digits can stand for; `None` is open.
    pub least: Option<String>,
    /// Decimal end of what the digits can stand for; `None` is open.
    pub most: Option<String>,
    /// Who says so, in the text.
    pub source: Option<String>,
    /// What it measures.
    pub measure: Option<String>,
    /// How it compares: conflict, tension, updated (another day tells a larger count), agrees, alone.
    pub verdict: String,
    /// A later version of the document has taken the figure back.
    pub superseded: bool,
    /// Told although a correction had taken it back, or a later count its place.
    pub stale: bool,
    /// Witnesses of one thing share a number.
    pub group: usize,
}

/// Checks that hold two tellings of one thing against each other; the others compare different things.
const TELLINGS: &str = "coalesce(f.\"check\", p.\"check\") IN
  ('value-mismatch', 'twin-drift', 'headline-body', 'event-date', 'repeat-drift')";

/// What can be asked for, with how many figures there are.
pub type Measure = (String, usize);

const COLUMNS: &str =
    "c.doc, d.id, d.title, d.source, d.published, d.lang, c.start, c.surface, c.value, coalesce(c.unit, ''),
  c.low, c.high, c.least, c.most, c.source, c.measure, d.superseded_by IS NOT NULL";

impl Store {
    /// Every figure of a measure or event, by group, then date, then name.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn witnesses(&self, asked: &str) -> Result<Vec<Witness>, StoreError> {
        self.at(|c| {
            let mut select = c.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM claims c JOIN documents d ON d.doc = c.doc
                 WHERE c.measure = ?1 OR c.event = ?1 ORDER BY c.doc, c.start"
            ))?;
            let found: Vec<Witness> = select.query_map([asked], read)?.collect::<Result<_, _>>()?;
            let links = links(c, &found)?;
            Ok(arrange(found, &links))
        })
    }

    /// The measures and events of the archive, most frequent first.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn measures(&self) -> Result<Vec<Measure>, StoreError> {
        self.at(|c| {
            let mut select = c.prepare_cached(
                "SELECT name, count(*) FROM (SELECT measure AS name FROM claims UNION ALL SELECT event FROM claims)
                 WHERE name IS NOT NULL GROUP BY name ORDER BY 2 DESC, 1",
            )?;
            let rows = select.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?)))?;
            let rows: Vec<(String, i64)> = rows.collect::<Result<_, _>>()?;
            Ok(rows.into_iter().map(|(k, n)| (k, usize::try_from(n).unwrap_or(0))).collect())
        })
    }
}

fn read(r: &rusqlite::Row<'_>) -> rusqlite::Result<Witness> {
    Ok(Witness {
        doc: r.get(0)?,
        id: r.get(1)?,
        title: r.get(2)?,
        publisher: r.get(3)?,
        published: r.get(4)?,
        lang: r.get(5)?,
        start: r.get(6)?,
        surface: r.get(7)?,
        value: r.get(8)?,
        unit: r.get(9)?,
        low: r.get(10)?,
        high: r.get(11)?,
        least: r.get(12)?,
        most: r.get(13)?,
        source: r.get(14)?,
        measure: r.get(15)?,
        superseded: r.get(16)?,
        verdict: "alone".to_owned(),
        stale: false,
        group: 0,
    })
}

/// The witnesses beside some figures: themselves, and what was compared with them.
pub(super) fn beside(c: &Connection, figures: &[(i64, i64)]) -> Result<Vec<Witness>, Fault> {
    let mut wanted: BTreeSet<(i64, i64)> = figures.iter().copied().collect();
    let mut select = c.prepare_cached(&format!(
        "SELECT other.doc, other.start FROM sides mine JOIN sides other ON other.entry = mine.entry AND other.held = mine.held
         LEFT JOIN findings f ON mine.held = 0 AND f.key = mine.entry
         LEFT JOIN passes p ON mine.held = 1 AND p.key = mine.entry
         WHERE mine.doc = ?1 AND mine.start = ?2 AND f.gone_run IS NULL AND {TELLINGS} LIMIT 200"
    ))?;
    for (doc, start) in figures {
        let rows = select.query_map([doc, start], |r| Ok((r.get(0)?, r.get(1)?)))?;
        wanted.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    let mut one = c.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM claims c JOIN documents d ON d.doc = c.doc WHERE c.doc = ?1 AND c.start = ?2"
    ))?;
    let mut found = Vec::new();
    for (doc, start) in wanted {
        found.extend(one.query_row(params![doc, start], read).optional()?);
    }
    let links = links(c, &found)?;
    Ok(arrange(found, &links))
}

/// A comparison of two figures: the one, the other, its verdict.
type Link = ((i64, i64), (i64, i64), String);

/// Comparisons among the witnesses.
fn links(c: &Connection, found: &[Witness]) -> Result<Vec<Link>, Fault> {
    let here: BTreeSet<(i64, i64)> = found.iter().map(|w| (w.doc, w.start)).collect();
    let mut select = c.prepare_cached(&format!(
        "SELECT other.doc, other.start, coalesce(f.verdict, CASE p.verdict WHEN 'updated_later' THEN 'updated' ELSE 'agrees' END) FROM sides mine
         JOIN sides other ON other.entry = mine.entry AND other.held = mine.held
         LEFT JOIN findings f ON mine.held = 0 AND f.key = mine.entry
         LEFT JOIN passes p ON mine.held = 1 AND p.key = mine.entry
         WHERE mine.doc = ?1 AND mine.start = ?2 AND f.gone_run IS NULL AND (other.doc, other.start) <> (?1, ?2)
           AND {TELLINGS} LIMIT 400"
    ))?;
    let mut out = Vec::new();
    for at in &here {
        let rows = select.query_map([at.0, at.1], |r| Ok(((r.get(0)?, r.get(1)?), r.get(2)?)))?;
        for row in rows {
            let (other, verdict): ((i64, i64), String) = row?;
            if here.contains(&other) {
                out.push((*at, other, verdict));
            }
        }
    }
    Ok(out)
}

/// Marks figures that are still told after a later count has taken their place.
fn outdated(found: &mut [Witness], links: &[Link], group: impl Fn((i64, i64)) -> (i64, i64)) {
    let told: BTreeMap<(i64, i64), (String, String)> =
        found.iter().filter_map(|w| Some(((w.doc, w.start), (w.published.clone()?, w.value.clone())))).collect();
    let mut replaced: Vec<((i64, i64), String, String)> = Vec::new();
    for (a, b, _) in links.iter().filter(|l| l.2 == "updated") {
        let (Some(x), Some(y)) = (told.get(a), told.get(b)) else { continue };
        if x.0 < y.0 {
            replaced.push((group(*a), x.1.clone(), y.0.clone()));
        }
    }
    for w in found.iter_mut().filter(|w| !w.superseded) {
        let Some(on) = &w.published else { continue };
        let mine = group((w.doc, w.start));
        w.stale |= replaced.iter().any(|(of, value, since)| *of == mine && *value == w.value && on > since);
    }
}

/// Groups what is linked, gives every witness its verdict, and puts groups and dates in order.
fn arrange(mut found: Vec<Witness>, links: &[Link]) -> Vec<Witness> {
    let mut root: BTreeMap<(i64, i64), (i64, i64)> =
        found.iter().map(|w| ((w.doc, w.start), (w.doc, w.start))).collect();
    fn top(root: &BTreeMap<(i64, i64), (i64, i64)>, mut at: (i64, i64)) -> (i64, i64) {
        while let Some(up) = root.get(&at).filter(|up| **up != at) {
            at = *up;
        }
        at
    }
    let mut worst: BTreeMap<(i64, i64), &str> = BTreeMap::new();
    for (a, b, verdict) in links {
        let (x, y) = (top(&root, *a), top(&root, *b));
        root.insert(x.max(y), x.min(y));
        for at in [a, b] {
            let known = worst.entry(*at).or_insert("agrees");
            let rank = |v: &str| match v {
                "conflict" => 3,
                "tension" => 2,
                "updated" => 1,
                _ => 0,
            };
            if rank(verdict) > rank(known) {
                *known = verdict;
            }
        }
    }
    for w in &mut found {
        if let Some(verdict) = worst.get(&(w.doc, w.start)) {
            (*verdict).clone_into(&mut w.verdict);
        }
    }
    // What a correction took back, and when; who still tells it afterwards.
    let withdrawn: Vec<(String, String, String)> = found
        .iter()
        .filter(|w| w.superseded && !found.iter().any(|x| !x.superseded && x.id == w.id && x.value == w.value))
        .map(|w| (w.id.clone(), w.value.clone(), w.published.clone().unwrap_or_default()))
        .collect();
    for w in found.iter_mut().filter(|w| !w.superseded) {
        let on = w.published.clone().unwrap_or_default();
        w.stale = withdrawn.iter().any(|(id, value, since)| *id != w.id && *value == w.value && on >= *since);
    }
    outdated(&mut found, links, |at| top(&root, at));
    let mut first: BTreeMap<(i64, i64), (String, String)> = BTreeMap::new();
    for w in &found {
        let when = (w.published.clone().unwrap_or_else(|| "~".to_owned()), w.id.clone());
        let entry = first.entry(top(&root, (w.doc, w.start))).or_insert_with(|| when.clone());
        if when < *entry {
            *entry = when;
        }
    }
    let mut order: Vec<_> = first.iter().map(|(at, when)| (when.clone(), *at)).collect();
    order.sort();
    let number: BTreeMap<(i64, i64), usize> = order.iter().enumerate().map(|(i, (_, at))| (*at, i + 1)).collect();
    for w in &mut found {
        w.group = number.get(&top(&root, (w.doc, w.start))).copied().unwrap_or(0);
    }
    found.sort_by(|a, b| {
        let place =
            |w: &Witness| (w.group, w.published.clone().unwrap_or_else(|| "~".to_owned()), w.id.clone(), w.start);
        place(a).cmp(&place(b))
    });
    found
}

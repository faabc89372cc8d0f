//! The queue of the review: what stands, one root cause one row, worst first.

use rusqlite::{Connection, named_params};

use super::Store;
use super::document::count;
use super::error::{Fault, StoreError};

/// Rows to a page.
const PAGE: usize = 50;

/// Which findings are wanted. `None` wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Id of the check.
    pub check: Option<String>,
    /// Concept of a side.
    pub measure: Option<String>,
    /// Publisher of a document.
    pub source: Option<String>,
    /// Language of a document.
    pub lang: Option<String>,
    /// A document published on or after this day.
    pub from: Option<String>,
    /// A document published on or before this day.
    pub to: Option<String>,
    /// conflict or tension.
    pub verdict: Option<String>,
    /// open (which holds the returned ones), judged, returned, or a decision. `None` is open, `all` is all.
    pub state: Option<String>,
    /// Words of message, figures, titles and names.
    pub words: Option<String>,
}

/// One card of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The strongest finding of the card.
    pub key: String,
    /// Its check.
    pub check: String,
    /// conflict or tension.
    pub verdict: String,
    /// error, warning, info.
    pub severity: String,
    /// What differs.
    pub message: String,
    /// open, judged, returned.
    pub state: String,
    /// The decision in force.
    pub decision: Option<String>,
    /// Findings of the card.
    pub findings: usize,
    /// Documents it touches.
    pub reach: usize,
    /// Titles, or ids, of the first documents.
    pub documents: String,
}

/// A stretch of the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// From 0.
    pub number: usize,
    /// How many pages.
    pub pages: usize,
    /// Cards in all.
    pub cards: usize,
    /// Findings in all.
    pub findings: usize,
}

/// Where a card stands in the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Key of the card before it.
    pub before: Option<String>,
    /// Key of the card behind it; of the first where it is not in the queue.
    pub after: Option<String>,
    /// From 1; 0 where it is not in the queue.
    pub at: usize,
    /// Cards of the queue.
    pub cards: usize,
}

/// What can be filtered by, with counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Checks.
    pub checks: Vec<(String, usize)>,
    /// Measures.
    pub measures: Vec<(String, usize)>,
    /// Sources.
    pub sources: Vec<(String, usize)>,
}

/// Findings that fit a filter, without their texts.
const HITS: &str = "
  SELECT f.key, f.root, f.rank FROM standing f WHERE (:check IS NULL OR f.\"check\" = :check)
    AND (:verdict IS NULL OR f.verdict = :verdict)
    AND CASE coalesce(:state, 'open') WHEN 'all' THEN 1 WHEN 'open' THEN f.state IN ('open', 'returned')
          WHEN 'judged' THEN f.state = 'judged' WHEN 'returned' THEN f.state = 'returned'
          ELSE f.state = 'judged' AND f.decision = :state END
    AND (:measure IS NULL OR EXISTS (SELECT 1 FROM sides s WHERE s.entry = f.key AND s.held = 0 AND s.measure = :measure))
    AND (coalesce(:source, :lang, :from, :to) IS NULL OR EXISTS (SELECT 1 FROM sides s JOIN documents d ON d.doc = s.doc
          WHERE s.entry = f.key AND s.held = 0 AND (:source IS NULL OR d.source = :source)
            AND (:lang IS NULL OR d.lang = :lang) AND (:from IS NULL OR d.published >= :from)
            AND (:to IS NULL OR substr(d.published, 1, 10) <= :to)))
    AND (:words IS NULL OR f.key = :exact OR f.message LIKE :words ESCAPE '\\' OR EXISTS (
          SELECT 1 FROM sides s JOIN documents d ON d.doc = s.doc WHERE s.entry = f.key AND s.held = 0
            AND (s.surface LIKE :words ESCAPE '\\' OR d.title LIKE :words ESCAPE '\\' OR d.id LIKE :words ESCAPE '\\')))";

impl Filter {
    /// Runs a query over the findings that fit; `{hits}` stands for them.
    fn query<T>(
        &self,
        conn: &Connection,
        sql: &str,
        limit: (usize, usize),
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        let words = self.words.as_deref().map(|w| {
            let plain = w.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            format!("%{plain}%")
        });
        let mut select = conn.prepare_cached(&format!("WITH hit AS MATERIALIZED ({HITS}) {sql}"))?;
        let rows = select.query_map(
            named_params! {
                ":check": self.check, ":verdict": self.verdict, ":state": self.state, ":measure": self.measure,
                ":source": self.source, ":lang": self.lang, ":from": self.from, ":to": self.to,
                ":words": words, ":exact": self.words,
                ":limit": count(limit.0), ":offset": count(limit.1),
            },
            read,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Cards in order: loud, sure and easily checked before the others, then those that reach further.
const CARDS: &str = "
  , best AS (SELECT key, root, rank, count(*) OVER (PARTITION BY root) AS findings,
      row_number() OVER (PARTITION BY root ORDER BY rank DESC, key) AS place FROM hit)
  , card AS (SELECT b.key, b.root, b.rank, b.findings, coalesce(c.reach, 1) AS reach FROM best b
      LEFT JOIN cards c ON c.root = b.root WHERE b.place = 1 ORDER BY b.rank DESC, reach DESC, b.key LIMIT :limit OFFSET :offset)";

impl Store {
    /// A page of the queue.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn page(&self, filter: &Filter, number: usize) -> Result<Page, StoreError> {
        self.at(|c| {
            let totals =
                filter.query(c, "SELECT count(DISTINCT root), count(*), :limit, :offset FROM hit", (0, 0), |r| {
                    Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
                })?;
            let (cards, findings) = totals.first().copied().unwrap_or((0, 0));
            let cards = usize::try_from(cards).unwrap_or(0);
            let pages = cards.div_ceil(PAGE).max(1);
            let number = number.min(pages - 1);
            let sql = format!(
                "{CARDS} SELECT card.key, f.\"check\", f.verdict, f.severity, f.message, f.state, f.decision, card.findings, card.reach,
                   (SELECT group_concat(name, ' · ') FROM (SELECT DISTINCT coalesce(d.title, d.id) AS name FROM sides s
                      JOIN documents d ON d.doc = s.doc WHERE s.entry = card.key AND s.held = 0 ORDER BY s.n LIMIT 3))
                 FROM card JOIN standing f ON f.key = card.key ORDER BY card.rank DESC, card.reach DESC, card.key"
            );
            let size = |n: i64| usize::try_from(n).unwrap_or(0);
            let rows = filter.query(c, &sql, (PAGE, number * PAGE), |r| {
                Ok(Row {
                    key: r.get(0)?,
                    check: r.get(1)?,
                    verdict: r.get(2)?,
                    severity: r.get(3)?,
                    message: r.get(4)?,
                    state: r.get(5)?,
                    decision: r.get(6)?,
                    findings: size(r.get(7)?),
                    reach: size(r.get(8)?),
                    documents: r.get::<_, Option<String>>(9)?.unwrap_or_default(),
                })
            })?;
            Ok(Page { rows, number, pages, cards, findings: size(findings) })
        })
    }

    /// Where a card stands in the queue.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn around(&self, filter: &Filter, key: &str) -> Result<Place, StoreError> {
        self.at(|c| {
            let sql = format!("{CARDS} SELECT key, root FROM card ORDER BY rank DESC, reach DESC, key");
            let keys =
                filter.query(c, &sql, (1_000_000, 0), |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            let root: Option<String> =
                c.query_row("SELECT max(root) FROM findings WHERE key = ?1", [key], |r| r.get(0))?;
            let Some(at) = keys.iter().position(|k| k.0 == key || Some(&k.1) == root.as_ref()) else {
                let cards = keys.len();
                return Ok(Place { after: keys.into_iter().next().map(|k| k.0), cards, ..Place::default() });
            };
            let of = |i: Option<usize>| i.and_then(|i| keys.get(i)).map(|k| k.0.clone());
            Ok(Place { before: of(at.checked_sub(1)), after: of(Some(at + 1)), at: at + 1, cards: keys.len() })
        })
    }

    /// Every key that fits a filter, sorted.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn keys(&self, filter: &Filter) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT key FROM hit ORDER BY key LIMIT :limit OFFSET :offset";
        self.at(|c| filter.query(c, sql, (1_000_000, 0), |r| r.get(0)))
    }

    /// What the queue can be filtered by.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn facets(&self) -> Result<Facets, StoreError> {
        self.at(|c| {
            let list = |sql: &str| -> Result<Vec<(String, usize)>, Fault> {
                let mut select = c.prepare_cached(sql)?;
                let rows = select.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?)))?;
                let rows: Vec<(String, i64)> = rows.collect::<Result<_, _>>()?;
                Ok(rows.into_iter().map(|(k, n)| (k, usize::try_from(n).unwrap_or(0))).collect())
            };
            Ok(Facets {
                checks: list("SELECT \"check\", count(*) FROM findings WHERE gone_run IS NULL GROUP BY 1 ORDER BY 1")?,
                measures: list(
                    "SELECT s.measure, count(DISTINCT f.key) FROM sides s JOIN findings f ON f.key = s.entry AND s.held = 0
                     WHERE f.gone_run IS NULL AND s.measure <> '' GROUP BY 1 ORDER BY 1",
                )?,
                sources: list(
                    "SELECT d.source, count(DISTINCT f.key) FROM sides s JOIN findings f ON f.key = s.entry AND s.held = 0
                     JOIN documents d ON d.doc = s.doc WHERE f.gone_run IS NULL AND d.source IS NOT NULL GROUP BY 1 ORDER BY 1",
                )?,
            })
        })
    }
}

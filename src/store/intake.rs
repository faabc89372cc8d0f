//! Takes documents into the archive, a group at a time: extract, store, compare with those that are near, commit.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::block::{self, Neighbour};
use super::change::{self, Change};
use super::error::{Fault, StoreError};
use super::fingerprint::Fingerprints;
use super::identity::Identity;
use super::result::{self, Touched};
use super::{Store, document};
use crate::check::Checked;
use crate::check::archive::{self, Couple, Kind, Mark};
use crate::ingest;
use crate::model::claim::Claim;
use crate::model::document::{Basis, Document, Published};
use crate::pipeline::{self, Article};
use crate::resolve;
use crate::rulebook::Rulebook;

/// So many articles are kept at hand, because news comes in clusters.
const KEPT: usize = 256;

/// A document that is to be taken in, or one of the archive that changed rules touch.
#[derive(Debug)]
pub struct Fresh {
    work: Work,
    identity: Identity,
    again: Option<i64>,
}

#[derive(Debug)]
enum Work {
    /// Needs extraction.
    Extract(Box<Document>),
    /// Was extracted under the same rules; only claims and checks are made anew.
    Compare(Arc<Article>),
}

/// What a group brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents new to the archive, corrections included.
    pub added: usize,
    /// Documents that supersede an earlier version.
    pub corrected: usize,
    /// Documents that went through extraction.
    pub extracted: usize,
    /// Documents that were compared again without it.
    pub rechecked: usize,
    /// Documents that were there already.
    pub known: usize,
    /// What the corrections changed.
    pub changes: Vec<Change>,
    /// Marks that led nowhere, because too many documents carry them.
    pub crowded: usize,
    /// Documents that a document was not compared with, because more are nearer.
    pub distant: usize,
}

impl Tally {
    /// Adds another group's.
    pub fn add(&mut self, other: Tally) {
        self.added += other.added;
        self.corrected += other.corrected;
        self.extracted += other.extracted;
        self.rechecked += other.rechecked;
        self.known += other.known;
        self.changes.extend(other.changes);
        self.crowded += other.crowded;
        self.distant += other.distant;
    }
}

/// Articles at hand.
#[derive(Debug, Default)]
pub(super) struct Cache {
    articles: BTreeMap<i64, Arc<Article>>,
    order: VecDeque<i64>,
    version: i64,
}

impl Cache {
    /// Forgets everything where another program has written.
    fn refresh(&mut self, conn: &Connection) -> Result<(), Fault> {
        let version: i64 = conn.query_row("PRAGMA data_version", [], |r| r.get(0))?;
        if version != self.version {
            *self = Cache { version, ..Cache::default() };
        }
        Ok(())
    }

    fn put(&mut self, doc: i64, article: Arc<Article>) {
        if self.articles.insert(doc, article).is_none() {
            self.order.push_back(doc);
        }
        while self.order.len() > KEPT {
            if let Some(oldest) = self.order.pop_front() {
                self.articles.remove(&oldest);
            }
        }
    }

    fn get(&mut self, conn: &Connection, doc: i64) -> Result<Option<Arc<Article>>, Fault> {
        if let Some(article) = self.articles.get(&doc) {
            return Ok(Some(article.clone()));
        }
        let Some(article) = document::load(conn, doc)?.map(Arc::new) else { return Ok(None) };
        self.put(doc, article.clone());
        Ok(Some(article))
    }
}

/// A document of the group under way.
struct Member {
    article: Arc<Article>,
    identity: Identity,
    doc: i64,
    again: bool,
    extracted: bool,
    /// False where a later document of the same group supersedes it.
    current: bool,
    claims: Vec<Claim>,
    marks: Vec<Mark>,
    earlier: Option<i64>,
}

impl Store {
    /// Those documents that the archive has not, and how many it has.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn unknown(&self, documents: Vec<Document>) -> Result<(Vec<Fresh>, usize), StoreError> {
        let all = documents.len();
        let identified: Vec<(Identity, Document)> = documents.into_par_iter().map(|d| (Identity::of(&d), d)).collect();
        let mut met = BTreeSet::new();
        let mut out = Vec::new();
        for (identity, document) in identified {
            if met.insert(identity.content.clone()) && !self.at(|c| has(c, &identity.content))? {
                out.push(Fresh { work: Work::Extract(Box::new(document)), identity, again: None });
            }
        }
        let known = all - out.len();
        Ok((out, known))
    }

    /// How many documents of the archive changed rules touch.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn stale_count(&self, prints: &Fingerprints) -> Result<usize, StoreError> {
        let [a, b, c] = prints.reads();
        self.at(|conn| {
            let n: i64 = conn.query_row(
                "SELECT count(*) FROM documents INDEXED BY documents_rules WHERE superseded_by IS NULL
                   AND (read_rules NOT IN (?1, ?2, ?3) OR check_rules <> ?4)",
                params![a, b, c, prints.check],
                |r| r.get(0),
            )?;
            if n > 0 {
                // Until its turn comes, a document of old rules leads nowhere.
                conn.execute(
                    "DELETE FROM marks WHERE doc IN (SELECT doc FROM documents INDEXED BY documents_rules WHERE superseded_by IS NULL
                       AND (read_rules NOT IN (?1, ?2, ?3) OR check_rules <> ?4))",
                    params![a, b, c, prints.check],
                )?;
            }
            Ok(usize::try_from(n).unwrap_or(0))
        })
    }

    /// The next documents that changed rules touch, `most` at most.
    ///
    /// # Errors
    /// Whatever the archive meets.
    pub fn stale(&self, prints: &Fingerprints, most: usize, book: &Rulebook) -> Result<Vec<Fresh>, StoreError> {
        let reads = prints.reads();
        let [a, b, c] = reads;
        self.at(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT doc, identity, content, url, source, read_rules FROM documents INDEXED BY documents_rules WHERE superseded_by IS NULL
                   AND (read_rules NOT IN (?1, ?2, ?3) OR check_rules <> ?4) ORDER BY doc LIMIT ?5",
            )?;
            let mut rows = select.query(params![a, b, c, prints.check, document::count(most)])?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                let doc: i64 = row.get(0)?;
                let identity =
                    Identity { lasting: row.get(1)?, content: row.get(2)?, url: row.get(3)?, source: row.get(4)? };
                let read: String = row.get(5)?;
                let Some(article) = document::load(conn, doc)? else { continue };
                let work = if reads.contains(&read.as_str()) {
                    Work::Compare(Arc::new(article))
                } else {
                    Work::Extract(Box::new(anew(article.document, book)))
                };
                out.push(Fresh { work, identity, again: Some(doc) });
            }
            Ok(out)
        })
    }

    /// Takes a group in: all of it or, where the program is killed, nothing of it.
    ///
    /// # Errors
    /// Whatever the archive meets; the group is not kept then.
    pub fn take(
        &mut self,
        group: Vec<Fresh>,
        book: &Rulebook,
        prints: &Fingerprints,
        run: i64,
    ) -> Result<Tally, StoreError> {
        let members: Vec<Member> = group.into_par_iter().map(|f| f.extract(book)).collect();
        let path = self.path.clone();
        let work = || -> Result<Tally, Fault> {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            self.cache.refresh(&tx)?;
            let taken = take(&tx, &mut self.cache, members, book, prints, run);
            match taken {
                Ok(tally) => {
                    tx.commit()?;
                    Ok(tally)
                }
                Err(e) => {
                    self.cache = Cache::default();
                    Err(e)
                }
            }
        };
        work().map_err(|e| e.at(&path))
    }
}

impl Fresh {
    fn extract(self, book: &Rulebook) -> Member {
        let (article, extracted) = match self.work {
            Work::Extract(document) => (Arc::new(pipeline::article(*document, book)), true),
            Work::Compare(article) => (article, false),
        };
        Member {
            article,
            identity: self.identity,
            doc: self.again.unwrap_or(0),
            again: self.again.is_some(),
            extracted,
            current: true,
            claims: Vec::new(),
            marks: Vec::new(),
            earlier: None,
        }
    }
}

/// Cuts a stored document anew, under the rules in force.
fn anew(old: Document, book: &Rulebook) -> Document {
    let mut new = ingest::document_from_text(&old.raw, &old.id, None, book);
    new.path = old.path;
    new.title = old.title;
    new.provenance = old.provenance;
    if old.published.basis == Basis::Metadata {
        new.published = old.published;
    }
    new
}

fn has(conn: &Connection, content: &str) -> Result<bool, Fault> {
    let found = conn.prepare_cached("SELECT 1 FROM documents WHERE content = ?1")?.exists([content])?;
    Ok(found)
}

fn take(
    tx: &Transaction<'_>,
    cache: &mut Cache,
    members: Vec<Member>,
    book: &Rulebook,
    prints: &Fingerprints,
    run: i64,
) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    let mut group: Vec<Member> = Vec::new();
    for mut m in members {
        if m.again {
            // Another run may have done it, or a correction may have come.
            let stands = tx
                .prepare_cached("SELECT superseded_by IS NULL FROM documents WHERE doc = ?1")?
                .query_row([m.doc], |r| r.get::<_, bool>(0))
                .optional()?;
            if stands != Some(true) {
                continue;
            }
            tally.rechecked += usize::from(!m.extracted);
        } else {
            if has(tx, &m.identity.content)? {
                tally.known += 1;
                continue;
            }
            m.doc = document::insert(tx, &m.article, &m.identity, prints, run)?;
            m.earlier = supersede(tx, &m.identity.lasting, m.doc)?;
            if let Some(earlier) = m.earlier {
                tally.corrected += 1;
                if let Some(old) = group.iter_mut().find(|o| o.doc == earlier) {
                    old.current = false;
                }
            }
            tally.added += 1;
        }
        tally.extracted += usize::from(m.extracted);
        group.push(m);
    }
    describe(&mut group, book);
    date_together(tx, cache, &mut group, book, &mut tally)?;
    let mut touched = Touched::default();
    for m in &group {
        if m.current {
            block::save(tx, m.doc, day(&m.article.document.published), &m.marks)?;
        }
        if let Some(earlier) = m.earlier {
            tx.prepare_cached("DELETE FROM marks WHERE doc = ?1")?.execute([earlier])?;
            result::forget(tx, earlier, run, &mut touched)?;
        }
        if m.again {
            result::forget(tx, m.doc, run, &mut touched)?;
        }
        document::fill(tx, m.doc, &m.article, &m.claims, prints)?;
        cache.put(m.doc, m.article.clone());
    }
    compare(tx, cache, &group, book, run, &mut touched, &mut tally)?;
    touched.count(tx)?;
    for m in &group {
        if let Some(earlier) = m.earlier {
            tally.changes.push(change::between(tx, earlier, m.doc, run)?);
        }
    }
    Ok(tally)
}

/// Marks the version that stood until now as superseded.
fn supersede(tx: &Transaction<'_>, lasting: &str, doc: i64) -> Result<Option<i64>, Fault> {
    let earlier: Option<i64> = tx
        .prepare_cached("SELECT doc FROM documents WHERE identity = ?1 AND superseded_by IS NULL AND doc <> ?2")?
        .query_row(params![lasting, doc], |r| r.get(0))
        .optional()?;
    if let Some(earlier) = earlier {
        tx.prepare_cached("UPDATE documents SET superseded_by = ?2 WHERE doc = ?1")?.execute([earlier, doc])?;
    }
    Ok(earlier)
}

/// Claims and marks of the whole group.
fn describe(group: &mut [Member], book: &Rulebook) {
    group.par_iter_mut().for_each(|m| m.claims = pipeline::claims(&m.article, 0, book));
    let corpus: Vec<Checked<'_>> = group
        .iter()
        .map(|m| Checked { doc: &m.article.document, mentions: &m.article.mentions, claims: m.claims.clone() })
        .collect();
    let marks = archive::marks(&corpus, book);
    drop(corpus);
    for (m, marks) in group.iter_mut().zip(marks) {
        m.marks = marks;
    }
}

/// Solves publication dates by the series that the group shares with the archive; documents of the archive that get a
/// date join the group.
fn date_together(
    tx: &Transaction<'_>,
    cache: &mut Cache,
    group: &mut Vec<Member>,
    book: &Rulebook,
    tally: &mut Tally,
) -> Result<(), Fault> {
    let undated = |a: &Article| resolve::base_of(&a.document.published).year.is_none();
    let here: BTreeSet<i64> = group.iter().map(|m| m.doc).collect();
    let mut shared: BTreeSet<i64> = BTreeSet::new();
    for m in group.iter().filter(|m| m.current) {
        for mark in m.marks.iter().filter(|k| k.kind == Kind::Series) {
            shared.extend(block::carriers(tx, mark, day(&m.article.document.published))?.unwrap_or_default());
        }
    }
    let mut stored: Vec<(i64, Arc<Article>)> = Vec::new();
    for doc in shared.difference(&here) {
        if let Some(article) = cache.get(tx, *doc)? {
            stored.push((*doc, article));
        }
    }
    if !group.iter().any(|m| undated(&m.article)) && !stored.iter().any(|(_, a)| undated(a)) {
        return Ok(());
    }
    let pool: Vec<Article> =
        group.iter().map(|m| &m.article).chain(stored.iter().map(|s| &s.1)).map(|a| (**a).clone()).collect();
    let mut dated = pipeline::date_together(pool, book).into_iter();
    for (m, article) in group.iter_mut().zip(&mut dated) {
        if article.document.published != m.article.document.published {
            m.article = Arc::new(article);
        }
    }
    for ((doc, old), article) in stored.into_iter().zip(dated) {
        if article.document.published == old.document.published {
            continue;
        }
        let identity = Identity::of(&article.document);
        tally.extracted += 1;
        group.push(Member {
            article: Arc::new(article),
            identity,
            doc,
            again: true,
            extracted: true,
            current: true,
            claims: Vec::new(),
            marks: Vec::new(),
            earlier: None,
        });
    }
    describe(group, book);
    Ok(())
}

/// Compares the group with its neighbours and stores what is found.
fn compare(
    tx: &Transaction<'_>,
    cache: &mut Cache,
    group: &[Member],
    book: &Rulebook,
    run: i64,
    touched: &mut Touched,
    tally: &mut Tally,
) -> Result<(), Fault> {
    let mut pairs: BTreeMap<(i64, i64), Neighbour> = BTreeMap::new();
    let mut needed: BTreeMap<i64, Arc<Article>> = BTreeMap::new();
    for m in group.iter().filter(|m| m.current) {
        needed.insert(m.doc, m.article.clone());
        let around = block::neighbours(tx, m.doc, day(&m.article.document.published), &m.marks, book)?;
        tally.crowded += around.crowded;
        tally.distant += around.distant;
        for n in around.near {
            pairs.insert((m.doc.min(n.doc), m.doc.max(n.doc)), n);
        }
    }
    for doc in pairs.keys().flat_map(|p| [p.0, p.1]) {
        if !needed.contains_key(&doc)
            && let Some(article) = cache.get(tx, doc)?
        {
            needed.insert(doc, article);
        }
    }
    // By date and name, not by number: what two articles say together does not depend on which came first.
    let mut order: Vec<(i64, Arc<Article>)> = needed.into_iter().collect();
    let place = |a: &Article| (a.document.published.edtf.clone(), a.document.id.clone());
    order.sort_by_cached_key(|(doc, a)| (place(a), *doc));
    let index: BTreeMap<i64, usize> = order.iter().enumerate().map(|(i, (doc, _))| (*doc, i)).collect();
    let ready: BTreeMap<i64, &Vec<Claim>> = group.iter().map(|m| (m.doc, &m.claims)).collect();
    let corpus: Vec<Checked<'_>> = order
        .par_iter()
        .enumerate()
        .map(|(i, (doc, article))| {
            let mut claims = ready.get(doc).map_or_else(|| pipeline::claims(article, i, book), |c| (*c).clone());
            claims.iter_mut().for_each(|c| c.document = i);
            Checked { doc: &article.document, mentions: &article.mentions, claims }
        })
        .collect();
    let fresh: Vec<usize> = group.iter().filter(|m| m.current).filter_map(|m| index.get(&m.doc).copied()).collect();
    let couples: Vec<Couple> = pairs
        .iter()
        .filter_map(|((a, b), n)| {
            let (a, b) = (*index.get(a)?, *index.get(b)?);
            Some(Couple { a: a.min(b), b: a.max(b), score: n.score, told: n.told, named: n.named })
        })
        .collect();
    let report = archive::run(&corpus, &fresh, &couples, book);
    let documents: Vec<(i64, &Document)> = order.iter().map(|(doc, a)| (*doc, &a.document)).collect();
    result::save(tx, &report, &documents, run, touched)
}

/// Day of publication, counted from 1970; 0 where it is not known.
fn day(published: &Published) -> i64 {
    let day = published.edtf.as_ref().and_then(|e| e.single_day());
    day.map_or(0, |d| {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        i64::from(d.since(epoch).map(|s| s.get_days()).unwrap_or(0))
    })
}

//! `batch`: adds documents to an archive and tells what is new.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::Status;
use super::args::{Batch, FailOn};
use super::error::CliError;
use super::input::{Input, Order};
use super::output::{Output, say};
use super::progress::Progress;
use super::settings::Settings;
use crate::ingest::{self, Format};
use crate::report::excerpt::clean;
use crate::report::terminal::many;
use crate::rulebook::Rulebook;
use crate::store::{Change, Fingerprints, News, Store, Tally};

/// Documents to a transaction: a killed run loses the work on so many at most.
const GROUP: usize = 32;
/// New findings that are named at the end.
const NAMED: usize = 20;
/// How often a watched folder is looked at.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes everything in, and follows a folder where asked to.
pub(super) fn run(verb: &Batch, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let book = settings.rulebook()?;
    let prints = Fingerprints::of(&settings.files()?);
    settings.start_threads()?;
    let mut store = Store::open(&verb.db)?;
    let job = Job { book: &book, prints: &prints, settings };
    let mut status = job.batch(&mut store, &verb.paths, out)?;
    if let Some(folder) = &verb.watch {
        let mut seen = BTreeMap::new();
        loop {
            let new = changed(folder, &mut seen);
            if !new.is_empty() {
                status = job.batch(&mut store, &new, out)?;
                out.flush()?;
            }
            if out.closed() {
                break;
            }
            thread::sleep(PAUSE);
        }
    }
    Ok(status)
}

/// What a run works with.
struct Job<'a> {
    book: &'a Rulebook,
    prints: &'a Fingerprints,
    settings: &'a Settings,
}

impl Job<'_> {
    /// One run: what changed rules touch, then what is new.
    fn batch(&self, store: &mut Store, paths: &[PathBuf], out: &mut Output) -> Result<Status, CliError> {
        let run = store.begin(self.prints)?;
        let mut tally = Tally::default();
        let stale = store.stale_count(self.prints)?;
        if stale > 0 {
            let mut progress = Progress::of(stale);
            loop {
                let group = store.stale(self.prints, GROUP, self.book)?;
                if group.is_empty() {
                    break;
                }
                progress.add(group.len());
                tally.add(store.take(group, self.book, self.prints, run)?);
            }
        }
        let mut progress = if Progress::seen() { Progress::of(estimate(paths)) } else { Progress::new() };
        let mut input = Input::new(paths, self.settings.input(), Order::Sorted, self.book).with_given_ids();
        while let Some(documents) = input.batch() {
            let (mut fresh, known) = store.unknown(documents)?;
            tally.known += known;
            progress.add(known);
            while !fresh.is_empty() {
                let rest = fresh.split_off(GROUP.min(fresh.len()));
                let group = std::mem::replace(&mut fresh, rest);
                let size = group.len();
                tally.add(store.take(group, self.book, self.prints, run)?);
                progress.add(size);
            }
        }
        drop(progress);
        let news = store.news(run, NAMED)?;
        store.end(run, &tally, input.unread())?;
        self.tell(store, &tally, input.unread(), &news, out)?;
        let fails = match self.settings.fail_on() {
            FailOn::Never => false,
            FailOn::Conflict => news.conflicts > 0,
            FailOn::Tension => news.conflicts + news.tensions > 0,
        };
        Ok(match (input.bad(), fails) {
            (true, _) => Status::Errors,
            (false, true) => Status::Findings,
            (false, false) => Status::Clean,
        })
    }

    fn tell(&self, store: &Store, tally: &Tally, unread: usize, news: &News, out: &mut Output) -> Result<(), CliError> {
        writeln!(
            out,
            "{}: {} added, {} known already, {unread} unreadable; {} extracted, {} compared again",
            clean(store.path()),
            many(tally.added, "document"),
            tally.known,
            tally.extracted,
            tally.rechecked
        )?;
        for change in &tally.changes {
            writeln!(out, "{}", corrected(change))?;
        }
        let mut parts = vec![many(news.conflicts, "conflict"), many(news.tensions, "tension")];
        if news.gone > 0 {
            parts.push(format!("{} gone", news.gone));
        }
        if news.returned > 0 {
            parts.push(format!("{} judged before, with other evidence now", news.returned));
        }
        writeln!(out, "new since the last run: {}", parts.join(", "))?;
        for f in &news.findings {
            let documents = clean(&f.documents);
            writeln!(out, "  {:<8} {:<20} {}  {} ({documents})", f.verdict, f.check, f.key, clean(&f.message))?;
        }
        let left = (news.conflicts + news.tensions).saturating_sub(news.findings.len());
        if left > 0 {
            writeln!(out, "  and {left} more")?;
        }
        if tally.crowded + tally.distant > 0 {
            writeln!(
                out,
                "left out: {} beyond the nearest, {} too common to lead anywhere",
                many(tally.distant, "pair"),
                many(tally.crowded, "mark")
            )?;
        }
        let s = store.standing()?;
        writeln!(
            out,
            "archive: {}, {}, {}, {} linked, {} checked; {} stand, {} judged; {} held",
            many(s.documents, "document"),
            many(s.figures, "figure"),
            many(s.claims, "claim"),
            s.linked,
            s.checked,
            many(s.findings, "finding"),
            s.judged,
            many(s.passes, "comparison")
        )?;
        if s.findings > s.judged {
            say(format_args!("to judge them: crosscheck review --db {}", store.path()));
        }
        Ok(())
    }
}

/// `corrected K-1: no longer 137명; now 173명; 1 finding no longer stands`.
fn corrected(change: &Change) -> String {
    let list = |words: &[String]| words.iter().map(|w| clean(w)).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    if !change.gone.is_empty() {
        parts.push(format!("no longer {}", list(&change.gone)));
    }
    if !change.new.is_empty() {
        parts.push(format!("now {}", list(&change.new)));
    }
    if parts.is_empty() {
        parts.push("the same figures".to_owned());
    }
    if change.settled > 0 {
        let stand = if change.settled == 1 { "stands" } else { "stand" };
        parts.push(format!("{} no longer {stand}", many(change.settled, "finding")));
    }
    format!("corrected {}: {}", clean(&change.id), parts.join("; "))
}

/// Documents there may be, to tell the time that is left.
fn estimate(paths: &[PathBuf]) -> usize {
    let rows = |path: &Path| fs::read(path).map_or(0, |bytes| memchr::memchr_iter(b'\n', &bytes).count());
    let sources = ingest::sources(paths, None);
    sources
        .iter()
        .flatten()
        .map(|s| if s.format == Some(Format::Jsonl) && !s.is_stdin() { rows(&s.path) } else { 1 })
        .sum()
}

/// Files of a folder that came or changed since they were last seen. A file that still grows is left for later.
fn changed(folder: &Path, seen: &mut BTreeMap<PathBuf, (u64, Option<SystemTime>, bool)>) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for source in ingest::sources(&[folder.to_owned()], None).into_iter().flatten() {
        let Ok(meta) = fs::metadata(&source.path) else { continue };
        let now = (meta.len(), meta.modified().ok());
        match seen.get_mut(&source.path) {
            Some((len, time, taken)) if (*len, *time) == now => {
                if !*taken {
                    *taken = true;
                    out.push(source.path);
                }
            }
            _ => {
                seen.insert(source.path, (now.0, now.1, false));
            }
        }
    }
    out
}

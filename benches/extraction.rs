//! Extraction against a bare aho-corasick pass over the same text with the same names, cold start, and scaling of checks.
//!
//! `cargo bench` prints megabytes a second of processor time, on one thread, and ratios within one run: absolute figures drift with
//! the machine.
//! Documents are made from `seeds/` and `tests/cases/`, Korean and English: every copy has other digits and other names,
//! drawn from the gazetteers, so that neither side finds all its names in the processor's cache.

#![expect(clippy::float_arithmetic, clippy::print_stdout, reason = "a benchmark reports times")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use crosscheck::ingest::document_from_text;
use crosscheck::lang::Lang;
use crosscheck::rulebook::Rulebook;
use crosscheck::rulebook::names::Class;
use crosscheck::rulebook::source::Files;
use crosscheck::{extract, normalise, pipeline, resolve};

/// Rounds of interleaved runs; the median counts.
const ROUNDS: usize = 5;

fn main() {
    let quick = env::args().any(|a| a == "--test");
    let book = Rulebook::built_in().unwrap_or_else(|e| panic!("{e}"));
    let texts = corpus(if quick { 2 } else { 40 }, book);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} documents, {:.1} MB", texts.len(), mega(bytes));

    start_up(if quick { 1 } else { ROUNDS });
    extraction(&texts, bytes, book, if quick { 1 } else { ROUNDS });
    // For a profile of extraction alone: BENCH=extraction cargo bench
    if env::var_os("BENCH").is_none_or(|b| b != "extraction") {
        checking(book, quick);
    }
}

/// The articles of `seeds/` and `tests/cases/`.
fn articles() -> Vec<String> {
    let mut texts: Vec<String> = paths("seeds").iter().filter_map(|p| fs::read_to_string(p).ok()).collect();
    for case in paths("tests/cases") {
        let rows = fs::read_to_string(case.join("articles.jsonl")).unwrap_or_default();
        let row =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?.get("text")?.as_str().map(str::to_owned);
        texts.extend(rows.lines().filter_map(row));
    }
    texts
}

/// What lies in a folder of the project, in order.
fn paths(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(folder).map(|d| d.filter_map(Result::ok).map(|e| e.path()).collect()).unwrap_or_default();
    paths.sort();
    paths
}

/// Copies of the articles, each with other digits and other names of the same class and language.
fn corpus(copies: usize, book: &Rulebook) -> Vec<String> {
    let table = &book.names.table;
    let mut pools: BTreeMap<(Class, Lang), Vec<&str>> = BTreeMap::new();
    for (_, class, row) in table.all() {
        pools.entry((class, row.lang)).or_default().push(row.surface);
    }
    let pool_of = |surface: &str| {
        let found = table.get(surface)?;
        let (_, class, row) = table.rows(found).next()?;
        pools.get(&(class, row.lang))
    };
    let articles = articles();
    let mut dice = Dice(1);
    let mut out = Vec::new();
    for n in 0..copies {
        for article in &articles {
            let doc = document_from_text(article, "bench", None, book);
            let mut text = String::with_capacity(doc.text.len());
            let mut done = 0;
            for name in extract::names::find(&doc, book) {
                let surface = name.span.slice(&doc.text);
                let other =
                    pool_of(surface).and_then(|pool| pool.get(dice.rank(pool.len()))).copied().unwrap_or(surface);
                text.push_str(doc.text.get(done..name.span.start).unwrap_or(""));
                text.push_str(other);
                done = name.span.end;
            }
            text.push_str(doc.text.get(done..).unwrap_or(""));
            out.push(vary(&text, n));
        }
    }
    out
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    /// As names are in news: a few often, most of them seldom (Zipf), each power of two as likely as the next.
    fn rank(&mut self, names: usize) -> usize {
        let below = 1 << self.roll(names.max(1).ilog2() as usize + 1);
        (below + self.roll(below)).min(names.max(1)) - 1
    }
}

/// Every digit but the first of a number moves by the copy's number.
fn vary(text: &str, n: usize) -> String {
    let mut inside = false;
    text.chars()
        .map(|c| {
            let digit = c.to_digit(10);
            let moved = match digit {
                Some(d) if inside => char::from_digit((d + u32::try_from(n % 10).unwrap_or(0)) % 10, 10).unwrap_or(c),
                _ => c,
            };
            inside = digit.is_some();
            moved
        })
        .collect()
}

fn start_up(rounds: usize) {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(Rulebook::from_files(&Files::built_in()).is_ok());
            start.elapsed()
        })
        .collect();
    println!("cold start (rulebook compiled from its text): {:.0} ms", 1e3 * median(&mut times).as_secs_f64());
}

/// One core: names alone by a contiguous NFA, leftmost-longest, against everything from bytes to resolved mentions.
fn extraction(texts: &[String], bytes: usize, book: &Rulebook, rounds: usize) {
    let table = &book.names.table;
    let mut names: Vec<&str> =
        (0..table.len()).filter_map(|i| table.row(u32::try_from(i).ok()?)).map(|r| r.surface).collect();
    names.sort_unstable();
    names.dedup();
    let bare = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(&names)
        .unwrap_or_else(|e| panic!("{e}"));
    let (mut alone, mut whole) = (Vec::new(), Vec::new());
    let mut stages = Stages::default();
    let mut found = (0usize, 0usize);
    for _ in 0..rounds {
        let clock = Clock::start();
        found.0 = texts.iter().map(|t| bare.find_iter(t).count()).sum();
        alone.push(clock.elapsed());
        let clock = Clock::start();
        found.1 = texts
            .iter()
            .map(|t| pipeline::article(document_from_text(t, "bench", None, book), book).mentions.len())
            .sum();
        whole.push(clock.elapsed());
        stages.round(texts, book);
    }
    let speed = |t: Duration| mega(bytes) / t.as_secs_f64();
    let (a, w) = (median(&mut alone), median(&mut whole));
    println!("bare aho-corasick, {} names: {:.1} MB/s, {} matches", names.len(), speed(a), found.0);
    println!("extraction, bytes to resolved mentions: {:.1} MB/s, {} mentions", speed(w), found.1);
    println!("ratio extraction : bare = {:.2}", a.as_secs_f64() / w.as_secs_f64());
    for (name, mut times) in stages.into_rounds() {
        let t = median(&mut times);
        println!("  {name:<46}{:>7.1} MB/s {:>6.1} ns a byte", speed(t), t.as_secs_f64() * 1e9 / bytes as f64);
    }
}

/// The stages of extraction, timed one by one.
#[derive(Default)]
struct Stages {
    rounds: Vec<[Duration; STAGES.len()]>,
}

const STAGES: [&str; 7] = [
    "ingest: normalise text, segments, sentences",
    "figures: scan, contexts, captures",
    "names: gazetteers, structure, evidence",
    "overlap",
    "normalise: values",
    "resolve: dates",
    "freeing it all",
];

/// Documents a stage is timed on at a time.
const HANDFUL: usize = 50;

impl Stages {
    fn round(&mut self, texts: &[String], book: &Rulebook) {
        let mut times = [Duration::ZERO; STAGES.len()];
        for texts in texts.chunks(HANDFUL) {
            let mut at = 0;
            let mut clock = Clock::start();
            let mut lap = || {
                if let Some(slot) = times.get_mut(at) {
                    *slot += clock.elapsed();
                }
                at += 1;
                clock = Clock::start();
            };
            let mut docs: Vec<_> = texts.iter().map(|t| document_from_text(t, "bench", None, book)).collect();
            lap();
            let figures: Vec<_> = docs.iter().map(|d| extract::pattern::find(d, book)).collect();
            lap();
            let names: Vec<_> = docs.iter().map(|d| extract::names::find(d, book)).collect();
            lap();
            let raw: Vec<_> =
                figures.into_iter().zip(names).map(|(f, n)| extract::overlap::merge(f, n, &book.rules)).collect();
            lap();
            let typed: Vec<_> = docs.iter().zip(raw).map(|(d, raw)| normalise::values(d, raw, book)).collect();
            lap();
            let resolved: Vec<_> =
                docs.iter_mut().zip(typed).map(|(d, typed)| resolve::anchors(d, typed, book)).collect();
            lap();
            drop((docs, resolved));
            lap();
        }
        self.rounds.push(times);
    }

    /// Per stage the times of all rounds.
    fn into_rounds(self) -> impl Iterator<Item = (&'static str, Vec<Duration>)> {
        STAGES
            .into_iter()
            .enumerate()
            .map(move |(i, name)| (name, self.rounds.iter().filter_map(|r| r.get(i).copied()).collect()))
    }
}

/// Claims of growing corpora: time per document should stay the same.
fn checking(book: &Rulebook, quick: bool) {
    let seeds: Vec<String> = paths("seeds").iter().filter_map(|p| fs::read_to_string(p).ok()).collect();
    let texts: Vec<String> = (0..120).flat_map(|n| seeds.iter().map(move |s| vary(s, n))).collect();
    let sizes: &[usize] = if quick { &[5] } else { &[150, 300, 600] };
    let mut first = None;
    for &size in sizes {
        let documents: Vec<_> = texts
            .iter()
            .take(size)
            .enumerate()
            .map(|(i, t)| document_from_text(t, &format!("d{i}"), None, book))
            .collect();
        let articles = pipeline::articles(documents, book);
        let start = Instant::now();
        let outcome = pipeline::check(&articles, book);
        let per = start.elapsed().as_secs_f64() / size as f64;
        let base = *first.get_or_insert(per);
        println!(
            "checking {size} documents: {:.2} ms a document ({:.2} × the smallest), {} findings",
            per * 1e3,
            per / base,
            outcome.findings.len()
        );
    }
}

/// Time this thread has run: other programs on the machine do not count. Where the system does not tell, time passed.
struct Clock(Instant, Option<u64>);

impl Clock {
    fn start() -> Self {
        Self(Instant::now(), Self::ran())
    }

    fn elapsed(&self) -> Duration {
        match (self.1, Self::ran()) {
            (Some(from), Some(to)) => Duration::from_nanos(to.saturating_sub(from)),
            _ => self.0.elapsed(),
        }
    }

    /// Nanoseconds on a processor (Linux).
    fn ran() -> Option<u64> {
        fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
    }
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

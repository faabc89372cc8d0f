//! Extraction against a bare aho-corasick pass over the same text with the same names, cold start, and scaling of checks.
//!
//! `cargo bench` prints megabytes a second and ratios within one run: absolute figures drift with the machine.
//! Documents are made from `seeds/` by changing their digits, so that no two are alike.

#![expect(clippy::float_arithmetic, clippy::print_stdout, reason = "a benchmark reports times")]

use std::hint::black_box;
use std::time::{Duration, Instant};
use std::{env, fs};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use crosscheck::ingest::document_from_text;
use crosscheck::pipeline;
use crosscheck::rulebook::Rulebook;
use crosscheck::rulebook::source::Files;

/// Rounds of interleaved runs; the median counts.
const ROUNDS: usize = 5;

fn main() {
    let quick = env::args().any(|a| a == "--test");
    let copies = if quick { 2 } else { 120 };
    let book = Rulebook::built_in().unwrap_or_else(|e| panic!("{e}"));
    let texts = corpus(copies);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} documents, {:.1} MB", texts.len(), mega(bytes));

    start_up(if quick { 1 } else { ROUNDS });
    extraction(&texts, bytes, book, if quick { 1 } else { ROUNDS });
    checking(&texts, book, quick);
}

/// Copies of the seeds with other digits: every digit but the first of a number moves by the copy's number.
fn corpus(copies: usize) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
        .map(|d| d.filter_map(Result::ok).map(|e| e.path()).collect())
        .unwrap_or_default();
    paths.sort();
    let seeds: Vec<String> = paths.iter().filter_map(|p| fs::read_to_string(p).ok()).collect();
    (0..copies).flat_map(|n| seeds.iter().map(move |s| vary(s, n))).collect()
}

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
    let mut found = (0usize, 0usize);
    for _ in 0..rounds {
        let start = Instant::now();
        found.0 = texts.iter().map(|t| bare.find_iter(t).count()).sum();
        alone.push(start.elapsed());
        let start = Instant::now();
        found.1 = texts
            .iter()
            .map(|t| pipeline::article(document_from_text(t, "bench", None, book), book).mentions.len())
            .sum();
        whole.push(start.elapsed());
    }
    let (a, w) = (median(&mut alone), median(&mut whole));
    let speed = |t: Duration| mega(bytes) / t.as_secs_f64();
    println!("bare aho-corasick, {} names: {:.1} MB/s, {} matches", names.len(), speed(a), found.0);
    println!("extraction, bytes to resolved mentions: {:.1} MB/s, {} mentions", speed(w), found.1);
    println!("ratio extraction : bare = {:.2}", a.as_secs_f64() / w.as_secs_f64());
}

/// Claims of growing corpora: time per document should stay the same.
fn checking(texts: &[String], book: &Rulebook, quick: bool) {
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

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

//! The clusters of `tests/cases`: for every gold pair of figures, whether `check` raises it.
//!
//! Kept in `snapshots/pairs`, so that every pair gained or lost shows as a line of a diff. Of the clusters set aside in
//! `tests/holdout` only the tally is looked at: what is tuned to the one half must carry over to the other.

use std::fs;

use crosscheck::report::json;
use crosscheck::rulebook::Rulebook;
use crosscheck::{ingest, pipeline};
use serde_json::Value;

use crate::program::root;
use crate::snapshots::assert_kept;

/// Names of the clusters, in order.
pub(crate) fn clusters() -> Vec<String> {
    clusters_of("tests/cases")
}

fn clusters_of(half: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join(half))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|e| e.path().join("articles.jsonl").exists())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn pairs_of_the_clusters() {
    let total = tally("tests/cases", &mut |name, lines| assert_kept("pairs", name, lines));
    assert_kept("pairs", "total", &total.show());
    assert!(total.share("conflict") >= 500, "conflicts raised:\n{}", total.show());
    assert!(total.share("compatible") <= 10, "pairs that agree and are raised:\n{}", total.show());
}

#[test]
fn what_is_tuned_carries_over_to_the_half_set_aside() {
    let tuned = tally("tests/cases", &mut |_, _| {});
    let aside = tally("tests/holdout", &mut |_, _| {});
    assert!(aside.share("conflict") * 100 >= tuned.share("conflict") * 70, "{}\n{}", tuned.show(), aside.show());
    assert!(aside.share("compatible") <= 10, "{}", aside.show());
}

/// Counts the gold pairs of all clusters of a half; `each` gets a cluster's name and a line for every pair.
fn tally(half: &str, each: &mut dyn FnMut(&str, &str)) -> Tally {
    let mut total = Tally::default();
    for name in clusters_of(half) {
        let findings = findings(&format!("{half}/{name}/articles.jsonl"));
        let gold = fs::read_to_string(root().join(half).join(&name).join("findings.jsonl")).expect("gold pairs");
        let mut text = String::new();
        for line in gold.lines().filter(|l| !l.trim().is_empty()) {
            let pair: Value = serde_json::from_str(line).expect("a gold pair");
            let raised = raised(&pair, &findings);
            let good = total.add(word(&pair, "verdict"), raised);
            text += &format!(
                "{} {:<14} {:<10} {:<8} {:<14} {} ~ {}\n",
                if good { "ok  " } else { "MISS" },
                word(&pair, "id"),
                word(&pair, "verdict"),
                if raised.is_empty() { "silent" } else { raised },
                word(&pair, "type"),
                word(&pair["a"], "surface"),
                word(&pair["b"], "surface"),
            );
        }
        each(&name, &text);
    }
    total
}

#[test]
fn articles_without_a_slip() {
    let findings = findings("tests/cases/innocent.jsonl");
    let mut text = format!("{} false alarms\n", findings.len());
    for f in &findings {
        let sides: Vec<String> = sides(f).map(|s| format!("{} {}", word(s, "document"), word(s, "surface"))).collect();
        text += &format!("{} {}: {}\n", word(f, "verdict"), word(f, "check"), sides.join(" ~ "));
    }
    assert_kept("pairs", "innocent", &text);
    assert!(findings.len() <= 1, "at most three in a hundred articles:\n{text}");
}

/// What `check --format json` finds in a file, in this process: the rules load once.
fn findings(path: &str) -> Vec<Value> {
    let book = Rulebook::built_in().expect("the built-in rules load");
    let sources = ingest::sources(&[root().join(path)], None);
    let documents = ingest::documents(sources, book).map(|d| d.expect("a document")).collect();
    let articles = pipeline::articles(documents, book);
    let mut out = Vec::new();
    json::write(&pipeline::check(&articles, book), &articles, &mut out).expect("memory");
    let out: Value = serde_json::from_slice(&out).expect("JSON");
    out["findings"].as_array().expect("findings").clone()
}

/// `conflict`, `tension` or nothing: how loudly a gold pair is raised. As `eval/pairs.py` counts it: a finding has sides
/// on both figures, or, inside one document, on the first and any other that the pair names.
fn raised(pair: &Value, findings: &[Value]) -> &'static str {
    let (a, b) = (&pair["a"], &pair["b"]);
    let one = a["article"] == b["article"] && a["start"] == b["start"];
    let within = a["article"] == b["article"];
    let others = pair["others"].as_array().into_iter().flatten();
    let parts: Vec<&Value> = std::iter::once(b).chain(others).collect();
    let mut level = "";
    for f in findings {
        if hits(f, a) && (one || hits(f, b) || (within && parts.iter().any(|p| hits(f, p)))) {
            if word(f, "verdict") == "conflict" {
                return "conflict";
            }
            level = "tension";
        }
    }
    level
}

fn hits(finding: &Value, figure: &Value) -> bool {
    let start = figure["start"].as_u64().expect("an offset");
    let end = start + word(figure, "surface").len() as u64;
    sides(finding).any(|s| {
        s["document"] == figure["article"]
            && s["start"].as_u64().is_some_and(|x| x < end)
            && s["end"].as_u64().is_some_and(|x| x > start)
    })
}

fn sides(finding: &Value) -> impl Iterator<Item = &Value> {
    finding["sides"].as_array().into_iter().flatten()
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

/// How many pairs of each verdict were raised, and how loudly.
#[derive(Default)]
struct Tally {
    rows: std::collections::BTreeMap<String, [usize; 3]>,
}

impl Tally {
    /// Counts a pair; whether it ended as it should.
    fn add(&mut self, verdict: &str, raised: &str) -> bool {
        let row = self.rows.entry(verdict.to_owned()).or_default();
        row[0] += 1;
        row[1] += usize::from(!raised.is_empty());
        row[2] += usize::from(raised == "conflict");
        match verdict {
            "conflict" => !raised.is_empty(),
            "compatible" => raised.is_empty(),
            _ => raised != "conflict",
        }
    }

    /// How many in a thousand pairs of a verdict are raised.
    fn share(&self, verdict: &str) -> usize {
        self.rows.get(verdict).map_or(0, |[n, raised, _]| raised * 1000 / (*n).max(1))
    }

    fn show(&self) -> String {
        let line = |(verdict, [n, raised, loud]): (&String, &[usize; 3])| {
            format!("{verdict:<10} {n:>4} pairs, {raised:>4} raised, {loud:>4} of them as conflict\n")
        };
        self.rows.iter().map(line).collect()
    }
}

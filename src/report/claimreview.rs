//! schema.org `ClaimReview`, for findings that a person has judged.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::judged::{Decision, Judged, Judgement};
use super::passage::{Passage, uri, web_address};
use crate::lang::Lang;
use crate::model::finding::Finding;
use crate::pipeline::Article;

/// Writes the reviews of all findings that were judged to differ, or explained, as one graph.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(findings: &[Finding], articles: &[Article], judged: &Judged, out: &mut dyn Write) -> io::Result<()> {
    let decided = findings.iter().filter_map(|f| Some((f, judged.decisions.get(&f.key)?)));
    let reviews: Vec<Value> = decided.filter_map(|(f, d)| graph(f, articles, d)).flatten().collect();
    serde_json::to_writer_pretty(&mut *out, &whole(reviews))?;
    writeln!(out)
}

fn whole(reviews: Vec<Value>) -> Value {
    json!({ "@context": ["https://schema.org", { "crosscheck": "urn:crosscheck:" }], "@graph": reviews })
}

/// The review of a finding: one `ClaimReview` for each side, with the other sides under `conflictsWith`, a term of our
/// own since schema.org relates no claim to another.
///
/// `None` unless the decision is that the figures differ, or why they do: nothing unjudged is published, and no side is
/// said to be the wrong one.
pub fn review(finding: &Finding, articles: &[Article], decision: &Decision) -> Option<Value> {
    graph(finding, articles, decision).map(whole)
}

fn graph(finding: &Finding, articles: &[Article], decision: &Decision) -> Option<Vec<Value>> {
    let rating = match &decision.judgement {
        Judgement::Confirmed => "Inconsistent figures".to_owned(),
        Judgement::Explained(why) if why.is_empty() => "Explained difference".to_owned(),
        Judgement::Explained(why) => format!("Explained difference: {why}"),
        Judgement::FalseLink | Judgement::ExtractionBug | Judgement::Unsure => return None,
    };
    let passages: Vec<Passage<'_>> = finding.sides.iter().filter_map(|s| Passage::of(s, articles)).collect();
    let name = |n: usize| format!("urn:crosscheck:finding:{}:{n}", finding.key);
    let reviews = passages.iter().enumerate().map(|(n, passage)| {
        let others = (0..passages.len()).filter(|o| *o != n).map(|o| json!({ "@id": name(o) }));
        json!({
            "@type": "ClaimReview",
            "author": { "@type": "Person", "name": decision.who },
            "datePublished": decision.when,
            "inLanguage": passage.lang.code(),
            "claimReviewed": passage.quote(),
            "reviewBody": body(finding, decision),
            "reviewRating": { "@type": "Rating", "alternateName": rating },
            "itemReviewed": {
                "@id": name(n),
                "@type": "Claim",
                "text": passage.quote(),
                "appearance": appearance(passage),
                "crosscheck:figure": passage.surface(),
                "crosscheck:value": passage.side.claim.get("value"),
                "crosscheck:conflictsWith": others.collect::<Vec<_>>(),
            },
        })
    });
    Some(reviews.collect())
}

fn body(finding: &Finding, decision: &Decision) -> String {
    let parts = [finding.message.as_str(), decision.note.as_str()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

fn appearance(passage: &Passage<'_>) -> Value {
    let document = passage.document;
    json!({
        "@type": "NewsArticle",
        "headline": document.title,
        "url": web_address(document).map_or_else(|| uri(&document.path), str::to_owned),
        "datePublished": document.published.edtf.as_ref().map(|e| e.0.as_str()),
        "inLanguage": Lang::of(&document.text).code(),
    })
}

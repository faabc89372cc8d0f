//! The stages in order.

use rayon::prelude::*;

use crate::model::claim::Claim;
use crate::model::document::Document;
use crate::model::finding::{Coverage, Finding};
use crate::model::mention::{Mention, Raw, Resolved, Typed};
use crate::rulebook::Rulebook;
use crate::{check, claim, extract, normalise, resolve};

/// A document with all that was found in it.
#[derive(Debug, Clone)]
pub struct Article {
    /// The document; resolution may have solved its publication date.
    pub document: Document,
    /// Figures, dates, names and identifiers.
    pub mentions: Vec<Mention<Resolved>>,
}

/// What the checks found.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Conflicts and tensions.
    pub findings: Vec<Finding>,
    /// Comparisons that held.
    pub passes: Vec<Finding>,
    /// What was seen, compared and left out.
    pub coverage: Coverage,
}

/// Candidate mentions with their captures.
pub fn raw(document: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    extract::mentions(document, book)
}

/// Mentions with values; dates as they were written.
pub fn typed(document: &Document, book: &Rulebook) -> Vec<Mention<Typed>> {
    normalise::values(document, raw(document, book), book)
}

/// A document through all stages that need nothing but itself.
pub fn article(mut document: Document, book: &Rulebook) -> Article {
    let typed = typed(&document, book);
    let mentions = resolve::anchors(&mut document, typed, book);
    Article { document, mentions }
}

/// Many documents at once, in their order.
pub fn articles(documents: Vec<Document>, book: &Rulebook) -> Vec<Article> {
    documents.into_par_iter().map(|d| article(d, book)).collect()
}

/// Figures with what they are about; `index` is the place of the article in the run.
pub fn claims(article: &Article, index: usize, book: &Rulebook) -> Vec<Claim> {
    let mut claims = claim::bind(&article.document, &article.mentions, book);
    for claim in &mut claims {
        claim.document = index;
    }
    claims
}

/// Drops articles whose text is that of an earlier one, and says how many: a copy is no witness of its own.
pub fn without_copies(articles: Vec<Article>) -> (Vec<Article>, usize) {
    let all = articles.len();
    let mut seen = std::collections::BTreeSet::new();
    let kept: Vec<Article> =
        articles.into_iter().filter(|a| seen.insert(*blake3::hash(a.document.text.as_bytes()).as_bytes())).collect();
    let copies = all - kept.len();
    (kept, copies)
}

/// Solves publication dates over all articles together, and resolves the dates of those that were solved anew.
pub fn date_together(mut articles: Vec<Article>, book: &Rulebook) -> Vec<Article> {
    if articles.iter().all(|a| resolve::base_of(&a.document.published).year.is_some()) {
        return articles;
    }
    let solved = check::publication::solve(&articles, |i, article| checked(article, i, book), book);
    for (index, published) in solved {
        if let Some(slot) = articles.get_mut(index) {
            let mut document = slot.document.clone();
            document.published = published;
            *slot = article(document, book);
        }
    }
    articles
}

/// An article with its claims, as the checks take it; `index` is its place in the run.
pub fn checked<'a>(article: &'a Article, index: usize, book: &Rulebook) -> check::Checked<'a> {
    check::Checked { doc: &article.document, mentions: &article.mentions, claims: claims(article, index, book) }
}

/// Compares the claims of all articles.
pub fn check(articles: &[Article], book: &Rulebook) -> Outcome {
    let report = check::run(articles, |i, article| checked(article, i, book), book);
    Outcome { findings: report.findings, passes: report.passes, coverage: report.coverage }
}

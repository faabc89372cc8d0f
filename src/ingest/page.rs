//! Web pages: the readable text, with title and date from what the page says of itself.

use std::collections::BTreeMap;

use dom_query::{Document, Selection};
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;

use super::guard::{ATTRIBUTES_MAX, BYTES_MAX, DEPTH_MAX, ELEMENTS_MAX, has_monster, too_large};

/// Where a page says when it was published, best first.
const DATES: [&str; 16] = [
    "meta[property='article:published_time' i]",
    "meta[property='og:article:published_time' i]",
    "meta[itemprop='datePublished' i]",
    "meta[name='article:published_time' i]",
    "meta[name='datePublished' i]",
    "meta[name='pubdate' i]",
    "meta[name='publishdate' i]",
    "meta[name='parsely-pub-date' i]",
    "meta[name='dcterms.issued' i]",
    "meta[name='dc.date.issued' i]",
    "meta[name='dcterms.created' i]",
    "meta[name='dc.date' i]",
    "meta[name='date' i]",
    "time[itemprop='datePublished']",
    "time[pubdate]",
    "article time[datetime]",
];

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Headline and readable text, a block a line. Offsets count in it.
    pub(super) text: String,
    /// Headline.
    pub(super) title: Option<String>,
    /// Publication date, as given.
    pub(super) published: Option<String>,
    /// What else the page says of itself: its address, its site.
    pub(super) about: BTreeMap<String, Value>,
}

/// Why a page gives no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Nothing to read.
    #[error("the page holds no readable text")]
    NoText,
    /// Too many bytes, elements or attributes, or elements nested too deep.
    #[error(
        "the page has more than {} MiB, {ELEMENTS_MAX} elements or {ATTRIBUTES_MAX} attributes of one, or nests them \
         more than {DEPTH_MAX} deep",
        BYTES_MAX >> 20
    )]
    TooLarge,
}

impl PageError {
    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::NoText => "a page that a script fills holds no text: save it from the browser, or give the text",
            Self::TooLarge => "give the text of the article as .txt, or as `text` of a .jsonl row",
        }
    }
}

/// Reads a page.
///
/// # Errors
/// A page without text, or too large for an article.
pub(super) fn read(html: &str) -> Result<Page, PageError> {
    if has_monster(html) {
        return Err(PageError::TooLarge);
    }
    let document = Document::from(html);
    if too_large(&document) {
        return Err(PageError::TooLarge);
    }
    let article = linked_article(&document);
    let title = title(&document, article.as_ref());
    let published = published(&document, article.as_ref());
    let mut about = BTreeMap::new();
    for (key, selector) in [("url", "link[rel='canonical']"), ("site", "meta[property='og:site_name' i]")] {
        let found = document.select_single(selector);
        if let Some(value) = found.attr("href").or_else(|| found.attr("content")).filter(|v| !v.trim().is_empty()) {
            about.insert(key.to_owned(), Value::String(value.trim().to_owned()));
        }
    }
    let body = readable(document, html);
    if body.is_empty() {
        return Err(PageError::NoText);
    }
    let headed = title.as_deref().filter(|t| !body.lines().take(3).any(|l| l == *t));
    let text = headed.map_or_else(|| body.clone(), |t| format!("{t}\n\n{body}"));
    Ok(Page { text, title, published, about })
}

/// The words of a piece of HTML, a block a line.
pub(super) fn words(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return tidy(html);
    }
    if has_monster(html) {
        return String::new();
    }
    let document = Document::fragment(html);
    if too_large(&document) {
        return String::new();
    }
    document.select("script, style, template, noscript").remove();
    tidy(&document.formatted_text())
}

/// The article by the rules of Readability; of a page without one all its text.
fn readable(document: Document, html: &str) -> String {
    let config = Config { disable_json_ld: true, text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut r| r.parse());
    article.map(|a| tidy(&a.text_content)).ok().filter(|t| !t.is_empty()).unwrap_or_else(|| {
        let document = Document::from(html);
        document.select("head, script, style, template, noscript, nav, header, footer, aside, form").remove();
        tidy(&document.formatted_text())
    })
}

/// One block a line, no blank at either end of it.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    lines.join("\n\n")
}

/// The article that the page describes as JSON-LD.
fn linked_article(document: &Document) -> Option<Value> {
    let scripts = document.select("script[type='application/ld+json']");
    scripts.iter().find_map(|script| {
        let text = script.text();
        let data: Value = serde_json::from_str(text.trim()).ok()?;
        article_in(&data, 0).cloned()
    })
}

fn article_in(data: &Value, depth: u32) -> Option<&Value> {
    if depth > 8 {
        return None;
    }
    let is_article = |kind: &Value| {
        let named = |s: &str| s.contains("Article") || s.contains("BlogPosting") || s == "Report";
        kind.as_str().is_some_and(named) || kind.as_array().into_iter().flatten().filter_map(Value::as_str).any(named)
    };
    match data {
        Value::Array(items) => items.iter().find_map(|i| article_in(i, depth + 1)),
        Value::Object(fields) if fields.get("@type").is_some_and(is_article) => Some(data),
        Value::Object(fields) => {
            let inside = ["@graph", "mainEntity", "mainEntityOfPage"];
            inside.iter().find_map(|key| article_in(fields.get(*key)?, depth + 1))
        }
        _ => None,
    }
}

fn title(document: &Document, article: Option<&Value>) -> Option<String> {
    let linked = article.and_then(|a| a.get("headline")).and_then(Value::as_str).map(words);
    let heading = || {
        let all = document.select("h1");
        (all.length() == 1).then(|| tidy(&all.formatted_text()).replace("\n\n", " "))
    };
    let meta = || {
        let title = document.select_single("meta[property='og:title' i]").attr("content")?.trim().to_owned();
        let site = document.select_single("meta[property='og:site_name' i]").attr("content");
        let bare = site.and_then(|s| {
            let rest = title.strip_suffix(s.trim())?.trim_end().trim_end_matches(['-', '|', ':', '–', '—', '·']);
            (rest.len() < title.len()).then(|| rest.trim_end().to_owned())
        });
        Some(bare.unwrap_or(title))
    };
    let named = || Some(tidy(&document.select_single("title").text()).replace("\n\n", " "));
    let some = |t: &String| !t.is_empty();
    linked
        .filter(some)
        .or_else(|| meta().filter(some))
        .or_else(|| heading().filter(some))
        .or_else(|| named().filter(some))
}

fn published(document: &Document, article: Option<&Value>) -> Option<String> {
    let linked = article.and_then(|a| a.get("datePublished").or_else(|| a.get("dateCreated"))).and_then(Value::as_str);
    if let Some(date) = linked.filter(|d| !d.trim().is_empty()) {
        return Some(date.trim().to_owned());
    }
    let said = DATES.iter().find_map(|s| date_of(&document.select_single(s)));
    said.or_else(|| {
        // A page may show the times of other articles; one alone is its own.
        let times = document.select("time[datetime]");
        (times.length() == 1).then(|| date_of(&times)).flatten()
    })
}

fn date_of(selection: &Selection<'_>) -> Option<String> {
    let given = ["content", "datetime"].iter().find_map(|key| selection.attr(key)).map(|v| v.trim().to_owned());
    let given = given.or_else(|| selection.exists().then(|| selection.text().trim().to_owned()));
    given.filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<p>부산항은 새 부두를 짓는 데 최소 <b>16.5억</b> 달러를 썼다고 항만공사가 9일 알렸다.</p>\
        <p>처음 잡은 돈은 12.4억 달러로 이보다 적었다.&nbsp;준공식에서 합창단 60여명이 노래했다.</p>";

    #[test]
    fn an_article_is_found_among_its_frame() {
        let html = format!(
            "<!doctype html><html><head><title>부산항 새 부두 - 신문</title>\
             <meta property='og:title' content='부산항 새 부두 16.5억 - 신문'><meta property='og:site_name' content='신문'>\
             <meta property='article:published_time' content='2025-10-23T09:00:00+09:00'>\
             <link rel='canonical' href='https://x.kr/1'></head><body><nav><a href=/>홈 1위</a></nav>\
             <article><h1>부산항 새 부두 16.5억</h1>{BODY}<script>let x = '99명';</script></article>\
             <aside>많이 본 뉴스 5건</aside></body></html>"
        );
        let page = read(&html).unwrap();
        assert_eq!(page.title.as_deref(), Some("부산항 새 부두 16.5억"));
        assert_eq!(page.published.as_deref(), Some("2025-10-23T09:00:00+09:00"));
        assert_eq!(page.about["url"], "https://x.kr/1");
        assert!(page.text.starts_with("부산항 새 부두 16.5억\n\n부산항은 새"), "{}", page.text);
        assert!(page.text.contains("최소 16.5억 달러를") && page.text.contains("60여명"), "{}", page.text);
        assert!(!page.text.contains("99명") && !page.text.contains("홈 1위"), "{}", page.text);
    }

    #[test]
    fn linked_data_comes_first_and_rubbish_is_no_harm() {
        let html = format!(
            "<script type='application/ld+json'>not json</script><script type='application/ld+json'>\
             {{\"@graph\":[{{\"@type\":\"WebSite\"}},{{\"@type\":[\"NewsArticle\"],\"headline\":\"A &amp; B\",\
             \"datePublished\":\"2024-09-06\"}}]}}</script><title>x</title>{BODY}<time datetime='2020-01-01'>"
        );
        let page = read(&html).unwrap();
        assert_eq!((page.title.as_deref(), page.published.as_deref()), (Some("A & B"), Some("2024-09-06")));
        assert_eq!(read("<html><script>document.write('5명')</script></html>").unwrap_err(), PageError::NoText);
        assert_eq!(read("").unwrap_err(), PageError::NoText);
    }

    #[test]
    fn a_page_made_to_hurt_ends_soon() {
        for piece in ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<svg>", "<b></p>"] {
            let html = format!("{}5명이 왔다.", piece.repeat(60_000));
            assert_eq!(read(&html).unwrap_err(), PageError::TooLarge, "{piece}");
        }
        let attributes: String = (0..200_000).map(|i| format!(" a{i}=1")).collect();
        assert_eq!(read(&format!("<p{attributes}>5명")).unwrap_err(), PageError::TooLarge);
        assert_eq!(words(&"<i>".repeat(200_000)), "");
        assert!(read(&format!("{}{BODY}", "<div>".repeat(900))).is_ok());
        assert!(read(&format!("<a href='x y'>{BODY}").repeat(500)).is_ok(), "links forgotten open");
    }

    #[test]
    fn words_of_a_fragment() {
        assert_eq!(words("a &lt; b<br>c<script>9</script><p>16.5억&nbsp;달러</p>"), "a < b\n\nc\n\n16.5억 달러");
        assert_eq!(words("plain"), "plain");
    }
}

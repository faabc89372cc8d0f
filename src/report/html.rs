//! One file to read and to send: findings with their passages side by side. No script, nothing loaded.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::escape::{Escaped, anchor};
use super::passage::{Passage, web_address};
use super::statement;
use super::terminal::many;
use crate::lang::Lang;
use crate::model::document::Document;
use crate::model::finding::{Finding, Verdict};
use crate::model::span::Span;
use crate::pipeline::{Article, Outcome};

/// Writes the report; comparisons that held are folded at the end.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(outcome: &Outcome, articles: &[Article], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}", page(outcome, articles).map_err(io::Error::other)?)
}

type Html = Result<String, std::fmt::Error>;

fn page(outcome: &Outcome, articles: &[Article]) -> Html {
    let mut out = String::new();
    let conflicts = outcome.findings.iter().filter(|f| f.verdict == Verdict::Conflict).count();
    let tensions = outcome.findings.len() - conflicts;
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>crosscheck: {}, {}</title>\n<style>\n{}</style>\n\
         </head>\n<body>\n<header>\n<h1>Figures that do not agree</h1>\n\
         <p class=\"dim\">An inconsistency is a reason to open the primary document, not a verdict on either passage.</p>\n",
        many(conflicts, "conflict"),
        many(tensions, "tension"),
        include_str!("page.css"),
    )?;
    let c = &outcome.coverage;
    let counts = [
        (conflicts, "conflicts"),
        (tensions, "tensions"),
        (outcome.passes.len(), "comparisons held"),
        (articles.len(), "documents"),
        (c.figures, "figures"),
        (c.checked, "figures checked"),
    ];
    out.push_str("<ul class=\"counts\">\n");
    for (n, what) in counts {
        writeln!(out, "<li><b>{n}</b><span>{what}</span></li>")?;
    }
    out.push_str("</ul>\n</header>\n<main>\n<h2>Findings</h2>\n");
    if articles.is_empty() {
        out.push_str("<p>Nothing was read.</p>\n");
    } else if outcome.findings.is_empty() {
        out.push_str("<p>No inconsistency found.</p>\n");
    }
    let mut findings: Vec<&Finding> = outcome.findings.iter().collect();
    findings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(b.severity.cmp(&a.severity)));
    for finding in findings {
        card(finding, articles, &mut out)?;
    }
    if !outcome.passes.is_empty() {
        writeln!(out, "<details>\n<summary>{} held</summary>", many(outcome.passes.len(), "comparison"))?;
        for finding in &outcome.passes {
            card(finding, articles, &mut out)?;
        }
        out.push_str("</details>\n");
    }
    coverage(outcome, &mut out)?;
    documents(articles, &mut out)?;
    out.push_str("</main>\n</body>\n</html>\n");
    Ok(out)
}

/// Sides of one sentence.
struct Quote<'a> {
    sides: Vec<(usize, Passage<'a>)>,
    sentence: Span,
}

fn card(finding: &Finding, articles: &[Article], out: &mut String) -> std::fmt::Result {
    let verdict = finding.verdict.name();
    let class = if finding.verdict.is_finding() { verdict } else { "held" };
    let id = anchor(&finding.key);
    writeln!(
        out,
        "<article class=\"card {class}\" id=\"f-{id}\">\n<div class=\"tags\"><span class=\"tag\">{}</span>\
         <span>{}</span><a href=\"#f-{id}\" title=\"Link to this finding\">{}</a></div>",
        Escaped(&verdict.replace('_', " ")),
        Escaped(&finding.check),
        Escaped(&finding.key),
    )?;
    let message = statement::message(finding);
    let lang = Lang::of(&message).code();
    writeln!(out, "<h3 lang=\"{lang}\">{}</h3>\n<div class=\"sides\">", Escaped(&message))?;
    for quote in quotes(finding, articles) {
        figure(&quote, finding.sides.len() > 1, out)?;
    }
    out.push_str("</div>\n<dl>\n");
    list("Working", "ol", &finding.derivation, out)?;
    list("Linked by", "ul", &finding.linked_by, out)?;
    list("Possible slips", "ol", &finding.hypotheses, out)?;
    let remedy = statement::remedy(finding);
    if !remedy.is_empty() {
        writeln!(out, "<dt>What to do</dt><dd lang=\"{}\">{}</dd>", Lang::of(remedy).code(), Escaped(remedy))?;
    }
    out.push_str("</dl>\n</article>\n");
    Ok(())
}

fn list(label: &str, tag: &str, items: &[String], out: &mut String) -> std::fmt::Result {
    match items {
        [] => Ok(()),
        [one] => writeln!(out, "<dt>{label}</dt><dd>{}</dd>", Escaped(one)),
        _ => {
            write!(out, "<dt>{label}</dt><dd><{tag}>")?;
            for item in items {
                write!(out, "<li>{}</li>", Escaped(item))?;
            }
            writeln!(out, "</{tag}></dd>")
        }
    }
}

/// Gathers the sides by sentence, in the order of the first of each.
fn quotes<'a>(finding: &'a Finding, articles: &'a [Article]) -> Vec<Quote<'a>> {
    let mut out: Vec<Quote<'a>> = Vec::new();
    for (n, side) in finding.sides.iter().enumerate() {
        let Some(passage) = Passage::of(side, articles) else { continue };
        let same = |q: &&mut Quote<'_>| {
            q.sentence.overlaps(passage.sentence) && q.sides.iter().all(|(_, p)| p.index == passage.index)
        };
        match out.iter_mut().find(same) {
            Some(quote) => {
                quote.sentence = quote.sentence.join(passage.sentence);
                quote.sides.push((n, passage));
            }
            None => out.push(Quote { sentence: passage.sentence, sides: vec![(n, passage)] }),
        }
    }
    out
}

fn figure(quote: &Quote<'_>, numbered: bool, out: &mut String) -> std::fmt::Result {
    let Some((_, first)) = quote.sides.first() else { return Ok(()) };
    let document = first.document;
    write!(out, "<figure>\n<blockquote lang=\"{}\">", first.lang.code())?;
    let mut placed: Vec<&(usize, Passage<'_>)> = quote.sides.iter().collect();
    placed.sort_by_key(|(n, p)| (p.span.start, *n));
    let text = |from: usize, to: usize| document.raw.get(from..to).unwrap_or("");
    let mut at = quote.sentence.start;
    for (n, p) in placed {
        // A figure inside one that is marked already keeps the mark of that one.
        if p.span.start < at {
            continue;
        }
        write!(out, "{}<mark>{}", Escaped(text(at, p.span.start)), Escaped(p.surface()))?;
        if numbered {
            write!(out, "<sup>{}</sup>", n + 1)?;
        }
        out.push_str("</mark>");
        at = p.span.end;
    }
    write!(out, "{}</blockquote>\n<figcaption>", Escaped(text(at, quote.sentence.end)))?;
    named(document, out)?;
    writeln!(out, "<br><code>{}:{}:{}</code>\n<ul>", Escaped(&document.path), first.start.0, first.start.1)?;
    for (n, p) in &quote.sides {
        let slots = p.side.claim.iter().filter(|(k, _)| !matches!(k.as_str(), "value" | "role"));
        let slots: Vec<String> = slots.map(|(k, v)| format!("{k} {v}")).collect();
        let value = p.side.claim.get("value").map_or("", String::as_str);
        let number = if numbered { format!("{}. ", n + 1) } else { String::new() };
        write!(out, "<li>{number}<b>{}</b>", Escaped(value))?;
        if !slots.is_empty() {
            write!(out, " · {}", Escaped(&slots.join(" · ")))?;
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul></figcaption>\n</figure>\n");
    Ok(())
}

/// Title and date of a document; the title leads to its page where there is one.
fn named(document: &Document, out: &mut String) -> std::fmt::Result {
    let title = document.title.as_deref().unwrap_or(&document.id);
    let lang = Lang::of(title).code();
    match web_address(document) {
        Some(url) => write!(
            out,
            "<a lang=\"{lang}\" rel=\"noreferrer noopener\" href=\"{}\">{}</a>",
            Escaped(url),
            Escaped(title)
        )?,
        None => write!(out, "<b lang=\"{lang}\">{}</b>", Escaped(title))?,
    }
    match &document.published.edtf {
        Some(date) => write!(out, " · {}", Escaped(&date.0)),
        None => write!(out, " · undated"),
    }
}

fn coverage(outcome: &Outcome, out: &mut String) -> std::fmt::Result {
    let c = &outcome.coverage;
    writeln!(
        out,
        "<h2>What was checked</h2>\n<div class=\"scroll\"><table>\n\
         <tr><th scope=\"row\">Figures seen</th><td class=\"n\">{}</td></tr>\n\
         <tr><th scope=\"row\">Made into claims</th><td class=\"n\">{}</td></tr>\n\
         <tr><th scope=\"row\">Linked with another</th><td class=\"n\">{}</td></tr>\n\
         <tr><th scope=\"row\">Compared</th><td class=\"n\">{}</td></tr>",
        c.figures, c.claims, c.linked, c.checked
    )?;
    for (why, n) in &c.skipped {
        writeln!(out, "<tr><th scope=\"row\">Left out: {}</th><td class=\"n\">{n}</td></tr>", Escaped(why))?;
    }
    if c.crowded > 0 {
        writeln!(out, "<tr><th scope=\"row\">Marks too many share</th><td class=\"n\">{}</td></tr>", c.crowded)?;
    }
    out.push_str("</table></div>\n");
    Ok(())
}

fn documents(articles: &[Article], out: &mut String) -> std::fmt::Result {
    writeln!(out, "<details>\n<summary>{}</summary>\n<ul>", many(articles.len(), "document"))?;
    for article in articles {
        out.push_str("<li>");
        named(&article.document, out)?;
        writeln!(out, "<br><code>{}</code></li>", Escaped(&article.document.path))?;
    }
    out.push_str("</ul>\n</details>\n");
    Ok(())
}

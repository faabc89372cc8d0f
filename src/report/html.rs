//! One file to read and to send: findings with their passages side by side. No script, nothing loaded.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::escape::{Escaped, anchor};
use super::passage::{Passage, web_address};
use super::statement;
use crate::lang::Lang;
use crate::model::document::Document;
use crate::model::finding::{Finding, Verdict};
use crate::model::span::Span;
use crate::pipeline::{Article, Outcome};
use crate::wording::{Ui, Voice};

/// Writes the report; comparisons that held are folded at the end.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(outcome: &Outcome, articles: &[Article], voice: Voice<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}", page(outcome, articles, voice).map_err(io::Error::other)?)
}

type Html = Result<String, std::fmt::Error>;

fn page(outcome: &Outcome, articles: &[Article], voice: Voice<'_>) -> Html {
    let ui = voice.frame();
    let mut out = String::new();
    let conflicts = outcome.findings.iter().filter(|f| f.verdict == Verdict::Conflict).count();
    let tensions = outcome.findings.len() - conflicts;
    write!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>crosscheck: {}, {}</title>\n<style>\n{}</style>\n\
         </head>\n<body>\n<header>\n<h1>{}</h1>\n\
         <p class=\"dim\">{}</p>\n",
        ui.lang.code(),
        ui.many("sum_conflicts", conflicts),
        ui.many("sum_tensions", tensions),
        include_str!("page.css"),
        ui.text("report_title"),
        ui.text("permanent_inconsistency"),
    )?;
    let c = &outcome.coverage;
    let counts = [
        (conflicts, "report_conflicts"),
        (tensions, "report_tensions"),
        (outcome.passes.len(), "report_held"),
        (articles.len(), "report_documents"),
        (c.figures, "report_figures"),
        (c.checked, "report_checked"),
    ];
    out.push_str("<ul class=\"counts\">\n");
    for (n, what) in counts {
        writeln!(out, "<li><b>{n}</b><span>{}</span></li>", ui.text(what))?;
    }
    writeln!(out, "</ul>\n</header>\n<main>\n<h2>{}</h2>", ui.text("report_findings"))?;
    if articles.is_empty() {
        writeln!(out, "<p>{}</p>", ui.text("report_nothing_read"))?;
    } else if outcome.findings.is_empty() {
        writeln!(out, "<p>{}</p>", ui.text("report_none"))?;
    }
    let mut findings: Vec<&Finding> = outcome.findings.iter().collect();
    findings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(b.severity.cmp(&a.severity)));
    for finding in findings {
        card(finding, articles, voice.of(finding), &mut out)?;
    }
    if !outcome.passes.is_empty() {
        writeln!(out, "<details>\n<summary>{}</summary>", ui.many("sum_held", outcome.passes.len()))?;
        for finding in &outcome.passes {
            card(finding, articles, voice.of(finding), &mut out)?;
        }
        out.push_str("</details>\n");
    }
    coverage(outcome, ui, &mut out)?;
    documents(articles, ui, &mut out)?;
    out.push_str("</main>\n</body>\n</html>\n");
    Ok(out)
}

/// Sides of one sentence.
struct Quote<'a> {
    sides: Vec<(usize, Passage<'a>)>,
    sentence: Span,
}

fn card(finding: &Finding, articles: &[Article], ui: Ui<'_>, out: &mut String) -> std::fmt::Result {
    let verdict = finding.verdict.name();
    let class = if finding.verdict.is_finding() { verdict } else { "held" };
    let id = anchor(&finding.key);
    writeln!(
        out,
        "<article class=\"card {class}\" lang=\"{}\" id=\"f-{id}\">\n<div class=\"tags\"><span class=\"tag\">{}</span>\
         <span>{}</span><a href=\"#f-{id}\" title=\"{}\">{}</a></div>",
        ui.lang.code(),
        Escaped(&ui.say(&verdict.replace('_', " "))),
        Escaped(ui.check(&finding.check)),
        ui.text("report_link"),
        Escaped(&finding.key),
    )?;
    let message = ui.say(&statement::message(finding));
    let lang = Lang::of(&message).code();
    writeln!(out, "<h3 lang=\"{lang}\">{}</h3>\n<div class=\"sides\">", Escaped(&message))?;
    for quote in quotes(finding, articles) {
        figure(&quote, finding.sides.len() > 1, ui, out)?;
    }
    out.push_str("</div>\n<dl>\n");
    list("derivation", "ol", &finding.derivation, ui, out)?;
    list("linked", "ul", &finding.linked_by, ui, out)?;
    list("report_slips", "ol", &finding.hypotheses, ui, out)?;
    let remedy = ui.say(statement::remedy(finding));
    if !remedy.is_empty() {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", ui.text("remedy"), Escaped(&remedy))?;
    }
    out.push_str("</dl>\n</article>\n");
    Ok(())
}

fn list(label: &str, tag: &str, items: &[String], ui: Ui<'_>, out: &mut String) -> std::fmt::Result {
    let label = ui.text(label);
    match items {
        [] => Ok(()),
        [one] => writeln!(out, "<dt>{label}</dt><dd>{}</dd>", Escaped(&ui.say(one))),
        _ => {
            write!(out, "<dt>{label}</dt><dd><{tag}>")?;
            for item in items {
                write!(out, "<li>{}</li>", Escaped(&ui.say(item)))?;
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

fn figure(quote: &Quote<'_>, numbered: bool, ui: Ui<'_>, out: &mut String) -> std::fmt::Result {
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
    named(document, ui, out)?;
    writeln!(out, "<br><code>{}:{}:{}</code>\n<ul>", Escaped(&document.path), first.start.0, first.start.1)?;
    for (n, p) in &quote.sides {
        let slots = p.side.claim.iter().filter(|(k, _)| !matches!(k.as_str(), "value" | "role"));
        let slots: Vec<String> = slots
            .map(|(k, v)| match k.as_str() {
                "measure" => format!("{} {}", ui.text("measures"), ui.measure(v)),
                _ => format!("{} {}", ui.say(k), ui.say(v)),
            })
            .collect();
        let value = p.side.claim.get("value").map_or("", String::as_str);
        let number = if numbered { format!("{}. ", n + 1) } else { String::new() };
        write!(out, "<li>{number}<b>{}</b>", Escaped(&ui.say(value)))?;
        if !slots.is_empty() {
            write!(out, " · {}", Escaped(&slots.join(" · ")))?;
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul></figcaption>\n</figure>\n");
    Ok(())
}

/// Title and date of a document; the title leads to its page where there is one.
fn named(document: &Document, ui: Ui<'_>, out: &mut String) -> std::fmt::Result {
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
        None => write!(out, " · {}", ui.text("report_undated")),
    }
}

fn coverage(outcome: &Outcome, ui: Ui<'_>, out: &mut String) -> std::fmt::Result {
    let c = &outcome.coverage;
    writeln!(out, "<h2>{}</h2>\n<div class=\"scroll\"><table>", ui.text("report_coverage"))?;
    let mut row = |what: &str, n: usize| {
        writeln!(out, "<tr><th scope=\"row\">{}</th><td class=\"n\">{n}</td></tr>", Escaped(what))
    };
    row(ui.text("report_seen"), c.figures)?;
    row(ui.text("report_claims"), c.claims)?;
    row(ui.text("report_linked"), c.linked)?;
    row(ui.text("report_compared"), c.checked)?;
    for (why, n) in &c.skipped {
        row(&ui.with("report_left_out", &ui.say(why)), *n)?;
    }
    if c.crowded > 0 {
        row(ui.text("report_crowded"), c.crowded)?;
    }
    if c.distant > 0 {
        writeln!(
            out,
            "<tr><th scope=\"row\">Pairs of documents beyond the nearest</th><td class=\"n\">{}</td></tr>",
            c.distant
        )?;
    }
    out.push_str("</table></div>\n");
    Ok(())
}

fn documents(articles: &[Article], ui: Ui<'_>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "<details>\n<summary>{}</summary>\n<ul>", ui.many("sum_documents", articles.len()))?;
    for article in articles {
        out.push_str("<li>");
        named(&article.document, ui, out)?;
        writeln!(out, "<br><code>{}</code></li>", Escaped(&article.document.path))?;
    }
    out.push_str("</ul>\n</details>\n");
    Ok(())
}

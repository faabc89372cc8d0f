//! A card: both passages side by side, and everything a judgement needs.

use super::form::{encode, link};
use super::html::Html;
use super::http::Response;
use super::route::Visit;
use super::{frame, plot};
use crate::model::span::Span;
use crate::store::{Card, Entry, Filter, Passage, Store, StoreError, Verdict, Witness};

/// The page of a finding.
pub(super) fn page(
    visit: &Visit<'_>,
    store: &Store,
    filter: &Filter,
    key: &str,
    alert: Option<&str>,
) -> Result<Response, StoreError> {
    let ui = visit.ui;
    let Some(card) = store.card(key)? else {
        return Ok(frame::message(visit, 404, ui.text("not_found"), key));
    };
    let Some((entry, others)) = card.entries.split_first() else {
        return Ok(frame::message(visit, 404, ui.text("not_found"), key));
    };
    let mut h = Html::default();
    navigation(&mut h, visit, store, filter, key)?;
    h.tag("<article class=\"card\" aria-labelledby=\"message\"><p class=\"what\">");
    frame::badges(&mut h, visit, &entry.verdict, &entry.state, entry.decision.as_deref());
    h.tag(" <span class=\"check\">").text(ui.check(&entry.check)).tag("</span> <span class=\"severity\">");
    h.text(ui.text(&entry.severity)).tag("</span></p><h1 id=\"message\">").text(&ui.say(&entry.message)).tag("</h1>");
    passages(&mut h, visit, &entry.passages);
    h.tag("<div class=\"reasons\">");
    list(&mut h, visit, ui.text("derivation"), &entry.derivation);
    list(&mut h, visit, ui.text("hypotheses"), &entry.hypotheses);
    list(&mut h, visit, ui.text("linked"), &entry.linked_by);
    if !entry.remedy.is_empty() {
        list(&mut h, visit, ui.text("remedy"), std::slice::from_ref(&entry.remedy));
    }
    h.tag("</div>");
    judge(&mut h, visit, filter, &card, entry, alert);
    witnesses(&mut h, visit, &card.witnesses);
    for other in others {
        also(&mut h, visit, filter, other);
    }
    history(&mut h, visit, &card);
    h.tag("<p class=\"link\"><a").attr("href", &format!("/finding/{}", encode(key))).tag(">");
    h.text(ui.text("link")).tag("</a> <code>").text(key).tag("</code></p></article>");
    let mut said = frame::said(visit, filter);
    if let Some(alert) = alert {
        said.tag("<p class=\"alert\" role=\"alert\">").text(alert).tag("</p>");
    }
    Ok(frame::page(visit, 200, &ui.say(&entry.message), &said, &h))
}

fn navigation(h: &mut Html, visit: &Visit<'_>, store: &Store, filter: &Filter, key: &str) -> Result<(), StoreError> {
    let ui = visit.ui;
    let place = store.around(filter, key)?;
    let to = |key: &str| link(&format!("/finding/{}", encode(key)), filter, &[]);
    h.tag("<nav class=\"steps\"").attr("aria-label", ui.text("queue")).tag("><a id=\"back\"");
    h.attr("href", &link("/", filter, &[])).tag(">").text(ui.text("back")).tag("</a>");
    if place.at > 0 {
        h.tag("<span>").text(&ui.count("place", place.at, place.cards)).tag("</span>");
    }
    if let Some(before) = place.before {
        h.tag("<a rel=\"prev\" id=\"prev\"").attr("href", &to(&before)).tag(">").text(ui.text("previous")).tag("</a>");
    }
    if let Some(after) = place.after {
        h.tag("<a rel=\"next\" id=\"next\"").attr("href", &to(&after)).tag(">").text(ui.text("next")).tag("</a>");
    }
    h.tag("</nav>");
    Ok(())
}

fn passages(h: &mut Html, visit: &Visit<'_>, all: &[Passage]) {
    let ui = visit.ui;
    h.tag("<section").attr("class", if all.len() > 1 { "pair" } else { "pair one" });
    h.attr("aria-label", ui.text("passages")).tag(">");
    for p in all {
        h.tag("<div class=\"passage\"><h2>").text(p.title.as_deref().unwrap_or(&p.id)).tag("</h2><p class=\"meta\">");
        if let Some(source) = &p.source {
            h.text(source).tag(" · ");
        }
        h.text(p.published.as_deref().unwrap_or(ui.text("unknown_date"))).tag(" (");
        h.text(ui.text(basis(&p.basis))).tag(") · ").text(ui.text(&p.lang));
        if p.superseded {
            h.tag(" · <strong>").text(ui.text("superseded")).tag("</strong>");
        }
        h.tag("</p><blockquote").attr("lang", &p.lang).tag(">");
        marked(h, p);
        h.tag("</blockquote><ul class=\"values\">");
        for m in &p.marks {
            h.tag("<li")
                .attr("class", &format!("side side{}", m.side.min(3)))
                .tag("><b>")
                .text(&m.surface)
                .tag("</b> ");
            h.text(ui.text("means")).tag(" <b>").text(&ui.say(&m.value)).tag("</b>");
            if !m.measure.is_empty() {
                h.tag(" · ").text(ui.text("measures")).tag(" <b>").text(ui.measure(&m.measure)).tag("</b>");
            }
            for (name, value) in &m.facts {
                h.tag(" · ").text(&ui.say(name)).tag(" <b>").text(&ui.say(value)).tag("</b>");
            }
            h.tag("</li>");
        }
        h.tag("</ul><details class=\"provenance\"><summary>").text(ui.text("details")).tag("</summary><p>");
        h.tag("<code>").text(&p.id).tag("</code> · <code>").text(&p.path).tag("</code>");
        if let Some(url) = &p.url {
            // Shown, never followed: a document's address may be anything.
            h.tag(" · <code>").text(url).tag("</code>");
        }
        h.tag(" · BLAKE3 <code>").text(&p.content).tag("</code></p>");
        for m in &p.marks {
            h.tag("<p>").text(&m.surface).tag(": ").text(&format!("{}–{}", m.start, m.end)).tag(" · ");
            h.text(ui.text("rule")).tag(" <code>").text(&m.rule).tag("</code></p>");
        }
        h.tag("</details></div>");
    }
    h.tag("</section>");
}

fn basis(basis: &str) -> &'static str {
    match basis {
        "metadata" => "basis_metadata",
        "dateline" => "basis_dateline",
        "solved" => "basis_solved",
        _ => "basis_unknown",
    }
}

/// The words of a passage with its figures marked.
fn marked(h: &mut Html, p: &Passage) {
    if p.cut.0 {
        h.tag("… ");
    }
    let mut at = 0;
    for m in &p.marks {
        if m.span.start < at {
            continue;
        }
        h.text(Span::new(at, m.span.start).slice(&p.text));
        h.tag("<mark").attr("class", &format!("side{}", m.side.min(3))).tag(">");
        h.text(m.span.slice(&p.text)).tag("</mark>");
        at = m.span.end;
    }
    h.text(Span::new(at, p.text.len()).slice(&p.text));
    if p.cut.1 {
        h.tag(" …");
    }
}

fn list(h: &mut Html, visit: &Visit<'_>, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    h.tag("<section><h2>").text(title).tag("</h2><ul>");
    for item in items {
        h.tag("<li>").text(&visit.ui.say(item)).tag("</li>");
    }
    h.tag("</ul></section>");
}

fn judge(h: &mut Html, visit: &Visit<'_>, filter: &Filter, card: &Card, entry: &Entry, alert: Option<&str>) {
    let ui = visit.ui;
    h.tag("<section class=\"judge\"")
        .attr("aria-label", ui.text("judge"))
        .tag("><h2>")
        .text(ui.text("judge"))
        .tag("</h2>");
    h.tag("<form method=\"post\" action=\"/decide\" id=\"judge\">");
    frame::seal(h, visit);
    frame::hidden(h, filter);
    h.tag("<input type=\"hidden\" name=\"key\"").attr("value", &entry.key).tag(">");
    verdicts(h, visit, entry.decision.as_deref().filter(|_| entry.state == "judged"));
    reasons(h, visit, alert.is_some());
    if card.findings > 1 {
        h.tag("<label class=\"whole\"><input type=\"checkbox\" name=\"whole\" value=\"1\" checked> ");
        h.text(&ui.count("whole_card", card.findings, 0)).tag("</label>");
    }
    h.tag("</form>");
    if entry.decision.is_some() {
        h.tag("<form method=\"post\" action=\"/undo\" id=\"undo\">");
        frame::seal(h, visit);
        frame::hidden(h, filter);
        h.tag("<input type=\"hidden\" name=\"key\"").attr("value", &entry.key).tag(">");
        h.tag("<button><kbd>u</kbd> ").text(ui.text("undo")).tag("</button></form>");
    }
    h.tag("</section>");
}

/// A button for each verdict.
pub(super) fn verdicts(h: &mut Html, visit: &Visit<'_>, chosen: Option<&str>) {
    h.tag("<div class=\"verdicts\" role=\"group\"").attr("aria-label", visit.ui.text("judge")).tag(">");
    for (i, v) in Verdict::ALL.into_iter().enumerate() {
        h.tag("<button name=\"judge\"").attr("value", v.name()).attr("class", v.name());
        h.attr("id", &format!("verdict-{}", i + 1))
            .attr("aria-pressed", if chosen == Some(v.name()) { "true" } else { "false" });
        if v.suppresses() {
            h.tag(" data-note=\"1\"");
        }
        h.tag("><kbd>").text(&(i + 1).to_string()).tag("</kbd> ").text(visit.ui.text(v.name())).tag("</button>");
    }
    h.tag("</div>");
}

/// Note and kind of explanation.
pub(super) fn reasons(h: &mut Html, visit: &Visit<'_>, missing: bool) {
    let ui = visit.ui;
    h.tag("<label class=\"note\">").text(ui.text("note")).tag(" <small>").text(ui.text("note_hint")).tag("</small>");
    h.tag("<input type=\"text\" name=\"note\" id=\"note\" maxlength=\"2000\" autocomplete=\"off\"");
    if missing {
        h.tag(" aria-invalid=\"true\" autofocus");
    }
    h.attr("data-missing", ui.text("note_missing")).tag("></label>");
    h.tag("<label class=\"type\">")
        .text(ui.text("type"))
        .tag(" <select name=\"type\" id=\"type\"><option value=\"\">–</option>");
    for (n, name) in ui.types() {
        h.tag("<option").attr("value", &n.to_string()).tag(">").text(name).tag("</option>");
    }
    h.tag("</select></label>");
}

/// Everyone who said it, when.
fn witnesses(h: &mut Html, visit: &Visit<'_>, all: &[Witness]) {
    let ui = visit.ui;
    if all.len() < 2 {
        return;
    }
    h.tag("<section class=\"witnesses\"><h2>").text(ui.text("witnesses")).tag("</h2>");
    let refs: Vec<&Witness> = all.iter().collect();
    if let Some(svg) = plot::svg(&refs, ui.text("witnesses"), false) {
        h.tag("<div class=\"scroll\">").picture(&svg).tag("</div>");
    }
    h.tag("<div class=\"scroll\"><table><tbody>");
    for w in all {
        h.tag("<tr")
            .attr("class", &w.verdict)
            .tag("><td>")
            .text(w.published.as_deref().unwrap_or("?"))
            .tag("</td><td>");
        h.text(w.publisher.as_deref().or(w.title.as_deref()).unwrap_or(&w.id)).tag("</td><td><b");
        h.attr("lang", &w.lang).tag(">").text(&w.surface).tag("</b></td><td>").text(&ui.say(&w.value)).tag("</td><td>");
        h.text(ui.text(&w.verdict));
        if w.superseded {
            h.tag(" · ").text(ui.text("superseded"));
        } else if w.stale {
            h.tag(" · ").text(ui.text("stale"));
        }
        h.tag("</td></tr>");
    }
    h.tag("</tbody></table></div></section>");
}

/// Another finding of the same root.
fn also(h: &mut Html, visit: &Visit<'_>, filter: &Filter, entry: &Entry) {
    let ui = visit.ui;
    h.tag("<details class=\"also\"><summary>").text(ui.text("also")).tag(": ");
    frame::badges(h, visit, &entry.verdict, &entry.state, entry.decision.as_deref());
    h.tag(" ").text(&ui.say(&entry.message)).tag("</summary>");
    passages(h, visit, &entry.passages);
    list(h, visit, ui.text("derivation"), &entry.derivation);
    h.tag("<p><a").attr("href", &link(&format!("/finding/{}", encode(&entry.key)), filter, &[])).tag(">");
    h.text(ui.text("link")).tag("</a></p></details>");
}

fn history(h: &mut Html, visit: &Visit<'_>, card: &Card) {
    let ui = visit.ui;
    if card.history.is_empty() {
        return;
    }
    h.tag("<section class=\"history\"><h2>").text(ui.text("history")).tag("</h2><ol>");
    for d in &card.history {
        h.tag("<li><time>").text(&d.at).tag("</time> ").text(&d.who).tag(": <b>").text(ui.text(&d.verdict)).tag("</b>");
        if let Some(t) = d.r#type {
            let name = ui.types().into_iter().find(|k| k.0 == t).map_or("", |k| k.1);
            h.tag(" · ").text(name);
        }
        if !d.note.is_empty() {
            h.tag(" · ").text(&d.note);
        }
        h.tag("</li>");
    }
    h.tag("</ol></section>");
}

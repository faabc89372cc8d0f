//! The queue: filters, coverage, and a page of cards.

use super::form::{encode, link};
use super::frame;
use super::html::Html;
use super::http::Response;
use super::route::Visit;
use crate::store::{Filter, Page, Row, Standing, Store, StoreError, Verdict};

/// The page.
pub(super) fn page(visit: &Visit<'_>, store: &Store, filter: &Filter) -> Result<Response, StoreError> {
    let ui = visit.ui;
    let number = visit.query.get("page").and_then(|p| p.parse::<usize>().ok()).unwrap_or(1).saturating_sub(1);
    let found = store.page(filter, number)?;
    let mut h = Html::default();
    h.tag("<h1>").text(ui.text("queue")).tag(" <small>");
    h.text(&ui.count("counts", found.cards, found.findings)).tag("</small></h1>");
    filters(&mut h, visit, store, filter)?;
    coverage(&mut h, visit, &store.standing()?);
    if found.rows.is_empty() {
        let bare = *filter == Filter::default();
        h.tag("<p class=\"empty\">").text(ui.text(if bare { "all_done" } else { "nothing" })).tag("</p>");
    } else {
        h.tag("<p class=\"bulk\"><a id=\"bulk\"").attr("href", &link("/bulk", filter, &[])).tag(">");
        h.text(ui.text("bulk")).tag("</a></p><ol class=\"queue\">");
        for row in &found.rows {
            item(&mut h, visit, row, filter);
        }
        h.tag("</ol>");
        pages(&mut h, visit, &found, filter);
    }
    Ok(frame::page(visit, 200, ui.text("queue"), &frame::said(visit, filter), &h))
}

fn item(h: &mut Html, visit: &Visit<'_>, row: &Row, filter: &Filter) {
    let ui = visit.ui;
    h.tag("<li").attr("class", &format!("row {}", row.severity)).tag("><a");
    h.attr("href", &link(&format!("/finding/{}", encode(&row.key)), filter, &[])).tag(">");
    h.tag("<span class=\"what\">");
    frame::badges(h, visit, &row.verdict, &row.state, row.decision.as_deref());
    h.tag(" <span class=\"check\">").text(ui.check(&row.check)).tag("</span></span>");
    h.tag("<span class=\"message\">").text(&ui.say(&row.message)).tag("</span><span class=\"where\">");
    h.text(&row.documents);
    if row.reach > 1 {
        h.tag(" · ").text(&ui.count("reach", row.reach, 0));
    }
    if row.findings > 1 {
        h.tag(" · ").text(&ui.count("more_findings", row.findings, 0));
    }
    h.tag("</span></a></li>");
}

fn pages(h: &mut Html, visit: &Visit<'_>, page: &Page, filter: &Filter) {
    let ui = visit.ui;
    if page.pages < 2 {
        return;
    }
    let to = |n: usize| link("/", filter, &[("page", &n.to_string())]);
    h.tag("<nav class=\"pages\"").attr("aria-label", &ui.count("page", page.number + 1, page.pages)).tag(">");
    if page.number > 0 {
        h.tag("<a rel=\"prev\" id=\"prev-page\"")
            .attr("href", &to(page.number))
            .tag(">")
            .text(ui.text("previous"))
            .tag("</a>");
    }
    h.tag("<span>").text(&ui.count("page", page.number + 1, page.pages)).tag("</span>");
    if page.number + 1 < page.pages {
        h.tag("<a rel=\"next\" id=\"next-page\"")
            .attr("href", &to(page.number + 2))
            .tag(">")
            .text(ui.text("next"))
            .tag("</a>");
    }
    h.tag("</nav>");
}

fn filters(h: &mut Html, visit: &Visit<'_>, store: &Store, filter: &Filter) -> Result<(), StoreError> {
    let ui = visit.ui;
    let facets = store.facets()?;
    let bare = *filter == Filter { words: filter.words.clone(), ..Filter::default() };
    h.tag("<form class=\"filters\" role=\"search\" method=\"get\" action=\"/\"").attr("aria-label", ui.text("filters"));
    h.tag("><p class=\"search\"><label for=\"words\">").text(ui.text("words"));
    h.tag("</label><input type=\"search\" id=\"words\" name=\"words\"").attr("placeholder", ui.text("words_hint"));
    h.attr("value", filter.words.as_deref().unwrap_or("")).tag("><button>").text(ui.text("apply")).tag("</button></p>");
    h.tag("<details");
    if !bare {
        h.tag(" open");
    }
    h.tag("><summary>").text(ui.text("filters")).tag("</summary><div class=\"fields\">");
    let named = |list: &[(String, usize)], name: &dyn Fn(&str) -> String| -> Vec<(String, String)> {
        list.iter().map(|(k, n)| (k.clone(), format!("{} ({n})", name(k)))).collect()
    };
    let word = |k: &str| (k.to_owned(), ui.text(k).to_owned());
    select(h, visit, "check", &named(&facets.checks, &|k| ui.check(k).to_owned()), filter.check.as_deref());
    select(h, visit, "measure", &named(&facets.measures, &|k| ui.say(k)), filter.measure.as_deref());
    select(h, visit, "source", &named(&facets.sources, &str::to_owned), filter.source.as_deref());
    select(h, visit, "lang", &["ko", "en"].map(word), filter.lang.as_deref());
    select(h, visit, "verdict", &["conflict", "tension"].map(word), filter.verdict.as_deref());
    let mut states: Vec<(String, String)> = ["judged", "returned"].map(word).into();
    states.extend(Verdict::ALL.map(|v| word(v.name())));
    states.push(("all".to_owned(), ui.text("any").to_owned()));
    labelled(h, visit, "state");
    h.tag("<option value=\"\">").text(ui.text("open")).tag("</option>");
    options(h, &states, filter.state.as_deref());
    h.tag("</select></label>");
    for (name, value) in [("from", &filter.from), ("to", &filter.to)] {
        h.tag("<label>").text(ui.text(name)).tag("<input type=\"date\"").attr("name", name);
        h.attr("value", value.as_deref().unwrap_or("")).tag("></label>");
    }
    h.tag("</div><p><button>").text(ui.text("apply")).tag("</button> <a href=\"/\">").text(ui.text("clear"));
    h.tag("</a></p></details></form>");
    Ok(())
}

fn labelled(h: &mut Html, visit: &Visit<'_>, name: &'static str) {
    h.tag("<label>").text(visit.ui.text(name)).tag("<select").attr("name", name).tag(">");
}

fn select(h: &mut Html, visit: &Visit<'_>, name: &'static str, list: &[(String, String)], chosen: Option<&str>) {
    let key = if name == "lang" { "doc_lang" } else { name };
    h.tag("<label>").text(visit.ui.text(key)).tag("<select").attr("name", name).tag("><option value=\"\">");
    h.text(visit.ui.text("any")).tag("</option>");
    options(h, list, chosen);
    h.tag("</select></label>");
}

fn options(h: &mut Html, list: &[(String, String)], chosen: Option<&str>) {
    for (value, shown) in list {
        h.tag("<option").attr("value", value);
        if chosen == Some(value) {
            h.tag(" selected");
        }
        h.tag(">").text(shown).tag("</option>");
    }
}

/// Figures seen, linked, compared, and left out with the reason.
fn coverage(h: &mut Html, visit: &Visit<'_>, s: &Standing) {
    let ui = visit.ui;
    h.tag("<details class=\"coverage\"><summary>").text(ui.text("coverage")).tag("</summary><dl>");
    let unchecked = s.claims.saturating_sub(s.checked).saturating_sub(s.aside);
    for (key, n) in [
        ("documents", s.documents),
        ("superseded_n", s.superseded),
        ("figures", s.figures),
        ("claims", s.claims),
        ("linked_n", s.linked),
        ("checked_n", s.checked),
        ("unchecked_n", unchecked),
        ("aside_n", s.aside),
        ("unclaimed_n", s.figures.saturating_sub(s.claims)),
        ("held_n", s.passes),
        ("findings_n", s.findings),
        ("judged_n", s.judged),
    ] {
        h.tag("<div><dt>").text(ui.text(key)).tag("</dt><dd>").text(&n.to_string()).tag("</dd></div>");
    }
    h.tag("</dl></details>");
}

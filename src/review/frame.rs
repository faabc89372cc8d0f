//! What every page has around its content.

use super::html::Html;
use super::http::Response;
use super::route::Visit;
use crate::store::{Filter, Verdict};

/// A whole page. `status` is told to screen readers.
pub(super) fn page(visit: &Visit<'_>, status: u16, title: &str, said: &Html, main: &Html) -> Response {
    let ui = visit.ui;
    let mut h = Html::default();
    h.tag("<!doctype html><html").attr("lang", ui.lang.code()).tag("><head><meta charset=\"utf-8\">");
    h.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    h.tag("<meta name=\"color-scheme\" content=\"light dark\"><title>");
    h.text(title).tag(" · crosscheck</title><link rel=\"stylesheet\" href=\"/review.css\">");
    h.tag("<script src=\"/review.js\" defer></script></head><body>");
    h.tag("<a class=\"skip\" href=\"#main\">").text(ui.text("skip")).tag("</a>");
    h.tag("<header><a class=\"brand\" href=\"/\" id=\"home\">crosscheck</a><p class=\"motto\">");
    h.text(ui.text("permanent_inconsistency")).tag("</p>");
    h.tag("<form method=\"post\" action=\"/language\">");
    seal(&mut h, visit);
    h.tag("<input type=\"hidden\" name=\"back\"").attr("value", &visit.here).tag("><button>");
    h.text(ui.text("language")).tag("</button></form></header>");
    h.tag("<div id=\"status\" role=\"status\" aria-live=\"polite\">").html(said).tag("</div>");
    h.tag("<main id=\"main\" tabindex=\"-1\">").html(main).tag("</main>");
    h.tag("<footer><details id=\"keys\"><summary>").text(ui.text("keys")).tag("</summary><p>");
    h.text(ui.text("keys_text")).tag("</p></details></footer></body></html>\n");
    Response::page(status, h.into_string())
}

/// A page that only says something.
pub(super) fn message(visit: &Visit<'_>, status: u16, what: &str, help: &str) -> Response {
    let mut main = Html::default();
    main.tag("<section class=\"plain\"><h1>").text(what).tag("</h1><p>").text(help).tag("</p><p><a href=\"/\">");
    main.text(visit.ui.text("back")).tag("</a></p></section>");
    page(visit, status, what, &Html::default(), &main)
}

/// The field that shows where a form comes from.
pub(super) fn seal(h: &mut Html, visit: &Visit<'_>) {
    h.tag("<input type=\"hidden\" name=\"seal\"").attr("value", &visit.desk.guard.seal()).tag(">");
}

/// A filter as hidden fields.
pub(super) fn hidden(h: &mut Html, filter: &Filter) {
    for (name, value) in super::form::fields(filter) {
        h.tag("<input type=\"hidden\"").attr("name", name).attr("value", value).tag(">");
    }
}

/// What was just done, with a way back.
pub(super) fn said(visit: &Visit<'_>, filter: &Filter) -> Html {
    let ui = visit.ui;
    let mut h = Html::default();
    let Some(did) = visit.query.get("did") else { return h };
    match did {
        "undo" => {
            h.tag("<p>").text(ui.text("undone")).tag("</p>");
        }
        "bulk" => {
            let n = visit.query.get("n").and_then(|n| n.parse().ok()).unwrap_or(0);
            h.tag("<p>").text(&ui.count("bulk_done", n, 0)).tag("</p>");
        }
        other if Verdict::of(other).is_some() => {
            h.tag("<p>").text(&ui.with("said", ui.text(other))).tag("</p>");
            if let Some(key) = visit.query.get("of") {
                h.tag("<form method=\"post\" action=\"/undo\">");
                seal(&mut h, visit);
                hidden(&mut h, filter);
                h.tag("<input type=\"hidden\" name=\"whole\" value=\"1\"><input type=\"hidden\" name=\"key\"");
                h.attr("value", key).tag("><button id=\"undo-last\">").text(ui.text("undo")).tag("</button></form>");
            }
        }
        _ => {}
    }
    h
}

/// Verdict, severity and state of a finding as words.
pub(super) fn badges(h: &mut Html, visit: &Visit<'_>, verdict: &str, state: &str, decision: Option<&str>) {
    let ui = visit.ui;
    h.tag("<span").attr("class", &format!("badge {verdict}")).tag(">").text(ui.text(verdict)).tag("</span>");
    if state != "open" {
        let word = decision.filter(|_| state == "judged").map_or_else(|| ui.text(state), |d| ui.text(d));
        h.tag(" <span").attr("class", &format!("badge {state}")).tag(">").text(word).tag("</span>");
    }
}

//! One verdict on everything that fits a filter, after a look at what that is.

use super::form::{Form, encode, link};
use super::html::Html;
use super::http::Response;
use super::route::{Visit, judgement};
use super::{card, frame};
use crate::store::{Filter, Store, StoreError};

/// Cards shown in the preview.
const SHOWN: usize = 100;

/// The preview.
pub(super) fn page(
    visit: &Visit<'_>,
    store: &Store,
    filter: &Filter,
    alert: Option<&str>,
) -> Result<Response, StoreError> {
    let ui = visit.ui;
    let keys = store.keys(filter)?;
    let mut h = Html::default();
    h.tag("<nav class=\"steps\"><a id=\"back\"").attr("href", &link("/", filter, &[])).tag(">");
    h.text(ui.text("back")).tag("</a></nav><h1>").text(ui.text("bulk")).tag("</h1><p>");
    h.text(&ui.count("bulk_preview", keys.len(), 0)).tag("</p>");
    h.tag("<form method=\"post\" action=\"/bulk\" class=\"judge\">");
    frame::seal(&mut h, visit);
    frame::hidden(&mut h, filter);
    h.tag("<input type=\"hidden\" name=\"print\"").attr("value", &print(&keys)).tag(">");
    card::reasons(&mut h, visit, alert.is_some());
    h.tag("<p>").text(&ui.count("bulk_do", keys.len(), 0)).tag(":</p>");
    card::verdicts(&mut h, visit, None);
    h.tag("</form><ol class=\"queue\">");
    let mut shown = 0;
    let mut number = 0;
    while shown < SHOWN {
        let found = store.page(filter, number)?;
        for row in &found.rows {
            h.tag("<li").attr("class", &format!("row {}", row.severity)).tag("><a");
            h.attr("href", &link(&format!("/finding/{}", encode(&row.key)), filter, &[])).tag("><span class=\"what\">");
            frame::badges(&mut h, visit, &row.verdict, &row.state, row.decision.as_deref());
            h.tag(" ").text(ui.check(&row.check)).tag("</span><span class=\"message\">").text(&ui.say(&row.message));
            h.tag("</span><span class=\"where\">").text(&row.documents).tag("</span></a></li>");
            shown += row.findings;
        }
        number += 1;
        if number >= found.pages {
            break;
        }
    }
    h.tag("</ol>");
    if keys.len() > shown {
        h.tag("<p>").text(&ui.count("bulk_more", keys.len() - shown, 0)).tag("</p>");
    }
    let mut said = Html::default();
    if let Some(alert) = alert {
        said.tag("<p class=\"alert\" role=\"alert\">").text(alert).tag("</p>");
    }
    let status = if alert.is_some() { 422 } else { 200 };
    Ok(frame::page(visit, status, ui.text("bulk"), &said, &h))
}

/// Judges what was previewed, and only that.
pub(super) fn act(visit: &Visit<'_>, store: &mut Store, form: &Form) -> Result<Response, StoreError> {
    let ui = visit.ui;
    let filter = form.filter();
    let keys = store.keys(&filter)?;
    if form.get("print") != Some(&print(&keys)) {
        return page(visit, store, &filter, Some(ui.text("bulk_changed")));
    }
    let Some(judgement) = judgement(visit, form) else {
        return page(visit, store, &filter, Some(ui.text("trouble")));
    };
    if judgement.verdict.suppresses() && judgement.note.is_empty() {
        return page(visit, store, &filter, Some(ui.text("note_missing")));
    }
    store.decide(&keys, &judgement)?;
    Ok(Response::see(link("/", &filter, &[("did", "bulk"), ("n", &keys.len().to_string())])))
}

/// Fingerprint of the list that was shown.
fn print(keys: &[String]) -> String {
    blake3::hash(keys.join("\n").as_bytes()).to_hex().chars().take(16).collect()
}

//! From a request to its answer.

use super::form::{self, Form};
use super::http::{Request, Response};

use super::{Desk, bulk, card, frame, queue};
use crate::lang::Lang;
use crate::store::{Judgement, Store, StoreError, Verdict};
use crate::wording::Ui;

/// What a page needs to know.
pub(super) struct Visit<'a> {
    pub(super) desk: &'a Desk,
    pub(super) ui: Ui<'a>,
    pub(super) query: Form,
    /// Path and query, to come back to.
    pub(super) here: String,
}

/// Answers a request.
pub(super) fn answer(desk: &Desk, request: &Request) -> Response {
    let visit = Visit {
        desk,
        ui: desk.words.of(lang(request)),
        query: Form::read(&request.query),
        here: if request.query.is_empty() {
            request.path.clone()
        } else {
            format!("{}?{}", request.path, request.query)
        },
    };
    if !desk.guard.admit() {
        return Response::words(429, visit.ui.text("too_fast")).with("Retry-After", "1".to_owned());
    }
    if !desk.guard.host(request) {
        return Response::words(403, "this server has another name");
    }
    let get = match request.method.as_str() {
        "GET" | "HEAD" => true,
        "POST" => false,
        _ => return Response::words(405, "GET or POST").with("Allow", "GET, HEAD, POST".to_owned()),
    };
    match request.path.as_str() {
        "/review.css" if get => return Response::asset("text/css; charset=utf-8", include_str!("assets/review.css")),
        "/review.js" if get => {
            return Response::asset("text/javascript; charset=utf-8", include_str!("assets/review.js"));
        }
        _ => {}
    }
    if get && desk.guard.invited(&visit.query) {
        let rest: Vec<&str> = request.query.split('&').filter(|p| !p.starts_with("token=")).collect();
        let path = local(&request.path);
        let to = if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) };
        return Response::see(to).with("Set-Cookie", desk.guard.set_cookie());
    }
    if !desk.guard.known(request) {
        return Response::words(403, visit.ui.text("forbidden"));
    }
    let done = if get { look(&visit, &request.path) } else { change(&visit, request) };
    done.unwrap_or_else(|e| match e {
        StoreError::Unknown { ref what, .. } => frame::message(&visit, 422, what, &e.help()),
        e => frame::message(&visit, 500, &e.to_string(), &e.help()),
    })
}

/// The language of the interface: chosen, else the browser's.
fn lang(request: &Request) -> Lang {
    match request.cookie("ui") {
        Some("ko") => Lang::Ko,
        Some("en") => Lang::En,
        _ if request.header("accept-language").is_some_and(|l| l.trim_start().starts_with("ko")) => Lang::Ko,
        _ => Lang::En,
    }
}

/// A path of this server; anything else becomes the queue.
fn local(path: &str) -> String {
    let plain = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if plain { path.to_owned() } else { "/".to_owned() }
}

fn look(visit: &Visit<'_>, path: &str) -> Result<Response, StoreError> {
    let store = Store::existing(&visit.desk.db)?;
    let filter = visit.query.filter();
    if path == "/" {
        return queue::page(visit, &store, &filter);
    }
    if path == "/bulk" {
        return bulk::page(visit, &store, &filter, None);
    }
    if let Some(key) = path.strip_prefix("/finding/") {
        return card::page(visit, &store, &filter, &form::decode(key), None);
    }
    Ok(frame::message(visit, 404, visit.ui.text("not_found"), ""))
}

fn change(visit: &Visit<'_>, request: &Request) -> Result<Response, StoreError> {
    let desk = visit.desk;
    let form = Form::read(&request.body);
    if !desk.guard.origin(request) || !desk.guard.sealed(&form) {
        return Ok(Response::words(403, "this form was not sent from a page of this server"));
    }
    if request.path == "/language" {
        let lang = if visit.ui.lang == Lang::Ko { "en" } else { "ko" };
        let cookie = format!("ui={lang}; SameSite=Strict; Path=/; Max-Age=31536000");
        return Ok(Response::see(local(form.get("back").unwrap_or("/"))).with("Set-Cookie", cookie));
    }
    let mut store = Store::existing(&desk.db)?;
    let filter = form.filter();
    match request.path.as_str() {
        "/decide" => decide(visit, &mut store, &form),
        "/undo" => {
            let key = form.get("key").map(str::to_owned);
            let Some(key) = key.map_or_else(|| store.last_decided(), |k| Ok(Some(k)))? else {
                return Ok(Response::see("/".to_owned()));
            };
            let keys = if form.get("whole").is_some() { store.siblings(&key)? } else { vec![key.clone()] };
            store.undo(&keys, &desk.who)?;
            let to = format!("/finding/{}", form::encode(&key));
            Ok(Response::see(form::link(&to, &filter, &[("did", "undo")])))
        }
        "/bulk" => bulk::act(visit, &mut store, &form),
        _ => Ok(frame::message(visit, 404, visit.ui.text("not_found"), "")),
    }
}

/// What a form says of some findings; `None` where it says nothing that is a verdict.
pub(super) fn judgement(visit: &Visit<'_>, form: &Form) -> Option<Judgement> {
    let verdict = Verdict::of(form.get("judge")?)?;
    let kind = form.get("type").and_then(|t| t.parse().ok()).filter(|_| verdict == Verdict::Explained);
    let note = form.get("note").unwrap_or("").to_owned();
    Some(Judgement { verdict, r#type: kind, note, who: visit.desk.who.clone() })
}

fn decide(visit: &Visit<'_>, store: &mut Store, form: &Form) -> Result<Response, StoreError> {
    let filter = form.filter();
    let key = form.get("key").unwrap_or("").to_owned();
    let Some(judgement) = judgement(visit, form) else {
        return card::page(visit, store, &filter, &key, Some(visit.ui.text("trouble")));
    };
    if judgement.verdict.suppresses() && judgement.note.is_empty() {
        let mut page = card::page(visit, store, &filter, &key, Some(visit.ui.text("note_missing")))?;
        page.status = 422;
        return Ok(page);
    }
    let next = store.around(&filter, &key)?.after;
    let keys = if form.get("whole").is_some() { store.siblings(&key)? } else { vec![key.clone()] };
    store.decide(&keys, &judgement)?;
    let did = [("did", judgement.verdict.name()), ("of", key.as_str())];
    let to = match &next {
        Some(next) => form::link(&format!("/finding/{}", form::encode(next)), &filter, &did),
        None => form::link("/", &filter, &did),
    };
    Ok(Response::see(to))
}

//! The review page over plain TCP: who gets in, what is escaped, and that verdicts last.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::batch::articles;
use crate::program::Folder;

/// A hostile article beside an honest one: they contradict each other.
const HOSTILE: &str = r#"{"id":"\"><script>alert(1)</script>","title":"</h2><script>alert(2)</script><img src=x onerror=alert(3)>","source":"<b>evil</b>","url":"javascript:alert(4)","published":"2024-01-01","text":"A ferry carrying 11300 passengers capsized off Namhae site 0 before dawn on January 1, 2024, the Korea Coast Guard said. <script>alert(5)</script> It said 21 of the passengers died. The government will spend 2310 hundred million won. '\"`&\u202e\u0000"}"#;

/// A running server; it ends with the test.
pub(crate) struct Desk {
    pub(crate) folder: Folder,
    child: Child,
    pub(crate) link: String,
    address: String,
    cookie: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, with its head as text.
pub(crate) struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Desk {
    /// An archive of articles with findings, served.
    pub(crate) fn open() -> Self {
        let news = format!("{}{HOSTILE}\n", articles(0, 24));
        let folder = Folder::with(&[("news.jsonl", news.as_bytes())]);
        let ran = folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        Self::serve(folder)
    }

    /// The same archive, served by a new start.
    pub(crate) fn restart(mut self) -> Self {
        let folder = std::mem::replace(&mut self.folder, Folder::with(&[]));
        drop(self);
        Self::serve(folder)
    }

    fn serve(folder: Folder) -> Self {
        let mut command = folder.command(["review", "--db", "a.db", "--by", "kim"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut link = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut link).expect("an address");
        let link = link.trim().to_owned();
        let address = link.trim_start_matches("http://").split('/').next().expect("a host").to_owned();
        let mut desk = Self { folder, child, link, address, cookie: String::new() };
        let target = desk.link.split_once(&desk.address).expect("a path").1.to_owned();
        let answer = desk.send(&format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", desk.address));
        assert_eq!(answer.status, 303, "{}", answer.head);
        let cookie = answer.head.lines().find_map(|l| l.strip_prefix("Set-Cookie: ")).expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        desk.cookie = cookie.split(';').next().expect("its value").to_owned();
        desk
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.address, self.cookie))
    }

    fn post_as(&self, path: &str, form: &str, origin: &str, cookie: &str) -> Answer {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        ))
    }

    fn post(&self, path: &str, form: &str) -> Answer {
        self.post_as(path, form, &format!("http://{}", self.address), &self.cookie)
    }

    fn seal(&self) -> String {
        between(&self.get("/").body, "name=\"seal\" value=\"", "\"").to_owned()
    }

    fn sql(&self, sql: &str) -> String {
        let conn = rusqlite::Connection::open(self.folder.path().join("a.db")).expect("the archive");
        conn.query_row(sql, [], |r| r.get::<_, rusqlite::types::Value>(0))
            .map(|v| match v {
                rusqlite::types::Value::Integer(n) => n.to_string(),
                rusqlite::types::Value::Text(t) => t,
                _ => String::new(),
            })
            .unwrap_or_default()
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("{from} is missing in {text}")).1;
    rest.split_once(to).expect("its end").0
}

#[test]
fn nobody_gets_in_without_the_token_the_right_host_and_origin() {
    let desk = Desk::open();
    let (host, cookie) = (&desk.address, &desk.cookie);
    let get = |host: &str, cookie: &str| {
        desk.send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n")).status
    };
    assert_eq!(get(host, cookie), 200);
    assert_eq!(get(host, ""), 403);
    assert_eq!(get(host, &format!("{cookie}0")), 403);
    assert_eq!(get("evil.example", cookie), 403);
    assert_eq!(get(&format!("evil.example:{}", host.rsplit(':').next().expect("a port")), cookie), 403);
    assert_eq!(
        desk.get("/?token=00000000000000000000000000000000").status,
        200,
        "a wrong token with the cookie is no matter"
    );
    let seal = desk.seal();
    let key = desk.sql("SELECT key FROM standing ORDER BY key LIMIT 1");
    let form = format!("seal={seal}&key={key}&judge=confirmed");
    assert_eq!(desk.post_as("/decide", &form, "http://evil.example", cookie).status, 403);
    assert_eq!(desk.post_as("/decide", &form, "null", cookie).status, 403);
    assert_eq!(desk.post_as("/decide", &form, &format!("http://{host}"), "").status, 403);
    assert_eq!(desk.post("/decide", &format!("key={key}&judge=confirmed")).status, 403);
    assert_eq!(desk.get(&format!("/decide?{form}")).status, 404, "nothing changes by a GET");
    assert_eq!(desk.sql("SELECT count(*) FROM decisions"), "0");
    assert_eq!(desk.post("/decide", &form).status, 303);
    assert_eq!(desk.sql("SELECT count(*) FROM decisions"), "1");
}

#[test]
fn every_answer_keeps_to_itself_and_requests_are_bounded() {
    let desk = Desk::open();
    let head = desk.get("/").head;
    for line in
        ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "nosniff", "Cache-Control: no-store"]
    {
        assert!(head.contains(line), "{line} is missing in {head}");
    }
    assert!(!head.contains("unsafe-inline"), "{head}");
    let host = &desk.address;
    assert_eq!(desk.send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "x".repeat(20_000))).status, 431);
    assert_eq!(
        desk.send(&format!("POST /decide HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n")).status,
        413
    );
    assert_eq!(
        desk.send(&format!("POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")).status,
        400
    );
    assert_eq!(desk.send(&format!("DELETE / HTTP/1.1\r\nHost: {host}\r\n\r\n")).status, 405);
    assert_eq!(desk.send("nonsense\r\n\r\n").status, 400);
    let busy = (0..400).map(|_| desk.send(&format!("GET /review.css HTTP/1.1\r\nHost: {host}\r\n\r\n")).status);
    assert!(busy.into_iter().any(|s| s == 429), "the rate is not bounded");
}

#[test]
fn a_hostile_article_cannot_break_the_page() {
    let desk = Desk::open();
    let key = desk
        .sql("SELECT entry FROM sides JOIN documents USING (doc) WHERE url LIKE 'javascript%' AND held = 0 LIMIT 1");
    assert!(!key.is_empty(), "the hostile article contradicts nobody");
    for path in [
        "/".to_owned(),
        format!("/finding/{key}"),
        "/bulk".to_owned(),
        "/?words=%22%3E%3Cscript%3Ealert(6)".to_owned(),
        "/finding/%3Cscript%3E".to_owned(),
    ] {
        let page = desk.get(&path);
        let body = page.body.replace("<script src=\"/review.js\" defer></script>", "");
        for bad in ["<script", "<img", "<b>evil", "href=\"javascript", "\u{202e}", "onerror=alert(3)>"] {
            assert!(!body.contains(bad), "{bad} on {path}");
        }
    }
    assert!(
        desk.get(&format!("/finding/{key}")).body.contains("&lt;script&gt;alert(5)"),
        "the words are shown all the same"
    );
}

#[test]
fn a_verdict_is_given_owed_a_note_undone_and_lasts() {
    let desk = Desk::open();
    let seal = desk.seal();
    let page = desk.get("/");
    let key = between(&page.body, "href=\"/finding/", "\"").to_owned();
    let card = desk.get(&format!("/finding/{key}")).body;
    for part in ["<mark", "id=\"verdict-1\"", "role=\"status\"", "aria-live=\"polite\"", "lang=\"ko\"", "BLAKE3"] {
        assert!(card.contains(part), "{part} is missing");
    }
    let bare = desk.post("/decide", &format!("seal={seal}&key={key}&judge=false-link"));
    assert!(bare.status == 422 && bare.body.contains("a note must say why"), "{}", bare.head);
    let done = desk.post(
        "/decide",
        &format!("seal={seal}&key={key}&judge=explained&type=3&note=%EB%B0%98%EC%98%AC%EB%A6%BC&whole=1"),
    );
    assert_eq!(done.status, 303);
    let to = done.head.lines().find_map(|l| l.strip_prefix("Location: ")).expect("the next card").to_owned();
    assert!(to.starts_with("/finding/") && !to.contains(&format!("/finding/{key}")), "{to}");
    assert!(desk.get(&to).body.contains("id=\"undo-last\""));
    assert!(!desk.get("/").body.contains(&format!("/finding/{key}")), "a judged card leaves the queue");
    assert!(desk.get("/?state=explained").body.contains(&format!("/finding/{key}")));

    // After a restart it is still there, and the old token is worth nothing.
    let old = desk.cookie.clone();
    let desk = desk.restart();
    let stale = desk.send(&format!("GET / HTTP/1.1\r\nHost: {}\r\nCookie: {old}\r\n\r\n", desk.address));
    assert_eq!(stale.status, 403);
    let card = desk.get(&format!("/finding/{key}")).body;
    assert!(card.contains("반올림") && card.contains("kim"), "the history is kept");
    let seal = desk.seal();
    assert_eq!(desk.post("/undo", &format!("seal={seal}&key={key}&whole=1")).status, 303);
    assert!(desk.get("/").body.contains(&format!("/finding/{key}")));
    assert!(desk.sql("SELECT count(*) FROM decisions").parse::<i32>().expect("a number") >= 2);
}

#[test]
fn filters_search_and_bulk_work_together() {
    let desk = Desk::open();
    let seal = desk.seal();
    let all: i32 = desk.sql("SELECT count(*) FROM standing").parse().expect("a number");
    let hit = desk.sql(
        "SELECT count(DISTINCT key) FROM standing JOIN sides ON entry = key AND held = 0 WHERE surface LIKE '%11440%'",
    );
    assert_ne!(hit, "0");
    let preview = desk.get("/bulk?words=11440");
    assert!(preview.body.contains(&format!("This judges {hit} findings")), "{}", preview.body);
    let print = between(&preview.body, "name=\"print\" value=\"", "\"");
    let wrong = desk.post("/bulk", &format!("seal={seal}&words=11440&print=0000&judge=confirmed"));
    assert!(wrong.status == 422 && wrong.body.contains("has changed since"), "{}", wrong.head);
    assert_eq!(desk.sql("SELECT count(*) FROM decisions"), "0");
    let done = desk.post("/bulk", &format!("seal={seal}&words=11440&print={print}&judge=confirmed"));
    assert!(done.status == 303 && done.head.contains("did=bulk"), "{}", done.head);
    assert_eq!(desk.sql("SELECT count(*) FROM decisions"), hit);
    let open: i32 = desk.sql("SELECT count(*) FROM standing WHERE state = 'open'").parse().expect("a number");
    assert_eq!(open + hit.parse::<i32>().expect("a number"), all);
    assert!(desk.get("/?lang=ko&check=value-mismatch&from=2024-01-01&to=2024-12-31").body.contains("class=\"row"));
    assert!(desk.get("/?source=nobody").body.contains("Nothing fits"));
    assert!(desk.get("/?words=%25").body.contains("Nothing fits"), "a per cent sign is no wildcard");
}

#[test]
fn the_page_speaks_korean() {
    let desk = Desk::open();
    let ask = |more: &str| {
        desk.send(&format!("GET / HTTP/1.1\r\nHost: {}\r\nCookie: {}{more}\r\n\r\n", desk.address, desk.cookie)).body
    };
    assert!(ask("").contains("<html lang=\"en\">"));
    assert!(ask("\r\nAccept-Language: ko-KR,ko;q=0.9").contains("대기열"));
    let korean = ask("; ui=ko");
    assert!(
        korean.contains("<html lang=\"ko\">") && korean.contains("검사 범위") && !korean.contains("Coverage"),
        "{korean}"
    );
    let turned = desk.post("/language", &format!("seal={}&back=%2Fbulk%3Flang%3Dko", desk.seal()));
    assert!(turned.head.contains("ui=ko") && turned.head.contains("Location: /bulk?lang=ko"), "{}", turned.head);
    let away = desk.post("/language", &format!("seal={}&back=%2F%2Fevil.example", desk.seal()));
    assert!(away.head.contains("Location: /\r\n"), "{}", away.head);
}

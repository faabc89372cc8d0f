//! One HTTP request in, one response out, within bounds: sizes, times, numbers.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Bytes of request line and headers.
const HEAD: usize = 16 << 10;
/// Bytes of a form.
const BODY: usize = 64 << 10;
/// Headers of a request.
const HEADERS: usize = 64;
/// How long a request may take to come in.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Request {
    /// A header by its name in lower case; `None` where it is given twice, so that nobody can disagree about it.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|h| h.0 == name);
        match (found.next(), found.next()) {
            (Some(h), None) => Some(&h.1),
            _ => None,
        }
    }

    /// A cookie.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.header("cookie")?.split(';');
        pairs.filter_map(|p| p.trim().split_once('=')).find(|(k, _)| *k == name).map(|(_, v)| v)
    }
}

/// What is answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Response {
    /// A page.
    pub(super) fn page(status: u16, html: String) -> Self {
        Self { status, kind: "text/html; charset=utf-8", headers: Vec::new(), body: html.into_bytes() }
    }

    /// Plain words.
    pub(super) fn words(status: u16, text: &str) -> Self {
        let body = format!("{text}\n").into_bytes();
        Self { status, kind: "text/plain; charset=utf-8", headers: Vec::new(), body }
    }

    /// A file of the program.
    pub(super) fn asset(kind: &'static str, text: &'static str) -> Self {
        Self { status: 200, kind, headers: Vec::new(), body: text.as_bytes().to_vec() }
    }

    /// See there.
    pub(super) fn see(to: String) -> Self {
        Self { status: 303, kind: "text/plain; charset=utf-8", headers: vec![("Location", to)], body: Vec::new() }
    }

    /// Adds a header. The value must be the program's own, or encoded.
    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// Why there is no request.
#[derive(Debug)]
pub(super) enum Refusal {
    /// To be told.
    Say(Response),
    /// Nobody listens.
    Gone,
}

/// Reads a request.
pub(super) fn read(stream: &mut TcpStream) -> Result<Request, Refusal> {
    let until = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    let (mut request, start, length) = loop {
        if let Some(head) = head(&bytes)? {
            break head;
        }
        if bytes.len() >= HEAD {
            return Err(Refusal::Say(Response::words(431, "the request's head is too long")));
        }
        fill(stream, &mut bytes, HEAD, until)?;
    };
    if length > BODY {
        return Err(Refusal::Say(Response::words(413, "the form is too long")));
    }
    while bytes.len() < start + length {
        fill(stream, &mut bytes, start + length, until)?;
    }
    let body = bytes.get(start..start + length).unwrap_or_default();
    request.body = String::from_utf8_lossy(body).into_owned();
    Ok(request)
}

/// Reads some bytes, up to `most` in all.
fn fill(stream: &mut TcpStream, bytes: &mut Vec<u8>, most: usize, until: Instant) -> Result<(), Refusal> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Refusal::Say(Response::words(408, "the request took too long")));
    }
    let mut part = [0; 4096];
    let room = most.saturating_sub(bytes.len()).min(part.len());
    let ready =
        stream.set_read_timeout(Some(left)).and_then(|()| stream.read(part.get_mut(..room).unwrap_or_default()));
    match ready {
        Ok(0) | Err(_) => Err(Refusal::Gone),
        Ok(n) => {
            bytes.extend_from_slice(part.get(..n).unwrap_or_default());
            Ok(())
        }
    }
}

/// Request without its body, first byte of the body, and its length; `None` while it is not all there.
fn head(bytes: &[u8]) -> Result<Option<(Request, usize, usize)>, Refusal> {
    let bad = |why: &str| Refusal::Say(Response::words(400, why));
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let start = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(n)) => n,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(bad("this is no HTTP request")),
    };
    let mut request = Request { method: parsed.method.unwrap_or("").to_owned(), ..Request::default() };
    let target = parsed.path.unwrap_or("");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (request.path, request.query) = (path.to_owned(), query.to_owned());
    for h in parsed.headers.iter() {
        let value = std::str::from_utf8(h.value).map_err(|_| bad("a header is no text"))?;
        request.headers.push((h.name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if request.headers.iter().any(|h| h.0 == "transfer-encoding") {
        return Err(bad("say the length of the form"));
    }
    let mut lengths = request.headers.iter().filter(|h| h.0 == "content-length");
    let length = match (lengths.next(), lengths.next()) {
        (None, _) => 0,
        (Some(h), None) if h.1.bytes().all(|b| b.is_ascii_digit()) => h.1.parse().map_err(|_| bad("no length"))?,
        _ => return Err(bad("no length")),
    };
    Ok(Some((request, start, length)))
}

/// Writes a response with the headers that keep a page to itself, and closes.
pub(super) fn write(stream: &mut TcpStream, response: &Response, head_only: bool) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    let mut line = |name: &str, value: &str| {
        let clean: String = value.chars().filter(|c| !c.is_control()).collect();
        head.push_str(&format!("{name}: {clean}\r\n"));
    };
    line("Content-Type", response.kind);
    line("Content-Length", &response.body.len().to_string());
    line("Connection", "close");
    line("Cache-Control", "no-store");
    line(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    line("X-Content-Type-Options", "nosniff");
    line("X-Frame-Options", "DENY");
    line("Referrer-Policy", "same-origin");
    line("Cross-Origin-Opener-Policy", "same-origin");
    line("Cross-Origin-Resource-Policy", "same-origin");
    for (name, value) in &response.headers {
        line(name, value);
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if !head_only {
        stream.write_all(&response.body)?;
    }
    stream.flush()?;
    stream.shutdown(std::net::Shutdown::Write)?;
    // What the other side still sends is read and dropped, or closing could take the answer with it.
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut rest = [0; 4096];
    for _ in 0..32 {
        match stream.read(&mut rest) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
    Ok(())
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        303 => "See Other",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

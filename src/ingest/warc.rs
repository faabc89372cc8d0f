//! WARC: the HTML pages that a crawler stored, record by record.

use std::io::{self, BufRead, Read};

use super::error::IngestError;
use super::packed::Bytes;
use super::read::DOCUMENT_MAX;

/// A header line is no longer than this.
const LINE_MAX: u64 = 64 << 10;
/// A record has no more header lines.
const LINES_MAX: usize = 1000;

/// A stored page, its body as it came over the wire.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// Number in the file, from 1, all kinds of records counted.
    pub(super) number: usize,
    /// Its address.
    pub(super) url: Option<String>,
    /// When it was fetched.
    pub(super) fetched: Option<String>,
    /// `content-type` of the page.
    pub(super) kind: String,
    /// `content-encoding` of the page.
    pub(super) coding: Option<String>,
    /// Cut in chunks.
    pub(super) chunked: bool,
    /// The page.
    pub(super) body: Vec<u8>,
}

/// The HTML responses of a WARC stream, one at a time; other records are passed over.
pub(super) struct Records {
    input: Bytes,
    path: String,
    number: usize,
    done: bool,
}

impl Records {
    /// Starts at the first record.
    pub(super) fn new(path: String, input: Bytes) -> Self {
        Self { input, path, number: 0, done: false }
    }

    fn wrong(&mut self, message: impl Into<String>) -> IngestError {
        self.done = true;
        IngestError::Warc { path: self.path.clone(), record: self.number, message: message.into() }
    }

    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(LINE_MAX).read_until(b'\n', &mut line)?;
        if read > 0 && line.last() != Some(&b'\n') && line.len() as u64 == LINE_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header line is too long"));
        }
        Ok((read > 0).then(|| line.trim_ascii_end().to_vec()))
    }

    /// The next record of interest; `None` for one that is not, and at the end, where `done` is set.
    fn record(&mut self) -> Result<Option<Record>, IngestError> {
        let version = loop {
            match self.line() {
                Ok(Some(line)) if line.is_empty() => {}
                Ok(Some(line)) => break line,
                Ok(None) => {
                    self.done = true;
                    return Ok(None);
                }
                Err(e) => return Err(self.wrong(e.to_string())),
            }
        };
        self.number += 1;
        if !version.starts_with(b"WARC/") {
            return Err(self.wrong("it does not start with `WARC/`"));
        }
        let mut lines = Vec::new();
        loop {
            match self.line() {
                Ok(Some(line)) if line.is_empty() => break,
                Ok(Some(line)) if lines.len() < LINES_MAX => lines.push(line),
                Ok(Some(_)) => return Err(self.wrong("it has too many header lines")),
                Ok(None) => return Err(self.wrong("the file ends inside its header")),
                Err(e) => return Err(self.wrong(e.to_string())),
            }
        }
        let head = Head::of(&lines);
        let Some(length) = head.get("content-length").and_then(|l| l.parse::<u64>().ok()) else {
            return Err(self.wrong("it has no `Content-Length`"));
        };
        let wanted = match head.get("warc-type") {
            Some("response") => true,
            Some("resource") => head.get("content-type").is_some_and(is_html),
            _ => false,
        };
        let too_large = length > DOCUMENT_MAX;
        if !wanted || too_large {
            let skipped = io::copy(&mut self.input.by_ref().take(length), &mut io::sink());
            return match skipped {
                Ok(n) if n < length => Err(self.wrong("the file ends inside it")),
                Err(e) => Err(self.wrong(e.to_string())),
                Ok(_) if wanted => Err(IngestError::TooLarge { place: format!("{}#{}", self.path, self.number) }),
                Ok(_) => Ok(None),
            };
        }
        let mut payload = Vec::new();
        match self.input.by_ref().take(length).read_to_end(&mut payload) {
            Ok(n) if n as u64 == length => {}
            Ok(_) => return Err(self.wrong("the file ends inside it")),
            Err(e) => return Err(self.wrong(e.to_string())),
        }
        let own = |key: &str| head.get(key).map(|v| v.trim_matches(['<', '>']).to_owned());
        let base =
            Record { number: self.number, url: own("warc-target-uri"), fetched: own("warc-date"), ..Record::default() };
        if head.get("warc-type") == Some("resource") {
            let kind = head.get("content-type").unwrap_or_default().to_owned();
            return Ok(Some(Record { kind, body: payload, ..base }));
        }
        Ok(response(base, payload))
    }
}

impl Iterator for Records {
    type Item = Result<Record, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.record() {
                Ok(Some(record)) => return Some(Ok(record)),
                Ok(None) => {}
                Err(e) => return Some(Err(e)),
            }
        }
        None
    }
}

/// A stored HTTP response, where it is an HTML page that was found.
fn response(base: Record, payload: Vec<u8>) -> Option<Record> {
    let end = head_end(&payload)?;
    let mut lines = payload.get(..end)?.split(|b| *b == b'\n').map(|l| l.trim_ascii_end().to_vec());
    let status = lines.next()?;
    let found = status.split(|b| *b == b' ').nth(1).is_some_and(|code| code == b"200");
    let head = Head::of(&lines.collect::<Vec<_>>());
    let kind = head.get("content-type")?.to_owned();
    if !found || !is_html(&kind) {
        return None;
    }
    let coding = head.get("content-encoding").map(str::to_ascii_lowercase).filter(|c| c != "identity");
    let chunked = head.get("transfer-encoding").is_some_and(|t| t.to_ascii_lowercase().contains("chunked"));
    Some(Record { kind, coding, chunked, body: payload.get(end..)?.to_vec(), ..base })
}

/// Where the body starts.
fn head_end(payload: &[u8]) -> Option<usize> {
    let mut at = 0;
    for line in payload.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            return Some(at);
        }
    }
    None
}

impl Record {
    /// The page without chunks and compression.
    ///
    /// # Errors
    /// What is wrong with it, in a few words; `None` where it is too large.
    pub(super) fn page(&self) -> Result<Vec<u8>, Option<String>> {
        let plain = if self.chunked { unchunked(&self.body) } else { self.body.clone() };
        let mut out = Vec::new();
        let limit = DOCUMENT_MAX + 1;
        let read = match self.coding.as_deref() {
            None | Some("") => return Ok(plain),
            // Crawlers often store the page unpacked and keep the header.
            Some("gzip" | "x-gzip") if !plain.starts_with(&[0x1F, 0x8B]) => return Ok(plain),
            Some("gzip" | "x-gzip") => flate2::read::MultiGzDecoder::new(&*plain).take(limit).read_to_end(&mut out),
            Some("deflate") => flate2::read::ZlibDecoder::new(&*plain).take(limit).read_to_end(&mut out),
            Some(_) if std::str::from_utf8(&plain).is_ok() => return Ok(plain),
            Some(other) => return Err(Some(format!("its page is packed as `{other}`"))),
        };
        match read {
            Ok(n) if n as u64 > DOCUMENT_MAX => Err(None),
            Ok(_) => Ok(out),
            Err(e) => Err(Some(format!("its page cannot be unpacked: {e}"))),
        }
    }
}

/// The body of a chunked response; what is not chunked stays as it is.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let size = rest.get(..end).and_then(|l| std::str::from_utf8(l).ok());
        let size = size.and_then(|l| usize::from_str_radix(l.split(';').next()?.trim(), 16).ok());
        let Some(size) = size else { break };
        let start = end + 1;
        let chunk = rest.get(start..start.saturating_add(size)).unwrap_or(rest.get(start..).unwrap_or(&[]));
        out.extend_from_slice(chunk);
        rest = rest.get(start + chunk.len()..).unwrap_or(&[]);
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if size == 0 {
            return out;
        }
    }
    if out.is_empty() { body.to_vec() } else { out }
}

fn is_html(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// Header lines by name.
struct Head(Vec<(String, String)>);

impl Head {
    fn of(lines: &[Vec<u8>]) -> Self {
        let pair = |line: &Vec<u8>| {
            let line = String::from_utf8_lossy(line).into_owned();
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        };
        Self(lines.iter().filter_map(pair).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, payload: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://x.kr/1>\r\nWARC-Date: 2024-09-06T00:00:00Z\r\n\
             Content-Length: {}\r\n\r\n",
            payload.len()
        );
        [head.as_bytes(), payload, b"\r\n\r\n"].concat()
    }

    fn read(bytes: Vec<u8>) -> Vec<Result<Record, String>> {
        let found = Records::new("x.warc".to_owned(), Box::new(io::Cursor::new(bytes)));
        found.map(|r| r.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn pages_are_found_among_other_records() {
        let page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=euc-kr\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n2;x=y\r\n5!\r\n0\r\n\r\n";
        let image = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
        let gone = b"HTTP/1.1 404 Gone\r\nContent-Type: text/html\r\n\r\n<p>";
        let file =
            [record("warcinfo", b"x"), record("response", image), record("response", gone), record("response", page)];
        let found = read(file.concat());
        assert_eq!(found.len(), 1);
        let page = found[0].as_ref().unwrap();
        assert_eq!((page.number, page.url.as_deref()), (4, Some("http://x.kr/1")));
        assert_eq!(page.page().unwrap(), b"<p>5!");
    }

    #[test]
    fn damage_has_its_record_number() {
        let good = record("warcinfo", b"x");
        let mut cut = [good.clone(), record("response", b"HTTP/1.1 200 OK\r\n\r\nabc")].concat();
        cut.truncate(cut.len() - 8);
        assert_eq!(read(cut).len(), 1);
        let found = read([good.clone(), b"rubbish\n".to_vec()].concat());
        assert!(found[0].as_ref().unwrap_err().contains("record 2"), "{found:?}");
        let found = read([good, b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec()].concat());
        assert!(found[0].as_ref().unwrap_err().contains("Content-Length"), "{found:?}");
    }

    #[test]
    fn a_page_that_unpacks_to_too_much_is_refused() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::copy(&mut io::repeat(b'a').take(DOCUMENT_MAX + 2), &mut packed).unwrap();
        let record = Record { coding: Some("gzip".to_owned()), body: packed.finish().unwrap(), ..Record::default() };
        assert_eq!(record.page(), Err(None));
    }
}

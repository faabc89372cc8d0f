//! Input as it comes: every format, packed or not, and what is wrong with it.

use std::io::Write;

use serde_json::Value;

use crate::program::{Folder, Ran};

const FIRST: &str = "외교부는 북한이 최소 16.5억 달러를 탈취했다고 2025년 10월 23일 밝혔다.";
const SECOND: &str = "회의에는 12개국에서 60여명이 참석했다.";

fn page() -> String {
    format!(
        "<!doctype html><html><head><title>T - S</title><meta property='og:title' content='가상자산 탈취'>\
         <meta property='article:published_time' content='2025-10-23T10:00:00+09:00'>\
         <script type='application/ld+json'>{{broken</script></head><body><nav>홈 99건</nav><article>\
         <p>{FIRST}</p><p>{SECOND}</p></article><script>var n = '77명';</script></body></html>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn warc(page: &[u8]) -> Vec<u8> {
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.kr/1\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

fn rss() -> String {
    format!(
        "<?xml version=\"1.0\"?><rss><channel><title>S</title><item><title>가상자산 탈취</title><link>https://x.kr/1</link>\
         <pubDate>Thu, 23 Oct 2025 10:00:00 +0900</pubDate><description><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></description>\
         </item></channel></rss>"
    )
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|l| serde_json::from_str(l).expect("a line of JSON")).collect()
}

fn surfaces(line: &Value) -> Vec<&str> {
    line["mentions"].as_array().expect("mentions").iter().filter_map(|m| m["surface"].as_str()).collect()
}

#[test]
fn the_same_article_in_every_format_gives_the_same_figures() {
    let text = format!("가상자산 탈취\n\n{FIRST}\n\n{SECOND}\n");
    let markdown =
        format!("---\ndate: 2025-10-23\n---\n# 가상자산 탈취\n\n{}\n\n{SECOND}\n", FIRST.replace("최소", "**최소**"));
    let row = serde_json::json!({ "html": page(), "url": "https://x.kr/1" }).to_string();
    let plain: [(&str, Vec<u8>); 6] = [
        ("a.txt", text.into_bytes()),
        ("a.md", markdown.into_bytes()),
        ("a.html", page().into_bytes()),
        ("a.jsonl", row.into_bytes()),
        ("a.xml", rss().into_bytes()),
        ("a.warc", warc(page().as_bytes())),
    ];
    let mut files = Vec::new();
    for (name, bytes) in plain {
        files.push((format!("{name}.gz"), gzip(&bytes)));
        files.push((format!("{name}.zst"), zstd(&bytes)));
        files.push((name.to_owned(), bytes));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let ran = Folder::with(&files).run(&["extract", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines = lines(&ran);
    assert_eq!(lines.len(), files.len());
    for line in &lines {
        let path = line["document"]["path"].as_str().expect("a path");
        let found = surfaces(line);
        for wanted in ["16.5억 달러", "60여명", "12개국", "2025년 10월 23일"] {
            assert!(found.iter().any(|s| s.contains(wanted)), "{path}: {wanted} is not in {found:?}");
        }
        assert!(!found.iter().any(|s| s.contains("77") || s.contains("99")), "{path}: {found:?}");
        assert_eq!(line["document"]["title"], "가상자산 탈취", "{path}");
        if !path.contains(".txt") {
            let published = &line["document"]["published"];
            assert_eq!((&published["edtf"], &published["basis"]), (&"2025-10-23".into(), &"metadata".into()), "{path}");
        }
        if path.contains("html") || path.contains("warc") {
            assert_eq!(line["document"]["provenance"]["page_blake3"].as_str().map(str::len), Some(64), "{path}");
        }
    }
}

#[test]
fn offsets_of_markdown_point_into_the_file() {
    let raw = "---\ntitle: T\ndate: 2025-10-23\n---\n\n# 북한, **16.5억** 달러\n\n회의에 [12개국](http://x/2024) &amp; _60여 명_이 왔다.\n\
               \n| 국가 | 사망 |\n|---|---|\n| 한국 | 3명 |\n";
    let ran = Folder::with(&[("a.md", raw.as_bytes())]).run(&["extract", "a.md"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines = lines(&ran);
    let mentions = lines[0]["mentions"].as_array().expect("mentions");
    for m in mentions {
        let at = |key: &str| usize::try_from(m[key].as_u64().expect("an offset")).expect("small");
        assert_eq!(m["surface"].as_str(), raw.get(at("start")..at("end")), "{m}");
    }
    let found = surfaces(&lines[0]);
    assert!(found.contains(&"16.5억** 달러") && found.contains(&"12개국") && found.contains(&"60여 명"), "{found:?}");
    assert!(found.contains(&"3명") && !found.contains(&"2024"), "{found:?}");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let good = format!("{FIRST}\n");
    let mut cut = gzip("가나다라".repeat(5000).as_bytes());
    cut.truncate(cut.len() / 2);
    let bomb = gzip(&vec![b' '; (64 << 20) + 10]);
    let folder = Folder::with(&[
        ("a.txt", good.as_bytes()),
        ("bomb.txt.gz", &bomb),
        ("bomb.jsonl.zst", &zstd(&[vec![b'x'; (64 << 20) + 10], b"\n{\"text\":\"5 people\"}\n".to_vec()].concat())),
        ("cut.txt.gz", &cut),
        ("deep.html", "<div>".repeat(5000).as_bytes()),
        ("empty.html", b"<html><script>x()</script></html>"),
        ("feed.xml", b"<?xml version='1.0'?>\n<rss><item><title>5 people</title></item>\n<item></x>"),
        ("map.xml", b"<urlset/>"),
        ("old.pdf", b"%PDF-1.4"),
        ("x.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
        ("z.txt", good.as_bytes()),
    ]);
    let ran = folder.run(&["extract", "."]);
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    let places = [
        "bomb.txt.gz: the document is larger than 64 MiB",
        "bomb.jsonl.zst#1: the document is larger",
        "cut.txt.gz: cannot be read",
        "deep.html: the page has more than",
        "empty.html: the page holds no readable text",
        "feed.xml:3:1: ",
        "map.xml:1:1: <urlset> starts neither",
        if cfg!(feature = "pdf") {
            "old.pdf: the PDF file cannot be read"
        } else {
            "old.pdf: this build of crosscheck reads no PDF"
        },
        "x.warc: record 1: it has no `Content-Length`",
        "pdftotext",
        "4 documents read, 9 not read",
    ];
    for place in places {
        assert!(ran.err.contains(place), "{place} is missing in:\n{}", ran.err);
    }
    assert_eq!(ran.err.matches("help: ").count(), 9, "{}", ran.err);
    let paths: Vec<String> =
        lines(&ran).iter().map(|l| l["document"]["path"].as_str().unwrap_or_default().to_owned()).collect();
    let ends: Vec<&str> = paths.iter().filter_map(|p| p.rsplit('/').next()).collect();
    assert_eq!(ends, ["a.txt", "bomb.jsonl.zst#2", "feed.xml#1", "z.txt"]);
}

#[test]
fn standard_input_shows_what_it_is() {
    let folder = Folder::with(&[]);
    for input in [page().into_bytes(), gzip(page().as_bytes()), rss().into_bytes(), zstd(&warc(page().as_bytes()))] {
        let ran = folder.run_with_input(&["extract", "-"], &input);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(surfaces(&lines(&ran)[0]).iter().any(|s| s.contains("16.5억")), "{}", ran.out);
    }
    let ran = folder.run_with_input(&["extract", "-", "--input", "md"], b"**5** people met.");
    assert!(ran.out.contains("5** people"), "{}", ran.out);
}

#[test]
fn pages_of_older_encodings_are_read() {
    let page = page().replace("<head>", "<head><meta charset=euc-kr>");
    let (bytes, _, bad) = encoding_rs::EUC_KR.encode(&page);
    assert!(!bad);
    let ran = Folder::with(&[("a.html", &bytes)]).run(&["extract", "a.html"]);
    assert!(surfaces(&lines(&ran)[0]).iter().any(|s| s.contains("60여명")), "{ran:?}");
}

#[test]
fn what_was_no_utf8_says_so_and_counts_in_utf8() {
    let text = "서울 강변에서 승객 137명을 태운 배가 뒤집혔다.\n";
    let (euc, _, bad) = encoding_rs::EUC_KR.encode(text);
    assert!(!bad);
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = Folder::with(&[("euc.txt", &euc), ("utf8.txt", text.as_bytes()), ("wide.md", &wide)]);
    let at = text.find("137명").expect("there");
    for (file, encoding) in [("euc.txt", Some("EUC-KR")), ("utf8.txt", None), ("wide.md", Some("UTF-16LE"))] {
        let ran = folder.run(&["extract", file]);
        let line: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(line["document"]["encoding"].as_str(), encoding, "{file}");
        assert!(line["document"].get("provenance").is_none(), "{}", ran.out);
        let spans: Vec<_> =
            line["mentions"].as_array().expect("mentions").iter().map(|m| (&m["start"], &m["end"])).collect();
        assert!(spans.contains(&(&at.into(), &(at + "137명".len()).into())), "{file}: {spans:?}");
    }
}

/// `cargo test --features pdf --test main formats` runs it.
#[cfg(feature = "pdf")]
#[test]
fn the_text_of_a_pdf_is_read_in_both_languages() {
    let folder = Folder::with(&[("ferry.pdf", include_bytes!("fixtures/ferry.pdf"))]);
    let ran = folder.run(&["extract", "ferry.pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line: Value = serde_json::from_str(&ran.out).expect("JSON");
    let surfaces: Vec<&str> =
        line["mentions"].as_array().expect("mentions").iter().filter_map(|m| m["surface"].as_str()).collect();
    assert!(surfaces.contains(&"137명") && surfaces.contains(&"173 passengers"), "{surfaces:?}");
    assert!(line["document"]["provenance"]["pdf_blake3"].is_string(), "{}", ran.out);
}

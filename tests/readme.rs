//! What the READMEs show is what the program does: their generated parts stand between comments.
//!
//! To renew them: `RENEW_README=1 cargo test --test main readme`.

use std::fmt::Write as _;
use std::fs;

use crosscheck::rulebook::Rulebook;

use crate::program::root;

#[test]
fn generated_parts_are_up_to_date() {
    for name in ["README.md", "README.ko.md"] {
        let path = root().join(name);
        let text = fs::read_to_string(&path).expect(name);
        let fresh = fill(&fill(&text, "checks", &checks()), "screen", &screen());
        let table = if name == "README.md" { eval() } else { in_korean(&eval()) };
        let fresh = fill(&fresh, "eval", &table);
        let fresh = if name == "README.md" { fill(&fresh, "power", &power()) } else { fresh };
        if std::env::var_os("RENEW_README").is_some() {
            fs::write(&path, &fresh).expect(name);
        } else {
            assert_eq!(text, fresh, "renew it: RENEW_README=1 cargo test --test main readme");
        }
    }
}

/// What a desk may copy from the README works on any archive.
#[test]
fn the_queries_run() {
    let folder = crate::program::Folder::with(&[("news.jsonl", crate::batch::articles(0, 8).as_bytes())]);
    folder.run(&["batch", "news.jsonl", "--db", "news.db"]);
    let conn = rusqlite::Connection::open(folder.path().join("news.db")).expect("the archive");
    let text = fs::read_to_string(root().join("README.md")).expect("README.md");
    let queries: Vec<String> = text
        .lines()
        .filter_map(|l| l.strip_prefix("sqlite3 news.db \"")?.strip_suffix('"'))
        .map(|q| q.replace("\\\"", "\""))
        .collect();
    assert_eq!(queries.len(), 3);
    for query in queries {
        let rows: rusqlite::Result<Vec<()>> =
            conn.prepare(&query).expect(&query).query_map([], |_| Ok(())).and_then(Iterator::collect);
        // Nobody has judged anything yet.
        assert_eq!(rows.expect(&query).is_empty(), query.contains("'judged' GROUP"), "{query}");
    }
}

/// The table of checks, in the order of their ids.
fn checks() -> String {
    let book = Rulebook::built_in().expect("the built-in rules load");
    let mut out = String::from("| check | looks for |\n| --- | --- |\n");
    for check in book.checks.by_id.values().filter(|c| c.enabled) {
        let _ = writeln!(out, "| `{}` | {} |", check.id, check.summary);
    }
    out
}

/// How well the seeds are read.
fn eval() -> String {
    let ran = crate::program::at_root(&["eval", "tests/gold/seeds.jsonl", "--docs", "seeds/", "--format", "markdown"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// The same table in Korean.
fn in_korean(table: &str) -> String {
    let (head, total) = table.split_once("\n\n").expect("a line below the table");
    let mut out = head.to_owned();
    for (english, korean) in [
        ("| kind |", "| 종류 |"),
        ("gold |", "정답 수 |"),
        ("precision |", "정밀도 |"),
        ("recall |", "재현율 |"),
        ("right value |", "값 일치 |"),
        ("**figures**", "**수치**"),
        ("**names**", "**이름**"),
    ] {
        out = out.replace(english, korean);
    }
    let n: Vec<&str> = total.split_whitespace().filter(|w| w.starts_with(|c: char| c.is_ascii_digit())).collect();
    let [documents, a, b, c, d, e, f] = n[..] else { panic!("seven numbers: {total}") };
    let figures = format!("수치 정밀도 {a}, 재현율 {b}, 값 일치 {c}");
    format!("{out}\n\n문서 {documents}편: {figures}; 이름 정밀도 {d}, 재현율 {e}, 값 일치 {f}.\n")
}

/// Which slips in `seeds/` are seen.
fn power() -> String {
    let ran = crate::program::at_root(&["power", "seeds/", "--slips", "6", "--format", "markdown"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// A report on two short articles that do not agree.
fn screen() -> String {
    let ko = "남해 여객선 전복…승객 137명 중 21명 사망\n\n2024년 7월 14일 새벽 남해에서 승객 137명을 태운 여객선이 뒤집혀 21명이 숨지고 \
              44명이 실종됐다고 해양경찰청이 밝혔다. 해경은 72명을 구조했다.\n";
    let en = "Ferry capsizes off South Korea; 21 dead\n\nA ferry carrying 173 passengers capsized off South Korea before dawn on \
              July 14, 2024, killing 21 people, the Korea Coast Guard said. Seventy-two passengers were rescued and 44 were \
              missing.\n";
    let folder = crate::program::Folder::with(&[("ko.txt", ko.as_bytes()), ("en.txt", en.as_bytes())]);
    let ran = folder.run(&["check", "ko.txt", "en.txt", "--width", "90"]);
    assert!(ran.code < 2, "{}", ran.err);
    format!("```console\n$ crosscheck check ko.txt en.txt\n{}```\n", ran.out)
}

/// `text` with the part between `<!-- name` … `-->` and `<!-- /name -->` replaced.
fn fill(text: &str, name: &str, part: &str) -> String {
    let (head, rest) = text.split_once(&format!("<!-- {name}")).expect("the opening comment");
    let (note, rest) = rest.split_once("-->\n").expect("its end");
    let (_, tail) = rest.split_once(&format!("<!-- /{name} -->")).expect("the closing comment");
    format!("{head}<!-- {name}{note}-->\n{part}<!-- /{name} -->{tail}")
}

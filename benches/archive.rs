//! What growth costs: an archive built in three parts, 100 articles added to it, a queue of 10,000 findings, and the
//! claims of growing corpora compared.
//!
//! `cargo bench --bench archive` takes a few minutes; `ARCHIVE=100000 cargo bench --bench archive` is the size that is
//! promised. Figures are ratios within one run: absolute ones drift with the machine. `CHECK=100000` sets the largest
//! corpus that is compared in one piece, in memory. Articles are generated, five to a story, two languages, some with a
//! slip; nothing of them stands in the project's tests.

#![expect(clippy::float_arithmetic, clippy::print_stdout, reason = "a benchmark reports times")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crosscheck::ingest::document_from_text;
use crosscheck::pipeline;
use crosscheck::rulebook::Rulebook;

/// Articles that are added to the finished archive.
const MORE: usize = 100;
/// Findings in the queue that is looked at.
const QUEUE: usize = 10_000;

fn main() {
    let quick = env::args().any(|a| a == "--test");
    let size = |name: &str, usual: usize| env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(usual);
    let all = size("ARCHIVE", if quick { 60 } else { 10_000 });
    let folder = env::temp_dir().join(format!("crosscheck-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    growth(&folder, all);
    queue(&folder, if quick { 100 } else { QUEUE });
    let _ = fs::remove_dir_all(&folder);
    checking(size("CHECK", if quick { 60 } else { 10_000 }));
}

/// Builds the archive to a tenth, to three tenths, and whole; then adds to it.
fn growth(folder: &Path, all: usize) {
    let mut built = Duration::ZERO;
    let mut first = None;
    for (from, to) in [(0, all / 10), (all / 10, all * 3 / 10), (all * 3 / 10, all)] {
        let ran = batch(folder, "news.db", from, to);
        built += ran.time;
        let each = ran.time.as_secs_f64() / (to - from).max(1) as f64;
        let base = *first.get_or_insert(each);
        println!(
            "articles {from}..{to}: {:.2} ms each ({:.2} × the first part), peak {:.0} MB",
            each * 1e3,
            each / base,
            ran.peak
        );
        for line in ran.said.lines().filter(|l| l.contains("archive:") || l.contains("left out")) {
            println!("  {line}");
        }
    }
    let size = fs::metadata(folder.join("news.db")).map_or(0, |m| m.len());
    println!("built {all} in {:.1} s, {:.0} MB on disk", built.as_secs_f64(), size as f64 / 1e6);
    let more = batch(folder, "news.db", all, all + MORE);
    let share = more.time.as_secs_f64() / built.as_secs_f64();
    println!("{MORE} more: {:.2} s, {:.2} % of building", more.time.as_secs_f64(), share * 1e2);
    let alone = batch(folder, "alone.db", all, all + MORE);
    println!("  the same {MORE} into an empty archive: {:.2} s", alone.time.as_secs_f64());
    let again = batch(folder, "news.db", all, all + MORE);
    println!("  the same {MORE} again: {:.2} s", again.time.as_secs_f64());
}

/// A run of `batch`.
struct Ran {
    time: Duration,
    peak: f64,
    said: String,
}

/// Adds the articles `from..to`, read from a file.
fn batch(folder: &Path, db: &str, from: usize, to: usize) -> Ran {
    let file = folder.join(format!("{from}.jsonl"));
    let rows: String = (from..to).map(row).collect();
    fs::write(&file, rows).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let start = Instant::now();
    let mut child = crosscheck(&["batch", &shown(&file), "--db", &shown(&folder.join(db))], Stdio::piped());
    let mut peak = 0.0_f64;
    while child.try_wait().ok().flatten().is_none() {
        peak = peak.max(memory(child.id()));
        thread::sleep(Duration::from_millis(5));
    }
    let time = start.elapsed();
    let mut said = String::new();
    if let Some(mut out) = child.stdout.take() {
        let _ = out.read_to_string(&mut said);
    }
    Ran { time, peak, said }
}

fn crosscheck(args: &[&str], out: Stdio) -> Child {
    let child = Command::new(env!("CARGO_BIN_EXE_crosscheck")).args(args).stdout(out).stderr(Stdio::null()).spawn();
    child.unwrap_or_else(|e| panic!("the program does not start: {e}"))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Megabytes a process has used at most; 0 where the system does not tell.
fn memory(id: u32) -> f64 {
    let status = fs::read_to_string(PathBuf::from(format!("/proc/{id}/status"))).unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    peak.and_then(|p| p.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1e3
}

/// Pages of the review over a queue of `many` findings, against those of an empty archive.
fn queue(folder: &Path, many: usize) {
    let full = folder.join("news.db");
    let found = fill(&full, many).unwrap_or_else(|e| panic!("{e}"));
    let empty = folder.join("empty.db");
    let nothing = folder.join("nothing.txt");
    fs::write(&nothing, "").unwrap_or_else(|e| panic!("{e}"));
    let _ = crosscheck(&["batch", &shown(&nothing), "--db", &shown(&empty)], Stdio::null()).wait();
    let paths = ["/", "/?page=100", "/?check=value-mismatch", "/?words=11", "CARD"];
    let base = serve(&empty, &["/"]);
    let times = serve(&full, &paths);
    let blank = base.first().map_or(1.0, |t| t.as_secs_f64());
    println!("queue of {found} findings; the page of an empty archive takes {:.1} ms", blank * 1e3);
    for (path, time) in paths.iter().zip(times) {
        println!(
            "  {path:<24} {:>7.1} ms, {:.1} × the empty one",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / blank
        );
    }
}

/// Repeats the findings of an archive under other keys until there are enough.
fn fill(db: &Path, many: usize) -> Result<i64, rusqlite::Error> {
    let conn = rusqlite::Connection::open(db)?;
    let count = |c: &rusqlite::Connection| c.query_row("SELECT count(*) FROM standing", [], |r| r.get::<_, i64>(0));
    let wanted = i64::try_from(many).unwrap_or(i64::MAX);
    let there = count(&conn)?;
    let mut round = 0;
    while there > 0 && count(&conn)? < wanted {
        round += 1;
        let left = wanted - count(&conn)?;
        conn.execute_batch(&format!(
            "CREATE TEMP TABLE copied AS SELECT key FROM findings WHERE gone_run IS NULL AND length(key) = 16 LIMIT {left};
             INSERT INTO findings (key, \"check\", verdict, severity, rank, message, remedy, derivation, linked_by, hypotheses,
                evidence, root, first_run, last_run)
              SELECT key || '-{round}', \"check\", verdict, severity, rank, message, remedy, derivation, linked_by,
                hypotheses, evidence, root || '-{round}', first_run, last_run FROM findings JOIN copied USING (key);
             INSERT INTO sides (entry, held, n, doc, start, \"end\", surface, value, measure, claim)
              SELECT entry || '-{round}', held, n, doc, start, \"end\", surface, value, measure, claim FROM sides
              JOIN copied ON key = entry WHERE held = 0;
             DROP TABLE copied;"
        ))?;
    }
    count(&conn)
}

/// Median time of each page; `CARD` is the first card of the queue.
fn serve(db: &Path, paths: &[&str]) -> Vec<Duration> {
    let mut child = crosscheck(&["review", "--db", &shown(db)], Stdio::piped());
    let mut link = String::new();
    if let Some(out) = child.stdout.take() {
        let _ = BufReader::new(out).read_line(&mut link);
    }
    let (host, path) = link.trim().trim_start_matches("http://").split_once('/').unwrap_or_default();
    let entered = ask(host, &format!("/{path}"), "");
    let cookie = entered.lines().find_map(|l| l.strip_prefix("Set-Cookie: ")).and_then(|c| c.split(';').next());
    let cookie = cookie.unwrap_or_default().to_owned();
    let first = ask(host, "/", &cookie);
    let card =
        first.split_once("href=\"/finding/").and_then(|r| r.1.split_once('"')).map(|r| format!("/finding/{}", r.0));
    let mut out = Vec::new();
    for path in paths {
        let path = if *path == "CARD" { card.clone().unwrap_or_else(|| "/".to_owned()) } else { (*path).to_owned() };
        let mut times: Vec<Duration> = (0..7)
            .map(|_| {
                let start = Instant::now();
                let _ = ask(host, &path, &cookie);
                start.elapsed()
            })
            .collect();
        times.sort();
        out.push(times.get(times.len() / 2).copied().unwrap_or_default());
    }
    let _ = child.kill();
    let _ = child.wait();
    out
}

fn ask(host: &str, path: &str, cookie: &str) -> String {
    let mut answer = Vec::new();
    if let Ok(mut stream) = TcpStream::connect(host) {
        let _ = write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
        let _ = stream.read_to_end(&mut answer);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// Claims compared in one piece: time a document should stay the same.
fn checking(all: usize) {
    let book = Rulebook::built_in().unwrap_or_else(|e| panic!("{e}"));
    let mut first = None;
    for size in [all / 10, all * 3 / 10, all] {
        let mut articles = Vec::new();
        for from in (0..size).step_by(2000) {
            let documents = (from..(from + 2000).min(size)).map(|i| {
                let told = tell(i);
                document_from_text(&told.text, &format!("d{i}"), None, book)
            });
            articles.extend(pipeline::articles(documents.collect(), book));
        }
        let start = Instant::now();
        let outcome = pipeline::check(&articles, book);
        let each = start.elapsed().as_secs_f64() / size.max(1) as f64;
        let base = *first.get_or_insert(each);
        println!(
            "comparing {size} documents, {} claims: {:.3} ms a document ({:.2} × the smallest), {} findings, {} marks left \
             out as too common, peak {:.0} MB",
            outcome.coverage.claims,
            each * 1e3,
            each / base,
            outcome.findings.len(),
            outcome.coverage.crowded,
            memory(std::process::id())
        );
    }
}

/// A generated article.
struct Told {
    title: String,
    text: String,
    day: String,
    source: String,
}

fn row(i: usize) -> String {
    let told = tell(i);
    let row = serde_json::json!({
        "id": format!("g{i:07}"), "title": told.title, "text": told.text, "published": told.day, "source": told.source,
    });
    format!("{row}\n")
}

/// Numbers from a seed: the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, from: usize, to: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from + usize::try_from(self.0 >> 33).unwrap_or(0) % (to - from).max(1)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list.get(self.roll(0, list.len())).copied().unwrap_or_default()
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const PLACES: [(&str, &str); 12] = [
    ("부산", "Busan"),
    ("인천", "Incheon"),
    ("광주", "Gwangju"),
    ("대구", "Daegu"),
    ("울산", "Ulsan"),
    ("제주", "Jeju"),
    ("일본 오사카", "Osaka, Japan"),
    ("베트남 하노이", "Hanoi, Vietnam"),
    ("독일 함부르크", "Hamburg, Germany"),
    ("인도 뭄바이", "Mumbai, India"),
    ("칠레 산티아고", "Santiago, Chile"),
    ("케냐 나이로비", "Nairobi, Kenya"),
];
const OFFICES: [(&str, &str); 6] = [
    ("한국은행", "the Bank of Korea"),
    ("통계청", "Statistics Korea"),
    ("국토교통부", "the Ministry of Land, Infrastructure and Transport"),
    ("유엔", "the United Nations"),
    ("세계은행", "the World Bank"),
    ("해양수산부", "the Ministry of Oceans and Fisheries"),
];

/// The `i`th article: five tell one story, the fifth of every fourth story with a digit changed.
fn tell(i: usize) -> Told {
    let (story, voice) = (i / 5, i % 5);
    let mut dice = Dice(u64::try_from(story).unwrap_or(0).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed);
    let place = PLACES.get(dice.roll(0, PLACES.len())).copied().unwrap_or_default();
    let office = OFFICES.get(dice.roll(0, OFFICES.len())).copied().unwrap_or_default();
    let (year, month, day) = (dice.roll(2012, 2025), dice.roll(1, 13), dice.roll(1, 27));
    let (people, hurt) = (dice.roll(1200, 98_000), dice.roll(11, 480));
    let (cost, share) = (dice.roll(1011, 9899), dice.roll(11, 89));
    let (before, after) = (dice.roll(210, 890), dice.roll(2, 40));
    let kind = dice.roll(0, 4);
    let slip = usize::from(voice == 4 && story.is_multiple_of(4)) * 1000;
    let people = people + slip;
    let korean = voice % 2 == 0;
    let mut text = String::new();
    if korean {
        let what = ["창고에 불이 나", "홍수로 강이 넘쳐", "지진이 일어나", "정전이 되어"]
            .get(kind)
            .copied()
            .unwrap_or_default();
        let _ = write!(
            text,
            "{year}년 {month}월 {day}일 {} {story}구역에서 {what} 주민 {people}명이 대피했다고 {}이 밝혔다. 다친 사람은 {hurt}명이다.\n\n",
            place.0, office.0
        );
        let _ = write!(
            text,
            "복구에는 {cost}억 원이 들고, 이 가운데 {share}%를 정부가 낸다. 가구 수는 {before}가구에서 {}가구로 {after}가구 늘었다.\n",
            before + after
        );
    } else {
        let what =
            ["a warehouse fire", "a flood", "an earthquake", "a power failure"].get(kind).copied().unwrap_or_default();
        let month = MONTHS.get(month - 1).copied().unwrap_or_default();
        let _ = write!(
            text,
            "{} said {people} residents were evacuated after {what} in zone {story} of {} on {month} {day}, {year}. It said \
             {hurt} people were injured.\n\n",
            office.1, place.1
        );
        let _ = write!(
            text,
            "Repairs will cost {}.{:02} billion won, of which the government pays {share} percent. The number of households \
             rose by {after} to {} from {before}.\n",
            cost / 10,
            cost % 10 * 10,
            before + after
        );
    }
    let mut own = Dice(u64::try_from(i).unwrap_or(0) ^ 0x0ddb);
    let _ = writeln!(
        text,
        "{}",
        if korean {
            format!("기자가 만난 주민은 {}명이었다.", own.roll(2, 9))
        } else {
            format!("A reporter spoke with {} residents.", own.roll(2, 9))
        }
    );
    Told {
        title: if korean {
            format!("{} {story}구역 주민 대피", place.0)
        } else {
            format!("Residents leave zone {story} of {}", place.1)
        },
        text,
        day: format!("{year}-{month:02}-{:02}", day + own.roll(0, 2)),
        source: own.pick(&["남해일보", "Harbour Post", "북문신문", "Delta Wire", "강변뉴스"]).to_owned(),
    }
}

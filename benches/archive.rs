//! What growth costs: an archive built in three parts, 100 articles added to it, a queue of 10,000 findings, and the
//! claims of growing corpora compared.
//!
//! `cargo bench --bench archive` takes a few minutes; `ARCHIVE=100000 cargo bench --bench archive` is the size that is
//! promised, `ARCHIVE=0` leaves it out. Figures are ratios within one run: absolute ones drift with the machine.
//! `CHECK=100000` sets the largest corpus that is compared in one piece, in memory. Articles are generated, five to a
//! story, two languages, some with a slip; nothing of them stands in the project's tests.

#![expect(clippy::float_arithmetic, clippy::print_stdout, reason = "a benchmark reports times")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crosscheck::ingest::document_from_text;
use crosscheck::model::date::Edtf;
use crosscheck::model::document::{Basis, Document, Published};
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
    if all > 0 {
        let folder = env::temp_dir().join(format!("crosscheck-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        growth(&folder, all);
        queue(&folder, if quick { 100 } else { QUEUE });
        let _ = fs::remove_dir_all(&folder);
    }
    checking(size("CHECK", if quick { 60 } else { 10_000 }));
}

/// Builds the archive to a tenth, to three tenths, and whole; then adds to it.
fn growth(folder: &Path, all: usize) {
    let (mut built, mut work) = (Duration::ZERO, 0.0);
    let mut first = None;
    for (from, to) in [(0, all / 10), (all / 10, all * 3 / 10), (all * 3 / 10, all)] {
        let ran = batch(folder, "news.db", from, to);
        built += ran.time;
        // Other programs on the machine stretch the clock, not the work.
        work += ran.work;
        let each = ran.work / (to - from).max(1) as f64;
        let base = *first.get_or_insert(each);
        println!(
            "articles {from}..{to}: {:.2} ms of work each ({:.2} × the first part), peak {:.0} MB",
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
    let shares = [more.time.as_secs_f64() / built.as_secs_f64(), more.work / work].map(|s| s * 1e2);
    println!(
        "{MORE} more: {:.2} s, {:.2} % of building by the clock, {:.2} % by processor time",
        more.time.as_secs_f64(),
        shares[0],
        shares[1]
    );
    let alone = batch(folder, "alone.db", all, all + MORE);
    println!("  the same {MORE} into an empty archive: {:.2} s", alone.time.as_secs_f64());
    let again = batch(folder, "news.db", all, all + MORE);
    println!("  the same {MORE} again: {:.2} s", again.time.as_secs_f64());
}

/// A run of `batch`: by the clock, and by what the processors worked where the system tells it.
struct Ran {
    time: Duration,
    work: f64,
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
    let (mut peak, mut work) = (0.0_f64, 0.0_f64);
    while child.try_wait().ok().flatten().is_none() {
        peak = peak.max(memory(child.id()));
        work = work.max(worked(child.id()));
        thread::sleep(Duration::from_millis(5));
    }
    let time = start.elapsed();
    let mut said = String::new();
    if let Some(mut out) = child.stdout.take() {
        let _ = out.read_to_string(&mut said);
    }
    Ran { time, work: if work > 0.0 { work } else { time.as_secs_f64() }, peak, said }
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
    status(id, "VmHWM:")
}

fn status(id: u32, what: &str) -> f64 {
    let status = fs::read_to_string(PathBuf::from(format!("/proc/{id}/status"))).unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix(what));
    peak.and_then(|p| p.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1e3
}

/// Seconds of processor time; 0 where the system does not tell.
fn worked(id: u32) -> f64 {
    let stat = fs::read_to_string(PathBuf::from(format!("/proc/{id}/stat"))).unwrap_or_default();
    // Behind the name in brackets; hundredths in user and system mode.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    [11, 12].iter().filter_map(|i| fields.get(*i)?.parse::<f64>().ok()).sum::<f64>() / 1e2
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

/// Claims compared in one piece: work for a document should stay the same.
fn checking(all: usize) {
    let book = Rulebook::built_in().unwrap_or_else(|e| panic!("{e}"));
    let own = std::process::id();
    let mut first = None;
    for size in [all / 10, all * 3 / 10, all] {
        let mut articles = Vec::new();
        for from in (0..size).step_by(2000) {
            let documents = (from..(from + 2000).min(size)).map(|i| {
                let told = long(i);
                let date = Some(Edtf(told.day.clone()));
                let published = Published { edtf: date, basis: Basis::Metadata, proof: Vec::new() };
                let document = document_from_text(&told.text, &format!("d{i}"), None, book);
                Document { published, ..document }
            });
            articles.extend(pipeline::articles(documents.collect(), book));
        }
        // Peaks before this one do not count (Linux).
        let _ = fs::write("/proc/self/clear_refs", "5");
        let (held, before) = (status(own, "VmRSS:"), worked(own));
        let start = Instant::now();
        let outcome = pipeline::check(&articles, book);
        let (clock, work) = (start.elapsed().as_secs_f64(), worked(own) - before);
        let each = if work > 0.0 { work } else { clock } / size.max(1) as f64;
        let base = *first.get_or_insert(each);
        println!(
            "comparing {size} documents, {} claims: {:.2} ms of work a document ({:.2} × the smallest), {clock:.1} s by \
             the clock, {:.2} findings a document, left out {} marks too common and {} pairs beyond the nearest; {held:.0} \
             MB of articles, {:.0} MB more at the peak, {:.0} kB a document",
            outcome.coverage.claims,
            each * 1e3,
            each / base,
            outcome.findings.len() as f64 / size.max(1) as f64,
            outcome.coverage.crowded,
            outcome.coverage.distant,
            memory(own) - held,
            (memory(own) - held) * 1e3 / size.max(1) as f64
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
    fn new(seed: usize, salt: u64) -> Self {
        Self(u64::try_from(seed).unwrap_or(0).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt)
    }

    fn roll(&mut self, from: usize, to: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from + usize::try_from(self.0 >> 33).unwrap_or(0) % (to - from).max(1)
    }

    /// One of a list, the first far more often than the last, as names in the news.
    fn name(&mut self, list: &'static [[String; 2]]) -> &'static [String; 2] {
        const NOBODY: &[String; 2] = &[String::new(), String::new()];
        let wide = self.roll(0, list.len());
        list.get(self.roll(0, wide + 1)).unwrap_or(NOBODY)
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

/// What stories are about, in both languages. `{a}` to `{d}` are figures, `{p}` a place, `{o}` an office.
const STORIES: &[[&str; 2]] = &[
    [
        "{o}은 {p} 물류창고 화재로 주민 {a}명이 대피하고 {b}명이 다쳤다고 밝혔다.\n\n피해액은 {c}억 원으로 추산된다.",
        "{o} said a warehouse fire in {p} forced {a} residents to evacuate and injured {b} people.\n\nDamage is put at {c} hundred million won.",
    ],
    [
        "{o}에 따르면 {p} 관광객은 지난해 {a}명으로 전년보다 {b}% 늘었다.\n\n숙박업 매출은 {c}억 원이었다.",
        "According to {o}, {p} drew {a} tourists last year, up {b} percent from a year earlier.\n\nHotels took in {c} hundred million won.",
    ],
    [
        "{p}에 있는 공장이 {o}에 납품할 배터리 {a}개를 회수한다.\n\n교체에는 {b}일이 걸리고 비용은 {c}억 원이다.",
        "A plant in {p} is recalling {a} batteries it supplied to {o}.\n\nReplacing them takes {b} days and costs {c} hundred million won.",
    ],
    [
        "{o}은 {p} 다리 공사에 {c}억 원을 들여 길이 {a}m의 교량을 놓는다.\n\n인부 {d}명이 일한다.",
        "{o} will spend {c} hundred million won on a bridge {a} meters long in {p}.\n\n{d} workers are on the site.",
    ],
    [
        "{p} 마라톤에 {a}명이 출전해 {d}명이 완주했다고 {o}이 전했다.\n\n우승 상금은 {b}만 달러였다.",
        "{a} runners entered the marathon of {p} and {d} finished, {o} reported.\n\nThe winner received {b}0,000 dollars.",
    ],
    [
        "{o}은 {p} 앞바다에서 기름 {a}리터가 유출됐다고 발표했다.\n\n방제선 {b}척과 인력 {d}명이 투입됐다.",
        "{o} announced that {a} liters of oil had spilled off {p}.\n\n{b} vessels and {d} workers were sent.",
    ],
    [
        "{p} 시의회는 {o}의 요청으로 예산 {c}억 원을 찬성 {b}표로 의결했다.\n\n복지에 {a}만 원이 더 쓰인다.",
        "At the request of {o}, the council of {p} passed a budget of {c} hundred million won with {b} votes in favor.\n\nWelfare receives {a}0,000 won more.",
    ],
    [
        "{o} 노조원 {a}명이 {p}에서 파업에 들어가 열차 {b}편이 취소됐다.\n\n승객 {d}명이 불편을 겪었다.",
        "{a} union members of {o} went on strike in {p}, and {b} trains were cancelled.\n\n{d} passengers were affected.",
    ],
    [
        "{p} 병원은 환자 {a}명의 정보가 새 나갔다고 {o}에 신고했다.\n\n과징금은 {c}억 원에 이를 수 있다.",
        "A hospital in {p} told {o} that records of {a} patients had leaked.\n\nThe fine may reach {c} hundred million won.",
    ],
    [
        "{o}은 {p}에서 밀수한 담배 {a}갑을 압수하고 {b}명을 체포했다.\n\n시가로 {c}억 원어치다.",
        "{o} seized {a} packs of smuggled cigarettes in {p} and arrested {b} people.\n\nThey were worth {c} hundred million won.",
    ],
    [
        "{p}의 사과 수확량은 {a}톤으로 {b}% 줄었다고 {o}이 집계했다.\n\n농가 {d}곳이 보상을 신청했다.",
        "The apple harvest of {p} fell {b} percent to {a} tons, {o} counted.\n\n{d} farms applied for compensation.",
    ],
    [
        "{p} 미술관이 {o}에서 빌린 유물 {b}점을 전시해 관람객 {a}명이 다녀갔다.\n\n입장료 수입은 {c}억 원이다.",
        "A museum in {p} showed {b} objects on loan from {o} to {a} visitors.\n\nTickets brought {c} hundred million won.",
    ],
];

/// The `i`th article: five tell one story, the fifth of every fourth story with another first figure.
fn tell(i: usize) -> Told {
    let (story, voice) = (i / 5, i % 5);
    let lang = voice % 2;
    let mut dice = Dice::new(story, 0x5eed);
    let (mut text, place, [year, month, day]) = passage(&mut dice, lang, voice == 4 && story.is_multiple_of(4));
    let mut own = Dice::new(i, 0x0ddb);
    let reporters = own.roll(2, 9);
    let month_name = MONTHS.get(month - 1).copied().unwrap_or_default();
    let _ = match lang {
        0 => writeln!(text, " {year}년 {month}월 {day}일의 일이다. 취재에는 기자 {reporters}명이 참여했다."),
        _ => writeln!(text, " It happened on {month_name} {day}, {year}. {reporters} reporters contributed."),
    };
    let source = ["남해일보", "Harbour Post", "북문신문", "Delta Wire", "강변뉴스"];
    Told {
        title: format!("{place}, {story}"),
        text,
        day: format!("{year}-{month:02}-{:02}", day + own.roll(0, 2)),
        source: source.get(own.roll(0, source.len())).copied().unwrap_or_default().to_owned(),
    }
}

/// The `i`th article with two passages of background, which it shares with some articles on other stories.
fn long(i: usize) -> Told {
    let mut told = tell(i);
    let (story, lang) = (i / 5, i % 5 % 2);
    let mut own = Dice::new(i, 0xbac0);
    for _ in 0..2 {
        let mut dice = Dice::new(story / 7 * 10 + own.roll(0, 10), 0x01d5);
        let (passage, _, [year, month, _]) = passage(&mut dice, lang, false);
        let month_name = MONTHS.get(month - 1).copied().unwrap_or_default();
        let _ = match lang {
            0 => writeln!(told.text, "\n{passage} {year}년 {month}월에 있었던 일이다."),
            _ => writeln!(told.text, "\n{passage} That was in {month_name} {year}."),
        };
    }
    told
}

/// A story with its figures, its place and its day; where there is a slip, the first figure is another.
fn passage(dice: &mut Dice, lang: usize, slipped: bool) -> (String, &'static str, [usize; 3]) {
    let (places, offices) = (names("places.csv"), names("orgs_gov.csv"));
    let (place, office) = (dice.name(places), dice.name(offices));
    let date = [dice.roll(2012, 2025), dice.roll(1, 13), dice.roll(1, 27)];
    let kind = dice.roll(0, STORIES.len());
    let figures = [dice.roll(1200, 98_000), dice.roll(11, 480), dice.roll(101, 9899), dice.roll(310, 8900)];
    let slip = if slipped { dice.roll(100, 900) } else { 0 };
    let mut text = STORIES.get(kind).and_then(|s| s.get(lang)).copied().unwrap_or_default().to_owned();
    for (hole, figure) in ["{a}", "{b}", "{c}", "{d}"].into_iter().zip(figures) {
        text = text.replace(hole, &(figure + if hole == "{a}" { slip } else { 0 }).to_string());
    }
    let [place, office] = [place, office].map(|n| n.get(lang).map_or("", String::as_str));
    (text.replace("{p}", place).replace("{o}", office), place, date)
}

/// Names of a gazetteer that are known in both languages, in the order of their ids.
fn names(file: &str) -> &'static [[String; 2]] {
    static PLACES: OnceLock<Vec<[String; 2]>> = OnceLock::new();
    static OFFICES: OnceLock<Vec<[String; 2]>> = OnceLock::new();
    let kept = if file == "places.csv" { &PLACES } else { &OFFICES };
    kept.get_or_init(|| {
        let path = format!("{}/gazetteers/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut found: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
        for line in text.lines().filter(|l| !l.starts_with(['#', '"'])) {
            let cells: Vec<&str> = line.split(',').collect();
            if let [surface, lang @ ("ko" | "en"), id, "1", ..] = cells[..] {
                let [ko, en] = found.entry(id.to_owned()).or_default();
                *(if lang == "ko" { ko } else { en }) = Some(surface.to_owned());
            }
        }
        found.into_values().filter_map(|[ko, en]| Some([ko?, en?])).collect()
    })
}

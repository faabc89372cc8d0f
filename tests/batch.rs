//! The archive: what was interrupted ends as if it had not been, twice is once, corrections supersede.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::program::Folder;

/// A number from a seed: the same on every machine.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// `n` short articles in clusters: each cluster tells one accident in both languages, some with a slip.
pub(crate) fn articles(first: usize, n: usize) -> String {
    let mut out = String::new();
    for i in first..first + n {
        let story = i / 4;
        let (aboard, cost, month, day) = (1130 + story * 7, 2310 + story * 13, 1 + story % 12, 1 + story % 27);
        let name = [
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
        ][month - 1];
        let slip = if i % 4 == 3 && story % 2 == 0 { 10 } else { 1 };
        let text = if i % 2 == 0 {
            format!(
                "2024년 {month}월 {day}일 새벽 남해 {story}호 해역에서 승객 {aboard}명을 태운 여객선이 뒤집혔다. 해양경찰청은 승객 {aboard}명 \
                 가운데 21명이 숨졌다고 밝혔다.\n\n정부는 복구에 {cost}억원을 쓰기로 했다.\n"
            )
        } else {
            format!(
                "A ferry carrying {} passengers capsized off Namhae site {story} before dawn on {name} {day}, 2024, the Korea \
                 Coast Guard said. It said 21 of the passengers died.\n\nThe government will spend {cost} hundred million won.\n",
                aboard * slip
            )
        };
        let row = serde_json::json!({
            "id": format!("a{i:05}"), "text": text, "published": format!("2024-{month:02}-{day:02}"),
            "title": format!("Ferry {story}"), "source": if i % 2 == 0 { "남해일보" } else { "Namhae Post" },
        });
        out.push_str(&format!("{row}\n"));
    }
    out
}

/// Everything found, without what depends on how often a run was started.
pub(crate) fn found(folder: &Folder, db: &str) -> BTreeSet<String> {
    let conn = Connection::open(folder.path().join(db)).expect("an archive");
    let mut out = BTreeSet::new();
    for sql in [
        "SELECT 'finding ' || key || verdict || severity || rank || message || derivation || linked_by || hypotheses || evidence
           || root FROM findings WHERE gone_run IS NULL",
        "SELECT 'pass ' || key || verdict || derivation FROM passes",
        "SELECT 'side ' || s.entry || s.held || s.n || d.id || s.start || s.value FROM sides s JOIN documents d USING (doc)
           LEFT JOIN findings f ON f.key = s.entry AND s.held = 0 WHERE f.gone_run IS NULL",
        "SELECT 'claim ' || d.id || d.content || c.start || c.value || coalesce(c.measure, '') FROM claims c JOIN documents d USING (doc)",
        "SELECT 'document ' || id || content || coalesce(published, '') || (superseded_by IS NULL) FROM documents",
    ] {
        let mut select = conn.prepare(sql).expect("sql");
        let rows = select.query_map([], |r| r.get::<_, String>(0)).expect("rows");
        out.extend(rows.map(|r| r.expect("text")));
    }
    out
}

/// Compares what two archives hold, and tells the first differences only.
fn same(a: &BTreeSet<String>, b: &BTreeSet<String>) {
    let differ: Vec<&String> = a.symmetric_difference(b).take(6).collect();
    assert!(differ.is_empty(), "{} against {} rows; such as {differ:#?}", a.len(), b.len());
}

fn number(folder: &Folder, db: &str, sql: &str) -> i64 {
    Connection::open(folder.path().join(db)).expect("an archive").query_row(sql, [], |r| r.get(0)).expect(sql)
}

#[test]
fn the_second_batch_extracts_nothing_and_changes_nothing() {
    let folder = Folder::with(&[("news.jsonl", articles(0, 48).as_bytes())]);
    let first = folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    assert_eq!(first.code, 1, "{first:?}");
    assert!(first.out.contains("48 documents added") && first.out.contains("48 extracted"), "{}", first.out);
    let before = found(&folder, "a.db");
    assert!(before.iter().any(|f| f.starts_with("finding")), "{before:?}");
    let second = folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    assert_eq!(second.code, 0, "{second:?}");
    assert!(second.out.contains("0 documents added, 48 known already, 0 unreadable; 0 extracted, 0 compared again"));
    assert!(second.out.contains("new since the last run: 0 conflicts, 0 tensions"), "{}", second.out);
    same(&found(&folder, "a.db"), &before);
}

#[test]
fn order_and_portions_of_reading_change_nothing() {
    let (one, two) = (articles(0, 30), articles(30, 30));
    let folder = Folder::with(&[("a.jsonl", one.as_bytes()), ("b.jsonl", two.as_bytes())]);
    folder.run(&["batch", "a.jsonl", "b.jsonl", "--db", "once.db"]);
    folder.run(&["batch", "b.jsonl", "--db", "twice.db"]);
    folder.run(&["batch", "a.jsonl", "--db", "twice.db", "--threads", "1"]);
    same(&found(&folder, "once.db"), &found(&folder, "twice.db"));
}

#[test]
fn a_killed_run_loses_nothing() {
    let many = std::env::var_os("CI").is_some() || std::env::var_os("CROSSCHECK_KILLS").is_some();
    let (kills, step) = if many { (50, 24) } else { (8, 40) };
    let rounds = 4;
    let folder = Folder::with(&[]);
    let mut seed = 7;
    let mut killed = 0;
    for round in 1..=rounds {
        std::fs::write(folder.path().join("news.jsonl"), articles(0, round * step * 2)).expect("news");
        let clean = Instant::now();
        folder.run(&["batch", "news.jsonl", "--db", "whole.db"]);
        let took = u64::try_from(clean.elapsed().as_millis()).expect("a short run").max(50);
        for _ in 0..kills / rounds + usize::from(round <= kills % rounds) {
            let mut run = folder.command(["batch", "news.jsonl", "--db", "cut.db"]);
            let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
            std::thread::sleep(Duration::from_millis(random(&mut seed) % took));
            run.kill().expect("kill -9");
            killed += usize::from(run.wait().expect("its end").code().is_none());
        }
        let ran = folder.run(&["batch", "news.jsonl", "--db", "cut.db"]);
        assert!(ran.code < 2, "{ran:?}");
        assert_eq!(
            number(&folder, "cut.db", "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
            0
        );
        same(&found(&folder, "whole.db"), &found(&folder, "cut.db"));
    }
    assert!(killed > 0, "no run was hit");
}

#[test]
fn two_runs_at_once_are_as_good_as_one() {
    let folder = Folder::with(&[("a.jsonl", articles(0, 60).as_bytes()), ("b.jsonl", articles(20, 60).as_bytes())]);
    let start = |file: &str| {
        let mut run = folder.command(["batch", file, "--db", "both.db"]);
        run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
    };
    let (one, two) = (start("a.jsonl"), start("b.jsonl"));
    for run in [one, two] {
        let ended = run.wait_with_output().expect("its end");
        assert!(matches!(ended.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    folder.run(&["batch", "a.jsonl", "b.jsonl", "--db", "one.db"]);
    same(&found(&folder, "both.db"), &found(&folder, "one.db"));
}

#[test]
fn a_corrected_article_supersedes_its_earlier_version() {
    let folder = Folder::with(&[("news.jsonl", articles(0, 4).as_bytes())]);
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    let before = number(&folder, "a.db", "SELECT count(*) FROM standing");
    assert!(before > 0);
    let corrected = articles(0, 4).replace("11300 passengers", "1130 passengers");
    std::fs::write(folder.path().join("new.jsonl"), corrected).expect("news");
    let ran = folder.run(&["batch", "new.jsonl", "--db", "a.db"]);
    assert!(ran.out.contains("1 document added, 3 known already"), "{}", ran.out);
    assert!(ran.out.contains("corrected a00003: no longer 11300 passengers; now 1130 passengers"), "{}", ran.out);
    assert!(ran.out.contains("gone"), "{}", ran.out);
    assert!(number(&folder, "a.db", "SELECT count(*) FROM standing") < before);
    assert_eq!(number(&folder, "a.db", "SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL"), 1);
    let again = folder.run(&["batch", "new.jsonl", "news.jsonl", "--db", "a.db"]);
    assert!(again.out.contains("0 documents added"), "{}", again.out);
}

#[test]
fn a_changed_rule_touches_what_it_can_change() {
    let checks = std::fs::read_to_string("rules/checks.toml").expect("the checks");
    let english = std::fs::read_to_string("rules/en/money.toml").expect("the rules");
    let folder = Folder::with(&[
        ("news.jsonl", articles(0, 8).as_bytes()),
        ("own/rules/checks.toml", format!("{checks}\n# changed\n").as_bytes()),
    ]);
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    let before = found(&folder, "a.db");
    let ran = folder.run(&["batch", "news.jsonl", "--db", "a.db", "--rules", "own"]);
    assert!(ran.out.contains("0 extracted, 8 compared again"), "{}", ran.out);
    assert!(ran.out.contains("new since the last run: 0 conflicts, 0 tensions\n"), "{}", ran.out);
    same(&found(&folder, "a.db"), &before);
    std::fs::create_dir_all(folder.path().join("own/rules/en")).expect("a folder");
    std::fs::write(folder.path().join("own/rules/en/money.toml"), format!("{english}\n# changed\n")).expect("a rule");
    let ran = folder.run(&["batch", "news.jsonl", "--db", "a.db", "--rules", "own"]);
    assert!(ran.out.contains("4 extracted, 0 compared again"), "{}", ran.out);
    same(&found(&folder, "a.db"), &before);
}

#[test]
fn what_is_no_archive_is_left_alone() {
    let folder =
        Folder::with(&[("news.jsonl", articles(0, 1).as_bytes()), ("text.db", b"These are no tables, only words.\n")]);
    let other = Connection::open(folder.path().join("other.db")).expect("a file");
    other.execute_batch("CREATE TABLE theirs (x)").expect("a table");
    for db in ["text.db", "other.db"] {
        let before = std::fs::read(folder.path().join(db)).expect("bytes");
        let ran = folder.run(&["batch", "news.jsonl", "--db", db]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(
            ran.err.contains(db) && ran.err.contains("no archive of crosscheck") && ran.err.contains("help: "),
            "{}",
            ran.err
        );
        assert_eq!(std::fs::read(folder.path().join(db)).expect("bytes"), before);
    }
    let ran = folder.run(&["batch", "news.jsonl", "--db", "nowhere/a.db"]);
    assert!(ran.code == 2 && ran.err.contains("nowhere/a.db") && ran.err.contains("help: check the folder"), "{ran:?}");
    let ran = folder.run(&["decisions", "list", "--db", "missing.db"]);
    assert!(ran.code == 2 && ran.err.contains("crosscheck batch PATH"), "{ran:?}");
}

#[test]
fn a_watched_folder_is_followed() {
    let folder = Folder::with(&[("in/a.jsonl", articles(0, 4).as_bytes())]);
    let mut run = folder.command(["batch", "--watch", "in", "--db", "a.db"]);
    let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let reached = |n: i64| {
        let until = Instant::now() + Duration::from_secs(60);
        while Instant::now() < until {
            let path = folder.path().join("a.db");
            let count = Connection::open(path)
                .ok()
                .and_then(|c| c.query_row("SELECT count(*) FROM documents", [], |r| r.get::<_, i64>(0)).ok());
            if count == Some(n) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        false
    };
    let first = reached(4);
    std::fs::write(folder.path().join("in/b.jsonl"), articles(4, 4)).expect("news");
    let second = reached(8);
    run.kill().expect("it runs");
    let _ = run.wait();
    assert!(first && second, "{first} {second}");
}

#[test]
fn verdicts_are_kept_undone_shared_and_owed_a_reason() {
    let folder = Folder::with(&[("news.jsonl", articles(0, 8).as_bytes())]);
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    folder.run(&["batch", "news.jsonl", "--db", "b.db"]);
    let conn = Connection::open(folder.path().join("a.db")).expect("the archive");
    let key: String = conn
        .query_row("SELECT key FROM findings JOIN sides ON entry = key WHERE surface = '11300 passengers' AND held = 0 ORDER BY key", [], |r| r.get(0))
        .expect("a finding");
    let bare = folder.run(&["decisions", "add", &key, "--verdict", "false-link", "--db", "a.db"]);
    assert!(bare.code == 2 && bare.err.contains("no note says why") && bare.err.contains("--note"), "{bare:?}");
    let odd = folder.run(&["decisions", "add", &key, "--verdict", "confirmed", "--type", "3", "--db", "a.db"]);
    assert_eq!(odd.code, 2, "{odd:?}");
    let none = folder.run(&["decisions", "add", "0000", "--verdict", "confirmed", "--db", "a.db"]);
    assert!(none.code == 2 && none.err.contains("no finding has the key `0000`"), "{none:?}");
    let state = |db: &str| -> String {
        let conn = Connection::open(folder.path().join(db)).expect("the archive");
        conn.query_row("SELECT state || ':' || coalesce(decision, '') FROM standing WHERE key = ?1", [&key], |r| {
            r.get(0)
        })
        .expect("state")
    };
    let args = [
        "decisions",
        "add",
        &key,
        "--verdict",
        "explained",
        "--type",
        "3",
        "--note",
        "반올림",
        "--by",
        "kim",
        "--db",
        "a.db",
    ];
    assert_eq!(folder.run(&args).code, 0);
    assert_eq!(state("a.db"), "judged:explained");
    assert_eq!(folder.run(&["decisions", "add", &key, "--verdict", "unsure", "--by", "lee", "--db", "a.db"]).code, 0);
    assert_eq!(state("a.db"), "judged:unsure");
    assert_eq!(folder.run(&["decisions", "undo", &key, "--by", "lee", "--db", "a.db"]).code, 0);
    assert_eq!(state("a.db"), "judged:explained");
    assert!(
        conn.execute("DELETE FROM decisions", []).is_err()
            && conn.execute("UPDATE decisions SET note = ''", []).is_err()
    );

    let exported = folder.run(&["decisions", "export", "--db", "a.db"]);
    assert_eq!(exported.out.lines().count(), 3);
    std::fs::write(folder.path().join("shared.jsonl"), &exported.out).expect("a file");
    let read = folder.run(&["decisions", "import", "shared.jsonl", "--db", "b.db"]);
    assert!(read.out.contains("3 decisions read, 3 new"), "{read:?}");
    assert!(folder.run(&["decisions", "import", "shared.jsonl", "--db", "b.db"]).out.contains("0 new"));
    assert_eq!(state("b.db"), "judged:explained");
    assert_eq!(folder.run(&["decisions", "export", "--db", "b.db"]).out, exported.out);

    // An edit elsewhere in the article leaves the verdict in force; other words around the figure bring it back.
    let elsewhere = articles(0, 8).replace("The government will", "The government said it will");
    std::fs::write(folder.path().join("news.jsonl"), elsewhere).expect("news");
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    assert_eq!(state("a.db"), "judged:explained");
    let around = articles(0, 8).replace("11300 passengers capsized off", "11300 passengers sank near");
    std::fs::write(folder.path().join("news.jsonl"), around).expect("news");
    let ran = folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    assert_eq!(state("a.db"), "returned:explained", "{}", ran.out);
    assert!(ran.out.contains("judged before, with other evidence now"), "{}", ran.out);
}

#[test]
fn a_timeline_tells_every_witness_in_three_forms() {
    let folder = Folder::with(&[("news.jsonl", articles(0, 8).as_bytes())]);
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    let conn = Connection::open(folder.path().join("a.db")).expect("the archive");
    let measure: String = conn
        .query_row("SELECT measure FROM claims WHERE surface = '11300 passengers'", [], |r| r.get(0))
        .expect("a measure");
    let ran = folder.run(&["timeline", &measure, "--db", "a.db"]);
    assert!(ran.code == 0 && ran.out.contains("11300 passengers") && ran.out.contains("conflict"), "{ran:?}");
    let ran = folder.run(&["timeline", &measure, "--db", "a.db", "--format", "csv", "--all"]);
    let bare = ran.out.strip_prefix('\u{feff}').expect("a mark at the start");
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(bare.as_bytes()).records().map(|r| r.expect("a row")).collect();
    assert!(rows.iter().any(|r| &r[5] == "11300 passengers" && &r[8] == "11300"), "{rows:?}");
    let ran = folder.run(&["timeline", &measure, "--db", "a.db", "--format", "svg"]);
    assert!(ran.out.starts_with("<svg") && ran.out.contains("class=\"bar\""), "{}", ran.out);
    let none = folder.run(&["timeline", "no.such", "--db", "a.db"]);
    assert!(none.code == 2 && none.err.contains("most frequent are"), "{none:?}");
}

#[test]
fn a_baseline_lets_known_findings_pass_and_new_ones_fail() {
    let folder = Folder::with(&[("news.jsonl", articles(0, 8).as_bytes()), ("bad.txt", b"# ok\n\nnonsense\n")]);
    let ran = folder.run(&["check", "news.jsonl", "--write-baseline", "known.txt"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = folder.run(&["check", "news.jsonl", "--baseline", "known.txt"]);
    assert!(ran.code == 0 && ran.err.contains("in the baseline, 0 new"), "{ran:?}");
    std::fs::write(folder.path().join("news.jsonl"), articles(0, 16)).expect("news");
    let ran = folder.run(&["check", "news.jsonl", "--baseline", "known.txt"]);
    assert!(ran.code == 1 && !ran.err.contains(", 0 new"), "{}", ran.err);
    let ran = folder.run(&["check", "news.jsonl", "--baseline", "bad.txt"]);
    assert!(ran.code == 2 && ran.err.contains("bad.txt:3: `nonsense` is no key"), "{ran:?}");
}

#[test]
fn a_count_that_was_overtaken_and_is_still_told_is_marked() {
    let told = |id: &str, day: &str, dead: u32| {
        let text = format!(
            "A ferry carrying 1,136 passengers capsized off Namhae before dawn on July 14, 2024, the Korea Coast Guard said. \
             The accident killed {dead} people, the coast guard said.\n"
        );
        format!("{}\n", serde_json::json!({ "id": id, "text": text, "published": day, "source": id }))
    };
    let news = [told("first", "2024-07-14", 214), told("second", "2024-07-16", 287), told("late", "2024-07-18", 214)];
    let folder = Folder::with(&[("news.jsonl", news.concat().as_bytes())]);
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    let ran = folder.run(&["timeline", "people.dead", "--db", "a.db", "--format", "csv"]);
    let bare = ran.out.strip_prefix('\u{feff}').unwrap_or_default();
    let rows: Vec<[String; 3]> = csv::Reader::from_reader(bare.as_bytes())
        .records()
        .map(|r| r.expect("a row"))
        .map(|r| [2, 11, 12].map(|i| r[i].to_owned()))
        .collect();
    let row = |a: &str, b: &str, c: &str| [a, b, c].map(str::to_owned);
    assert_eq!(
        rows,
        [row("first", "updated", ""), row("second", "updated", ""), row("late", "agrees", "cites a superseded figure")],
        "{ran:?}"
    );
    let ran = folder.run(&["timeline", "people.dead", "--db", "a.db", "--format", "svg"]);
    assert_eq!(ran.out.matches(" stale\"").count(), 1, "{}", ran.out);
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_next_run_goes_on() {
    let folder = Folder::with(&[("news.jsonl", articles(0, 200).as_bytes())]);
    let program = env!("CARGO_BIN_EXE_crosscheck");
    let limited = format!("trap '' XFSZ; ulimit -f 900; exec '{program}' batch news.jsonl --db a.db");
    let ran =
        std::process::Command::new("bash").args(["-c", &limited]).current_dir(folder.path()).output().expect("bash");
    let err = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{err}");
    assert!(err.contains("a.db: the disk is full") && err.contains("run the same command again"), "{err}");
    let whole = number(&folder, "a.db", "SELECT count(*) FROM documents");
    assert!(whole > 0 && whole < 200, "{whole} documents were kept");
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    folder.run(&["batch", "news.jsonl", "--db", "whole.db"]);
    same(&found(&folder, "a.db"), &found(&folder, "whole.db"));
}

/// Whoever may write anything (root) is stopped by nothing here.
#[cfg(unix)]
#[test]
fn an_archive_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(&[("news.jsonl", articles(0, 4).as_bytes()), ("more.jsonl", articles(4, 4).as_bytes())]);
    folder.run(&["batch", "news.jsonl", "--db", "a.db"]);
    let db = folder.path().join("a.db");
    std::fs::set_permissions(&db, std::fs::Permissions::from_mode(0o444)).expect("permissions");
    if std::fs::OpenOptions::new().append(true).open(&db).is_ok() {
        return;
    }
    let ran = folder.run(&["batch", "more.jsonl", "--db", "a.db"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("a.db") && ran.err.contains("read-only") && ran.err.contains("chmod u+w"), "{}", ran.err);
}

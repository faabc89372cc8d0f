//! What leaves the program, read by others: SARIF by the official schema, JSON by ours, CSV by the csv crate, HTML by
//! an HTML parser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crosscheck::ingest::document_from_text;
use crosscheck::model::finding::{Coverage, Finding, Severity, Side, Verdict};
use crosscheck::model::span::Span;
use crosscheck::pipeline::{Article, Outcome};
use crosscheck::report::judged::{Decision, Judged, Judgement};
use crosscheck::report::{annotation, claimreview, html, sarif, table};
use crosscheck::rulebook::Rulebook;
use crosscheck::wording::{Voice, Words};

use crate::program::{Folder, at_root, root};

const HOSTILE: &str = "'\"><script>alert(1)</script><img src=x onerror=alert(2)> 제목 {0} [x](1)\n\n\
    북한이 =1+1 <b onmouseover=\"alert(3)\">16.5억 달러</b>를 \u{202e}탈취했다 --> </style></script>, \"인용\".\n";
const OTHER: &str = "North Korea stole $1.9 billion & more, `the ministry` said.\n";

fn article(id: &str, path: &str, text: &str) -> Article {
    let book = Rulebook::built_in().expect("the built-in rules load");
    let mut document = document_from_text(text, id, None, book);
    document.path = path.to_owned();
    crosscheck::pipeline::article(document, book)
}

fn articles() -> Vec<Article> {
    let mut all = vec![
        article("\"><svg onload=alert(4)>", "a'b<i>\"/6월 news.jsonl#3", HOSTILE),
        article("=cmd", "en.txt", OTHER),
    ];
    all[0].document.provenance.insert("url".to_owned(), "javascript:alert(5)".into());
    all[1].document.provenance.insert("url".to_owned(), "https://x.kr/?a=\"><script>alert(6)</script>&b='".into());
    all
}

fn side(articles: &[Article], document: usize, surface: &str) -> Side {
    let start = articles[document].document.text.find(surface).expect("in the text");
    let claim = BTreeMap::from([
        ("value".to_owned(), "1650000000 USD <x>".to_owned()),
        ("measure".to_owned(), "theft.amount".to_owned()),
    ]);
    Side { document, span: Span::new(start, start + surface.len()), claim: claim.into() }
}

fn finding(articles: &[Article], key: &str, verdict: Verdict) -> Finding {
    Finding {
        key: key.to_owned(),
        check: "value-mismatch".to_owned(),
        verdict,
        severity: Severity::Error,
        sides: vec![side(articles, 0, "16.5억 달러"), side(articles, 1, "$1.9 billion")],
        derivation: vec!["<script>1.65</script> ≠ 1.9".to_owned(), "=2+2".to_owned()],
        linked_by: vec!["measure theft.amount".to_owned()],
        hypotheses: vec!["'\"<i>".to_owned()],
        message: "{0} differs from [this](1) <script>alert(7)</script>".to_owned(),
        remedy: "+open the source".to_owned(),
    }
}

fn outcome(articles: &[Article]) -> Outcome {
    Outcome {
        findings: vec![
            finding(articles, "k1\"><script>", Verdict::Tension),
            finding(articles, "k2", Verdict::Conflict),
        ],
        passes: vec![finding(articles, "k3", Verdict::Identical)],
        coverage: Coverage {
            figures: 9,
            claims: 4,
            linked: 2,
            checked: 2,
            skipped: BTreeMap::from([("<script>".to_owned(), 5)]),
            crowded: 0,
            distant: 0,
        },
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

fn sarif_of(judged: &Judged, passes: bool) -> Value {
    let (articles, book) = (articles(), Rulebook::built_in().expect("rules"));
    let text = written(|out| sarif::write(&outcome(&articles), &articles, &book.checks, judged, passes, out));
    serde_json::from_str(&text).expect("JSON")
}

fn assert_valid_sarif(log: &Value) {
    let text = fs::read_to_string(root().join("tests/fixtures/sarif-2.1.0.json")).expect("the schema");
    let mut schema: Value = serde_json::from_str(&text).expect("JSON");
    // A pattern of the published file that is no ECMA-262 expression, in two places: a bracket too many.
    for kind in ["run", "toolComponent"] {
        let pattern = schema.pointer_mut(&format!("/definitions/{kind}/properties/language/pattern"));
        *pattern.expect("the pattern") = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}?$".into();
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<String> = validator.iter_errors(log).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sarif_fits_the_official_schema() {
    assert_valid_sarif(&sarif_of(&Judged::default(), true));
    let decision = Decision {
        judgement: Judgement::FalseLink,
        note: "two thefts".to_owned(),
        who: "kim".to_owned(),
        when: "2025-10-24".to_owned(),
    };
    let judged = Judged {
        baseline: Some(BTreeSet::from(["k2".to_owned()])),
        decisions: BTreeMap::from([("k2".to_owned(), decision)]),
    };
    let log = sarif_of(&judged, true);
    assert_valid_sarif(&log);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let of =
        |key: &str| results.iter().find(|r| r["partialFingerprints"]["crosscheckKey/v1"] == key).expect("a result");
    assert_eq!((&of("k2")["kind"], &of("k2")["level"]), (&"fail".into(), &"error".into()));
    assert_eq!(
        (&of("k2")["baselineState"], &of("k1\"><script>")["baselineState"]),
        (&"unchanged".into(), &"new".into())
    );
    assert_eq!(of("k2")["suppressions"][0]["justification"], "two thefts");
    assert_eq!(of("k1\"><script>")["suppressions"], serde_json::json!([]));
    assert_eq!((&of("k1\"><script>")["kind"], &of("k3")["kind"]), (&"review".into(), &"pass".into()));
    assert_eq!(of("k3")["message"]["text"], "Held, identical: <script>1.65</script> ≠ 1.9");
    assert_eq!(sarif_of(&Judged::default(), false)["runs"][0]["results"].as_array().map(Vec::len), Some(2));
    let ran = at_root(&["check", "seeds", "--format", "sarif", "--passes", "--fail-on", "never"]);
    assert_valid_sarif(&serde_json::from_str(&ran.out).expect("JSON"));
}

#[test]
fn regions_of_sarif_count_code_points_and_bytes() {
    let log = sarif_of(&Judged::default(), false);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    assert_eq!(
        run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize]["id"],
        "value-mismatch"
    );
    let place = &result["locations"][0]["physicalLocation"];
    let number = |v: &Value| usize::try_from(v.as_u64().expect("a number")).expect("small");
    let (start, len) = (number(&place["region"]["charOffset"]), number(&place["region"]["charLength"]));
    assert_eq!(HOSTILE.chars().skip(start).take(len).collect::<String>(), "16.5억 달러");
    let (start, len) = (number(&place["region"]["byteOffset"]), number(&place["region"]["byteLength"]));
    assert_eq!(HOSTILE.get(start..start + len), Some("16.5억 달러"));
    let (line, column) = (number(&place["region"]["startLine"]), number(&place["region"]["startColumn"]));
    let line = HOSTILE.lines().nth(line - 1).expect("the line");
    assert!(line.chars().skip(column - 1).collect::<String>().starts_with("16.5억"), "{column}");
    let artifact = &run["artifacts"][number(&place["artifactLocation"]["index"])];
    assert_eq!(artifact["location"]["uri"], place["artifactLocation"]["uri"]);
    assert_eq!(place["artifactLocation"]["uri"], "a%27b%3Ci%3E%22/6%EC%9B%94%20news.jsonl#3");
    assert!(run["artifacts"][number(&artifact["parentIndex"])].is_object());
    let related = &result["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["region"]["snippet"]["text"], "$1.9 billion");
    // A placeholder or a link of a document's words is none of the message's.
    let message = result["message"]["text"].as_str().expect("a text");
    assert!(message.starts_with("{{0}} differs from [this] (1)"), "{message}");
}

#[test]
fn json_fits_our_schema_by_another_validator() {
    let schema: Value = serde_json::from_str(&at_root(&["schema"]).out).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let rows = "{\"id\":\"a\",\"text\":\"12개국에서 60여명이 왔다.\",\"desk\":[1,2.50]}\n{\"html\":\"<p>5 people met on Monday.</p>\"}\n";
    let folder = Folder::with(&[("in.jsonl", rows.as_bytes())]);
    let mut texts: Vec<String> = at_root(&["extract", "seeds"]).out.lines().map(str::to_owned).collect();
    texts.extend(folder.run(&["extract", "in.jsonl"]).out.lines().map(str::to_owned));
    texts.push(at_root(&["check", "seeds", "--format", "json"]).out);
    texts.push(folder.run(&["check", "in.jsonl", "--format", "json"]).out);
    for text in texts {
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let wrong: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn csv_comes_back_as_it_was() {
    let articles = articles();
    let text = written(|out| table::write(&outcome(&articles), &articles, true, out));
    let bare = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(bare.as_bytes());
    assert_eq!(reader.headers().expect("a head").iter().collect::<Vec<_>>(), table::COLUMNS);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0]["surface"], "16.5억 달러");
    assert_eq!((rows[1]["side"].as_str(), rows[1]["sides"].as_str()), ("2", "2"));
    assert_eq!(rows[0]["derivation"], "<script>1.65</script> ≠ 1.9\n=2+2");
    let (start, end): (usize, usize) =
        (rows[0]["start"].parse().expect("a number"), rows[0]["end"].parse().expect("a number"));
    assert_eq!(HOSTILE.get(start..end), Some("16.5억 달러"));
    // What a spreadsheet would run is disarmed.
    assert_eq!((rows[1]["document"].as_str(), rows[0]["remedy"].as_str()), ("'=cmd", "'+open the source"));
    assert_eq!(rows[0]["url"], "", "only web addresses are addresses");
}

#[test]
fn the_html_report_stays_inert() {
    let articles = articles();
    let text = written(|out| {
        html::write(&outcome(&articles), &articles, Voice::new(Words::built_in().expect("the words"), None), out)
    });
    let page = dom_query::Document::from(text.as_str());
    let allowed = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "b",
        "span",
        "article",
        "div",
        "a",
        "figure",
        "blockquote",
        "mark",
        "sup",
        "figcaption",
        "br",
        "code",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "table",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    for node in page.select("*").nodes() {
        let name = node.node_name().expect("an element").to_string();
        assert!(allowed.contains(&name.as_str()), "<{name}>");
        for attribute in node.attrs() {
            let key = attribute.name.local.to_string();
            assert!(!key.starts_with("on") && key != "style" && key != "src", "<{name} {key}>");
            if key == "href" {
                let to = attribute.value.to_string();
                assert!(to.starts_with("#f-") || to.starts_with("https://"), "{to}");
            }
        }
    }
    assert_eq!(page.select("article").length(), 3);
    assert_eq!(page.select("style").length(), 1);
    let marks: Vec<String> = page.select("article#f-k2 mark").iter().map(|m| m.text().to_string()).collect();
    assert_eq!(marks, ["16.5억 달러1", "$1.9 billion2"]);
    assert!(page.select("article#f-k2 h3").text().contains("<script>alert(7)</script>"), "shown as it was written");
    assert!(!text.contains('\u{202e}'), "nothing turns the line around");
    let ids: Vec<String> = page.select("[id]").iter().filter_map(|e| e.attr("id")).map(|v| v.to_string()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

#[test]
fn annotations_find_their_place_again() {
    let articles = articles();
    let text = written(|out| annotation::write(&outcome(&articles), &articles, false, out));
    let all: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(all["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!((&all["type"], &all["total"]), (&"AnnotationCollection".into(), &2.into()));
    let items = all["first"]["items"].as_array().expect("items");
    assert_eq!(items.len(), 2);
    for item in items {
        assert_eq!((&item["type"], &item["motivation"]), (&"Annotation".into(), &"assessing".into()));
        for (target, text) in item["target"].as_array().expect("targets").iter().zip([HOSTILE, OTHER]) {
            let [quote, place] = [&target["selector"][0], &target["selector"][1]];
            assert_eq!((&quote["type"], &place["type"]), (&"TextQuoteSelector".into(), &"TextPositionSelector".into()));
            let word = |key: &str| quote[key].as_str().expect("a text");
            assert!(text.contains(&[word("prefix"), word("exact"), word("suffix")].concat()));
            let at = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
            let found: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
            assert_eq!(found, word("exact"));
        }
        let source = item["target"][1]["source"].as_str().expect("a source");
        assert!(source.starts_with("https://"), "{source}");
    }
}

#[test]
fn only_what_a_person_judged_becomes_a_claim_review() {
    let articles = articles();
    let finding = finding(&articles, "k2", Verdict::Conflict);
    let decide = |judgement: Judgement| Decision {
        judgement,
        note: "both statements opened".to_owned(),
        who: "kim".to_owned(),
        when: "2025-10-24".to_owned(),
    };
    for none in [Judgement::Unsure, Judgement::FalseLink, Judgement::ExtractionBug] {
        assert!(claimreview::review(&finding, &articles, &decide(none)).is_none());
    }
    let review = claimreview::review(&finding, &articles, &decide(Judgement::Confirmed)).expect("a review");
    let graph = review["@graph"].as_array().expect("a graph");
    assert_eq!(graph.len(), 2);
    for (n, one) in graph.iter().enumerate() {
        assert_eq!(one["@type"], "ClaimReview");
        for key in ["author", "datePublished", "claimReviewed", "reviewRating", "itemReviewed"] {
            assert!(!one[key].is_null(), "{key}");
        }
        let other = format!("urn:crosscheck:finding:k2:{}", 1 - n);
        assert_eq!(one["itemReviewed"]["crosscheck:conflictsWith"], serde_json::json!([{ "@id": other }]));
        assert!(one["reviewRating"].get("ratingValue").is_none(), "no side is marked down");
    }
}

#[test]
fn annotation_tools_get_the_same_mentions() {
    let text = "가상자산 탈취\r\n\r\n외교부는 12개국에서 60여명이 왔다고 2025년 10월 23일 밝혔다.\r\n";
    let row = serde_json::json!({ "id": "a/../b", "text": text }).to_string();
    let folder = Folder::with(&[("in.jsonl", row.as_bytes())]);
    let ran = folder.run(&["extract", "in.jsonl", "--format", "doccano"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let line: Value = serde_json::from_str(&ran.out).expect("a row");
    let chars: Vec<char> = line["text"].as_str().expect("a text").chars().collect();
    let at = |v: &Value| usize::try_from(v.as_u64().expect("a number")).expect("small");
    let labels = line["label"].as_array().expect("labels");
    let words: Vec<String> = labels.iter().map(|l| chars[at(&l[0])..at(&l[1])].iter().collect()).collect();
    assert!(words.iter().any(|w| w == "60여명") && words.iter().any(|w| w == "2025년 10월 23일"), "{words:?}");

    assert_eq!(folder.run(&["extract", "in.jsonl", "--format", "brat"]).code, 2, "brat needs --out");
    let ran = folder.run(&["extract", "in.jsonl", "--format", "brat", "--out", "deep/brat"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let names: Vec<String> = fs::read_dir(folder.path().join("deep/brat"))
        .expect("the folder")
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let read = |ending: &str| {
        let name = names.iter().find(|n| n.ends_with(ending)).expect("a file");
        fs::read_to_string(folder.path().join("deep/brat").join(name)).expect("text")
    };
    let (kept, notes) = (read(".txt"), read(".ann"));
    assert_eq!(kept, text);
    let kept: Vec<char> = kept.chars().collect();
    let entities: Vec<&str> = notes.lines().filter(|l| l.starts_with('T')).collect();
    assert_eq!(entities.len(), labels.len());
    for entity in entities {
        let fields: Vec<&str> = entity.split('\t').collect();
        let place: Vec<&str> = fields[1].split(' ').collect();
        let (start, end): (usize, usize) = (place[1].parse().expect("a number"), place[2].parse().expect("a number"));
        assert_eq!(kept[start..end].iter().collect::<String>(), fields[2]);
        assert!(read(".conf").lines().any(|l| l == place[0]), "{}", place[0]);
    }
}

/// An archive of ferries with one finding confirmed, one called a false link, and the others open.
fn judged_archive() -> (Folder, Vec<String>) {
    let news = crate::batch::articles(0, 24);
    let folder = Folder::with(&[("news.jsonl", news.as_bytes())]);
    assert_eq!(folder.run(&["batch", "news.jsonl", "--db", "a.db"]).code, 1);
    let log = sarif_in(&folder, &["export", "--db", "a.db", "--format", "sarif"]);
    let keys: Vec<String> = results(&log).iter().map(key_of).collect();
    assert!(keys.len() > 3, "{keys:?}");
    let add = |key: &str, verdict: &str, note: &str| {
        let ran =
            folder.run(&["decisions", "add", key, "--verdict", verdict, "--note", note, "--by", "kim", "--db", "a.db"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    add(&keys[0], "confirmed", "");
    add(&keys[1], "false-link", "two ferries");
    add(&keys[2], "unsure", "");
    (folder, keys)
}

fn sarif_in(folder: &Folder, args: &[&str]) -> Value {
    let ran = folder.run(args);
    assert!(ran.code < 2, "{}", ran.err);
    let log = serde_json::from_str(&ran.out).expect("JSON");
    assert_valid_sarif(&log);
    log
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("results")
}

fn key_of(result: &Value) -> String {
    result["partialFingerprints"]["crosscheckKey/v1"].as_str().expect("a key").to_owned()
}

#[test]
fn the_archive_leaves_as_sarif_with_verdicts_and_what_is_new() {
    let (folder, keys) = judged_archive();
    let ask = ["export", "--db", "a.db", "--format", "sarif"];
    let log = sarif_in(&folder, &ask);
    let suppressed: Vec<(String, &Value)> = results(&log)
        .iter()
        .filter(|r| r["suppressions"].as_array().is_some_and(|s| !s.is_empty()))
        .map(|r| (key_of(r), &r["suppressions"][0]["justification"]))
        .collect();
    assert_eq!(suppressed, [(keys[1].clone(), &Value::from("two ferries"))], "only what a verdict settles");
    assert!(results(&log).iter().all(|r| r["baselineState"] == "new"), "nothing stood before the first batch");
    // The same findings, sides and places as a check of the same articles tells them where it finds them too.
    let direct = sarif_in(&folder, &["check", "news.jsonl", "--format", "sarif", "--fail-on", "never"]);
    let places = |log: &Value| -> BTreeMap<String, Value> {
        results(log).iter().map(|r| (key_of(r), r["locations"][0]["physicalLocation"]["region"].clone())).collect()
    };
    let (kept, told) = (places(&log), places(&direct));
    let both: Vec<&String> = kept.keys().filter(|k| told.contains_key(*k)).collect();
    assert!(both.len() > 3, "{} against {}", kept.len(), told.len());
    assert!(both.into_iter().all(|k| kept[k] == told[k]));
    // After another batch, only what came with it is new.
    fs::write(folder.path().join("more.jsonl"), crate::batch::articles(24, 8)).expect("written");
    folder.run(&["batch", "more.jsonl", "--db", "a.db"]);
    let log = sarif_in(&folder, &ask);
    let state = |state: &str| results(&log).iter().filter(|r| r["baselineState"] == state).count();
    assert_eq!(state("unchanged"), keys.len());
    assert!(state("new") > 0);
    for format in ["json", "jsonl", "csv", "html", "annotation"] {
        let ran = folder.run(&["export", "--db", "a.db", "--format", format]);
        assert!(
            ran.code == 0 && ran.out.contains("11300명") | ran.out.contains("11300 passengers"),
            "{format}: {}",
            ran.err
        );
    }
}

#[test]
fn only_judged_findings_of_an_archive_become_claim_reviews() {
    let (folder, keys) = judged_archive();
    let ran = folder.run(&["export", "--db", "a.db", "--format", "claimreview"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let graph: Value = serde_json::from_str(&ran.out).expect("JSON");
    let schema = fs::read_to_string(root().join("tests/fixtures/claimreview.schema.json")).expect("the schema");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let wrong: Vec<String> = validator.iter_errors(&graph).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let reviews = graph["@graph"].as_array().expect("a graph");
    assert!(!reviews.is_empty());
    for review in reviews {
        let id = review["itemReviewed"]["@id"].as_str().expect("an id");
        assert!(id.contains(&keys[0]), "{id} was not confirmed");
        assert_eq!(review["author"]["name"], "kim");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "@context": ["https://schema.org"], "@graph": [{}] })));
    folder.run(&["decisions", "undo", &keys[0], "--db", "a.db"]);
    let ran = folder.run(&["export", "--db", "a.db", "--format", "claimreview"]);
    let graph: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(graph["@graph"], serde_json::json!([]), "an undone verdict publishes nothing");
}

#[test]
fn verdicts_of_a_file_settle_findings_of_a_check() {
    let (folder, keys) = judged_archive();
    let ran = folder.run(&["decisions", "export", "--db", "a.db"]);
    fs::write(folder.path().join("decisions.jsonl"), &ran.out).expect("written");
    let ask = ["check", "news.jsonl", "--decisions", "decisions.jsonl", "--format"];
    let log = sarif_in(&folder, &[&ask[..], &["sarif"]].concat());
    let settled: Vec<&Value> =
        results(&log).iter().filter(|r| r["suppressions"].as_array().is_some_and(|s| !s.is_empty())).collect();
    assert_eq!(settled.iter().map(|r| key_of(r)).collect::<Vec<_>>(), [keys[1].clone()]);
    let shown = folder.run(&[&ask[..], &["jsonl"]].concat());
    assert!(shown.err.contains("1 settled by decisions.jsonl"), "{}", shown.err);
    assert!(!shown.out.contains(&keys[1]) && shown.out.contains(&keys[0]), "a settled finding is left out");
    // Other words around the figure: the verdict was given on something else.
    let text = fs::read_to_string(folder.path().join("news.jsonl")).expect("there");
    fs::write(folder.path().join("news.jsonl"), text.replace("capsized off", "sank near")).expect("written");
    let shown = folder.run(&[&ask[..], &["jsonl"]].concat());
    assert!(shown.err.contains("0 settled by decisions.jsonl"), "{}", shown.err);
}

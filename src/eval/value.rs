//! When a value is right, and values in a few characters.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::gold::GoldMention;
use super::run::Read;

type Fields = Map<String, Value>;

/// Signs of tokens, which may come as money or as a count.
const TOKENS: &[&str] = &["BTC", "ETH", "XRP", "USDT", "NEM", "XEM", "token", "coin"];

/// Whether a mention is of the kind that gold says.
pub fn same_kind(gold: &GoldMention, read: &Read) -> bool {
    let token = || TOKENS.contains(&words(&gold.value, "unit")) || TOKENS.contains(&words(&read.value, "currency"));
    let either = |a, b| gold.kind == a && read.kind == b;
    gold.kind == read.kind || ((either("money", "count") || either("count", "money")) && token())
}

/// Whether a mention means what gold says. Numbers to six digits; open ends by their bound; a date inside the gold's
/// partial one, or any that gold accepts; names by their span alone.
pub fn is_right(gold: &GoldMention, read: &Read) -> bool {
    let (want, got) = (&gold.value, &read.value);
    match gold.kind {
        "date" => date(want, words(got, "edtf")),
        "duration" | "time" => words(want, "iso8601").eq_ignore_ascii_case(words(got, "iso8601")),
        "ordinal" => same(number(want, "value"), number(got, "value")),
        "money" | "count" | "quantity" | "ratio" => amount(gold, got),
        _ => true,
    }
}

fn words<'a>(fields: &'a Fields, key: &str) -> &'a str {
    fields.get(key).and_then(Value::as_str).unwrap_or("")
}

fn number(fields: &Fields, key: &str) -> Option<Decimal> {
    let Some(Value::Number(n)) = fields.get(key) else { return None };
    let text = n.to_string();
    text.parse().or_else(|_| Decimal::from_scientific(&text)).ok()
}

fn same(a: Option<Decimal>, b: Option<Decimal>) -> bool {
    close(a, b, Decimal::new(1, 6))
}

/// Whether two numbers differ by no more than a part of the larger one.
fn close(a: Option<Decimal>, b: Option<Decimal>, part: Decimal) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            let larger = a.abs().max(b.abs()).max(Decimal::new(1, 9));
            a.checked_sub(b).is_some_and(|d| d.abs() <= part.saturating_mul(larger))
        }
        _ => false,
    }
}

/// The bounds gold gives, and whether they are those of a fraction, which no decimal number hits.
fn bounds(gold: &GoldMention) -> (Option<Decimal>, Option<Decimal>, bool) {
    let of = |key| number(&gold.value, key);
    let fraction = || of("num").zip(of("den")).and_then(|(n, d)| n.checked_div(d));
    let (lo, hi) = (of("min"), of("max"));
    if gold.kind != "ratio" {
        return (lo, hi, false);
    }
    if let (None, None, Some(value)) = (lo, hi, of("value")) {
        let exact = fraction();
        let value = exact.unwrap_or(value);
        return (Some(value), Some(value), exact.is_some());
    }
    let scale = if gold.hundredths { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    (lo.map(|n| n / scale), hi.map(|n| n / scale), false)
}

fn amount(gold: &GoldMention, got: &Fields) -> bool {
    let (lo, hi, fraction) = bounds(gold);
    let (found_lo, found_hi) = (number(got, "min"), number(got, "max"));
    let (a, b) = (words(&gold.value, "currency"), words(got, "currency"));
    if gold.kind == "money" && !a.is_empty() && !b.is_empty() && a != b {
        return false;
    }
    // Fractions leave the program with five digits.
    let part = if fraction { Decimal::new(1, 4) } else { Decimal::new(1, 6) };
    let (low, high) = (close(lo, found_lo, part), close(hi, found_hi, part));
    let bound = [words(&gold.value, "bound"), words(&gold.value, "mod")].into_iter().find(|w| !w.is_empty());
    let open = match bound {
        Some("at_least" | "more_than") => low,
        Some("at_most" | "less_than") => high,
        _ => false,
    };
    (low && high) || open || (gold.kind == "money" && hi.is_none() && vague(lo, found_lo))
}

/// Billions, of which nobody says how many: from one to three of the scale.
fn vague(lo: Option<Decimal>, found: Option<Decimal>) -> bool {
    let billion = Decimal::from(1_000_000_000u64);
    let three = billion * Decimal::from(3);
    lo.is_some_and(|n| n >= billion * Decimal::TWO) && found.is_some_and(|n| n >= billion && n <= three)
}

fn date(want: &Fields, got: &str) -> bool {
    if got.is_empty() {
        return false;
    }
    let plain = |s: &str| s.trim_matches(['?', '~', '%']).replace("/..", "/").replace("../", "/");
    let listed = want.get("one_of").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let named = ["edtf", "edtf_alone", "edtf_world"].into_iter().map(|k| words(want, k));
    named.chain(listed).filter(|c| !c.is_empty()).any(|c| {
        let finer =
            c.contains('X') && c.len() == got.len() && c.bytes().zip(got.bytes()).all(|(a, b)| a == b'X' || a == b);
        finer || plain(c) == plain(got)
    })
}

/// The value of gold in a few characters.
pub fn brief_gold(gold: &GoldMention) -> String {
    let (lo, hi, _) = bounds(gold);
    brief(gold.kind, &gold.value, (lo, hi))
}

/// A value that was read in a few characters.
pub fn brief_read(read: &Read) -> String {
    brief(&read.kind, &read.value, (number(&read.value, "min"), number(&read.value, "max")))
}

fn brief(kind: &str, value: &Fields, (lo, hi): (Option<Decimal>, Option<Decimal>)) -> String {
    let word = |keys: &[&str]| keys.iter().map(|k| words(value, k)).find(|w| !w.is_empty()).unwrap_or("");
    let parts: Vec<String> = match kind {
        "money" | "count" | "quantity" | "ratio" => {
            let end = |n: Option<Decimal>| n.map_or_else(String::new, |n| n.round_dp(10).normalize().to_string());
            let numbers = if lo == hi { end(lo) } else { format!("{}..{}", end(lo), end(hi)) };
            let bound = Some(word(&["bound", "mod"])).filter(|w| *w != "exact").unwrap_or("");
            vec![numbers, word(&["currency", "unit", "form"]).to_owned(), bound.to_owned()]
        }
        "ordinal" => vec![
            number(value, "value").map_or_else(String::new, |n| n.normalize().to_string()),
            word(&["of"]).to_owned(),
        ],
        "date" => vec![word(&["edtf", "edtf_alone", "edtf_world"]).to_owned()],
        "duration" | "time" => vec![word(&["iso8601"]).to_owned()],
        "identifier" => vec![word(&["of", "type", "id"]).to_owned()],
        _ => {
            let members = |k: &str| -> Option<String> {
                let all: Vec<&str> = value.get(k)?.as_array()?.iter().filter_map(Value::as_str).collect();
                Some(all.join("+")).filter(|m| !m.is_empty())
            };
            let named = || word(&["id", "canonical", "name_en"]).to_owned();
            vec![members("iso").or_else(|| members("members")).unwrap_or_else(named)]
        }
    };
    let text = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    if text.is_empty() { "?".to_owned() } else { text }
}

//! Witnesses in time: a row for each, earliest on top, its value as a dot with what the digits can stand for as a bar.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::html::escape;
use crate::store::Witness;

const LEFT: i64 = 210;
const WIDTH: i64 = 640;
const RIGHT: i64 = 20;
const ROW: i64 = 26;
const TOP: i64 = 12;

/// For a file of its own; the review page has its own style sheet.
const STYLE: &str = "<style>text{font:13px system-ui,sans-serif;fill:#222}.axis,.grid{stroke:#bbb;fill:none}\
.bar{stroke:#456;stroke-width:2;fill:none}.dot{fill:#456}.conflict .bar{stroke:#b00020}.conflict .dot{fill:#b00020}\
.tension .bar{stroke:#9a6700}.tension .dot{fill:#9a6700}.stale .dot{fill:#fff;stroke:#456;stroke-width:2}.old{opacity:.5}.old text{text-decoration:line-through}</style>";

/// A witness with its place on the axis.
struct Placed<'a> {
    witness: &'a Witness,
    dot: Option<Decimal>,
    low: Option<Decimal>,
    high: Option<Decimal>,
}

/// The picture; `None` where fewer than two figures of one unit can be drawn.
pub fn svg(witnesses: &[&Witness], title: &str, alone: bool) -> Option<String> {
    let unit = common(witnesses)?;
    let number = |text: &Option<String>| text.as_deref().and_then(|t| t.parse::<Decimal>().ok());
    let placed: Vec<Placed<'_>> = witnesses
        .iter()
        .filter(|w| w.unit == unit)
        .filter_map(|w| {
            let (low, high) = (number(&w.low), number(&w.high));
            let dot = match (low, high) {
                (Some(a), Some(b)) => a.checked_add(b).map(|s| s / Decimal::TWO),
                (a, b) => a.or(b),
            };
            dot?;
            Some(Placed { witness: w, dot, low: number(&w.least).or(low), high: number(&w.most).or(high) })
        })
        .collect();
    if placed.len() < 2 {
        return None;
    }
    let all = || placed.iter().flat_map(|p| [p.dot, p.low, p.high]).flatten();
    let (mut min, mut max) = (all().min()?, all().max()?);
    if min == max {
        min = min.checked_sub(Decimal::ONE)?;
        max = max.checked_add(Decimal::ONE)?;
    }
    let pad = max.checked_sub(min)? / Decimal::from(12);
    (min, max) = (min.checked_sub(pad)?, max.checked_add(pad)?);
    let room = Decimal::from(WIDTH - LEFT - RIGHT);
    let x = |v: Decimal| -> i64 {
        let share = v.checked_sub(min).and_then(|d| d.checked_div(max - min));
        LEFT + share.and_then(|s| s.checked_mul(room)).and_then(|p| p.round().to_i64()).unwrap_or(0)
    };
    let bottom = TOP + ROW * i64::try_from(placed.len()).unwrap_or(1);
    let height = bottom + 30;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\"><title>{}</title>",
        escape(title)
    );
    if alone {
        out.push_str(STYLE);
    }
    let _ = write!(out, "<path class=\"axis\" d=\"M{LEFT} {bottom}H{}\"/>", WIDTH - RIGHT);
    let mut ticks: Vec<Decimal> = placed.iter().filter_map(|p| p.dot).collect();
    ticks.sort();
    ticks.dedup();
    let mut last = i64::MIN / 2;
    for v in ticks {
        let at = x(v);
        let _ = write!(out, "<path class=\"grid\" d=\"M{at} {TOP}V{bottom}\"/>");
        if at - last >= 84 {
            let _ = write!(
                out,
                "<text x=\"{at}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                bottom + 18,
                escape(&short(v))
            );
            last = at;
        }
    }
    for (i, p) in placed.iter().enumerate() {
        let y = TOP + ROW * i64::try_from(i).unwrap_or(0) + ROW / 2;
        row(&mut out, p, y, &x);
    }
    out.push_str("</svg>");
    Some(out)
}

fn row(out: &mut String, p: &Placed<'_>, y: i64, x: &dyn Fn(Decimal) -> i64) {
    let w = p.witness;
    let old = match (w.superseded, w.stale) {
        (true, _) => " old",
        (false, true) => " stale",
        _ => "",
    };
    let who = w.publisher.as_deref().or(w.title.as_deref()).unwrap_or(&w.id);
    let when = w.published.as_deref().unwrap_or("?");
    let label = cut(&format!("{when} {who}"), 27);
    let _ =
        write!(out, "<g class=\"{}{old}\"><text x=\"4\" y=\"{}\">{}</text>", escape(&w.verdict), y + 4, escape(&label));
    let from = p.low.map_or(LEFT, x);
    let to = p.high.map_or(WIDTH - RIGHT, x);
    let _ = write!(out, "<path class=\"bar\" d=\"M{from} {y}H{to}");
    // An end that is open points on; the others are closed by a stroke.
    match p.low {
        Some(_) => drop(write!(out, "M{from} {}V{}", y - 5, y + 5)),
        None => drop(write!(out, "M{} {}L{from} {y}L{} {}", from + 6, y - 5, from + 6, y + 5)),
    }
    match p.high {
        Some(_) => drop(write!(out, "M{to} {}V{}", y - 5, y + 5)),
        None => drop(write!(out, "M{} {}L{to} {y}L{} {}", to - 6, y - 5, to - 6, y + 5)),
    }
    out.push_str("\"/>");
    if let Some(dot) = p.dot {
        let _ = write!(out, "<circle class=\"dot\" cx=\"{}\" cy=\"{y}\" r=\"4.5\"/>", x(dot));
    }
    out.push_str("</g>");
}

/// The unit of most witnesses.
fn common(witnesses: &[&Witness]) -> Option<String> {
    let mut units: Vec<&str> =
        witnesses.iter().filter(|w| w.low.is_some() || w.high.is_some()).map(|w| w.unit.as_str()).collect();
    units.sort_unstable();
    let count = |u: &str| units.iter().filter(|x| **x == u).count();
    units.iter().max_by_key(|u| (count(u), std::cmp::Reverse(**u))).map(|u| (*u).to_owned())
}

/// A number with separators.
fn short(n: Decimal) -> String {
    let text = n.round_sf(6).unwrap_or(n).normalize().to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(w, r)| (w, r));
    let mut out = String::new();
    let digits: Vec<char> = whole.chars().collect();
    for (i, c) in digits.iter().enumerate() {
        out.push(*c);
        let left = digits.len() - i - 1;
        if left > 0 && left.is_multiple_of(3) && *c != '-' {
            out.push(',');
        }
    }
    if rest.is_empty() { out } else { format!("{out}.{rest}") }
}

/// At most `cells` cells of a text; a Hangul syllable takes two.
fn cut(text: &str, cells: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += crate::report::excerpt::cells(c.encode_utf8(&mut [0; 4]));
        if used > cells {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

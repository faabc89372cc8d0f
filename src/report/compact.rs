//! Values in a few characters: for `extract --format text`, snapshots and the examples of rules.
//!
//! | written | compact |
//! | --- | --- |
//! | an exact number | `1230000000000 KRW` |
//! | hedged | `50 person approx` |
//! | at least, more than, at most, less than | `12.. country at_least` `(1000000000.. USD more_than` `..5 page at_most` `..20) person less_than` |
//! | a range | `350000000..800000000 USD range`, an excluded end `151..152) JPY range` |
//! | a ratio, to ten decimals | `0.12 percent` |
//! | an ordinal | `7 meeting`, with its series `7 meeting@usrok-wg` |
//! | a date | `2024-09-05/2024-09-06`, `?` where nothing is known |
//! | a duration, a time | `P3M`, `T14:30` |
//! | an entity | its id, or `?` |
//! | an identifier | `resolution` |

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::value::word;
use crate::model::figure::Figure;
use crate::model::value::{RatioForm, Value};

/// The compact form of a value.
pub fn value(value: &Value) -> String {
    let (text, modifier): (Cow<'_, str>, &str) = match value {
        Value::Money { figure, currency } => (format!("{} {currency}", number(figure)).into(), modifier(figure)),
        Value::Count { figure, unit } | Value::Quantity { figure, unit } => {
            (format!("{} {unit}", number(figure)).into(), modifier(figure))
        }
        Value::Ratio { figure, form } => {
            let form = match form {
                RatioForm::Percent => "percent",
                RatioForm::Point => "point",
                RatioForm::Fraction => "fraction",
            };
            (format!("{} {form}", number(figure)).into(), modifier(figure))
        }
        Value::Ordinal { value, of, series: Some(series) } => (format!("{value} {of}@{series}").into(), ""),
        Value::Ordinal { value, of, series: None } => (format!("{value} {of}").into(), ""),
        Value::Date(date) if date.impossible => ("impossible".into(), ""),
        Value::Date(date) => (date.edtf.as_ref().map_or("?", |e| e.0.as_str()).into(), word(date.modifier, false)),
        Value::Duration { figure, iso8601 } => (iso8601.into(), modifier(figure)),
        Value::Time { iso8601, .. } => (iso8601.into(), ""),
        Value::Entity { id: Some(id), .. } => (id.into(), ""),
        Value::Entity { members, .. } if !members.is_empty() => (members.join("+").into(), ""),
        Value::Entity { .. } => ("?".into(), ""),
        Value::Identifier { of } => (of.into(), ""),
    };
    if matches!(modifier, "" | "exact") { text.into_owned() } else { format!("{text} {modifier}") }
}

/// The compact form of a figure without its unit and modifier.
pub fn number(figure: &Figure) -> String {
    let (lo, hi) = (figure.stated.lo, figure.stated.hi);
    if let (Some(lo), Some(hi)) = (lo, hi)
        && lo.at == hi.at
    {
        return digits(lo.at);
    }
    let lo = lo.map_or_else(String::new, |b| format!("{}{}", if b.open { "(" } else { "" }, digits(b.at)));
    let hi = hi.map_or_else(String::new, |b| format!("{}{}", digits(b.at), if b.open { ")" } else { "" }));
    format!("{lo}..{hi}")
}

fn digits(n: Decimal) -> String {
    n.round_dp(10).normalize().to_string()
}

fn modifier(figure: &Figure) -> &'static str {
    word(figure.modifier, figure.hedged)
}

//! Values in a few characters: for `extract --format text`, snapshots and the examples of rules.
//!
//! | written | compact |
//! | --- | --- |
//! | an exact number | `1230000000000 KRW` |
//! | hedged | `~50 person` |
//! | at least, more than, at most, less than | `>=12 country` `>1000000000 USD` `<=5 page` `<20 person` |
//! | a range | `350000000..800000000 USD`, an excluded end `60..<70 person` |
//! | a ratio | `0.12 percent` |
//! | an ordinal | `7 meeting`, with its series `7 meeting@usrok-wg` |
//! | a date | `2024-09-05/2024-09-06`, `?` where nothing is known |
//! | a duration, a time | `P3M`, `T14:30` |
//! | an entity | its id, or `?` |
//! | an identifier | `resolution` |

use std::fmt::Write as _;

use crate::model::figure::{Figure, Modifier};
use crate::model::value::{RatioForm, Value};

/// The compact form of a value.
pub fn value(value: &Value) -> String {
    match value {
        Value::Money { figure, currency } => format!("{} {currency}", number(figure)),
        Value::Count { figure, unit } | Value::Quantity { figure, unit } => format!("{} {unit}", number(figure)),
        Value::Ratio { figure, form } => {
            let form = match form {
                RatioForm::Percent => "percent",
                RatioForm::Point => "point",
                RatioForm::Fraction => "fraction",
            };
            format!("{} {form}", number(figure))
        }
        Value::Ordinal { value, of, series } => {
            let mut out = format!("{value} {of}");
            if let Some(series) = series {
                let _ = write!(out, "@{series}");
            }
            out
        }
        Value::Date(date) => {
            let bound = sign(date.modifier);
            let hedge = if date.modifier == Modifier::Approx { "~" } else { "" };
            let edtf = date.edtf.as_ref().map_or("?", |e| e.0.as_str());
            format!("{hedge}{bound}{edtf}{}", if date.impossible { " impossible" } else { "" })
        }
        Value::Duration { figure, iso8601 } => {
            let hedge = if figure.hedged { "~" } else { "" };
            format!("{hedge}{}{iso8601}", sign(figure.modifier))
        }
        Value::Time { iso8601, .. } => iso8601.clone(),
        Value::Entity { id, members, .. } => match id {
            Some(id) => id.clone(),
            None if members.is_empty() => "?".to_owned(),
            None => members.join("+"),
        },
        Value::Identifier { of } => of.clone(),
    }
}

/// The compact form of a figure without its unit.
pub fn number(figure: &Figure) -> String {
    let hedge = if figure.hedged || figure.modifier == Modifier::Approx { "~" } else { "" };
    let (lo, hi) = (figure.stated.lo, figure.stated.hi);
    match (lo, hi) {
        (None, None) => format!("{hedge}?"),
        (Some(lo), None) => format!("{hedge}{}{}", if lo.open { ">" } else { ">=" }, lo.at.normalize()),
        (None, Some(hi)) => format!("{hedge}{}{}", if hi.open { "<" } else { "<=" }, hi.at.normalize()),
        (Some(lo), Some(hi)) if lo.at == hi.at => format!("{hedge}{}", lo.at.normalize()),
        (Some(lo), Some(hi)) => format!(
            "{hedge}{}{}..{}{}",
            if lo.open { ">" } else { "" },
            lo.at.normalize(),
            if hi.open { "<" } else { "" },
            hi.at.normalize()
        ),
    }
}

/// The sign of a bound, for values that have no interval to show it.
fn sign(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::AtLeast => ">=",
        Modifier::MoreThan => ">",
        Modifier::AtMost => "<=",
        Modifier::LessThan => "<",
        Modifier::Exact | Modifier::Approx | Modifier::Range => "",
    }
}

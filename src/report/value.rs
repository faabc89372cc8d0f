//! Values as the wire format names them.

use rust_decimal::Decimal;
use serde::Serialize;

use super::number::Exact;
use crate::model::date::{DateFields, DateValue};
use crate::model::figure::{Figure, Modifier};
use crate::model::value::{RatioForm, Value};

/// Decimal places at which a fraction such as ⅓ is cut.
const CUT: u32 = 10;

/// A value in JSON. Fields stand in the order of their names, so that output is sorted without a detour.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Wire<'a> {
    /// money, count, quantity, ratio.
    Amount(Amount<'a>),
    /// ordinal.
    Ordinal {
        /// Concept id of what is ordered.
        of: &'a str,
        /// Entity id of the series.
        #[serde(skip_serializing_if = "Option::is_none")]
        series: Option<&'a str>,
        /// The place.
        value: i64,
    },
    /// date.
    Date(Date<'a>),
    /// duration.
    Duration {
        /// Whether a hedge stands with it.
        #[serde(skip_serializing_if = "is_false")]
        approx: bool,
        /// ISO 8601.
        iso8601: &'a str,
        /// TIMEX3 word.
        r#mod: &'static str,
    },
    /// time.
    Time {
        /// What the date was resolved against.
        anchor: Option<&'a str>,
        /// ISO 8601.
        iso8601: &'a str,
        /// TIMEX3 word.
        r#mod: &'static str,
    },
    /// org, country, place, person, event.
    Entity {
        /// Entity id.
        id: Option<&'a str>,
        /// Ids of a group's members.
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        members: &'a [String],
        /// Preferred English name.
        name_en: Option<&'a str>,
        /// Preferred Korean name.
        name_ko: Option<&'a str>,
    },
    /// identifier.
    Identifier {
        /// resolution, disease, aircraft, url, …
        of: &'a str,
    },
}

/// A number with its unit.
#[derive(Debug, Serialize)]
pub struct Amount<'a> {
    #[serde(skip_serializing_if = "is_false")]
    approx: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<RatioForm>,
    max: Option<Exact>,
    #[serde(skip_serializing_if = "is_false")]
    max_open: bool,
    min: Option<Exact>,
    #[serde(skip_serializing_if = "is_false")]
    min_open: bool,
    r#mod: &'static str,
    step: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

/// A date.
#[derive(Debug, Serialize)]
pub struct Date<'a> {
    anchor: Option<&'a str>,
    edtf: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    impossible: bool,
    r#mod: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<Written<'a>>,
}

/// The fields of a date as written, for a look into the stages before resolution.
#[derive(Debug, Serialize)]
struct Written<'a> {
    from: &'a DateFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a DateFields>,
}

impl<'a> Wire<'a> {
    /// The wire form of a value; `written` adds the fields of dates as they were read.
    pub fn of(value: &'a Value, written: bool) -> Self {
        match value {
            Value::Money { figure, currency } => {
                Wire::Amount(Amount { currency: Some(currency), ..Amount::of(figure) })
            }
            Value::Count { figure, unit } | Value::Quantity { figure, unit } => {
                Wire::Amount(Amount { unit: Some(unit), ..Amount::of(figure) })
            }
            Value::Ratio { figure, form } => Wire::Amount(Amount { form: Some(*form), ..Amount::of(figure) }),
            Value::Ordinal { value, of, series } => Wire::Ordinal { value: *value, of, series: series.as_deref() },
            Value::Date(date) => Wire::Date(Date::of(date, written)),
            Value::Duration { figure, iso8601 } => {
                Wire::Duration { approx: figure.hedged, iso8601, r#mod: word(figure.modifier, figure.hedged) }
            }
            Value::Time { iso8601, anchor } => {
                Wire::Time { iso8601, anchor: anchor.as_deref(), r#mod: word(Modifier::Exact, false) }
            }
            Value::Entity { id, members, name_en, name_ko, .. } => {
                Wire::Entity { id: id.as_deref(), members, name_en: name_en.as_deref(), name_ko: name_ko.as_deref() }
            }
            Value::Identifier { of } => Wire::Identifier { of },
        }
    }
}

impl Amount<'_> {
    fn of(figure: &Figure) -> Self {
        let (lo, hi) = (figure.stated.lo, figure.stated.hi);
        Self {
            approx: figure.hedged,
            currency: None,
            form: None,
            max: hi.map(|b| Exact(finite(b.at))),
            max_open: hi.is_some_and(|b| b.open),
            min: lo.map(|b| Exact(finite(b.at))),
            min_open: lo.is_some_and(|b| b.open),
            r#mod: word(figure.modifier, figure.hedged),
            step: Exact(figure.step),
            unit: None,
        }
    }
}

/// Decimals that only end because fractions are cut at ten places leave with five significant digits: 0.33333 for ⅓.
fn finite(n: Decimal) -> Decimal {
    if n.normalize().scale() < CUT { n } else { n.round_sf(5).unwrap_or(n) }
}

impl<'a> Date<'a> {
    fn of(date: &'a DateValue, written: bool) -> Self {
        Self {
            anchor: date.anchor.as_deref(),
            edtf: date.edtf.as_ref().map(|e| e.0.as_str()),
            impossible: date.impossible,
            r#mod: word(date.modifier, false),
            written: written.then_some(Written { from: &date.from, to: date.to.as_ref() }),
        }
    }
}

/// The word for a modifier; a hedge alone makes an exact number approximate.
pub fn word(modifier: Modifier, hedged: bool) -> &'static str {
    match modifier {
        Modifier::Exact if hedged => "approx",
        Modifier::Exact => "exact",
        Modifier::Approx => "approx",
        Modifier::AtLeast => "at_least",
        Modifier::MoreThan => "more_than",
        Modifier::AtMost => "at_most",
        Modifier::LessThan => "less_than",
        Modifier::Range => "range",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(b: &bool) -> bool {
    !b
}

//! The rate of exchange about the day of publication, to hold a lone conversion against.
//!
//! Newsrooms convert by the rate of the day or of the week, sometimes by that of the time the text speaks of. Only a
//! conversion that fits none of these is remarkable, and no more than that: the writer may have had a reason.

use rust_decimal::Decimal;

use super::context::Context;
use super::conversion::apart;
use super::draft::show;
use crate::model::document::Document;
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::fx::Month;

/// Months before publication whose rate a text may still use.
const BACK: i32 = 3;

/// The first year of the table.
const FIRST: i16 = 1999;

/// A publication date that is known no better than to so many months says nothing of the day's rate.
const WIDEST: i32 = 4;

/// What one unit of a currency cost in the months before publication.
pub(super) struct Reference<'a> {
    months: (Month, Month),
    currencies: (&'a str, &'a str),
    /// The cost of one unit of the first currency in the second.
    pub(super) rate: Interval,
    /// The same for the times that the sentences of the figures name; nothing is known of some.
    named: Vec<Option<Interval>>,
}

impl<'a> Reference<'a> {
    /// For a pair of mentions; `None` where the day of publication or a currency is not known.
    pub(super) fn of(
        context: &Context<'_>,
        currencies: (&'a str, &'a str),
        mentions: &[usize],
        book: &Rulebook,
    ) -> Option<Self> {
        let months = published(context.doc)?;
        let cost = |(from, to): (Month, Month)| {
            let (low, high) = book.rates.cross(currencies.0, currencies.1, from, to)?;
            Some(Interval::closed(low, high))
        };
        let sentences: Vec<usize> = mentions.iter().filter_map(|m| context.claim(*m)).map(|c| c.sentence).collect();
        let near = context.claims.iter().filter(|c| sentences.iter().any(|s| c.sentence.abs_diff(*s) <= 1));
        let dates = near.filter_map(|c| match &c.value {
            Value::Date(d) => d.edtf.as_ref().and_then(|e| e.days()),
            _ => None,
        });
        let named = dates.map(|(from, to)| cost(((from.year(), from.month()), (to.year(), to.month())))).collect();
        Some(Self { months, currencies, rate: cost(months)?, named })
    }

    /// Whether the sentences of two figures name a time before the table begins: nothing is known of its rates.
    pub(super) fn older(context: &Context<'_>, mentions: &[usize]) -> bool {
        let sentences: Vec<usize> = mentions.iter().filter_map(|m| context.claim(*m)).map(|c| c.sentence).collect();
        let near = context.claims.iter().filter(|c| sentences.contains(&c.sentence));
        let mut dates = near.filter_map(|c| match &c.value {
            Value::Date(d) => d.edtf.as_ref().and_then(|e| e.days()),
            _ => None,
        });
        dates.any(|(_, to)| to.year() < FIRST)
    }

    /// Whether a printed rate fits neither the months before publication nor a time that is named.
    pub(super) fn contradicts(&self, printed: &Interval) -> bool {
        let limit = Decimal::new(112, 2);
        let off = |r: &Interval| apart(printed, r) > limit;
        off(&self.rate) && self.named.iter().all(|r| r.as_ref().is_some_and(off))
    }

    /// In a derivation.
    pub(super) fn told(&self) -> String {
        let month = |m: Month| format!("{:04}-{:02}", m.0, m.1);
        format!(
            "{} to {}: one {} cost {} {}, by the European Central Bank",
            month(self.months.0),
            month(self.months.1),
            self.currencies.0,
            show(&self.rate),
            self.currencies.1
        )
    }
}

/// The months in which a rate of the day may have been looked up.
fn published(doc: &Document) -> Option<(Month, Month)> {
    let (from, to) = doc.published.edtf.as_ref()?.days()?;
    let count = |d: jiff::civil::Date| i32::from(d.year()) * 12 + i32::from(d.month()) - 1;
    let (first, last) = (count(from), count(to));
    if last - first > WIDEST {
        return None;
    }
    let month = |n: i32| Some((i16::try_from(n.div_euclid(12)).ok()?, i8::try_from(n.rem_euclid(12) + 1).ok()?));
    Some((month(first - BACK)?, month(last)?))
}

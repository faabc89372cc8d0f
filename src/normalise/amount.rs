//! Money, counts, quantities, ratios and ordinals.

use rust_decimal::Decimal;

use super::figure;
use super::groups::Groups;
use crate::model::value::{RatioForm, Value};
use crate::rulebook::language::Language;
use crate::rulebook::unit::{Units, flag};

/// An amount of money: `currency` is a group (sign, code or name) or a code. `minor` counts hundredths.
pub(super) fn money(g: &Groups<'_>, language: &Language, units: &Units) -> Option<Value> {
    let word = g.text("currency")?;
    let (mut currency, mut by) = match units.currency(word) {
        Some(unit) => match flag(&unit.note, "minor:") {
            Some(major) => (major.to_owned(), scale(&unit.note)),
            None => (unit.id.clone(), Decimal::ONE),
        },
        None if word.len() == 3 => (word.to_uppercase(), Decimal::ONE),
        None => (word.to_owned(), Decimal::ONE),
    };
    if let Some(factor) = g.number("by", language) {
        by *= factor;
    }
    if g.flag("negative") {
        by = -by;
    }
    let mut figure = figure::build(g, language, by)?;
    if let Some(cents) = g.number("minor", language) {
        figure.printed += cents * Decimal::new(1, 2);
        figure.stated = crate::model::interval::Interval::point(figure.printed);
        figure.step = Decimal::new(1, 2);
    }
    if currency.chars().all(|c| c.is_ascii_lowercase()) {
        currency = currency.to_uppercase();
    }
    Some(Value::Money { figure, currency })
}

/// What a minor unit is of its currency; a hundredth where the row says nothing.
fn scale(note: &str) -> Decimal {
    let given = flag(note, "scale:");
    given.and_then(|s| s.parse().or_else(|_| Decimal::from_scientific(s)).ok()).unwrap_or(Decimal::new(1, 2))
}

/// So many of something; an unknown unit word is its own concept.
pub(super) fn count(g: &Groups<'_>, language: &Language, units: &Units) -> Option<Value> {
    let unit = unit_of(g, units).unwrap_or_else(|| "thing".to_owned());
    let mut by = g.number("by", language).unwrap_or(Decimal::ONE);
    if let Some(power) = g.small::<i32>("power", language) {
        by = match g.number("base", language) {
            Some(base) => raised(base, power)?,
            // The number itself is the first factor.
            None => raised(g.number("magnitude", language)?.abs(), power - 1)?,
        };
    }
    let figure = figure::build(g, language, by)?;
    Some(Value::Count { figure, unit })
}

/// A number to a whole power, to twenty places. `None` past the range of decimals.
fn raised(base: Decimal, power: i32) -> Option<Decimal> {
    let mut out = Decimal::ONE;
    for _ in 0..power.unsigned_abs() {
        out = if power > 0 { out.checked_mul(base)? } else { out.checked_div(base)? }.round_dp(20);
    }
    Some(out)
}

/// The unit a rule names, or the one its captured word stands for; an unknown word is its own concept.
fn unit_of(g: &Groups<'_>, units: &Units) -> Option<String> {
    if let Some(id) = g.literal("unit") {
        return Some(id.to_owned());
    }
    let word = g.text("unit")?.trim();
    Some(units.unit(word).map_or_else(|| word.replace(' ', "_"), |u| u.id.clone()))
}

/// A measured size.
pub(super) fn quantity(g: &Groups<'_>, language: &Language, units: &Units) -> Option<Value> {
    let unit = unit_of(g, units)?;
    let mut by = g.number("by", language).unwrap_or(Decimal::ONE);
    if g.flag("negative") {
        by = -by;
    }
    let figure = figure::build(g, language, by)?;
    Some(Value::Quantity { figure, unit })
}

/// A share of one: `per` is what one is written as (100 for percent), or `num` over `den`.
pub(super) fn ratio(g: &Groups<'_>, language: &Language) -> Option<Value> {
    let form = match g.text("form")? {
        "percent" => RatioForm::Percent,
        "point" => RatioForm::Point,
        _ => RatioForm::Fraction,
    };
    if let (Some(num), Some(den)) = (g.number("num", language), g.number("den", language)) {
        let value = num.checked_div(den)?.round_dp(10).normalize();
        let mut f = crate::model::figure::Figure::exact(value, Decimal::new(1, 4));
        // A fraction in words is as sharp as its denominator.
        f.step = (Decimal::ONE / den / den.max(Decimal::TEN)).round_dp(6).normalize();
        return Some(Value::Ratio { figure: figure::modified(f, g, language), form });
    }
    let per = g.number("per", language)?;
    let by = Decimal::ONE.checked_div(per)?;
    Some(Value::Ratio { figure: figure::build(g, language, by)?, form })
}

/// A place in an order.
pub(super) fn ordinal(g: &Groups<'_>, language: &Language, units: &Units) -> Option<Value> {
    let value = match g.small("value", language) {
        Some(n) => n,
        None => language.look_up("ordinal", g.text("value")?)?.parse().ok()?,
    };
    let word = g.text("of").unwrap_or("thing").trim();
    let of = units.unit(word).map_or_else(|| word.replace(' ', "_"), |u| u.id.clone());
    Some(Value::Ordinal { value, of, series: None })
}

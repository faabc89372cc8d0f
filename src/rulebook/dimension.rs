//! Units of one dimension, so that miles can be compared with kilometres.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::error::LoadError;
use super::measure::parse;
use super::source::Files;

/// How a unit turns into the base unit of its dimension: `value × factor + offset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// length, mass, area, temperature, …
    pub dimension: String,
    /// Multiplier.
    pub factor: Decimal,
    /// Added after multiplying.
    pub offset: Decimal,
}

/// All units that convert.
#[derive(Debug, Default)]
pub struct Dimensions {
    units: BTreeMap<String, Unit>,
    rates: BTreeMap<String, (Decimal, Decimal)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    #[serde(default)]
    unit: Vec<UnitRow>,
    #[serde(default)]
    currency: Vec<CurrencyRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    ids: Vec<String>,
    dimension: String,
    factor: Spanned<String>,
    offset: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyRow {
    id: String,
    low: Spanned<String>,
    high: Spanned<String>,
}

impl Dimensions {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Self::default();
        let Some(file) = files.get("rules/dimensions.toml") else { return out };
        let Some(rows) = parse::<UnitFile>(file, errors) else { return out };
        let mut number = |text: &Spanned<String>| -> Decimal {
            text.get_ref().parse().unwrap_or_else(|_| {
                let place = text.span();
                errors.push(LoadError::at(file, place.start, place.len(), "not a number", "write a decimal number"));
                Decimal::ONE
            })
        };
        for row in rows.unit {
            let unit = Unit {
                dimension: row.dimension,
                factor: number(&row.factor),
                offset: row.offset.as_ref().map_or(Decimal::ZERO, &mut number),
            };
            out.units.extend(row.ids.into_iter().map(|id| (id, unit.clone())));
        }
        for row in rows.currency {
            let range = (number(&row.low), number(&row.high));
            out.rates.insert(row.id, range);
        }
        out
    }

    /// How a unit converts, where it does.
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.get(id)
    }

    /// Lowest and highest number of units of a currency that one dollar has bought in the last decades.
    pub fn per_dollar(&self, currency: &str) -> Option<(Decimal, Decimal)> {
        self.rates.get(currency).copied()
    }
}

//! What currencies cost month by month: the reference rates of the European Central Bank, against the dollar.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::error::LoadError;
use super::source::Files;

/// A year and a month from 1.
pub type Month = (i16, i8);

/// The file that holds the rates; without it nothing is known.
const FILE: &str = "gazetteers/fx_usd_monthly.csv";

/// Lowest and highest rate of each month.
#[derive(Debug, Default)]
pub struct Rates {
    by_currency: BTreeMap<String, BTreeMap<Month, (Decimal, Decimal)>>,
}

impl Rates {
    /// Reads the table; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Self::default();
        let Some(file) = files.get(FILE) else { return out };
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(file.text.as_bytes());
        for (n, row) in reader.records().enumerate() {
            let read = row.ok().and_then(|row| {
                let (year, month) = row.get(0)?.split_once('-')?;
                let (low, high) = (row.get(3)?.parse().ok()?, row.get(4)?.parse().ok()?);
                let month: i8 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
                let right = Decimal::ZERO < low && low <= high;
                right.then_some((row.get(1)?.to_owned(), (year.parse().ok()?, month), (low, high)))
            });
            match read {
                Some((currency, month, rate)) => {
                    out.by_currency.entry(currency).or_default().insert(month, rate);
                }
                None => errors.push(LoadError::on_line(
                    file,
                    line_of(&file.text, n),
                    "not a rate",
                    "write month (YYYY-MM), currency, mean, min, max, with 0 < min ≤ max",
                )),
            }
        }
        out
    }

    /// Lowest and highest number of units of a currency that one dollar bought from the one month to the other.
    fn per_dollar(&self, currency: &str, from: Month, to: Month) -> Option<(Decimal, Decimal)> {
        if currency == "USD" {
            return Some((Decimal::ONE, Decimal::ONE));
        }
        let months = self.by_currency.get(currency).filter(|_| from <= to)?;
        let count = |m: Month| i32::from(m.0) * 12 + i32::from(m.1);
        let rates: Vec<(Decimal, Decimal)> = months.range(from..=to).map(|(_, r)| *r).collect();
        // One that misses some of the months does not know what the currency cost then.
        if i32::try_from(rates.len()).ok()? != count(to) - count(from) + 1 {
            return None;
        }
        rates.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Lowest and highest number of units of `second` that one of `first` cost; `None` where a month or currency is
    /// not in the table.
    pub fn cross(&self, first: &str, second: &str, from: Month, to: Month) -> Option<(Decimal, Decimal)> {
        let (a_low, a_high) = self.per_dollar(first, from, to)?;
        let (b_low, b_high) = self.per_dollar(second, from, to)?;
        Some((b_low.checked_div(a_high)?, b_high.checked_div(a_low)?))
    }
}

/// The line of the `n`th record: behind the comments and the header.
fn line_of(text: &str, n: usize) -> usize {
    let rows = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    rows.map(|(i, _)| i + 1).nth(n + 1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_cross_through_the_dollar() {
        let mut errors = Vec::new();
        let rates = Rates::load(&Files::built_in(), &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        let n = |t: &str| t.parse::<Decimal>().expect("a number");
        let (low, high) = rates.cross("USD", "KRW", (2024, 4), (2024, 6)).expect("known");
        assert!(n("1330") < low && low < high && high < n("1410"), "{low} {high}");
        let (low, high) = rates.cross("JPY", "KRW", (2024, 4), (2024, 6)).expect("known");
        assert!(n("8") < low && high < n("10"), "{low} {high}");
        assert_eq!(rates.cross("USD", "KRW", (1950, 1), (1950, 3)), None);
        assert_eq!(rates.cross("RUB", "USD", (2022, 1), (2022, 6)), None, "it ends in March");
        assert!(rates.cross("RUB", "USD", (2021, 1), (2021, 6)).is_some());
        assert_eq!(rates.cross("USD", "XXX", (2024, 1), (2024, 3)), None);
    }
}

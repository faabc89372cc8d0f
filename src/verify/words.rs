//! The words of the second reading, from `rules/verify.toml`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::rulebook::error::{LoadError, LoadErrors};
use crate::rulebook::source::{Files, SourceFile};

const FILE: &str = "rules/verify.toml";

/// What a number is in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mark {
    Year,
    Month,
    Day,
}

/// How a fraction is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Order {
    WholeFirst,
    PartFirst,
}

/// Words by what they mean.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub(super) bridges: Vec<String>,
    pub(super) not_numbers: Vec<String>,
    pub(super) cents: Vec<String>,
    pub(super) numbers: BTreeMap<String, u32>,
    pub(super) small: BTreeMap<String, u64>,
    pub(super) big: BTreeMap<String, u64>,
    pub(super) shares: BTreeMap<String, [u32; 2]>,
    pub(super) times: BTreeMap<String, String>,
    pub(super) months: BTreeMap<String, i8>,
    pub(super) date_marks: BTreeMap<String, Mark>,
    pub(super) weekdays: BTreeMap<String, i8>,
    pub(super) relative: BTreeMap<String, (Mark, i16)>,
    pub(super) fraction_marks: BTreeMap<String, Order>,
}

impl Words {
    /// Reads them.
    ///
    /// # Errors
    /// What is wrong with the file, at its place.
    pub fn load(files: &Files) -> Result<Self, LoadErrors> {
        let nothing = SourceFile { name: FILE.to_owned(), shown: FILE.to_owned(), text: "".into() };
        let file = files.get(FILE).unwrap_or(&nothing);
        toml::from_str(&file.text).map_err(|e| {
            let at = e.span().unwrap_or(0..0);
            let help = "compare it with the built-in rules/verify.toml";
            LoadErrors(vec![LoadError::at(file, at.start, at.len(), e.message(), help)])
        })
    }
}

/// The longest word of a table that a text starts with; one of Latin letters must end there.
pub(super) fn longest<'t, T>(table: &'t BTreeMap<String, T>, rest: &str) -> Option<(&'t str, &'t T)> {
    let fits = |word: &&String| {
        rest.strip_prefix(word.as_str()).is_some_and(|after| {
            let latin = word.ends_with(|c: char| c.is_ascii_alphabetic());
            !(latin && after.starts_with(|c: char| c.is_ascii_alphabetic()))
        })
    };
    let found = table.keys().filter(fits).max_by_key(|w| w.len())?;
    table.get_key_value(found).map(|(k, v)| (k.as_str(), v))
}

/// A decimal of a whole number.
pub(super) fn whole(n: u64) -> Decimal {
    Decimal::from(n)
}

//! Holidays of a language: their names and the days they fall on (`rules/<lang>/holidays.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::LoadError;
use super::rule::toml_error;
use super::source::Files;
use crate::lang::Lang;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    /// Days by year, for feasts that no arithmetic tells: `2023=11-12,2024=10-31`.
    #[serde(default)]
    table: BTreeMap<String, String>,
    #[serde(default)]
    holiday: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    day: toml::Spanned<String>,
    names: Vec<String>,
}

/// What a file of holidays holds, for whoever broke it.
const LAYOUT: &str = "a file of holidays has [table] and [[holiday]] with day and names";

/// Names and the rules of their days. `None` where the file cannot be parsed; empty where there is none.
pub(super) fn load(files: &Files, lang: Lang, errors: &mut Vec<LoadError>) -> Option<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    let Some(file) = files.get(&format!("rules/{}/holidays.toml", lang.code())) else { return Some(out) };
    let parsed: HolidayFile = match toml::from_str(&file.text) {
        Ok(parsed) => parsed,
        Err(e) => {
            errors.push(toml_error(file, LAYOUT, &e));
            return None;
        }
    };
    for entry in parsed.holiday {
        let place = entry.day.span();
        let mut day = entry.day.into_inner();
        if let Some(rest) = day.strip_prefix("table:") {
            let (name, steps) = rest.split_at(rest.find([' ', '~']).unwrap_or(rest.len()));
            let Some(table) = parsed.table.get(name) else {
                let message = format!("no table is called `{name}`");
                errors.push(LoadError::at(file, place.start + 1, day.len(), message, "add it to [table]"));
                continue;
            };
            day = format!("table:{}{steps}", table.split_whitespace().collect::<String>());
        }
        for name in entry.names {
            // Mother's Day is Mothers Day to some, and has a curved apostrophe with others.
            if name.contains('\'') {
                out.insert(name.replace('\'', ""), day.clone());
                out.insert(name.replace('\'', "\u{2019}"), day.clone());
            }
            out.insert(name, day.clone());
        }
    }
    Some(out)
}

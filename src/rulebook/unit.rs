//! Units and currencies: words of the text on one id (`gazetteers/units.csv`, `gazetteers/currencies.csv`).

use std::collections::BTreeMap;

use super::error::LoadError;
use super::fragment::ByLang;
use super::source::Files;
use crate::lang::Lang;

/// What a unit word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitWord {
    /// Concept id, UCUM code or ISO 4217 code.
    pub id: String,
    /// Flags of the row.
    pub note: String,
}

/// The two tables.
#[derive(Debug, Clone, Default)]
pub struct Units {
    units: BTreeMap<String, UnitWord>,
    currencies: BTreeMap<String, UnitWord>,
    /// All that share a name: peso, rupee.
    namesakes: BTreeMap<String, Vec<String>>,
}

impl Units {
    /// The unit of a word (lower case).
    pub fn unit(&self, word: &str) -> Option<&UnitWord> {
        self.units.get(word.trim())
    }

    /// The currency of a word or sign (lower case).
    pub fn currency(&self, word: &str) -> Option<&UnitWord> {
        self.currencies.get(word.trim())
    }

    /// The currencies that share a word (lower case) as their name; the one meant by default is among them.
    pub fn namesakes(&self, word: &str) -> &[String] {
        self.namesakes.get(word.trim()).map_or(&[], Vec::as_slice)
    }

    /// Reads both tables, and adds a fragment per kind: `{counter}`, `{measure}`, … in the language of the row.
    pub fn load(files: &Files, fragments: &mut ByLang, errors: &mut Vec<LoadError>) -> Self {
        let mut table = Self::default();
        let mut words: BTreeMap<(Lang, String), Vec<String>> = BTreeMap::new();
        for (name, currency) in [("gazetteers/units.csv", false), ("gazetteers/currencies.csv", true)] {
            let Some(file) = files.get(name) else { continue };
            let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.text.as_bytes());
            for row in reader.records() {
                let row = match row {
                    Ok(row) => row,
                    Err(e) => {
                        let line = e.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(1));
                        errors.push(LoadError::on_line(
                            file,
                            line,
                            e.to_string(),
                            "rows are surface,lang,id,preferred,note",
                        ));
                        continue;
                    }
                };
                let (Some(surface), Some(lang), Some(id), note) =
                    (row.get(0), row.get(1), row.get(2), row.get(4).unwrap_or(""))
                else {
                    continue;
                };
                let Some(lang) = Lang::of_code(lang).filter(|l| fragments.contains_key(l)) else {
                    let line = row.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(1));
                    let help = "write ko, en or the code of a language that a lang.toml brings";
                    errors.push(LoadError::on_line(file, line, "no such language", help));
                    continue;
                };
                let word = surface.to_lowercase();
                let entry = UnitWord { id: id.to_owned(), note: note.to_owned() };
                let kind = if currency { currency_kind(note) } else { flag(note, "kind:").unwrap_or("counter") };
                words.entry((lang, kind.to_owned())).or_default().push(regex::escape(&word));
                if currency && note.contains("which") {
                    table.namesakes.entry(word.clone()).or_default().push(id.to_owned());
                }
                let into = if currency { &mut table.currencies } else { &mut table.units };
                // Of several currencies of one name the one flagged `default` is meant.
                if entry.note.contains("default") {
                    into.insert(word, entry);
                } else {
                    into.entry(word).or_insert(entry);
                }
            }
        }
        // Signs, codes, tokens and short forms stand in Korean text as well.
        for kind in ["currency_sign", "currency_code", "currency_token", "currency_prefix", "abbr"] {
            let shared = words.get(&(Lang::En, kind.to_owned())).cloned().unwrap_or_default();
            words.entry((Lang::Ko, kind.to_owned())).or_default().extend(shared);
        }
        for ((lang, kind), mut list) in words {
            list.sort_by_key(|w| (std::cmp::Reverse(w.len()), w.clone()));
            list.dedup();
            let pattern = list.join("|");
            if let Some(own) = fragments.get_mut(&lang) {
                own.insert(&kind, &pattern);
            }
        }
        table
    }
}

/// Which fragment a currency row feeds: signs, codes, letters, tokens, minor units or names.
fn currency_kind(note: &str) -> &'static str {
    match flag(note, "kind:") {
        _ if note.contains("minor:") => "currency_minor",
        Some("token") if note.contains("ctx") => "currency_token_ambiguous",
        Some("token") => "currency_token",
        Some("sign") => "currency_sign",
        Some("code") => "currency_code",
        Some("letter") => "currency_letter",
        Some("prefix") => "currency_prefix",
        _ => "currency_name",
    }
}

/// The value of a flag such as `kind:` in a note.
pub fn flag<'a>(note: &'a str, name: &str) -> Option<&'a str> {
    note.split_whitespace().find_map(|f| f.strip_prefix(name))
}

//! Rows of the gazetteers: order, doubles, Unicode form, script, preferred names.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use super::{Level, Note};
use crate::lang::{Lang, is_hangul};
use crate::rulebook::names::{Class, Row};
use crate::rulebook::source::{Files, SourceFile};

const HEAD: &str = "surface,lang,id,preferred,note";

/// Notes on all gazetteers of names and words.
pub(super) fn all(files: &Files) -> Vec<Note> {
    files.below("gazetteers/", ".csv").flat_map(file).collect()
}

fn file(file: &SourceFile) -> Vec<Note> {
    let mut out = Vec::new();
    let mut lines = file.text.lines().enumerate().skip_while(|(_, l)| l.starts_with('#'));
    if lines.next().is_none_or(|(_, head)| head != HEAD) {
        // A table of another shape: rates.
        return out;
    }
    let class = Class::of_file(&file.name);
    let symbols = file.name == "gazetteers/units.csv";
    let grouped = matches!(class, None | Some(Class::CountryGroup | Class::OrgGroup | Class::Demonym));
    let mut last: Option<(&str, &str, &str)> = None;
    let mut preferred: BTreeMap<(&str, &str), Vec<(usize, &str)>> = BTreeMap::new();
    for (n, text) in lines {
        let line = n + 1;
        let mut tell = |lint, message: String, help: &str| {
            out.push(Note::new((Level::Error, lint), file, line, message, help));
        };
        let row = match Row::read(text) {
            Ok(row) => row,
            Err((message, help)) => {
                tell("broken-row", message.to_owned(), help);
                continue;
            }
        };
        let surface = row.surface;
        let key = (surface, row.lang.code(), row.id);
        match last.map(|l| l.cmp(&key)) {
            Some(std::cmp::Ordering::Equal) => {
                tell("double-row", format!("`{surface}` with id {} stands twice", row.id), "take one of them out");
            }
            Some(std::cmp::Ordering::Greater) => {
                let help = "sort the rows by their bytes (LC_ALL=C sort), so that a change shows as a line";
                tell("unsorted", format!("`{surface}` is out of order"), help);
            }
            _ => {}
        }
        last = Some(key);
        if !is_nfc(surface) {
            let help = "write it in NFC: the text is read in that form, and the row never matches";
            tell("not-nfc", format!("`{surface}` is not composed"), help);
        }
        if surface.trim() != surface {
            tell("blanks", format!("`{surface}` has blanks around it"), "take them away");
        }
        if let Some(of) = foreign(surface, row.lang).filter(|_| !symbols || row.lang == Lang::En) {
            let help = "`lang` is the language of the script: en for Latin letters, also of names used in Korean";
            tell("foreign-script", format!("`{surface}` is no {} word: {of}", row.lang.code()), help);
        }
        if row.preferred && !grouped {
            preferred.entry((row.id, row.lang.code())).or_default().push((line, surface));
        }
    }
    for ((id, lang), names) in preferred.into_iter().filter(|(_, names)| names.len() > 1) {
        let all: Vec<&str> = names.iter().map(|(_, s)| *s).collect();
        let message = format!("{id} has {} preferred names in {lang}: {}", all.len(), all.join(", "));
        let line = names.last().map_or(1, |(line, _)| *line);
        out.push(Note::new((Level::Error, "two-preferred"), file, line, message, "leave 1 at one of them"));
    }
    out
}

/// What is foreign in a word of a language.
fn foreign(surface: &str, lang: Lang) -> Option<&'static str> {
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || ('\u{F900}'..='\u{FAFF}').contains(&c);
    let jamo = |c: char| ('\u{1100}'..='\u{11FF}').contains(&c) || ('\u{3131}'..='\u{318E}').contains(&c);
    let korean = |c: char| is_hangul(c) || jamo(c) || han(c);
    match lang {
        Lang::En if surface.chars().any(korean) => Some("it holds Hangul or Hanja"),
        Lang::Ko if !surface.chars().any(korean) => Some("it holds neither Hangul nor Hanja"),
        _ => None,
    }
}

//! Checks of the data rows that cost too much for every start.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use super::row::{Class, Row};
use crate::rulebook::source::Files;

/// Everything wrong with the gazetteers of names: order, doubles, NFC, and more or less than one preferred name per
/// id and language in a file. One line per fault.
pub fn lint(files: &Files) -> Vec<String> {
    let mut out = Vec::new();
    for file in files.below("gazetteers/", ".csv") {
        let Some(class) = Class::of_file(&file.name) else { continue };
        let mut last: Option<(&str, &str, &str)> = None;
        let mut preferred: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let rows = file.text.lines().enumerate().skip_while(|(_, l)| l.starts_with('#')).skip(1);
        for (n, line) in rows {
            let place = format!("{}:{}", file.shown, n + 1);
            let Ok(row) = Row::read(line) else {
                out.push(format!("{place}: broken row"));
                continue;
            };
            let key = (row.surface, row.lang.code(), row.id);
            if last.is_some_and(|l| l >= key) {
                out.push(format!("{place}: `{}` is out of order or stands twice", row.surface));
            }
            last = Some(key);
            if !is_nfc(row.surface) || row.surface.trim() != row.surface {
                out.push(format!("{place}: `{}` is not NFC or has blanks around it", row.surface));
            }
            if matches!(class, Class::CountryGroup | Class::Demonym) {
                continue;
            }
            *preferred.entry((row.id, row.lang.code())).or_default() += usize::from(row.preferred);
        }
        for ((id, lang), n) in preferred.into_iter().filter(|(_, n)| *n > 1) {
            out.push(format!("{}: {id} has {n} preferred names in {lang}", file.shown));
        }
    }
    out
}

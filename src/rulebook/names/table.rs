//! All names in one table: longest-prefix look-up without an automaton, ready in the time it takes to read the files.
//!
//! The rows stay where they are, in the text of the files; the table holds their places. A hash table finds a whole
//! name; a second one tells, for the first two characters of a name, how long such names are, so that a look-up tries
//! only lengths that exist; and a filter of the beginnings of names ends it where no name goes on.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::hash::{Filter, hash_of, low, spread, step};
use super::place::{NONE, Place};
use super::row::{Class, Flag, Row};
use crate::lang::Lang;
use crate::rulebook::chars::Chars;
use crate::rulebook::error::LoadError;
use crate::rulebook::source::{Files, SourceFile};

/// Most characters of a name.
const LONGEST: usize = 240;
/// After so many characters a look-up asks whether any longer name begins so: bit n for n characters.
const STEMS: u64 = 1 << 3 | 1 << 4 | 1 << 6 | 1 << 9 | 1 << 14 | 1 << 22 | 1 << 34;

/// All names.
#[derive(Debug, Default)]
pub struct Table {
    sources: Vec<Source>,
    rows: Vec<Place>,
    /// Rows by hash of the surface, open addressing: the low half of the hash, and the first row of the chain.
    slots: Vec<(u32, u32)>,
    /// Which hashes of whole names, and which first two characters, there are at all.
    filter: Filter,
    head_filter: Filter,
    /// Beginnings of names, of the lengths in [`STEMS`].
    stems: Filter,
    /// Lengths by the first two characters, open addressing: `(key, bit n: names of n characters)`.
    heads: Vec<(u64, u64)>,
    /// Preferred names: hash of the id, row.
    preferred: Vec<(u64, u32)>,
    /// The same, open addressing. Built when first asked for.
    by_id: OnceLock<Vec<Preferred>>,
}

/// The rows of the preferred names of an id.
#[derive(Debug, Clone, Copy)]
struct Preferred {
    /// Low half of the id's hash.
    tag: u32,
    ko: u32,
    en: u32,
}

#[derive(Debug)]
struct Source {
    rule: Arc<str>,
    class: Class,
    text: Cow<'static, str>,
}

/// What the index needs of a name.
struct Surface {
    hash: u64,
    key: u64,
    mask: u64,
}

impl Surface {
    fn of(name: &str) -> Self {
        let (key, mask) = head(name);
        Self { hash: hash_of(name), key, mask }
    }
}

/// A name that starts where was asked: its length in bytes and its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the name.
    pub len: usize,
    /// First row of the chain; [`Table::rows`] walks it.
    pub row: u32,
}

fn bit(chars: usize) -> u64 {
    1 << chars.min(63)
}

impl Table {
    /// Reads every gazetteer of names; broken rows go to `errors`. Time linear in the size of the files.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let mut table = Table::default();
        let mut surfaces = Vec::with_capacity(160_000);
        for file in files.below("gazetteers/", ".csv") {
            let Some(class) = Class::of_file(&file.name) else { continue };
            let stem = file.name.trim_start_matches("gazetteers/").trim_end_matches(".csv");
            table.read(file, errors, &mut surfaces);
            table.sources.push(Source { rule: format!("gazetteer:{stem}").into(), class, text: file.text.clone() });
        }
        table.index(files, &surfaces, errors);
        table
    }

    /// Notes the places of a file's rows and the hashes of their surfaces.
    fn read(&mut self, file: &SourceFile, errors: &mut Vec<LoadError>, surfaces: &mut Vec<Surface>) {
        let source = u8::try_from(self.sources.len()).unwrap_or(u8::MAX);
        let text: &str = &file.text;
        let mut start = 0;
        let mut header = false;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = text.get(start..end).unwrap_or("").trim_end_matches('\r');
            let at = start;
            start = end + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !header {
                header = true;
                if line != "surface,lang,id,preferred,note" {
                    let help = "begin the file with surface,lang,id,preferred,note";
                    errors.push(LoadError::at(file, at, line.len(), "the columns have no such names", help));
                }
                continue;
            }
            let (message, help) = match Row::read(line) {
                Ok(row) => match wrong_script(&row) {
                    None => {
                        let Some(place) = Place::of(&row, line, at, source) else { continue };
                        if row.preferred
                            && let Ok(number) = u32::try_from(self.rows.len())
                        {
                            self.preferred.push((hash_of(row.id), number));
                        }
                        surfaces.push(Surface::of(row.surface));
                        self.rows.push(place);
                        continue;
                    }
                    Some(wrong) => wrong,
                },
                Err(wrong) => wrong,
            };
            errors.push(LoadError::at(file, at, line.len(), message, help));
        }
    }

    fn index(&mut self, files: &Files, surfaces: &[Surface], errors: &mut Vec<LoadError>) {
        let size = (self.rows.len() * 2).next_power_of_two().max(16);
        self.slots = vec![(0, NONE); size];
        self.heads = vec![(0, 0); (size / 4).max(16)];
        self.filter = Filter::new(self.rows.len());
        self.head_filter = Filter::new(self.rows.len() / 4);
        self.stems = Filter::new(self.rows.len());
        for (i, surface) in surfaces.iter().enumerate() {
            let Ok(number) = u32::try_from(i) else { break };
            let mut at = spread(surface.hash, size - 1);
            let mut first = None;
            let tag = low(surface.hash);
            while let Some(&(other, row)) = self.slots.get(at).filter(|s| s.1 != NONE) {
                // Equal hashes are nearly always equal names; only then are rows read.
                if other == tag && self.same(row, number) {
                    first = Some(row);
                    break;
                }
                at = (at + 1) & (size - 1);
            }
            match first {
                Some(first) if self.append(first, number) => {}
                Some(_) => errors.extend(self.doubled(files, number)),
                None => {
                    if let Some(slot) = self.slots.get_mut(at) {
                        *slot = (tag, number);
                    }
                    self.filter.add(surface.hash);
                    self.head_filter.add(surface.key);
                    self.note_head(surface.key, surface.mask);
                    self.note_stems(number);
                }
            }
        }
    }

    fn note_stems(&mut self, number: u32) {
        let Some(name) = self.surface(number) else { return };
        let mut hash = 0;
        let mut stems = [0; STEMS.count_ones() as usize];
        let mut all = 0;
        for (count, c) in name.chars().take(63).enumerate() {
            if STEMS & bit(count) != 0
                && let Some(slot) = stems.get_mut(all)
            {
                *slot = hash;
                all += 1;
            }
            hash = step(hash, c);
        }
        for stem in stems.iter().take(all) {
            self.stems.add(*stem);
        }
    }

    fn surface(&self, number: u32) -> Option<&str> {
        let place = self.rows.get(number as usize)?;
        place.surface(&self.sources.get(usize::from(place.source))?.text)
    }

    fn same(&self, a: u32, b: u32) -> bool {
        self.surface(a) == self.surface(b)
    }

    /// Puts a row at the end of the chain of its name; false where the same row is there already.
    fn append(&mut self, first: u32, number: u32) -> bool {
        let key = |row: u32| Some((self.row(row)?.id, self.row(row)?.lang, self.source(row)?.class));
        let mut last = first;
        loop {
            if key(last) == key(number) {
                return false;
            }
            match self.rows.get(last as usize) {
                Some(place) if place.next != NONE => last = place.next,
                _ => break,
            }
        }
        if let Some(place) = self.rows.get_mut(last as usize) {
            place.next = number;
        }
        true
    }

    fn note_head(&mut self, key: u64, mask: u64) {
        let size = self.heads.len();
        let mut at = spread(key, size - 1);
        while let Some(slot) = self.heads.get_mut(at) {
            if slot.0 == key || slot.1 == 0 {
                *slot = (key, slot.1 | mask);
                return;
            }
            at = (at + 1) & (size - 1);
        }
    }

    fn doubled(&self, files: &Files, number: u32) -> Option<LoadError> {
        let (place, source) = (self.rows.get(number as usize)?, self.source(number)?);
        let stem = source.rule.trim_start_matches("gazetteer:");
        let file = files.get(&format!("gazetteers/{stem}.csv"))?;
        let message = "the same name for the same id stands twice";
        let at = place.line();
        let line = file.text.get(at..).and_then(|t| t.lines().next()).map_or(0, str::len);
        Some(LoadError::at(file, at, line, message, "delete one of the two rows"))
    }

    fn source(&self, row: u32) -> Option<&Source> {
        self.sources.get(usize::from(self.rows.get(row as usize)?.source))
    }

    /// A row by its number.
    pub fn row(&self, number: u32) -> Option<Row<'_>> {
        let place = self.rows.get(number as usize)?;
        place.row(&self.sources.get(usize::from(place.source))?.text)
    }

    /// The rows of a name with their class.
    pub fn rows(&self, found: Found) -> impl Iterator<Item = (u32, Class, Row<'_>)> {
        let mut next = found.row;
        std::iter::from_fn(move || {
            let number = next;
            let place = self.rows.get(number as usize)?;
            next = place.next;
            let source = self.sources.get(usize::from(place.source))?;
            Some((number, source.class, place.row(&source.text)?))
        })
    }

    /// Whether some row of a name restricts what may follow it.
    pub fn is_bound(&self, found: Found) -> bool {
        let mut next = found.row;
        while let Some(place) = self.rows.get(next as usize) {
            if place.flags.has(Flag::Notnum) || place.flags.has(Flag::Notnext) {
                return true;
            }
            next = place.next;
        }
        false
    }

    /// Whether some row of a name is of a class.
    pub fn has_class(&self, found: Found, class: Class) -> bool {
        let mut next = found.row;
        while let Some(place) = self.rows.get(next as usize) {
            if self.sources.get(usize::from(place.source)).is_some_and(|s| s.class == class) {
                return true;
            }
            next = place.next;
        }
        false
    }

    /// Rule id of a row: `gazetteer:<file>`.
    pub fn rule(&self, row: u32) -> Option<&Arc<str>> {
        self.source(row).map(|s| &s.rule)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows of just this name.
    pub fn get(&self, name: &str) -> Option<Found> {
        self.probe(hash_of(name), name)
    }

    /// Every name that `text` starts with and that may end there, shortest first.
    ///
    /// `ends` says whether a name may end between two characters; it is asked before the look-up.
    /// Cost: one table access where no name starts with the first two characters. Gives the number of bytes read.
    pub fn prefixes(
        &self,
        text: &str,
        mut ends: impl FnMut(char, Option<char>) -> bool,
        out: &mut Vec<Found>,
    ) -> usize {
        out.clear();
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return 0 };
        let second = chars.next();
        let mut lengths = self.lengths(first, second);
        if lengths == 0 {
            return first.len_utf8() + second.map_or(0, char::len_utf8);
        }
        let mut hash = 0;
        let mut last = None;
        let mut count = 0usize;
        for (at, c) in text.char_indices() {
            if let Some(last) = last
                && lengths & bit(count) != 0
                && ends(last, Some(c))
                && let Some(found) = text.get(..at).and_then(|name| self.probe(hash, name))
            {
                out.push(found);
            }
            if count >= 63 && lengths >> 63 == 0 || count < 63 && lengths >> (count + 1) == 0 {
                return at + c.len_utf8();
            }
            if c == '\n' || count > LONGEST {
                return at + c.len_utf8();
            }
            hash = step(hash, c);
            count += 1;
            last = Some(c);
            // All that may still come is the name of just these characters.
            if count < 63 && STEMS & bit(count) != 0 && lengths >> (count + 1) != 0 && !self.stems.may_have(hash) {
                lengths &= bit(count);
            }
        }
        if let Some(last) = last
            && lengths & bit(count) != 0
            && ends(last, None)
            && let Some(found) = self.probe(hash, text)
        {
            out.push(found);
        }
        text.len()
    }

    fn lengths(&self, first: char, second: Option<char>) -> u64 {
        let single = self.head_of(u64::from(u32::from(first)));
        second.map_or(single, |s| single | self.head_of(pair(first, s)))
    }

    fn head_of(&self, key: u64) -> u64 {
        let size = self.heads.len();
        if size == 0 || !self.head_filter.may_have(key) {
            return 0;
        }
        let mut at = spread(key, size - 1);
        while let Some(slot) = self.heads.get(at) {
            if slot.1 == 0 {
                return 0;
            }
            if slot.0 == key {
                return slot.1;
            }
            at = (at + 1) & (size - 1);
        }
        0
    }

    fn probe(&self, hash: u64, name: &str) -> Option<Found> {
        let size = self.slots.len();
        if size == 0 || !self.filter.may_have(hash) {
            return None;
        }
        let mut at = spread(hash, size - 1);
        let tag = low(hash);
        loop {
            let &(other, row) = self.slots.get(at).filter(|s| s.1 != NONE)?;
            if other != tag {
                at = (at + 1) & (size - 1);
                continue;
            }
            if self.surface(row) == Some(name) {
                return Some(Found { len: name.len(), row });
            }
            at = (at + 1) & (size - 1);
        }
    }

    /// The preferred Korean and English names of an id.
    pub fn preferred(&self, id: &str) -> (Option<&str>, Option<&str>) {
        let index = self.by_id.get_or_init(|| self.index_ids());
        let (hash, mask) = (hash_of(id), index.len() - 1);
        let mut at = spread(hash, mask);
        while let Some(slot) = index.get(at).filter(|s| s.ko.min(s.en) != NONE) {
            if slot.tag == low(hash) && self.id(slot.ko.min(slot.en)) == Some(id) {
                return (self.surface(slot.ko), self.surface(slot.en));
            }
            at = (at + 1) & mask;
        }
        (None, None)
    }

    fn id(&self, number: u32) -> Option<&str> {
        let place = self.rows.get(number as usize)?;
        place.id(&self.sources.get(usize::from(place.source))?.text)
    }

    fn index_ids(&self) -> Vec<Preferred> {
        let size = (self.preferred.len() * 2).next_power_of_two().max(16);
        let mut slots = vec![Preferred { tag: 0, ko: NONE, en: NONE }; size];
        for &(hash, row) in &self.preferred {
            // People and adjectives of a country do not name it.
            if self.source(row).is_none_or(|s| s.class == Class::Demonym) {
                continue;
            }
            let Some(lang) = self.rows.get(row as usize).map(|p| p.lang()) else { continue };
            let mut at = spread(hash, size - 1);
            while let Some(slot) = slots.get_mut(at) {
                let first = slot.ko.min(slot.en);
                if first == NONE || slot.tag == low(hash) && self.id(first) == self.id(row) {
                    slot.tag = low(hash);
                    let name = if lang == Lang::Ko { &mut slot.ko } else { &mut slot.en };
                    *name = (*name).min(row);
                    break;
                }
                at = (at + 1) & (size - 1);
            }
        }
        slots
    }

    /// Single letters that stand for states.
    pub fn letters(&self) -> Chars {
        let rows = (0..u32::try_from(self.rows.len()).unwrap_or(0))
            .filter(|&i| self.source(i).is_some_and(|s| s.class == Class::CountryGroup))
            .filter_map(|i| self.row(i))
            .filter(|r| r.flags.has(Flag::Short));
        Chars::of(rows.filter_map(|r| r.surface.chars().next()))
    }

    /// All rows with the rule id of their file, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = (&str, Class, Row<'_>)> {
        (0..u32::try_from(self.rows.len()).unwrap_or(0))
            .filter_map(|i| Some((&*self.source(i)?.rule, self.source(i)?.class, self.row(i)?)))
    }
}

fn pair(first: char, second: char) -> u64 {
    (u64::from(u32::from(first)) << 21) | u64::from(u32::from(second)) | 1 << 63
}

/// Key of the first two characters, and the bit of the length.
fn head(surface: &str) -> (u64, u64) {
    let mut chars = surface.chars();
    let first = chars.next().unwrap_or(' ');
    match chars.next() {
        Some(second) => (pair(first, second), bit(2 + chars.count())),
        None => (u64::from(u32::from(first)), bit(1)),
    }
}

/// A script that does not belong to the language: Hangul in a Latin name, a Korean name without Hangul or Hanja.
fn wrong_script(row: &Row<'_>) -> Option<(&'static str, &'static str)> {
    let korean = |c: char| crate::lang::is_hangul(c) || ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let jamo = |c: char| ('\u{1100}'..='\u{11FF}').contains(&c) || ('\u{300}'..='\u{36F}').contains(&c);
    if row.surface.is_ascii() {
        return (row.lang == Lang::Ko)
            .then_some(("a Korean name without Korean letters", "write en in the second column"));
    }
    let (mut has_korean, mut plain) = (false, true);
    for c in row.surface.chars() {
        has_korean |= korean(c);
        plain &= !jamo(c);
    }
    match row.lang {
        _ if !plain => Some(("a name is not composed", "write it in Unicode form NFC")),
        Lang::En if has_korean => Some(("Korean letters in an English name", "write ko in the second column")),
        Lang::Ko if !has_korean => Some(("a Korean name without Korean letters", "write en in the second column")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> (Table, Vec<LoadError>) {
        let file = SourceFile {
            name: "gazetteers/orgs_x.csv".to_owned(),
            shown: "x.csv".to_owned(),
            text: format!("# head\nsurface,lang,id,preferred,note\n{rows}").into(),
        };
        let mut errors = Vec::new();
        let table = Table::load(&Files { files: vec![file] }, &mut errors);
        (table, errors)
    }

    fn found(table: &Table, text: &str) -> Vec<usize> {
        let mut out = Vec::new();
        table.prefixes(text, |_, _| true, &mut out);
        out.iter().map(|f| f.len).collect()
    }

    #[test]
    fn every_prefix_is_found() {
        let (t, errors) = table("북,ko,KP,0,short\n북한,ko,KP,1,\n북한군,ko,x,1,\n\"A, B\",en,y,1,\nA,en,z,1,\n");
        assert_eq!(errors, []);
        assert_eq!(found(&t, "북한군은"), [3, 6, 9]);
        assert_eq!(found(&t, "북한"), [3, 6]);
        assert_eq!(found(&t, "북"), [3]);
        assert_eq!(found(&t, "A, B"), [1, 4]);
        assert_eq!(found(&t, "남한"), [0usize; 0]);
        assert_eq!(t.preferred("KP"), (Some("북한"), None));
        assert_eq!(t.get("북한군").and_then(|f| t.rows(f).next()).map(|r| r.2.id), Some("x"));
    }

    #[test]
    fn broken_rows_are_reported() {
        let (_, errors) = table("A,en,x,1,\nA,en,x,0,\nB,en\n가,en,y,1,\nC,ko,z,1,\n");
        let lines: Vec<_> = errors.iter().map(|e| e.line).collect();
        assert_eq!(lines, [5, 6, 7, 4]);
    }
}

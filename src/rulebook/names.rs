//! The gazetteers of named things, and what is known about the words around names.

mod grammar;
mod hash;
mod place;
mod row;
mod table;

pub use grammar::{Grammar, Head, Strength, Words};
pub use row::{Class, Flag, Flags, Row};
pub use table::{Found, Table};

use regex_automata::util::pool::{Pool, PoolGuard};

use super::chars::Chars;
use super::error::LoadError;
use super::memo::Vain;
use super::source::Files;
use crate::lang::Lang;

/// The gazetteers of named things.
#[derive(Debug, Default)]
pub struct Names {
    /// All names of all gazetteers.
    pub table: Table,
    /// Words around Korean names.
    pub ko: Grammar,
    /// Words around English names.
    pub en: Grammar,
    /// Letters that stand for states in headlines.
    pub letters: Chars,
    /// Where threads looked up names in vain.
    vain: Vains,
}

/// A memory for each thread.
#[derive(Debug)]
struct Vains(Pool<Vain, fn() -> Vain>);

impl Default for Vains {
    fn default() -> Self {
        Self(Pool::new(Vain::default))
    }
}

/// Look-ups at many places, with this thread's memory of those in vain.
#[derive(Debug)]
pub struct LookUps<'n> {
    table: &'n Table,
    vain: PoolGuard<'n, Vain, fn() -> Vain>,
}

impl LookUps<'_> {
    /// [`Table::prefixes`] of the text from `at` on; `ends` must be the same in every call.
    pub fn at(&mut self, text: &str, at: usize, ends: impl FnMut(char, Option<char>) -> bool, out: &mut Vec<Found>) {
        let key = Vain::key(text, at);
        if key.is_some_and(|key| self.vain.has(key)) {
            out.clear();
            return;
        }
        let read = self.table.prefixes(text.get(at..).unwrap_or(""), ends, out);
        if let Some(key) = key.filter(|_| out.is_empty()) {
            self.vain.add(key, read);
        }
    }
}

impl Names {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let table = Table::load(files, errors);
        Self {
            letters: table.letters(),
            table,
            vain: Vains::default(),
            ko: Grammar::load(files, Lang::Ko, errors),
            en: Grammar::load(files, Lang::En, errors),
        }
    }

    /// Look-ups of a scan.
    pub fn look_ups(&self) -> LookUps<'_> {
        LookUps { table: &self.table, vain: self.vain.0.get() }
    }

    /// The words around names of a language.
    pub fn grammar(&self, lang: Lang) -> &Grammar {
        match lang {
            Lang::Ko => &self.ko,
            _ => &self.en,
        }
    }
}

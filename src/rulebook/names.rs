//! The gazetteers of named things, and what is known about the words around names.

mod grammar;
mod hash;
mod row;
mod table;

pub use grammar::{Grammar, Head, Strength, Words};
pub use row::{Class, Flag, Flags, Row};
pub use table::{Found, Table};

use super::chars::Chars;
use super::error::LoadError;
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
}

impl Names {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(files: &Files, errors: &mut Vec<LoadError>) -> Self {
        let table = Table::load(files, errors);
        Self {
            letters: table.letters(),
            table,
            ko: Grammar::load(files, Lang::Ko, errors),
            en: Grammar::load(files, Lang::En, errors),
        }
    }

    /// The words around names of a language.
    pub fn grammar(&self, lang: Lang) -> &Grammar {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

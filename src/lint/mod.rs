//! Looks over a rulebook that loads: data rows, references, fragments, and rules that can never speak.
//!
//! Loading refuses what cannot work; this tells what works and is surely not meant.

mod ids;
mod reach;
mod rows;
mod tree;
mod words;

use std::fmt;

use crate::rulebook::Rulebook;
use crate::rulebook::source::{Files, SourceFile};

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is wrong.
    Error,
    /// It does nothing.
    Warning,
    /// It could do more.
    Hint,
}

impl Level {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Hint => "hint",
        }
    }
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The file, as a person finds it.
    pub shown: String,
    /// Line, from 1.
    pub line: usize,
    /// How much it matters.
    pub level: Level,
    /// Which lint speaks: `double-row`, `unused-fragment`, …
    pub lint: &'static str,
    /// What is wrong, and why that matters.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shown, line, level, lint, message, help } = self;
        write!(f, "{}[{lint}]: {message}\n --> {shown}:{line}\nhelp: {help}", level.name())
    }
}

impl Note {
    fn new(
        (level, lint): (Level, &'static str),
        file: &SourceFile,
        line: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { shown: file.shown.clone(), line, level, lint, message: message.into(), help: help.into() }
    }
}

/// The lints of data rows alone: cheap, and they need no rulebook that loads.
pub fn rows(files: &Files) -> Vec<Note> {
    let mut notes = rows::all(files);
    notes.sort();
    notes
}

/// All lints, in the order of files and lines. `files` are those of which `book` is made. Takes a second or two: every
/// example runs, and every pattern gets an automaton of its own.
pub fn all(files: &Files, book: &Rulebook) -> Vec<Note> {
    let trees = tree::Tree::of(files);
    let mut notes = rows::all(files);
    notes.extend(words::all(&trees));
    notes.extend(ids::all(files, &trees, book));
    notes.extend(reach::all(book));
    notes.sort();
    notes.dedup();
    notes
}

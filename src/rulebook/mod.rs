//! Knowledge as data: rules, units, names, measures and checks, loaded from TOML and CSV.

pub mod assertion;
mod automaton;
mod chars;
pub mod checks;
pub mod context;
pub mod dimension;
pub mod error;
mod first;
pub mod formula;
pub mod fragment;
pub mod fx;
mod holidays;
mod keys;
pub mod language;
pub mod linking;
pub mod measure;
mod memo;
pub mod names;
pub mod relation;
pub mod rule;
pub mod scaffold;
pub mod scanner;
pub mod segments;
pub mod source;
mod steps;
pub mod term;
mod trace;
pub mod unit;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use lazy_static::lazy_static;

use crate::lang::Lang;
use checks::Checks;
use dimension::Dimensions;
use error::{LoadError, LoadErrors};
use fragment::{ByLang, Fragments};
use language::Language;
use linking::Linking;
use measure::Measures;
use names::Names;
use relation::Relations;
use rule::Rules;
use scanner::Scanner;
use segments::SegmentRules;
use source::Files;
use term::Terms;
use unit::Units;

/// Everything the stages know.
#[derive(Debug)]
pub struct Rulebook {
    /// Korean.
    pub ko: Language,
    /// English.
    pub en: Language,
    /// The tables of languages that a rule folder brings.
    pub others: BTreeMap<Lang, Language>,
    /// Rules for figures, dates and identifiers.
    pub rules: Rules,
    /// All rule patterns in one automaton.
    pub scanner: Scanner,
    /// Units and currencies.
    pub units: Units,
    /// How text is cut into segments.
    pub segments: SegmentRules,
    /// Named things.
    pub names: Names,
    /// What figures can be about.
    pub measures: Measures,
    /// General vocabulary in both languages.
    pub terms: Terms,
    /// Which checks run.
    pub checks: Checks,
    /// What speaks for two figures being about one thing.
    pub linking: Linking,
    /// What sentences state between figures.
    pub relations: Relations,
    /// Units that convert.
    pub dimensions: Dimensions,
    /// What currencies cost month by month.
    pub rates: fx::Rates,
}

lazy_static! {
    /// The rulebook compiled into the binary. `Err` only where a built-in file is broken, which tests rule out.
    static ref BUILT_IN: Result<Rulebook, LoadErrors> = Rulebook::from_files(&Files::built_in());
}

impl Rulebook {
    /// The tables of a language.
    pub fn language(&self, lang: Lang) -> &Language {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
            Lang::Other(_) => self.others.get(&lang).unwrap_or(&self.en),
        }
    }

    /// The language of a text: one that a rule folder brings where its letters or words are found, else the built-in
    /// one that most letters belong to.
    pub fn language_of(&self, text: &str) -> Lang {
        let built_in = Lang::of(text);
        self.others.values().find(|l| l.is_of(text, built_in)).map_or(built_in, |l| l.lang)
    }

    /// Whether there are other languages than the built-in ones.
    pub fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// The built-in rulebook, loaded once per process.
    ///
    /// # Errors
    /// What is wrong with it; never in a released program.
    pub fn built_in() -> Result<&'static Rulebook, &'static LoadErrors> {
        BUILT_IN.as_ref()
    }

    /// The built-in rulebook with a user's folder laid over it.
    ///
    /// # Errors
    /// A folder that cannot be read, or everything wrong with its files.
    pub fn with_overlay(folder: &Path) -> Result<Rulebook, OverlayError> {
        let mut files = Files::built_in();
        files.overlay(folder)?;
        Ok(Self::from_files(&files)?)
    }

    /// Compiles a set of files.
    ///
    /// # Errors
    /// Everything that is wrong, not just the first.
    pub fn from_files(files: &Files) -> Result<Rulebook, LoadErrors> {
        let mut errors: Vec<LoadError> = files
            .astray()
            .map(|file| {
                LoadError::on_line(
                    file,
                    1,
                    "nothing reads a rule file in this place",
                    "rules lie in the folder of their language: DIR/ko/mine.toml, DIR/en/mine.toml, or DIR/any/mine.toml \
                     for all; those of another language lie beside its DIR/xx/lang.toml; measures in \
                     DIR/measures/mine.toml",
                )
            })
            .collect();
        let mut fragments: ByLang = files.languages().map(|lang| (lang, Fragments::default())).collect();
        let units = Units::load(files, &mut fragments, &mut errors);
        let mut load = |lang: Lang| language::load(files, lang, fragments.entry(lang).or_default(), &mut errors);
        let (ko, en) = (load(Lang::Ko), load(Lang::En));
        let others = files.languages().filter(|l| matches!(l, Lang::Other(_))).map(|l| (l, load(l))).collect();
        // Neither needs the other, and each takes as long.
        let (mut of_segments, mut of_names) = (Vec::new(), Vec::new());
        let (rules, scanner, (segments, names)) = std::thread::scope(|scope| {
            let beside =
                scope.spawn(|| (SegmentRules::load(files, &mut of_segments), Names::load(files, &mut of_names)));
            let rules = Rules::load(files, &mut fragments, &mut errors);
            let scanner = Scanner::new(&rules, &mut errors);
            (rules, scanner, beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        errors.append(&mut of_segments);
        errors.append(&mut of_names);
        let measures = Measures::load(files, &mut errors);
        let book = Rulebook {
            ko,
            en,
            others,
            rules,
            scanner,
            units,
            segments,
            names,
            checks: Checks::load(files, &measures, &mut errors),
            measures,
            terms: Terms::load(files, &mut errors),
            linking: Linking::load(files, &mut errors),
            relations: Relations::load(files, &mut errors),
            dimensions: Dimensions::load(files, &mut errors),
            rates: fx::Rates::load(files, &mut errors),
        };
        if errors.is_empty() { Ok(book) } else { Err(LoadErrors(errors)) }
    }
}

/// Why a user's rule folder could not be used.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    /// It cannot be read.
    #[error("cannot read the rule folder: {0}")]
    Read(#[from] io::Error),
    /// It is read, and wrong.
    #[error("{0}")]
    Rules(#[from] LoadErrors),
}

//! Settings in force: the command line, then `crosscheck.toml`, then the built-in ones.

use std::env;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use rayon::ThreadPoolBuilder;

use super::args::{FailOn, Format, Global, Tongue, When};
use super::error::CliError;
use super::output::Output;
use crate::config::{self, Config};
use crate::lang::Lang;
use crate::review::ReviewError;
use crate::rulebook::source::Files;
use crate::rulebook::{OverlayError, Rulebook};
use crate::wording::Words;

/// What the command line and the nearest file say, together.
#[derive(Debug)]
pub(super) struct Settings {
    flags: Config,
    file: Config,
    path: Option<PathBuf>,
}

impl Settings {
    /// Reads the nearest `crosscheck.toml`; `verb` holds what is an option of one verb alone.
    ///
    /// # Errors
    /// A file that is there and cannot be used.
    pub(super) fn find(global: &Global, verb: Config) -> Result<Self, CliError> {
        let flags = Config {
            rules: global.rules.clone(),
            threads: global.threads,
            input: global.input,
            color: global.color,
            ..verb
        };
        let folder = env::current_dir().unwrap_or_default();
        let (path, file) = config::nearest(&folder)?.map_or((None, Config::default()), |(p, c)| (Some(p), c));
        Ok(Self { flags, file, path })
    }

    /// Format of every input, where one is forced.
    pub(super) fn input(&self) -> Option<Format> {
        self.flags.input.or(self.file.input)
    }

    /// Language of reports for people, where one is set.
    pub(super) fn lang(&self) -> Option<Lang> {
        self.flags.lang.or(self.file.lang).map(|l| match l {
            Tongue::Ko => Lang::Ko,
            Tongue::En => Lang::En,
        })
    }

    /// The words of reports.
    ///
    /// # Errors
    /// A `rules/ui.toml` of the user's that cannot be used.
    pub(super) fn words(&self) -> Result<Words, CliError> {
        Words::load(&self.files()?).map_err(|e| CliError::Review(ReviewError::Words(e)))
    }

    /// Which findings make the exit status 1.
    pub(super) fn fail_on(&self) -> FailOn {
        self.flags.fail_on.or(self.file.fail_on).unwrap_or(FailOn::Conflict)
    }

    /// Cells to a line.
    pub(super) fn width(&self) -> usize {
        let terminal = || Output::is_terminal().then(|| env::var("COLUMNS").ok()?.parse().ok()).flatten();
        self.flags.width.or(self.file.width).or_else(terminal).unwrap_or(100).max(40)
    }

    /// Whether to use colours on standard output.
    pub(super) fn colours(&self) -> bool {
        let wanted = self.flags.color.or(self.file.color).unwrap_or(When::Auto);
        let no_color = env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        match (wanted, self.flags.color) {
            (When::Never, _) => false,
            (When::Always, Some(_)) => true,
            (When::Always, None) => !no_color,
            (When::Auto, _) => !no_color && Output::is_terminal() && env::var_os("TERM").is_none_or(|t| t != "dumb"),
        }
    }

    /// Number of threads; 0 for one per core.
    pub(super) fn threads(&self) -> usize {
        self.flags.threads.or(self.file.threads).unwrap_or(0)
    }

    /// Starts the threads that do the work.
    ///
    /// # Errors
    /// Threads that the system does not give.
    pub(super) fn start_threads(&self) -> Result<(), CliError> {
        Ok(ThreadPoolBuilder::new().num_threads(self.threads()).build_global()?)
    }

    /// The rulebook, with the user's folder laid over it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn rulebook(&self) -> Result<Book, CliError> {
        match self.flags.rules.as_ref().or(self.file.rules.as_ref()) {
            Some(folder) => Ok(Book::Own(Box::new(Rulebook::with_overlay(folder)?))),
            None => Rulebook::built_in().map(Book::BuiltIn).map_err(|e| CliError::Rules(e.clone())),
        }
    }

    /// The files of the rulebook, for those who want to see them.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub(super) fn files(&self) -> Result<Files, CliError> {
        let mut files = Files::built_in();
        if let Some(folder) = self.flags.rules.as_ref().or(self.file.rules.as_ref()) {
            files.overlay(folder).map_err(OverlayError::Read)?;
        }
        Ok(files)
    }

    /// Writes every setting with where it comes from, as a `crosscheck.toml` could hold it.
    ///
    /// # Errors
    /// Whatever `out` meets.
    pub(super) fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let file = self.path.as_ref().map_or_else(|| config::NAME.to_owned(), |p| p.display().to_string());
        let origin = |flag: bool, set: bool| match (flag, set) {
            (true, _) => "command line",
            (false, true) => file.as_str(),
            (false, false) => "default",
        };
        let mut line = |key: &str, value: Option<String>, flag: bool, set: bool| match value {
            Some(value) => writeln!(out, "{key} = {value}  # {}", origin(flag, set)),
            None => writeln!(out, "# {key} is not set"),
        };
        let (f, c) = (&self.flags, &self.file);
        let rules = f.rules.as_ref().or(c.rules.as_ref()).map(|r| quoted(r.display()));
        line("rules", rules, f.rules.is_some(), c.rules.is_some())?;
        line("threads", Some(self.threads().to_string()), f.threads.is_some(), c.threads.is_some())?;
        line("input", self.input().map(word), f.input.is_some(), c.input.is_some())?;
        let color = f.color.or(c.color).unwrap_or(When::Auto);
        line("color", Some(word(color)), f.color.is_some(), c.color.is_some())?;
        let lang = f.lang.or(c.lang).map(word);
        line("lang", lang, f.lang.is_some(), c.lang.is_some())?;
        line("width", Some(self.width().to_string()), f.width.is_some(), c.width.is_some())?;
        line("fail-on", Some(word(self.fail_on())), f.fail_on.is_some(), c.fail_on.is_some())
    }
}

/// A rulebook: the built-in one, or one of this run.
#[derive(Debug)]
pub(super) enum Book {
    /// Compiled in.
    BuiltIn(&'static Rulebook),
    /// With a user's folder.
    Own(Box<Rulebook>),
}

impl std::ops::Deref for Book {
    type Target = Rulebook;

    fn deref(&self) -> &Rulebook {
        match self {
            Book::BuiltIn(book) => book,
            Book::Own(book) => book,
        }
    }
}

fn word<T: ValueEnum>(value: T) -> String {
    quoted(value.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned()))
}

fn quoted(text: impl Display) -> String {
    format!("{:?}", text.to_string())
}

//! `crosscheck.toml`: settings of a folder and everything below it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;

use crate::cli::args::{FailOn, Format, When};
use crate::rulebook::error::LoadError;
use crate::rulebook::source::SourceFile;

/// The name that is looked for, from the working directory upward.
pub const NAME: &str = "crosscheck.toml";

/// Settings a file can hold. What the command line says comes first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Folder of rules, relative to the file.
    pub rules: Option<PathBuf>,
    /// Number of threads.
    pub threads: Option<usize>,
    /// Format of every input.
    pub input: Option<Format>,
    /// When to use colours.
    pub color: Option<When>,
    /// Cells to a line of the terminal report.
    pub width: Option<usize>,
    /// Which findings make the exit status 1.
    pub fail_on: Option<FailOn>,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It says something that is not understood.
    #[error("{}", .0.draw_as("config"))]
    Wrong(LoadError),
}

/// The nearest settings file of `folder` or a folder above it, with its path.
///
/// # Errors
/// A file that is there and cannot be read or understood.
pub fn nearest(folder: &Path) -> Result<Option<(PathBuf, Config)>, ConfigError> {
    let Some(path) = folder.ancestors().map(|f| f.join(NAME)).find(|p| p.is_file()) else { return Ok(None) };
    let text = fs::read_to_string(&path).map_err(|source| ConfigError::Read { path: path.clone(), source })?;
    let shown = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
    let mut config = parse(&shown, text).map_err(ConfigError::Wrong)?;
    if let (Some(rules), Some(home)) = (&config.rules, path.parent()) {
        config.rules = Some(home.join(rules));
    }
    Ok(Some((path, config)))
}

fn parse(shown: &str, text: String) -> Result<Config, LoadError> {
    match toml::from_str(&text) {
        Ok(config) => Ok(config),
        Err(e) => {
            let file = SourceFile { name: NAME.to_owned(), shown: shown.to_owned(), text: text.into() };
            let span = e.span().unwrap_or(0..0);
            let help = "keys: rules, threads, input, color, width, fail-on";
            Err(LoadError::at(&file, span.start, span.len(), e.message().lines().next().unwrap_or("not TOML"), help))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_nobody_reads_is_an_error_with_its_place() {
        let error = parse("crosscheck.toml", "threads = 2\nfail_on = \"tension\"\n".to_owned()).expect_err("a typo");
        assert_eq!((error.line, error.column), (2, 1));
        assert!(error.message.contains("fail_on"), "{}", error.message);
        let config = parse("crosscheck.toml", "threads = 2\nfail-on = \"tension\"\n".to_owned()).expect("right");
        assert_eq!((config.threads, config.fail_on), (Some(2), Some(FailOn::Tension)));
    }
}

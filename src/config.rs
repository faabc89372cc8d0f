//! `crosscheck.toml`: settings of a folder and everything below it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::ValueEnum;
use serde::Deserialize;

use crate::cli::args::{FailOn, Format, Tongue, When};
use crate::rulebook::error::LoadError;
use crate::rulebook::fragment::distance;
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
    /// Language of reports for people.
    pub lang: Option<Tongue>,
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
            let (message, help) = told(e.message().lines().next().unwrap_or("not TOML"), &file.text, span.start);
            Err(LoadError::at(&file, span.start, span.len(), &message, &help))
        }
    }
}

/// The settings.
const KEYS: [&str; 7] = ["rules", "threads", "input", "color", "lang", "width", "fail-on"];

/// What is wrong and what would be right, in the words of the settings rather than of the parser.
fn told(message: &str, text: &str, at: usize) -> (String, String) {
    let line = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |i| i + 1));
    let key = text.get(line..).and_then(|l| l.split(['=', '\n']).next()).unwrap_or("").trim();
    let named = message.split('`').nth(1).unwrap_or("");
    if message.starts_with("unknown field") {
        let near = KEYS.into_iter().min_by_key(|k| distance(named, k)).filter(|k| distance(named, k) <= 2);
        let near = near.map(|k| format!("did you mean `{k}`? ")).unwrap_or_default();
        return (format!("there is no setting `{named}`"), format!("{near}the settings are {}", KEYS.join(", ")));
    }
    let wanted = match key {
        "fail-on" => words::<FailOn>(),
        "color" => words::<When>(),
        "lang" => words::<Tongue>(),
        "input" => words::<Format>(),
        "threads" | "width" => "a whole number from 1".to_owned(),
        "rules" => "a folder in double quotes".to_owned(),
        _ => return (message.to_owned(), format!("the settings are {}", KEYS.join(", "))),
    };
    let wrong = ["unknown variant", "invalid type", "invalid value"].iter().any(|w| message.starts_with(w));
    let message = if wrong { format!("`{key}` cannot be this") } else { message.to_owned() };
    (message, format!("`{key}` is {wanted}"))
}

/// `"conflict", "tension" or "never"`.
fn words<T: ValueEnum>() -> String {
    let names: Vec<String> =
        T::value_variants().iter().filter_map(|v| Some(format!("{:?}", v.to_possible_value()?.get_name()))).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.join(""),
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

    #[test]
    fn a_wrong_value_is_told_with_those_that_are_right() {
        let told = |text: &str| {
            let e = parse("crosscheck.toml", text.to_owned()).expect_err(text);
            format!("{}; {}", e.message, e.help)
        };
        assert_eq!(
            told("width = 80\nfail-on = \"often\"\n"),
            "`fail-on` cannot be this; `fail-on` is \"conflict\", \"tension\" or \"never\""
        );
        assert_eq!(told("threads = \"two\"\n"), "`threads` cannot be this; `threads` is a whole number from 1");
        assert!(told("colour = \"auto\"\n").starts_with("there is no setting `colour`; did you mean `color`? "));
        assert!(told("color = auto\n").ends_with("`color` is \"auto\", \"always\" or \"never\""));
    }
}

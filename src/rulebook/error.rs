//! What can be wrong with a rulebook: every error with its place and remedy.

use std::fmt;

/// One thing wrong in a rule or gazetteer file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{shown}:{line}:{column}: {message}")]
pub struct LoadError {
    /// The file, as a person finds it.
    pub shown: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line's text.
    pub source_line: String,
    /// How many characters are wrong; at least 1.
    pub width: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl LoadError {
    /// An error at bytes `at..at + len` of a file's text.
    pub fn at(
        file: &super::source::SourceFile,
        at: usize,
        len: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let head = file.text.get(..at).unwrap_or(&file.text);
        let line = head.matches('\n').count() + 1;
        let start = head.rfind('\n').map_or(0, |i| i + 1);
        let source_line = file.text.get(start..).and_then(|t| t.lines().next()).unwrap_or("").to_owned();
        let column = head.get(start..).unwrap_or("").chars().count() + 1;
        let wrong = file.text.get(at..at + len).and_then(|t| t.lines().next()).unwrap_or("");
        Self {
            shown: file.shown.clone(),
            line,
            column,
            source_line,
            width: wrong.chars().count().max(1),
            message: message.into(),
            help: help.into(),
        }
    }

    /// An error on line `line` (from 1).
    pub fn on_line(
        file: &super::source::SourceFile,
        line: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let at = file.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let len = file.text.get(at..).and_then(|t| t.lines().next()).map_or(0, str::len);
        Self::at(file, at, len, message, help)
    }

    /// The error as the terminal shows it: place, line, marker, remedy.
    pub fn draw(&self) -> String {
        self.draw_as("rule")
    }

    /// The same for another kind of file: `what` stands behind `error`.
    pub fn draw_as(&self, what: &str) -> String {
        let number = self.line.to_string();
        let pad = " ".repeat(number.len());
        let before: String = self.source_line.chars().take(self.column - 1).collect();
        let lead = " ".repeat(unicode_width::UnicodeWidthStr::width(before.as_str()));
        let wrong: String = self.source_line.chars().skip(self.column - 1).take(self.width).collect();
        let marks = "^".repeat(unicode_width::UnicodeWidthStr::width(wrong.as_str()).max(1));
        format!(
            "error[{what}]: {}\n{pad}--> {}:{}:{}\n{pad} |\n{number} | {}\n{pad} | {lead}{marks}\nhelp: {}",
            self.message, self.shown, self.line, self.column, self.source_line, self.help
        )
    }
}

/// All that is wrong with a rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, e) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f, "\n")?;
            }
            write!(f, "{}", e.draw())?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}

/// A broken pattern at its place.
pub fn pattern_error(file: &super::source::SourceFile, at: usize, pattern: &str, e: &regex::Error) -> LoadError {
    let text = e.to_string();
    let message = text
        .lines()
        .rev()
        .find(|l| !l.trim().is_empty())
        .unwrap_or("broken pattern")
        .trim()
        .trim_start_matches("error: ")
        .to_owned();
    LoadError::at(
        file,
        at,
        pattern.len(),
        format!("the pattern does not compile: {message}"),
        "patterns are Rust regexes on lower-case text, without look-around; literal braces are written \\{ \\}",
    )
}

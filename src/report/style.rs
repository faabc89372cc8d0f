//! Colours of the terminal, or none.

use std::fmt;

/// What a piece of the report is, as far as colour goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A conflict, and the marks under its first figure.
    Error,
    /// A tension.
    Warning,
    /// For completeness.
    Info,
    /// The frame: arrows, bars, line numbers.
    Frame,
    /// Marks under the other figures.
    Other,
    /// The message.
    Strong,
}

/// Whether colours are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Palette {
    /// ANSI colours on.
    pub on: bool,
}

impl Palette {
    /// `text` in a tone.
    pub fn paint<T: fmt::Display>(self, tone: Tone, text: T) -> Painted<T> {
        Painted { code: self.on.then(|| tone.code()), text }
    }
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Tone::Error => "1;31",
            Tone::Warning => "1;33",
            Tone::Info => "1;36",
            Tone::Frame => "1;34",
            Tone::Other => "1;35",
            Tone::Strong => "1",
        }
    }
}

/// A text with its colour.
#[derive(Debug, Clone, Copy)]
pub struct Painted<T> {
    code: Option<&'static str>,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "\u{1b}[{code}m{}\u{1b}[0m", self.text),
            None => self.text.fmt(f),
        }
    }
}

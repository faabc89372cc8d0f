//! What can be wrong with a gold file.

use std::fmt;

/// One fault, with its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("error[gold]: {message}\n --> {shown}:{line}{}\nhelp: {help}", .place.as_deref().unwrap_or(""))]
pub struct GoldError {
    /// The file, as it was named.
    pub shown: String,
    /// Line, from 1.
    pub line: usize,
    /// Which mention of the line, where it is about one.
    pub place: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// All that is wrong with a gold file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldErrors(pub Vec<GoldError>);

/// So many faults are shown; a file of another kind has one on every line.
const SHOWN: usize = 20;

impl fmt::Display for GoldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, e) in self.0.iter().take(SHOWN).enumerate() {
            if i > 0 {
                writeln!(f, "\n")?;
            }
            write!(f, "{e}")?;
        }
        match self.0.len().checked_sub(SHOWN) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n\n{more} more faults of this kind of file are not shown"),
        }
    }
}

impl std::error::Error for GoldErrors {}

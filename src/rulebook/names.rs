//! The gazetteers of named things.

use super::error::LoadError;
use super::source::Files;

/// The gazetteers of named things.
#[derive(Debug, Default)]
pub struct Names {}

impl Names {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(_files: &Files, _errors: &mut Vec<LoadError>) -> Self {
        Self {}
    }
}

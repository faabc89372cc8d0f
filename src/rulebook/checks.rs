//! Which checks run, at which severity and tolerance.

use super::error::LoadError;
use super::source::Files;

/// Which checks run, at which severity and tolerance.
#[derive(Debug, Default)]
pub struct Checks {}

impl Checks {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(_files: &Files, _errors: &mut Vec<LoadError>) -> Self {
        Self {}
    }
}

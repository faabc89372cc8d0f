//! What figures can be about.

use super::error::LoadError;
use super::source::Files;

/// What figures can be about.
#[derive(Debug, Default)]
pub struct Measures {}

impl Measures {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(_files: &Files, _errors: &mut Vec<LoadError>) -> Self {
        Self {}
    }
}

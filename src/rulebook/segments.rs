//! How text is cut into segments.

use super::error::LoadError;
use super::source::Files;

/// How text is cut into segments.
#[derive(Debug, Default)]
pub struct SegmentRules {}

impl SegmentRules {
    /// Reads it from the rulebook's files; what is wrong goes to `errors`.
    pub fn load(_files: &Files, _errors: &mut Vec<LoadError>) -> Self {
        Self {}
    }
}

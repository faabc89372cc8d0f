//! The JSON Schema of the outputs.

/// The schema of a line of `extract` and of the object that `check` prints, as `schema` prints it.
pub const SCHEMA: &str = include_str!("schema.json");

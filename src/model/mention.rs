//! A stretch of text that a rule or a gazetteer recognised, in three states.

use std::sync::Arc;

use super::span::Span;
use super::value::Value;

/// A mention in state `S`: [`Raw`] captures, a [`Typed`] value, or a [`Resolved`] one.
///
/// A raw mention cannot reach a check: the types differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<S> {
    /// Bytes of the normalised text.
    pub span: Span,
    /// Id of the rule, or `gazetteer:<file>`.
    pub rule: Arc<str>,
    /// What is known so far.
    pub state: S,
}

/// Captures of a pattern, not yet read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// The pattern's own match, without modifiers around it.
    pub core: Span2,
    /// Named groups that took part.
    pub groups: Vec<(Arc<str>, Span)>,
    /// Modifier words next to the core, by id of the modifier table.
    pub modifiers: Vec<Arc<str>>,
    /// Value found already (gazetteer entries).
    pub known: Option<Value>,
}

/// The core span; a type of its own so that [`Raw`] can have a default.
pub type Span2 = Option<Span>;

/// A typed value; dates are as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed(pub Value);

/// A value with its dates, units and entities resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved(pub Value);

impl Mention<Resolved> {
    /// The value.
    pub fn value(&self) -> &Value {
        &self.state.0
    }
}

impl Mention<Typed> {
    /// The value.
    pub fn value(&self) -> &Value {
        &self.state.0
    }
}

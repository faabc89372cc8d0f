//! What may be a name, before the document has been heard.

use std::sync::Arc;

use crate::model::span::Span;
use crate::rulebook::names::{Class, Found};

/// Something that may be a name.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Where it stands.
    pub(super) span: Span,
    /// Where the name of the gazetteer ends; `span` may go on (맨디언트사).
    pub(super) name_end: usize,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// A title or another word that shows a body is glued to it.
    pub(super) body: bool,
    /// Its token goes on with a noun.
    pub(super) noun: bool,
}

/// Where a candidate comes from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// Rows of the gazetteers.
    Listed(Found),
    /// A structural rule: its id, and the class it gives.
    Rule(Arc<str>, Class),
    /// A short name the document introduced: the span of the long one is the key.
    Introduced(Arc<str>, usize),
}

impl Candidate {
    /// Whether structure alone shows it, without a list.
    pub(super) fn is_built(&self) -> bool {
        matches!(self.origin, Origin::Rule(..))
    }
}

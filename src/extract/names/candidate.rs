//! What may be a name, before the document has been heard.

use std::sync::Arc;

use crate::model::span::Span;
use crate::rulebook::names::Found;

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
    /// The body whose short name it is, where the document says so.
    pub(super) of: Option<Span>,
}

/// Where a candidate comes from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// Rows of the gazetteers.
    Listed(Found),
    /// A structural rule that shows a body: its id.
    Rule(Arc<str>),
    /// A row of letters for states, with its members.
    States(Arc<str>, Vec<String>),
}

impl Candidate {
    /// Whether structure alone shows it, without a list.
    pub(super) fn is_built(&self) -> bool {
        !matches!(self.origin, Origin::Listed(_))
    }
}

//! A figure with what it is about.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::document::Role as SegmentRole;
use super::span::Span;
use super::value::Value;
use crate::lang::Lang;

/// A word of the text that says what a figure measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Concept id, such as `people.dead`.
    pub concept: Arc<str>,
    /// How strongly it speaks for this figure, in thousandths.
    pub weight: u32,
    /// The word.
    pub span: Span,
}

/// What a figure does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the sentence states.
    #[default]
    Main,
    /// A part of something (of whom, 이 가운데).
    Part,
    /// A total (모두, in all).
    Whole,
    /// What the main figure is compared with (than, 보다).
    Comparison,
    /// The same measure at another time (지난해, a year earlier).
    OtherTime,
    /// Per head, per day, an average.
    Rate,
    /// Meant to happen.
    Plan,
    /// Expected by somebody.
    Forecast,
    /// Said not to be so.
    Denial,
    /// Said earlier and taken back.
    Correction,
    /// Another event, told for comparison.
    Background,
}

impl Role {
    /// The name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Role::Main => "main",
            Role::Part => "part",
            Role::Whole => "whole",
            Role::Comparison => "comparison",
            Role::OtherTime => "other_time",
            Role::Rate => "rate",
            Role::Plan => "plan",
            Role::Forecast => "forecast",
            Role::Denial => "denial",
            Role::Correction => "correction",
            Role::Background => "background",
        }
    }
}

/// Names of slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotName {
    /// Who acts or is concerned.
    Actor,
    /// What is acted on.
    Object,
    /// Which event.
    Event,
    /// Where.
    Place,
    /// During which time.
    Period,
    /// Known up to which time.
    AsOf,
    /// Of which whole.
    Population,
    /// Who says so.
    Source,
    /// Reported, estimated, planned, denied.
    Standing,
}

impl SlotName {
    /// The name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            SlotName::Actor => "actor",
            SlotName::Object => "object",
            SlotName::Event => "event",
            SlotName::Place => "place",
            SlotName::Period => "period",
            SlotName::AsOf => "as_of",
            SlotName::Population => "population",
            SlotName::Source => "source",
            SlotName::Standing => "standing",
        }
    }
}

/// One slot with the words that filled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Which slot.
    pub name: SlotName,
    /// Entity id, EDTF date, or the words themselves.
    pub value: String,
    /// The words.
    pub span: Span,
}

/// One figure, date or ordinal with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Index of the document in the run; 0 until the caller sets it.
    pub document: usize,
    /// Index of the mention.
    pub mention: usize,
    /// The figure in the normalised text.
    pub span: Span,
    /// Its value.
    pub value: Value,
    /// What it may measure, strongest first; never just one winner.
    pub measures: Vec<Cue>,
    /// What it does in its sentence.
    pub role: Role,
    /// The words that gave the role.
    pub role_words: Option<Span>,
    /// What else is known, by name, then place in the text.
    pub slots: Vec<Slot>,
    /// Index of the sentence.
    pub sentence: usize,
    /// Its clause.
    pub clause: Span,
    /// Index of the segment.
    pub segment: usize,
    /// Role of the segment.
    pub segment_role: SegmentRole,
    /// Part of a bilingual document.
    pub part: u32,
    /// Language of the segment.
    pub lang: Lang,
    /// Digits that carry information; 0 for what is no number.
    pub digits: u32,
}

impl Claim {
    /// The first slot of a name.
    pub fn slot(&self, name: SlotName) -> Option<&Slot> {
        self.slots.iter().find(|s| s.name == name)
    }

    /// Every slot of a name.
    pub fn slots_of(&self, name: SlotName) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |s| s.name == name)
    }

    /// The strongest concept, where one is clear enough to be named.
    pub fn measure(&self) -> Option<&str> {
        self.measures.first().filter(|c| c.weight >= 150).map(|c| &*c.concept)
    }
}

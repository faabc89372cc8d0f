//! What flows through the stages.

pub mod claim;
pub mod date;
pub mod document;
pub mod figure;
pub mod finding;
pub mod interval;
pub mod mention;
pub mod span;
pub mod value;

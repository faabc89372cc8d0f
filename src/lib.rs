//! crosscheck finds every figure in Korean and English news, says what it is about, and shows where figures that must
//! agree do not.
//!
//! The walk starts at [`pipeline`], which names every room:
//!
//! | stage | from → to | module |
//! | --- | --- | --- |
//! | ingest | bytes → [`model::document::Document`] | [`ingest`] |
//! | extract | document → `Mention<Raw>` | [`extract`] |
//! | normalise | → `Mention<Typed>` | [`normalise`] |
//! | resolve | → `Mention<Resolved>` | [`resolve`] |
//! | claim | → [`model::claim`] | [`claim`] |
//! | check | → [`model::finding::Finding`] | [`check`] |
//! | report | → terminal, JSON | [`report`] |
//! | store | → one SQLite file, and the page that shows it | [`store`], [`review`] |
//!
//! Stages import [`model`] and [`rulebook`], never each other. Only ingest, report, [`store`], [`review`], rule loading and [`cli`] do I/O.

pub mod check;
pub mod claim;
pub mod cli;
pub mod config;
pub mod eval;
pub mod examples;
pub mod extract;
pub mod ingest;
pub mod lang;
pub mod lint;
pub mod model;
pub mod normalise;
pub mod particle;
pub mod pipeline;
pub mod power;
pub mod report;
pub mod resolve;
pub mod review;
pub mod rulebook;
pub mod store;
pub mod verify;
pub mod wording;

//! Writes results: for people ([`terminal`], [`text`], [`html`], [`table`]) and for programs ([`json`], [`sarif`],
//! [`annotation`], [`claimreview`], [`standoff`]).

pub mod annotation;
pub mod claimreview;
pub mod claims;
pub mod compact;
pub mod escape;
pub mod evaluation;
pub mod excerpt;
pub mod html;
pub mod json;
pub mod judged;
pub mod number;
pub mod passage;
pub mod place;
pub mod power;
pub mod sarif;
pub mod schema;
pub mod standoff;
pub mod statement;
pub mod style;
pub mod table;
pub mod terminal;
pub mod text;
pub mod value;
pub mod verify;

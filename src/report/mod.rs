//! Writes results: for people ([`terminal`], [`text`]) and for programs ([`json`]).

pub mod claims;
pub mod compact;
pub mod excerpt;
pub mod json;
pub mod number;
pub mod place;
pub mod schema;
pub mod style;
pub mod terminal;
pub mod text;
pub mod value;

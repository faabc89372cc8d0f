//! All tests but those of the rules' own examples (`rules.rs`), in one binary.

mod batch;
mod browser;
mod cases;
mod cli;
mod declared;
mod eval;
mod exports;
mod formats;
mod gazetteers;
mod layout;
mod linking;
mod lint;
mod power;
mod program;
mod property;
mod readme;
mod review;
mod schema;
mod snapshots;
mod terminal;
mod verify;

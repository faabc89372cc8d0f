//! Arguments of `rules`.

use clap::Subcommand;

/// Verbs of `rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// List the rules.
    List {
        /// Only rules of this kind: money, count, date, …
        #[arg(long)]
        kind: Option<String>,
        /// Only rules of this language: ko, en, any.
        #[arg(long)]
        lang: Option<String>,
    },
    /// Run the examples of rules: of all, or of those named.
    Test {
        /// Rule ids.
        #[arg(value_name = "ID")]
        ids: Vec<String>,
    },
}

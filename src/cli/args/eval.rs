//! Arguments of `eval`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `eval`.
#[derive(Debug, Args)]
#[command(
    after_help = "GOLD has a line for each document: {\"id\" or \"file\", \"lang\"?, \"mentions\": [{\"start\", \"end\", \
    \"surface\", \"kind\", \"value\", \"optional\"?, \"alt_spans\"?}]}, as `crosscheck extract` prints them; correct what it \
    prints by hand, and it is gold. Offsets count bytes of the UTF-8 text."
)]
pub struct Eval {
    /// Mentions as they should be read, one JSON object a line.
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// The texts: a folder or file.
    #[arg(long, value_name = "DIR", required_unless_present = "articles")]
    pub docs: Option<PathBuf>,
    /// The texts as rows of JSON Lines.
    #[arg(long, value_name = "FILE", conflicts_with = "docs")]
    pub articles: Option<PathBuf>,
    /// Take the publication date from `published_true` of a row, not from `published`.
    #[arg(long, requires = "articles")]
    pub true_dates: bool,
    /// List the N kinds of faults that happen most.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub worst: usize,
    /// Keep what was read in FILE, for --against.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Show what got better or worse since FILE, which --save or `extract --format jsonl` wrote.
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub format: EvalFormat,
}

/// Formats of `eval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// A table, and the worst faults.
    Terminal,
    /// A table for a README.
    Markdown,
    /// One JSON object.
    Json,
}

//! Arguments of `power` and `verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `power`.
#[derive(Debug, Args)]
pub struct Power {
    /// Files, folders, or - for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Choose other figures and slips; the same seed plants the same.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Plant at most N slips for each check, and make at most N harmless edits of each kind.
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub slips: usize,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub format: PowerFormat,
}

/// Formats of `power`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PowerFormat {
    /// Tables and the slips that were missed, to read.
    Terminal,
    /// One JSON object with every slip.
    Json,
    /// Tables for a README.
    Markdown,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 nothing is contradicted, 1 something is, 2 an error. Paths of documents are those of the \
    report: run it in the same folder."
)]
pub struct Verify {
    /// What `check --format json` wrote; - is standard input.
    #[arg(value_name = "FINDINGS")]
    pub findings: PathBuf,
    /// Show what was verified as well.
    #[arg(long)]
    pub all: bool,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub format: VerifyFormat,
}

/// Formats of `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerifyFormat {
    /// What is contradicted or cannot be replayed, and totals.
    Terminal,
    /// One JSON object.
    Json,
}

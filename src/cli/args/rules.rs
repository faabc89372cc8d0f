//! Arguments of `rules`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::lang::Lang;

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
    /// Begin a rule or a check: print a block that loads, to be filled in.
    New(New),
    /// Look over rules and gazetteers for what loads and is surely not meant.
    Lint,
}

/// Arguments of `rules new`.
#[derive(Debug, Args)]
#[command(
    after_help = "Until its examples are filled in, `crosscheck rules test ID --rules DIR` fails and says so. Another \
    language begins with `crosscheck rules new ja --language --into DIR`; its rules then take `--lang ja`."
)]
pub struct New {
    /// Its id: small letters, digits and hyphens; never one that was used before.
    #[arg(value_name = "ID")]
    pub id: String,
    /// What the rule finds.
    #[arg(long, value_name = "KIND", required_unless_present_any = ["check", "language"])]
    pub kind: Option<RuleKind>,
    /// The language of the texts it reads: ko, en, the code of another, or any for all.
    #[arg(long, value_name = "LANG", required_unless_present_any = ["check", "language"], value_parser = folder)]
    pub lang: Option<String>,
    /// Begin a language instead: ID is its ISO 639-1 code.
    #[arg(long, conflicts_with_all = ["kind", "lang", "check"])]
    pub language: bool,
    /// Begin a check instead: what must hold between figures.
    #[arg(long, conflicts_with_all = ["kind", "lang"])]
    pub check: bool,
    /// Write it into a file of its own in this folder of rules [default: print it].
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
}

/// Kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuleKind {
    /// An amount of money.
    Money,
    /// So many of something.
    Count,
    /// A measured size.
    Quantity,
    /// A share or rate.
    Ratio,
    /// A place in an order.
    Ordinal,
    /// A date.
    Date,
    /// A length of time.
    Duration,
    /// A time of day.
    Time,
    /// A number that is no figure.
    Identifier,
    /// Words that look like a figure and are none.
    Mask,
}

/// The folder of a language's rules.
fn folder(text: &str) -> Result<String, String> {
    let known = text == "any" || Lang::of_code(text).is_some();
    known.then(|| text.to_owned()).ok_or_else(|| "write ko, en, any, or the two letters of a language".to_owned())
}

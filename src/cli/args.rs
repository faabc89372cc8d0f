//! The command line, declared once: help, completions and man pages come from here.

mod eval;
mod power;
mod rules;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

pub use eval::{Eval, EvalFormat};
pub use power::{Power, PowerFormat, Verify, VerifyFormat};
pub use rules::{New, RuleKind, Rules};

/// Finds every figure in Korean and English news and shows where figures that must agree do not.
#[derive(Debug, Parser)]
#[command(name = "crosscheck", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Exit status: 0 nothing found, 1 findings at --fail-on, 2 an error.")]
pub struct Cli {
    /// Options of every verb.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// Options of every verb.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct Global {
    /// Lay the rules and gazetteers of DIR over the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub rules: Option<PathBuf>,
    /// Work with N threads; the output is the same with any number.
    #[arg(long, value_name = "N", global = true)]
    pub threads: Option<usize>,
    /// Read every input in this format, whatever its name says.
    #[arg(long, value_name = "FORMAT", global = true)]
    pub input: Option<Format>,
    /// Use colours; NO_COLOR turns them off too.
    #[arg(long, value_name = "WHEN", global = true)]
    pub color: Option<When>,
    /// Print the settings in force and where each comes from, and stop.
    #[arg(long, global = true)]
    pub show_config: bool,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Print the figures, dates and names of documents.
    Extract(Extract),
    /// Compare the figures of documents and print what does not agree.
    Check(Check),
    /// Add documents to an archive and compare them with everything read before.
    Batch(Batch),
    /// Open the findings of an archive in the browser, to judge them.
    Review(Review),
    /// Give, list, take back, export or import verdicts.
    #[command(subcommand)]
    Decisions(Decisions),
    /// Print what stands in an archive, with its verdicts, in the formats of other programs.
    Export(Export),
    /// Show every figure of a measure or event by date.
    Timeline(Timeline),
    /// Replay the findings of a report from the documents, by other code than that which found them.
    Verify(Verify),
    /// Plant slips in copies of documents and count those that the checks see.
    Power(Power),
    /// Tell what a rule, a check or a measure is for.
    Explain {
        /// Its id.
        #[arg(value_name = "RULE")]
        id: String,
    },
    /// List, test, lint or begin rules.
    #[command(subcommand)]
    Rules(Rules),
    /// Score what is read against gold mentions.
    Eval(Eval),
    /// Print the completions of a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the man page, or that of a verb.
    Man {
        /// Which verb.
        verb: Option<String>,
    },
    /// Print the JSON Schema of what `extract` and `check` print.
    Schema,
}

/// Arguments of `extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// Files, folders, or - for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub format: ExtractFormat,
    /// Look into a stage.
    #[arg(long, value_name = "STAGE", default_value = "resolved")]
    pub stage: Stage,
    /// Folder for formats of more than one file.
    #[arg(long, value_name = "DIR", required_if_eq("format", "brat"))]
    pub out: Option<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files, folders, or - for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub format: CheckFormat,
    /// Which findings make the exit status 1 [default: conflict].
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<FailOn>,
    /// Lines of the terminal report have at most N cells [default: that of the terminal, else 100].
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
    /// Speak this language in reports for people; without it, each finding speaks that of its first passage.
    #[arg(long, value_name = "LANG")]
    pub lang: Option<Tongue>,
    /// Show the comparisons that held as well.
    #[arg(long)]
    pub passes: bool,
    /// Fail only on findings that this file does not list.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Leave out what the verdicts of this file settle; `crosscheck decisions export` writes it.
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// List the findings in this file, for --baseline.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
}

/// Arguments of `batch`.
#[derive(Debug, Args)]
pub struct Batch {
    /// Files, folders, or - for standard input.
    #[arg(value_name = "PATH", required_unless_present = "watch")]
    pub paths: Vec<PathBuf>,
    /// The archive; it is made where there is none.
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,
    /// Follow a folder: take in what comes, until stopped.
    #[arg(long, value_name = "DIR")]
    pub watch: Option<PathBuf>,
    /// Which new findings make the exit status 1 [default: conflict].
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<FailOn>,
}

/// Arguments of `review`.
#[derive(Debug, Args)]
pub struct Review {
    /// The archive.
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,
    /// Port to listen on; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    /// Address to listen on; any but the loopback lets others in who know the token.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: std::net::IpAddr,
    /// Whose verdicts these are [default: the name you are logged in with].
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// Verbs of `decisions`.
#[derive(Debug, Subcommand)]
pub enum Decisions {
    /// Judge a finding.
    Add {
        /// Its key.
        key: String,
        /// What you say.
        #[arg(long)]
        verdict: Judged,
        /// Kind of explanation, 1 to 25.
        #[arg(long = "type", value_name = "N")]
        kind: Option<u8>,
        /// Why; owed where the verdict hides the finding.
        #[arg(long, default_value = "")]
        note: String,
        /// Whose verdict it is [default: the name you are logged in with].
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// The archive.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
    },
    /// Take back the verdict on a finding; both rows stay.
    Undo {
        /// Its key.
        key: String,
        /// Who takes it back [default: the name you are logged in with].
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// The archive.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
    },
    /// List every verdict and undo, oldest first.
    List {
        /// Only of this finding.
        key: Option<String>,
        /// The archive.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
    },
    /// Print them as JSON Lines, for another desk.
    Export {
        /// The archive.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
    },
    /// Add those of another desk; known rows are left out.
    Import {
        /// JSON Lines that `decisions export` wrote; - is standard input.
        #[arg(value_name = "FILE")]
        path: PathBuf,
        /// The archive.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
    },
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The archive.
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,
    /// How to print.
    #[arg(long, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// Speak this language in the HTML report; without it, each finding speaks that of its first passage.
    #[arg(long, value_name = "LANG")]
    pub lang: Option<Tongue>,
    /// For SARIF: findings that this file lists are not new [default: those that stood before the last batch].
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// Arguments of `timeline`.
#[derive(Debug, Args)]
pub struct Timeline {
    /// A measure (people.dead) or the id of an event.
    #[arg(value_name = "MEASURE|EVENT")]
    pub asked: String,
    /// The archive.
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub format: TimelineFormat,
    /// Figures that nothing else speaks of as well.
    #[arg(long)]
    pub all: bool,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$each])* $variant),+ }
    };
}

words! {
    /// Formats of input.
    Format {
        /// Plain text.
        Txt,
        /// Markdown.
        Md,
        /// A web page.
        Html,
        /// One JSON object with `text` or `html` per line.
        Jsonl,
        /// RSS or Atom.
        Feed,
        /// Pages that a crawler stored.
        Warc,
    }
}

words! {
    /// Languages of reports.
    Tongue {
        /// Korean.
        Ko,
        /// English.
        En,
    }
}

words! {
    /// When to use colours.
    When {
        /// On a terminal.
        Auto,
        /// Also in pipes and files.
        Always,
        /// Not at all.
        Never,
    }
}

words! {
    /// Formats of `extract`.
    ExtractFormat {
        /// One JSON object per document.
        Jsonl,
        /// One line per mention, to read.
        Text,
        /// brat stand-off: a .txt and an .ann file per document, in --out.
        Brat,
        /// One doccano row per document.
        Doccano,
    }
}

words! {
    /// Stages that `extract` can show.
    Stage {
        /// Paragraphs with their role, language and sentences.
        Segments,
        /// Matches with their captures.
        Raw,
        /// Values; dates as they were written.
        Typed,
        /// Values with dates, units and names resolved.
        Resolved,
        /// Figures with what they are about.
        Claims,
    }
}

words! {
    /// Formats of `check`.
    CheckFormat {
        /// Passages, marks and arithmetic, to read.
        Terminal,
        /// One JSON object.
        Json,
        /// One JSON object per finding, then per comparison that held, then the coverage.
        Jsonl,
        /// SARIF 2.1.0, for editors and code hosts.
        Sarif,
        /// One row for each side of a finding, for spreadsheets.
        Csv,
        /// One file to read in a browser and to send.
        Html,
        /// W3C Web Annotation (JSON-LD).
        Annotation,
    }
}

words! {
    /// Formats of `export`.
    ExportFormat {
        /// One JSON object.
        Json,
        /// One JSON object per finding, then the coverage.
        Jsonl,
        /// SARIF 2.1.0, with suppressions by verdict and what is new since the last batch.
        Sarif,
        /// One row for each side of a finding, for spreadsheets.
        Csv,
        /// One file to read in a browser and to send.
        Html,
        /// W3C Web Annotation (JSON-LD).
        Annotation,
        /// schema.org ClaimReview, of findings that a person confirmed or explained.
        Claimreview,
    }
}

words! {
    /// Findings that make the exit status 1.
    FailOn {
        /// Conflicts.
        Conflict,
        /// Conflicts and tensions.
        Tension,
        /// None.
        Never,
    }
}

words! {
    /// What a person says about a finding.
    Judged {
        /// The figures do not agree, and should.
        Confirmed,
        /// They need not agree.
        Explained,
        /// They are not about the same thing.
        FalseLink,
        /// A figure was read wrongly.
        ExtractionBug,
        /// Cannot be decided for now.
        Unsure,
    }
}

words! {
    /// Formats of `timeline`.
    TimelineFormat {
        /// A table, to read.
        Terminal,
        /// A picture with error bars.
        Svg,
        /// A table, for spreadsheets.
        Csv,
    }
}

//! The command line: arguments in, exit code out.

pub mod args;
mod assets;
mod baseline;
mod batch;
mod check;
mod decisions;
mod declared;
mod error;
mod eval;
mod explain;
mod export;
mod extract;
mod input;
mod output;
mod power;
mod progress;
mod review;
mod rules;
mod scaffold;
mod settings;
mod timeline;
mod verify;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::config::Config;
use args::{Cli, Verb};
use error::CliError;
use output::{Output, say};
use settings::Settings;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Clean,
    Findings,
    Errors,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => ExitCode::SUCCESS,
            Status::Findings => ExitCode::from(1),
            Status::Errors => ExitCode::from(2),
        }
    }
}

/// Runs the command line and gives its exit code: 0 clean, 1 findings, 2 error.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are no errors; a closed pipe is none either.
            let _ = e.print();
            return ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2));
        }
    };
    let mut out = Output::stdout();
    let ended = dispatch(cli, &mut out).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    ended
        .unwrap_or_else(|e| {
            let _ = out.flush();
            say(e);
            Status::Errors
        })
        .into()
}

fn dispatch(cli: Cli, out: &mut Output) -> Result<Status, CliError> {
    let given = match &cli.verb {
        Some(Verb::Check(c)) => Config { width: c.width, fail_on: c.fail_on, lang: c.lang, ..Config::default() },
        Some(Verb::Batch(b)) => Config { fail_on: b.fail_on, ..Config::default() },
        Some(Verb::Export(e)) => Config { lang: e.lang, ..Config::default() },
        _ => Config::default(),
    };
    if cli.global.show_config {
        Settings::find(&cli.global, given)?.show(out)?;
        return Ok(Status::Clean);
    }
    let settings = || Settings::find(&cli.global, given.clone());
    match &cli.verb {
        None => {
            say(Cli::command().render_help());
            Ok(Status::Errors)
        }
        Some(Verb::Extract(verb)) => extract::run(verb, &settings()?, out),
        Some(Verb::Check(verb)) => check::run(verb, &settings()?, out),
        Some(Verb::Batch(verb)) => batch::run(verb, &settings()?, out),
        Some(Verb::Review(verb)) => review::run(verb, &settings()?, out),
        Some(Verb::Decisions(verb)) => decisions::run(verb, out),
        Some(Verb::Export(verb)) => export::run(verb, &settings()?, out),
        Some(Verb::Timeline(verb)) => timeline::run(verb, &settings()?, out),
        Some(Verb::Eval(verb)) => eval::run(verb, &settings()?, out),
        Some(Verb::Verify(verb)) => verify::run(verb, &settings()?, out),
        Some(Verb::Power(verb)) => power::run(verb, &settings()?, out),
        Some(Verb::Explain { id }) => explain::run(id, &settings()?, out),
        Some(Verb::Rules(verb)) => rules::run(verb, &settings()?, out),
        Some(Verb::Completions { shell }) => assets::completions(*shell, out),
        Some(Verb::Man { verb }) => assets::man(verb.as_deref(), out),
        Some(Verb::Schema) => assets::schema(out),
    }
}

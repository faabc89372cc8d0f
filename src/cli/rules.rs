//! `rules`: lists and tests the rules.

use super::Status;
use super::args::Rules;
use super::error::CliError;
use super::output::Output;
use super::settings::Settings;

/// Lists or tests.
pub(super) fn run(_verb: &Rules, settings: &Settings, _out: &mut Output) -> Result<Status, CliError> {
    let _book = settings.rulebook()?;
    Ok(Status::Clean)
}

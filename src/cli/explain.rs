//! `explain`: tells what a rule, a check or a measure is for.

use super::Status;
use super::error::CliError;
use super::output::Output;
use super::settings::Settings;

/// Prints what is known of an id.
pub(super) fn run(id: &str, settings: &Settings, _out: &mut Output) -> Result<Status, CliError> {
    let _book = settings.rulebook()?;
    Err(CliError::Unknown(format!("no rule, check or measure is called `{id}`")))
}

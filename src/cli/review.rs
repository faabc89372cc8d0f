//! `review`: serves the page on which findings are judged.

use std::io::Write;

use super::Status;
use super::args::Review;
use super::decisions::who;
use super::error::CliError;
use super::output::Output;
use super::settings::Settings;
use crate::review::{self, Options};

/// Serves until it is stopped.
pub(super) fn run(verb: &Review, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    let options = Options {
        db: verb.db.clone(),
        bind: verb.bind,
        port: verb.port,
        who: who(verb.by.as_deref()),
        files: settings.files()?,
    };
    let server = review::Server::start(options)?;
    writeln!(out, "{}", server.address())?;
    out.flush()?;
    server.serve();
    Ok(Status::Clean)
}

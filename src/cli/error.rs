//! What ends a run.

use std::io;

use crate::config::ConfigError;
use crate::eval::gold_error::GoldErrors;
use crate::review::ReviewError;
use crate::rulebook::OverlayError;
use crate::rulebook::error::LoadErrors;
use crate::store::StoreError;

/// Why a verb could not do its work; the exit status is 2.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The settings file.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// The built-in rules.
    #[error("{0}")]
    Rules(LoadErrors),
    /// The user's rules.
    #[error("{}", overlay(.0))]
    Overlay(#[from] OverlayError),
    /// Gold of `eval`.
    #[error("{0}")]
    Gold(#[from] GoldErrors),
    /// Standard output.
    #[error("error: cannot write: {0}")]
    Output(#[from] io::Error),
    /// Threads cannot be started.
    #[error("error: cannot start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The archive.
    #[error("error[archive]: {0}\nhelp: {help}", help = .0.help())]
    Store(#[from] StoreError),
    /// The review page cannot be served.
    #[error("error[review]: {0}\nhelp: {help}", help = .0.help())]
    Review(#[from] ReviewError),
    /// Something asked for does not exist.
    #[error("error: {0}")]
    Unknown(String),
}

fn overlay(error: &OverlayError) -> String {
    match error {
        OverlayError::Read(_) => format!("error: {error}"),
        OverlayError::Rules(_) => error.to_string(),
    }
}

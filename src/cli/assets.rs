//! `completions`, `man`, `schema`: what goes with the program.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Status;
use super::args::Cli;
use super::error::CliError;
use super::output::Output;
use crate::report::schema::SCHEMA;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, out: &mut Output) -> Result<Status, CliError> {
    clap_complete::generate(shell, &mut Cli::command(), "crosscheck", out);
    Ok(Status::Clean)
}

/// Prints the man page of the program, or of a verb.
pub(super) fn man(verb: Option<&str>, out: &mut Output) -> Result<Status, CliError> {
    let mut command = Cli::command();
    command.build();
    let page = match verb {
        None => command,
        Some(verb) => {
            let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
            let Some(found) = command.find_subcommand(verb) else {
                return Err(CliError::Unknown(format!("no verb is called `{verb}`; verbs: {}", names.join(", "))));
            };
            found.clone()
        }
    };
    clap_mangen::Man::new(page).render(out)?;
    Ok(Status::Clean)
}

/// Prints the JSON Schema of the outputs.
pub(super) fn schema(out: &mut Output) -> Result<Status, CliError> {
    out.write_all(SCHEMA.as_bytes())?;
    Ok(Status::Clean)
}

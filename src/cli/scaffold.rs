//! `rules new`: begins a rule, a check or a language.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Status;
use super::args::New;
use super::error::CliError;
use super::output::{Output, say};
use super::settings::Settings;
use crate::lang::Lang;
use crate::rulebook::scaffold;
use crate::rulebook::{OverlayError, Rulebook};

/// Prints a block, or writes it into a file of its own.
pub(super) fn run(new: &New, settings: &Settings, out: &mut Output) -> Result<Status, CliError> {
    if new.language {
        return language(new, out);
    }
    let id = new.id.as_str();
    if !scaffold::is_id(id) {
        let help = "write small letters, digits and hyphens, a letter first: ko-money-bond";
        return Err(CliError::Unknown(format!("`{id}` is no id\nhelp: {help}")));
    }
    taken(id, &*settings.rulebook()?)?;
    let word = |v: Option<clap::builder::PossibleValue>| v.map_or_else(String::new, |v| v.get_name().to_owned());
    let kind = word(new.kind.and_then(|k| k.to_possible_value()));
    let lang = new.lang.clone().unwrap_or_default();
    let (block, folder) =
        if new.check { (scaffold::check(id), "checks".to_owned()) } else { (scaffold::rule(id, &kind), lang) };
    let Some(into) = &new.into else {
        out.write_all(block.as_bytes())?;
        return Ok(Status::Clean);
    };
    if into.is_dir() {
        match Rulebook::with_overlay(into) {
            Ok(book) => taken(id, &book)?,
            Err(e @ OverlayError::Read(_)) => return Err(e.into()),
            // What else is wrong there is told by every other verb.
            Err(OverlayError::Rules(_)) => {}
        }
    }
    let other = matches!(Lang::of_code(&folder), Some(Lang::Other(_)));
    if other && !home(into, &folder).join("lang.toml").is_file() {
        return Err(CliError::Unknown(format!(
            "{} has no language `{folder}` yet\nhelp: crosscheck rules new {folder} --language --into {}",
            into.display(),
            into.display()
        )));
    }
    let path = home(into, &folder).join(format!("{id}.toml"));
    write(&path, &block).map_err(|e| {
        let help = "name another folder or id: nothing is overwritten";
        CliError::Unknown(format!("{}: cannot be written: {e}\nhelp: {help}", path.display()))
    })?;
    writeln!(out, "{}", path.display())?;
    say(format_args!("fill in what says TODO, then: crosscheck rules test {id} --rules {}", into.display()));
    Ok(Status::Clean)
}

/// Begins a language.
fn language(new: &New, out: &mut Output) -> Result<Status, CliError> {
    let code = new.id.as_str();
    if !matches!(Lang::of_code(code), Some(Lang::Other(_))) {
        let help = "write the two small letters of its ISO 639-1 code: ja; ko and en are there already";
        return Err(CliError::Unknown(format!("`{code}` is no new language\nhelp: {help}")));
    }
    let block = scaffold::language(code);
    let Some(into) = &new.into else {
        out.write_all(block.as_bytes())?;
        return Ok(Status::Clean);
    };
    let path = home(into, code).join("lang.toml");
    write(&path, &block).map_err(|e| {
        CliError::Unknown(format!("{}: cannot be written: {e}\nhelp: nothing is overwritten", path.display()))
    })?;
    writeln!(out, "{}", path.display())?;
    say(format_args!(
        "say what tells its texts, then: crosscheck rules new {code}-money-… --kind money --lang {code} --into {}",
        into.display()
    ));
    Ok(Status::Clean)
}

fn taken(id: &str, book: &Rulebook) -> Result<(), CliError> {
    let place = book.rules.get(id).map(|r| format!("{}:{}", r.place.0, r.place.1));
    let place = place.or_else(|| book.checks.by_id.get(id).map(|c| format!("a check: {}", c.summary)));
    match place {
        None => Ok(()),
        Some(place) => Err(CliError::Unknown(format!(
            "the id `{id}` is taken ({place})\nhelp: ids are never reused: choose another"
        ))),
    }
}

/// Where rules of a kind lie in a user's folder, which may hold `rules/` or be laid out like it.
fn home(into: &Path, folder: &str) -> PathBuf {
    let rules = into.join("rules");
    if rules.is_dir() { rules.join(folder) } else { into.join(folder) }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

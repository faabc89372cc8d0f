//! `decisions`: verdicts from the command line, and to and from other desks.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use super::Status;
use super::args::{Decisions, Judged};
use super::error::CliError;
use super::output::Output;
use crate::report::excerpt::clean;
use crate::report::terminal::many;
use crate::store::{Decision, Judgement, Store, Verdict};

/// Does what is asked.
pub(super) fn run(verb: &Decisions, out: &mut Output) -> Result<Status, CliError> {
    match verb {
        Decisions::Add { key, verdict, kind, note, by, db } => {
            let verdict = match verdict {
                Judged::Confirmed => Verdict::Confirmed,
                Judged::Explained => Verdict::Explained,
                Judged::FalseLink => Verdict::FalseLink,
                Judged::ExtractionBug => Verdict::ExtractionBug,
                Judged::Unsure => Verdict::Unsure,
            };
            let judgement = Judgement { verdict, r#type: *kind, note: note.clone(), who: who(by.as_deref()) };
            Store::existing(db)?.decide(std::slice::from_ref(key), &judgement)?;
            writeln!(out, "{key}: {}", verdict.name())?;
        }
        Decisions::Undo { key, by, db } => {
            let undone = Store::existing(db)?.undo(std::slice::from_ref(key), &who(by.as_deref()))?;
            if undone == 0 {
                return Err(CliError::Unknown(format!("no verdict on `{key}` is in force")));
            }
            writeln!(out, "{key}: undone")?;
        }
        Decisions::List { key, db } => {
            for d in Store::existing(db)?.decisions(key.as_deref())? {
                let kind = d.r#type.map_or_else(String::new, |t| format!(" (type {t})"));
                let note = if d.note.is_empty() { String::new() } else { format!(": {}", clean(&d.note)) };
                writeln!(out, "{}  {}  {}  {}{kind}{note}", d.at, d.key, clean(&d.who), d.verdict)?;
            }
        }
        Decisions::Export { db } => {
            for d in Store::existing(db)?.decisions(None)? {
                writeln!(out, "{}", serde_json::to_string(&d).map_err(io::Error::from)?)?;
            }
        }
        Decisions::Import { path, db } => {
            let decisions = read(path)?;
            let added = Store::existing(db)?.import(&decisions)?;
            writeln!(out, "{} read, {added} new", many(decisions.len(), "decision"))?;
        }
    }
    Ok(Status::Clean)
}

/// The name given, else the one logged in with.
pub(super) fn who(by: Option<&str>) -> String {
    let login = || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|v| std::env::var(v).ok().filter(|n| !n.is_empty()));
    by.map(str::to_owned).or_else(login).unwrap_or_else(|| "unknown".to_owned())
}

/// Rows that `decisions export` wrote; `-` is standard input.
pub(super) fn read(path: &Path) -> Result<Vec<Decision>, CliError> {
    let shown = path.display();
    let wrong = |e: io::Error| CliError::Unknown(format!("{shown}: {e}"));
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map_err(wrong)?;
        text
    } else {
        fs::read_to_string(path).map_err(wrong)?
    };
    let rows = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    rows.map(|(i, line)| {
        let bad = |e| {
            CliError::Unknown(format!("{shown}:{}: no decision: {e}\nhelp: give what `decisions export` wrote", i + 1))
        };
        serde_json::from_str(line).map_err(bad)
    })
    .collect()
}

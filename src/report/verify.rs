//! What `verify` prints.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::excerpt::clean;
use super::style::{Palette, Tone};
use super::terminal::many;
use crate::verify::{Outcome, Replay};

fn parts(outcome: &Outcome) -> (&'static str, Tone, &[String]) {
    match outcome {
        Outcome::Verified => ("verified", Tone::Info, &[]),
        Outcome::Contradicted(why) => ("contradicted", Tone::Error, why),
        Outcome::NotReplayable(why) => ("not replayable", Tone::Warning, why),
    }
}

/// Verified, contradicted, not replayable.
fn counts<'a>(replays: impl Iterator<Item = &'a Replay>) -> [usize; 3] {
    replays.fold([0; 3], |[v, c, n], r| match r.outcome {
        Outcome::Verified => [v + 1, c, n],
        Outcome::Contradicted(_) => [v, c + 1, n],
        Outcome::NotReplayable(_) => [v, c, n + 1],
    })
}

/// Writes what is contradicted or cannot be replayed, with `all` what is verified too, then the totals.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(replays: &[Replay], all: bool, palette: Palette, out: &mut dyn Write) -> io::Result<()> {
    for replay in replays {
        let (word, tone, why) = parts(&replay.outcome);
        if replay.outcome == Outcome::Verified && !all {
            continue;
        }
        let kind = if replay.finding { "finding" } else { "pass" };
        let title = palette.paint(tone, format!("{word}[{}]", replay.check));
        writeln!(out, "{title}: {kind} {} at {}", replay.key, clean(&replay.place))?;
        for why in why {
            writeln!(out, "  = {}", clean(why))?;
        }
    }
    if replays.iter().any(|r| all || r.outcome != Outcome::Verified) {
        writeln!(out)?;
    }
    let mut by_check: BTreeMap<&str, Vec<&Replay>> = BTreeMap::new();
    for replay in replays {
        by_check.entry(&replay.check).or_default().push(replay);
    }
    let width = by_check.keys().map(|c| c.len()).max().unwrap_or(0).max("check".len());
    writeln!(
        out,
        "{}",
        palette.paint(Tone::Strong, format!("{:width$}  verified  contradicted  not replayable", "check"))
    )?;
    for (check, replays) in &by_check {
        let [v, c, n] = counts(replays.iter().copied());
        writeln!(out, "{check:width$}  {v:>8}  {c:>12}  {n:>14}")?;
    }
    let [v, c, n] = counts(replays.iter());
    writeln!(out, "\n{}: {v} verified, {c} contradicted, {n} not replayable", many(replays.len(), "statement"))
}

/// Writes one object.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_json(replays: &[Replay], out: &mut dyn Write) -> io::Result<()> {
    let [verified, contradicted, not_replayable] = counts(replays.iter());
    let entries: Vec<Value> = replays
        .iter()
        .map(|r| {
            let (word, _, why) = parts(&r.outcome);
            json!({
                "key": r.key, "check": r.check, "finding": r.finding, "place": r.place,
                "outcome": word.replace(' ', "_"), "why": why,
            })
        })
        .collect();
    let report = json!({
        "schema": super::json::SCHEMA,
        "statements": entries,
        "totals": { "verified": verified, "contradicted": contradicted, "not_replayable": not_replayable },
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

//! A baseline: the findings a team knows and lives with, one key a line, kept beside the texts in version control.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::error::CliError;
use crate::model::finding::Finding;

/// First lines of the file.
const HEAD: &str = "# Known findings: crosscheck check PATH... --baseline FILE fails on others only.\n\
                    # Made by --write-baseline; key, check. A line may be taken out, and a remark added behind it.\n";

/// The keys of a baseline.
///
/// # Errors
/// A file that cannot be read, or a line that holds no key.
pub(super) fn read(path: &Path) -> Result<BTreeSet<String>, CliError> {
    let shown = path.display();
    let help = "make it with --write-baseline";
    let text = fs::read_to_string(path).map_err(|e| CliError::Unknown(format!("{shown}: {e}\nhelp: {help}")))?;
    let lines =
        text.lines().enumerate().map(|(i, l)| (i, l.trim())).filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|(i, line)| {
            let key = line.split_whitespace().next().unwrap_or("");
            if key.len() == 16 && key.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Ok(key.to_owned());
            }
            Err(CliError::Unknown(format!("{shown}:{}: `{key}` is no key of a finding\nhelp: {help}", i + 1)))
        })
        .collect()
}

/// Writes the keys of all findings, sorted, so that a change shows as a line.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn write(path: &Path, findings: &[Finding]) -> Result<(), CliError> {
    let rows: BTreeSet<String> = findings.iter().map(|f| format!("{} {}\n", f.key, f.check)).collect();
    let text = format!("{HEAD}{}", rows.into_iter().collect::<String>());
    fs::write(path, text).map_err(|e| CliError::Unknown(format!("{}: cannot be written: {e}", path.display())))
}

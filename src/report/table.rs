//! CSV for spreadsheets: UTF-8 with a byte order mark, one row for each side of a finding.

use std::borrow::Cow;
use std::io::{self, Write};

use super::passage::{Passage, web_address};
use super::statement;
use crate::pipeline::{Article, Outcome};

/// The columns.
pub const COLUMNS: [&str; 29] = [
    "key",
    "check",
    "verdict",
    "severity",
    "message",
    "remedy",
    "derivation",
    "linked_by",
    "hypotheses",
    "side",
    "sides",
    "surface",
    "value",
    "measure",
    "role",
    "actor",
    "place",
    "period",
    "as_of",
    "source",
    "sentence",
    "document",
    "path",
    "url",
    "title",
    "published",
    "line",
    "start",
    "end",
];

/// Writes the findings, and the comparisons that held where `passes` is set.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(outcome: &Outcome, articles: &[Article], passes: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS)?;
    for finding in outcome.findings.iter().chain(outcome.passes.iter().filter(|_| passes)) {
        let severity = format!("{:?}", finding.severity).to_lowercase();
        let head = [
            finding.key.clone(),
            finding.check.clone(),
            finding.verdict.name().to_owned(),
            severity,
            statement::message(finding).into_owned(),
            statement::remedy(finding).to_owned(),
            finding.derivation.join("\n"),
            finding.linked_by.join("\n"),
            finding.hypotheses.join("\n"),
        ];
        for (n, side) in finding.sides.iter().enumerate() {
            let Some(p) = Passage::of(side, articles) else { continue };
            let slot = |name: &str| side.claim.get(name).cloned().unwrap_or_default();
            let published = p.document.published.edtf.as_ref().map(|e| e.0.clone()).unwrap_or_default();
            let own = [
                (n + 1).to_string(),
                finding.sides.len().to_string(),
                p.surface().to_owned(),
                slot("value"),
                slot("measure"),
                slot("role"),
                slot("actor"),
                slot("place"),
                slot("period"),
                slot("as_of"),
                slot("source"),
                p.quote().to_owned(),
                p.document.id.clone(),
                p.document.path.clone(),
                web_address(p.document).unwrap_or_default().to_owned(),
                p.document.title.clone().unwrap_or_default(),
                published,
                p.start.0.to_string(),
                p.span.start.to_string(),
                p.span.end.to_string(),
            ];
            table.write_record(head.iter().chain(&own).map(|cell| harmless(cell).into_owned()))?;
        }
    }
    table.flush()
}

/// A cell that no spreadsheet takes for a formula; a signed number is none.
fn harmless(cell: &str) -> Cow<'_, str> {
    let number = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | ' '));
    let formula = match cell.chars().next() {
        Some('=' | '@' | '\t' | '\r') => true,
        Some('+' | '-') => !number(cell.get(1..).unwrap_or("")),
        _ => false,
    };
    if formula { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for (cell, shown) in
            [("=1+1", "'=1+1"), ("-3.5%", "-3.5%"), ("-2+cmd|x", "'-2+cmd|x"), ("@a", "'@a"), ("가", "가")]
        {
            assert_eq!(harmless(cell), shown);
        }
    }
}

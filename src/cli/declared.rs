//! Finds where a rulebook file declares an id.

use crate::rulebook::source::Files;

/// A `[[table]]` of a TOML file with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declared<'a> {
    /// `rule`, `check`, `measure`, …
    pub(super) table: &'a str,
    /// Its id.
    pub(super) id: &'a str,
    /// The file, as a person finds it.
    pub(super) file: &'a str,
    /// Line of the `[[table]]`, from 1.
    pub(super) line: usize,
    /// The table's text.
    pub(super) text: &'a str,
}

/// Every `[[table]]` with an id, in the order of files.
pub(super) fn all(files: &Files) -> Vec<Declared<'_>> {
    files.files.iter().filter(|f| f.name.ends_with(".toml")).flat_map(|f| tables(&f.shown, &f.text)).collect()
}

fn tables<'a>(file: &'a str, text: &'a str) -> Vec<Declared<'a>> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        if line.starts_with('[') {
            starts.push((at, n + 1));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|s| s.0).chain([text.len()]);
    let found = starts.iter().zip(ends).filter_map(|(&(start, line), end)| {
        let text = text.get(start..end)?.trim_end();
        let table = text.lines().next()?.trim().strip_prefix("[[")?.strip_suffix("]]")?;
        let id = text.lines().find_map(|l| l.strip_prefix("id = ")?.strip_prefix('"')?.split('"').next())?;
        Some(Declared { table, id, file, line, text })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_with_their_lines() {
        let text = "# head\n[words]\na = 1\n\n[[measure]]\nid = \"a.b\"\nko = [\"가\"]\n\n# next\n[[measure]]\nid = \"c\"  # why\n";
        let found = tables("m.toml", text);
        let short: Vec<_> = found.iter().map(|d| (d.table, d.id, d.line)).collect();
        assert_eq!(short, [("measure", "a.b", 5), ("measure", "c", 10)]);
        assert!(found[0].text.starts_with("[[measure]]\nid = \"a.b\"\nko"));
    }
}

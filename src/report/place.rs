//! Lines and columns of a text, found fast.

/// The starts of a text's lines. `\r\n`, `\n` and a lone `\r` end a line.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = |i: usize| match bytes.get(i) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(i + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|&i| ends(i)).map(|i| i + 1)).collect();
        Self { text, starts }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&s| s <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..at).map_or(0, |t| t.chars().count()) + 1;
        (line, column)
    }

    /// Line `n` (from 1) without its ending, and the byte it starts at.
    pub fn line(&self, n: usize) -> (usize, &'a str) {
        let start = self.starts.get(n.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.starts.get(n).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or("");
        (start, line.trim_end_matches(['\r', '\n']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_ending_counts_once() {
        let lines = Lines::new("가\r\n나다\r라\n\n마");
        assert_eq!(lines.place(0), (1, 1));
        assert_eq!(lines.line(2), (5, "나다"));
        assert_eq!(lines.place(8), (2, 2));
        assert_eq!(lines.line(3).1, "라");
        assert_eq!(lines.line(4).1, "");
        assert_eq!(lines.line(5).1, "마");
        assert_eq!(lines.place(400).0, 5);
    }
}

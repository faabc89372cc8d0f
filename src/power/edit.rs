//! A text that was edited, and where each byte of it stood before.

use crate::model::span::Span;

/// One stretch of the new text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Where it stands.
    now: Span,
    /// Where it stood, or what it replaces.
    before: Span,
    /// Byte for byte the same.
    kept: bool,
}

/// An edited text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The new text.
    pub text: String,
    pieces: Vec<Piece>,
}

impl Edit {
    /// `text` with stretches of it replaced; those that overlap an earlier one are left out.
    pub fn replace(text: &str, mut with: Vec<(Span, String)>) -> Self {
        with.sort_by_key(|w| w.0);
        let mut out = Self { text: String::with_capacity(text.len() + 16), pieces: Vec::new() };
        let mut at = 0;
        for (span, new) in with {
            if span.start < at {
                continue;
            }
            out.keep(text, Span::new(at, span.start));
            let start = out.text.len();
            out.text.push_str(&new);
            out.pieces.push(Piece { now: Span::new(start, out.text.len()), before: span, kept: false });
            at = span.end;
        }
        out.keep(text, Span::new(at, text.len().max(at)));
        out
    }

    /// `text` with two stretches in each other's place; `a` stands before `b`.
    pub fn swap(text: &str, a: Span, b: Span) -> Self {
        let mut out = Self { text: String::with_capacity(text.len()), pieces: Vec::new() };
        for span in
            [Span::new(0, a.start), b, Span::new(a.end, b.start.max(a.end)), a, Span::new(b.end, text.len().max(b.end))]
        {
            out.keep(text, span);
        }
        out
    }

    fn keep(&mut self, text: &str, span: Span) {
        if span.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(span.slice(text));
        self.pieces.push(Piece { now: Span::new(start, self.text.len()), before: span, kept: true });
    }

    /// Where a stretch of the new text stood; what was replaced is taken whole.
    pub fn before(&self, now: Span) -> Span {
        let mut out: Option<Span> = None;
        for piece in self.pieces.iter().filter(|p| p.now.overlaps(now)) {
            let stood = if piece.kept {
                let cut = Span::new(now.start.max(piece.now.start), now.end.min(piece.now.end));
                let from = piece.before.start + (cut.start - piece.now.start);
                Span::new(from, from + cut.len())
            } else {
                piece.before
            };
            out = Some(out.map_or(stood, |o| o.join(stood)));
        }
        out.unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_replaced_is_found_again() {
        let edit = Edit::replace("a 16.5 b 7", vec![(Span::new(2, 6), "165000".to_owned())]);
        assert_eq!(edit.text, "a 165000 b 7");
        assert_eq!(edit.before(Span::new(2, 8)), Span::new(2, 6));
        assert_eq!(edit.before(Span::new(11, 12)), Span::new(9, 10));
        let swapped = Edit::swap("one, two.", Span::new(0, 3), Span::new(5, 8));
        assert_eq!(swapped.text, "two, one.");
        assert_eq!(swapped.before(Span::new(5, 8)), Span::new(0, 3));
    }
}

//! Paragraphs: lines, put together again where the text was wrapped at a fixed width.

use crate::model::span::Span;

/// A text wrapped by hand has lines of about this many bytes.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=110;

/// The paragraphs of a normalised text, trimmed, in order; blank lines are none.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut blank = true;
    let mut at = 0;
    // Index of the first line of the block of lines without a blank one between.
    let mut block = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let start = at + (line.len() - trimmed.len());
        let trimmed = trimmed.trim_end();
        at += line.len();
        if trimmed.is_empty() {
            join_wrapped(text, &mut out, block);
            blank = true;
            continue;
        }
        if blank {
            block = out.len();
        }
        blank = false;
        out.push(Span::new(start, start + trimmed.len()));
    }
    join_wrapped(text, &mut out, block);
    out
}

/// Joins the lines of a block where they are plainly one wrapped paragraph: three or more, all but the last of a
/// like width, and most of them going on in small letters. Two lines are joined where the second goes on so.
fn join_wrapped(text: &str, lines: &mut Vec<Span>, block: usize) {
    let Some(found) = lines.get(block..) else { return };
    if found.len() < 2 {
        return;
    }
    let continues = |s: &Span| s.slice(text).starts_with(|c: char| c.is_ascii_lowercase());
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return };
    let even = found.iter().rev().skip(1).all(|s| WRAPPED.contains(&s.len())) && last.len() <= *WRAPPED.end();
    let small = found.iter().skip(1).filter(|s| continues(s)).count();
    if even && small > 0 && small * 2 >= found.len() - 1 {
        let whole = first.join(*last);
        lines.truncate(block);
        lines.push(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|s| s.slice(text)).collect()
    }

    #[test]
    fn lines_are_paragraphs() {
        assert_eq!(lines("가\n\n  나다 \n라\n"), ["가", "나다", "라"]);
        assert_eq!(lines("\n \n"), [""; 0]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The villagers of the upper valley agreed last winter that they\nwould rebuild the old stone bridge below the mill and\nplant lime trees beside it.\n\nNext.";
        assert_eq!(lines(text).len(), 2);
    }
}

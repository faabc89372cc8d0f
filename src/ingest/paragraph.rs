//! Paragraphs: lines, put together again where the text was wrapped at a fixed width.

use crate::model::span::Span;

/// A text wrapped by hand has lines of about this many bytes.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=110;

/// So many blanks more than the line above set a line in.
const INDENT: usize = 2;

/// The paragraphs of a normalised text, trimmed, in order; blank lines are none.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut blank = true;
    let mut at = 0;
    // Index of the first line of the block of lines without a blank one between.
    let mut block = 0;
    let mut indent = 0;
    // Whether the block began set in, with the lines behind it set out again; how far its first line is set in.
    let (mut set_in, mut head) = (false, 0);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let start = at + (line.len() - trimmed.len());
        let trimmed = trimmed.trim_end();
        at += line.len();
        if trimmed.is_empty() {
            join_wrapped(text, &mut out, block, set_in);
            set_in = false;
            blank = true;
            continue;
        }
        // A line set in from the one above begins a paragraph.
        let own = start - (at - line.len());
        if blank || own >= indent + INDENT {
            let told = out.get(block + 1..).is_some_and(|l| l.iter().any(|s| continues(text, s)));
            if !blank {
                join_wrapped(text, &mut out, block, told || set_in);
            }
            set_in = !blank;
            head = own;
            block = out.len();
        } else {
            set_in &= own < head;
        }
        blank = false;
        indent = own;
        out.push(Span::new(start, start + trimmed.len()));
    }
    join_wrapped(text, &mut out, block, set_in);
    out
}

/// Joins the lines of a block where they are plainly one wrapped paragraph: all but the last of a like width, and most
/// of them going on in small letters, or the paragraph told by the line set in at its head or behind it.
fn join_wrapped(text: &str, lines: &mut Vec<Span>, block: usize, set_in: bool) {
    let Some(all) = lines.get(block..) else { return };
    // The first line that is too short for the others ends the paragraph.
    let end = all.iter().position(|s| !WRAPPED.contains(&s.len())).map_or(all.len(), |i| i + 1);
    let Some(found) = all.get(..if set_in { end } else { all.len() }) else { return };
    if found.len() < 2 {
        return;
    }
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return };
    let even = found.iter().rev().skip(1).all(|s| WRAPPED.contains(&s.len())) && last.len() <= *WRAPPED.end();
    let small = found.iter().skip(1).filter(|s| continues(text, s)).count();
    if even && (set_in || small > 0 && small * 2 >= found.len() - 1) {
        let whole = first.join(*last);
        let behind = all.get(found.len()..).unwrap_or(&[]).to_vec();
        lines.truncate(block);
        lines.push(whole);
        lines.extend(behind);
    }
}

/// Whether a line goes on in a small letter.
fn continues(text: &str, line: &Span) -> bool {
    line.slice(text).starts_with(|c: char| c.is_ascii_lowercase())
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
    fn a_line_set_in_begins_a_paragraph() {
        let text = "The ferry that links the two islands will stop for the winter\nnext week, its owner said.\n    It carried 4,100 people a day, most of them from the larger\nof the two, and lost money.\n    A bridge is planned.\n";
        assert_eq!(lines(text).len(), 3);
        let list = "The islands at a glance:\n    - the larger of the two has 4,100 people and one school\n    - the smaller of the two has 300 people and no school\n";
        assert_eq!(lines(list).len(), 3);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The villagers of the upper valley agreed last winter that they\nwould rebuild the old stone bridge below the mill and\nplant lime trees beside it.\n\nNext.";
        assert_eq!(lines(text).len(), 2);
    }
}

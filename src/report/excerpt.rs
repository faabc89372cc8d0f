//! A line of a document, or the part of it around some figures, with the places of the marks under it.

use unicode_width::UnicodeWidthStr;

use super::place::Lines;
use crate::model::span::Span;

/// What is shown of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line: usize,
    /// Column of the first marked figure, in characters, from 1.
    pub column: usize,
    /// The text, fit for a terminal: no tabs, no control characters; `…` where it is cut.
    pub text: String,
    /// First cell and number of cells of every mark, in the order asked for.
    pub marks: Vec<(usize, usize)>,
}

/// Cuts an excerpt of at most `budget` cells around `spans` (bytes of the original), which start on one line.
///
/// The whole line where it fits, else `sentence`, else as many words as fit on both sides of the figures.
pub fn cut(lines: &Lines<'_>, spans: &[Span], sentence: Option<Span>, budget: usize) -> Excerpt {
    let first = spans.iter().map(|s| s.start).min().unwrap_or(0);
    let (number, column) = lines.place(first);
    let (offset, line) = lines.line(number);
    let inside = |at: usize| floor(line, at.saturating_sub(offset).min(line.len()));
    let marked: Vec<(usize, usize)> = spans.iter().map(|s| (inside(s.start), inside(s.end))).collect();
    let from = marked.iter().map(|m| m.0).min().unwrap_or(0);
    let to = marked.iter().map(|m| m.1).max().unwrap_or(0).max(from);
    let limits = sentence.map_or((0, line.len()), |s| (inside(s.start).min(from), inside(s.end).max(to)));
    let (start, end) = window(line, (from, to), limits, budget);

    let lead = if start > indent(line) { "…" } else { "" };
    let tail = if end < line.trim_end().len() { "…" } else { "" };
    let shown = |a: usize, b: usize| clean(line.get(a.max(start)..b.min(end)).unwrap_or(""));
    let marks = marked
        .iter()
        .map(|&(a, b)| {
            let before = cells(lead) + cells(&shown(start, a));
            (before, cells(&shown(a, b)).max(1))
        })
        .collect();
    Excerpt { line: number, column, text: format!("{lead}{}{tail}", shown(start, end)), marks }
}

/// Cells that `text` takes on a terminal: a Hangul syllable takes two.
pub fn cells(text: &str) -> usize {
    text.width()
}

/// Lines of at most `width` cells, broken at spaces; a word that is longer stands alone.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in clean(text).split_whitespace() {
        match out.last_mut() {
            Some(line) if cells(line) + 1 + cells(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// `text` without what could move the cursor or reorder the line.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// The part of `line` to show: bytes from and to.
fn window(line: &str, marks: (usize, usize), limits: (usize, usize), budget: usize) -> (usize, usize) {
    let wide = |a: usize, b: usize| cells(&clean(line.get(a..b).unwrap_or("")));
    let (whole_start, whole_end) = (indent(line), line.trim_end().len().max(indent(line)));
    if wide(whole_start, whole_end) <= budget {
        return (whole_start.min(marks.0), whole_end.max(marks.1));
    }
    let budget = budget.saturating_sub(2);
    if wide(limits.0, limits.1) <= budget {
        return limits;
    }
    let words = words(line, limits);
    let mut left = words.partition_point(|w| w.1 <= marks.0);
    let mut right = words.partition_point(|w| w.0 < marks.1).max(left + 1);
    let edge = |left: usize, right: usize| {
        let start = words.get(left).map_or(marks.0, |w| w.0.min(marks.0));
        let end = right.checked_sub(1).and_then(|i| words.get(i)).map_or(marks.1, |w| w.1.max(marks.1));
        (start, end)
    };
    let (start, end) = edge(left, right);
    if wide(start, end) > budget {
        return squeeze(line, marks, budget);
    }
    loop {
        let before = (left, right);
        if let Some(next) = left.checked_sub(1) {
            let (a, b) = edge(next, right);
            if wide(a, b) <= budget {
                left = next;
            }
        }
        if right < words.len() {
            let (a, b) = edge(left, right + 1);
            if wide(a, b) <= budget {
                right += 1;
            }
        }
        if before == (left, right) {
            return edge(left, right);
        }
    }
}

/// A window for words that are longer than the line: from the mark on, cut at a character.
fn squeeze(line: &str, marks: (usize, usize), budget: usize) -> (usize, usize) {
    let mut end = marks.0;
    let mut used = 0;
    for (i, c) in line.get(marks.0..).unwrap_or("").char_indices() {
        used += cells(c.encode_utf8(&mut [0; 4]));
        if used > budget.max(1) {
            break;
        }
        end = marks.0 + i + c.len_utf8();
    }
    (marks.0, end.min(marks.1.max(marks.0)))
}

/// Start and end of the words of `line` between `limits`.
fn words(line: &str, limits: (usize, usize)) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open = None;
    for (i, c) in line.get(limits.0..limits.1).unwrap_or("").char_indices() {
        let at = limits.0 + i;
        match (c.is_whitespace(), open) {
            (false, None) => open = Some(at),
            (true, Some(start)) => {
                out.push((start, at));
                open = None;
            }
            _ => {}
        }
    }
    out.extend(open.map(|start| (start, limits.1)));
    out
}

/// Bytes of white space at the start.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, what: &str) -> Span {
        let at = text.find(what).expect("in the text");
        Span::new(at, at + what.len())
    }

    fn marked(e: &Excerpt) -> String {
        let (start, len) = e.marks[0];
        format!("{}\n{}{}", e.text, " ".repeat(start), "^".repeat(len))
    }

    #[test]
    fn a_short_line_is_shown_whole_and_hangul_counts_two() {
        let text = "첫 줄\n피해액은 16.5억 달러였다.\n";
        let e = cut(&Lines::new(text), &[find(text, "16.5억 달러")], None, 60);
        assert_eq!((e.line, e.column), (2, 6));
        assert_eq!(marked(&e), "피해액은 16.5억 달러였다.\n         ^^^^^^^^^^^");
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
        let e = cut(&Lines::new(text), &[find(text, "seven")], None, 30);
        assert_eq!(marked(&e), "…five six seven eight nine…\n          ^^^^^");
        let sentence = find(text, "six seven eight");
        assert_eq!(cut(&Lines::new(text), &[find(text, "seven")], Some(sentence), 30).text, "…six seven eight…");
    }

    #[test]
    fn no_width_and_no_word_is_too_hard() {
        let text = format!("{}123{}", "가".repeat(300), "나".repeat(300));
        let at = text.find("123").expect("there");
        for budget in 0..50 {
            let e = cut(&Lines::new(&text), &[Span::new(at, at + 3)], None, budget);
            assert!(cells(&e.text) <= budget.max(5), "{budget}: {}", e.text);
        }
    }

    #[test]
    fn nothing_moves_the_cursor() {
        let text = "\u{1b}[2Jred\t5명 \u{202E}";
        let e = cut(&Lines::new(text), &[find(text, "5명")], None, 60);
        assert_eq!(marked(&e), "\u{FFFD}[2Jred 5명 \u{FFFD}\n        ^^^");
    }
}

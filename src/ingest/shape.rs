//! What a line looks like, before any rule has spoken.

use crate::lang::Lang;

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Short, without a full stop: a headline, a heading, a table cell.
    Short,
    /// Nothing but a quotation, perhaps with the speaker in brackets before it.
    Quotation,
    /// Three or more labels with their values.
    Labels,
    /// Running text.
    Text,
}

/// A line longer than this, in bytes, is no heading.
const HEADING_MAX: usize = 360;

impl Shape {
    /// Cheap: long lines are looked at from both ends only.
    pub(super) fn of(line: &str) -> Shape {
        if is_quotation(line) {
            Shape::Quotation
        } else if line.len() <= HEADING_MAX && line.matches(": ").count() >= 3 {
            Shape::Labels
        } else if is_short(line) {
            Shape::Short
        } else {
            Shape::Text
        }
    }
}

fn is_quotation(line: &str) -> bool {
    let line = match line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((speaker, rest)) if speaker.len() <= 60 => rest.trim_start(),
        _ => line,
    };
    let Some(inside) = line.strip_prefix('"').and_then(|l| l.strip_suffix('"')) else { return false };
    !inside.is_empty() && memchr::memchr(b'"', inside.as_bytes()).is_none()
}

fn is_short(line: &str) -> bool {
    if line.len() > HEADING_MAX {
        return false;
    }
    if ends_sentence(line) {
        return false;
    }
    let most = match Lang::of(line) {
        Lang::Ko => 90,
        _ => 120,
    };
    line.chars().count() <= most
}

/// Whether the line ends like a sentence or a clause. A date (`8.27.`) or initials (`U.S.`) at the end do not count.
pub(super) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', ')', ']', '>', '」', '』', '》', '〉', ' ']);
    let mut back = bare.chars().rev();
    match back.next() {
        Some('.') => match (back.next(), back.next()) {
            (Some('.'), _) => false,
            (Some(c), Some('.')) if c.is_ascii_uppercase() => false,
            (Some(c), before) if c.is_ascii_digit() => !dated(bare, before),
            _ => true,
        },
        Some(',' | ';' | ':') => true,
        _ => false,
    }
}

/// Whether `bare` ends in digits that belong to a date such as `3.15.`.
fn dated(bare: &str, before: Option<char>) -> bool {
    let head = bare.trim_end_matches('.').trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    before.is_some() && head.ends_with('.') && head.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(Shape::of("철새 보호를 위한 한·호 공동성명(3.15.)"), Shape::Short);
        assert_eq!(Shape::of("Bakers row across the U.S."), Shape::Short);
        assert_eq!(Shape::of("그는 말했다."), Shape::Text);
        assert_eq!(Shape::of("\"강릉, 속초, 삼척은 등대를 함께 고친다.\""), Shape::Quotation);
        assert_eq!(Shape::of("[등대지기] \"The lamp was never dark.\""), Shape::Quotation);
        assert_eq!(Shape::of("\"A,\" he said. \"B.\""), Shape::Text);
        assert_eq!(Shape::of("\"Dune\": $14 million; \"Amelie\": $3.5 million; seats: 2.6 million."), Shape::Labels);
    }
}

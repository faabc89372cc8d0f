//! One spelling for every text: NFC, plain spaces and quotes, ASCII digits, `\n` line ends.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use crate::model::document::OffsetMap;

/// Normalises a text and remembers where everything came from.
///
/// NFC; full-width ASCII, every Unicode space, curly quotes, look-alike hyphens, tildes and middle dots become one plain
/// form; zero-width characters, byte order marks and soft hyphens go; line ends become `\n`. En and em dashes stay.
/// Normalising twice changes nothing. One pass; a text that needs nothing is only copied.
pub fn normalise_text(raw: &str) -> (String, OffsetMap) {
    let mut at = plain_run(raw, 0);
    if at == raw.len() {
        return (raw.to_owned(), OffsetMap::identity(raw.len()));
    }
    let mut out = Output { text: String::with_capacity(raw.len()), map: OffsetMap::default() };
    let mut written = 0;
    while at < raw.len() {
        let piece = Piece::at(raw, written, at);
        out.plain(raw.get(written..piece.start).unwrap_or(""));
        let source = raw.get(piece.start..piece.end).unwrap_or("");
        if piece.composes {
            out.composed(source);
        } else {
            out.single(source);
        }
        written = piece.end.max(at + 1);
        at = plain_run(raw, written);
    }
    out.plain(raw.get(written..).unwrap_or(""));
    (out.text, out.map)
}

/// What becomes of one character before composition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
    To(char),
}

fn fate(c: char) -> Fate {
    use Fate::{Drop, Keep, To};
    match c {
        '\u{FF5E}' | '\u{301C}' | '\u{223C}' | '\u{3030}' => To('~'),
        '\u{FF01}'..='\u{FF5D}' => char::from_u32(c as u32 - 0xFEE0).map_or(Keep, To),
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{2800}' => To(' '),
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}' | '\r' => To('\n'),
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Drop,
        '\u{2018}'..='\u{201B}' | '\u{2BC}' => To('\''),
        '\u{201C}'..='\u{201F}' | '\u{301D}'..='\u{301F}' => To('"'),
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' => To('-'),
        '\u{2012}' => To('\u{2013}'),
        '\u{2015}' | '\u{FE58}' => To('\u{2014}'),
        '\u{2044}' | '\u{2215}' => To('/'),
        '\u{66A}' | '\u{FE6A}' => To('%'),
        '\u{FE69}' => To('$'),
        '\u{FE50}' => To(','),
        '\u{FE52}' => To('.'),
        '\u{FE55}' => To(':'),
        '\u{FE59}' => To('('),
        '\u{FE5A}' => To(')'),
        '\u{318D}' | '\u{30FB}' | '\u{2027}' | '\u{FF65}' | '\u{2219}' | '\u{22C5}' => To('\u{B7}'),
        '\u{FFE0}' => To('\u{A2}'),
        '\u{FFE1}' => To('\u{A3}'),
        '\u{FFE5}' => To('\u{A5}'),
        '\u{FFE6}' => To('\u{20A9}'),
        _ => Keep,
    }
}

/// Whether `c` may join the character before it under NFC.
fn joins(c: char) -> bool {
    if c < '\u{300}' {
        return false;
    }
    let mut first = None;
    decompose_canonical(c, |d| {
        first.get_or_insert(d);
    });
    canonical_combining_class(first.unwrap_or(c)) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe
}

/// Whether `c` stays as it is wherever it stands, and what it may join is decided by the next character alone.
fn is_plain(c: char) -> bool {
    match c {
        '\r' | '\u{0B}' | '\u{0C}' => false,
        ..'\u{80}' | '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' => true,
        _ => fate(c) == Fate::Keep && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes && !joins(c),
    }
}

/// End of the run of plain characters from `at` on. Latin and Hangul go by bytes.
fn plain_run(raw: &str, mut at: usize) -> usize {
    let bytes = raw.as_bytes();
    while let Some(&b) = bytes.get(at) {
        match b {
            0x0B..=0x0D => return at,
            ..0x80 => at += 1,
            0xEB | 0xEC => at += 3,
            0xEA if bytes.get(at + 1).is_some_and(|&n| n >= 0xB0) => at += 3,
            0xED if bytes.get(at + 1).is_some_and(|&n| n < 0x9E) => at += 3,
            _ => match raw.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if is_plain(c) => at += c.len_utf8(),
                _ => return at,
            },
        }
    }
    bytes.len()
}

/// A stretch that needs more than copying.
struct Piece {
    start: usize,
    end: usize,
    composes: bool,
}

impl Piece {
    /// The piece around the character at `at`; it may take back one character, but none before `written`.
    fn at(raw: &str, written: usize, at: usize) -> Piece {
        let mut chars = raw.get(at..).unwrap_or("").chars();
        let Some(first) = chars.next() else { return Piece { start: at, end: raw.len(), composes: false } };
        let mut end = at + first.len_utf8();
        if first == '\r' && chars.clone().next() == Some('\n') {
            return Piece { start: at, end: end + 1, composes: false };
        }
        let needs_base = joins(first) || fate(first) == Fate::Drop;
        let mut joined = joins(first).then_some(end);
        for c in chars {
            let drops = fate(c) == Fate::Drop;
            if !drops && !joins(c) {
                break;
            }
            end += c.len_utf8();
            if !drops {
                joined = Some(end);
            }
        }
        match joined {
            Some(end) => {
                let before = raw.get(written..at).and_then(|s| s.chars().next_back());
                let base = before.filter(|_| needs_base).map_or(0, char::len_utf8);
                Piece { start: at - base, end, composes: true }
            }
            None => Piece { start: at, end: at + first.len_utf8(), composes: false },
        }
    }
}

struct Output {
    text: String,
    map: OffsetMap,
}

impl Output {
    fn plain(&mut self, run: &str) {
        if !run.is_empty() {
            self.text.push_str(run);
            self.map.push(run.len(), run.len());
        }
    }

    /// One character, or a carriage return with its line feed.
    fn single(&mut self, source: &str) {
        let Some(c) = source.chars().next() else { return };
        match fate(c) {
            Fate::Drop => self.map.replace(0, source.len()),
            Fate::To(to) => {
                self.text.push(to);
                self.map.push(to.len_utf8(), source.len());
            }
            Fate::Keep => self.composed(source),
        }
    }

    fn composed(&mut self, source: &str) {
        let kept = source.chars().filter_map(|c| match fate(c) {
            Fate::Keep => Some(c),
            Fate::Drop => None,
            Fate::To(to) => Some(to),
        });
        let before = self.text.len();
        self.text.extend(kept.nfc());
        let made = self.text.get(before..).unwrap_or("");
        if made == source {
            self.map.push(made.len(), source.len());
        } else {
            self.map.replace(made.len(), source.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::span::Span;

    fn text(raw: &str) -> String {
        normalise_text(raw).0
    }

    #[test]
    fn one_spelling() {
        assert_eq!(text("‘북’ “IT” １２３％ ＄５　￦"), "'북' \"IT\" 123% $5 ₩");
        assert_eq!(text("사이버∙신기술ㆍ외교・국방 5〜6 ∼ ～"), "사이버·신기술·외교·국방 5~6 ~ ~");
        assert_eq!(text("a\u{a0}b\u{200b}c\u{ad}d\r\ne\rf"), "a bcd\ne\nf");
        assert_eq!(text("5\u{2212}3 – — 3\u{2044}4"), "5-3 – — 3/4");
        assert_eq!(text("\u{feff}가나"), "가나");
        assert_eq!(text("\u{f90a}액"), "金액");
    }

    #[test]
    fn decomposed_hangul_is_composed() {
        let decomposed: String = "북한 16.5억 달러".nfd().collect();
        let (text, map) = normalise_text(&decomposed);
        assert_eq!(text, "북한 16.5억 달러");
        let at = text.find("16").unwrap();
        let span = map.original(Span::new(at, at + "16.5억".len()));
        assert_eq!(span.slice(&decomposed).nfc().collect::<String>(), "16.5억");
    }

    #[test]
    fn removed_characters_belong_to_no_neighbour() {
        let raw = "\u{feff}60\u{200b}명\u{200b}";
        let (text, map) = normalise_text(raw);
        assert_eq!(text, "60명");
        assert_eq!(map.original(Span::new(0, 2)).slice(raw), "60");
        assert_eq!(map.original(Span::new(2, 5)).slice(raw), "명");
    }

    #[test]
    fn a_zero_width_character_does_not_keep_a_mark_from_its_letter() {
        assert_eq!(text("e\u{200b}\u{301}"), "é");
        assert_eq!(text("＝\u{338}"), "≠");
    }

    fn news() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[ -~]{0,6}",
            "[가-힣]{0,4}",
            "[\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a8}-\u{11c2}]{0,3}",
            "[‘’“”ㆍ・～％０-９\u{a0}\u{200b}\u{feff}\r\n…–—−]{0,4}",
            "[aeoq\u{301}\u{323}\u{344}\u{f73}\u{212b}\u{f900}-\u{f910}]{0,4}",
            "\\PC{0,3}",
            any::<String>(),
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|v| v.concat())
    }

    proptest! {
        #[test]
        fn twice_is_once(raw in news()) {
            let once = text(&raw);
            prop_assert_eq!(text(&once), once.clone());
            let nfc: String = once.nfc().collect();
            prop_assert_eq!(nfc, once);
        }

        #[test]
        fn spans_map_to_character_boundaries(raw in news()) {
            let (text, map) = normalise_text(&raw);
            let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let mut last = 0;
            for (i, &a) in edges.iter().enumerate() {
                for &b in edges.iter().skip(i + 1).take(4) {
                    let span = map.original(Span::new(a, b));
                    prop_assert!(raw.get(span.start..span.end).is_some(), "{span:?} in {raw:?}");
                    prop_assert!(!span.is_empty());
                    prop_assert!(span.start >= last);
                    last = span.start;
                    prop_assert!(span.end <= raw.len());
                }
            }
        }

        #[test]
        fn variants_are_one_text(raw in "[가-힣a-z0-9.,%!? \n]{0,40}") {
            let full: String = raw.chars().map(|c| match c {
                ' ' => '\u{3000}',
                '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
                c => c,
            }).collect();
            prop_assert_eq!(text(&raw.nfd().collect::<String>()), raw.clone());
            prop_assert_eq!(text(&full), raw.clone());
            prop_assert_eq!(text(&raw.replace('\n', "\r\n")), raw.clone());
            prop_assert_eq!(text(&format!("\u{feff}{raw}")), raw);
        }
    }
}

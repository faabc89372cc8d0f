//! Pages made to hurt: what a parser or a reader would spend hours on is refused before it starts.

use dom_query::Document;

/// A page with more elements is no article.
pub(super) const ELEMENTS_MAX: usize = 100_000;
/// A page nested deeper is made to hurt: browsers stop at 512.
pub(super) const DEPTH_MAX: usize = 1024;
/// A page of more bytes is no article.
pub(super) const BYTES_MAX: usize = 16 << 20;
/// A tag with more attributes is made to hurt: each is compared with those before it.
pub(super) const ATTRIBUTES_MAX: usize = 10_000;
/// So many elements may seem to be open at a time; pages that forget an end here and there stay far below.
pub(super) const OPEN_MAX: usize = 4 * DEPTH_MAX;

/// Elements that end by themselves, or are empty: left open they nest nothing.
const LIGHT: [&str; 24] = [
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup", "area", "base", "br",
    "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
];

/// Whether the page is too long, a tag seems to have too many attributes, or too many elements seem to be open at a
/// time: what a parser would spend hours on. One pass; what stands in quotes does not count.
pub(super) fn has_monster(html: &str) -> bool {
    let bytes = html.as_bytes();
    if bytes.len() > BYTES_MAX {
        return true;
    }
    let (mut at, mut open) = (0, 0usize);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        at += found + 1;
        let ends = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(ends);
        let name = bytes.get(start..).unwrap_or(&[]);
        let name = name.get(..name.iter().take_while(|b| b.is_ascii_alphanumeric()).count()).unwrap_or(&[]);
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let nests = !LIGHT.iter().any(|light| name.eq_ignore_ascii_case(light.as_bytes()));
        if ends {
            open = open.saturating_sub(usize::from(nests));
            continue;
        }
        open += usize::from(nests);
        let (mut breaks, mut quote, mut before) = (0, None, b' ');
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match (quote, byte) {
                (Some(mark), _) if mark == byte => {
                    quote = None;
                    breaks += 1;
                }
                (Some(_), _) => {}
                (None, b'>') => break,
                (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
                (None, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/') => breaks += 1,
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
        }
        if breaks > ATTRIBUTES_MAX || open > OPEN_MAX {
            return true;
        }
    }
    false
}

/// Whether a parsed page has too many elements, or nests them too deep.
pub(super) fn too_large(document: &Document) -> bool {
    let mut elements = 0;
    let mut open = vec![(document.root(), 0usize)];
    while let Some((node, depth)) = open.pop() {
        elements += usize::from(node.is_element());
        if elements > ELEMENTS_MAX || depth > DEPTH_MAX {
            return true;
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

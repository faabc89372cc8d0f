//! Markdown: the words without the markup, each with its place in the original; the front matter.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::model::document::OffsetMap;

/// What a Markdown text holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The words, a block a line.
    pub(super) text: String,
    /// From bytes of `text` to bytes of the original.
    pub(super) offsets: OffsetMap,
    /// Keys of the front matter, in small letters.
    pub(super) front: BTreeMap<String, Value>,
}

/// Takes the markup off.
pub(super) fn read(raw: &str) -> Page {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader { raw, page: Page::default(), at: 0, gap: "", front: None, hidden: false };
    for (event, range) in Parser::new_ext(raw, options).into_offset_iter() {
        reader.step(event, range);
    }
    reader.skip_to(raw.len());
    reader.page
}

struct Reader<'a> {
    raw: &'a str,
    page: Page,
    /// Bytes of the original that are accounted for.
    at: usize,
    /// What separates the next words from those before.
    gap: &'static str,
    front: Option<MetadataBlockKind>,
    /// Inside a script or a comment.
    hidden: bool,
}

impl Reader<'_> {
    fn step(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::MetadataBlock(kind)) => self.front = Some(kind),
            Event::End(TagEnd::MetadataBlock(_)) => self.front = None,
            Event::Text(text) if self.front.is_some() => self.front_matter(&text),
            Event::Text(text) => self.words(&text, range),
            Event::Code(text) => {
                let inside = self.raw.get(range.clone()).and_then(|s| s.find(&*text));
                match inside.map(|i| range.start + i) {
                    Some(start) => self.words(&text, start..start + text.len()),
                    None => self.words(&text, range),
                }
            }
            Event::SoftBreak | Event::HardBreak => self.apart("\n"),
            Event::Start(Tag::HtmlBlock) => self.hidden = false,
            Event::Html(html) => self.html(&html, range),
            Event::Start(Tag::TableCell) if self.gap.is_empty() && !self.page.text.is_empty() => self.apart("\t"),
            Event::Start(tag) if !is_inline(&tag) => self.apart("\n\n"),
            Event::End(tag) if ends_block(tag) => self.apart("\n\n"),
            Event::Rule => self.apart("\n\n"),
            _ => {}
        }
    }

    /// The widest gap asked for counts.
    fn apart(&mut self, gap: &'static str) {
        if gap.len() > self.gap.len() || (gap == "\n" && self.gap == "\t") {
            self.gap = gap;
        }
    }

    fn skip_to(&mut self, to: usize) {
        if to > self.at {
            self.page.offsets.replace(0, to - self.at);
            self.at = to;
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() || range.start < self.at {
            return;
        }
        if !self.gap.is_empty() && !self.page.text.is_empty() {
            self.page.text.push_str(self.gap);
            self.page.offsets.replace(self.gap.len(), range.start - self.at);
            self.at = range.start;
        }
        self.gap = "";
        self.skip_to(range.start);
        self.page.text.push_str(text);
        if self.raw.get(range.clone()) == Some(text) {
            self.page.offsets.push(text.len(), text.len());
        } else {
            self.page.offsets.replace(text.len(), range.len());
        }
        self.at = range.end.max(self.at);
    }

    /// A line of HTML: the words between its tags.
    fn html(&mut self, html: &str, range: Range<usize>) {
        let lower = html.to_ascii_lowercase();
        let opens = |tag: &str| lower.trim_start().starts_with(tag);
        self.hidden |= opens("<script") || opens("<style") || opens("<!--");
        let hidden = self.hidden;
        self.hidden &= !["</script", "</style", "-->"].iter().any(|end| lower.contains(end));
        self.apart("\n");
        if hidden || self.raw.get(range.clone()) != Some(html) {
            return;
        }
        let mut at = 0;
        while let Some(rest) = html.get(at..).filter(|r| !r.is_empty()) {
            let words = rest.find('<').unwrap_or(rest.len());
            let text = rest.get(..words).unwrap_or("");
            if !text.trim().is_empty() {
                self.words(text, range.start + at..range.start + at + words);
            }
            let tag = rest.get(words..).unwrap_or("");
            at += words + tag.find('>').map_or(tag.len(), |end| end + 1);
        }
        self.apart("\n");
    }

    fn front_matter(&mut self, text: &str) {
        let read = match self.front {
            Some(MetadataBlockKind::PlusesStyle) => toml_keys(text),
            _ => text.lines().filter_map(yaml_line).collect(),
        };
        self.page.front.extend(read);
    }
}

/// `key: value` of one line; deeper structure is left out.
fn yaml_line(line: &str) -> Option<(String, Value)> {
    if line.starts_with([' ', '\t', '#', '-']) {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    let value = value.trim();
    let quoted = |q: char| value.strip_prefix(q).and_then(|v| v.strip_suffix(q));
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    (!value.is_empty()).then(|| (key.trim().to_lowercase(), Value::String(value.to_owned())))
}

fn toml_keys(text: &str) -> BTreeMap<String, Value> {
    let table: toml::Table = toml::from_str(text).unwrap_or_default();
    let plain = |value: toml::Value| match value {
        toml::Value::String(s) => Some(s),
        toml::Value::Datetime(d) => Some(d.to_string()),
        toml::Value::Integer(i) => Some(i.to_string()),
        toml::Value::Boolean(b) => Some(b.to_string()),
        _ => None,
    };
    table.into_iter().filter_map(|(k, v)| Some((k.to_lowercase(), Value::String(plain(v)?)))).collect()
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
            | Tag::TableCell
    )
}

fn ends_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;

    #[test]
    fn markup_goes_and_offsets_stay() {
        let raw = "---\ntitle: \"해킹 16.5억\"\ndate: 2024-09-06\ntags:\n  - x\n---\n\n# 북한, **16.5억** 달러\n\n이는 [11.9억 달러](http://x.kr/2024)를 &lt;웃돈다&gt;.\n둘째 \\* 줄 `12개국`.\n\n- 하나\n- 둘\n\n| 국가 | 수 |\n|--|--|\n| 한국 | 3명 |\n\n<div>상자 <b>5명</b></div>\n<script>\nlet x = 99;\n</script>\n";
        let page = read(raw);
        assert_eq!(
            page.text,
            "북한, 16.5억 달러\n\n이는 11.9억 달러를 <웃돈다>.\n둘째 * 줄 12개국.\n\n하나\n\n둘\n\n국가\t수\n\n한국\t3명\n\n상자 5명"
        );
        for words in ["16.5억", "11.9억 달러", "12개국", "3명", "5명", "둘째 "] {
            let at = page.text.find(words).unwrap();
            let span = page.offsets.original(Span::new(at, at + words.len()));
            assert_eq!(span.slice(raw), words);
        }
        let at = page.text.find("<웃").unwrap();
        assert_eq!(page.offsets.original(Span::new(at, at + 1)).slice(raw), "&lt;");
        assert_eq!(page.front["title"], "해킹 16.5억");
        assert_eq!(page.front["date"], "2024-09-06");
        assert_eq!(read("+++\ntitle = 'T'\ndate = 2024-09-06\n+++\nx").front["date"], "2024-09-06");
    }

    #[test]
    fn offsets_go_through_normalisation() {
        let raw = "**“60\u{200b}여 명”**이 &amp; 참석\u{a0}했다 — _１２개국_.\n";
        let page = read(raw);
        let (text, offsets) = crate::ingest::normalise_text(&page.text);
        let offsets = offsets.through(&page.offsets);
        for (words, printed) in
            [("60", "60"), ("여 명", "여 명"), ("12개국", "１２개국"), ("참석 했다", "참석\u{a0}했다")]
        {
            let at = text.find(words).unwrap();
            assert_eq!(offsets.original(Span::new(at, at + words.len())).slice(raw), printed);
        }
    }
}

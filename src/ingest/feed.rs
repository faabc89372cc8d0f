//! RSS and Atom: every entry is a document.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::Value;

/// One entry of a feed, as HTML.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Headline.
    pub(super) title: String,
    /// The longest text the entry has.
    pub(super) body: String,
    /// Publication date, as given; else that of the last change.
    pub(super) published: Option<String>,
    /// Address, id, author.
    pub(super) about: BTreeMap<String, Value>,
}

/// What ends the reading of a feed; the entries before it count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedError {
    /// Line, from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) message: String,
}

/// The entries of a feed, and what is wrong with the rest of it. Entities that the file declares are not expanded.
pub(super) fn entries(text: &str) -> (Vec<Entry>, Option<FeedError>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut feed = Feed::default();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let message = match event {
            Ok(Event::Eof) if feed.root => return (feed.entries, None),
            Ok(Event::Eof) => "the file is empty".to_owned(),
            Ok(event) => match feed.step(&event) {
                Ok(()) => continue,
                Err(message) => message,
            },
            Err(e) => e.to_string(),
        };
        let line = text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
        return (feed.entries, Some(FeedError { line, message }));
    }
}

#[derive(Default)]
struct Feed {
    entries: Vec<Entry>,
    /// The root has been seen.
    root: bool,
    entry: Option<Entry>,
    field: Option<Field>,
}

/// An element of an entry that is being read.
struct Field {
    name: String,
    /// Elements open inside it.
    depth: usize,
    text: String,
}

impl Feed {
    fn step(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.open(tag)?,
            Event::Empty(tag) => {
                self.open(tag)?;
                self.close();
            }
            Event::End(_) => self.close(),
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => self.push(&resolved(reference)),
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let Some(field) = &mut self.field {
            field.text.push_str(text);
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let name = tag.name().as_ref().to_owned();
        let local = tag.local_name().as_ref().to_owned();
        if !self.root {
            self.root = matches!(local.as_str(), "rss" | "RDF" | "feed");
            return if self.root { Ok(()) } else { Err(format!("<{name}> starts neither an RSS nor an Atom feed")) };
        }
        match (&mut self.entry, &mut self.field) {
            (Some(_), Some(field)) => {
                field.depth += 1;
                field.text.push_str(&format!("<{local}>"));
            }
            (Some(entry), None) => {
                let attribute = |key: &str| {
                    let found = tag.try_get_attribute(key).ok()??;
                    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
                };
                let alternate = attribute("rel").is_none_or(|rel| rel == "alternate");
                if let Some(href) = attribute("href").filter(|_| local == "link" && alternate) {
                    entry.about.entry("url".to_owned()).or_insert(Value::String(href));
                }
                self.field = Some(Field { name, depth: 0, text: String::new() });
            }
            (None, _) if matches!(local.as_str(), "item" | "entry") => self.entry = Some(Entry::default()),
            (None, _) => {}
        }
        Ok(())
    }

    fn close(&mut self) {
        match &mut self.field {
            Some(field) if field.depth > 0 => {
                field.depth -= 1;
                // What ended is not known by name; a blank keeps words apart.
                field.text.push(' ');
            }
            Some(_) => {
                if let (Some(entry), Some(field)) = (&mut self.entry, self.field.take()) {
                    entry.take(&field.name, field.text);
                }
            }
            None => self.entries.extend(self.entry.take()),
        }
    }
}

impl Entry {
    fn take(&mut self, name: &str, text: String) {
        let bare = text.trim();
        if bare.is_empty() {
            return;
        }
        let mut about = |key: &str| {
            self.about.entry(key.to_owned()).or_insert_with(|| Value::String(bare.to_owned()));
        };
        match name {
            "title" => self.title = bare.to_owned(),
            "description" | "content:encoded" | "content" | "summary" if bare.len() > self.body.len() => {
                self.body = text
            }
            "pubDate" | "published" | "dc:date" => self.published = Some(bare.to_owned()),
            "updated" if self.published.is_none() => self.published = Some(bare.to_owned()),
            "link" => about("url"),
            "guid" | "id" => about("guid"),
            "author" | "dc:creator" => about("author"),
            _ => {}
        }
    }
}

/// What a reference stands for; one that only HTML knows is left to its parser.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.xml10_content();
    match &*name {
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "amp" => "&".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => format!("&{name};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_and_atom() {
        let rss = "<?xml version='1.0'?><rss xmlns:content='c'><channel><title>신문</title><item><title>탈취 &amp; 16.5억</title>\
                   <link>http://x/1</link><description>짧다</description><content:encoded><![CDATA[<p>북한이 5명을</p>]]></content:encoded>\
                   <pubDate>Fri, 06 Sep 2024 09:00:00 +0900</pubDate><guid>g1</guid></item><item><title>둘</title></item></channel></rss>";
        let (found, error) = entries(rss);
        assert_eq!((found.len(), error), (2, None));
        assert_eq!((found[0].title.as_str(), found[0].body.as_str()), ("탈취 & 16.5억", "<p>북한이 5명을</p>"));
        assert_eq!(found[0].about["url"], "http://x/1");
        assert_eq!(found[0].about["guid"], "g1");
        let atom = "<feed xmlns='a'><title>F</title><entry><title type='html'>A &amp;lt;b</title><link href='u?a&amp;b'/>\
                    <updated>2024-09-06</updated><published>2024-09-05</published>\
                    <content type='xhtml'><div><p>five&nbsp;people</p> met</div></content></entry></feed>";
        let (found, error) = entries(atom);
        assert_eq!(error, None);
        assert_eq!(found[0].published.as_deref(), Some("2024-09-05"));
        assert_eq!(found[0].about["url"], "u?a&b");
        assert_eq!(crate::ingest::page::words(&found[0].body), "five people met");
    }

    #[test]
    fn what_is_no_feed_says_so_with_its_line() {
        let (found, error) = entries("<?xml version='1.0'?>\n<urlset></urlset>");
        assert!(found.is_empty());
        let error = error.unwrap();
        assert_eq!(error.line, 2);
        assert!(error.message.contains("<urlset>"));
        let (found, error) = entries("<rss><item><title>a</title></item>\n<item></wrong>");
        assert_eq!((found.len(), error.map(|e| e.line)), (1, Some(2)));
        assert!(entries("").1.is_some());
        let bomb =
            "<!DOCTYPE r [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;'>]><rss><item><title>&b;</title></item></rss>";
        assert_eq!(entries(bomb).0[0].title, "&b;");
    }
}

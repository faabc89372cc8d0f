//! Named pieces of patterns: `{numeral}` inside a pattern stands for the fragment of that name.

use std::collections::BTreeMap;

use super::error::LoadError;
use super::source::SourceFile;
use crate::lang::Lang;

/// The fragments of every language.
pub type ByLang = BTreeMap<Lang, Fragments>;

/// Fragments of one language, or those of all.
#[derive(Debug, Clone, Default)]
pub struct Fragments {
    raw: BTreeMap<String, String>,
    partial: bool,
}

impl Fragments {
    /// Adds a fragment; a later one of the same name replaces the earlier.
    pub fn insert(&mut self, name: &str, pattern: &str) {
        self.raw.insert(name.to_owned(), pattern.to_owned());
    }

    /// Notes that a file that may add names could not be parsed.
    pub fn set_partial(&mut self) {
        self.partial = true;
    }

    /// Whether names may be missing that are there once a broken file is repaired: that a name is unknown says nothing.
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// The unexpanded pattern of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw.get(name).map(String::as_str)
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.raw.keys().map(String::as_str)
    }

    /// Puts every `{name}` of `pattern` in its place. Counted repetitions such as `{1,3}` stay as they are.
    ///
    /// # Errors
    /// An unknown name or a cycle, as message and remedy.
    pub fn expand(&self, pattern: &str) -> Result<String, (String, String)> {
        self.expand_within(pattern, &mut Vec::new())
    }

    fn expand_within(&self, pattern: &str, open: &mut Vec<String>) -> Result<String, (String, String)> {
        let mut out = String::with_capacity(pattern.len() * 2);
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            let (head, tail) = rest.split_at(at);
            out.push_str(head);
            let inside = tail.get(1..).unwrap_or("");
            let name_len = inside.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            let name = inside.get(..name_len).unwrap_or("");
            let closed = inside.get(name_len..).is_some_and(|t| t.starts_with('}'));
            let is_name = closed && name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
            if !is_name || head.ends_with("\\p") || head.ends_with("\\P") {
                out.push('{');
                rest = inside;
                continue;
            }
            if open.iter().any(|n| n == name) {
                return Err((
                    format!("fragment `{{{name}}}` contains itself ({} → {name})", open.join(" → ")),
                    "break the circle: one of these fragments must not use the other".to_owned(),
                ));
            }
            let Some(inner) = self.raw.get(name) else {
                return Err((format!("no fragment is called `{{{name}}}`"), self.suggest(name)));
            };
            open.push(name.to_owned());
            let expanded = self.expand_within(inner, open)?;
            open.pop();
            out.push_str("(?:");
            out.push_str(&expanded);
            out.push(')');
            rest = inside.get(name_len + 1..).unwrap_or("");
        }
        out.push_str(rest);
        Ok(out)
    }

    fn suggest(&self, name: &str) -> String {
        let close = self.raw.keys().min_by_key(|k| distance(k, name));
        match close {
            Some(k) if distance(k, name) <= 3 => format!("did you mean `{{{k}}}`? Otherwise add it under [fragment]"),
            _ => "add it under [fragment] of this language or of rules/any".to_owned(),
        }
    }
}

/// Edit distance of two short names.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row.first().copied().unwrap_or(0);
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX - 1);
            let left = row.get(j).copied().unwrap_or(usize::MAX - 1);
            let cost = (before + usize::from(x != *y)).min(above + 1).min(left + 1);
            before = above;
            if let Some(slot) = row.get_mut(j + 1) {
                *slot = cost;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

/// An expansion error at the place of `pattern` in `file`.
pub fn place(file: &SourceFile, at: usize, pattern: &str, (message, help): (String, String)) -> LoadError {
    let name_at = message.find("`{").and_then(|i| message.get(i + 1..)).and_then(|m| m.split('`').next());
    let offset = name_at.and_then(|n| pattern.find(n)).unwrap_or(0);
    let len = name_at.map_or(pattern.len(), str::len);
    LoadError::at(file, at + offset, len, message, help)
}

//! Every word of the TOML files, with its path and place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::rulebook::source::{Files, SourceFile};

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Keys from the top, joined with dots; the members of a list share the path of the list.
    pub path: String,
    /// Number of the list it is a member of, in this file; 0 for none.
    pub list: usize,
    /// The word.
    pub text: String,
    /// Line, from 1.
    pub line: usize,
}

/// One file.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub file: &'a SourceFile,
    /// Its words, in their order.
    pub leaves: Vec<Leaf>,
    /// Keys of its tables, as paths.
    pub keys: Vec<Leaf>,
}

impl<'a> Tree<'a> {
    /// The rule files that parse; the others are told when the rulebook loads.
    pub(super) fn of(files: &'a Files) -> Vec<Tree<'a>> {
        files.below("rules/", ".toml").filter_map(Self::read).collect()
    }

    fn read(file: &'a SourceFile) -> Option<Self> {
        let table = DeTable::parse(&file.text).ok()?;
        let mut walk = Walk { text: &file.text, lists: 0, leaves: Vec::new(), keys: Vec::new() };
        walk.table(table.get_ref(), "");
        Some(Self { file, leaves: walk.leaves, keys: walk.keys })
    }

    /// The words at a path.
    pub(super) fn at<'b>(&'b self, path: &'b str) -> impl Iterator<Item = &'b Leaf> {
        self.leaves.iter().filter(move |l| l.path == path)
    }

    /// `ko`, `en` or `any`: the folder of a file of rules.
    pub(super) fn folder(&self) -> &str {
        self.file.name.split('/').nth(1).unwrap_or("")
    }
}

struct Walk<'a> {
    text: &'a str,
    lists: usize,
    leaves: Vec<Leaf>,
    keys: Vec<Leaf>,
}

impl Walk<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or("").matches('\n').count() + 1
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str) {
        for (key, value) in table {
            let name = key.get_ref();
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            let line = self.line(key.span().start);
            self.keys.push(Leaf { path: path.clone(), list: 0, text: name.to_string(), line });
            self.value(value, &path, 0);
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: &str, list: usize) {
        match value.get_ref() {
            DeValue::String(text) => {
                let line = self.line(value.span().start);
                self.leaves.push(Leaf { path: path.to_owned(), list, text: text.to_string(), line });
            }
            DeValue::Array(members) => {
                self.lists += 1;
                let list = self.lists;
                for member in members {
                    self.value(member, path, list);
                }
            }
            DeValue::Table(table) => self.table(table, path),
            _ => {}
        }
    }
}

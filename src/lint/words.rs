//! Words of rule files: Unicode form, doubles in lists, script, fragments that nothing uses.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::is_nfc;

use super::tree::{Leaf, Tree};
use super::{Level, Note};
use crate::lang::is_hangul;

/// Notes on all rule files.
pub(super) fn all(trees: &[Tree<'_>]) -> Vec<Note> {
    let mut out: Vec<Note> = trees.iter().flat_map(|t| forms(t).into_iter().chain(doubles(t))).collect();
    out.extend(unused(trees));
    out
}

fn forms(tree: &Tree<'_>) -> Vec<Note> {
    let mut out = Vec::new();
    let measures = tree.file.name.starts_with("rules/measures/");
    for leaf in &tree.leaves {
        let text = &leaf.text;
        if !is_nfc(text) {
            let help = "write it in NFC: the text is read in that form, and the word never matches";
            out.push(Note::new(
                (Level::Error, "not-nfc"),
                tree.file,
                leaf.line,
                format!("`{text}` is not composed"),
                help,
            ));
        }
        if measures && leaf.path == "measure.en" && text.chars().any(is_hangul) {
            let message = format!("`{text}` is no en word: it holds Hangul");
            out.push(Note::new((Level::Error, "foreign-script"), tree.file, leaf.line, message, "move it to `ko`"));
        }
    }
    out
}

/// Words twice in one list of words.
fn doubles(tree: &Tree<'_>) -> Vec<Note> {
    let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
    let mut out = Vec::new();
    // Lists of examples hold tables; their words are members of no list.
    for leaf in tree.leaves.iter().filter(|l| l.list > 0) {
        if !seen.insert((leaf.list, &leaf.text)) {
            let message = format!("`{}` stands twice in this list", leaf.text);
            out.push(Note::new((Level::Error, "double-word"), tree.file, leaf.line, message, "take one of them out"));
        }
    }
    out
}

/// Fragments that no pattern names. A fragment serves its language; those of `any` serve all; those of relations and of
/// segments serve their own kind of file.
fn unused(trees: &[Tree<'_>]) -> Vec<Note> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for tree in trees {
        let scope = used.entry(scope(tree)).or_default();
        for leaf in &tree.leaves {
            scope.extend(names(&leaf.text).filter(|n| leaf.path.rsplit('.').next() != Some(n)).map(str::to_owned));
        }
    }
    let mut out = Vec::new();
    for tree in trees {
        let own = scope(tree);
        let declared = |k: &&Leaf| {
            let mut parts = k.path.split('.');
            matches!(parts.next(), Some("fragment" | "fragments")) && parts.next().is_some() && parts.next().is_none()
        };
        // `any` rules use the fragments of all languages, and the other way round.
        let shared = |a: &str, b: &str| a == "lang:any" && b.starts_with("lang:");
        let reaches = |scope: &str| scope == own || shared(scope, &own) || shared(&own, scope);
        for key in tree.keys.iter().filter(declared) {
            let name = &key.text;
            if !used.iter().any(|(scope, names)| reaches(scope) && names.contains(name)) {
                let message = format!("no pattern uses the fragment `{{{name}}}`");
                let help = "use it, or take it out: whoever reads the file takes it for a part of the rules";
                out.push(Note::new((Level::Warning, "unused-fragment"), tree.file, key.line, message, help));
            }
        }
    }
    out
}

/// Which files share fragments.
fn scope(tree: &Tree<'_>) -> String {
    let name = &tree.file.name;
    match name.rsplit('/').next() {
        Some("segments.toml") => "segments".to_owned(),
        _ if name.starts_with("rules/relations/") => name.clone(),
        _ if matches!(tree.folder(), "ko" | "en" | "any") => format!("lang:{}", tree.folder()),
        _ => name.clone(),
    }
}

/// The fragments a pattern names: `{numeral}`, and no `{1,3}`.
fn names(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).filter(|name| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain)
    })
}

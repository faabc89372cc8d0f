//! References: ids that one place names and no place declares.

use std::collections::BTreeSet;

use super::tree::{Leaf, Tree};
use super::{Level, Note};
use crate::eval::schema::KINDS;
use crate::rulebook::Rulebook;
use crate::rulebook::fragment::distance;
use crate::rulebook::names::Row;
use crate::rulebook::rule::Rule;
use crate::rulebook::source::Files;

/// What is declared.
struct Known<'a> {
    units: BTreeSet<&'a str>,
    currencies: BTreeSet<&'a str>,
    entities: BTreeSet<&'a str>,
    converting: BTreeSet<&'a str>,
}

/// Notes on all references.
pub(super) fn all(files: &Files, trees: &[Tree<'_>], book: &Rulebook) -> Vec<Note> {
    let of = |name: &str| files.get(name).into_iter().flat_map(|f| rows(&f.text)).map(|(_, r)| r.id).collect();
    let dimensions = || trees.iter().filter(|t| t.file.name == "rules/dimensions.toml");
    let known = Known {
        units: of("gazetteers/units.csv"),
        currencies: of("gazetteers/currencies.csv"),
        entities: files
            .below("gazetteers/", ".csv")
            .filter(|f| !f.name.ends_with("_groups.csv"))
            .flat_map(|f| rows(&f.text))
            .map(|(_, r)| r.id)
            .collect(),
        converting: dimensions().flat_map(|t| t.at("unit.ids")).map(|l| l.text.as_str()).collect(),
    };
    let mut out = rules(files, book, &known);
    for tree in trees {
        out.extend(tree.leaves.iter().filter_map(|leaf| leaf_note(tree, leaf, book, &known)));
    }
    out.extend(groups(files, &known));
    out.extend(idle(trees, book, &known));
    out
}

/// The rows of a gazetteer with their lines.
fn rows(text: &str) -> impl Iterator<Item = (usize, Row<'_>)> {
    let lines = text.lines().enumerate().skip_while(|(_, l)| l.starts_with('#')).skip(1);
    lines.filter_map(|(n, l)| Some((n + 1, Row::read(l).ok()?)))
}

fn dangling(tree: &Tree<'_>, leaf: &Leaf, what: &str, known: &BTreeSet<&str>, home: &str) -> Option<Note> {
    if known.contains(leaf.text.as_str()) {
        return None;
    }
    let message = format!("no {what} is called `{}`: this can never come true", leaf.text);
    let help = remedy(&leaf.text, known, home);
    Some(Note::new((Level::Error, "dangling-id"), tree.file, leaf.line, message, help))
}

/// Where kinds are declared.
const KINDS_ARE: &str = "";

fn remedy(id: &str, known: &BTreeSet<&str>, home: &str) -> String {
    let near = known.iter().map(|k| (distance(k, id), *k)).min().filter(|(d, _)| *d <= 2);
    let near = near.map(|(_, k)| format!("did you mean `{k}`? "));
    if home == KINDS_ARE {
        let all: Vec<&str> = known.iter().copied().collect();
        return format!("{}kinds are {}", near.unwrap_or_default(), all.join(", "));
    }
    format!("{}declare it in {home}", near.map(|n| n + "Else ").unwrap_or_default())
}

/// Literal units and currencies of rules.
fn rules(files: &Files, book: &Rulebook, known: &Known<'_>) -> Vec<Note> {
    let mut out = Vec::new();
    for rule in &book.rules.all {
        for (key, what, home) in [
            ("unit", "unit", "gazetteers/units.csv or rules/dimensions.toml"),
            ("currency", "currency", "gazetteers/currencies.csv"),
        ] {
            let Some(id) = literal(rule, key) else { continue };
            let units: BTreeSet<&str> = known.units.union(&known.converting).copied().collect();
            let declared = if key == "unit" { &units } else { &known.currencies };
            // A word of the text stands for its id.
            let word = if key == "unit" { book.units.unit(id) } else { book.units.currency(id) };
            // What is counted by a bare number is a thing.
            if declared.contains(id) || word.is_some() || key == "unit" && id == "thing" {
                continue;
            }
            let message =
                format!("`{}` gives the {what} `{id}`, which is not declared: nothing compares with it", rule.id);
            if let Some(file) = files.files.iter().find(|f| f.shown == rule.place.0) {
                let help = remedy(id, declared, home);
                out.push(Note::new((Level::Error, "dangling-id"), file, rule.place.1, message, help));
            }
        }
    }
    out
}

/// The literal of a value key; none where the key names a group or one of its alternatives.
fn literal<'a>(rule: &'a Rule, key: &str) -> Option<&'a str> {
    if !matches!(rule.kind.as_str(), "money" | "count" | "quantity") {
        return None;
    }
    let word = rule.key(key)?.as_str()?;
    let group =
        rule.groups.iter().any(|g| *g.name == *word || g.name.strip_prefix(word).is_some_and(|r| r.starts_with('_')));
    (!group).then_some(word)
}

fn leaf_note(tree: &Tree<'_>, leaf: &Leaf, book: &Rulebook, known: &Known<'_>) -> Option<Note> {
    let name = tree.file.name.as_str();
    let in_folder = |folder: &str| name.starts_with(folder);
    let kinds = || KINDS.iter().map(|(k, _)| *k).collect::<BTreeSet<&str>>();
    match leaf.path.as_str() {
        "relation.check" if in_folder("rules/relations/") => {
            let checks = book.checks.by_id.keys().map(String::as_str).collect();
            dangling(tree, leaf, "check", &checks, "rules/checks.toml")
        }
        "measure.kinds" if in_folder("rules/measures/") => dangling(tree, leaf, "kind", &kinds(), KINDS_ARE),
        "currency.id" if name == "rules/dimensions.toml" => {
            dangling(tree, leaf, "currency", &known.currencies, "gazetteers/currencies.csv")
        }
        path if in_folder("rules/checks") && path.starts_with("check.figures.") => match path.rsplit('.').next() {
            Some("kind") => dangling(tree, leaf, "kind", &kinds(), KINDS_ARE),
            Some("unit") => {
                let all = known.units.union(&known.converting).chain(&known.currencies).copied();
                // What is counted by a bare number is a thing.
                let units = all.chain(["thing"]).collect();
                dangling(tree, leaf, "unit", &units, "gazetteers/units.csv")
            }
            _ => None,
        },
        _ => None,
    }
}

/// Members of groups, and countries of bodies.
fn groups(files: &Files, known: &Known<'_>) -> Vec<Note> {
    let mut out = Vec::new();
    for file in files.below("gazetteers/", "_groups.csv") {
        for (line, row) in rows(&file.text) {
            for member in row.id.split('+').filter(|m| *m != "?" && !known.entities.contains(m)) {
                let message = format!("`{}` has the member `{member}`, which no gazetteer declares", row.surface);
                let help = remedy(member, &known.entities, "the gazetteer of its members");
                out.push(Note::new((Level::Error, "dangling-id"), file, line, message, help));
            }
        }
    }
    out
}

/// Units that convert and that no word gives.
fn idle(trees: &[Tree<'_>], book: &Rulebook, known: &Known<'_>) -> Vec<Note> {
    let given: BTreeSet<&str> = book.rules.all.iter().filter_map(|r| literal(r, "unit")).collect();
    let mut out = Vec::new();
    for tree in trees.iter().filter(|t| t.file.name == "rules/dimensions.toml") {
        for leaf in tree.at("unit.ids") {
            let id = leaf.text.as_str();
            if !known.units.contains(id) && !given.contains(id) {
                let message = format!("no word and no rule gives the unit `{id}`: how it converts is never asked");
                let help = remedy(id, &known.units, "gazetteers/units.csv, or take it out");
                out.push(Note::new((Level::Warning, "idle-id"), tree.file, leaf.line, message, help));
            }
        }
    }
    out
}

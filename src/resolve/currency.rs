//! A currency by its bare name in a document that says once which one it means: 2,300 Egyptian pounds, then 200 pounds.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::document::Document;
use crate::model::mention::{Mention, Typed};
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Names that are taken as they are printed, whatever else a document speaks of.
const ITSELF: [&str; 2] = ["dollar", "dollars"];

/// Gives bare names the currency that their document gives the same name elsewhere, where that is one only.
pub(super) fn settle(doc: &Document, typed: &mut [Mention<Typed>], book: &Rulebook) {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for m in typed.iter() {
        let (Value::Money { currency, .. }, Some(name)) = (m.value(), Name::of(doc, m, book)) else { continue };
        if name.qualified {
            said.entry(name.bare).or_default().insert(currency.clone());
        }
    }
    for m in typed.iter_mut() {
        let Some(name) = Name::of(doc, m, book).filter(|n| !n.qualified) else { continue };
        let (Value::Money { currency, .. }, Some(known)) = (&mut m.state.0, said.get(&name.bare)) else { continue };
        if let (1, Some(one)) = (known.len(), known.first()) {
            currency.clone_from(one);
        }
    }
}

/// The name of a currency at the end of a mention.
struct Name {
    /// Its last word.
    bare: String,
    /// Whether the word before it says whose it is.
    qualified: bool,
}

impl Name {
    fn of(doc: &Document, m: &Mention<Typed>, book: &Rulebook) -> Option<Self> {
        if !matches!(m.value(), Value::Money { .. }) {
            return None;
        }
        let text = m.span.slice(&doc.text).to_lowercase();
        let mut words = text.split_whitespace().rev();
        let (bare, before) = (words.next()?, words.next());
        let letters = bare.chars().all(char::is_alphabetic);
        if !letters || ITSELF.contains(&bare) || book.units.currency(bare).is_none() {
            return None;
        }
        let qualified = before.is_some_and(|b| book.units.currency(&format!("{b} {bare}")).is_some());
        Some(Self { bare: bare.to_owned(), qualified })
    }
}

//! A currency by its bare name in a document that says once which one it means: 2,300 Egyptian pounds, then 200 pounds.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::document::Document;
use crate::model::mention::{Mention, Typed};
use crate::model::value::{EntityClass, Value};
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
    let countries = Countries::of(typed);
    for m in typed.iter_mut() {
        let Some(name) = Name::of(doc, m, book).filter(|n| !n.qualified) else { continue };
        let Value::Money { currency, .. } = &mut m.state.0 else { continue };
        let known = said.get(&name.bare).map(|k| (k.len(), k.first()));
        match known {
            Some((1, Some(one))) => currency.clone_from(one),
            Some(_) => {}
            // Pesos in a text of Argentina are Argentine.
            None => {
                if let Some(own) = countries.currency(book.units.namesakes(&name.bare), currency) {
                    currency.clone_from(own);
                }
            }
        }
    }
}

/// How often a document names each country, by its code.
struct Countries(BTreeMap<String, usize>);

impl Countries {
    fn of(typed: &[Mention<Typed>]) -> Self {
        let mut count = BTreeMap::new();
        for m in typed {
            if let Value::Entity { class: EntityClass::Country, id: Some(id), .. } = m.value() {
                *count.entry(id.clone()).or_insert(0) += 1;
            }
        }
        Self(count)
    }

    /// Of currencies of one name that of the country named most; `None` where that of `default` is named as often.
    fn currency<'n>(&self, namesakes: &'n [String], default: &str) -> Option<&'n String> {
        // A code begins with that of its country.
        let named = |c: &str| c.get(..2).and_then(|cc| self.0.get(cc)).copied().unwrap_or(0);
        let most = namesakes.iter().max_by_key(|c| named(c))?;
        let alone = namesakes.iter().filter(|c| named(c) == named(most)).count() == 1;
        (alone && named(most) > named(default)).then_some(most)
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
        // Rs 450 crore.
        if let Some(sign) = text.split(|c: char| !(c.is_ascii_lowercase() || c == '.')).next()
            && !book.units.namesakes(sign).is_empty()
        {
            return Some(Self { bare: sign.to_owned(), qualified: false });
        }
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

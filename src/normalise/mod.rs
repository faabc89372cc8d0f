//! Turns captures into typed values.

mod amount;
mod figure;
mod groups;
mod join;
pub mod numeral;
mod timex;

use groups::Groups;

use crate::lang::{Lang, is_hangul};
use crate::model::document::Document;
use crate::model::mention::{Mention, Raw, Typed};
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Types every mention; one whose captures make no value (31 digits, an unknown unit) is dropped.
pub fn values(doc: &Document, found: Vec<Mention<Raw>>, book: &Rulebook) -> Vec<Mention<Typed>> {
    let lower = doc.text.to_ascii_lowercase();
    let typed = found
        .into_iter()
        .filter_map(|mut m| {
            let value = match m.state.known.take() {
                Some(value) => value,
                None => type_one(doc, &lower, &m, book)?,
            };
            Some(Mention { span: m.span, rule: m.rule, state: Typed(value) })
        })
        .collect();
    join::ranges(doc, &lower, typed, book)
}

fn type_one(doc: &Document, lower: &str, m: &Mention<Raw>, book: &Rulebook) -> Option<Value> {
    let rule = book.rules.get(&m.rule)?;
    let lang = rule.lang.unwrap_or_else(|| {
        if m.span.slice(lower).chars().any(is_hangul) { Lang::Ko } else { doc.lang_at(m.span.start) }
    });
    let language = book.language(lang);
    let groups = Groups { lower, rule, raw: &m.state };
    match rule.kind.as_str() {
        "money" => amount::money(&groups, language, &book.units),
        "count" => amount::count(&groups, language, &book.units),
        "quantity" => amount::quantity(&groups, language, &book.units),
        "ratio" => amount::ratio(&groups, language),
        "ordinal" => amount::ordinal(&groups, language, &book.units),
        "identifier" => Some(Value::Identifier { of: groups.text("of")?.to_owned() }),
        "date" => timex::date(&groups, language),
        "duration" => timex::duration(&groups, language),
        "time" => timex::time(&groups, language),
        _ => None,
    }
}

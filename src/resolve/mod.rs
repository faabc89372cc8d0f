//! Resolves dates, units and entities by their document.

pub mod calendar;
mod chinese;
mod currency;
pub mod date;
mod hebrew;
mod hijri;
mod holiday;
mod part;
pub mod published;
pub mod tense;
mod window;
mod within;

use crate::model::date::{Anchor, DateValue, Edtf, Unit};
use crate::model::document::{Basis, Document, Published};
use crate::model::mention::{Mention, Resolved, Typed};
use crate::model::value::Value;
use crate::rulebook::Rulebook;

use date::{Base, Context};
use tense::Reading;

/// Resolves every mention against its document. Where the publication date is unknown it is solved from the text's own
/// evidence first, and noted in `doc`.
pub fn anchors(doc: &mut Document, mut typed: Vec<Mention<Typed>>, book: &Rulebook) -> Vec<Mention<Resolved>> {
    currency::settle(doc, &mut typed, book);
    if doc.published.basis == Basis::Unknown {
        let solved = published::solve(doc, &typed);
        if solved.edtf.is_some() {
            doc.published = solved;
        }
    }
    resolve_all(doc, typed, book)
}

fn resolve_all(doc: &Document, typed: Vec<Mention<Typed>>, book: &Rulebook) -> Vec<Mention<Resolved>> {
    let base = base_of(&doc.published);
    let anchor = doc.published.edtf.as_ref().map(|e| e.0.clone());
    let mut context = Context::new(base);
    let calendar = tense::is_calendar(doc, &typed, book);
    typed
        .into_iter()
        .map(|m| {
            let sentence = doc.sentence_at(m.span.start);
            let value = match m.state.0 {
                Value::Date(d) => {
                    context.look(if calendar { Reading::Calendar } else { tense::reading(doc, m.span, book) });
                    let start = tense::is_start(doc, m.span, book);
                    Value::Date(resolve_date(d, &mut context, (sentence, start), anchor.as_deref()))
                }
                Value::Time { iso8601, .. } => Value::Time { iso8601, anchor: anchor.clone() },
                other => other,
            };
            Mention { span: m.span, rule: m.rule, state: Resolved(value) }
        })
        .collect()
}

/// Resolves a date in its sentence; `at` also tells whether something is counted from it.
fn resolve_date(mut d: DateValue, context: &mut Context, at: (Option<usize>, bool), anchor: Option<&str>) -> DateValue {
    let (sentence, start) = at;
    context.enter(sentence);
    let from = context.resolve(&d.from);
    d.impossible = context.impossible(&d.from) || d.to.as_ref().is_some_and(|t| context.impossible(t));
    let to = d.to.as_ref().map(|t| context.resolve_after(t, &from));
    d.edtf = if d.impossible {
        None
    } else {
        match (&from, &to) {
            (Some(a), Some(Some(b))) => {
                Some(Edtf::interval(&date::first_part(a).in_months(false), &date::last_part(b).in_months(true)))
            }
            (Some(a), _) => Some(a.clone()),
            _ => None,
        }
    };
    let relative =
        d.from.offset.is_some() || d.from.year.is_none() && d.from.decade.is_none() && d.from.century.is_none();
    d.anchor = if relative { anchor.map(str::to_owned) } else { None };
    // What a figure is compared with (전년, 전월) is not what the text goes on about.
    let compared = d.from.anchor == Anchor::Mentioned && d.from.offset.is_some_and(|(u, n)| u >= Unit::Month && n < 0);
    if let Some(e) = d.edtf.as_ref().filter(|_| !compared && !start) {
        context.remember(e, &d.from);
    }
    d
}

/// Publication date as far as known, field by field.
pub fn base_of(published: &Published) -> Base {
    published.edtf.as_ref().map_or_else(Base::default, Base::from_edtf)
}

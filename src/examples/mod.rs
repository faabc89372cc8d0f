//! Runs the examples that stand in every rule; those of checks: [`check`], of relations: [`relation`].

pub mod check;
pub mod relation;

use crate::ingest;
use crate::model::document::Document;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::pipeline::{self, Article};
use crate::report::compact;
use crate::report::excerpt::{cells, clean};
use crate::rulebook::rule::{Must, MustNot, Rule};
use crate::rulebook::{Rulebook, scaffold};

/// How an example ended otherwise than it must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The rule found nothing there.
    Missed,
    /// The rule found something where it must not.
    Noisy,
    /// It found more or less than the marked words.
    WrongSpan,
    /// It read another value.
    WrongValue,
    /// The example is that of a scaffold.
    Unfilled,
}

impl Fault {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Missed => "missed",
            Fault::Noisy => "noisy",
            Fault::WrongSpan => "wrong-span",
            Fault::WrongValue => "wrong-value",
            Fault::Unfilled => "unfilled",
        }
    }
}

/// An example that did not end as it must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// How.
    pub fault: Fault,
    /// The example, without its marks.
    pub text: String,
    /// The words that should be found, or were found and should not.
    pub spot: Span,
    /// What is wrong, in a few words.
    pub note: String,
}

impl Failure {
    /// The failure with its spot marked, as terminals show it.
    pub fn draw(&self, rule: &Rule) -> String {
        let before = self.text.get(..self.spot.start).unwrap_or("");
        let marks = "^".repeat(cells(&clean(self.spot.slice(&self.text))).max(1));
        format!(
            "{} {}\n --> {}:{}\n  | {}\n  | {}{marks} {}\n",
            self.fault.name(),
            rule.id,
            rule.place.0,
            rule.place.1,
            clean(&self.text),
            " ".repeat(cells(&clean(before))),
            self.note
        )
    }
}

/// The failures of a rule's examples; empty where all end well.
pub fn run(rule: &Rule, book: &Rulebook) -> Vec<Failure> {
    let must = rule.must.iter().filter_map(|m| must(rule, m, book).err());
    let must_not = rule.must_not.iter().filter_map(|m| must_not(rule, m, book).err());
    must.chain(must_not).collect()
}

/// The rule must find the marked words, with the value given.
///
/// # Errors
/// How it did not.
pub fn must(rule: &Rule, example: &Must, book: &Rulebook) -> Result<(), Failure> {
    let (text, spot) = unmark(&example.text);
    if scaffold::unfilled(&[&example.text, &example.out]) {
        let note = "write a sentence of your own, <<>> around what must be found, and its value in `out`".to_owned();
        return Err(Failure { fault: Fault::Unfilled, text, spot, note });
    }
    let article = read(&text, example.date.as_deref(), book);
    let at = |m: &Mention<Resolved>| article.document.original(m.span);
    let fail = |fault, note| Err(Failure { fault, text: text.clone(), spot, note });
    let touching: Vec<&Mention<Resolved>> = article.mentions.iter().filter(|m| at(m).overlaps(spot)).collect();
    // A mask keeps others from matching, and leaves nothing itself.
    if rule.kind == "mask" {
        return match touching.first() {
            None => Ok(()),
            Some(m) => fail(Fault::Missed, format!("`{}` found `{}` here", m.rule, article.document.printed(m.span))),
        };
    }
    let Some(own) = touching.iter().find(|m| m.rule == rule.id) else {
        let note = match touching.first() {
            Some(m) => format!("`{}` found `{}` instead", m.rule, article.document.printed(m.span)),
            None => "nothing is found here".to_owned(),
        };
        return fail(Fault::Missed, note);
    };
    if at(own) != spot {
        return fail(Fault::WrongSpan, format!("found `{}`", article.document.printed(own.span)));
    }
    let value = compact::value(own.value());
    if value != example.out {
        return fail(Fault::WrongValue, format!("read {value}, must be {}", example.out));
    }
    Ok(())
}

/// The rule must find nothing.
///
/// # Errors
/// What it found.
pub fn must_not(rule: &Rule, example: &MustNot, book: &Rulebook) -> Result<(), Failure> {
    let (text, _) = unmark(&example.text);
    if scaffold::unfilled(&[&example.text, &example.why]) {
        let note = "write a sentence that must be left alone, and why".to_owned();
        return Err(Failure { fault: Fault::Unfilled, spot: Span::new(0, text.len()), note, text });
    }
    let article = read(&text, None, book);
    if rule.kind == "mask" && article.mentions.is_empty() {
        let note = format!("nothing is left, but: {}", example.why);
        return Err(Failure { fault: Fault::Noisy, spot: Span::new(0, text.len()), note, text });
    }
    match article.mentions.iter().find(|m| m.rule == rule.id) {
        None => Ok(()),
        Some(m) => Err(Failure {
            fault: Fault::Noisy,
            spot: article.document.original(m.span),
            note: format!("read {}, but: {}", compact::value(m.value()), example.why),
            text,
        }),
    }
}

/// Who takes the marked words of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The rule itself.
    Own,
    /// Another rule.
    Other(String),
    /// None.
    Nothing,
}

/// Who takes the marked words of an example; whether span and value are right does not matter. A mask takes them when
/// nothing is left of them.
pub fn fate(rule: &Rule, example: &Must, book: &Rulebook) -> Fate {
    let (text, spot) = unmark(&example.text);
    let article = read(&text, example.date.as_deref(), book);
    let mut touching = article.mentions.iter().filter(|m| article.document.original(m.span).overlaps(spot));
    if touching.clone().any(|m| m.rule == rule.id) {
        return Fate::Own;
    }
    match touching.next() {
        Some(other) => Fate::Other(other.rule.to_string()),
        None if rule.kind == "mask" => Fate::Own,
        None => Fate::Nothing,
    }
}

fn read(text: &str, published: Option<&str>, book: &Rulebook) -> Article {
    let document: Document = ingest::document_from_text(text, "example", published, book);
    pipeline::article(document, book)
}

/// The text without `<<` and `>>`, and where they stood; the whole text where there are none.
pub fn unmark(text: &str) -> (String, Span) {
    let plain = text.replacen("<<", "", 1).replacen(">>", "", 1);
    let start = text.find("<<");
    let end = text.find(">>").map(|i| i.saturating_sub(2));
    let spot = match (start, end) {
        (Some(start), Some(end)) => Span::new(start, end),
        _ => Span::new(0, plain.len()),
    };
    (plain, spot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_out() {
        let (text, spot) = unmark("매출 <<1조 2,300억원>>을");
        assert_eq!((text.as_str(), spot.slice(&text)), ("매출 1조 2,300억원을", "1조 2,300억원"));
        assert_eq!(unmark("no").1, Span::new(0, 2));
    }
}

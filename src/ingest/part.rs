//! Parts of a bilingual document: the article, a statement printed with it, its translation.

use super::segment::Draft;
use crate::lang::{Lang, is_hangul};
use crate::model::document::{Role, Segment};
use crate::rulebook::Rulebook;

/// Gives every segment its language and part.
///
/// The article is part 0. A heading that a rule names, a heading before text in the other language, or two paragraphs
/// of it start the next part; text in the article's language without a heading returns to part 0.
/// A quotation never starts a part.
pub(super) fn assign(text: &str, drafts: &[Draft], book: &Rulebook) -> Vec<Segment> {
    let main = main_language(text, drafts, book);
    let langs: Vec<Lang> = drafts.iter().map(|d| language(d.span.slice(text), book).unwrap_or(main)).collect();
    let mut state = State { main, part: 0, lang: main, next: 1 };
    let mut out = Vec::with_capacity(drafts.len());
    let mut i = 0;
    while let Some(draft) = drafts.get(i) {
        let heads = drafts.iter().skip(i).take_while(|d| d.role == Role::Headline && d.inside).count();
        let run = heads.max(1);
        let here = Here { drafts, langs: &langs, at: i, heads };
        state.step(draft, &here);
        for (d, &lang) in drafts.iter().zip(&langs).skip(i).take(run) {
            out.push(Segment { span: d.span, role: d.role, lang, part: state.part });
        }
        i += run;
    }
    out
}

struct State {
    main: Lang,
    part: u32,
    lang: Lang,
    next: u32,
}

/// A place among the drafts.
struct Here<'a> {
    drafts: &'a [Draft],
    langs: &'a [Lang],
    at: usize,
    /// Headings from `at` on.
    heads: usize,
}

impl Here<'_> {
    /// Language of the running text from `at + skip` on, and for how many paragraphs it lasts.
    fn text_run(&self, skip: usize) -> Option<(Lang, usize)> {
        let mut texts = self
            .drafts
            .iter()
            .zip(self.langs)
            .skip(self.at + skip)
            .filter(|(d, _)| matches!(d.role, Role::Body | Role::Headline));
        let lang = *texts.clone().find(|(d, _)| d.role == Role::Body)?.1;
        Some((lang, texts.by_ref().take_while(|(_, l)| **l == lang).filter(|(d, _)| d.role == Role::Body).count()))
    }
}

impl State {
    fn step(&mut self, draft: &Draft, here: &Here<'_>) {
        if here.heads > 0 {
            let named = here.drafts.iter().skip(here.at).take(here.heads).any(|d| d.part);
            let Some((lang, _)) = here.text_run(here.heads) else { return };
            let own = here.langs.get(here.at).is_some_and(|l| *l == lang);
            if named || (lang != self.lang && own) {
                self.start(lang);
            }
            return;
        }
        if draft.role != Role::Body || !draft.inside {
            return;
        }
        let Some(&lang) = here.langs.get(here.at) else { return };
        if draft.part {
            self.start(lang);
        } else if lang != self.lang {
            if lang == self.main {
                (self.part, self.lang) = (0, self.main);
            } else if here.text_run(0).is_some_and(|(_, n)| n >= 2) {
                self.start(lang);
            }
        }
    }

    fn start(&mut self, lang: Lang) {
        (self.part, self.lang) = (self.next, lang);
        self.next += 1;
    }
}

/// The language of the first paragraph of running text, else of the text.
fn main_language(text: &str, drafts: &[Draft], book: &Rulebook) -> Lang {
    let first = drafts.iter().find(|d| d.role == Role::Body);
    first.and_then(|d| language(d.span.slice(text), book)).unwrap_or_else(|| book.language_of(text))
}

/// The language of a line; `None` where it has no letters.
fn language(line: &str, book: &Rulebook) -> Option<Lang> {
    let letter = |c: char| is_hangul(c) || c.is_ascii_alphabetic() || book.has_others() && c.is_alphabetic();
    line.chars().any(letter).then(|| book.language_of(line))
}

//! One slip in one figure.

use super::Chance;
use super::digits;
use super::rules::{Change, Rule, Slips};
use crate::lang::is_hangul;
use crate::model::span::Span;

/// A figure as slips see it. Spans count in the text that is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Document of the run.
    pub(super) document: usize,
    /// Where it stands.
    pub(super) at: Span,
    /// Its sentence.
    pub(super) sentence: Span,
    /// What it is: money, date, country.
    pub(super) kind: &'static str,
    /// The next name of the list that it stands in.
    pub(super) next: Option<Span>,
    /// Figures of which one must be named for the slip to count as seen.
    pub(super) watched: Vec<Span>,
}

/// A change of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Planted {
    /// What is replaced by what.
    pub(super) with: Vec<(Span, String)>,
}

/// A word of a rule's lists where it stands.
struct Found {
    at: Span,
    list: usize,
    word: usize,
}

/// Plants a slip of a kind in a figure; `None` where it cannot happen there.
pub(super) fn plant(figure: &Figure, text: &str, rule: &Rule, slips: &Slips, chance: Chance) -> Option<Planted> {
    let member = matches!(rule.change, Change::MemberDropped | Change::MemberAdded);
    if !member && !rule.kinds.iter().any(|k| k == figure.kind) {
        return None;
    }
    let printed = figure.at.slice(text);
    let hangul = figure.sentence.slice(text).chars().any(is_hangul);
    let within = |at: Span| Span::new(figure.at.start + at.start, figure.at.start + at.end);
    let (at, new) = match rule.change {
        Change::Word | Change::Step if rule.near => near(figure, text, rule, chance)?,
        Change::Word => word(printed, rule, hangul, chance).map(|(at, new)| (within(at), new))?,
        Change::Step => {
            let numbered = step(printed, rule, chance);
            let (at, new) = numbered.or_else(|| word(printed, rule, hangul, chance))?;
            (within(at), new)
        }
        Change::Removed => {
            let at = caught(printed, rule, chance)?;
            (within(at), String::new())
        }
        Change::Pattern => {
            let at = caught(printed, rule, chance)?;
            let (inner, new) = word(at.slice(printed), rule, hangul, chance)?;
            (within(Span::new(at.start + inner.start, at.start + inner.end)), new)
        }
        Change::Spaced => {
            let at = caught(printed, rule, chance)?;
            (within(at), if at.is_empty() { " ".to_owned() } else { String::new() })
        }
        Change::DigitsFirst
        | Change::DigitsOther
        | Change::DigitsSwapped
        | Change::DigitsLonger
        | Change::DigitsShorter
        | Change::DigitsGrouped => {
            let (at, new) = digits::change(printed, figure.kind == "ordinal", rule.change, chance)?;
            (within(at), new)
        }
        Change::MemberDropped => (Span::new(figure.at.start, figure.next?.start), String::new()),
        Change::MemberAdded => added(figure, text, rule, chance)?,
        Change::Sentence | Change::Order | Change::Quotes => return None,
    };
    let mut with = vec![(at, new)];
    if let Some((span, particle)) = with.first().and_then(|(at, new)| behind(text, *at, new, slips)) {
        with.push((span, particle));
    }
    Some(Planted { with })
}

/// The particle behind a word that was replaced, where it has to change with it.
fn behind(text: &str, at: Span, new: &str, slips: &Slips) -> Option<(Span, String)> {
    let (old, new) = slips.particle(new, text.get(at.end..)?)?;
    Some((Span::new(at.end, at.end + old.len()), new.to_owned()))
}

/// Every word of a rule in a text; the longest counts, and of one that is in two lists that of the text's language.
fn words(text: &str, rule: &Rule, hangul: bool) -> Vec<Found> {
    let own = |list: usize| {
        let words = rule.lists.get(list).map_or(&[][..], Vec::as_slice);
        words.iter().any(|w| w.chars().any(is_hangul)) == hangul
    };
    let lower = text.to_ascii_lowercase();
    let mut out = Vec::new();
    let mut free = 0;
    for (i, _) in lower.char_indices() {
        let Some(rest) = lower.get(i..).filter(|_| i >= free) else { continue };
        let before = lower.get(..i).and_then(|b| b.chars().next_back());
        let fits = |word: &str| {
            let Some(after) = rest.strip_prefix(word) else { return false };
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let starts = letter(word.chars().next()) && letter(before);
            let ends = letter(word.chars().next_back()) && letter(after.chars().next());
            !starts && !ends
        };
        let all =
            rule.lists.iter().enumerate().flat_map(|(l, list)| list.iter().enumerate().map(move |(w, x)| (l, w, x)));
        if let Some((list, word, found)) = all.filter(|(_, _, w)| fits(w)).max_by_key(|(l, _, w)| (w.len(), own(*l))) {
            free = i + found.len();
            out.push(Found { at: Span::new(i, free), list, word });
        }
    }
    out
}

/// One word of a rule in a text, and another of its list with the same first letter's case.
fn word(text: &str, rule: &Rule, hangul: bool, chance: Chance) -> Option<(Span, String)> {
    let found = words(text, rule, hangul);
    let one = chance.pick(&found)?;
    Some((one.at, another(one, text, rule, chance)?))
}

fn another(found: &Found, text: &str, rule: &Rule, chance: Chance) -> Option<String> {
    let list = rule.lists.get(found.list)?;
    let others: Vec<&String> = list.iter().enumerate().filter(|(i, _)| *i != found.word).map(|(_, w)| w).collect();
    let new = chance.next().pick(&others)?;
    let capital = found.at.slice(text).starts_with(|c: char| c.is_ascii_uppercase());
    let mut chars = new.chars();
    Some(match chars.next() {
        Some(first) if capital => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
        _ => (*new).clone(),
    })
}

/// What the patterns of a rule call `x`: one of all.
fn caught(text: &str, rule: &Rule, chance: Chance) -> Option<Span> {
    let lower = text.to_ascii_lowercase();
    let mut all: Vec<Span> = Vec::new();
    for pattern in &rule.patterns {
        all.extend(pattern.captures_iter(&lower).filter_map(|c| c.name("x")).map(|m| Span::new(m.start(), m.end())));
    }
    all.sort_unstable();
    all.dedup();
    chance.pick(&all).copied()
}

/// A number one step on, as wide as before.
fn step(text: &str, rule: &Rule, chance: Chance) -> Option<(Span, String)> {
    let at = caught(text, rule, chance)?;
    let old = at.slice(text);
    let n: u32 = old.parse().ok()?;
    let (least, most) = rule.range;
    let fitting: Vec<u32> =
        [n.checked_sub(1), n.checked_add(1)].into_iter().flatten().filter(|n| (least..=most).contains(n)).collect();
    let new = chance.next().pick(&fitting)?;
    let width = if old.starts_with('0') { old.len() } else { 1 };
    Some((at, format!("{new:0width$}")))
}

/// The nearest word of a rule in the figure's sentence, outside of the figure.
fn near(figure: &Figure, text: &str, rule: &Rule, chance: Chance) -> Option<(Span, String)> {
    let base = figure.sentence.start;
    let found = words(figure.sentence.slice(text), rule, true);
    let place = |f: &Found| Span::new(base + f.at.start, base + f.at.end);
    let best = found.iter().filter(|f| !place(f).overlaps(figure.at)).min_by_key(|f| place(f).gap(figure.at))?;
    let new = another(best, figure.sentence.slice(text), rule, chance)?;
    Some((place(best), new))
}

/// A name that the text does not hold, between two names of a list that punctuation parts.
fn added(figure: &Figure, text: &str, rule: &Rule, chance: Chance) -> Option<(Span, String)> {
    let next = figure.next?;
    let parted = Span::new(figure.at.end, next.start).slice(text);
    if parted.is_empty() || parted.chars().any(char::is_alphanumeric) {
        return None;
    }
    let hangul = figure.at.slice(text).chars().any(is_hangul);
    let list = rule.lists.iter().find(|l| l.iter().any(|w| w.chars().any(is_hangul)) == hangul)?;
    let absent: Vec<&String> = list.iter().filter(|w| !text.contains(w.as_str())).collect();
    let name = chance.pick(&absent)?;
    Some((Span::new(next.start, next.start), format!("{name}{parted}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::source::Files;

    /// Every text that a kind of slip makes of the figure between `<<` and `>>`.
    fn all(marked: &str, kind: &'static str, id: &str) -> Vec<String> {
        let slips = Slips::load(&Files::built_in()).expect("the slips");
        let rule = slips.slips.iter().chain(&slips.edits).find(|r| r.id == id).expect("a rule");
        let (head, rest) = marked.split_once("<<").expect("a mark");
        let (figure, tail) = rest.split_once(">>").expect("its end");
        let text = format!("{head}{figure}{tail}");
        let at = Span::new(head.len(), head.len() + figure.len());
        let figure =
            Figure { document: 0, at, sentence: Span::new(0, text.len()), kind, next: None, watched: Vec::new() };
        let mut out: Vec<String> = (0..60)
            .filter_map(|seed| plant(&figure, &text, rule, &slips, Chance::of(seed, &[id])))
            .map(|p| crate::power::edit::Edit::replace(&text, p.with).text)
            .collect();
        out.sort();
        out.dedup();
        out
    }

    #[test]
    fn words_change_with_their_particles() {
        assert_eq!(
            all("<<3억 달러>>를 냈다", "money", "currency"),
            ["3억 엔을 냈다", "3억 원을 냈다", "3억 위안을 냈다", "3억 유로를 냈다"]
        );
        assert_eq!(all("<<3 million dollars>> were", "money", "scale").len(), 3);
        assert_eq!(all("<<6 percentage points>>", "ratio", "percent-point"), ["6 percent"]);
        assert_eq!(all("<<Three boats>> sank", "count", "number-word").len(), 11);
        assert_eq!(all("<<60여 명>>이 왔다", "count", "hedge-lost"), ["60 명이 왔다"]);
        assert_eq!(all("<<여섯 명>>이 왔다", "count", "hedge-lost"), Vec::<String>::new());
        assert_eq!(all("prices fell <<6%>> in May", "ratio", "direction"), ["prices rose 6% in May"]);
    }

    #[test]
    fn dates_move_by_one() {
        assert_eq!(all("<<2024년 7월 14일>>에", "date", "month"), ["2024년 6월 14일에", "2024년 8월 14일에"]);
        assert_eq!(all("<<2024년 7월 14일>>에", "date", "day"), ["2024년 7월 13일에", "2024년 7월 15일에"]);
        assert_eq!(all("<<2024-07-09>>", "date", "day"), ["2024-07-08", "2024-07-10"]);
        assert_eq!(all("on <<July 14, 2024>>", "date", "day"), ["on July 13, 2024", "on July 15, 2024"]);
        assert_eq!(all("on <<July 14, 2024>>", "date", "year"), ["on July 14, 2023", "on July 14, 2025"]);
        assert_eq!(all("<<8.27.>>", "date", "month"), ["7.27.", "9.27."]);
    }

    #[test]
    fn harmless_words_say_the_same() {
        assert_eq!(all("<<3만 명>>이", "count", "space"), ["3만명이"]);
        assert_eq!(all("<<$16.5 million>>", "money", "scale-style"), ["$16.5m"]);
        assert_eq!(all("<<12%>>", "ratio", "percent-sign"), ["12 per cent", "12 percent"]);
    }
}

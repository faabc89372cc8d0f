//! The one overlap policy.
//!
//! Of two mentions that share a byte the longer one stays. Of two equally long ones a figure beats a name, and a name beats
//! an identifier: what a list knows as 예스24 is no model number. So a name that holds a number keeps it (제1야당), and in
//! 한미일 3국 both stay, since neither holds a byte of the other.

use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::rulebook::rule::Rules;

/// Joins figures and names, both in order and without overlap, into one such list.
pub fn merge(figures: Vec<Mention<Raw>>, names: Vec<Mention<Raw>>, rules: &Rules) -> Vec<Mention<Raw>> {
    let rank = |m: &Mention<Raw>| match rules.get(&m.rule) {
        Some(rule) if rule.kind == "identifier" => 2,
        _ => 0,
    };
    let mut all: Vec<Option<Mention<Raw>>> = figures.into_iter().chain(names).map(Some).collect();
    let rival =
        |(index, m): (usize, &Option<Mention<Raw>>)| m.as_ref().map(|m| Rival { index, span: m.span, rank: rank(m) });
    let chosen = longest(all.iter().enumerate().filter_map(rival));
    chosen.into_iter().filter_map(|i| all.get_mut(i)?.take()).collect()
}

/// One of several that may share bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rival {
    /// Its number; of equals the lower one wins.
    pub(super) index: usize,
    /// What it takes.
    pub(super) span: Span,
    /// Of equally long ones the lower rank wins.
    pub(super) rank: u8,
}

/// Of rivals that share a byte the longest, then the lowest rank, then the first: their numbers in the order of the text.
pub(super) fn longest(rivals: impl Iterator<Item = Rival>) -> Vec<usize> {
    let mut all: Vec<Rival> = rivals.collect();
    // Runs that are in order already cost nothing.
    all.sort_by_key(|r| r.span.start);
    let mut out = Vec::with_capacity(all.len());
    let mut taken: Vec<Rival> = Vec::new();
    let mut rest = all.as_mut_slice();
    while let Some(first) = rest.first() {
        let mut end = first.span.end;
        let mut len = 1;
        while let Some(next) = rest.get(len).filter(|r| r.span.start < end) {
            end = end.max(next.span.end);
            len += 1;
        }
        let (group, behind) = rest.split_at_mut(len);
        rest = behind;
        if let [alone] = group {
            out.push(alone.index);
            continue;
        }
        group.sort_by_key(|r| (std::cmp::Reverse(r.span.len()), r.rank, r.span.start, r.index));
        taken.clear();
        for rival in group.iter() {
            let at = taken.partition_point(|t| t.span.start < rival.span.end);
            if at.checked_sub(1).and_then(|i| taken.get(i)).is_none_or(|t| t.span.end <= rival.span.start) {
                taken.insert(at, *rival);
            }
        }
        out.extend(taken.iter().map(|t| t.index));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    fn at(rule: &str, start: usize, end: usize) -> Mention<Raw> {
        Mention { span: Span::new(start, end), rule: rule.into(), state: Raw::default() }
    }

    #[test]
    fn longer_wins_then_figure_then_name_then_identifier() {
        let rules = &Rulebook::built_in().unwrap().rules;
        let identifier = rules.all.iter().find(|r| r.kind == "identifier").unwrap().id.clone();
        let date = rules.all.iter().find(|r| r.kind == "date").unwrap().id.clone();
        let kept = |figures: Vec<Mention<Raw>>, names: Vec<Mention<Raw>>| -> Vec<String> {
            merge(figures, names, rules).into_iter().map(|m| m.rule.to_string()).collect()
        };
        assert_eq!(kept(vec![at(&identifier, 0, 5)], vec![at("name", 0, 5)]), ["name"]);
        assert_eq!(kept(vec![at(&date, 0, 5)], vec![at("name", 0, 5)]), [date.to_string()]);
        assert_eq!(kept(vec![at(&date, 3, 5)], vec![at("name", 0, 5)]), ["name"]);
        assert_eq!(kept(vec![at(&date, 5, 9)], vec![at("name", 0, 5)]), ["name".to_owned(), date.to_string()]);
    }
}

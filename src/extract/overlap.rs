//! The one overlap policy.
//!
//! Of two mentions that share a byte the longer one stays. Of two equally long ones a figure beats a name, and a name beats
//! an identifier: what a list knows as 예스24 is no model number. So a name that holds a number keeps it (제1야당), and in
//! 한미일 3국 both stay, since neither holds a byte of the other.

use crate::model::mention::{Mention, Raw};
use crate::rulebook::rule::Rules;

/// Joins figures and names, both in order and without overlap, into one such list.
pub fn merge(figures: Vec<Mention<Raw>>, names: Vec<Mention<Raw>>, rules: &Rules) -> Vec<Mention<Raw>> {
    let rank = |m: &Mention<Raw>| match rules.get(&m.rule) {
        Some(rule) if rule.kind == "identifier" => 2,
        _ => 0,
    };
    let mut all: Vec<(u8, Mention<Raw>)> =
        figures.into_iter().map(|m| (rank(&m), m)).chain(names.into_iter().map(|m| (1, m))).collect();
    all.sort_by_key(|(rank, m)| (std::cmp::Reverse(m.span.len()), *rank, m.span.start));
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    all.retain(|(_, m)| {
        let free = taken.range(..m.span.end).next_back().is_none_or(|(_, end)| *end <= m.span.start);
        if free {
            taken.insert(m.span.start, m.span.end);
        }
        free
    });
    let mut all: Vec<Mention<Raw>> = all.into_iter().map(|(_, m)| m).collect();
    all.sort_by_key(|m| m.span);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;
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

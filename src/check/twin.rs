//! A statement and its translation: lists of countries that lost or changed a member.

use std::collections::BTreeSet;

use super::context::Context;
use super::draft::Draft;
use super::enumeration::{Countries, countries};
use crate::model::finding::Verdict;
use crate::rulebook::Rulebook;

/// Lists of three and more countries that two parts of a document, or two passages, print of the same group.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let lists: Vec<Countries> = countries(context, book).into_iter().filter(|l| l.ids.len() >= 3).collect();
    let mut out: Vec<Draft> = Vec::new();
    for (i, a) in lists.iter().enumerate() {
        let mut best: Option<(usize, &Countries)> = None;
        for b in lists.iter().skip(i + 1) {
            if a.part == b.part && context.copy_of.get(a.sentence) != context.copy_of.get(b.sentence) {
                continue;
            }
            let shared = a.ids.intersection(&b.ids).count();
            let most = a.ids.len().max(b.ids.len());
            // Lists of one group: at least two thirds in common, and of like length.
            if shared * 3 >= most * 2 && best.is_none_or(|(s, _)| shared > s) {
                best = Some((shared, b));
            }
        }
        let Some((shared, b)) = best else { continue };
        let same = shared == a.ids.len() && shared == b.ids.len() && !a.doubled && !b.doubled;
        let missing: BTreeSet<&String> = a.ids.symmetric_difference(&b.ids).collect();
        let verdict = if same { Verdict::Identical } else { Verdict::Conflict };
        let sides = a.mentions.iter().chain(&b.mentions).map(|m| (context.index, *m));
        let mut draft = Draft::new("list-drift", verdict, sides.collect());
        draft.derivation.push(format!("{} names and {} names", a.ids.len(), b.ids.len()));
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(|m| m.as_str()).collect();
            draft.derivation.push(format!("only in one of them: {}", names.join(", ")));
            draft.want = names.join(", ");
        }
        out.push(draft);
    }
    out
}

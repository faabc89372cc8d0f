//! Lines about lists, series and the calendar.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::line::Ground;
use super::side::{Judged, Side};
use super::time;
use super::value::{Claimed, number};

impl Ground<'_> {
    /// `3 names listed; printed 3`, `4 names and 4 names`, `listed: JP, KR, US`, `only in one of them: …`.
    pub(super) fn listed(&self, line: &str) -> Option<Judged> {
        if let Some(rest) = line.strip_prefix("only in one of them: ") {
            let (first, second) = self.two_lists()?;
            let odd: BTreeSet<&str> = first.symmetric_difference(&second).copied().collect();
            let told: BTreeSet<&str> = rest.split(", ").collect();
            return Some(if told == odd {
                Judged::Holds
            } else {
                Judged::Unknown(format!("`{line}`: the sides name them otherwise"))
            });
        }
        if let Some(rest) = ["listed: ", "listed first: ", "listed second: "].iter().find_map(|h| line.strip_prefix(h))
        {
            return Some(self.members(rest, line));
        }
        let heads = [" names listed; printed ", " names listed elsewhere; printed ", " items listed; printed "];
        let counted = heads.iter().find_map(|h| line.split_once(h));
        if let Some((n, printed)) = counted {
            let (n, printed) = (number(n)?.0, number(printed)?.0);
            if self.operand(printed).is_none() {
                return Some(Judged::Fails(format!("{printed} of `{line}` is printed by no side")));
            }
            let items = match self.told("listed: ") {
                Some(list) => separate(list).len(),
                None => self.sides.len().checked_sub(1)?,
            };
            if Decimal::from(items) != n {
                return Some(Judged::Fails(format!("`{line}`: {items} are told")));
            }
            return Some(self.so(n == printed, line));
        }
        let (a, b) = line.strip_suffix(" names")?.split_once(" names and ")?;
        let (a, b): (usize, usize) = (a.parse().ok()?, b.parse().ok()?);
        let Some((first, second)) = self.two_lists() else {
            return Some(Judged::Unknown(format!("`{line}`: the sides are not told apart")));
        };
        if first.len() != a || second.len() != b {
            return Some(if self.found() {
                Judged::Holds
            } else {
                Judged::Unknown(format!("`{line}`: {} and {} among the sides", first.len(), second.len()))
            });
        }
        Some(self.so(first == second, line))
    }

    /// What a line of the derivation with this head tells.
    fn told(&self, head: &str) -> Option<&str> {
        self.lines.iter().find_map(|l| l.strip_prefix(head))
    }

    /// Two lists of names: as told, else the sides by the numbers of the first line.
    fn two_lists(&self) -> Option<(BTreeSet<&str>, BTreeSet<&str>)> {
        if let Some((a, b)) = self.told("listed first: ").zip(self.told("listed second: ")) {
            return Some((a.split(", ").collect(), b.split(", ").collect()));
        }
        let counts = self.lines.iter().find_map(|l| l.strip_suffix(" names")?.split_once(" names and "))?;
        let (a, b): (usize, usize) = (counts.0.parse().ok()?, counts.1.parse().ok()?);
        (a + b == self.sides.len()).then_some(())?;
        let first = self.sides.get(..a)?.iter().map(|s| s.value.as_str()).collect();
        Some((first, self.sides.get(a..)?.iter().map(|s| s.value.as_str()).collect()))
    }

    /// Whether a list names what the sides or their documents do: ids that sides carry, or words that stand there.
    fn members(&self, list: &str, line: &str) -> Judged {
        let names: Vec<&Side> = self.sides.iter().filter(|s| s.claimed == Claimed::Name).collect();
        let all = separate(list);
        let items = list.contains("; ");
        let missing = all.iter().find(|m| {
            let carried = names.iter().any(|s| s.value == ***m);
            let printed = self.texts.iter().any(|t| t.contains(**m));
            // A group's members stand in no side: they are as many as the group has.
            let grouped = !items && m.len() <= 3 && names.iter().any(|s| s.value.chars().count() > 1);
            !(carried || printed || grouped)
        });
        match missing {
            Some(name) => {
                Judged::Unknown(format!("`{line}`: `{name}` stands in no document of the sides as it is told"))
            }
            None => Judged::Holds,
        }
    }

    /// `no. 1: last December; no. 2: this March`, `no. 7 and no. 7 of one series`.
    pub(super) fn series(&self, line: &str) -> Option<Judged> {
        let printed = |n: Decimal| self.sides.iter().any(|s| s.claimed == Claimed::Place(n));
        if let Some(both) = line.strip_suffix(" of one series") {
            let (a, b) = both.split_once(" and ")?;
            let (a, b) = (place(a)?.0, place(b)?.0);
            let known = printed(a) && printed(b);
            return Some(if known {
                self.so(a == b, line)
            } else {
                Judged::Fails(format!("`{line}` names another number"))
            });
        }
        let (first, second) = line.split_once("; no. ")?;
        let (low, when) = place(first)?;
        let (high, then) = number(second)?;
        let (when, then) = (when.strip_prefix(": ")?, then.strip_prefix(": ")?);
        let dated = |surface: &str| {
            let own = self.sides.iter().filter(|s| s.surface == surface);
            own.filter_map(|s| time::days(&s.value)).next()
        };
        let (Some(a), Some(b)) = (dated(when), dated(then)) else {
            return Some(Judged::Unknown(format!("`{line}`: a date without a year")));
        };
        if !printed(low) || !printed(high) {
            return Some(Judged::Fails(format!("`{line}` names another number")));
        }
        let ordered = low == high || (low < high) == (a.0 <= b.1);
        Some(self.so(ordered, line))
    }

    /// `2024-05-23 is a Thursday`, `32일: no calendar has this day`.
    pub(super) fn calendar(&self, line: &str) -> Option<Judged> {
        if let Some(surface) = line.strip_suffix(": no calendar has this day") {
            let side = self.sides.iter().find(|s| s.surface == surface)?;
            let big = side.numbers.iter().any(|n| {
                n.at > Decimal::from(28) && n.at < Decimal::from(100) || n.at == Decimal::from(13) || n.at.is_zero()
            });
            return Some(if big {
                Judged::Holds
            } else {
                Judged::Unknown(format!("`{line}` is not worked out again"))
            });
        }
        let (day, weekday) = line.split_once(" is a ")?;
        let day: jiff::civil::Date = day.parse().ok()?;
        let told = self.words.weekdays.get(&weekday.to_ascii_lowercase())?;
        if day.weekday().to_monday_one_offset() != *told {
            return Some(Judged::Fails(format!("{day} is a {:?}, not a {weekday}", day.weekday())));
        }
        // The same day of another year is a second line of its own.
        let (shown, first) = (day.to_string(), self.lines.first().is_some_and(|l| l == line));
        let stands = |v: &str| if first { v == shown } else { v.get(4..) == shown.get(4..) };
        if !self.sides.iter().any(|s| s.value.split('/').any(stands)) {
            return Some(Judged::Fails(format!("{day} of `{line}` is the date of no side")));
        }
        let printed = self.sides.iter().find_map(|s| time::weekday(&s.surface, self.words));
        let Some(printed) = printed else {
            return Some(Judged::Unknown(format!("`{line}`: the words name no weekday")));
        };
        let fitting = |l: &String| {
            let named = l.split_once(" is a ").and_then(|(_, w)| self.words.weekdays.get(&w.to_ascii_lowercase()));
            named == Some(&printed)
        };
        Some(self.so(self.lines.iter().any(fitting), line))
    }
}

/// The members of a list: items of a text part by semicolons, ids by commas.
fn separate(list: &str) -> Vec<&str> {
    if list.contains("; ") { list.split("; ").collect() } else { list.split(", ").collect() }
}

/// The number of `no. 7`, and what follows.
fn place(text: &str) -> Option<(Decimal, &str)> {
    number(text.strip_prefix("no. ")?)
}

//! Lines about conversions: rates of currencies, sizes in two units.

use rust_decimal::Decimal;

use super::arith::{alike, holds};
use super::line::Ground;
use super::numeral;
use super::side::{Judged, Side};
use super::value::{Claimed, follows, number, range, same};
use crate::model::interval::Interval;

impl Ground<'_> {
    /// `one rate fits all 3: 0.00069–0.00071`: the sides' own rate must be among those that fit.
    pub(super) fn shared_rate(&self, line: &str) -> Option<Judged> {
        let (told, _) = range(line.strip_prefix("one rate fits all ")?.split_once(": ")?.1)?;
        let [a, b] = self.sides else { return None };
        let ends = |s: &Side| -> Vec<Interval> {
            let all = s.range().map(|r| [r.lo, r.hi]).into_iter().flatten().flatten();
            all.filter_map(|b| self.operand(b.at)).flat_map(|o| o.readings).collect()
        };
        let (x, y) = (ends(a), ends(b));
        let fits = |p: &Interval, q: &Interval| p.over(q).is_some_and(|r| !r.disjoint(&told));
        let own = x.iter().any(|p| y.iter().any(|q| fits(p, q) || fits(q, p)));
        Some(if own { Judged::Holds } else { Judged::Fails(format!("`{line}`: that of the sides does not")) })
    }

    /// `2024-01 to 2024-04: one USD cost 146–154 JPY, by the European Central Bank`.
    pub(super) fn reference(&self, line: &str) -> Option<Judged> {
        let body = line.strip_suffix(", by the European Central Bank")?;
        let (months, body) = body.split_once(": one ")?;
        let (first, body) = body.split_once(" cost ")?;
        let (told, second) = range(body)?;
        let month = |text: &str| -> Option<(i16, i8)> {
            let (year, month) = text.split_once('-')?;
            Some((year.parse().ok()?, month.parse().ok()?))
        };
        let (from, to) = months.split_once(" to ")?;
        let Some((low, high)) = self.book.rates.cross(first, second.trim(), month(from)?, month(to)?) else {
            return Some(Judged::Unknown(format!("`{line}`: no table has these months and currencies")));
        };
        Some(if alike(&Interval::closed(low, high), &told) {
            Judged::Holds
        } else {
            Judged::Fails(format!("`{line}` is not what the table of rates gives"))
        })
    }

    /// `0.0007 USD for one KRW (0.00069–0.00071)`, `one KRW has cost 0.0006–0.0012 USD`.
    pub(super) fn rate(&self, line: &str) -> Option<Judged> {
        let ends = |currency: &str| -> Vec<Decimal> {
            let own =
                self.sides.iter().filter(|s| matches!(&s.claimed, Claimed::Amount { unit, .. } if unit == currency));
            own.filter_map(Side::range).flat_map(|r| [r.lo, r.hi]).flatten().map(|b| b.at).collect()
        };
        if let Some(rest) = line.strip_prefix("one ") {
            let (first, rest) = rest.split_once(" has cost ")?;
            let (told, second) = range(rest)?;
            let dollar = |currency: &str| self.book.dimensions.per_dollar(currency);
            let Some(((a, b), (c, d))) = dollar(first).zip(dollar(second.trim())) else {
                return Some(Judged::Unknown(format!("`{line}`: no table has these currencies")));
            };
            let worked = Interval::closed(c.checked_div(b)?, d.checked_div(a)?);
            return Some(if alike(&worked, &told) {
                Judged::Holds
            } else {
                Judged::Fails(format!("`{line}` is not what the table of rates gives"))
            });
        }
        let (words, bracket) = line.split_once(" (")?;
        let (head, first) = words.split_once(" for one ")?;
        let (at, second) = number(head)?;
        let (told, _) = range(bracket.strip_suffix(')')?)?;
        let second = second.trim();
        let quotients: Vec<Decimal> =
            ends(second).iter().flat_map(|t| ends(first).into_iter().filter_map(move |f| t.checked_div(f))).collect();
        if quotients.is_empty() {
            return Some(Judged::Unknown(format!("`{line}`: no side has both currencies")));
        }
        if !holds(&told, at) || !quotients.iter().any(|q| holds(&told, *q)) {
            return Some(Judged::Fails(format!("`{line}` is not the quotient of its figures")));
        }
        let operands = |currency: &str| -> Vec<Interval> {
            ends(currency).into_iter().filter_map(|n| self.operand(n)).flat_map(|o| o.readings).collect()
        };
        let (to, from) = (operands(second), operands(first));
        let fits = to.iter().any(|t| from.iter().any(|f| t.over(f).is_some_and(|w| alike(&w, &told))));
        Some(if fits {
            Judged::Holds
        } else {
            Judged::Unknown(format!("the range of `{line}` does not follow from rounding its figures"))
        })
    }

    /// `5 km is 3.1 in the other unit`.
    pub(super) fn converted(&self, line: &str) -> Option<Judged> {
        if let Some((head, told)) = line.split_once(" gives ") {
            let (a, b) = head.split_once(" / ")?;
            let (told, rest) = number(told)?;
            rest.is_empty().then_some(())?;
            let read = |surface: &str| -> Vec<Decimal> {
                let lower = crate::ingest::normalise_text(surface).0.to_ascii_lowercase();
                numeral::numbers(&lower, self.words).into_iter().map(|n| n.at).collect()
            };
            let there = |surface: &str| self.texts.iter().any(|t| t.contains(surface));
            if !there(a) || !there(b) {
                return Some(Judged::Unknown(format!("`{line}` is not of the words of the documents")));
            }
            let quotients = read(a).into_iter().flat_map(|x| read(b).into_iter().filter_map(move |y| x.checked_div(y)));
            // The middle of what both can stand for lies a little beside their quotient.
            let near = |q: Decimal| (q - told).abs() <= told.abs() / Decimal::from(20);
            return Some(if quotients.into_iter().any(near) {
                Judged::Holds
            } else {
                Judged::Unknown(format!("`{line}` is read otherwise"))
            });
        }
        if let Some((numbers, _)) = line.split_once(" in one currency (") {
            let (a, b) = numbers.split_once(" and ")?;
            let both = [number(a)?.0, number(b)?.0];
            let known = both.iter().all(|n| self.operand(*n).is_some());
            return Some(if known {
                self.so(same(both[0], both[1]), line)
            } else {
                Judged::Fails(format!("`{line}` names another figure"))
            });
        }
        let head = line.strip_suffix(" in the other unit")?;
        let (surface, shown) = head.rsplit_once(" is ")?;
        let (shown, _) = number(shown)?;
        let from = self.sides.iter().find(|s| s.surface == surface)?;
        let to = self.sides.iter().find(|s| s.surface != surface)?;
        let unit = |s: &Side| match &s.claimed {
            Claimed::Amount { unit, .. } => self.book.dimensions.unit(unit),
            _ => None,
        };
        let (Some(u), Some(v)) = (unit(from), unit(to)) else {
            return Some(Judged::Unknown(format!("`{line}`: a unit that converts to nothing")));
        };
        let range = from.range()?;
        let numbers = [range.lo, range.hi].into_iter().flatten();
        let worked = numbers.filter_map(|b| {
            b.at.checked_mul(u.factor)?.checked_add(u.offset)?.checked_sub(v.offset)?.checked_div(v.factor)
        });
        Some(if worked.into_iter().any(|w| follows(shown, w)) {
            Judged::Holds
        } else {
            Judged::Fails(format!("`{line}`: it is not"))
        })
    }
}

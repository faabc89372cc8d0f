//! One line of a derivation: parsed, worked out again, its figures looked for among the sides.

use rust_decimal::Decimal;

use super::arith::{Expression, Operand, absolute, alike, choices, holds, operand};
use super::numeral;
use super::side::{Judged, Side};
use super::time;
use super::value::{Claimed, number, range, same};
use super::words::Words;
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::rulebook::Rulebook;

/// What a line is read against.
pub(super) struct Ground<'a> {
    /// Id of the check.
    pub(super) check: &'a str,
    /// What the program said.
    pub(super) verdict: Verdict,
    /// The sides.
    pub(super) sides: &'a [Side],
    /// The whole derivation.
    pub(super) lines: &'a [String],
    /// Texts of their documents.
    pub(super) texts: &'a [&'a str],
    pub(super) words: &'a Words,
    pub(super) book: &'a Rulebook,
}

/// Words of derivations that state no figure.
const PLAIN: [&str; 1] = ["the passage is printed twice, nearly word for word"];

/// Heads of lines that only quote what other figures say.
const QUOTED: [&str; 1] = ["they add up: "];

/// Shares and multiples that words name without a number: half, doubled, a third.
fn named(n: Decimal) -> bool {
    let whole = n.fract().is_zero() && n > Decimal::ZERO && n <= Decimal::TEN;
    whole || (2..=4).any(|d| (1..d).any(|k| Decimal::from(k).checked_div(Decimal::from(d)).is_some_and(|q| same(q, n))))
}

impl Ground<'_> {
    /// Judges a line.
    pub(super) fn line(&self, line: &str) -> Judged {
        if PLAIN.contains(&line) {
            return self.pair();
        }
        if QUOTED.iter().any(|head| line.starts_with(head)) {
            return Judged::Holds;
        }
        let readers: [fn(&Self, &str) -> Option<Judged>; 15] = [
            Self::calendar,
            Self::length,
            Self::listed,
            Self::series,
            Self::equation,
            Self::shared_rate,
            Self::reference,
            Self::periods,
            Self::rate,
            Self::converted,
            Self::implied,
            Self::stated,
            Self::declared,
            Self::part,
            Self::two,
        ];
        readers
            .iter()
            .find_map(|r| r(self, line))
            .unwrap_or_else(|| Judged::Unknown(format!("`{line}` has no known form")))
    }

    pub(super) fn operand(&self, n: Decimal) -> Option<Operand> {
        operand(n, self.sides, &self.book.dimensions)
    }

    pub(super) fn found(&self) -> bool {
        self.verdict.is_finding()
    }

    /// What follows from a comparison: a finding must have found it false, a pass true.
    pub(super) fn so(&self, is: bool, line: &str) -> Judged {
        if is == self.found() {
            let what =
                if is { "holds, and is reported as a finding" } else { "does not hold, and is reported as held" };
            return Judged::Fails(format!("`{line}` {what}"));
        }
        Judged::Holds
    }

    /// `A + B = C; printed D`, and the other equations.
    fn equation(&self, line: &str) -> Option<Judged> {
        let Some((left, right)) = line.split_once(" = ") else { return self.quotient(line) };
        if left.starts_with('(') {
            return None;
        }
        let left = left.split_once(" in the brackets: ").map_or(left, |(_, l)| l);
        let expression = Expression::parse(left)?;
        let (result, printed) = match right.split_once("; ") {
            Some((result, rest)) => (result, Some(rest)),
            None => (right, None),
        };
        let (result, rest) = range(result)?;
        if !rest.is_empty() {
            return None;
        }
        let mut operands = Vec::new();
        let growth = left.ends_with(" − 1");
        let numbers = expression.numbers();
        for (i, n) in numbers.iter().enumerate() {
            match self.operand(*n) {
                // The 1 of a growth is no figure.
                _ if growth && i + 1 == numbers.len() => {
                    operands.push(Operand { at: *n, readings: vec![Interval::point(*n)] })
                }
                Some(o) => operands.push(o),
                // So many of each, in words.
                None if left.contains(" + ") && left.contains(&format!("{} × ", n.normalize())) && named(*n) => {
                    operands.push(Operand { at: *n, readings: vec![Interval::point(*n)] });
                }
                None => {
                    return Some(Judged::Unknown(format!("{} of `{line}` is the figure of no side", n.normalize())));
                }
            }
        }
        let mut points = operands.iter().map(|o| Interval::point(o.at));
        let exact = expression.value(&mut points)?;
        let exact = if growth { absolute(exact) } else { exact };
        let at = exact.lo?.at;
        if !holds(&result, at) {
            return Some(Judged::Fails(format!(
                "`{left}` is {}, not {right}",
                at.round_sf(6).unwrap_or(at).normalize()
            )));
        }
        if result.lo.map(|b| b.at) != result.hi.map(|b| b.at) {
            let fits = choices(&operands).into_iter().any(|choice| {
                let worked = expression.value(&mut choice.into_iter());
                worked.is_some_and(|w| alike(&if growth { absolute(w) } else { w }, &result))
            });
            if !fits {
                return Some(Judged::Unknown(format!(
                    "the range of `{line}` does not follow from rounding its figures"
                )));
            }
        }
        let Some(printed) = printed else {
            // An equation by itself: both are figures.
            return Some(match self.operand(result.lo?.at) {
                Some(_) => self.so(true, line),
                None => Judged::Unknown(format!("{right} is the figure of no side")),
            });
        };
        if printed == "a whole is 1" {
            return Some(Judged::Holds);
        }
        let (p, rest) = number(printed.strip_prefix("printed ")?)?;
        if !rest.is_empty() {
            return None;
        }
        let own = match self.operand(p) {
            Some(own) => own,
            None if named(p) => Operand { at: p, readings: vec![Interval::point(p)] },
            None => return Some(Judged::Fails(format!("{} of `{line}` is printed by no side", p.normalize()))),
        };
        Some(self.against(&result, at, &own, line))
    }

    /// `3 / 4; printed 0.75`: the figures alone, where rounding leaves no range to tell.
    fn quotient(&self, line: &str) -> Option<Judged> {
        let (left, printed) = line.split_once("; printed ")?;
        let expression = Expression::parse(left)?;
        let (p, rest) = number(printed)?;
        rest.is_empty().then_some(())?;
        let numbers = expression.numbers();
        if let Some(n) = numbers.iter().chain([&p]).find(|n| self.operand(**n).is_none()) {
            return Some(Judged::Unknown(format!("{} of `{line}` is the figure of no side", n.normalize())));
        }
        let worked = expression.value(&mut numbers.into_iter().map(Interval::point))?;
        Some(self.against(&worked, worked.lo?.at, &self.operand(p)?, line))
    }

    /// Whether what was printed and what was worked out go with the verdict.
    fn against(&self, result: &Interval, at: Decimal, printed: &Operand, line: &str) -> Judged {
        let p = printed.at;
        if self.found() {
            let exact = same(at, p) && self.check != "percent-vs-point";
            return if exact {
                Judged::Fails(format!("`{line}`: the two agree, and are reported as a finding"))
            } else {
                Judged::Holds
            };
        }
        let meets = holds(result, p) || printed.readings.iter().any(|r| !r.disjoint(result));
        let size = at.abs().max(p.abs());
        // Hedges and spoken multiples allow a quarter.
        let near = (at - p).abs() <= size / Decimal::from(4) || (at.abs() - p.abs()).abs() <= size / Decimal::from(4);
        if meets || near {
            Judged::Holds
        } else {
            Judged::Fails(format!("`{line}`: the two do not agree, and are reported as held"))
        }
    }

    /// `2908명 as 78.5% implies a whole of 3,700–3,710`; also of figures beside the sides, by their words.
    fn implied(&self, line: &str) -> Option<Judged> {
        let (head, told) = line.split_once(" implies a whole of ")?;
        let (head, beside) = head.strip_prefix("beside it, ").map_or((head, false), |h| (h, true));
        let (part, share) = head.split_once(" as ")?;
        let (told, _) = range(told)?;
        if beside && !self.texts.iter().any(|t| t.contains(part) && t.contains(share)) {
            return Some(Judged::Fails(format!("`{part}` as `{share}` stands in no document of the sides")));
        }
        let read = |surface: &str, by: Decimal| -> Vec<Operand> {
            if let Some(side) = self.sides.iter().find(|s| s.surface == surface) {
                let ends = side.range().map(|r| [r.lo, r.hi]).into_iter().flatten().flatten();
                return ends.filter_map(|b| self.operand(b.at)).collect();
            }
            let lower = crate::ingest::normalise_text(surface).0.to_ascii_lowercase();
            let rounded = |n: &numeral::Number| {
                let (at, step) = (n.at * by, n.step * by);
                let half = step / Decimal::TWO;
                Operand { at, readings: vec![Interval::point(at), Interval::closed(at - half, at + step)] }
            };
            numeral::numbers(&lower, self.words).iter().map(rounded).collect()
        };
        let (parts, shares) = (read(part, Decimal::ONE), read(share, Decimal::new(1, 2)));
        let near = parts.iter().any(|a| shares.iter().any(|b| a.at.checked_div(b.at).is_some_and(|q| holds(&told, q))));
        if !near {
            return Some(Judged::Fails(format!("`{line}`: it does not")));
        }
        let fits = parts
            .iter()
            .flat_map(|a| &a.readings)
            .any(|x| shares.iter().flat_map(|b| &b.readings).any(|y| x.over(y).is_some_and(|w| alike(&w, &told))));
        Some(if fits {
            Judged::Holds
        } else {
            Judged::Unknown(format!("the range of `{line}` does not follow from rounding its figures"))
        })
    }

    /// `stated 5 > 3`, `3 ≤ 5`, `5 printed after 3`, `5 of a whole is more than the whole`.
    fn stated(&self, line: &str) -> Option<Judged> {
        if let Some(n) = line.strip_suffix(" of a whole is more than the whole") {
            return Some(if number(n)?.0 > Decimal::ONE { Judged::Holds } else { Judged::Fails(line.to_owned()) });
        }
        if line == "the same digits at two scales" {
            let digits = |s: &Side| -> Option<String> {
                let n = s.range()?.lo?.at.normalize().to_string();
                Some(n.chars().filter(char::is_ascii_digit).collect::<String>().trim_matches('0').to_owned())
            };
            let all: Vec<Option<String>> = self.sides.iter().map(digits).collect();
            let alike = all.windows(2).all(|w| w.first() == w.get(1));
            return Some(if alike { Judged::Holds } else { Judged::Unknown(format!("{line}: not as printed")) });
        }
        let bare = line.strip_prefix("stated ").unwrap_or(line);
        let signs = [(" > ", false), (" < ", true), (" ≤ ", true), (" printed after ", false)];
        let (a, b, less, after) = signs.iter().find_map(|(sign, less)| {
            let (a, b) = bare.split_once(sign)?;
            let ((a, x), (b, y)) = (number(a)?, number(b)?);
            (x.is_empty() && y.is_empty()).then_some((a, b, *less, *sign == " printed after "))
        })?;
        if let Some(n) = [a, b].into_iter().find(|n| self.operand(*n).is_none()) {
            return Some(Judged::Fails(format!("{} of `{line}` is the figure of no side", n.normalize())));
        }
        if after {
            return Some(self.so(a > b, line));
        }
        let is = if less { a <= b } else { a >= b };
        // Bounds and rounding let a comparison hold that the bare numbers deny.
        let (low, high) = if less { (a, b) } else { (b, a) };
        Some(if !is && !self.found() && self.possible(low, high) { Judged::Holds } else { self.so(is, line) })
    }

    /// Whether what two numbers can stand for lets the first be the smaller one.
    fn possible(&self, low: Decimal, high: Decimal) -> bool {
        let readings = |n: Decimal| self.operand(n).map(|o| o.readings).unwrap_or_default();
        let above = readings(high);
        let fits = |l: &Interval| above.iter().any(|h| l.lo.zip(h.hi).is_none_or(|(l, h)| l.at <= h.at));
        readings(low).iter().any(fits)
    }

    /// `3 of 5`, and with a share `3 of 5 is 0.6; printed 0.6`.
    fn part(&self, line: &str) -> Option<Judged> {
        if let Some((head, printed)) = line.split_once("; printed ")
            && let Some((head, told)) = head.rsplit_once(" is ")
        {
            let whole = self.sides.iter().skip(1);
            let spelled = whole.map(|s| s.surface.as_str()).collect::<Vec<_>>().join(" of ");
            let (told, _) = range(told)?;
            let (p, _) = number(printed)?;
            if head != spelled {
                return None;
            }
            let (part, whole) = (self.sides.get(1)?.range()?.lo?.at, self.sides.get(2)?.range()?.lo?.at);
            let at = part.checked_div(whole)?;
            if !holds(&told, at) {
                return Some(Judged::Fails(format!("`{line}`: it is {}", at.round_sf(6)?)));
            }
            let own = self.operand(p)?;
            return Some(self.against(&told, at, &own, line));
        }
        let (a, b) = line.split_once(" of ")?;
        let ((a, x), (b, y)) = (number(a)?, number(b)?);
        if !x.is_empty() || !y.is_empty() {
            return None;
        }
        if let Some(n) = [a, b].into_iter().find(|n| self.operand(*n).is_none()) {
            return Some(Judged::Fails(format!("{} of `{line}` is the figure of no side", n.normalize())));
        }
        Some(if a > b && !self.found() && self.possible(a, b) { Judged::Holds } else { self.so(a <= b, line) })
    }

    /// `5–7 ≤ 9 holds`, `(3 + 4 = 7) = 8 does not hold`.
    fn declared(&self, line: &str) -> Option<Judged> {
        let body = line.strip_suffix(" does not hold").or_else(|| line.strip_suffix(" holds"))?;
        let negative = line.ends_with("does not hold");
        if negative != self.found() {
            return Some(Judged::Fails(format!("`{line}` is reported as the opposite")));
        }
        let side = |text: &str| -> Option<Result<Interval, String>> {
            let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) else {
                let (value, rest) = range(text)?;
                return rest.is_empty().then_some(Ok(value));
            };
            let (shown, told) = inner.rsplit_once(" = ")?;
            let (told, _) = range(told)?;
            let expression = Expression::parse(shown)?;
            let unknown = expression.numbers().into_iter().find(|n| self.operand(*n).is_none() && !named(*n));
            if let Some(n) = unknown {
                return Some(Err(format!("{} is the figure of no side", n.normalize())));
            }
            let at = expression.value(&mut expression.numbers().into_iter().map(Interval::point))?.lo?.at;
            Some(if holds(&told, at) { Ok(told) } else { Err(format!("`{shown}` is {}", at.normalize())) })
        };
        let (sign, (left, right)) =
            [" = ", " ≠ ", " ≤ ", " < "].into_iter().find_map(|s| split_outside(body, s).map(|both| (s, both)))?;
        let (left, right) = match (side(left)?, side(right)?) {
            (Ok(l), Ok(r)) => (l, r),
            (Err(why), _) | (_, Err(why)) => return Some(Judged::Unknown(format!("`{line}`: {why}"))),
        };
        let is = match sign {
            " = " => !left.disjoint(&right),
            " ≠ " => left != right,
            _ => left.lo.zip(right.hi).is_none_or(|(l, h)| l.at <= h.at),
        };
        // Tolerance and rounding of the rule may let it hold; what is plainly so is no finding.
        Some(if is && negative { Judged::Fails(format!("`{line}`: it does")) } else { Judged::Holds })
    }

    /// `A and B`, `A against B`: values of two sides.
    fn two(&self, line: &str) -> Option<Judged> {
        let [a, b] = self.sides else { return None };
        let line = line.strip_suffix(" as one date").unwrap_or(line);
        let told = [" and ", " against "].into_iter().any(|by| {
            line == format!("{}{by}{}", a.value, b.value) || line == format!("{}{by}{}", a.surface, b.surface)
        });
        told.then(|| self.pair())
    }

    /// Whether the two sides say one thing, as far as the verdict says so.
    fn pair(&self) -> Judged {
        let [a, b] = self.sides else { return Judged::Unknown("there are more than two sides".to_owned()) };
        let line = format!("{} and {}", a.surface, b.surface);
        let times = (time::days(&a.value), time::days(&b.value));
        let fit = match (a.range().zip(b.range()), times) {
            (Some((x, y)), _) => {
                // A bare count is in the unit of the other.
                let convertible = |s: &Side| match &s.claimed {
                    Claimed::Amount { unit, .. } => self.book.dimensions.unit(unit).is_some(),
                    _ => false,
                };
                let both = convertible(a) && convertible(b);
                let scaled = |s: &Side, i: Interval| match &s.claimed {
                    Claimed::Amount { unit, .. } if both => self
                        .book
                        .dimensions
                        .unit(unit)
                        .and_then(|u| i.scaled(u.factor)?.plus(&Interval::point(u.offset)))
                        .unwrap_or(i),
                    Claimed::Length(iso) => time::length(iso).map_or(i, Interval::point),
                    _ => i,
                };
                let (x, y) = (scaled(a, x), scaled(b, y));
                // `-10 %` and `a fall of 10 percent` are one change.
                let change = matches!((&a.claimed, &b.claimed), (Claimed::Share(_), Claimed::Share(_)));
                let (x, y) = if change { (absolute(x), absolute(y)) } else { (x, y) };
                if !x.disjoint(&y) {
                    Fit::Same
                } else if self.close(&x, &y, a, b) {
                    Fit::Near
                } else {
                    Fit::Apart
                }
            }
            (None, (Some(x), Some(y))) => {
                if x.0 <= y.1 && y.0 <= x.1 {
                    Fit::Same
                } else {
                    Fit::Apart
                }
            }
            _ if a.value == b.value => Fit::Same,
            _ if time::masked(&a.value, &b.value) => Fit::Same,
            _ => match (time::length(&a.value), time::length(&b.value)) {
                (Some(x), Some(y)) if x == y => Fit::Same,
                (Some(x), Some(y)) if near(x, y) => Fit::Near,
                _ if a.value.contains("XXXX") != b.value.contains("XXXX") => Fit::Unsure,
                _ => Fit::Apart,
            },
        };
        match (self.found(), self.verdict, fit) {
            (true, _, Fit::Same) if a.value == b.value => Judged::Fails(format!("{line}: one value, reported as two")),
            (false, Verdict::Identical | Verdict::CompatibleByRounding, Fit::Apart) => {
                Judged::Fails(format!("{line}: {} is not {}", a.value, b.value))
            }
            (_, _, Fit::Unsure) => Judged::Unknown(format!("{line}: a date without a year")),
            _ => Judged::Holds,
        }
    }

    /// Whether two values meet within the last digit that is not zero, or within a tenth where words hedge.
    fn close(&self, x: &Interval, y: &Interval, a: &Side, b: &Side) -> bool {
        let ends = |i: &Interval| (i.lo.or(i.hi).map(|b| b.at), i.hi.or(i.lo).map(|b| b.at));
        let ((Some(p), Some(p_hi)), (Some(q), Some(q_hi))) = (ends(x), ends(y)) else { return true };
        let slack = [(a, p_hi), (b, q_hi)].into_iter().map(|(s, n)| {
            let own = s.range().and_then(|r| r.hi.or(r.lo)).map_or(Decimal::ONE, |b| b.at);
            let digit = crate::model::figure::last_digit(own.abs(), s.step(own));
            let share = digit.checked_div(own.abs()).unwrap_or(Decimal::ONE);
            (n.abs() * share).max(n.abs() / Decimal::TEN)
        });
        (q - p_hi).max(p - q_hi) <= slack.max().unwrap_or_default()
    }
}

/// How two values go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Same,
    Near,
    Apart,
    Unsure,
}

fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() <= a.abs().max(b.abs()) / Decimal::TEN
}

/// Splits at a sign outside of brackets.
fn split_outside<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices(sign).find_map(|(at, _)| {
        let (left, right) = (text.get(..at)?, text.get(at + sign.len()..)?);
        (left.matches('(').count() == left.matches(')').count()).then_some((left, right))
    })
}

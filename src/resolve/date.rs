//! One date expression against publication and the dates mentioned before it. News looks back: resolve so.

use jiff::civil::Date as Day;

use super::calendar::{between, days, monday, month_step, months};
use super::holiday::holiday;
use super::part;
use super::tense::Reading;
use super::window;
use super::within::{in_year, seven_days};
use crate::model::date::{Anchor, DateFields, Edtf, Frame, Part, Unit};

/// A day of a month without a year that lies further ahead than this many days is last year's.
const DAY_AHEAD: i64 = 100;
/// The same for a month without a day.
const MONTH_AHEAD: i64 = 45;
/// In a sentence that looks ahead a month or day may still lie this many days back.
const AHEAD_SLACK: i64 = 90;
/// Nobody names a day of the next month by its number alone where this month has one: so much more, in tenths.
const NEXT_MONTH: i64 = 150;
/// A future day counts this much further away than a past one, in tenths.
const FUTURE_WEIGHT: i64 = 15;

/// The last day of a month, as [`DateFields::day`].
pub(super) const LAST: i8 = -1;

/// A date as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Base {
    /// Year.
    pub year: Option<i16>,
    /// Month.
    pub month: Option<i8>,
    /// Day.
    pub day: Option<i8>,
}

impl Base {
    /// The known fields of an EDTF date; of an interval those its ends share.
    pub fn from_edtf(e: &Edtf) -> Self {
        let one = |t: &str| {
            let mut p = t.split('-');
            Base {
                year: p.next().and_then(|y| y.parse().ok()),
                month: p.next().and_then(|m| m.parse().ok()).filter(|m| (1..=12).contains(m)),
                day: p.next().and_then(|d| d.get(..2)).and_then(|d| d.parse().ok()),
            }
        };
        match e.0.split_once('/') {
            None => one(&e.0),
            Some((a, b)) => {
                let (a, b) = (one(a), one(b));
                Base {
                    year: a.year.filter(|y| b.year == Some(*y)),
                    month: a.month.filter(|m| b.month == Some(*m)),
                    day: a.day.filter(|d| b.day == Some(*d)),
                }
            }
        }
    }

    /// The whole day, where it is known.
    pub fn full(self) -> Option<Day> {
        Day::new(self.year?, self.month?, self.day?).ok()
    }
}

/// What a document's dates resolve against, in reading order.
#[derive(Debug, Clone)]
pub struct Context {
    published: Base,
    mentioned: Base,
    /// The latest year mentioned.
    latest: Option<i16>,
    /// Whether that year follows from the day of publication alone.
    implied: bool,
    /// Year and month printed earlier in the same sentence.
    sentence: Option<usize>,
    sentence_year: Option<i16>,
    local: Base,
    reading: Reading,
}

impl Context {
    /// At the start of a document.
    pub fn new(published: Base) -> Self {
        Self {
            published,
            mentioned: Base::default(),
            latest: None,
            sentence: None,
            sentence_year: None,
            local: Base::default(),
            reading: Reading::Back,
            implied: false,
        }
    }

    /// Moves to the sentence of the next expression.
    pub fn enter(&mut self, sentence: Option<usize>) {
        if sentence != self.sentence {
            self.sentence = sentence;
            self.sentence_year = None;
            self.local = Base::default();
        }
    }

    /// Sets which way the next expression looks.
    pub fn look(&mut self, reading: Reading) {
        self.reading = reading;
    }

    /// Keeps a resolved date for what follows.
    pub fn remember(&mut self, e: &Edtf, written: &DateFields) {
        let first = e.0.split('/').next().map_or_else(|| e.clone(), |f| Edtf(f.to_owned()));
        // January to April: what goes on is told of April.
        let last = last_part(e);
        let first = if last.0.len() == 7 && first.0.len() == 7 { last } else { first };
        let base = Base::from_edtf(&first);
        if base.year.is_some() || base.month.is_some() || base.day.is_some() {
            self.mentioned = base;
            self.latest = self.latest.max(base.year);
            self.sentence_year = base.year;
        }
        // A bare year (founded in 1904) says nothing of the months that follow.
        if (written.year.is_some() || written.offset.is_some_and(|(u, _)| u >= Unit::Month)) && base.month.is_some() {
            self.local = Base { year: base.year, month: base.month, day: None };
            self.implied = false;
        } else if written.month.is_some() {
            self.local.month = base.month;
            self.local.year = base.year;
            self.implied = true;
        }
    }

    /// Whether the written fields name a day or month that no calendar has.
    pub fn impossible(&self, f: &DateFields) -> bool {
        if f.month.is_some_and(|m| !(1..=12).contains(&m)) || f.day.is_some_and(|d| d != LAST && !(1..=31).contains(&d))
        {
            return true;
        }
        match (f.month, f.day) {
            // A leap day is impossible only in a known year.
            (Some(_), Some(LAST)) => false,
            (Some(m), Some(d)) => Day::new(f.year.unwrap_or(2024), m, d).is_err(),
            _ => false,
        }
    }

    /// The date an expression means. Unknown parts stay `X`.
    pub fn resolve(&self, f: &DateFields) -> Option<Edtf> {
        let found = self.written(f)?;
        if let (Some(frame @ (Frame::First | Frame::Last)), Some((unit, n))) = (f.frame, f.then) {
            let (first, last) = found.days()?;
            return if frame == Frame::First { window::first(first, unit, n) } else { window::last(last, unit, n) };
        }
        if let Some((unit, n)) = f.then {
            return window::step(found.single_day()?, unit, n).map(Edtf::day);
        }
        match (f.frame, self.published.full(), found.days()) {
            (Some(Frame::Week), _, Some((day, _))) => seven_days(monday(day)?),
            (Some(Frame::Rest), Some(here), Some((first, last))) if first <= here && here <= last => {
                Some(Edtf::interval(&Edtf::day(here), &Edtf::day(last)))
            }
            _ => Some(found),
        }
    }

    /// Whether a year or month before (전년, 전월) is not that of the date mentioned last: one of years ago.
    fn is_past(&self, f: &DateFields) -> bool {
        let before = f.offset.is_some_and(|(unit, n)| unit >= Unit::Month && n < 0);
        let old = |y: i16| self.published.year.map_or(self.latest > Some(y), |p| y + 1 < p);
        before && self.sentence_year != self.mentioned.year && self.mentioned.year.is_some_and(old)
    }

    /// The same without what is made of it.
    fn written(&self, f: &DateFields) -> Option<Edtf> {
        let base = match f.anchor {
            Anchor::Published => self.published,
            Anchor::Mentioned if self.mentioned == Base::default() => self.published,
            // The day before, of a month mentioned without a day, is no day at all.
            Anchor::Mentioned if f.offset.is_some_and(|(u, _)| u < Unit::Month) && self.mentioned.full().is_none() => {
                self.published
            }
            Anchor::Mentioned if self.is_past(f) => match self.published.year {
                Some(_) => self.published,
                None => Base { year: self.latest, ..Base::default() },
            },
            Anchor::Mentioned => self.mentioned,
        };
        if let Some(part) = f.part.filter(|_| self.reading == Reading::Calendar)
            && let Some(days) = self.to_the_day(f, part)
        {
            return Some(days);
        }
        let base = f.start.and_then(|(unit, n)| self.shifted(base, unit, n)).unwrap_or(base);
        if let Some(name) = &f.holiday {
            return self.holiday_of(f, name, base);
        }
        if let Some(d) = f.decade {
            return Some(Edtf(format!("{}X", d / 10)));
        }
        if let Some(c) = f.century {
            return Some(Edtf(format!("{:02}XX", i32::from(c) - 1)));
        }
        if let Some((unit, n)) = f.offset {
            return self.relative(f, base, unit, n);
        }
        let year = f.year;
        if f.quarter.is_some() || f.half.is_some() || f.season.is_some() {
            return self.period_of_year(f, year.or(self.local.year), base);
        }
        if let Some(year) = year {
            return Some(in_year(f, Some(year)));
        }
        if f.month.is_some() {
            // A month alone that comes before the one named last goes back to publication: "opened in May 2021 and
            // last painted in March".
            let back = f.day.is_none() && self.local.month > f.month;
            // Last March is the one before publication, whatever year was named just before.
            // A year that nobody printed does not hold past its turn: what was on 30 December is told on 5 January.
            let turned = self.implied && f.day.is_some() && self.local.month > f.month;
            let year = self.local.year.filter(|_| !back && !f.last && !turned).or_else(|| self.year_for(f, base));
            return Some(in_year(f, year));
        }
        if let Some(day) = f.day {
            return Some(self.day_only(f, day, base));
        }
        if let Some(w) = f.weekday {
            return self.weekday_only(f, w, base);
        }
        if f.part.is_some() {
            return Some(in_year(f, base.year));
        }
        None
    }

    /// The second end of a range; what it leaves out follows from the first end.
    pub fn resolve_after(&self, f: &DateFields, from: &Option<Edtf>) -> Option<Edtf> {
        let first = from.as_ref().map(Base::from_edtf).unwrap_or_default();
        if f.year.is_none() && f.offset.is_none() {
            if let (Some(day), None) = (f.day, f.month) {
                return Some(Edtf::ymd(first.year, first.month, Some(day)));
            }
            if let Some(m) = f.month {
                let wraps = first.month.is_some_and(|a| a > m);
                let year = first.year.map(|y| if wraps { y + 1 } else { y });
                return Some(in_year(&DateFields { month: Some(m), ..f.clone() }, year));
            }
            if let (Some(w), Some(day)) = (f.weekday, first.full()) {
                let ahead = (i64::from(w) - i64::from(day.weekday().to_monday_one_offset())).rem_euclid(7);
                return days(day, ahead).map(Edtf::day);
            }
            if f.quarter.is_some() || f.half.is_some() || f.season.is_some() {
                return self.period_of_year(f, first.year, first);
            }
        }
        self.resolve(f)
    }

    /// A part of a month, week or year as the days a calendar would mark.
    fn to_the_day(&self, f: &DateFields, part: Part) -> Option<Edtf> {
        let plain = DateFields { part: None, ..f.clone() };
        let whole = self.written(&plain)?;
        let (first, last) = whole.days()?;
        if between(first, last) == 6 {
            return part::of_week(first, part);
        }
        let of = Base::from_edtf(&whole);
        match (of.year, of.month, of.day) {
            (Some(y), Some(m), None) => part::of_month(y, m, part),
            (Some(y), None, None) => part::of_year(y, part),
            _ => None,
        }
    }

    fn shifted(&self, base: Base, unit: Unit, n: i32) -> Option<Base> {
        let f = DateFields { exact: true, ..DateFields::default() };
        self.relative(&f, base, unit, n).map(|e| Base::from_edtf(&first_part(&e)))
    }

    /// A holiday of a named year, or the one the words look at.
    fn holiday_of(&self, f: &DateFields, name: &str, base: Base) -> Option<Edtf> {
        if let Some(year) = f.year.or_else(|| self.offset_year(f, base)) {
            return holiday(name, year);
        }
        let year = base.year?;
        let this = holiday(name, year);
        let (Some(here), Some(first)) = (base.full(), this.as_ref().and_then(|e| e.days()).map(|(a, _)| a)) else {
            return this;
        };
        if f.last && first >= here {
            return holiday(name, year - 1);
        }
        let ahead = f.next || self.reading != Reading::Back;
        if ahead && first < here { holiday(name, year + 1) } else { this }
    }

    fn offset_year(&self, f: &DateFields, base: Base) -> Option<i16> {
        let (unit, n) = f.offset?;
        let months = match unit {
            Unit::Year => n.checked_mul(12)?,
            Unit::Month => n,
            _ => return None,
        };
        month_step(base.year?, base.month.unwrap_or(1), months).map(|(y, _)| y)
    }

    fn relative(&self, f: &DateFields, base: Base, unit: Unit, n: i32) -> Option<Edtf> {
        let whole = base.full();
        if let (true, Some(day)) = (f.window, whole) {
            return match self.reading {
                _ if f.exact => window::within(day, unit, n),
                Reading::Calendar => window::whole(day, unit, n),
                _ => window::rolling(day, unit, n),
            };
        }
        if let (true, Some(day)) = (f.exact, whole) {
            let there = match unit {
                Unit::Week => days(day, i64::from(n) * 7),
                Unit::Month => months(day, n),
                Unit::Quarter => months(day, n * 3),
                Unit::Year if f.start.is_some() => months(day, n * 12),
                Unit::Year if self.reading == Reading::Calendar => {
                    let there = months(day, n * 12)?;
                    return Some(Edtf::ymd(Some(there.year()), Some(there.month()), None));
                }
                _ => None,
            };
            if let Some(there) = there {
                return Some(Edtf::day(there));
            }
        }
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => whole.map(Edtf::day),
            Unit::Day => match whole {
                Some(day) => days(day, i64::from(n)).map(Edtf::day),
                None => {
                    let day = base.day.map(i32::from).map(|d| d + n).filter(|d| (1..=28).contains(d));
                    day.and_then(|d| i8::try_from(d).ok()).map(|d| Edtf::ymd(base.year, base.month, Some(d)))
                }
            },
            Unit::Week | Unit::Weekend => {
                let Some(day) = whole else {
                    return base.month.map(|m| {
                        Edtf(format!("{}-{m:02}-XX", base.year.map_or("XXXX".to_owned(), |y| y.to_string())))
                    });
                };
                let first = days(monday(day)?, i64::from(n) * 7)?;
                if let Some(w) = f.weekday {
                    return days(first, i64::from(w) - 1).map(Edtf::day);
                }
                let (a, b) =
                    if unit == Unit::Weekend { (days(first, 5)?, days(first, 6)?) } else { (first, days(first, 6)?) };
                Some(Edtf::interval(&Edtf::day(a), &Edtf::day(b)))
            }
            Unit::Month => {
                let (year, month) = match (base.year, base.month) {
                    (Some(y), Some(m)) => month_step(y, m, n).map(|(y, m)| (Some(y), Some(m)))?,
                    (None, Some(m)) => (None, month_step(2000, m, n).map(|(_, m)| m)),
                    // Nothing is known of the month; a day may be.
                    _ => return Some(Edtf::ymd(base.year, None, f.day)),
                };
                Some(in_year(&DateFields { year, month, offset: None, ..f.clone() }, year))
            }
            Unit::Quarter => {
                let (y, m) = (base.year?, base.month?);
                let (y, m) = month_step(y, m, n * 3)?;
                Some(Edtf(format!("{y:04}-{}", 33 + (m - 1) / 3)))
            }
            Unit::Half | Unit::Season => {
                let (y, m) = month_step(base.year?, base.month?, n * 6)?;
                Some(Edtf(format!("{y:04}-{}", 40 + (m - 1) / 6)))
            }
            Unit::Year | Unit::Decade | Unit::Century => {
                let per = match unit {
                    Unit::Decade => 10,
                    Unit::Century => 100,
                    _ => 1,
                };
                let year = base.year.and_then(|y| i16::try_from(i32::from(y) + n * per).ok());
                if unit == Unit::Decade && !f.exact {
                    return year.map(|y| Edtf(format!("{:03}X", y / 10)));
                }
                let f = DateFields { year, offset: None, ..f.clone() };
                if f.quarter.is_some() || f.half.is_some() || f.season.is_some() {
                    return year.and_then(|y| self.period_of_year(&f, Some(y), base));
                }
                Some(in_year(&f, year))
            }
        }
    }

    fn period_of_year(&self, f: &DateFields, year: Option<i16>, base: Base) -> Option<Edtf> {
        let (code, first_month) = match (f.quarter, f.half, f.season) {
            (Some(q), _, _) if (1..=4).contains(&q) => (32 + q, q * 3 - 2),
            (_, Some(h), _) if (1..=2).contains(&h) => (39 + h, h * 6 - 5),
            (_, _, Some(s)) => (s, if s == 24 { 12 } else { (s - 20) * 3 }),
            _ => return None,
        };
        let year = year.or_else(|| {
            let y = base.year?;
            if f.last {
                return Some(if base.month.is_some_and(|m| first_month >= m) { y - 1 } else { y });
            }
            if f.next || self.reading != Reading::Back {
                return Some(if base.month.is_some_and(|m| first_month + 2 < m) { y + 1 } else { y });
            }
            // A quarter that has not begun at publication is last year's.
            Some(if base.month.is_some_and(|m| first_month > m + 3) { y - 1 } else { y })
        });
        Some(year.map_or_else(|| Edtf(format!("XXXX-{code}")), |y| Edtf(format!("{y:04}-{code}"))))
    }

    /// The year of a month (and day) printed without one.
    fn year_for(&self, f: &DateFields, base: Base) -> Option<i16> {
        let year = base.year?;
        let Some(month) = f.month else { return Some(year) };
        // Without the month of publication nothing says that the month is not of the same year.
        let Some(month_now) = base.month else { return Some(year) };
        let here = Day::new(year, month_now, base.day.unwrap_or(15)).ok()?;
        let at = Day::new(year, month.clamp(1, 12), f.day.unwrap_or(1).clamp(1, 28)).ok()?;
        let ahead = between(here, at);
        let same_month = f.day.is_none() && base.month == Some(month);
        if f.next {
            return Some(if ahead < 0 { year + 1 } else { year });
        }
        if f.last {
            return Some(if ahead > 0 || same_month { year - 1 } else { year });
        }
        match self.reading {
            Reading::Calendar if f.weekday.is_some() && f.day.is_some() => return self.year_of_weekday(f, year),
            Reading::Calendar if !same_month => return Some(if ahead < 0 { year + 1 } else { year }),
            Reading::Ahead => return Some(if ahead < -AHEAD_SLACK { year + 1 } else { year }),
            _ => {}
        }
        let reach = if f.day.is_some() { DAY_AHEAD } else { MONTH_AHEAD };
        if ahead > reach { Some(year - 1) } else { Some(year) }
    }

    /// The year, this or a neighbouring one, in which the day falls on the weekday printed with it.
    fn year_of_weekday(&self, f: &DateFields, year: i16) -> Option<i16> {
        let fits = |y: &i16| {
            let day = Day::new(*y, f.month.unwrap_or(1), f.day.unwrap_or(1)).ok();
            day.is_some_and(|d| Some(d.weekday().to_monday_one_offset()) == f.weekday)
        };
        [year, year + 1, year - 1].into_iter().find(fits).or(Some(year))
    }

    fn day_only(&self, f: &DateFields, day: i8, base: Base) -> Edtf {
        // Last and next are those of publication, whatever month was named just before.
        if let Some(month) = self.local.month.filter(|_| !f.last && !f.next) {
            return Edtf::ymd(self.local.year, Some(month), Some(day));
        }
        let Some(here) = base.full() else {
            return Edtf::ymd(base.year, base.month, Some(day));
        };
        let next = f.next || self.reading != Reading::Back && !f.last;
        let mut best: Option<(i64, Day)> = None;
        for step in -1..=1 {
            let Some((y, m)) = month_step(here.year(), here.month(), step) else { continue };
            let Ok(at) = Day::new(y, m, day) else { continue };
            let ahead = between(here, at);
            if f.last && ahead > 0 || next && ahead < 0 {
                continue;
            }
            let beyond = if step > 0 { NEXT_MONTH } else { 0 };
            let cost = if ahead > 0 && !next { ahead * FUTURE_WEIGHT + beyond } else { ahead.abs() * 10 };
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, at));
            }
        }
        best.map_or_else(|| Edtf::ymd(base.year, base.month, Some(day)), |(_, at)| Edtf::day(at))
    }

    fn weekday_only(&self, f: &DateFields, weekday: i8, base: Base) -> Option<Edtf> {
        let Some(here) = base.full() else {
            return Some(Edtf(base.year.map_or_else(|| "XXXX-XX-XX".to_owned(), |y| format!("{y}-XX-XX"))));
        };
        let back = (i64::from(here.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
        let step = if f.next || self.reading == Reading::Calendar && !f.last {
            if back == 0 { 7 } else { 7 - back }
        } else if f.last && back == 0 {
            -7
        } else if self.reading == Reading::Ahead && !f.last {
            if back == 0 { 0 } else { 7 - back }
        } else {
            -back
        };
        days(here, step).map(Edtf::day)
    }
}

/// The part before the `/` of an interval.
pub(super) fn first_part(e: &Edtf) -> Edtf {
    e.0.split_once('/').map_or_else(|| e.clone(), |(a, _)| Edtf(a.to_owned()))
}

/// The part behind the `/` of an interval.
pub(super) fn last_part(e: &Edtf) -> Edtf {
    e.0.split_once('/').map_or_else(|| e.clone(), |(_, b)| Edtf(b.to_owned()))
}

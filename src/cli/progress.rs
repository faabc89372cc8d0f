//! How far a long run is, for people who wait at a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Shows itself only on a terminal, after two seconds or 200 documents.
#[derive(Debug)]
pub(super) struct Progress {
    start: Instant,
    last: Option<Instant>,
    on: bool,
    done: usize,
    total: Option<usize>,
}

impl Progress {
    /// Starts to count.
    pub(super) fn new() -> Self {
        Self { start: Instant::now(), last: None, on: io::stderr().is_terminal(), done: 0, total: None }
    }

    /// Starts to count up to a total, to tell the time that is left.
    pub(super) fn of(total: usize) -> Self {
        Self { total: Some(total), ..Self::new() }
    }

    /// Whether anybody looks.
    pub(super) fn seen() -> bool {
        io::stderr().is_terminal()
    }

    /// `1200 of 20000 documents, 85/s, 3 min left`.
    fn line(&self) -> String {
        let millis = self.start.elapsed().as_millis().max(1);
        let done = u128::try_from(self.done).unwrap_or(0);
        let rate = done * 1000 / millis;
        let Some(total) = self.total.filter(|t| *t >= self.done && rate > 0) else {
            return format!("{} documents, {rate}/s", self.done);
        };
        let left = u128::try_from(total - self.done).unwrap_or(0) * millis / done.max(1) / 1000;
        let left = if left < 90 { format!("{left} s") } else { format!("{} min", left.div_ceil(60)) };
        format!("{} of {total} documents, {rate}/s, {left} left", self.done)
    }

    /// `documents` more are done.
    pub(super) fn add(&mut self, documents: usize) {
        self.done += documents;
        let long = self.done > 200 || self.start.elapsed() > Duration::from_secs(2);
        let due = self.last.is_none_or(|t| t.elapsed() > Duration::from_millis(200));
        if self.on && long && due {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r\u{1b}[K{}", self.line());
            let _ = err.flush();
            self.last = Some(Instant::now());
        }
    }
}

impl Drop for Progress {
    /// Leaves a clean line.
    fn drop(&mut self) {
        if self.last.is_some() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

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
}

impl Progress {
    /// Starts to count.
    pub(super) fn new() -> Self {
        Self { start: Instant::now(), last: None, on: io::stderr().is_terminal(), done: 0 }
    }

    /// `documents` more are done.
    pub(super) fn add(&mut self, documents: usize) {
        self.done += documents;
        let long = self.done > 200 || self.start.elapsed() > Duration::from_secs(2);
        let due = self.last.is_none_or(|t| t.elapsed() > Duration::from_millis(200));
        if self.on && long && due {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r{} documents", self.done);
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

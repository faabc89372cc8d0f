//! Standard output and error, as the verbs write to them.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Standard output. When the reader goes away (`… | head`), writing goes on into nothing: see [`Output::closed`].
#[derive(Debug)]
pub(super) struct Output {
    out: BufWriter<io::Stdout>,
    closed: bool,
}

impl Output {
    /// Standard output with a buffer.
    pub(super) fn stdout() -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, io::stdout()), closed: false }
    }

    /// Whether nobody reads any more, so that work can stop.
    pub(super) fn closed(&self) -> bool {
        self.closed
    }

    /// Whether people read it.
    pub(super) fn is_terminal() -> bool {
        io::stdout().is_terminal()
    }

    fn forgive<T>(&mut self, result: io::Result<T>, otherwise: T) -> io::Result<T> {
        match result {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(otherwise)
            }
            other => other,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = self.out.write(bytes);
        self.forgive(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.out.flush();
        self.forgive(result, ())
    }
}

/// Writes a line to standard error; a closed one is no reason to stop.
pub(super) fn say(text: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

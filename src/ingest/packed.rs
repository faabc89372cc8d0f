//! Compressed input: gzip and Zstandard, told by their first bytes, whatever the name says.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// A stream of bytes on its way to a parser.
pub(super) type Bytes = Box<dyn BufRead + Send>;

/// So many bytes are looked at to tell what a stream is.
const HEAD: u64 = 1024;
/// A Zstandard frame may ask for no larger window.
const WINDOW_MAX: u64 = 64 << 20;

/// The stream without its compression, and the first bytes of what it holds. One layer is taken off, no more.
///
/// # Errors
/// What the stream meets, damaged data included.
pub(super) fn unpacked(input: Bytes) -> io::Result<(Vec<u8>, Bytes)> {
    let (head, input) = peeked(input)?;
    if head.starts_with(&[0x1F, 0x8B]) {
        peeked(Box::new(BufReader::new(MultiGzDecoder::new(input))))
    } else if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        peeked(Box::new(BufReader::new(Frames::new(input))))
    } else {
        Ok((head, input))
    }
}

fn peeked(mut input: Bytes) -> io::Result<(Vec<u8>, Bytes)> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head)?;
    let whole = Cursor::new(head.clone()).chain(input);
    Ok((head, Box::new(whole)))
}

/// The frames of a Zstandard stream, one after the other.
struct Frames {
    source: Bytes,
    decoder: FrameDecoder,
    open: bool,
}

impl Frames {
    fn new(source: Bytes) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW_MAX);
        Self { source, decoder, open: false }
    }

    /// Opens the next frame; `false` at the end of the stream.
    fn next(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(e) => return Err(damaged(&e)),
            }
        }
        Ok(false)
    }
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.open {
                if !self.next()? {
                    return Ok(0);
                }
                self.open = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|e| damaged(&e))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.open = false;
        }
    }
}

fn damaged(error: &FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        unpacked(Box::new(Cursor::new(bytes)))?.1.read_to_end(&mut out)?;
        Ok(out)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn several_members_and_frames_are_one_stream() {
        let (a, b) = ("가".repeat(3000), "나 16.5억 달러".repeat(3000));
        for pack in [gzip, zstd] {
            let mut both = pack(a.as_bytes());
            both.extend(pack(b.as_bytes()));
            assert_eq!(read(both).unwrap(), [a.as_bytes(), b.as_bytes()].concat());
        }
        let mut skipped = vec![0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9];
        let mut framed = zstd(b"a");
        framed.append(&mut skipped);
        framed.extend(zstd(b"b"));
        assert_eq!(read(framed).unwrap(), b"ab");
        assert_eq!(read(b"plain".to_vec()).unwrap(), b"plain");
        assert_eq!(read(Vec::new()).unwrap(), b"");
    }

    #[test]
    fn damage_is_an_error() {
        for pack in [gzip, zstd] {
            let mut cut = pack("가나다".repeat(3000).as_bytes());
            cut.truncate(cut.len() - 9);
            assert!(read(cut).is_err());
        }
    }
}

//! Bytes to text: UTF-8, UTF-16, EUC-KR and its extension CP949.

use std::fmt;

use encoding_rs::{EUC_KR, Encoding, UTF_16BE, UTF_16LE};

use crate::lang::is_hangul;

/// How the bytes of a document were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingNote {
    /// UTF-8; a byte order mark stays in the text, so that offsets are those of the file.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// EUC-KR or CP949.
    EucKr,
}

impl fmt::Display for EncodingNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::EucKr => "EUC-KR",
        })
    }
}

/// Bytes that are no text this program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Neither UTF-8 nor a Korean encoding.
    #[error("byte {at} (0x{byte:02X}) is not UTF-8, and the whole reads neither as EUC-KR nor as UTF-16")]
    Unknown {
        /// Offset of the first bad byte.
        at: usize,
        /// Its value.
        byte: u8,
    },
    /// Zero bytes: no text file.
    #[error("byte {at} is zero: this looks like a binary file")]
    Binary {
        /// Offset of the first zero byte.
        at: usize,
    },
}

impl DecodeError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "save the file as UTF-8, for example with `iconv -f <its encoding> -t UTF-8`",
            Self::Binary { .. } => "give the text of the document, or leave the file out",
        }
    }
}

/// Decodes a document.
///
/// Offsets of a document that was not UTF-8 count in its UTF-8 form, the text returned here.
///
/// # Errors
/// The first byte that is not UTF-8, where no other known encoding fits either.
pub fn decode(bytes: &[u8]) -> Result<(String, EncodingNote), DecodeError> {
    if let Some((encoding, note)) = wide(bytes) {
        let text = encoding.decode_with_bom_removal(bytes).0;
        return Ok((text.into_owned(), note));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => match memchr::memchr(0, bytes) {
            Some(at) => Err(DecodeError::Binary { at }),
            None => Ok((text.to_owned(), EncodingNote::Utf8)),
        },
        Err(e) => {
            match EUC_KR.decode_without_bom_handling_and_without_replacement(bytes).filter(|text| looks_korean(text)) {
                Some(text) => Ok((text.into_owned(), EncodingNote::EucKr)),
                None => {
                    let at = e.valid_up_to();
                    Err(DecodeError::Unknown { at, byte: bytes.get(at).copied().unwrap_or(0) })
                }
            }
        }
    }
}

/// UTF-16, by its mark or by where the zero bytes are: spaces and line ends have one in each pair.
fn wide(bytes: &[u8]) -> Option<(&'static Encoding, EncodingNote)> {
    let little = (UTF_16LE, EncodingNote::Utf16Le);
    let big = (UTF_16BE, EncodingNote::Utf16Be);
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return Some(little);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return Some(big);
    }
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || memchr::memchr(0, bytes).is_none() {
        return None;
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let enough = bytes.len() / 50 + 1;
    let found = match (high, low) {
        (0, n) if n >= enough => little,
        (n, 0) if n >= enough => big,
        _ => return None,
    };
    found.0.decode_without_bom_handling_and_without_replacement(bytes).map(|_| found)
}

/// Whether most characters beyond ASCII are Hangul.
fn looks_korean(text: &str) -> bool {
    let (mut hangul, mut other) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if is_hangul(c) {
            hangul += 1;
        } else {
            other += 1;
        }
    }
    hangul >= 2 && hangul * 2 >= other
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "북한이 16.5억 달러를 탈취했다.\n똠방각하";

    #[test]
    fn korean_encodings() {
        let (euc, _, bad) = EUC_KR.encode(TEXT);
        assert!(!bad);
        assert_eq!(decode(&euc), Ok((TEXT.to_owned(), EncodingNote::EucKr)));
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&little), Ok((TEXT.to_owned(), EncodingNote::Utf16Le)));
        let mut big = vec![0xFE, 0xFF];
        big.extend(TEXT.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(decode(&big), Ok((TEXT.to_owned(), EncodingNote::Utf16Be)));
        assert_eq!(decode(TEXT.as_bytes()), Ok((TEXT.to_owned(), EncodingNote::Utf8)));
    }

    #[test]
    fn what_is_no_text_is_reported_with_its_place() {
        assert_eq!(decode(b"abc\xFFdef"), Err(DecodeError::Unknown { at: 3, byte: 0xFF }));
        assert_eq!(decode(b"abc\0\0de"), Err(DecodeError::Binary { at: 3 }));
        assert!(matches!(
            decode("caf\u{e9} latin".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice()),
            Err(DecodeError::Unknown { at: 3, .. })
        ));
    }
}

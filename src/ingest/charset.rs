//! The encoding of a web page: what it is, then what it says it is.

use encoding_rs::Encoding;

use super::decode::{DecodeError, decode};

/// So many bytes of a page are searched for a statement of its encoding.
const HEAD: usize = 2048;

/// Decodes a page. `declared` is what the server said.
///
/// UTF-8 wins where the bytes are UTF-8; else the declared encoding, then the one the page names, then what fits.
///
/// # Errors
/// Bytes that are no text.
pub(super) fn decode_page(bytes: &[u8], declared: Option<&str>) -> Result<String, DecodeError> {
    let label = || declared.and_then(encoding).or_else(|| stated(bytes));
    if std::str::from_utf8(bytes).is_err()
        && !bytes.starts_with(&[0xFF, 0xFE])
        && !bytes.starts_with(&[0xFE, 0xFF])
        && memchr::memchr(0, bytes).is_none()
        && let Some(encoding) = label()
    {
        // As browsers do: a bad byte is shown as one and does not cost the page.
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    decode(bytes).map(|(text, _)| text)
}

/// The label behind `charset=` in a header or a tag.
pub(super) fn charset(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("charset=")? + "charset=".len();
    let rest = text.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).unwrap_or(rest.len());
    rest.get(..end).filter(|label| !label.is_empty())
}

fn encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes())
}

/// `<meta charset=…>`, or `<?xml … encoding=…?>`.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).into_owned();
    let xml = || {
        let (_, rest) = head.split_once("<?xml")?.1.split_once("encoding=")?;
        rest.trim_start_matches(['"', '\'']).split(['"', '\'']).next()
    };
    charset(&head).or_else(xml).and_then(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_the_server_and_the_page_are_asked_in_turn() {
        let text = "<meta charset=\"euc-kr\">16.5억 달러";
        let (euc, _, _) = encoding_rs::EUC_KR.encode(text);
        assert_eq!(decode_page(&euc, None).as_deref(), Ok(text));
        assert_eq!(decode_page(text.as_bytes(), Some("iso-8859-1")).as_deref(), Ok(text));
        assert_eq!(decode_page(b"caf\xe9 5", Some("latin1")).as_deref(), Ok("café 5"));
        assert_eq!(
            decode_page(b"<?xml version='1.0' encoding='windows-1252'?>\x80", None).unwrap().chars().last(),
            Some('€')
        );
        assert!(decode_page(b"a\0\0\0\xff", Some("utf-8")).is_err());
        assert_eq!(charset("text/html; Charset=\"UTF-8\"; x"), Some("UTF-8"));
    }
}

//! Query strings and forms.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::store::Filter;

/// Names and values, decoded; of a name given twice the last one counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads `a=b&c=d`. Bytes that are no UTF-8 become replacement characters.
    pub(super) fn read(text: &str) -> Self {
        let pairs = text.split('&').filter(|p| !p.is_empty()).take(200);
        Self(pairs.map(|p| p.split_once('=').unwrap_or((p, ""))).map(|(k, v)| (decode(k), decode(v))).collect())
    }

    /// A value that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|v| v.trim()).filter(|v| !v.is_empty())
    }

    /// The filter in it.
    pub(super) fn filter(&self) -> Filter {
        let word = |name: &str| self.get(name).map(str::to_owned);
        Filter {
            check: word("check"),
            measure: word("measure"),
            source: word("source"),
            lang: word("lang"),
            from: word("from"),
            to: word("to"),
            verdict: word("verdict"),
            state: word("state"),
            words: word("words"),
        }
    }
}

/// Names and values of a filter that are set.
pub(super) fn fields(filter: &Filter) -> Vec<(&'static str, &str)> {
    let all = [
        ("check", &filter.check),
        ("measure", &filter.measure),
        ("source", &filter.source),
        ("lang", &filter.lang),
        ("from", &filter.from),
        ("to", &filter.to),
        ("verdict", &filter.verdict),
        ("state", &filter.state),
        ("words", &filter.words),
    ];
    all.into_iter().filter_map(|(name, value)| value.as_deref().map(|v| (name, v))).collect()
}

/// `path?a=b`, with the filter and other pairs.
pub(super) fn link(path: &str, filter: &Filter, more: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    let mut sign = '?';
    for (name, value) in fields(filter).into_iter().chain(more.iter().copied()) {
        let _ = write!(out, "{sign}{}={}", encode(name), encode(value));
        sign = '&';
    }
    out
}

/// Percent-encodes everything but letters, digits and a few marks.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}

/// Undoes [`encode`], and `+` for a space.
pub(super) fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        match b {
            b'+' => out.push(b' '),
            b'%' => {
                let mut rest = bytes.clone();
                let digit =
                    |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
                match (digit(rest.next()), digit(rest.next())) {
                    (Some(high), Some(low)) => {
                        out.push(high * 16 + low);
                        bytes = rest;
                    }
                    _ => out.push(b'%'),
                }
            }
            b => out.push(b),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_comes_back() {
        for text in ["", "a b&c=d", "137명 %", "100%2", "\"><script>"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode("a+b%zz%e"), "a b%zz%e");
        let form = Form::read("check=sum-mismatch&words=%EB%AA%85+1&state=");
        assert_eq!(form.get("words"), Some("명 1"));
        assert_eq!(form.get("state"), None);
        assert_eq!(link("/", &form.filter(), &[("page", "2")]), "/?check=sum-mismatch&words=%EB%AA%85%201&page=2");
    }
}

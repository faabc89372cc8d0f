//! Text on its way into HTML: nothing in it can be markup, leave its place, or turn the line around.

use std::fmt;

use super::excerpt::clean;

/// A text that may stand in an element or in a quoted attribute.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in clean(self.0).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}

/// Letters, digits, `-` and `_` of a text, for an `id`.
pub fn anchor(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        let shown = Escaped("<img src=x onerror='a'>\"&\u{202e}\u{1b}\n").to_string();
        assert_eq!(shown, "&lt;img src=x onerror=&#39;a&#39;&gt;&quot;&amp;\u{fffd}\u{fffd} ");
        assert_eq!(anchor("a\"b c<가>-1"), "abc-1");
    }
}

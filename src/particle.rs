//! Korean particles whose form hangs on the sound before them: 은 or 는, 이 or 가, 으로 or 로.
//!
//! A template writes both, `{0}은(는)`; which is meant shows once the hole is filled.

use serde::Deserialize;

use crate::lang::is_hangul;

/// How a word ends, as far as particles ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Vowel,
    Rieul,
    Consonant,
}

/// A particle with two forms, from `rules/ko/lang.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particle {
    /// As templates write it.
    pub written: String,
    /// The form behind a consonant.
    pub closed: String,
    /// The form behind a vowel.
    pub open: String,
    /// Whether ㄹ counts as a vowel: 서울로.
    #[serde(default)]
    pub rieul_open: bool,
}

impl Particle {
    /// The form behind `before`.
    pub(crate) fn after(&self, before: &str) -> &str {
        match end(before) {
            End::Vowel => &self.open,
            End::Rieul if self.rieul_open => &self.open,
            _ => &self.closed,
        }
    }

    /// Both forms.
    pub(crate) fn forms(&self) -> [&str; 2] {
        [&self.closed, &self.open]
    }

    /// The first of `all` in a template: what stands before it, itself, the rest. Where one begins another, the longer.
    pub(crate) fn split<'t, 'p>(template: &'t str, all: &'p [Particle]) -> Option<(&'t str, &'p Particle, &'t str)> {
        let found = all.iter().filter_map(|p| Some((template.find(p.written.as_str())?, p)));
        let (at, particle) = found.min_by_key(|(at, p)| (*at, std::cmp::Reverse(p.written.len())))?;
        let (before, rest) = template.split_at_checked(at)?;
        Some((before, particle, rest.strip_prefix(particle.written.as_str())?))
    }
}

/// A filled template with the particles that its words ask for.
pub(crate) fn settle(text: &str, all: &[Particle]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, particle, after)) = Particle::split(rest, all) {
        out.push_str(before);
        let form = particle.after(&out).to_owned();
        out.push_str(&form);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How the last thing that is read aloud ends: quotes and brackets are not, digits and signs are read in Korean.
fn end(text: &str) -> End {
    let silent = |c: &char| !(c.is_alphanumeric() || matches!(c, '%' | '℃' | '㎢' | '㎡' | '㎞' | '㏊' | '㎏'));
    let Some(last) = text.chars().rev().find(|c| !silent(c)) else { return End::Consonant };
    match last {
        c if is_hangul(c) => match (u32::from(c) - 0xAC00) % 28 {
            0 => End::Vowel,
            8 => End::Rieul,
            _ => End::Consonant,
        },
        // 일, 칠, 팔; 영 and the powers of ten, 삼, 육.
        '1' | '7' | '8' | 'l' | 'L' | 'r' | 'R' => End::Rieul,
        '0' | '3' | '6' | 'm' | 'M' | 'n' | 'N' => End::Consonant,
        // 킹, 성; behind other letters a borrowed word ends in 으 or 이: 퍼센트, 피트.
        'g' if text.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with("ng") => End::Consonant,
        '㎏' => End::Consonant,
        _ => End::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_before_chooses() {
        let cases = [
            ("124일간은(는)", "124일간은"),
            ("8억8000만원(으)로", "8억8000만원으로"),
            ("33명(으)로", "33명으로"),
            ("“서울”(으)로", "“서울”로"),
            ("31.4%은(는)", "31.4%는"),
            ("1,063을(를)", "1,063을"),
            ("2월 7일와(과) 8일", "2월 7일과 8일"),
            ("10 percent은(는)", "10 percent는"),
            ("square feet은(는)", "square feet는"),
            ("a listing을(를)", "a listing을"),
            ("5개국(이)라고", "5개국이라고"),
            ("세 나라(이)라고", "세 나라라고"),
            ("9이(가) 4보다", "9가 4보다"),
            ("", ""),
        ];
        let book = crate::rulebook::Rulebook::built_in().expect("the rules");
        let all = &book.language(crate::lang::Lang::Ko).particles;
        for (template, want) in cases {
            assert_eq!(settle(template, all), want);
        }
    }
}

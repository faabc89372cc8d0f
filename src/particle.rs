//! Korean particles whose form hangs on the sound before them: 은 or 는, 이 or 가, 으로 or 로.
//!
//! A template writes both, `{0}은(는)`; which is meant shows once the hole is filled.

use crate::lang::is_hangul;

/// How a word ends, as far as particles ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Vowel,
    Rieul,
    Consonant,
}

/// A particle with two forms.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Particle {
    /// As templates write it.
    pub(crate) written: &'static str,
    /// The form behind a consonant.
    closed: &'static str,
    /// The form behind a vowel.
    open: &'static str,
    /// Whether ㄹ counts as a vowel: 서울로.
    rieul_open: bool,
}

/// Those that templates can hold; the longer first where one begins another.
pub(crate) static ALL: [Particle; 6] = [
    Particle { written: "은(는)", closed: "은", open: "는", rieul_open: false },
    Particle { written: "이(가)", closed: "이", open: "가", rieul_open: false },
    Particle { written: "을(를)", closed: "을", open: "를", rieul_open: false },
    Particle { written: "와(과)", closed: "과", open: "와", rieul_open: false },
    Particle { written: "(으)로", closed: "으로", open: "로", rieul_open: true },
    Particle { written: "(이)", closed: "이", open: "", rieul_open: false },
];

impl Particle {
    /// The form behind `before`.
    pub(crate) fn after(&self, before: &str) -> &'static str {
        match end(before) {
            End::Vowel => self.open,
            End::Rieul if self.rieul_open => self.open,
            _ => self.closed,
        }
    }

    /// Both forms.
    pub(crate) fn forms(&self) -> [&'static str; 2] {
        [self.closed, self.open]
    }

    /// The first particle in a template: what stands before it, itself, the rest.
    pub(crate) fn split(template: &str) -> Option<(&str, &'static Particle, &str)> {
        let (at, particle) =
            ALL.iter().filter_map(|p| Some((template.find(p.written)?, p))).min_by_key(|(at, _)| *at)?;
        let (before, rest) = template.split_at_checked(at)?;
        Some((before, particle, rest.strip_prefix(particle.written)?))
    }
}

/// A filled template with the particles that its words ask for.
pub(crate) fn settle(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, particle, after)) = Particle::split(rest) {
        out.push_str(before);
        out.push_str(particle.after(&out));
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
        for (template, want) in cases {
            assert_eq!(settle(template), want);
        }
    }
}

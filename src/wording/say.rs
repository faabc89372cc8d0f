//! Sentences of findings in the language of the page.
//!
//! A finding is worded once, where it is made. The page knows the sentences that can be made: `[[say]]` of
//! `rules/ui.toml` and the messages of the checks, each in both languages, with holes. A sentence that fits one is said
//! in the other language with the same fillings; one that fits none is shown as it is. What a document says is a filling
//! that stays as printed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use serde::Deserialize;

use crate::lang::Lang;
use crate::particle::Particle;
use crate::rulebook::source::Files;

/// So deep may one filling hold another.
const DEPTH: usize = 6;

/// One sentence in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    /// As it is made, where it is shown otherwise in English too.
    made: Option<String>,
    en: String,
    ko: String,
}

/// A sentence with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// In the form that the sound before it asks for.
    Particle(Particle),
    /// `{q}` and longer names: as printed. `{v}`: said in its turn. `{n}`: a number.
    Hole(String, Filling),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filling {
    Printed,
    Said,
    Number,
}

/// A sentence that can be made.
#[derive(Debug)]
struct Sentence {
    made: Vec<Piece>,
    en: Vec<Piece>,
    ko: Vec<Piece>,
    /// Whether it is made in both languages, as messages are; the others are made in English.
    both: bool,
}

/// Everything that can be said.
#[derive(Debug, Default)]
pub(super) struct Sayings {
    sentences: Vec<Sentence>,
    /// What a measure is called in Korean.
    measures: BTreeMap<String, String>,
    /// What is counted, in English and Korean.
    units: BTreeMap<String, [Option<String>; 2]>,
    /// The tables of names: looked through when one is asked for.
    names: Vec<std::borrow::Cow<'static, str>>,
    asked: Mutex<HashMap<(String, Lang), Option<String>>>,
}

/// What of `rules/ko/lang.toml` sentences need.
#[derive(Default, Deserialize)]
struct Korean {
    #[serde(default)]
    particle: Vec<Particle>,
}

#[derive(Default, Deserialize)]
struct Rules {
    #[serde(default)]
    check: Vec<Check>,
    #[serde(default)]
    measure: Vec<Measure>,
}

#[derive(Deserialize)]
struct Check {
    #[serde(default)]
    message: String,
    #[serde(default)]
    message_ko: String,
    #[serde(default)]
    remedy: String,
    #[serde(default)]
    remedy_ko: String,
}

#[derive(Deserialize)]
struct Measure {
    id: String,
    #[serde(default)]
    ko: Vec<String>,
}

impl Sayings {
    /// Of the page's own sentences and of the files of a rulebook.
    ///
    /// # Errors
    /// A file that cannot be read, with the reason.
    pub(super) fn load(own: &[Pair], files: &Files) -> Result<Self, String> {
        let mut out = Self::default();
        let particles = match files.get("rules/ko/lang.toml") {
            Some(file) => {
                let parsed: Korean = toml::from_str(&file.text).map_err(|e| format!("{}: {e}", file.shown))?;
                parsed.particle
            }
            None => Vec::new(),
        };
        for file in &files.files {
            let name = &*file.name;
            if name == "rules/checks.toml" || name.starts_with("rules/checks/") || name.starts_with("rules/measures/") {
                let rules: Rules = toml::from_str(&file.text).map_err(|e| format!("{}: {e}", file.shown))?;
                for c in rules.check {
                    for (en, ko) in [(&c.message, &c.message_ko), (&c.remedy, &c.remedy_ko)] {
                        if !en.is_empty() && !ko.is_empty() {
                            let en = pieces(en, true, &particles);
                            out.sentences.push(Sentence {
                                made: en.clone(),
                                en,
                                ko: pieces(ko, true, &particles),
                                both: true,
                            });
                        }
                    }
                }
                let label = |m: Measure| Some((m.id, m.ko.first()?.trim_start_matches('^').to_owned()));
                out.measures.extend(rules.measure.into_iter().filter_map(label));
            } else if name == "gazetteers/units.csv" {
                out.units = units(&file.text);
            } else if name.starts_with("gazetteers/") {
                out.names.push(file.text.clone());
            }
        }
        // Those of the checks come first: theirs are whole, while some of the page's are two values and a word.
        let own = own.iter().map(|p| Sentence {
            made: pieces(p.made.as_ref().unwrap_or(&p.en), false, &particles),
            en: pieces(&p.en, false, &particles),
            ko: pieces(&p.ko, false, &particles),
            both: false,
        });
        out.sentences.extend(own);
        Ok(out)
    }

    /// A sentence, value or id in a language.
    pub(super) fn say(&self, text: &str, lang: Lang) -> String {
        self.at(text, lang, 0)
    }

    /// What a measure is called.
    pub(super) fn measure<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        match lang {
            Lang::Ko => self.measures.get(id).map_or(id, String::as_str),
            _ => id,
        }
    }

    fn at(&self, text: &str, lang: Lang, depth: usize) -> String {
        if depth > DEPTH || text.is_empty() {
            return text.to_owned();
        }
        for sentence in &self.sentences {
            let to = if lang == Lang::Ko { &sentence.ko } else { &sentence.en };
            for from in [Some(&sentence.made), sentence.both.then_some(&sentence.ko)].into_iter().flatten() {
                let mut filled = Vec::new();
                if fit(from, text, &mut filled) {
                    return self.fill(to, &filled, lang, depth);
                }
            }
        }
        self.value(text, lang).unwrap_or_else(|| self.list(text, lang, depth))
    }

    fn fill(&self, to: &[Piece], filled: &[(&str, &str)], lang: Lang, depth: usize) -> String {
        let mut out = String::new();
        for piece in to {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Particle(particle) => {
                    let form = particle.after(&out).to_owned();
                    out.push_str(&form);
                }
                Piece::Hole(name, filling) => {
                    let with = filled.iter().find(|f| f.0 == name).map_or("", |f| f.1);
                    if *filling == Filling::Said {
                        out.push_str(&self.at(with, lang, depth + 1));
                    } else {
                        out.push_str(with);
                    }
                }
            }
        }
        out
    }

    /// `137 person` as it is counted: 137명, 137 people.
    fn value(&self, text: &str, lang: Lang) -> Option<String> {
        if let Some(clock) = text.strip_prefix('T').filter(|c| c.contains(':')) {
            return Some(clock.to_owned());
        }
        if let Some(parts) = length(text) {
            let told: Vec<String> = parts.iter().map(|p| self.at(p, lang, DEPTH)).collect();
            return Some(told.join(" "));
        }
        let (n, unit) = text.rsplit_once(' ')?;
        let said = self.units.get(unit)?;
        let [en, ko] = said;
        if !n.ends_with(|c: char| c.is_ascii_digit() || c == ')') {
            return None;
        }
        match lang {
            Lang::Ko => ko.as_ref().map(|u| format!("{n}{u}")),
            _ => en.as_ref().map(|u| format!("{n} {u}")),
        }
    }

    /// A name by its id; ids joined by `, ` or `+`; anything else as it is.
    fn list(&self, text: &str, lang: Lang, depth: usize) -> String {
        // From one length of time to another.
        if let Some((from, to)) = text.split_once('–').filter(|(from, to)| from.contains(' ') && to.contains(' ')) {
            return format!("{}–{}", self.at(from, lang, depth + 1), self.at(to, lang, depth + 1));
        }
        for joint in [", ", "+"] {
            if text.contains(joint) && (joint != "+" || !text.contains(' ')) {
                let parts: Vec<String> = text.split(joint).map(|t| self.at(t, lang, depth + 1)).collect();
                return parts.join(if joint == "+" { "·" } else { joint });
            }
        }
        if let Some(label) = self.measures.get(text).filter(|_| lang == Lang::Ko) {
            return label.clone();
        }
        self.name(text, lang).unwrap_or_else(|| text.to_owned())
    }

    /// The preferred name of an id.
    fn name(&self, id: &str, lang: Lang) -> Option<String> {
        let country = (2..=3).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphabetic());
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_' | b'.');
        if !(country || id.contains(':')) || !id.bytes().all(plain) {
            return None;
        }
        let key = (id.to_owned(), lang);
        let mut asked = self.asked.lock().ok()?;
        if let Some(known) = asked.get(&key) {
            return known.clone();
        }
        let id = if country { id.to_ascii_uppercase() } else { id.to_owned() };
        let wanted = format!(",{},{id},1,", lang.code());
        let found = self.names.iter().find_map(|table| {
            let at = memchr::memmem::find(table.as_bytes(), wanted.as_bytes())?;
            let line = table.get(..at)?.rsplit('\n').next()?;
            Some(line.trim_matches('"').to_owned())
        });
        asked.insert(key, found.clone());
        found
    }
}

/// `PT5H40M` as people write it: 5 h, 40 min.
fn length(iso: &str) -> Option<Vec<String>> {
    let mut rest = iso.strip_prefix('P')?;
    let (mut clock, mut out) = (false, Vec::new());
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (clock, rest) = (true, time);
            continue;
        }
        let len = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (n, after) = rest.split_at_checked(len).filter(|(n, _)| !n.is_empty())?;
        let unit = after.chars().next()?;
        let word = match (unit, clock) {
            ('Y', false) => "years",
            ('M', false) => "months",
            ('W', false) => "weeks",
            ('D', false) => "days",
            ('H', true) => "h",
            ('M', true) => "min",
            ('S', true) => "s",
            _ => return None,
        };
        let word = if n == "1" && word.len() > 3 { word.trim_end_matches('s') } else { word };
        out.push(format!("{n} {word}"));
        rest = after.get(unit.len_utf8()..)?;
    }
    (!out.is_empty()).then_some(out)
}

/// Units by id: the usual word of what is counted; of what is measured where its code is none that people write.
fn units(table: &str) -> BTreeMap<String, [Option<String>; 2]> {
    let mut out: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let [surface, lang, id, preferred, note] = [0, 1, 2, 3, 4].map(|i| row.get(i).unwrap_or(""));
        let counted = ["kind:noun", "kind:counter"].iter().any(|k| note.contains(k)) || id.starts_with('[');
        if preferred == "1" && counted {
            let [en, ko] = out.entry(id.to_owned()).or_default();
            let slot = if lang == "ko" { ko } else { en };
            slot.get_or_insert_with(|| surface.to_owned());
        }
    }
    out
}

/// The pieces of a sentence; in a message of a check only `{got}` and `{want}` are values.
fn pieces(text: &str, message: bool, particles: &[Particle]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, hole)) = rest.split_once('{') {
        let Some((name, after)) = hole.split_once('}') else { break };
        words(before, particles, &mut out);
        let filling = match name.chars().next() {
            _ if matches!(name, "got" | "want") => Filling::Said,
            Some('v') if !message => Filling::Said,
            Some('n') if !message => Filling::Number,
            _ => Filling::Printed,
        };
        out.push(Piece::Hole(name.to_owned(), filling));
        rest = after;
    }
    words(rest, particles, &mut out);
    out
}

/// What stands between holes: words, and particles that hang on what fills the hole.
fn words(mut text: &str, particles: &[Particle], out: &mut Vec<Piece>) {
    let mut push = |words: &str, particle: Option<&Particle>| {
        if !words.is_empty() {
            out.push(Piece::Words(words.to_owned()));
        }
        out.extend(particle.cloned().map(Piece::Particle));
    };
    while let Some((before, particle, after)) = Particle::split(text, particles) {
        push(before, Some(particle));
        text = after;
    }
    push(text, None);
}

/// Whether a text is this sentence, and what fills its holes: each as little as will do.
fn fit<'a>(pieces: &'a [Piece], text: &'a str, filled: &mut Vec<(&'a str, &'a str)>) -> bool {
    match pieces {
        [] => text.is_empty(),
        [Piece::Words(words), rest @ ..] => text.strip_prefix(words.as_str()).is_some_and(|t| fit(rest, t, filled)),
        [Piece::Particle(particle), rest @ ..] => {
            particle.forms().iter().any(|form| text.strip_prefix(form).is_some_and(|t| fit(rest, t, filled)))
        }
        [Piece::Hole(name, filling)] => {
            let good = takes(*filling, text);
            if good {
                filled.push((name, text));
            }
            good
        }
        [Piece::Hole(name, filling), rest @ ..] => {
            let forms = match rest.first() {
                Some(Piece::Words(next)) => [next.as_str(); 2],
                Some(Piece::Particle(particle)) => particle.forms(),
                _ => return false,
            };
            let [one, other] = forms;
            let ends = text.match_indices(one).chain(text.match_indices(other).filter(|_| one != other));
            for (at, _) in ends {
                let Some((with, after)) = text.split_at_checked(at) else { continue };
                if !takes(*filling, with) {
                    continue;
                }
                let mark = filled.len();
                filled.push((name, with));
                if fit(rest, after, filled) {
                    return true;
                }
                filled.truncate(mark);
            }
            false
        }
    }
}

fn takes(filling: Filling, text: &str) -> bool {
    match filling {
        Filling::Number => {
            let text = text.strip_suffix(" %").unwrap_or(text);
            text.chars().any(|c| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '–' | '−' | '/'))
        }
        _ => !text.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use super::*;

    fn ko(text: &str) -> String {
        let words = Words::load(&Files::built_in()).expect("the words");
        words.of(Lang::Ko).say(text)
    }

    #[test]
    fn sentences_are_said_with_their_fillings() {
        assert_eq!(ko("173 person against 137 person"), "173명 대 137명");
        assert_eq!(ko("12 + 9 = 21; printed 23"), "12 + 9 = 21; 기사에는 23");
        assert_eq!(
            ko("137 × 10 lies in the range: a zero more or less, or a moved point"),
            "137 × 10이면 들어맞음: 0 하나가 더 붙거나 빠짐, 또는 소수점 밀림"
        );
        assert_eq!(
            ko("오전 10시 to noon: 4 h 24 min–5 h; printed six hours"),
            "오전 10시부터 noon까지 4시간 24분–5시간; 기사에는 six hours"
        );
        assert_eq!(ko("62 % of 1,234"), "1,234 가운데 62 %");
        assert_eq!(ko("beside July 14, 2024 in both"), "두 글 모두 곁에 July 14, 2024");
        assert_eq!(ko("measure: people.dead, people.aboard (840)"), "항목: 사망, 탑승");
        assert_eq!(ko("named: gov-kr:korea-coast-guard, KR"), "함께 나온 이름: 해양경찰청, 한국");
        assert_eq!(
            ko("173 passengers in one document, 137명 in the other, apparently about the same thing."),
            "같은 내용으로 보이는데 한 기사는 173 passengers, 다른 기사는 137명이다."
        );
        assert_eq!(
            ko("Open the primary source; check scope and date of both."),
            "원자료를 열어 두 수치의 범위와 시점을 확인하라."
        );
        assert_eq!(ko("PT5H40M against P1Y"), "5시간 40분 대 1년");
        assert_eq!(ko("T10:31"), "10:31");
        assert_eq!(ko("nobody has said this"), "nobody has said this");
    }

    /// Whoever words a new step gives it a sentence in `rules/ui.toml`.
    #[test]
    fn everything_that_checks_say_is_known() {
        let words = Words::load(&Files::built_in()).expect("the words");
        let book = crate::rulebook::Rulebook::built_in().expect("the rules");
        let mut met = std::collections::BTreeSet::new();
        for example in book.checks.by_id.values().flat_map(|c| c.must.iter().chain(&c.must_not)) {
            let read = |(i, text): (usize, &String)| {
                let mut d = crate::ingest::document_from_text(text, &format!("d{i}"), None, book);
                if let Some(day) = example.published.get(i) {
                    d.published.edtf = Some(crate::model::date::Edtf(day.clone()));
                }
                d
            };
            let documents = example.docs.iter().enumerate().map(read).collect();
            let outcome = crate::pipeline::check(&crate::pipeline::articles(documents, book), book);
            for f in outcome.findings {
                met.extend(f.derivation.into_iter().chain(f.linked_by).chain(f.hypotheses));
                met.extend([f.message, f.remedy]);
            }
        }
        assert!(met.len() > 60, "{} sentences", met.len());
        let english = |s: &&String| s.split(|c: char| !c.is_ascii_lowercase()).any(|w| w.len() > 1);
        let unknown: Vec<&String> =
            met.iter().filter(english).filter(|s| words.of(Lang::Ko).say(s) == **s && !s.contains("다.")).collect();
        assert!(unknown.is_empty(), "no [[say]] in rules/ui.toml for {unknown:#?}");
    }

    #[test]
    fn english_gets_the_words_of_its_units_too() {
        let words = Words::load(&Files::built_in()).expect("the words");
        let en = words.of(Lang::En);
        assert_eq!(en.say("173 person against 137 person"), "173 people against 137 people");
        assert_eq!(
            en.say("같은 내용으로 보이는데 한 기사는 9명, 다른 기사는 8명이다."),
            "9명 in one document, 8명 in the other, apparently about the same thing."
        );
    }

    #[test]
    fn every_sentence_has_the_same_holes_in_both_languages() {
        let words = Words::load(&Files::built_in()).expect("the words");
        for Sentence { made, en, ko, .. } in &words.sayings().sentences {
            let holes = |p: &[Piece]| {
                let mut names: Vec<String> =
                    p.iter().filter_map(|p| if let Piece::Hole(n, _) = p { Some(n.clone()) } else { None }).collect();
                names.sort();
                names.dedup();
                names
            };
            // A declared message may leave one out.
            assert!(holes(ko).iter().chain(&holes(en)).all(|h| holes(made).contains(h)), "{made:?} {en:?} {ko:?}");
        }
    }
}

//! What stands around names (`rules/<lang>/names.toml`), and the words bodies are called by (`org_suffixes.csv`).

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::hash::BuildWordHasher;
use super::row::Row;
use crate::lang::Lang;
use crate::rulebook::chars::Chars;
use crate::rulebook::error::LoadError;
use crate::rulebook::rule::toml_error;
use crate::rulebook::source::Files;

/// How much a head word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Only behind a known name or place.
    Weak,
    /// With a name, a place or other evidence.
    Medium,
    /// Alone enough.
    Strong,
    /// Never part of a name.
    Stop,
}

/// A set of words.
#[derive(Debug, Default)]
pub struct Words {
    words: HashSet<String, BuildWordHasher>,
    list: Vec<String>,
    last: Chars,
    longest: usize,
}

impl Words {
    fn new(list: Vec<String>) -> Self {
        let last = Chars::of(list.iter().filter_map(|w| w.chars().next_back()));
        let longest = list.iter().map(|w| w.chars().count()).max().unwrap_or(0);
        Self { words: list.iter().cloned().collect(), list, last, longest }
    }

    /// Whether `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        word.chars().next_back().is_some_and(|c| self.last.has(c)) && self.words.contains(word)
    }

    /// The words, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }

    /// The longest word that `text` starts with, in bytes.
    pub fn starts(&self, text: &str) -> Option<usize> {
        let mut found = None;
        for (i, c) in text.char_indices().take(self.longest) {
            let end = i + c.len_utf8();
            if self.last.has(c) && text.get(..end).is_some_and(|w| self.words.contains(w)) {
                found = Some(end);
            }
        }
        found
    }

    /// Whether some word ends with `c`.
    pub fn may_end(&self, c: char) -> bool {
        self.last.has(c)
    }
}

/// A head word of bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How much it says.
    pub strength: Strength,
    /// Kind of body.
    pub kind: String,
}

/// Words around the names of one language.
#[derive(Debug, Default)]
pub struct Grammar {
    /// Particles behind a name.
    pub particles: Words,
    /// Nouns glued to a name, outside of it: 측, 산하.
    pub followers: Words,
    /// The same behind names of countries only.
    pub country_followers: Words,
    /// Endings that belong to the name: 사, 社.
    pub extenders: Words,
    /// Titles; behind a name they show a body.
    pub titles: Words,
    /// Words before a name that show a body.
    pub org_before: Words,
    /// Words right before a name that say what body it is: 업체 ‘한울길’.
    pub appose: Words,
    /// What ties such a word to the name behind it: 업체인.
    pub appose_ties: Words,
    /// Syllables that foreign names are spelled with.
    pub foreign: Words,
    /// Loan words spelled so, which are no names.
    pub loans: Words,
    /// Words behind a name that show a body.
    pub org_after: Words,
    /// Words behind a name that show a state.
    pub country_after: Words,
    /// Words behind a pair of states.
    pub pair_after: Words,
    /// Words behind what looks like a pair and is none.
    pub pair_not_after: Words,
    /// Letters for states that hardly ever mean anything else when they stand alone.
    pub letters: Words,
    /// Letters for states that need a state's body behind them: 일 외무성.
    pub letters_body: Words,
    /// Words that give a short name: 이하, hereafter.
    pub hereafter: Words,
    /// Pairs that are ordinary words too.
    pub pair_strict: Words,
    /// Words that begin like a name and are none.
    pub blocked: Words,
    /// What makes a place of a name: 단원 (구).
    pub place_units: Words,
    /// Particles that make a place of a service: 트위터에.
    pub service_tails: Words,
    /// Words behind the name of a service.
    pub service_after: Words,
    /// Particles behind a common noun for a body that acts: 경찰은.
    pub generic_tails: Words,
    /// Words behind such a noun.
    pub generic_after: Words,
    /// Words before it that make it no body of the country: 외국 정부.
    pub generic_not_after: Words,
    /// What joins the members of a list.
    pub list_joins: Words,
    /// What makes a body no name: 종합 (병원), local (court).
    pub generic_stems: Words,
    /// Words that begin no name although they have a capital there.
    pub not_first: Words,
    /// Joining words inside a name.
    pub joins: Words,
    /// Owners inside a name: Sheriff's Office, Children's Hospital.
    pub possessors: Words,
    /// Last words of spelled-out names that are no bodies: Product, Region, Virus.
    pub not_bodies: Words,
    /// Words that say what body stands beside them: maker, retailer, giant.
    pub makers: Words,
    /// Those of them that are never said of a person.
    pub firms: Words,
    /// Words that go on telling of a body: that, based, owned.
    pub telling: Words,
    /// Legal forms at the end of a name.
    pub legal_ends: Words,
    /// Second words of heads of two.
    pub pair_ends: Words,
    /// Head words behind a name, by their spelling.
    pub heads: HashMap<String, Head, BuildWordHasher>,
    /// Last characters of the heads.
    head_last: Chars,
    /// Most characters of a head.
    head_longest: usize,
    /// Legal forms in front: ㈜, 주식회사.
    pub legal: Vec<String>,
    /// Their first and last characters.
    pub legal_edges: Chars,
    /// Head words in front: Ministry of, 주식회사.
    pub fronts: BTreeMap<String, Head>,
    /// Their first words.
    front_words: HashSet<String, BuildWordHasher>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    around: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    front: Vec<String>,
}

impl Grammar {
    /// Reads `rules/<lang>/names.toml` and the language's rows of `org_suffixes.csv`.
    pub fn load(files: &Files, lang: Lang, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Grammar::default();
        let name = format!("rules/{}/names.toml", lang.code());
        if let Some(file) = files.get(&name) {
            match toml::from_str::<NamesFile>(&file.text) {
                Ok(parsed) => {
                    for (key, words) in parsed.around {
                        match out.slot(&key) {
                            Some(slot) => *slot = Words::new(words),
                            None => {
                                let at = file.text.find(&key).unwrap_or(0);
                                let help = "see the keys in the built-in names.toml";
                                errors.push(LoadError::at(
                                    file,
                                    at,
                                    key.len(),
                                    format!("no list is called `{key}`"),
                                    help,
                                ));
                            }
                        }
                    }
                    for word in parsed.front {
                        out.fronts.insert(word, Head { strength: Strength::Strong, kind: "legal".to_owned() });
                    }
                }
                Err(e) => errors.push(toml_error(file, "a names file has the table [around] and the list front", &e)),
            }
        }
        if let Some(file) = files.get("gazetteers/org_suffixes.csv") {
            for (n, line) in file.text.lines().enumerate().skip_while(|(_, l)| l.starts_with('#')).skip(1) {
                match Row::read(line).map(|row| (row, strength(row.id))) {
                    Ok((row, Some(strength))) if row.lang == lang => out.head(&row, strength),
                    Ok((_, Some(_))) => {}
                    Ok((_, None)) => errors.push(LoadError::on_line(
                        file,
                        n + 1,
                        "no such strength",
                        "write strong, medium, weak or stop",
                    )),
                    Err((message, help)) => errors.push(LoadError::on_line(file, n + 1, message, help)),
                }
            }
        }
        out.legal = out.fronts.iter().filter(|(_, h)| h.kind == "legal").map(|(f, _)| f.clone()).collect();
        out.legal_edges =
            Chars::of(out.legal.iter().flat_map(|f| f.chars().next().into_iter().chain(f.chars().next_back())));
        out.front_words = out.fronts.keys().filter_map(|f| f.split(' ').next()).map(str::to_owned).collect();
        // Heads of two words, by the second: Air Force.
        let pairs = out.heads.keys().filter_map(|w| w.rsplit_once(' ')).map(|(_, end)| end.to_owned());
        out.pair_ends = Words::new(pairs.collect());
        out.head_last = Chars::of(out.heads.keys().filter_map(|w| w.chars().next_back()));
        out.head_longest = out.heads.keys().map(|w| w.chars().count()).max().unwrap_or(0);
        out
    }

    fn head(&mut self, row: &Row<'_>, strength: Strength) {
        let head = Head { strength, kind: row.kind().to_owned() };
        if row.note.contains("position:prefix") {
            self.fronts.insert(row.surface.to_owned(), head);
        } else {
            self.heads.insert(row.surface.to_owned(), head);
        }
    }

    fn slot(&mut self, key: &str) -> Option<&mut Words> {
        Some(match key {
            "particles" => &mut self.particles,
            "followers" => &mut self.followers,
            "country_followers" => &mut self.country_followers,
            "extenders" => &mut self.extenders,
            "titles" => &mut self.titles,
            "org_before" => &mut self.org_before,
            "appose" => &mut self.appose,
            "appose_ties" => &mut self.appose_ties,
            "foreign" => &mut self.foreign,
            "loans" => &mut self.loans,
            "org_after" => &mut self.org_after,
            "country_after" => &mut self.country_after,
            "pair_after" => &mut self.pair_after,
            "pair_not_after" => &mut self.pair_not_after,
            "letters" => &mut self.letters,
            "letters_body" => &mut self.letters_body,
            "hereafter" => &mut self.hereafter,
            "pair_strict" => &mut self.pair_strict,
            "blocked" => &mut self.blocked,
            "place_units" => &mut self.place_units,
            "service_tails" => &mut self.service_tails,
            "service_after" => &mut self.service_after,
            "generic_tails" => &mut self.generic_tails,
            "generic_after" => &mut self.generic_after,
            "generic_not_after" => &mut self.generic_not_after,
            "list_joins" => &mut self.list_joins,
            "generic_stems" => &mut self.generic_stems,
            "not_first" => &mut self.not_first,
            "joins" => &mut self.joins,
            "makers" => &mut self.makers,
            "firms" => &mut self.firms,
            "telling" => &mut self.telling,
            "legal_ends" => &mut self.legal_ends,
            "possessors" => &mut self.possessors,
            "not_bodies" => &mut self.not_bodies,
            _ => return None,
        })
    }

    /// The longest head word that `stem` ends with, and where it starts; the whole stem is no head.
    pub fn head_of<'a>(&self, stem: &'a str) -> Option<(usize, &'a str, &Head)> {
        if !stem.chars().next_back().is_some_and(|c| self.head_last.has(c)) {
            return None;
        }
        let mut found = None;
        for (i, _) in stem.char_indices().rev().take(self.head_longest).filter(|(i, _)| *i > 0) {
            let word = stem.get(i..)?;
            if let Some(head) = self.heads.get(word) {
                found = Some((i, word, head));
            }
        }
        found
    }

    /// Whether some head in front begins with `word`.
    pub fn may_front(&self, word: &str) -> bool {
        self.front_words.contains(word)
    }

    /// Whether some head ends with `c`.
    pub fn may_end_head(&self, c: char) -> bool {
        self.head_last.has(c)
    }

    /// Whether `rest`, what is left of a token behind a name, is a particle or nothing.
    pub fn is_particle(&self, rest: &str) -> bool {
        rest.is_empty() || self.particles.has(rest)
    }
}

fn strength(word: &str) -> Option<Strength> {
    Some(match word {
        "strong" => Strength::Strong,
        "medium" => Strength::Medium,
        "weak" => Strength::Weak,
        "stop" => Strength::Stop,
        _ => return None,
    })
}

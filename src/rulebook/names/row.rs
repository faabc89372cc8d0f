//! One row of a gazetteer: `surface,lang,id,preferred,note`.

use crate::lang::Lang;

/// What kind of thing the rows of a file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `countries.csv`.
    Country,
    /// `country_groups.csv`: ids joined with `+`.
    CountryGroup,
    /// `demonyms.csv`: people, adjectives and languages; no mention of the country, but evidence for it.
    Demonym,
    /// `org*.csv`.
    Org,
    /// `org_groups.csv`: ids joined with `+`.
    OrgGroup,
    /// `events*.csv`.
    Event,
    /// `places*.csv`.
    Place,
    /// `persons*.csv`: there to keep people out of the rest.
    Person,
}

impl Class {
    /// The class of a gazetteer by its path; `None` for files that are no lists of names (units, suffixes, rates).
    pub fn of_file(name: &str) -> Option<Class> {
        let stem = name.strip_prefix("gazetteers/")?.strip_suffix(".csv")?;
        let has = |head: &str| stem.starts_with(head);
        Some(match stem {
            "country_groups" => Class::CountryGroup,
            "org_groups" => Class::OrgGroup,
            "org_suffixes" => return None,
            _ if has("countr") => Class::Country,
            _ if has("demonym") => Class::Demonym,
            _ if has("org") => Class::Org,
            _ if has("event") => Class::Event,
            _ if has("place") => Class::Place,
            _ if has("person") => Class::Person,
            _ => return None,
        })
    }
}

/// A row, as slices of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The name as printed.
    pub surface: &'a str,
    /// The language of its script.
    pub lang: Lang,
    /// The entity; members joined with `+` for groups.
    pub id: &'a str,
    /// Whether it is the preferred name of the id in its language.
    pub preferred: bool,
    /// Flags, separated by spaces.
    pub note: &'a str,
    /// The flags of the note that stand for themselves.
    pub flags: Flags,
}

impl<'a> Row<'a> {
    /// Reads a line without its end. Only the surface and the note may be quoted, and neither holds a quote.
    ///
    /// # Errors
    /// What is wrong with the line, and the remedy.
    pub fn read(line: &'a str) -> Result<Row<'a>, (&'static str, &'static str)> {
        const COLUMNS: &str = "write surface,lang,id,preferred,note";
        let (surface, rest) = match line.strip_prefix('"') {
            Some(quoted) => quoted
                .split_once("\",")
                .ok_or(("a quoted name that does not end with \",", "close the quotation and go on with a comma"))?,
            None => line.split_once(',').ok_or(("a row needs five columns", COLUMNS))?,
        };
        if surface.contains('"') {
            return Err(("a name holds a quotation mark", "leave the quotation marks out"));
        }
        let mut columns = rest.splitn(4, ',');
        let (Some(lang), Some(id), Some(preferred), Some(note)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            return Err(("a row needs five columns", COLUMNS));
        };
        let note = match note.strip_prefix('"').and_then(|n| n.strip_suffix('"')) {
            Some(inner) => inner,
            None if note.contains(',') => return Err(("a row has more than five columns", COLUMNS)),
            None => note,
        };
        let lang = match lang {
            "ko" => Lang::Ko,
            "en" => Lang::En,
            _ => return Err(("no such language", "write ko or en in the second column")),
        };
        let preferred = match preferred {
            "1" => true,
            "0" => false,
            _ => {
                return Err(("`preferred` is neither 0 nor 1", "write 1 for the one preferred name of the id, else 0"));
            }
        };
        if surface.is_empty() || id.is_empty() {
            return Err(("a name or an id is empty", COLUMNS));
        }
        Ok(Row { surface, lang, id, preferred, note, flags: Flags::read(note) })
    }

    /// The flags of the note that begin with `key:`, without it, in order.
    fn named(&self, key: &str) -> impl Iterator<Item = &'a str> {
        self.note.split(' ').filter_map(move |word| word.split_once(':').filter(|(k, _)| *k == key).map(|(_, v)| v))
    }

    /// Finer kind. `kind:name kind:pair`: the last one says what it is made of.
    pub fn kind(&self) -> &'a str {
        self.named("kind").fold("", |kind, next| if kind.is_empty() || kind == "name" { next } else { kind })
    }

    /// Country of the entity.
    pub fn cc(&self) -> &'a str {
        self.named("cc").last().unwrap_or("")
    }

    /// What must not follow; `_` stands for a blank.
    pub fn notnext(&self) -> impl Iterator<Item = &'a str> {
        self.named("notnext").last().unwrap_or("").split('|').filter(|stop| !stop.is_empty())
    }
}

/// A flag of a note. DESIGN calls a name `ambiguous` where it needs its context: that is `ctx`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Needs evidence in the document.
    Ctx,
    /// A capital away from the start of a sentence is evidence enough.
    Cap,
    /// Standing in Korean text is evidence enough.
    Okko,
    /// Several entities share the name.
    Which,
    /// The entity meant where nothing else decides.
    Default,
    /// A common noun for a class of body: 정부, police.
    Generic,
    /// A single letter of headlines: 북, 미.
    Short,
    /// Also the name of a service.
    Svc,
    /// No name before a number.
    Notnum,
    /// Some words must not follow.
    Notnext,
}

/// The flags of a note, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// Whether a flag is set.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u16) != 0
    }

    fn read(note: &str) -> Self {
        let mut bits = 0;
        for word in note.split(' ').filter(|word| !word.is_empty()) {
            bits |= match word {
                "ctx" => 1 << Flag::Ctx as u16,
                "cap" => 1 << Flag::Cap as u16,
                "okko" => 1 << Flag::Okko as u16,
                "which" => 1 << Flag::Which as u16,
                "default" => 1 << Flag::Default as u16,
                "generic" => 1 << Flag::Generic as u16,
                "short" => 1 << Flag::Short as u16,
                "svc" => 1 << Flag::Svc as u16,
                "notnum" => 1 << Flag::Notnum as u16,
                _ if word.starts_with("notnext:") => 1 << Flag::Notnext as u16,
                _ => 0,
            };
        }
        Self(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read() {
        let row = Row::read("현대,ko,group:hyundai,1,ctx which default cc:KR kind:group").unwrap();
        assert_eq!((row.surface, row.lang, row.id, row.preferred), ("현대", Lang::Ko, "group:hyundai", true));
        let has = |flag| row.flags.has(flag);
        assert!(has(Flag::Ctx) && has(Flag::Which) && has(Flag::Default) && !has(Flag::Generic));
        assert_eq!((row.cc(), row.kind()), ("KR", "group"));
        let row = Row::read("\"Ministry of Trade, Industry and Energy\",en,gov-kr:motie,1,cc:KR").unwrap();
        assert_eq!(row.surface, "Ministry of Trade, Industry and Energy");
    }

    #[test]
    fn broken_rows_say_why() {
        for line in ["a", "a,en,x", "a,en,x,1", "a,fr,x,1,", "a,en,x,2,", "a,en,x,1,b,c", "\"a,en,x,1,", ",en,x,1,"] {
            assert!(Row::read(line).is_err(), "{line}");
        }
    }
}

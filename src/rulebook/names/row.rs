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
        Ok(Row { surface, lang, id, preferred, note })
    }

    /// The flags of the note.
    pub fn flags(&self) -> Flags<'a> {
        Flags::read(self.note)
    }
}

/// The flags of a note. DESIGN calls a name `ambiguous` where it needs its context: that is `ctx`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags<'a> {
    /// Needs evidence in the document.
    pub ctx: bool,
    /// A capital away from the start of a sentence is evidence enough.
    pub cap: bool,
    /// Standing in Korean text is evidence enough.
    pub okko: bool,
    /// Several entities share the name.
    pub which: bool,
    /// The entity meant where nothing else decides.
    pub default: bool,
    /// A common noun for a class of body: 정부, police.
    pub generic: bool,
    /// A single letter of headlines: 북, 미.
    pub short: bool,
    /// Written in Hanja.
    pub hanja: bool,
    /// An acronym.
    pub acro: bool,
    /// Also the name of a service.
    pub svc: bool,
    /// Also the name of a token.
    pub token: bool,
    /// No name before a number.
    pub notnum: bool,
    /// No longer listed.
    pub delisted: bool,
    /// Finer kind.
    pub kind: &'a str,
    /// Country of the entity.
    pub cc: &'a str,
    /// What must not follow, separated by `|`; `_` stands for a blank.
    pub notnext: &'a str,
}

impl<'a> Flags<'a> {
    fn read(note: &'a str) -> Self {
        let mut f = Flags::default();
        for word in note.split(' ') {
            match word {
                "ctx" => f.ctx = true,
                "cap" => f.cap = true,
                "okko" => f.okko = true,
                "which" => f.which = true,
                "default" => f.default = true,
                "generic" => f.generic = true,
                "short" => f.short = true,
                "hanja" => f.hanja = true,
                "acro" => f.acro = true,
                "svc" => f.svc = true,
                "token" => f.token = true,
                "notnum" => f.notnum = true,
                "delisted" => f.delisted = true,
                _ => match word.split_once(':') {
                    // `kind:name kind:pair`: the last one says what it is made of.
                    Some(("kind", kind)) if f.kind.is_empty() || f.kind == "name" => f.kind = kind,
                    Some(("cc", cc)) => f.cc = cc,
                    Some(("notnext", next)) => f.notnext = next,
                    _ => {}
                },
            }
        }
        f
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read() {
        let row = Row::read("현대,ko,group:hyundai,1,ctx which default cc:KR kind:group").unwrap();
        assert_eq!((row.surface, row.lang, row.id, row.preferred), ("현대", Lang::Ko, "group:hyundai", true));
        let f = row.flags();
        assert!(f.ctx && f.which && f.default && !f.generic);
        assert_eq!((f.cc, f.kind), ("KR", "group"));
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

//! What a row of a gazetteer can mean, and how much it needs to mean it.

use crate::lang::Lang;
use crate::model::value::EntityClass;
use crate::rulebook::names::{Class, Flag, Found, Names, Row};

/// How much evidence a reading needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// None.
    Nothing,
    /// A word around it or the document.
    Context,
    /// A single letter for a state.
    Letter,
}

/// What a name may stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    /// Its class; `None` for what is no mention and only keeps others out: demonyms, 대북, people.
    pub(super) class: Option<EntityClass>,
    /// Where it stands in the order of preference.
    pub(super) rank: u8,
    /// The row's number.
    pub(super) number: u32,
    /// The row.
    pub(super) row: Row<'a>,
    /// What it needs.
    pub(super) need: Need,
    /// A pair or group of states or bodies.
    pub(super) group: bool,
    /// A common noun for a body.
    pub(super) generic: bool,
}

impl Reading<'_> {
    /// Whether the row carries a flag.
    pub(super) fn has(&self, flag: Flag) -> bool {
        self.row.flags.has(flag)
    }
}

/// Adds the readings of a name to `out`, best first.
///
/// Common nouns for bodies come out in Korean, where they act: news there names the police and the prosecution by them;
/// annotators of Korean news count them, those of English news do not.
pub(super) fn readings<'a>(found: Found, names: &'a Names, out: &mut Vec<Reading<'a>>) {
    let from = out.len();
    let all = names.table.rows(found).map(|(number, class, row)| reading(number, class, row));
    out.extend(all.filter(|r| !r.generic || r.row.lang == Lang::Ko));
    if let Some(own @ [_, _, ..]) = out.get_mut(from..) {
        own.sort_by_key(|r| (r.need, r.rank, !r.has(Flag::Default)));
    }
}

fn reading(number: u32, class: Class, row: Row<'_>) -> Reading<'_> {
    let mut need = if row.flags.has(Flag::Ctx) { Need::Context } else { Need::Nothing };
    let mut generic = row.flags.has(Flag::Generic);
    let (class, rank) = match class {
        Class::Country => (Some(EntityClass::Country), 0),
        Class::Demonym => (None, 1),
        Class::CountryGroup => {
            if row.flags.has(Flag::Short) {
                need = Need::Letter;
            }
            let silent = matches!(row.kind(), "relation" | "anaphor" | "region")
                || row.note.contains("kind:region")
                || row.note.contains("kind:name");
            (if silent { None } else { Some(EntityClass::Country) }, 2)
        }
        Class::Org => {
            // A government, its army and its police are no bodies with a name, with or without their country.
            generic |= row.id.starts_with("gov-")
                && (COMMON.iter().any(|c| row.id.ends_with(c)) || row.id.contains("government-of"));
            // A league is no body; it keeps shorter names out.
            (if row.kind() == "league" { None } else { Some(EntityClass::Org) }, 3)
        }
        Class::OrgGroup => {
            generic = true;
            (Some(EntityClass::Org), 4)
        }
        Class::Event => (Some(EntityClass::Event), 5),
        Class::Place => (Some(EntityClass::Place), 6),
        Class::Person => (None, 7),
    };
    let group = row.id.contains('+');
    Reading { class, rank, number, row, need, group, generic }
}

/// Ends of the ids of common bodies.
const COMMON: &[&str] = &["government", ":military", ":police", ":prosecutors", ":authorities", ":court", ":embassy"];

//! Where the columns of a gazetteer row stand in the text of its file: the rows themselves are never copied.

use super::row::{Flags, Row};
use crate::lang::Lang;

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// Where the columns of a row stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// First byte of the name; the other columns follow.
    surface: u32,
    surface_len: u16,
    id_len: u16,
    note_len: u16,
    /// Number of its file.
    pub(super) source: u8,
    shape: Shape,
    /// The next row of the same surface.
    pub(super) next: u32,
    pub(super) flags: Flags,
}

/// What else there is to know about a row, a bit each.
#[derive(Debug, Clone, Copy)]
struct Shape(u8);

impl Shape {
    const QUOTED: u8 = 1;
    const NOTE_QUOTED: u8 = 2;
    const KOREAN: u8 = 4;
    const PREFERRED: u8 = 8;

    fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

impl Place {
    /// The place of the row that `line` at byte `at` of its file was read as; `None` past what 16 bits count.
    pub(super) fn of(row: &Row<'_>, line: &str, at: usize, source: u8) -> Option<Self> {
        let quoted = line.starts_with('"');
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        Some(Self {
            surface: u32::try_from(at + usize::from(quoted)).ok()?,
            surface_len: u16::try_from(row.surface.len()).ok()?,
            id_len: u16::try_from(row.id.len()).ok()?,
            note_len: u16::try_from(row.note.len()).ok()?,
            source,
            shape: Shape(
                bit(quoted, Shape::QUOTED)
                    | bit(!row.note.is_empty() && line.ends_with('"'), Shape::NOTE_QUOTED)
                    | bit(row.lang == Lang::Ko, Shape::KOREAN)
                    | bit(row.preferred, Shape::PREFERRED),
            ),
            next: NONE,
            flags: row.flags,
        })
    }

    /// First byte of the row's line.
    pub(super) fn line(self) -> usize {
        self.surface as usize - usize::from(self.shape.has(Shape::QUOTED))
    }

    /// The name.
    pub(super) fn surface(self, text: &str) -> Option<&str> {
        let at = self.surface as usize;
        text.get(at..at + usize::from(self.surface_len))
    }

    /// The id.
    pub(super) fn id(self, text: &str) -> Option<&str> {
        // Behind the name come `,ko,`.
        let at = self.surface as usize + usize::from(self.surface_len) + usize::from(self.shape.has(Shape::QUOTED)) + 4;
        text.get(at..at + usize::from(self.id_len))
    }

    /// The language of the name.
    pub(super) fn lang(self) -> Lang {
        if self.shape.has(Shape::KOREAN) { Lang::Ko } else { Lang::En }
    }

    /// The row, read where it stands.
    pub(super) fn row(self, text: &str) -> Option<Row<'_>> {
        let (surface, id) = (self.surface(text)?, self.id(text)?);
        // Behind the id come `,1,`.
        let name_end = self.surface as usize + surface.len() + usize::from(self.shape.has(Shape::QUOTED));
        let note = name_end + 4 + id.len() + 3 + usize::from(self.shape.has(Shape::NOTE_QUOTED));
        Some(Row {
            surface,
            lang: self.lang(),
            id,
            preferred: self.shape.has(Shape::PREFERRED),
            note: text.get(note..note + usize::from(self.note_len))?,
            flags: self.flags,
        })
    }
}

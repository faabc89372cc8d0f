//! The fields of gold: those of `extract`, and those annotators add.

/// Kinds in the order of tables; the second says whether it is a figure.
pub const KINDS: &[(&str, bool)] = &[
    ("money", true),
    ("count", true),
    ("quantity", true),
    ("ratio", true),
    ("ordinal", true),
    ("date", true),
    ("duration", true),
    ("time", true),
    ("org", false),
    ("country", false),
    ("place", false),
    ("person", false),
    ("event", false),
    ("identifier", false),
];

/// The kind as the program names it: shares may be annotated by how they are written. `None` for what is no kind.
pub fn kind(written: &str) -> Option<&'static str> {
    let name = if matches!(written, "percent" | "fraction") { "ratio" } else { written };
    KINDS.iter().map(|(k, _)| *k).find(|k| *k == name)
}

/// Whether a kind is a figure, and no name.
pub fn is_figure(kind: &str) -> bool {
    KINDS.iter().any(|(k, figure)| *k == kind && *figure)
}

/// Fields of a line.
pub const ROW: &[&str] = &[
    "schema",
    "document",
    "id",
    "file",
    "lang",
    "sha256",
    "bytes",
    "title",
    "published",
    "published_true",
    "note",
    "mentions",
];

/// Fields of a mention.
pub const MENTION: &[&str] = &[
    "i",
    "line",
    "start",
    "end",
    "start_char",
    "end_char",
    "surface",
    "kind",
    "value",
    "rule",
    "optional",
    "inside",
    "alt_spans",
    "note",
];

const AMOUNT: &[&str] = &[
    "min", "max", "min_open", "max_open", "mod", "bound", "approx", "step", "unit", "currency", "converts", "members",
];
const RATIO: &[&str] =
    &["min", "max", "min_open", "max_open", "value", "num", "den", "form", "points", "mod", "bound", "approx", "step"];
const DATE: &[&str] = &[
    "edtf",
    "edtf_alone",
    "edtf_world",
    "one_of",
    "anchor",
    "mod",
    "bound",
    "relative",
    "form",
    "impossible",
    "weekday",
    "weekday_implied",
    "part_of_day",
    "granularity",
    "parts",
];
const NAME: &[&str] = &["id", "iso", "role", "name_en", "name_ko", "canonical", "members", "anaphor"];

/// Fields of the value of a kind; `note` goes with all of them.
pub fn value(kind: &str) -> &'static [&'static str] {
    match kind {
        "money" | "count" | "quantity" => AMOUNT,
        "ratio" => RATIO,
        "ordinal" => &["value", "of", "series"],
        "date" => DATE,
        "duration" => &["iso8601", "mod", "bound", "approx", "refers_to", "alt_kind"],
        "time" => &["iso8601", "anchor", "mod"],
        "identifier" => &["of", "id", "type"],
        _ => NAME,
    }
}

/// Fields of which a value needs one: with none of them there is nothing to be right about.
pub fn compared(kind: &str) -> &'static [&'static str] {
    match kind {
        "money" | "count" | "quantity" => &["min", "max"],
        "ratio" => &["min", "max", "value"],
        "ordinal" => &["value"],
        "date" => &["edtf", "edtf_alone", "edtf_world", "one_of"],
        "duration" | "time" => &["iso8601"],
        _ => &[],
    }
}

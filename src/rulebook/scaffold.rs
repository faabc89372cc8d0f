//! Blocks to begin a rule or a check with: they load, and their examples fail until somebody fills them in.

/// The word that stands where something is to be filled in.
pub const TO_FILL: &str = "TODO";

/// Whether an example still holds words of a scaffold.
pub fn unfilled(texts: &[&str]) -> bool {
    texts.iter().any(|t| t.contains(TO_FILL))
}

/// Whether an id is made of small letters, digits and hyphens, and begins with a letter.
pub fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A pattern and a value that go together, by kind. `todo` stands for the words of the new rule.
fn body(kind: &str) -> (&'static str, &'static str, &'static str) {
    match kind {
        "money" => ("(?<num>{numeral}) ?todo", "{ magnitude = \"num\", currency = \"KRW\" }", "1230 KRW"),
        "count" => ("(?<num>{numeral}) ?todo", "{ magnitude = \"num\", unit = \"item\" }", "12 item"),
        "quantity" => ("(?<num>{numeral}) ?todo", "{ magnitude = \"num\", unit = \"km\" }", "12 km"),
        "ratio" => ("(?<num>{numeral}) ?todo", "{ magnitude = \"num\", form = \"percent\" }", "0.12 percent"),
        "ordinal" => ("(?<num>{numeral}) ?todo", "{ value = \"num\", of = \"rank\" }", "3 rank"),
        "date" => ("(?<year>[0-9]{4}) ?todo", "{ year = \"year\" }", "2024"),
        "duration" => ("(?<days>{numeral}) ?todo", "{ days = \"days\" }", "P3D"),
        "time" => ("(?<hour>[0-9]{1,2}) ?todo", "{ hour = \"hour\" }", "T14:00"),
        "identifier" => ("todo-[0-9]+", "{ of = \"code\" }", "code"),
        _ => ("todo [0-9]+", "{}", ""),
    }
}

/// A rule.
pub fn rule(id: &str, kind: &str) -> String {
    let (pattern, value, out) = body(kind);
    let example =
        if out.is_empty() { "empty for words that are dropped".to_owned() } else { format!("as in \"{out}\"") };
    format!(
        "[[rule]]\n\
         id = \"{id}\"\n\
         kind = \"{kind}\"\n\
         status = \"preview\"  # stable, once it has proved itself\n\
         summary = \"TODO: what it finds, in one line.\"\n\
         # A regex on lower-case text, without look-around; {{name}} is a fragment, groups are named.\n\
         pattern = '{pattern}'\n\
         # What must follow or stand before, without belonging to it:\n\
         # after = '{{word_end}}'\n\
         # before = '…'\n\
         value = {value}\n\
         # <<>> marks what must be found; `out` is its value, {example}.\n\
         must = [{{ in = \"TODO: a sentence with <<TODO>> in it\", out = \"TODO\" }}]\n\
         # Words so like it that only the context or another rule keeps this one away.\n\
         must_not = [{{ in = \"TODO: a sentence with something like it\", why = \"TODO: what it is instead\" }}]\n"
    )
}

/// A language.
pub fn language(code: &str) -> String {
    format!(
        "# The language `{code}`. Patterns see text in lower case.\n\
         \n\
         # What tells its texts: letters that no other language has, one in five of a text,\n\
         # detect = {{ letters = '[ぁ-んァ-ヶ]' }}\n\
         # or small words that every text holds, one in eight of its words.\n\
         detect = {{ words = [\"TODO\"] }}\n\
         \n\
         # Number words: digits stand for themselves, `small` multiplies within a section, `big` closes one.\n\
         [numerals.digits]\n\
         # one = 1\n\
         \n\
         [numerals.small]\n\
         # hundred = 100\n\
         \n\
         [numerals.big]\n\
         # thousand = 1000\n\
         \n\
         # What rules of this language call {{digits}}, {{numeral}} and {{word_end}}.\n\
         [fragment]\n\
         digits = '[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?'\n\
         numeral = '{{digits}}'\n\
         word_end = '$|[^a-z0-9]'\n\
         \n\
         # Hedges and bounds, with the words before and after a figure that carry them.\n\
         # [[modifier]]\n\
         # id = \"about\"\n\
         # modifier = \"approx\"\n\
         # hedge = true\n\
         # before = ['about']\n"
    )
}

/// A check.
pub fn check(id: &str) -> String {
    format!(
        "[[check]]\n\
         id = \"{id}\"\n\
         severity = \"warning\"\n\
         summary = \"TODO: what it looks for, in one sentence.\"\n\
         message = \"{{part}} is more than {{whole}}, of which it is a part.\"\n\
         remedy = \"TODO: what the reader can do.\"\n\
         # Figures by what they measure (crosscheck explain people.dead), kind, unit, or the words around them.\n\
         figures.part = {{ kind = \"count\", after = 'todo' }}\n\
         figures.whole = {{ kind = \"count\", before = 'todo' }}\n\
         # sentence, paragraph, document, or news: documents that tell the same.\n\
         scope = \"sentence\"\n\
         holds = \"part <= whole\"\n\
         must = [{{ docs = [\"TODO: a text that breaks it\"], sides = [\"TODO\"] }}]\n\
         must_not = [{{ docs = [\"TODO: a text like it that is right\"], why = \"TODO: why it is right\" }}]\n"
    )
}

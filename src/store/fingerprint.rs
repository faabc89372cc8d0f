//! What the rules were when a document was read: so that a changed rule touches only what it can change.

use std::collections::BTreeSet;

use crate::lang::Lang;
use crate::rulebook::source::{Files, SourceFile};

/// Fingerprints of the rulebook in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints {
    /// Everything.
    pub whole: String,
    /// What claims and checks depend on.
    pub check: String,
    ko: String,
    en: String,
    both: String,
}

impl Fingerprints {
    /// Of a rulebook's files, and of this version of the program.
    pub fn of(files: &Files) -> Self {
        let language = |f: &SourceFile, lang: &str| {
            let other = ["rules/ko/", "rules/en/"].into_iter().filter(|p| !p.ends_with(&format!("{lang}/")));
            reading(f) && !other.into_iter().any(|p| f.name.starts_with(p))
        };
        Self {
            whole: hash(files, |_| true),
            check: hash(files, |f| !reading(f) && f.name != "rules/ui.toml"),
            ko: hash(files, |f| language(f, "ko")),
            en: hash(files, |f| language(f, "en")),
            both: hash(files, reading),
        }
    }

    /// What the extraction of a document with segments in these languages depends on.
    pub fn read(&self, langs: &BTreeSet<Lang>) -> &str {
        match (langs.contains(&Lang::Ko), langs.contains(&Lang::En)) {
            (true, false) => &self.ko,
            (false, true) => &self.en,
            _ => &self.both,
        }
    }

    /// The three values that [`Fingerprints::read`] can give.
    pub fn reads(&self) -> [&str; 3] {
        [&self.ko, &self.en, &self.both]
    }
}

/// Whether a file steers extraction: rules of a language, shared ones, units and names.
fn reading(file: &SourceFile) -> bool {
    ["rules/ko/", "rules/en/", "rules/any/", "gazetteers/"].iter().any(|p| file.name.starts_with(p))
        || (file.name.matches('/').count() == 2
            && !file.name.starts_with("rules/measures/")
            && !file.name.starts_with("rules/terms/")
            && !file.name.starts_with("rules/relations/")
            && !file.name.starts_with("rules/checks/"))
}

fn hash(files: &Files, keep: impl Fn(&SourceFile) -> bool) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    for file in files.files.iter().filter(|f| keep(f)) {
        hasher.update(&[0]);
        hasher.update(file.name.as_bytes());
        hasher.update(&[0]);
        hasher.update(file.text.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(name: &str) -> (bool, bool, bool) {
        let files = Files::built_in();
        let before = Fingerprints::of(&files);
        let mut changed = files;
        let file = changed.files.iter_mut().find(|f| f.name == name).expect("a built-in file");
        file.text = format!("{}\n# changed\n", file.text).into();
        let after = Fingerprints::of(&changed);
        (before.ko != after.ko, before.en != after.en, before.check != after.check)
    }

    #[test]
    fn a_changed_file_touches_what_it_can_change() {
        assert_eq!(touched("rules/ko/money.toml"), (true, false, false));
        assert_eq!(touched("rules/en/money.toml"), (false, true, false));
        assert_eq!(touched("rules/any/time.toml"), (true, true, false));
        assert_eq!(touched("gazetteers/countries.csv"), (true, true, false));
        assert_eq!(touched("rules/checks.toml"), (false, false, true));
        assert_eq!(touched("rules/checks/limits.toml"), (false, false, true));
        assert_eq!(touched("rules/measures/people.toml"), (false, false, true));
        assert_eq!(touched("rules/terms/people.toml"), (false, false, true));
    }
}

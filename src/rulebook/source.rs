//! The files of a rulebook: the built-in ones, and those of a user's folder on top.

use std::borrow::Cow;
use std::path::Path;
use std::{fs, io};

use crate::lang::Lang;

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// One rule or gazetteer file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path inside the rulebook: `rules/ko/money.toml`, `gazetteers/countries.csv`.
    pub name: String,
    /// Where a person finds it: `name`, or the path in the user's folder.
    pub shown: String,
    /// Its text; that of a built-in file is borrowed from the binary.
    pub text: Cow<'static, str>,
}

/// All files, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Sorted by name; of one name the user's comes instead of the built-in one.
    pub files: Vec<SourceFile>,
}

impl Files {
    /// The files compiled into the binary.
    pub fn built_in() -> Self {
        let mut files: Vec<SourceFile> = BUILT_IN
            .iter()
            .map(|(name, text)| SourceFile {
                name: (*name).to_owned(),
                shown: (*name).to_owned(),
                text: Cow::Borrowed(*text),
            })
            .collect();
        // Paths sort by folder, names by character: checks/limits.toml, checks.toml.
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { files }
    }

    /// Lays the TOML and CSV files below `folder` over these: a file of the same name replaces, another adds.
    /// `folder` may hold `rules/` and `gazetteers/`, or be laid out like `rules/` itself.
    ///
    /// # Errors
    /// Whatever reading the folder meets, with the path in the message.
    pub fn overlay(&mut self, folder: &Path) -> io::Result<()> {
        let mut found = Vec::new();
        walk(folder, &mut found)?;
        found.sort();
        for path in found {
            let inside = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if inside == "crosscheck.toml" {
                // Settings, not rules.
                continue;
            }
            let name = if inside.starts_with("rules/") || inside.starts_with("gazetteers/") {
                inside
            } else if path.extension().is_some_and(|e| e == "csv") {
                format!("gazetteers/{inside}")
            } else {
                format!("rules/{inside}")
            };
            let text =
                fs::read_to_string(&path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
            let file = SourceFile { name, shown: path.display().to_string(), text: Cow::Owned(text) };
            match self.files.binary_search_by(|f| f.name.cmp(&file.name)) {
                Ok(i) => {
                    if let Some(slot) = self.files.get_mut(i) {
                        *slot = file;
                    }
                }
                Err(i) => self.files.insert(i, file),
            }
        }
        Ok(())
    }

    /// Rule files that no part of a rulebook reads, since they lie in none of its folders.
    pub fn astray(&self) -> impl Iterator<Item = &SourceFile> {
        let home = |name: &str| name.split('/').take(2).collect::<Vec<_>>().join("/");
        self.below("rules/", ".toml").filter(move |f| {
            let place = home(&f.name);
            // A file at the top is read under the names that are built in, one in a folder under any.
            let other = self.languages().any(|l| place == format!("rules/{}", l.code()));
            !other && !BUILT_IN.iter().any(|(known, _)| home(known) == place)
        })
    }

    /// Korean, English, and every language whose `rules/xx/lang.toml` there is; in the order of [`Lang`].
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        let other = |f: &SourceFile| match f.name.split('/').collect::<Vec<_>>().as_slice() {
            ["rules", code, "lang.toml"] => Lang::of_code(code).filter(|l| matches!(l, Lang::Other(_))),
            _ => None,
        };
        let mut others: Vec<Lang> = self.files.iter().filter_map(other).collect();
        others.sort_unstable();
        others.dedup();
        [Lang::Ko, Lang::En].into_iter().chain(others)
    }

    /// The files below a folder of the rulebook, such as `rules/measures/`, with an ending.
    pub fn below<'a>(&'a self, folder: &str, ending: &'a str) -> impl Iterator<Item = &'a SourceFile> + use<'a> {
        let folder = folder.to_owned();
        self.files.iter().filter(move |f| f.name.starts_with(&folder) && f.name.ends_with(ending))
    }

    /// The file of just this name.
    pub fn get(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|f| f.name == name)
    }
}

fn walk(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", folder.display())))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "csv") {
            files.push(path);
        }
    }
    Ok(())
}

//! House rules that a machine can watch.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::root;

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}

#[test]
fn every_file_of_tests_is_listed() {
    let main = fs::read_to_string(root().join("tests/main.rs")).expect("this binary");
    for entry in fs::read_dir(root().join("tests")).expect("tests/").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(module) = name.strip_suffix(".rs") else { continue };
        let listed = matches!(module, "main" | "rules") || main.contains(&format!("mod {module};"));
        assert!(listed, "tests/{name} is in no binary: add `mod {module};` to tests/main.rs");
    }
}

/// The code of a file without its tests.
fn machine(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or("")
}

/// A line without its comment; `//` inside a string starts none.
fn without_comment(line: &str) -> &str {
    let (mut quoted, mut escaped) = (false, false);
    for (i, c) in line.char_indices() {
        match c {
            '"' if !escaped && !line.get(..i).is_some_and(|t| t.ends_with('\'')) => quoted = !quoted,
            '/' if !quoted && line.get(i..).is_some_and(|t| t.starts_with("//")) => return line.get(..i).unwrap_or(""),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    line
}

/// The machine holds no knowledge of a language: that is in `rules/` and `gazetteers/`.
#[test]
fn no_hangul_in_the_code() {
    let hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c) || ('\u{1100}'..='\u{11FF}').contains(&c);
    assert!(without_comment("let url = \"http://한\"; // 글").contains(hangul));
    assert!(!without_comment("let quote = '\"'; // 글").contains(hangul));
    for file in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&file).expect("a source file");
        for (n, line) in machine(&text).lines().enumerate() {
            assert!(!without_comment(line).contains(hangul), "{}:{}: {line}", file.display(), n + 1);
        }
    }
}

#[test]
fn no_file_grows_past_reading() {
    for file in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&file).expect("a source file");
        let code = machine(&text).lines().count();
        assert!(code <= 560, "{}: {code} lines; a file is one noun", file.display());
    }
}

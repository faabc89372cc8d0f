//! What the program prints for `seeds/`, kept in `snapshots/<format>/<case>.snap`.
//!
//! To change them: `INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --test main snapshots`, then read
//! `git diff snapshots` and say why in the commit.

use std::collections::BTreeSet;
use std::fs;

use crate::program::{at_root, root, seeds};

/// One snapshot: where it is kept, and the command that prints it (none where a test makes the text).
struct Shot {
    folder: &'static str,
    case: String,
    command: Vec<String>,
}

/// Every snapshot there is.
fn shots() -> Vec<Shot> {
    let words = |s: &str| s.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut all = Vec::new();
    for seed in seeds() {
        for (folder, stage) in [("segments", "segments"), ("mentions", "resolved"), ("claims", "claims")] {
            let command = words(&format!("extract seeds/{seed}.txt --format text --stage {stage}"));
            all.push(Shot { folder, case: seed.clone(), command });
        }
        let command = words(&format!("extract seeds/{seed}.txt --format jsonl"));
        all.push(Shot { folder: "jsonl", case: seed, command });
    }
    let checks = [("terminal", "check seeds --passes --width 100"), ("json", "check seeds --format json")];
    for (folder, command) in checks {
        all.push(Shot { folder, case: "seeds".to_owned(), command: words(command) });
    }
    // Findings made by hand: tests/terminal.rs.
    for case in ["two-documents", "one-line", "narrow", "nothing"] {
        all.push(Shot { folder: "layout", case: case.to_owned(), command: Vec::new() });
    }
    // tests/cases.rs.
    for case in crate::cases::clusters().into_iter().chain(["innocent".to_owned(), "total".to_owned()]) {
        all.push(Shot { folder: "pairs", case, command: Vec::new() });
    }
    for verb in ["", "extract ", "check ", "explain ", "rules "] {
        let case = if verb.is_empty() { "crosscheck" } else { verb.trim() };
        all.push(Shot { folder: "help", case: case.to_owned(), command: words(&format!("{verb}--help")) });
    }
    all
}

/// Compares one text with its snapshot. The one place that knows where snapshots are kept.
pub(crate) fn assert_kept(folder: &str, case: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(case, text));
}

fn keep(folder: &str) {
    for shot in shots().iter().filter(|s| s.folder == folder) {
        let args: Vec<&str> = shot.command.iter().map(String::as_str).collect();
        let ran = at_root(&args);
        assert!(ran.code < 2 && ran.err.is_empty(), "{args:?}: {}", ran.err);
        // One mention a line, so that a change shows as one line of a diff.
        let text = if folder == "jsonl" { ran.out.replace("},{\"end\":", "},\n{\"end\":") } else { ran.out };
        assert_kept(shot.folder, &shot.case, &text);
    }
}

#[test]
fn segments() {
    keep("segments");
}

#[test]
fn mentions() {
    keep("mentions");
}

#[test]
fn claims() {
    keep("claims");
}

#[test]
fn jsonl() {
    keep("jsonl");
}

#[test]
fn terminal() {
    keep("terminal");
}

#[test]
fn json() {
    keep("json");
}

#[test]
fn help() {
    keep("help");
}

#[test]
fn no_snapshot_is_left_behind() {
    let wanted: BTreeSet<String> = shots().iter().map(|s| format!("{}/{}.snap", s.folder, s.case)).collect();
    let mut found = BTreeSet::new();
    for folder in fs::read_dir(root().join("snapshots")).expect("snapshots/").flatten() {
        for file in fs::read_dir(folder.path()).expect("a folder of snapshots").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(".snap") {
                found.insert(format!("{}/{name}", folder.file_name().to_string_lossy()));
            }
        }
    }
    assert_eq!(wanted, found, "left: what the tests print, right: what is kept");
}

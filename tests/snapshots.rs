//! What the program prints for `seeds/`, kept in `snapshots/<format>/<case>.snap`.
//!
//! To change them: `INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --test main snapshots`, then read
//! `git diff snapshots` and say why in the commit.

use std::collections::BTreeSet;
use std::fs;

use crate::program::{at_root, root, seeds};

/// Formats of `extract` that are kept document by document.
const EXTRACTS: &[(&str, &[&str])] = &[
    ("segments", &["--format", "text", "--stage", "segments"]),
    ("mentions", &["--format", "text", "--stage", "resolved"]),
    ("claims", &["--format", "text", "--stage", "claims"]),
    ("jsonl", &["--format", "jsonl"]),
];

/// Commands that are kept whole: folder, case, arguments.
const WHOLE: &[(&str, &str, &[&str])] = &[
    ("terminal", "seeds", &["check", "seeds", "--passes", "--width", "100"]),
    ("json", "seeds", &["check", "seeds", "--format", "json"]),
    ("help", "crosscheck", &["--help"]),
    ("help", "extract", &["extract", "--help"]),
    ("help", "check", &["check", "--help"]),
    ("help", "explain", &["explain", "--help"]),
    ("help", "rules", &["rules", "--help"]),
    ("help", "rules-new", &["rules", "new", "--help"]),
    ("help", "eval", &["eval", "--help"]),
    ("scaffold", "rule", &["rules", "new", "ko-my-rule", "--kind", "money", "--lang", "ko"]),
    ("scaffold", "check", &["rules", "new", "my-check", "--check"]),
    ("help", "power", &["power", "--help"]),
    ("help", "verify", &["verify", "--help"]),
];

/// What other tests keep.
fn elsewhere() -> Vec<(&'static str, String)> {
    let own = |(folder, case): (&'static str, &str)| (folder, case.to_owned());
    let layout = ["two-documents", "one-line", "narrow", "nothing"].map(|c| ("layout", c.to_owned()));
    let layout = layout.into_iter().chain(
        [("terminal", "power"), ("terminal", "verify"), ("eval", "worst"), ("eval", "against"), ("lint", "every")]
            .map(own),
    );
    let pairs = crate::cases::clusters().into_iter().chain(["innocent".to_owned(), "total".to_owned()]);
    layout.chain(pairs.map(|c| ("pairs", c))).collect()
}

/// Compares one text with its snapshot. The one place that knows where snapshots are kept.
pub(crate) fn assert_kept(folder: &str, case: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(case, text));
}

fn printed(args: &[&str]) -> String {
    let ran = at_root(args);
    assert!(ran.code < 2 && ran.err.is_empty(), "{args:?}: {}", ran.err);
    ran.out
}

/// Runs `extract` over all seeds and keeps what it prints for each.
fn keep_each(folder: &str) {
    let (_, options) = EXTRACTS.iter().find(|e| e.0 == folder).expect("listed");
    let out = printed(&[&["extract", "seeds"][..], options].concat());
    let parts: Vec<String> = if folder == "jsonl" {
        // One mention a line, so that a change shows as one line of a diff.
        out.lines().map(|l| l.replace("},{\"end\":", "},\n{\"end\":")).collect()
    } else {
        out.split("# seeds/").skip(1).map(|p| format!("# seeds/{p}")).collect()
    };
    let seeds = seeds();
    assert_eq!(parts.len(), seeds.len());
    for (seed, part) in seeds.iter().zip(parts) {
        assert!(part.contains(seed.as_str()), "{seed} is out of order");
        assert_kept(folder, seed, &part);
    }
}

fn keep_whole(folder: &str) {
    for (_, case, args) in WHOLE.iter().filter(|w| w.0 == folder) {
        assert_kept(folder, case, &printed(args));
    }
}

#[test]
fn segments() {
    keep_each("segments");
}

#[test]
fn mentions() {
    keep_each("mentions");
}

#[test]
fn claims() {
    keep_each("claims");
}

#[test]
fn jsonl() {
    keep_each("jsonl");
}

#[test]
fn terminal() {
    keep_whole("terminal");
}

#[test]
fn json() {
    keep_whole("json");
}

#[test]
fn help() {
    keep_whole("help");
}

#[test]
fn scaffold() {
    keep_whole("scaffold");
}

#[test]
fn no_snapshot_is_left_behind() {
    let each = EXTRACTS.iter().flat_map(|(folder, _)| seeds().into_iter().map(move |seed| (*folder, seed)));
    let whole = WHOLE.iter().map(|(folder, case, _)| (*folder, (*case).to_owned()));
    let all = each.chain(whole).chain(elsewhere());
    let wanted: BTreeSet<String> = all.map(|(folder, case)| format!("{folder}/{case}.snap")).collect();
    let mut found = BTreeSet::new();
    for folder in fs::read_dir(root().join("snapshots")).expect("snapshots/").flatten() {
        for file in fs::read_dir(folder.path()).expect("a folder of snapshots").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(".png") {
                let shown = format!("snapshots/{}/{name}", folder.file_name().to_string_lossy());
                for readme in ["README.md", "README.ko.md"] {
                    let text = fs::read_to_string(root().join(readme)).expect(readme);
                    assert!(text.contains(&shown), "{shown} is not in {readme}");
                }
            } else if name.ends_with(".snap") {
                found.insert(format!("{}/{name}", folder.file_name().to_string_lossy()));
            }
        }
    }
    assert_eq!(wanted, found, "left: what the tests print, right: what is kept");
}

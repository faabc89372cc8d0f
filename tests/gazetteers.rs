//! The rows of the gazetteers.

use crosscheck::lint;
use crosscheck::rulebook::source::Files;

#[test]
fn rows_are_sorted_single_composed_and_have_one_preferred_name() {
    let wrong: Vec<String> = lint::rows(&Files::built_in()).iter().map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

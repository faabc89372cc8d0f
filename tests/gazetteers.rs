//! The rows of the gazetteers.

use crosscheck::rulebook::names::lint;
use crosscheck::rulebook::source::Files;

#[test]
fn rows_are_sorted_single_composed_and_have_one_preferred_name() {
    let wrong = lint(&Files::built_in());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

//! `rules/linking.toml`: weights are data, and what is wrong with them is told.

use crosscheck::ingest::document_from_text;
use crosscheck::pipeline;
use crosscheck::rulebook::Rulebook;

const BUILT_IN: &str = include_str!("../rules/linking.toml");

/// The rulebook with other weights, or what is wrong with them.
fn with(text: &str) -> Result<Rulebook, String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("linking.toml"), text).expect("a file");
    Rulebook::with_overlay(folder.path()).map_err(|e| e.to_string())
}

fn wrong(text: &str) -> String {
    with(text).expect_err("an error")
}

#[test]
fn what_is_wrong_is_told_with_place_and_remedy() {
    let said = wrong(&BUILT_IN.replace("id = \"opposed\"", "id = \"oposed\""));
    assert!(said.contains("there is no sign `oposed`") && said.contains("known are prior, subject,"), "{said}");
    assert!(said.contains("the sign `opposed` is missing"), "{said}");
    assert!(said.contains("linking.toml:1"), "{said}");
    let said = wrong(&BUILT_IN.replace("headline = -2500", "headline = -250000000"));
    assert!(said.contains("-250000000 is no weight") && said.contains("693 doubles"), "{said}");
    let said = wrong(&BUILT_IN.replace("means = \"Both are dates: a text has many.\"", "means = \" \""));
    assert!(said.contains("the sign `dated` does not say what it means"), "{said}");
    let said = wrong(&BUILT_IN.replace("below = 1600", "below = 1200"));
    assert!(said.contains("the step below 1200 comes after that below 1300"), "{said}");
    let said = wrong(&format!("{BUILT_IN}\n[[number]]\nid = \"topic\"\nmeans = \"Again.\"\nvalue = 1\n"));
    assert!(said.contains("the number `topic` is set twice"), "{said}");
    let said = wrong(&BUILT_IN.replace("gap = 700", "gapp = 700"));
    assert!(said.contains("unknown field `gapp`"), "{said}");
}

#[test]
fn the_weights_decide() {
    let text =
        "Trawler hauls in 412 tons of squid\n\nThe trawler hauled in 421 tons of squid off Ulleung, its owner said.";
    let found = |book: &Rulebook| {
        let article = pipeline::article(document_from_text(text, "squid", None, book), book);
        pipeline::check(&[article], book).findings.iter().filter(|f| f.check == "headline-body").count()
    };
    let deaf =
        BUILT_IN.replace("id = \"prior\"\nmeans = \"Before anything is known: two", "id = \"prior\"\nmeans = \"two");
    let deaf = deaf.replace("headline = -700\n", "headline = -90000\n");
    assert_eq!(found(Rulebook::built_in().expect("rules")), 1);
    assert_eq!(found(&with(&deaf).expect("rules")), 0);
}

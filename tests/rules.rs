//! A test for every rule, named after it: `cargo test --test rules ko-money`.

use std::process::ExitCode;

use crosscheck::examples;
use crosscheck::rulebook::Rulebook;
use crosscheck::rulebook::rule::Rule;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let trials = match Rulebook::built_in() {
        Ok(book) => book.rules.all.iter().map(|rule| trial(rule, book)).collect(),
        Err(errors) => {
            let message = errors.to_string();
            vec![Trial::test("the built-in rules load", move || Err(Failed::from(message)))]
        }
    };
    libtest_mimic::run(&args, trials).exit_code()
}

fn trial(rule: &'static Rule, book: &'static Rulebook) -> Trial {
    Trial::test(rule.id.to_string(), move || {
        if rule.must.is_empty() || rule.must_not.is_empty() {
            return Err("a rule has `must` and `must_not`".into());
        }
        let failures = examples::run(rule, book);
        if failures.is_empty() {
            return Ok(());
        }
        Err(failures.iter().map(|f| f.draw(rule)).collect::<Vec<_>>().join("\n").into())
    })
}

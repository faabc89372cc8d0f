//! A test for every rule, every check and every relation, named after it: `cargo test --test rules ko-money`.

use std::process::ExitCode;

use crosscheck::examples;
use crosscheck::rulebook::Rulebook;
use crosscheck::rulebook::checks::Check;
use crosscheck::rulebook::relation::Relation;
use crosscheck::rulebook::rule::Rule;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let trials = match Rulebook::built_in() {
        Ok(book) => {
            let rules = book.rules.all.iter().map(|r| rule(r, book));
            let checks = book.checks.by_id.values().map(|c| check(c, book));
            let relations = book.relations.relations.iter().map(|r| relation(r, book));
            rules.chain(checks).chain(relations).collect()
        }
        Err(errors) => {
            let message = errors.to_string();
            vec![Trial::test("the built-in rules load", move || Err(Failed::from(message)))]
        }
    };
    libtest_mimic::run(&args, trials).exit_code()
}

fn rule(rule: &'static Rule, book: &'static Rulebook) -> Trial {
    Trial::test(rule.id.to_string(), move || {
        let both = !rule.must.is_empty() && !rule.must_not.is_empty();
        let failures = examples::run(rule, book);
        ended(both, failures.iter().map(|f| f.draw(rule)).collect())
    })
}

fn check(check: &'static Check, book: &'static Rulebook) -> Trial {
    Trial::test(check.id.clone(), move || {
        let both = !check.must.is_empty() && !check.must_not.is_empty();
        let failures = examples::check::run(check, book);
        ended(both, failures.iter().map(|f| f.draw(&check.id)).collect())
    })
}

fn relation(relation: &'static Relation, book: &'static Rulebook) -> Trial {
    Trial::test(relation.id.clone(), move || {
        let both = !relation.must.is_empty() && !relation.must_not.is_empty();
        let failures = examples::relation::run(relation, book);
        ended(both, failures.iter().map(|f| f.draw(&relation.id)).collect())
    })
}

fn ended(both: bool, failures: Vec<String>) -> Result<(), Failed> {
    if !both {
        return Err("it needs `must` and `must_not`".into());
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

//! A test for every rule, named after it: `cargo test --test rules ko-money-won`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = libtest_mimic::Arguments::from_args();
    let trials = Vec::new();
    libtest_mimic::run(&args, trials).exit_code()
}

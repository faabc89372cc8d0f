//! What an export says of a finding in words. The wording of checks speaks of a mismatch, so that of a comparison that
//! held says how it held instead, and asks for nothing.

use std::borrow::Cow;

use crate::model::finding::Finding;

/// What differs, or how the comparison held.
pub fn message(finding: &Finding) -> Cow<'_, str> {
    if finding.verdict.is_finding() {
        return finding.message.as_str().into();
    }
    let how = finding.verdict.name().replace('_', " ");
    match finding.derivation.first() {
        Some(step) => format!("Held, {how}: {step}").into(),
        None => format!("Held, {how}").into(),
    }
}

/// What to do; empty where nothing is to be done.
pub fn remedy(finding: &Finding) -> &str {
    if finding.verdict.is_finding() { &finding.remedy } else { "" }
}

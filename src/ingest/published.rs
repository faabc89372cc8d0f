//! When a document was published, as far as it says so itself.

use crate::model::date::Edtf;
use crate::model::document::{Basis, Published, Role, Segment};
use crate::rulebook::segments::SegmentRules;

/// Reads a date given with the document: an EDTF date, a date-time (its local date as printed), RFC 2822, or any form
/// the date rules know. `None` where it is none of them.
pub(super) fn from_metadata(given: &str, rules: &SegmentRules) -> Option<Published> {
    let bare = given.trim();
    let edtf = written(bare).or_else(|| compact(bare)).or_else(|| printed(bare, rules))?;
    Some(Published { edtf: Some(edtf), basis: Basis::Metadata, proof: vec![given.to_owned()] })
}

/// The first full date a dateline prints, with its words as proof; unknown where there is none.
pub(super) fn from_datelines(text: &str, segments: &[Segment], rules: &SegmentRules) -> Published {
    let mut datelines = segments.iter().filter(|s| s.role == Role::Dateline).map(|s| s.span.slice(text));
    datelines
        .find_map(|line| {
            let (day, _) = rules.date_in(line)?;
            Some(Published { edtf: Some(Edtf::day(day)), basis: Basis::Dateline, proof: vec![line.to_owned()] })
        })
        .unwrap_or_else(Published::unknown)
}

/// EDTF: a date, perhaps partial in its end, or an interval in order. `2024/09` is none.
fn written(text: &str) -> Option<Edtf> {
    let four = |half: &str| half.bytes().take_while(u8::is_ascii_digit).count() == 4;
    let edtf = Edtf(text.to_owned());
    let (first, last) = edtf.days().filter(|_| text.split('/').all(four))?;
    (first <= last).then_some(edtf)
}

fn printed(text: &str, rules: &SegmentRules) -> Option<Edtf> {
    rules.date_in(text).map(|(day, _)| Edtf::day(day))
}

/// `20240906`, perhaps with a time behind it.
fn compact(text: &str) -> Option<Edtf> {
    let digits = text.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    if text.as_bytes().get(8).is_some_and(u8::is_ascii_digit) && text.len() != 14 {
        return None;
    }
    let edtf = Edtf(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?));
    edtf.days().map(|_| edtf)
}

#[cfg(test)]
mod tests {
    use super::super::document_from_text;
    use super::*;

    #[test]
    fn metadata_in_any_common_form() {
        let rules = &crate::ingest::test_book().segments;
        for (given, day) in [
            ("2024-09-06", "2024-09-06"),
            ("2024-09-06T23:30:00+09:00", "2024-09-06"),
            ("2024-09-06 09:30", "2024-09-06"),
            ("2024.03.14", "2024-03-14"),
            ("2024. 3. 14.", "2024-03-14"),
            ("Fri, 06 Sep 2024 09:00:00 +0900", "2024-09-06"),
            ("June 25, 2024", "2024-06-25"),
            ("2024년 9월 6일", "2024-09-06"),
            ("20240906", "2024-09-06"),
            ("20240906093000", "2024-09-06"),
            ("2024-09", "2024-09"),
        ] {
            let read = from_metadata(given, rules).and_then(|p| p.edtf);
            assert_eq!(read.map(|e| e.0).as_deref(), Some(day), "{given}");
        }
        for bad in ["yesterday", "2024-13-45", "06/25/2024", "", "1725580800"] {
            assert!(from_metadata(bad, rules).is_none(), "{bad}");
        }
    }

    #[test]
    fn dateline_dates() {
        let book = crate::ingest::test_book();
        for (text, day) in [
            ("제목\n2023-04-11     나한솔 기자\n어민들은 11일 그물을 걷었다.", Some("2023-04-11")),
            ("제목\n입력 2022.12.01 09:37\n\n목수는 1일 다리를 놓았다.", Some("2022-12-01")),
            ("Race\nNAIROBI, Kenya, March 8, 2022 - A baker won the race on Tuesday.", Some("2022-03-08")),
            ("제목\n나이로비 특파원 | 2022년 3월 8일\n두루미가 7일 날아왔다.", Some("2022-03-08")),
            ("SEOUL - It rained on June 25, 2024, officials said.", None),
        ] {
            let doc = document_from_text(text, "x", None, book);
            assert_eq!(doc.published.edtf.map(|e| e.0).as_deref(), day, "{text}");
        }
    }
}

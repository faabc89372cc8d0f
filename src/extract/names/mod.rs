//! Names of organizations, countries and other things: gazetteers, structure, and what the document itself says.
//!
//! 1. [`scan`] collects every name of the gazetteers that starts and ends where a name can.
//! 2. [`korean`] and [`english`] add what only its build shows to be an organization (수원지법, Tokyo District Court).
//! 3. [`coordinate`] completes names that share their last word (국민·신한은행), [`appose`] and
//!    [`beside`] add what the words beside it show (현지 매체 ‘한울길’은, the retailer Halvorn).
//! 4. [`introduce`] adds short names the document gives (북해어업협의단(NSFG)), wherever they stand.
//! 5. [`judge`] hears the document about ambiguous ones, lets the longest win, and names the entity.

mod appose;
mod beside;
mod candidate;
mod coordinate;
mod edge;
mod english;
mod evidence;
mod introduce;
mod judge;
mod korean;
mod letters;
mod reading;
mod scan;

use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::rulebook::Rulebook;

/// All names of a document, in order, without overlap. Cost linear in the text.
pub fn find(doc: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    let names = &book.names;
    let mut scan = scan::listed(&doc.text, names);
    korean::built(&doc.text, names, &mut scan.candidates);
    english::built(&doc.text, names, &mut scan.candidates);
    coordinate::shared(&doc.text, names, &mut scan.candidates);
    appose::named(&doc.text, names, &mut scan.candidates);
    beside::named(&doc.text, names, &mut scan.candidates);
    let judge = judge::Judge::new(doc, names, scan);
    let introduced = introduce::carried(&doc.text, names, &judge.bodies(), judge.candidates());
    judge.mentions(&introduced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::document_from_text;
    use crate::model::value::Value;

    /// The organizations and countries of a text, as `surface/kind`.
    fn found(text: &str) -> Vec<String> {
        let book = Rulebook::built_in().unwrap();
        let doc = document_from_text(text, "x", None, book);
        let named = |m: &Mention<Raw>| {
            let kind = m.state.known.as_ref().map_or("", Value::kind);
            matches!(kind, "org" | "country").then(|| format!("{}/{kind}", m.span.slice(&doc.text)))
        };
        find(&doc, book).iter().filter_map(named).collect()
    }

    #[test]
    fn the_longest_name_wins_and_none_stands_inside_a_word() {
        assert_eq!(found("적도기니 대통령이 도착했다."), ["적도기니/country"]);
        assert_eq!(found("북한군은 한국인과 러시아산을 유의미한 수준으로"), [""; 0]);
        assert_eq!(found("미국 국무부는 20일"), ["미국 국무부/org"]);
        assert_eq!(found("Chinese buyers left Chinatown."), [""; 0]);
        assert_eq!(found("인도적 지원을 저지하고 미사일을 쐈다."), [""; 0]);
        assert_eq!(found("국회의원 선거"), [""; 0]);
    }

    #[test]
    fn particles_and_endings() {
        assert_eq!(found("한국은행에서는 한국은 물론"), ["한국은행/org", "한국/country"]);
        assert_eq!(found("맨디언트사(社)가 밝혔다."), ["맨디언트사(社)/org"]);
        assert_eq!(found("美국무부는 말했다."), ["美/country", "국무부/org"]);
        assert_eq!(found("국정원장과 은행장"), [""; 0]);
    }

    #[test]
    fn letters_for_states() {
        assert_eq!(found("한미일 3국은 북한을 규탄했다."), ["한미일/country", "북한/country"]);
        assert_eq!(found("북미 시장에서 팔렸다."), [""; 0]);
        assert_eq!(found("북미 정상회담이 열렸다."), ["북미/country"]);
        assert_eq!(found("회의 중 그는 일을 마쳤다."), [""; 0]);
        assert_eq!(found("미국, 일본, 한국은 미일한 협력을 논의했다.").last().unwrap(), "미일한/country");
    }

    #[test]
    fn structure_shows_bodies() {
        for (text, name) in [
            ("수원지법은 기각했다.", "수원지법/org"),
            ("강릉경찰서는 조사 중이다.", "강릉경찰서/org"),
            ("㈜한울빛은 세웠다.", "㈜한울빛/org"),
            ("주식회사 한울빛이 세웠다.", "주식회사 한울빛/org"),
            ("He met the Osaka District Court in May.", "Osaka District Court/org"),
            ("the Ministry of Ocean Trade, Fisheries and Ice said", "Ministry of Ocean Trade, Fisheries and Ice/org"),
            ("at Danwon High School on Monday", "Danwon High School/org"),
        ] {
            assert_eq!(found(text), [name], "{text}");
        }
        for text in ["아동복지법 위반", "종합병원과 지방법원", "교체해야 한다고 말했다.", "경기당 3골", "조합원 5명"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn introduced_names_are_carried_back_to_the_headline() {
        let text = "QZMT, 보고서 발간\n\n다국적해양감시팀(QZMT)은 22일 밝혔다. QZMT는 이어";
        assert_eq!(found(text).iter().filter(|m| *m == "QZMT/org").count(), 3);
        let text = "QZMT report\n\nThe Quiet Zone Monitoring Team (QZMT) said so.";
        assert_eq!(found(text), ["QZMT/org", "Quiet Zone Monitoring Team/org", "QZMT/org"]);
    }

    #[test]
    fn a_korean_short_name_is_the_body_it_abridges() {
        let book = Rulebook::built_in().unwrap();
        let text = "다국적해양감시본부(다해본)는 22일 밝혔다. 다해본은 이어";
        let doc = document_from_text(text, "x", None, book);
        let names: Vec<_> = find(&doc, book).into_iter().filter_map(|m| m.state.known).collect();
        assert_eq!(names.len(), 3);
        assert!(names.windows(2).all(|w| w.first() == w.last()), "{names:?}");
        assert_eq!(found("박하늘 조합원(34)은 말했다."), [""; 0]);
    }

    #[test]
    fn names_share_their_last_word() {
        let book = Rulebook::built_in().unwrap();
        let doc = document_from_text("국민·신한은행은 5일 금리를 내렸다.", "x", None, book);
        let ko = |m: &Mention<Raw>| match &m.state.known {
            Some(Value::Entity { name_ko, .. }) => name_ko.clone(),
            _ => None,
        };
        let names: Vec<_> = find(&doc, book).iter().filter_map(ko).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.iter().all(|n| n.ends_with("은행")), "{names:?}");
    }

    #[test]
    fn a_word_for_bodies_shows_the_name_behind_it() {
        assert_eq!(found("한울길 매출 증가\n\n배송 업체 ‘한울길’은 어제 문을 열었다."), ["한울길/org", "한울길/org"]);
        assert_eq!(found("현지 매체 슈타르블레에 따르면"), ["슈타르블레/org"]);
        assert_eq!(found("배송 업체 ‘새벽 장사’ 논란"), [""; 0]);
        assert_eq!(found("배송 업체 브랜드가 늘었다. 현지 매체 보도에 따르면"), [""; 0]);
    }

    #[test]
    fn ambiguous_names_need_their_context() {
        assert_eq!(found("우리 국민은 하나의 세계를 원한다."), [""; 0]);
        assert_eq!(found("정부 관련 업체와 외국 정부"), [""; 0]);
        assert_eq!(found("경찰은 조사했다."), ["경찰/org"]);
        assert_eq!(found("Police said the government agreed."), [""; 0]);
    }
}

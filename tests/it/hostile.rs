//! No bytes make gouji panic, and nothing it prints can harm a terminal.

use crate::common;

use gouji::source::from_bytes;

/// Damages bytes at random: bits, stretches, ends.
fn damage(bytes: &mut Vec<u8>, random: &mut fastrand::Rng) {
    for _ in 0..random.usize(1..12) {
        let at = random.usize(0..bytes.len().max(1));
        match random.u8(0..5) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] = random.u8(..),
            2 => bytes.insert(at.min(bytes.len()), b"\t|\n\r \x0c0-"[random.usize(0..8)]),
            3 => {
                let end = (at + random.usize(0..200)).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
            _ => {
                let end = (at + random.usize(0..200)).min(bytes.len());
                let copy: Vec<u8> = bytes[at.min(end)..end].to_vec();
                bytes.splice(at.min(end)..at.min(end), copy);
            }
        }
    }
}

#[test]
fn damaged_reports_end_in_findings_or_a_reason() {
    let linter = common::linter();
    let mut random = fastrand::Rng::with_seed(30);
    for path in common::files(&common::file("fixtures/clean"), common::REPORTS) {
        let bytes = std::fs::read(&path).expect("a fixture");
        for _ in 0..300 {
            let mut bytes = bytes.clone();
            damage(&mut bytes, &mut random);
            let Ok(source) = from_bytes(bytes, "damaged") else { continue };
            let checked = linter.check(source);
            for finding in &checked.findings {
                let spans = finding.related.iter().map(|r| r.span).chain([finding.span]);
                for span in spans {
                    let location = checked.source.locate(span);
                    assert!(location.start <= location.end, "{finding:?}");
                    assert!(checked.source.text().get(span.range()).is_some(), "{finding:?}");
                }
            }
        }
    }
}

/// Numbers beyond what can be computed exactly, wherever the prose may have a number.
#[test]
fn numbers_that_nobody_counts_are_checked_like_any_other_text() {
    let linter = common::linter();
    let report = common::report();
    for number in ["79228162514264337593543950335".to_owned(), "九万".repeat(30), "千".repeat(400), "9".repeat(400)]
    {
        let claims = format!(
            "收到申请{number}件，办结{number}件，其中甲{number}件、乙{number}件、其他{number}件，占{number}%。\
             {number}条，其中甲{number}条，占5%。行政处罚{number}件，结转{number}件。"
        );
        let text = report.replace("公布各类信息86条", &claims);
        let checked = linter.check(from_bytes(text.into_bytes(), "report").expect("text"));
        assert_eq!(checked.status, gouji::Status::Checked, "{number}");
    }
}

#[test]
fn random_bytes_end_in_a_reason() {
    let mut random = fastrand::Rng::with_seed(7);
    let linter = common::linter();
    for length in (0..400).map(|n| n * 7) {
        let bytes: Vec<u8> = (0..length).map(|_| random.u8(..)).collect();
        if let Ok(source) = from_bytes(bytes, "random") {
            let checked = linter.check(source);
            assert_ne!(checked.status, gouji::Status::Checked);
        }
    }
}

//! The rules of the national pack: their ids against the contract, their examples as tests.

use crate::common;

use gouji::check::Archive;
use gouji::lang::Lang;
use gouji::rule::{self, RawExample, Rule, Severity, example};
use gouji::source::Source;
use gouji::{Linter, Status};

/// The ids that other tools depend on, with their severity.
const CONTRACT: &[(&str, Severity)] = &[
    ("structure/section-missing", Severity::Error),
    ("structure/section-order", Severity::Warning),
    ("structure/section-title", Severity::Error),
    ("structure/section-empty", Severity::Warning),
    ("structure/aspect-missing", Severity::Warning),
    ("table/missing", Severity::Error),
    ("table/row-missing", Severity::Error),
    ("table/row-duplicate", Severity::Error),
    ("table/row-label", Severity::Error),
    ("table/column-label", Severity::Warning),
    ("table/note", Severity::Warning),
    ("table/cell-value", Severity::Error),
    ("table/cell-blank", Severity::Warning),
    ("balance/received-handled", Severity::Error),
    ("balance/handled-total", Severity::Error),
    ("balance/applicant-total", Severity::Error),
    ("balance/review-total", Severity::Error),
    ("balance/direct-suit-total", Severity::Error),
    ("balance/suit-after-review-total", Severity::Error),
    ("title/year", Severity::Error),
    ("period/missing", Severity::Error),
    ("period/full-year", Severity::Error),
    ("period/year", Severity::Error),
    ("contact/missing", Severity::Error),
    ("contact/phone", Severity::Warning),
    ("contact/email", Severity::Warning),
    ("contact/postcode", Severity::Warning),
    ("citation/superseded-notice", Severity::Warning),
    ("citation/document-number", Severity::Warning),
    ("fee/undisclosed", Severity::Warning),
    ("table/outdated-edition", Severity::Error),
    ("claim/received", Severity::Error),
    ("claim/handled", Severity::Error),
    ("claim/carried", Severity::Error),
    ("claim/category", Severity::Error),
    ("claim/review", Severity::Error),
    ("claim/suit", Severity::Error),
    ("claim/none-received", Severity::Error),
    ("claim/penalty", Severity::Warning),
    ("text/sum-of-parts", Severity::Warning),
    ("text/percent", Severity::Warning),
    ("text/contradiction", Severity::Warning),
    ("privacy/id-number", Severity::Error),
    ("privacy/bank-card", Severity::Error),
    ("privacy/mobile-phone", Severity::Warning),
    ("history/carried", Severity::Error),
    ("history/valid-documents", Severity::Warning),
    ("comment/ignore", Severity::Warning),
];

#[test]
fn the_ids_and_severities_are_those_of_the_contract() {
    let linter = common::linter();
    let mut found: Vec<(&str, Severity)> = linter.ruleset().rules.iter().map(|r| (r.id.as_str(), r.severity)).collect();
    let mut contract = CONTRACT.to_vec();
    found.sort_unstable();
    contract.sort_unstable();
    assert_eq!(found, contract);
}

#[test]
fn every_rule_says_what_it_wants_in_both_languages() {
    for rule in &common::linter().ruleset().rules {
        assert!(rule.title.en.is_some(), "{}", rule.id);
        assert!(!rule.why.is_empty() && !rule.source.is_empty(), "{}", rule.id);
        assert!(rule.words(None, Lang::Zh).1.is_some() && rule.words(None, Lang::En).1.is_some(), "{}", rule.id);
        assert_ne!(rule.words(None, Lang::Zh).0, rule.words(None, Lang::En).0, "{}", rule.id);
    }
}

#[test]
fn the_example_report_is_clean() {
    let linter = with_year_before(common::linter());
    let report = linter.ruleset().packs[0].example.clone();
    assert_eq!(common::lines(&linter.check(Source::new("example", report, 0))), Vec::<String>::new());
}

/// The linter with the pack's report of the year before, which is clean itself.
fn with_year_before(linter: Linter) -> Linter {
    let text = linter.ruleset().packs[0].previous.clone().expect("the pack has one");
    let source = || Source::new("previous", text.clone(), 0);
    assert_eq!(common::lines(&linter.check(source())), Vec::<String>::new());
    let mut archive = Archive::default();
    archive.add(linter.previous(source()).expect("it is a report"));
    linter.with_archive(archive)
}

/// In a failing example nothing but the rule may fire, and the line of the finding must hold the
/// text that the example blames.
#[test]
fn every_example_does_what_it_says() {
    for lang in [Lang::Zh, Lang::En] {
        let linter = with_year_before(common::linter()).with_lang(lang);
        for rule in &linter.ruleset().rules {
            for example in &rule.examples.pass {
                let (fired, _) = findings(&linter, rule, example);
                assert!(fired.is_empty(), "{}: a passing example fires {fired:?}", rule.id);
            }
            for example in &rule.examples.fail {
                let (fired, lines) = findings(&linter, rule, example);
                assert!(!fired.is_empty(), "{}: a failing example is silent: {:?}", rule.id, example.replace);
                let at = example.at.as_deref().unwrap_or_else(|| panic!("{}: a failing example without `at`", rule.id));
                assert!(lines.iter().any(|line| line.contains(at)), "{}: `{at}` is not in {lines:?}", rule.id);
                assert!(!fired.iter().any(|message| message.contains('{')), "{}: {fired:?}", rule.id);
            }
        }
    }
}

/// The messages of one rule's findings and the lines they stand in.
fn findings(linter: &Linter, rule: &Rule, example: &RawExample) -> (Vec<String>, Vec<String>) {
    let report = example::make(rule, &linter.ruleset().forms, example).unwrap_or_else(|e| panic!("{}: {e}", rule.id));
    let checked = linter.check(Source::new("example", report, 0));
    assert_eq!(checked.status, Status::Checked, "{}", rule.id);
    let own: Vec<_> = checked.findings.iter().filter(|finding| finding.rule == rule.id).collect();
    let line = |finding: &&&gouji::check::Finding| {
        let line = checked.source.line_of(finding.span.start);
        checked.source.slice(checked.source.line_span(line)).to_owned()
    };
    let text = |finding: &&&gouji::check::Finding| {
        format!("{}{}", finding.message, finding.help.as_deref().unwrap_or_default())
    };
    (own.iter().map(|f| text(&f)).collect(), own.iter().map(|f| line(&f)).collect())
}

#[test]
fn every_file_of_the_pack_is_compiled_in() {
    let from_disk = rule::from_folder(&common::file("rules/national")).expect("the pack is valid");
    let built_in = rule::built_in().expect("the pack is valid");
    let ids = |ruleset: &rule::Ruleset| ruleset.rules.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&from_disk), ids(&built_in));
    let listed = std::fs::read_to_string(common::file("rules/national/pack.yaml")).expect("a manifest");
    for folder in ["rules", "forms"] {
        for path in common::files(&common::file("rules/national").join(folder), &["yaml"]) {
            let name = format!("{folder}/{}", path.file_name().expect("a name").to_string_lossy());
            assert!(listed.contains(&name), "{name} is not in pack.yaml");
        }
    }
}

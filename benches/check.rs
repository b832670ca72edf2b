//! How long a report takes, how long a thousand take, and how long the rules take to load.
//!
//! A report is timed from its bytes to its findings: decoded, laid on the form, checked.

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gouji::rule::{BUILT_IN, BuiltIn, PackRef, RuleBook, RuleFile, Wanted};
use gouji::source::from_bytes;
use gouji::{Linter, rule};
use rayon::prelude::*;

/// A clean report of each layout and format.
const LAYOUTS: [&str; 11] = [
    "1-tabs.txt",
    "2-cell-per-line.txt",
    "3-ocr.txt",
    "4-markdown.md",
    "5-web.txt",
    "5-web-blank-lines.txt",
    "6-pdftotext.txt",
    "6-pdftotext-layout.txt",
    "7-page.html",
    "8-word.docx",
    "9-paper.pdf",
];
/// How many of them are text.
const TEXTS: usize = 8;
/// What a reviewer's folder holds.
const MANY: usize = 1000;

fn report(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All the packs that gouji brings, each once.
fn every_pack() -> Vec<Wanted> {
    let wanted = |pack: &BuiltIn| {
        let (pack, file) = (PackRef::Name(pack.name.into()), RuleFile::new("bench", ""));
        Wanted { pack, file, path: Vec::new() }
    };
    BUILT_IN.iter().map(wanted).collect()
}

fn linter() -> Linter {
    Linter::new(rule::built_in().expect("the built-in rules are valid"))
}

/// The number of findings: none, in a clean report.
fn check(linter: &Linter, bytes: Vec<u8>) -> usize {
    linter.check(from_bytes(bytes, "report").expect("a report")).findings.len()
}

fn one_report(criterion: &mut Criterion) {
    let linter = linter();
    let mut group = criterion.benchmark_group("one report");
    for name in LAYOUTS {
        let bytes = report(name);
        assert_eq!(check(&linter, bytes.clone()), 0, "{name}");
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| bytes.clone(), |bytes| check(&linter, bytes), BatchSize::SmallInput);
        });
    }
    group.finish();
}

fn a_thousand_reports(criterion: &mut Criterion) {
    let linter = linter();
    let layouts: Vec<Vec<u8>> = LAYOUTS.into_iter().take(TEXTS).map(report).collect();
    let reports: Vec<&[u8]> = layouts.iter().map(Vec::as_slice).cycle().take(MANY).collect();
    let mut group = criterion.benchmark_group("a thousand reports");
    group.throughput(Throughput::Elements(MANY as u64));
    group.sample_size(10);
    group.bench_function("one after the other", |bencher| {
        bencher.iter(|| reports.iter().map(|bytes| check(&linter, bytes.to_vec())).sum::<usize>());
    });
    group.bench_function("in parallel", |bencher| {
        bencher.iter(|| reports.par_iter().map(|bytes| check(&linter, bytes.to_vec())).sum::<usize>());
    });
    group.finish();
}

fn rules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rules");
    group.bench_function("all packs", |bencher| {
        bencher.iter(|| black_box(RuleBook::load(&every_pack(), false).expect("valid rules")));
    });
    group.bench_function("built in", |bencher| bencher.iter(|| black_box(rule::built_in().expect("valid rules"))));
    group.bench_function("built in, all expressions compiled", |bencher| {
        bencher.iter(|| black_box(rule::built_in_checked().expect("valid rules")));
    });
    group.finish();
}

criterion_group!(benches, one_report, a_thousand_reports, rules);
criterion_main!(benches);

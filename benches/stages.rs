//! How long each stage of the PDF engine takes, for reports of a few and of many rows.

#![expect(clippy::expect_used, reason = "the pages are known to be sound")]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rapporteur::render::pdf::stages::{Boxes, LaidOut, Page, Painted};
use rapporteur::render::pdf::{Fonts, render};

mod rows;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROWS: [usize; 3] = [24, 120, 960];

/// A page with the stages before the one that is measured.
struct Report {
    html: String,
    fonts: Fonts,
}

impl Report {
    fn read(&self) -> Page<'_> {
        Page::read(&self.html).expect("a page with title and language")
    }

    fn style(&self) -> Boxes<'_> {
        self.read().style(rows::CSS, &self.fonts)
    }

    fn lay_out(&self) -> LaidOut<'_> {
        self.style().lay_out(&self.fonts)
    }

    fn paint(&self) -> Painted<'_> {
        self.lay_out().paint(&self.fonts)
    }
}

/// Measures `work` on what `before` makes of each report, as the group `name`.
fn stage<'a, T, R>(
    criterion: &mut Criterion,
    name: &str,
    reports: &'a [(usize, Report)],
    before: impl Fn(&'a Report) -> T,
    work: impl Fn(T, &'a Report) -> R,
) {
    let mut group = criterion.benchmark_group(name);
    for (rows, report) in reports {
        group.throughput(Throughput::Elements(*rows as u64));
        group.bench_with_input(BenchmarkId::from_parameter(rows), report, |bencher, _| {
            // One at a time: what is set up is large, and many of it would crowd the memory.
            bencher.iter_batched(|| before(report), |made| black_box(work(made, report)), BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn stages(criterion: &mut Criterion) {
    let date = NaiveDate::from_ymd_opt(2026, 1, 31).expect("a day");
    let reports = ROWS.map(|rows| (rows, Report { html: rows::page(rows, 1), fonts: Fonts::embedded() }));
    stage(criterion, "parse", &reports, |_| (), |(), report| report.read());
    stage(criterion, "style", &reports, Report::read, |page, report| page.style(rows::CSS, &report.fonts));
    stage(criterion, "layout", &reports, Report::style, |boxes, report| boxes.lay_out(&report.fonts));
    stage(criterion, "tag", &reports, Report::lay_out, |laid_out, report| laid_out.paint(&report.fonts));
    stage(criterion, "write", &reports, Report::paint, |painted, _| painted.write(date, &[]));
    stage(criterion, "whole", &reports, |_| (), |(), report| render(&report.html, rows::CSS, &report.fonts, date, &[]));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = stages
}
criterion_main!(benches);

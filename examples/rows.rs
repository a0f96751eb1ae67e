//! Lays a page out, for the checks and the side-by-side bench: `rows NUMBER FILE` makes the report of so many rows as
//! `.html` or `.pdf`, `rows PAGE.html FILE.pdf` lays another page out with the stylesheet in its head. Prints warnings.

#![allow(clippy::print_stderr, reason = "it is a tool for the command line")]

use std::error::Error;
use std::fs;

use chrono::NaiveDate;
use rapporteur::render::pdf::{Fonts, render};

#[path = "../benches/rows/mod.rs"]
mod rows;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, page, file] = arguments.as_slice() else {
        return Err("give a number of rows or a page, and a file".into());
    };
    let html = match page.parse() {
        Ok(number) => rows::page(number, 1),
        Err(_) => fs::read_to_string(page)?,
    };
    if file.ends_with(".html") {
        fs::write(file, html)?;
    } else {
        let date = NaiveDate::from_ymd_opt(2026, 1, 31).ok_or("a day")?;
        let css =
            html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).map_or("", |(css, _)| css);
        let pdf = render(&html, css, &Fonts::embedded(), date, &[])?;
        pdf.warnings.iter().for_each(|warning| eprintln!("{warning}"));
        fs::write(file, pdf.bytes)?;
    }
    Ok(())
}

//! Writes the report of many rows that the side-by-side bench compares: `rows NUMBER FILE`, where the file ends in
//! `.html` or `.pdf`.

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
    let [_, number, file] = arguments.as_slice() else { return Err("give a number of rows and a file".into()) };
    let html = rows::page(number.parse()?, 1);
    if file.ends_with(".html") {
        fs::write(file, html)?;
    } else {
        let date = NaiveDate::from_ymd_opt(2026, 1, 31).ok_or("a day")?;
        fs::write(file, render(&html, rows::CSS, &Fonts::embedded(), date)?.bytes)?;
    }
    Ok(())
}

//! What the figures would be if some items stood on other levels.

use std::collections::BTreeMap;

use super::super::Failure;
use super::super::compared::{levels, listed};
use super::super::words::Words;
use super::{BOLD, Page};
use crate::report::{Compared, GroupTrend};

/// The figures as answered and as they would be; `compared` holds these two against each other.
///
/// # Errors
/// If a word is missing.
pub fn what_if(compared: &Compared, words: &Words) -> Result<String, Failure> {
    let mut page = Page::new(words);
    if let Some(period) = compared.trend.periods.first() {
        page.named(&period.institution, &period.country)?;
    }
    page.title(&words.plain("what-if.title")?);
    let kinds: Vec<_> = compared.steps.iter().flat_map(|step| &step.groups).flat_map(listed).collect();
    for item in kinds.iter().flat_map(|kind| &kind.items) {
        page.line(&format!("  {}: {BOLD}{}{BOLD:#}", item.id, levels(item, words)?));
        page.paragraph("    ", &item.ask.text);
    }
    if kinds.is_empty() {
        page.line(&format!("  {}", words.plain("what-if.same")?));
    }
    for group in &compared.trend.groups {
        page.would(group)?;
    }
    page.legend()?;
    Ok(page.text())
}

impl Page<'_> {
    /// The figures of a group, as answered and as they would be.
    fn would(&mut self, group: &GroupTrend) -> Result<(), Failure> {
        let words = self.words;
        self.title(&words.plain(&format!("group.{}", group.group))?);
        for (key, figures) in ["what-if.answered", "what-if.would"].into_iter().zip(&group.headline.figures) {
            if let Some(figures) = figures {
                self.row(&words.plain(key)?, figures)?;
            }
        }
        if let Some(change) = group.headline.change {
            let with = BTreeMap::from([("change", words.tenths(Some(change))?)]);
            self.line(&format!("  {}", words.say("what-if.change", &with)?));
        }
        Ok(())
    }
}

//! What an auditor found, below the figures of a scorecard.

use std::collections::BTreeMap;

use super::super::Failure;
use super::{Page, plain_bar};
use crate::assess::Percent;
use crate::report::{EstimateView, Hundredths, RatingView, ReviewView, ReviewedGroup};

impl Page<'_> {
    /// Who reviewed, and for each group the three ratings, the agreement and the estimate.
    pub(super) fn review(&mut self, review: &ReviewView) -> Result<(), Failure> {
        let words = self.words;
        self.title(&words.plain("review.title")?);
        let with = BTreeMap::from([("reviewer", review.reviewer.clone()), ("body", review.body.clone())]);
        let by = words.say(if review.body.is_empty() { "review.by" } else { "review.by-for" }, &with)?;
        let day = match review.date {
            Some(day) => words.say("review.day", &BTreeMap::from([("day", words.day(day)?)]))?,
            None => words.plain("review.no-day")?,
        };
        let with = numbers([("count", review.items), ("examined", review.examined)]);
        self.paragraph("  ", &format!("{by} {day} {}", words.say("review.items", &with)?));
        if review.responses_changed {
            self.paragraph("  ", &words.plain("review.changed")?);
        }
        if review.groups.is_empty() {
            self.paragraph("  ", &words.plain("review.nothing")?);
        }
        for group in &review.groups {
            self.line(&format!("  {}", words.plain(&format!("group.{}", group.group))?));
            self.rating("score.own", &group.all.own)?;
            self.rating("score.auditor", &group.all.auditor)?;
            self.rating("score.supported", &group.all.supported)?;
            let mut with = numbers([("agreed", group.agreed), ("count", group.all.examined)]);
            with.insert("percent", words.percent(group.agreement)?);
            let agree = words.say("review.agree", &with)?;
            self.paragraph("    ", &format!("{agree} {}", self.kappa(group, review.pairs_needed)?));
            let estimate = match &group.estimate {
                Some(estimate) => self.estimate(estimate)?,
                None => words.plain(&format!("review.estimate-{}", group.estimate_state))?,
            };
            self.paragraph("    ", &estimate);
        }
        Ok(())
    }

    fn rating(&mut self, key: &str, rating: &RatingView) -> Result<(), Failure> {
        let rests = self.words.say("review.rests", &numbers([("count", rating.items)]))?;
        self.figure(key, rating.percent, rating.percent.map(plain_bar), &rests)
    }

    fn kappa(&self, group: &ReviewedGroup, least: usize) -> Result<String, Failure> {
        let words = self.words;
        let mut with = numbers([("count", group.pairs), ("least", least)]);
        match group.kappa {
            Some(Hundredths { sign, whole, tenth, hundredth }) => {
                let digits = [("whole", whole), ("tenth", tenth), ("hundredth", hundredth)];
                let mut number = BTreeMap::from(digits.map(|(name, digit)| (name, digit.to_string())));
                number.insert("sign", sign.to_owned());
                with.insert("kappa", words.say("review.kappa-value", &number)?);
                words.say("review.kappa", &with)
            }
            None => words.say(&format!("review.kappa-{}", group.kappa_state), &with),
        }
    }

    fn estimate(&self, estimate: &EstimateView) -> Result<String, Failure> {
        let words = self.words;
        let percent = |percent: Percent| words.percent(Some(percent));
        let mut with = numbers([("of", estimate.of)]);
        with.extend([("at", percent(estimate.supported)?), ("own", percent(estimate.own)?)]);
        if estimate.interval_state == "whole" {
            return words.say("review.estimate-whole", &with);
        }
        let at = words.say("review.estimate-at", &with)?;
        let interval = match estimate.lower.zip(estimate.upper) {
            Some((lower, upper)) => {
                let with = BTreeMap::from([("lower", percent(lower)?), ("upper", percent(upper)?)]);
                words.say("review.interval", &with)?
            }
            None => words.plain(&format!("review.interval-{}", estimate.interval_state))?,
        };
        Ok(format!("{at} {interval}"))
    }
}

fn numbers<const N: usize>(numbers: [(&'static str, usize); N]) -> BTreeMap<&'static str, String> {
    BTreeMap::from(numbers.map(|(name, number)| (name, number.to_string())))
}

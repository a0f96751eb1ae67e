//! The linter of rules files, stricter than what loading asks: a file can be used in spite of all it finds, but an
//! editor should look at each place. Only `rules check` calls it.
//!
//! It works on rules as written, before overlays are applied, and notes warnings only. What it can't judge in a
//! language it leaves alone: verbs, addressees and joined questions are looked for in English texts only.

mod addressee;
mod duty;
mod ids;
mod marks;
mod order;
mod place;
mod question;
mod text;
mod wording;

use crate::load::written::{Chapeau, Instrument, Item, Recommendation, Rules};
use crate::model::{LinkEnd, normalised_reference};
use crate::problem::{Fact, Problems};
use crate::source::{At, Sources, Spot};

/// Notes what an editor should look at in `rules`, which were read from `sources`.
pub fn lint(rules: &Rules, sources: &Sources, problems: &Problems) {
    let look = Look { rules, sources, problems, whole: problems.errors() == 0 };
    for instrument in &rules.instruments {
        duty::instrument(instrument, &look);
        if look.whole {
            order::check(instrument, &look);
        }
        addressee::check(instrument, &look);
        for chapeau in &instrument.chapeaux {
            text::verbatim(&chapeau.text, &look);
            marks::of_list(&chapeau.text, &chapeau.reference.value, &look);
        }
        for recommendation in &instrument.recommendations {
            text::verbatim(&recommendation.text, &look);
            marks::of_list(&recommendation.text, &reference(recommendation), &look);
            duty::recommendation(instrument, recommendation, &look);
        }
    }
    for asked in look.asked() {
        question::check(&asked, &look);
        duty::item(&asked, &look);
    }
    ids::check(&look);
    wording::check(&look);
}

/// How many findings get their exact place in a text.
const EXACT: usize = 300;

/// What the parts of the linter share.
struct Look<'a> {
    rules: &'a Rules,
    sources: &'a Sources,
    problems: &'a Problems,
    /// Whether everything could be read. What has an error of form is left out, and nothing is said of its absence.
    whole: bool,
}

/// An item with what stands around it; one that an overlay adds to something unknown is not among them.
struct Asked<'a> {
    instrument: &'a Instrument,
    recommendation: &'a Recommendation,
    item: &'a Item,
    /// Full id.
    id: String,
}

impl<'a> Look<'a> {
    fn note(&self, fact: Fact, spot: &Spot) {
        self.problems.add(fact, spot);
    }

    /// Notes what stands at `range` of a text. Where there is no end of findings, the whole text is the place.
    fn note_in(&self, fact: Fact, value: &At<String>, range: std::ops::Range<usize>) {
        let exact = (self.problems.kept() < EXACT).then(|| place::of(value, range, self.sources));
        self.problems.add(fact, exact.as_ref().unwrap_or(&value.spot));
    }

    /// The items of all instruments in order, then those that overlays add.
    fn asked(&self) -> Vec<Asked<'a>> {
        let mut all = Vec::new();
        for instrument in &self.rules.instruments {
            for recommendation in &instrument.recommendations {
                for item in &recommendation.items {
                    all.push(Asked::new(instrument, recommendation, item));
                }
            }
        }
        let added = self.rules.overlays.iter().flat_map(|overlay| &overlay.adds);
        all.extend(added.filter_map(|add| {
            let end = LinkEnd::parse(&add.to.value).filter(|end| end.item.is_none())?;
            let instrument = self.rules.instruments.iter().find(|found| found.id.value == end.instrument)?;
            let recommendation = instrument.recommendations.iter().find(|found| reference(found) == end.reference)?;
            Some(Asked::new(instrument, recommendation, &add.item))
        }));
        all
    }
}

impl<'a> Asked<'a> {
    fn new(instrument: &'a Instrument, recommendation: &'a Recommendation, item: &'a Item) -> Self {
        let id = format!("{}/{}/{}", instrument.id.value, reference(recommendation), item.name.value);
        Self { instrument, recommendation, item, id }
    }

    /// The question in the language of the text.
    fn ask(&self) -> At<String> {
        let ask = &self.item.ask;
        At { value: ask.value.text(&self.instrument.language).to_owned(), spot: ask.spot.clone() }
    }

    /// Whether the question is in English.
    fn is_english(&self) -> bool {
        self.item.ask.value.in_language(&self.instrument.language).0 == "en"
    }
}

/// The reference of a recommendation in its written form.
fn reference(recommendation: &Recommendation) -> String {
    normalised_reference(&recommendation.reference.value)
}

/// The opening that a recommendation names.
fn chapeau_of<'a>(recommendation: &Recommendation, instrument: &'a Instrument) -> Option<&'a Chapeau> {
    let wanted = recommendation.chapeau.as_ref()?;
    instrument.chapeaux.iter().find(|chapeau| chapeau.reference.value == wanted.value)
}

/// The addressees of a recommendation, its own or its opening's.
fn addressees<'a>(recommendation: &'a Recommendation, instrument: &'a Instrument) -> &'a [At<String>] {
    match &recommendation.addressees {
        Some(own) => own,
        None => chapeau_of(recommendation, instrument).map_or(&[], |chapeau| &chapeau.addressees),
    }
}

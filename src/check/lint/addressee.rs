//! Addressees: the text, or its opening, must mention whom the file says it asks.

use super::{Look, chapeau_of};
use crate::load::written::{Instrument, Recommendation};
use crate::model::{Addressee, Numbering};
use crate::problem::Fact;
use crate::source::At;

pub(super) fn check(instrument: &Instrument, look: &Look<'_>) {
    if !instrument.language.starts_with("en") {
        return;
    }
    for chapeau in &instrument.chapeaux {
        let dependants: Vec<&Recommendation> =
            instrument.recommendations.iter().filter(|one| names(one, &chapeau.reference.value)).collect();
        if !dependants.iter().any(|one| one.actionable) {
            continue;
        }
        let texts = dependants.iter().map(|one| one.text.value.as_str()).chain([chapeau.text.value.as_str()]);
        unmentioned(&chapeau.addressees, &texts.collect::<Vec<_>>(), look);
    }
    for recommendation in instrument.recommendations.iter().filter(|one| one.actionable) {
        let Some(own) = &recommendation.addressees else { continue };
        let mut texts = vec![recommendation.text.value.as_str()];
        match chapeau_of(recommendation, instrument) {
            Some(chapeau) => texts.push(&chapeau.text.value),
            // A list that we numbered may depend on an opening without saying so.
            None if instrument.refs == Numbering::Editor => {
                texts.extend(instrument.chapeaux.iter().map(|chapeau| chapeau.text.value.as_str()));
            }
            None => {}
        }
        unmentioned(own, &texts, look);
    }
}

fn names(recommendation: &Recommendation, chapeau: &str) -> bool {
    recommendation.chapeau.as_ref().is_some_and(|named| named.value == chapeau)
}

fn unmentioned(addressees: &[At<String>], texts: &[&str], look: &Look<'_>) {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    if texts.iter().any(|text| text.trim() == super::text::DOTS) {
        return;
    }
    for addressee in addressees {
        let Ok(known) = addressee.value.parse::<Addressee>() else { continue };
        let words = words(known);
        let mentioned = words.iter().any(|word| texts.iter().any(|text| text.contains(word)));
        if !words.is_empty() && !mentioned {
            look.note(Fact::AddresseeUnmentioned { addressee: addressee.value.clone() }, &addressee.spot);
        }
    }
}

/// Beginnings of words by which English texts mention an addressee; none where nobody need be mentioned.
fn words(addressee: Addressee) -> &'static [&'static str] {
    match addressee {
        Addressee::Nhri => &["institution", "ombuds", "nhri", "member", "participant", "commission", "defender"],
        Addressee::State => &["state", "government", "countr", "national", "nation", "authorit", "parties"],
        Addressee::Parliament => &["parliament", "legislat", "congress", "assembl", "duma"],
        Addressee::Business => &[
            "business",
            "private",
            "compan",
            "platform",
            "enterprise",
            "provider",
            "industr",
            "corporat",
            "sector",
            "employer",
        ],
        Addressee::Secretariat => &["secretar"],
        Addressee::Ohchr => &["high commissioner", "ohchr"],
        Addressee::SpecialProcedures => {
            &["special procedure", "special rapporteur", "independent expert", "working group", "mandate"]
        }
        Addressee::Council => &["council"],
        Addressee::Assembly => &["assembly"],
        Addressee::CivilSociety => {
            &["civil society", "civic", "organization", "organisation", "association", "defender", "journalist"]
        }
        Addressee::OtherStakeholders => {
            &["stakeholder", "actor", "partner", "other", "all ", "relevant", "sector", "donor", "communit"]
        }
        Addressee::Unspecified => &[],
    }
}

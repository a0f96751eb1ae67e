//! The scales and themes that a catalog brings along: a parameter for each scale, properties of the metadata for each
//! theme.

use super::json::{Parameter, Property};
use super::reading::Reading;
use crate::load::written::{Level, Scale, Theme};
use crate::model::from_token;
use crate::source::At;

impl Reading<'_> {
    /// A scale with its levels.
    pub(super) fn scale(&self, param: &Parameter<'_>) -> Option<Scale> {
        let props = &param.props;
        let whole = self.problems.errors();
        let name = self.wording(props, |property| property.is("name"));
        let fits = self.wording(props, |property| property.is("fits"));
        let loss = self.wording(props, |property| property.is("loss")).map(|loss| loss.value);
        let levels = props.iter().filter(|property| property.is("level")).filter_map(|level| self.level(props, level));
        let levels = levels.collect();
        Some(Scale {
            id: self.at(&param.id).map(|id| from_token(&id)),
            name: name?.value,
            fits: fits?.value,
            source: self.text(props, "source"),
            measure: self.yes_no(props, "measure", false),
            recent_evidence: self.yes_no(props, "recent-evidence", false),
            maps_to: self.property(props, "maps-to"),
            loss,
            levels,
            whole: self.problems.errors() == whole,
        })
    }

    /// A level: the properties of its group.
    fn level(&self, props: &[Property<'_>], level: &Property<'_>) -> Option<Level> {
        let group = level.group.as_ref().map(|group| group.text.as_str());
        let here = |property: &Property<'_>, name: &str| {
            property.is(name) && property.group.as_ref().map(|group| group.text.as_str()) == group
        };
        let own = |name: &str| props.iter().find(|property| here(property, name)).map(|property| self.said(property));
        let says_yes = |name: &str| own(name).is_some_and(|text| text.value == "true");
        let value = own("level-value").and_then(|text| {
            let value = text.value.parse().ok()?;
            Some(At { value, spot: text.spot })
        });
        Some(Level {
            id: self.said(level),
            label: self.wording(props, |property| here(property, "level-label"))?.value,
            meaning: self.wording(props, |property| here(property, "level-meaning"))?.value,
            value,
            refused: says_yes("level-refused"),
            breach: says_yes("level-breach"),
            maps_to: own("level-maps-to"),
        })
    }

    /// The themes that are described.
    pub(super) fn themes(&self, props: &[Property<'_>]) -> Vec<Theme> {
        let themes = props.iter().filter(|property| property.is("theme"));
        let theme = |theme: &Property<'_>| {
            let group = theme.group.as_ref().map(|group| group.text.as_str());
            let here = |property: &Property<'_>, name: &str| {
                property.is(name) && property.group.as_ref().map(|group| group.text.as_str()) == group
            };
            Some(Theme {
                id: self.said(theme),
                name: self.wording(props, |property| here(property, "theme-name"))?.value,
                about: self.wording(props, |property| here(property, "theme-about"))?.value,
            })
        };
        themes.filter_map(theme).collect()
    }
}

//! "Did you mean": the known word nearest to a given one.

/// The candidate that is most like `given`, if one is near enough to be meant.
///
/// Nearness is Jaro–Winkler similarity of at least 0.8, or one word being the beginning of the other.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.trim().to_lowercase();
    if given.is_empty() {
        return None;
    }
    let likeness = |candidate: &str| {
        let begins = given.len() > 2 && (candidate.starts_with(&given) || given.starts_with(candidate));
        strsim::jaro_winkler(&given, candidate).max(if begins { 0.85 } else { 0.0 })
    };
    candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// A word without the spaces around it, also those that are not seen.
pub fn without_spaces(given: &str) -> &str {
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    given.trim_matches(unseen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_word_that_was_meant() {
        let levels = ["not-started", "planned", "partial", "substantial", "full", "refused"];
        assert_eq!(nearest("parcial", levels), Some("partial"));
        assert_eq!(nearest("Full", levels), Some("full"));
        assert_eq!(nearest("banana", levels), None);
        assert_eq!(nearest("", levels), None);
    }
}

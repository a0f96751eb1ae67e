//! check: from as-written values to sound ones, with every problem of meaning noted.
//!
//! In: what `load` read. Out: [`Rules`](crate::model::Rules) and [`Responses`](crate::model::Responses) that hold
//! together: every id exists, every level belongs to its scale, every path is safe. A faulty answer comes out as
//! unanswered, and its errors are among the problems; whether one goes on in spite of them is the caller's choice.
//! A [`Review`](crate::model::Review) is held against both, and against what a sample draws.
//! Apart from that, [`lint()`] looks at rules files as an editor would.

mod answers;
mod contradictions;
mod evidence;
mod findings;
mod like;
mod links;
mod lint;
mod look;
mod overlay;
mod particulars;
mod responses;
mod review;
mod rules;
mod scales;

pub use lint::lint;
pub use look::{Known, look};
pub use responses::responses;
pub use review::review;
pub use rules::rules;

/// What an id may look like.
pub(crate) const KEBAB: &str = "small letters, digits and hyphens, e.g. `eoa-2024`";

/// Whether `id` is kebab case and begins with a letter or digit.
pub(crate) fn is_kebab(id: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    id.split('-').all(part)
}

/// Whether `reference` is a number, number with dots, word, or number with letters in brackets.
fn is_reference(reference: &str) -> bool {
    let (plain, brackets) = reference.split_at(reference.find('(').unwrap_or(reference.len()));
    let plain_is_fine = plain.split('.').all(is_kebab);
    let mut rest = brackets;
    while let Some(inner) = rest.strip_prefix('(') {
        let Some((letters, after)) = inner.split_once(')') else { return false };
        if letters.is_empty() || !letters.chars().all(|c| c.is_ascii_lowercase()) {
            return false;
        }
        rest = after;
    }
    plain_is_fine && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_references_have_a_form() {
        for good in ["9", "2.11", "9(k)", "chapeau", "20(a)", "3-bis"] {
            assert!(is_reference(good), "{good}");
        }
        for bad in ["", "9(", "9()", "9(K)", "9/1", "a_b", "9.", "(a"] {
            assert!(!is_reference(bad), "{bad}");
        }
        assert!(is_kebab("eoa-2024") && !is_kebab("EOA") && !is_kebab("a--b") && !is_kebab(""));
    }
}

//! Hyphenation: where a word may be parted, by the patterns of its language.

use hypher::Lang;

use super::style::Style;
use super::text::Paragraph;

/// Marks a place where a word may be parted; a hyphen is drawn only at the end of a line.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';
/// Shorter words stay whole.
const SHORTEST: usize = 6;

impl Paragraph {
    /// Marks the places where words may be parted, in text whose style asks for it.
    pub(super) fn hyphenate(&mut self) {
        if self.spans.iter().any(|span| span.style.text.hyphenates) {
            self.rewrite(|text, style| match language(style) {
                Some(language) if style.text.hyphenates => marked(text, language),
                _ => text.to_owned(),
            });
        }
    }
}

fn language(style: &Style) -> Option<Lang> {
    let code: Vec<u8> = style.lang.split('-').next()?.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    Lang::from_iso(code.try_into().ok()?)
}

/// `text` with marks in its words. Words that have marks already keep theirs.
fn marked(text: &str, language: Lang) -> String {
    let mut marked = String::with_capacity(text.len() + text.len() / 4);
    for word in text.split_inclusive(|c: char| !(c.is_alphabetic() || c == SOFT_HYPHEN)) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        if letters.chars().count() < SHORTEST || letters.contains(SOFT_HYPHEN) {
            marked.push_str(word);
            continue;
        }
        for (number, syllable) in hypher::hyphenate(letters, language).enumerate() {
            if number > 0 {
                marked.push(SOFT_HYPHEN);
            }
            marked.push_str(syllable);
        }
        marked.push_str(&word[letters.len()..]);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_marked_and_short_ones_are_not() {
        let shown = |text, lang| marked(text, lang).replace(SOFT_HYPHEN, "-");
        assert_eq!(shown("The representatives, of all", Lang::English), "The rep-re-sen-ta-tives, of all");
        assert_eq!(shown("Menschenrechtskommission 2026", Lang::German), "Men-schen-rechts-kom-mis-si-on 2026");
        assert_eq!(marked("a\u{ad}bcdefgh", Lang::English), "a\u{ad}bcdefgh");
    }
}

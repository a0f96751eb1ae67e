//! Stylesheet reading: rules with their selectors, weights and declarations.
//!
//! Values stay text here; `property` turns them into computed values. Only what holds on paper is
//! kept: `@media print` and `@media all` apply, every other condition does not. `@page` gives the
//! sheet's size and margins.

use std::collections::HashMap;

use cssparser::{Delimiter, ParseError, Parser, Token};
use scraper::{ElementRef, Selector};

use super::warning::Warnings;

/// One `name: value` pair.
#[derive(Debug, Clone)]
pub(in crate::render) struct Declaration {
    pub(in crate::render) name: String,
    pub(in crate::render) value: String,
    pub(in crate::render) important: bool,
    /// Where it stands in the stylesheet; nothing for an attribute's.
    pub(in crate::render) at: Option<Location>,
}

/// A place in a stylesheet: line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Location {
    pub(in crate::render) line: usize,
    pub(in crate::render) column: usize,
}

impl Location {
    /// Where `input` stands, white space left aside.
    fn of(input: &mut Parser<'_>) -> Self {
        input.skip_whitespace();
        let at = input.current_source_location();
        Self { line: at.line as usize + 1, column: at.column as usize }
    }
}

/// A selector with what it sets.
struct Rule {
    selector: Selector,
    specificity: u32,
    declarations: std::sync::Arc<[Declaration]>,
}

/// A parsed stylesheet, indexed by the last compound of each selector.
#[derive(Default)]
pub(in crate::render) struct Stylesheet {
    rules: Vec<Rule>,
    /// Rule numbers by `#id`, `.class` or tag of the selector's last compound.
    index: HashMap<String, Vec<usize>>,
    /// Rules whose last compound names none of these.
    anywhere: Vec<usize>,
    /// The `@page` rules: the page's name, or nothing for all pages, and what is declared.
    pub(in crate::render) pages: Vec<(Option<String>, Vec<Declaration>)>,
}

impl Stylesheet {
    /// Reads `css`; what cannot be understood is left out, with a warning.
    pub(in crate::render) fn parse(css: &str, warnings: &mut Warnings<'_>) -> Self {
        let mut sheet = Self::default();
        sheet.rules(&mut Parser::new(css), warnings);
        sheet
    }

    /// The numbers of the rules that apply to `element`, weakest first.
    pub(in crate::render) fn matching(&self, element: ElementRef<'_>) -> Vec<usize> {
        let value = element.value();
        let mut candidates: Vec<usize> = self.anywhere.clone();
        let mut collect = |key: &str| {
            if let Some(found) = self.index.get(key) {
                candidates.extend(found);
            }
        };
        collect(value.name());
        if let Some(id) = value.attr("id") {
            collect(&format!("#{id}"));
        }
        for class in value.attr("class").unwrap_or("").split_whitespace() {
            collect(&format!(".{class}"));
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|&i| self.rules[i].selector.matches(&element));
        // The sort is stable, so that equal weights keep the source order.
        candidates.sort_by_key(|&i| self.rules[i].specificity);
        candidates
    }

    /// The declarations of `rules`.
    pub(in crate::render) fn declarations<'a>(
        &'a self,
        rules: &'a [usize],
    ) -> impl Iterator<Item = &'a Declaration> + Clone {
        rules.iter().flat_map(|&i| self.rules[i].declarations.iter())
    }

    fn rules(&mut self, input: &mut Parser<'_>, warnings: &mut Warnings<'_>) {
        loop {
            let at = Location::of(input);
            let start = input.state();
            let at_keyword = match input.next() {
                Ok(Token::AtKeyword(name)) => Some(name.to_ascii_lowercase()),
                Ok(Token::Semicolon | Token::CDO | Token::CDC) => continue,
                Ok(_) => None,
                Err(_) => return,
            };
            if at_keyword.is_none() {
                input.reset(&start);
            }
            let prelude = text_until(input, Delimiter::CurlyBracketBlock | Delimiter::Semicolon);
            if !matches!(input.next(), Ok(Token::CurlyBracketBlock)) {
                match at_keyword.as_deref() {
                    Some("charset") => {}
                    Some(name) => {
                        warnings.sheet(format!("rule `@{name} {}` is not supported", beginning(&prelude)), Some(at))
                    }
                    None => warnings.sheet(format!("`{}` is not a rule", beginning(&prelude)), Some(at)),
                }
                continue;
            }
            let mut faults = Vec::new();
            let read: Result<(), ParseError<()>> = input.parse_nested_block(|block| {
                match at_keyword.as_deref() {
                    None => self.style_rule(&prelude, at, declarations(block, &mut faults), warnings),
                    Some("media") if holds_on_paper(&prelude) => self.rules(block, warnings),
                    Some("media" | "keyframes" | "font-face") => {}
                    Some("page") if !prelude.contains([':', ',', ' ']) => {
                        let name = (!prelude.is_empty()).then(|| prelude.clone());
                        self.pages.push((name, declarations(block, &mut faults)));
                    }
                    Some("supports") => self.rules(block, warnings),
                    Some(other) => {
                        let name = format!("@{other} {prelude}");
                        warnings.sheet(format!("rule `{}` is not supported", name.trim_end()), Some(at));
                    }
                }
                // Leave nothing unread, else the block counts as an error.
                while block.next().is_ok() {}
                Ok(())
            });
            for (text, at) in faults {
                warnings.sheet(format!("`{text}` is not a property with its value"), Some(at));
            }
            if read.is_err() {
                continue;
            }
        }
    }

    fn style_rule(&mut self, prelude: &str, at: Location, declarations: Vec<Declaration>, warnings: &mut Warnings<'_>) {
        let declarations: std::sync::Arc<[Declaration]> = declarations.into();
        for selector in split_list(prelude) {
            if is_for_screen(selector) {
                continue;
            }
            let selector = selector.replace(":link", "[href]");
            let Some(parsed) = Selector::parse(&selector).ok().filter(|_| !is_of_a_part(&selector)) else {
                warnings.sheet(format!("selector `{selector}` is not supported"), Some(at));
                continue;
            };
            let number = self.rules.len();
            let weight = weigh(&selector);
            match weight.key {
                Some(key) => self.index.entry(key).or_default().push(number),
                None => self.anywhere.push(number),
            }
            self.rules.push(Rule {
                selector: parsed,
                specificity: weight.specificity,
                declarations: declarations.clone(),
            });
        }
    }
}

/// Reads a `style` attribute or the inside of a rule.
pub(in crate::render) fn parse_declarations(css: &str) -> Vec<Declaration> {
    let mut found = declarations(&mut Parser::new(css), &mut Vec::new());
    found.iter_mut().for_each(|declaration| declaration.at = None);
    found
}

/// Reads declarations; what is none goes to `faults` by its beginning.
fn declarations(input: &mut Parser<'_>, faults: &mut Vec<(String, Location)>) -> Vec<Declaration> {
    let mut found = Vec::new();
    while !input.is_exhausted() {
        let (at, start) = (Location::of(input), input.position());
        let name = match input.next() {
            Ok(Token::Semicolon) => continue,
            Ok(Token::Ident(name)) => Some(name.to_string()),
            _ => None,
        };
        let declared = name.filter(|_| input.expect_colon().is_ok());
        let value = text_until(input, Delimiter::Semicolon);
        if let Some(name) = declared {
            found.push(declaration(name, &value, at));
        } else {
            faults.push((beginning(input.slice_from(start)), at));
        }
    }
    found
}

fn declaration(name: String, value: &str, at: Location) -> Declaration {
    let bare = value.trim();
    let important = bare.rsplit_once('!').filter(|(_, word)| word.trim().eq_ignore_ascii_case("important"));
    Declaration {
        name: if name.starts_with("--") { name } else { name.to_ascii_lowercase() },
        value: important.map_or(bare, |(value, _)| value.trim()).to_owned(),
        important: important.is_some(),
        at: Some(at),
    }
}

/// The beginning of what could not be read, on one line.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 40;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The source text up to one of `delimiters`, which stays unread.
fn text_until(input: &mut Parser<'_>, delimiters: cssparser::Delimiters) -> String {
    let start = input.position();
    let read: Result<(), ParseError<()>> = input.parse_until_before(delimiters, |inner| {
        while inner.next().is_ok() {}
        Ok(())
    });
    if read.is_err() {
        return String::new();
    }
    input.slice_from(start).trim().to_owned()
}

/// True if any query of the media list holds for paper.
fn holds_on_paper(queries: &str) -> bool {
    queries.split(',').any(|query| {
        matches!(query.trim().to_ascii_lowercase().as_str(), "print" | "only print" | "all" | "not screen" | "")
    })
}

/// True for states that paper does not have; such rules are left out silently.
fn is_for_screen(selector: &str) -> bool {
    const STATES: [&str; 13] = [
        ":hover",
        ":focus",
        ":active",
        ":visited",
        ":target",
        ":checked",
        ":disabled",
        "::selection",
        "::placeholder",
        "::backdrop",
        "::file-selector-button",
        "::-webkit-",
        "::-moz-",
    ];
    STATES.iter().any(|state| selector.contains(state))
}

/// True for parts of elements, such as `::before`; they are not made.
fn is_of_a_part(selector: &str) -> bool {
    ["::", ":before", ":after", ":first-line", ":first-letter"].iter().any(|part| selector.contains(part))
}

/// Splits a selector list at its outer commas.
fn split_list(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    list.split(move |c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|selector| !selector.is_empty())
}

struct Weight {
    specificity: u32,
    /// `#id`, `.class` or tag that an element must carry to match.
    key: Option<String>,
}

/// Weighs one selector as CSS does: ids, then classes, then types.
fn weigh(selector: &str) -> Weight {
    let mut weight = Weight { specificity: 0, key: None };
    weigh_tokens(&mut Parser::new(selector), &mut weight, true);
    weight
}

fn weigh_tokens(input: &mut Parser<'_>, weight: &mut Weight, outer: bool) {
    const ID: u32 = 1 << 20;
    const CLASS: u32 = 1 << 10;
    let mut after_dot = false;
    let mut after_colon = false;
    while let Ok(token) = input.next_including_whitespace().cloned() {
        let (mut dot, mut colon) = (false, false);
        match token {
            Token::IDHash(id) | Token::Hash(id) => {
                weight.specificity += ID;
                if outer {
                    weight.key = Some(format!("#{id}"));
                }
            }
            Token::Delim('.') => dot = true,
            Token::Colon => colon = true,
            Token::Delim('>' | '+' | '~') | Token::WhiteSpace(_) if outer => weight.key = None,
            Token::Ident(name) if after_dot => {
                weight.specificity += CLASS;
                if outer && !matches!(&weight.key, Some(key) if key.starts_with('#')) {
                    weight.key = Some(format!(".{name}"));
                }
            }
            Token::Ident(_) if after_colon => weight.specificity += CLASS,
            Token::Ident(name) => {
                weight.specificity += 1;
                if outer {
                    weight.key = Some(name.to_ascii_lowercase());
                }
            }
            Token::SquareBracketBlock => {
                weight.specificity += CLASS;
                let _: Result<(), ParseError<()>> = input.parse_nested_block(skip);
            }
            Token::Function(name) => {
                let counts_inside = matches!(&*name, "not" | "is" | "has");
                if !counts_inside && &*name != "where" {
                    weight.specificity += CLASS;
                }
                let _: Result<(), ParseError<()>> = input.parse_nested_block(|inner| {
                    if counts_inside {
                        weigh_tokens(inner, weight, false);
                    }
                    skip(inner)
                });
            }
            _ => {}
        }
        (after_dot, after_colon) = (dot, colon);
    }
}

fn skip(input: &mut Parser<'_>) -> Result<(), ParseError<()>> {
    while input.next().is_ok() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_outweigh_classes_and_classes_outweigh_types() {
        let specificity = |selector| weigh(selector).specificity;
        assert!(specificity("#a") > specificity("div.a.b.c p"));
        assert!(specificity(".a") > specificity("main section p"));
        assert_eq!(specificity("p:first-child"), specificity("p.a"));
        assert_eq!(specificity("p:where(.a)"), specificity("p"));
        assert_eq!(specificity("p:not(.a)"), specificity("p.a"));
    }

    #[test]
    fn the_last_compound_is_the_key() {
        assert_eq!(weigh("main > p.note").key.as_deref(), Some(".note"));
        assert_eq!(weigh(".a td").key.as_deref(), Some("td"));
        assert_eq!(weigh(".a > *").key, None);
    }

    #[test]
    fn only_paper_conditions_apply() {
        let css = "@media screen { p { color: red } } @media print { p { color: blue } }
                   @media (min-width: 40em) { p { color: lime } } @page { size: A4 }";
        let sheet = Stylesheet::parse(css, &mut Warnings::new(""));
        let values: Vec<_> = sheet
            .rules
            .iter()
            .flat_map(|rule| rule.declarations.iter())
            .map(|declaration| declaration.value.as_str())
            .collect();
        assert_eq!(values, ["blue"]);
        assert_eq!(sheet.pages[0].1[0].value, "A4");
    }

    #[test]
    fn a_broken_rule_does_not_harm_the_next() {
        let sheet =
            Stylesheet::parse("p { color red; ; width: 1px !important } } q { color: blue; }", &mut Warnings::new(""));
        assert!(sheet.rules[0].declarations[0].important);
        assert_eq!(sheet.rules[0].declarations[0].value, "1px");
    }

    #[test]
    fn what_is_no_rule_or_declaration_is_told() {
        let told = |css| {
            let mut warnings = Warnings::new("");
            Stylesheet::parse(css, &mut warnings);
            let found = warnings.into_list();
            found.into_iter().map(|one| (one.message, one.sheet.unwrap())).collect::<Vec<_>>()
        };
        let fault = |what: &str, at| vec![(format!("`{what}` is not a property with its value"), at)];
        assert_eq!(told("p {\n  color red; width: 1px }"), fault("color red", (2, 3)));
        // A brace that was forgotten: the next rule stands inside of the first.
        assert_eq!(told("p { width: 1px;\nq { color: red } }"), fault("q { color: red }", (2, 1)));
        assert_eq!(told("p { width: 1px }\np, q;"), [("`p, q` is not a rule".to_owned(), (2, 1))]);
        assert!(told("p { ; width: 1px; /* x */ } /* y */ @media print { p { color: red } }").is_empty());
    }
}

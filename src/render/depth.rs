//! How deep templates go: blocks in blocks, and parts that call parts. Reading and filling in take a piece of the stack for
//! each level, and templates may come from anybody, so what goes in a circle or too deep is refused before.

use std::collections::BTreeMap;

use handlebars::template::{Parameter, TemplateElement};
use handlebars::{Path, Template};

/// Ours go less than half as deep.
const DEEPEST: usize = 100;

/// Why a template can't be read: it opens blocks or brackets too deep.
pub(super) fn too_deep(text: &str) -> Option<String> {
    let (mut open, mut deepest) = (vec![0_usize], 0);
    for tag in text.split("{{").skip(1) {
        let tag = tag.trim_start_matches(['{', '~', ' ']);
        match tag.chars().next() {
            Some('#') => open.push(1),
            Some('/') if open.len() > 1 => _ = open.pop(),
            // What stands behind `else` is a block in the block before.
            _ if tag.starts_with("else") || tag.starts_with('^') => {
                if let Some(last) = open.last_mut() {
                    *last += 1;
                }
            }
            _ => {}
        }
        deepest = deepest.max(open.iter().sum::<usize>()).max(brackets(tag));
        if deepest > DEEPEST {
            return Some(format!("it has more than {DEEPEST} blocks or brackets in each other"));
        }
    }
    None
}

/// How many brackets stand in each other in a tag.
fn brackets(tag: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for c in tag.split("}}").next().unwrap_or_default().chars() {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The template of `templates` that can't be filled in because of the parts that it calls, and why.
pub(super) fn circle<'t>(templates: impl Iterator<Item = (&'t str, &'t Template)>) -> Option<(String, String)> {
    let mut all = Calls::default();
    for (name, template) in templates {
        let calls = all.entry(name.to_owned()).or_default();
        let mut own = std::mem::take(calls);
        let walked = walk(template, 0, &mut own, &mut all);
        all.entry(name.to_owned()).or_default().append(&mut own);
        if let Err(why) = walked {
            return Some((name.to_owned(), why));
        }
    }
    let mut known = BTreeMap::new();
    { all.keys() }.find_map(|name| Some((name.clone(), height(name, &all, &mut Vec::new(), &mut known).err()?)))
}

/// The parts that each template calls, each with how many blocks are open there.
type Calls = BTreeMap<String, Vec<(usize, String)>>;

/// Gathers what a template calls, and what the parts call that it defines itself.
fn walk(template: &Template, open: usize, own: &mut Vec<(usize, String)>, all: &mut Calls) -> Result<(), String> {
    for element in &template.elements {
        match element {
            TemplateElement::HelperBlock(block) => {
                for inner in [&block.template, &block.inverse].into_iter().flatten() {
                    walk(inner, open + 1, own, all)?;
                }
            }
            TemplateElement::PartialExpression(part) | TemplateElement::PartialBlock(part) => {
                own.push((open + 1, name(&part.name)?));
                if let Some(inner) = &part.template {
                    walk(inner, open + 1, own, all)?;
                }
            }
            TemplateElement::DecoratorBlock(block) => {
                let mut inside = Vec::new();
                if let Some(inner) = &block.template {
                    walk(inner, open + 1, &mut inside, all)?;
                }
                all.entry(name(block.params.first().unwrap_or(&block.name))?).or_default().append(&mut inside);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The name of a part, which has to be written out.
fn name(parameter: &Parameter) -> Result<String, String> {
    match parameter {
        Parameter::Name(name) => Ok(name.clone()),
        Parameter::Path(Path::Relative((_, written)) | Path::Local((_, _, written))) => Ok(written.clone()),
        Parameter::Literal(value) if value.is_string() => Ok(value.as_str().unwrap_or_default().to_owned()),
        _ => Err("it calls a part whose name is not written out: write the name".into()),
    }
}

/// How deep a template goes with all that it calls; an error says why that has no end.
fn height<'c>(
    name: &'c str,
    all: &'c Calls,
    above: &mut Vec<&'c str>,
    known: &mut BTreeMap<&'c str, usize>,
) -> Result<usize, String> {
    if let Some(height) = known.get(name) {
        return Ok(*height);
    }
    if above.contains(&name) {
        return Err(format!("it calls `{name}`, which calls itself in a circle"));
    }
    let deep = || format!("its parts call each other more than {DEEPEST} levels deep");
    if above.len() > DEEPEST {
        return Err(deep());
    }
    above.push(name);
    let mut highest = 0;
    for (open, part) in all.get(name).into_iter().flatten() {
        highest = highest.max(open + height(part, all, above, known)?);
    }
    above.pop();
    known.insert(name, highest);
    if highest > DEEPEST { Err(deep()) } else { Ok(highest) }
}

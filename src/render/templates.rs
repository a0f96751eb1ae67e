//! Templates, stylesheet and words: those compiled in, or an institution's own in their place.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use handlebars::template::TemplateElement;
use handlebars::{Context, Handlebars, Template, TemplateError};
use include_dir::{Dir, include_dir};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::pictures::Pictures;
use super::words::Words;
use super::{Failure, depth, fault, helpers, look};
use crate::load::reason;
use crate::model::{Look, Picture};

/// The file of the stylesheet.
const STYLESHEET: &str = "report.css";

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Everything a report is made with.
#[derive(Debug)]
pub struct Templates {
    registry: Handlebars<'static>,
    words: Arc<Words>,
    css: String,
    script: String,
    logo: Option<Picture>,
}

impl Templates {
    /// The templates compiled in, with those of the folder `own`, if any, in place of files with the same path, and the
    /// words of `language`.
    ///
    /// # Errors
    /// If a file can't be read, a template or the words have a fault, or there are no words of the language.
    pub fn open(own: Option<&Path>, language: &str) -> Result<Self, Failure> {
        let files = files(own)?;
        let words = Arc::new(words_of(&files, language)?);
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        helpers::register(&mut registry, words.clone(), Pictures::of(own));
        for (name, text) in &files {
            if let Some(name) = name.strip_suffix(".hbs") {
                if let Some(why) = depth::too_deep(text) {
                    return Err(Failure::Template { name: format!("{name}.hbs"), why });
                }
                let template = compile(name, text).map_err(|error| fault::of_template(name, &error))?;
                registry.register_template(name, template);
            }
        }
        if own.is_some() {
            let all = registry.get_templates().iter().map(|(name, template)| (name.as_str(), template));
            if let Some((name, why)) = depth::circle(all) {
                return Err(Failure::Template { name: format!("{name}.hbs"), why });
            }
        }
        let css = files.get(STYLESHEET).cloned().unwrap_or_default();
        // A browser reads lines so, and makes the script's hash of what it reads.
        let script = files.get("report.js").map(|script| script.replace("\r\n", "\n")).unwrap_or_default();
        if script.contains("</script") || script.contains("<!--") {
            let why = "`</script` and `<!--` would end it, or hide its end".into();
            return Err(Failure::Template { name: "report.js".into(), why });
        }
        Ok(Self { registry, words, css, script, logo: None })
    }

    /// The templates of the form, with words, stylesheet and script of its own; an institution's own templates are for
    /// reports.
    ///
    /// # Errors
    /// As [`Templates::open`].
    pub fn of_form(language: &str) -> Result<Self, Failure> {
        let text = |path: &str| EMBEDDED.get_file(path).and_then(|file| file.contents_utf8()).unwrap_or_default();
        // The form says of answers what reports say of them, and more.
        let name = format!("form/words/{language}.toml");
        let words = format!("{}\n{}", text(&format!("words/{language}.toml")), text(&name));
        let words = Arc::new(Words::read(&name, &words)?);
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        helpers::register(&mut registry, words.clone(), Pictures::of(None));
        for file in EMBEDDED.get_dir("form").into_iter().flat_map(|folder| folder.files()) {
            let name = file.path().to_string_lossy().replace('\\', "/");
            if let (Some(name), Some(text)) = (name.strip_suffix(".hbs"), file.contents_utf8()) {
                let template = compile(name, text).map_err(|error| fault::of_template(name, &error))?;
                registry.register_template(name, template);
            }
        }
        let (css, script) = (text("form/form.css").to_owned(), text("form/form.js").to_owned());
        Ok(Self { registry, words, css, script, logo: None })
    }

    /// The page that the template `name` makes of `data`.
    ///
    /// # Errors
    /// If the template can't be filled in.
    pub fn page(&self, name: &str, data: &impl Serialize) -> Result<String, Failure> {
        let data = serde_json::to_value(data)
            .map_err(|error| Failure::Template { name: name.to_owned(), why: error.to_string() })?;
        self.fill(name, data)
    }

    /// The words of the language.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Adds a rule to the end of the stylesheet.
    pub fn add_css(&mut self, rule: &str) {
        self.css.push('\n');
        self.css.push_str(rule);
        self.css.push('\n');
    }

    /// Gives the reports an institution's look.
    pub fn dress(&mut self, look: &Look) {
        let rules = look::rules(look, &self.css);
        if !rules.is_empty() {
            self.add_css(rules.trim_end());
        }
        self.logo.clone_from(&look.logo);
    }

    /// The logo that stands in for that of the responses.
    pub(super) fn logo(&self) -> Option<&Picture> {
        self.logo.as_ref()
    }

    /// The stylesheet.
    pub fn css(&self) -> &str {
        &self.css
    }

    /// The script of the page.
    pub fn script(&self) -> &str {
        &self.script
    }

    /// The SHA-256 by which a page allows this script and no other.
    pub fn script_hash(&self) -> String {
        STANDARD.encode(Sha256::digest(&self.script))
    }

    /// Fills the template `name` in.
    pub(super) fn fill(&self, name: &str, data: serde_json::Value) -> Result<String, Failure> {
        let data = Context::from(data);
        self.registry.render_with_context(name, &data).map_err(|error| fault::of_filling(name, &error))
    }
}

/// The files of an institution's own folder that reports can be made with, by their path below it: templates, stylesheet,
/// words, and pictures.
///
/// # Errors
/// If one can't be read.
pub fn own_files(own: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut texts = BTreeMap::new();
    for folder in ["", "parts", "words"] {
        add_own(&own.join(folder), folder, &mut texts)?;
    }
    let mut files: Vec<(String, Vec<u8>)> = texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    files.extend(Pictures::of(Some(own)).all());
    files.sort();
    Ok(files)
}

/// The words of `language` alone, for output that has no template.
///
/// # Errors
/// As [`Templates::open`].
pub fn words(own: Option<&Path>, language: &str) -> Result<Words, Failure> {
    words_of(&files(own)?, language)
}

/// The words of `language` among `files`, which must be all that ours has.
fn words_of(files: &BTreeMap<String, String>, language: &str) -> Result<Words, Failure> {
    const OURS: &str = "words/en.toml";
    let name = format!("words/{language}.toml");
    let Some(text) = files.get(&name) else {
        return Err(Failure::Template { name, why: "there are no words of this language".into() });
    };
    let words = Words::read(&name, text)?;
    let ours = EMBEDDED.get_file(OURS).and_then(|file| file.contents_utf8()).unwrap_or_default();
    if text != ours {
        words.hold_against(&Words::read(OURS, ours)?)?;
    }
    Ok(words)
}

/// The stylesheet alone.
pub(super) fn stylesheet(own: Option<&Path>) -> Result<String, Failure> {
    Ok(files(own)?.remove(STYLESHEET).unwrap_or_default())
}

/// Compiles a template, in pieces: the compiler counts the lines before each tag anew, which takes long where a template
/// is long. If a piece does not compile by itself, the whole does, or tells the fault.
fn compile(name: &str, text: &str) -> Result<Template, TemplateError> {
    join(name, text).map_or_else(|| Template::compile_with_name(text, name.to_owned()), Ok)
}

fn join(name: &str, text: &str) -> Option<Template> {
    let mut whole = Template::new();
    whole.name = Some(name.to_owned());
    let mut lines = 0;
    for piece in pieces(text) {
        // Empty lines stand for those before the piece, so that a fault is told with its line.
        let padded = "\n".repeat(lines) + piece;
        let mut part = Template::compile_with_name(padded, name.to_owned()).ok()?;
        match part.elements.first_mut() {
            Some(TemplateElement::RawString(first)) if lines > 0 => *first = first.get(lines..)?.to_owned(),
            _ if lines > 0 => return None,
            _ => {}
        }
        whole.elements.append(&mut part.elements);
        whole.mapping.append(&mut part.mapping);
        lines += piece.matches('\n').count();
    }
    Some(whole)
}

/// Cuts a template behind lines where no block is open.
fn pieces(text: &str) -> Vec<&str> {
    const LEAST: usize = 800;
    let mut found = Vec::new();
    let (mut start, mut end) = (0, 0);
    // A tilde takes white space away, also beyond a cut.
    if !text.contains('~') {
        for line in text.split_inclusive('\n') {
            end += line.len();
            let piece = &text[start..end];
            if piece.len() >= LEAST && piece.matches("{{#").count() == piece.matches("{{/").count() {
                found.push(piece);
                start = end;
            }
        }
    }
    found.push(&text[start..]);
    found
}

/// Templates, stylesheet and words by their path below `templates/`.
fn files(own: Option<&Path>) -> Result<BTreeMap<String, String>, Failure> {
    let mut files = BTreeMap::new();
    for folder in ["", "parts", "words"] {
        let entries = if folder.is_empty() { Some(&EMBEDDED) } else { EMBEDDED.get_dir(folder) };
        for file in entries.into_iter().flat_map(|folder| folder.files()) {
            if let (true, Some(text)) = (is_ours(file.path()), file.contents_utf8()) {
                files.insert(file.path().to_string_lossy().replace('\\', "/"), text.to_owned());
            }
        }
        if let Some(own) = own {
            add_own(&own.join(folder), folder, &mut files)?;
        }
    }
    Ok(files)
}

/// Puts the files of an institution's own folder in place of ours; one that can't be read is a failure, not a warning.
fn add_own(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    let unreadable = |path: &Path, error: &std::io::Error| Failure::Template {
        name: path.display().to_string(),
        why: format!("it can't be read: {}", reason(error)),
    };
    if !folder.is_dir() && !prefix.is_empty() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.is_file() && is_ours(&path) {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.insert(if prefix.is_empty() { name } else { format!("{prefix}/{name}") }, text);
        }
    }
    Ok(())
}

fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["hbs", "css", "js", "toml"].iter().any(|known| extension == *known))
}

//! The fonts: those shipped, those a user adds, and the subsets that go into the file.

use std::collections::HashMap;
use std::sync::Arc;

use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use subsetter::GlyphRemapper;

use super::Error;
use super::text::Glyph;

/// The shipped fonts, in the order in which they are asked for a character.
const SHIPPED: [&[u8]; 10] = [
    include_bytes!("../../../templates/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../templates/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../../templates/fonts/NotoSans-Italic.ttf"),
    include_bytes!("../../../templates/fonts/NotoSans-BoldItalic.ttf"),
    include_bytes!("../../../templates/fonts/NotoSansArmenian-Regular.ttf"),
    include_bytes!("../../../templates/fonts/NotoSansArmenian-Bold.ttf"),
    include_bytes!("../../../templates/fonts/NotoSansGeorgian-Regular.ttf"),
    include_bytes!("../../../templates/fonts/NotoSansGeorgian-Bold.ttf"),
    include_bytes!("../../../templates/fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../../templates/fonts/NotoNaskhArabic-Bold.ttf"),
];

/// The font of what readers write into fields.
pub(super) const WRITING: &[u8] = SHIPPED[0];

/// The fonts that a PDF may use. Fonts of the machine are never looked at, so that a report looks
/// the same everywhere.
#[derive(Clone)]
pub struct Fonts {
    collection: Collection,
    families: Vec<String>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Fonts").field(&self.families).finish()
    }
}

impl Fonts {
    /// The fonts shipped with the program: Latin, Cyrillic, Greek, Armenian, Georgian, Arabic.
    pub fn embedded() -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut fonts = Self { collection: Collection::new(options), families: Vec::new() };
        for font in SHIPPED {
            fonts.register(Blob::new(Arc::new(font)));
        }
        fonts
    }

    /// Adds the font file (TTF, OTF or TTC) in `bytes`; it is asked after those already there,
    /// unless a stylesheet names its family.
    ///
    /// # Errors
    /// If `bytes` is not a font file.
    pub fn with(mut self, bytes: Vec<u8>) -> Result<Self, Error> {
        if self.register(Blob::new(Arc::new(bytes))) { Ok(self) } else { Err(Error::Font) }
    }

    /// The names of all families, in the order in which they are asked for a character.
    pub fn families(&self) -> &[String] {
        &self.families
    }

    pub(super) fn context(&self) -> FontContext {
        FontContext { collection: self.collection.clone(), source_cache: SourceCache::default() }
    }

    fn register(&mut self, font: Blob<u8>) -> bool {
        let registered = self.collection.register_fonts(font, None);
        for (family, _) in &registered {
            if let Some(name) = self.collection.family_name(*family)
                && !self.families.iter().any(|known| known == name)
            {
                self.families.push(name.to_owned());
            }
        }
        !registered.is_empty()
    }
}

/// Number of a face that text really uses.
pub(super) type FaceId = u16;

/// A font face with the glyphs that the document needs from it.
pub(super) struct Face {
    data: Blob<u8>,
    index: u32,
    remapper: GlyphRemapper,
    /// By new glyph number: the text of its first use, and its advance in 1/1000 em as the file
    /// will state it.
    glyphs: Vec<(String, i32)>,
    /// The new number of each glyph of the font; 0 for those not in use.
    numbers: Vec<u16>,
}

/// All faces in use.
#[derive(Default)]
pub(super) struct Faces {
    list: Vec<Face>,
    numbers: HashMap<(u64, u32), FaceId>,
}

impl Faces {
    /// The number of the face that shaping chose.
    pub(super) fn number(&mut self, font: &parley::FontData) -> FaceId {
        let key = (font.data.id(), font.index);
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = FaceId::try_from(self.list.len()).unwrap_or(FaceId::MAX);
        let mut face = Face {
            data: font.data.clone(),
            index: font.index,
            remapper: GlyphRemapper::new(),
            glyphs: vec![(String::new(), 0)],
            numbers: Vec::new(),
        };
        face.remapper.remap(0);
        self.list.push(face);
        self.numbers.insert(key, number);
        number
    }

    pub(super) fn get(&self, face: FaceId) -> Option<&Face> {
        self.list.get(usize::from(face))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Face> {
        self.list.iter()
    }

    /// Takes `glyphs` of a face into its subset; `source` is what their text ranges refer to.
    pub(super) fn use_glyphs(&mut self, face: FaceId, glyphs: &[Glyph], source: &str) {
        if let Some(face) = self.list.get_mut(usize::from(face)) {
            for glyph in glyphs {
                face.use_glyph(glyph.id, || {
                    source.get(glyph.text.start as usize..glyph.text.end as usize).unwrap_or("")
                });
            }
        }
    }
}

/// Joiners, direction marks and variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{34f}' | '\u{61c}')
}

impl Face {
    fn use_glyph<'a>(&mut self, old: u16, text: impl FnOnce() -> &'a str) {
        let at = usize::from(old);
        if self.numbers.len() <= at {
            self.numbers.resize(at + 1, 0);
        }
        let known = self.numbers[at];
        if known > 0 && !self.glyphs[usize::from(known)].0.is_empty() {
            return;
        }
        let text = text();
        // Invisible signs are drawn with the glyph of the space, which they must not rename.
        let text = if text.chars().all(is_invisible) { "" } else { text };
        if known > 0 {
            text.clone_into(&mut self.glyphs[usize::from(known)].0);
            return;
        }
        let new = self.remapper.remap(old);
        self.numbers[at] = new;
        if usize::from(new) == self.glyphs.len() {
            let advance = self.advance(old);
            self.glyphs.push((text.to_owned(), advance));
        }
    }

    /// The number that glyph `old` of the font has in the subset; 0 if it isn't there.
    pub(super) fn number(&self, old: u16) -> u16 {
        self.numbers.get(usize::from(old)).copied().unwrap_or(0)
    }

    /// What readers take glyph `new` for.
    pub(super) fn text(&self, new: u16) -> &str {
        match self.glyphs.get(usize::from(new)) {
            // Every glyph in use needs some text, or the file is not accessible.
            Some((text, _)) if !text.is_empty() => text,
            _ => "\u{200b}",
        }
    }

    /// The numbers of all glyphs but the one for missing characters.
    pub(super) fn glyphs(&self) -> impl Iterator<Item = u16> {
        (1u16..).take(self.glyphs.len().saturating_sub(1))
    }

    /// The advance that the file states for glyph `new`, in 1/1000 em.
    pub(super) fn stated_advance(&self, new: u16) -> i32 {
        self.glyphs.get(usize::from(new)).map_or(0, |(_, advance)| *advance)
    }

    /// The font program with the used glyphs only, and its PostScript name.
    pub(super) fn subset(&self) -> Result<(Vec<u8>, String), Error> {
        let subset = subsetter::subset(self.data.as_ref(), self.index, &self.remapper)
            .map_err(|error| Error::Subset(error.to_string()))?;
        let name = FontRef::from_index(self.data.as_ref(), self.index)
            .ok()
            .and_then(|font| {
                let mut names = font.localized_strings(StringId::POSTSCRIPT_NAME);
                names.next().map(|name| name.chars().collect::<String>())
            })
            .unwrap_or_else(|| "Font".to_owned());
        Ok((subset, name))
    }

    /// The weight class that the font states.
    pub(super) fn weight(&self) -> u16 {
        FontRef::from_index(self.data.as_ref(), self.index).map_or(400, |font| {
            // Weights are between 1 and 1000.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let weight = font.attributes().weight.value().clamp(1.0, 1000.0) as u16;
            weight
        })
    }

    /// The advance of glyph `old` in 1/1000 em, cut to an integer as `printpdf` does.
    #[expect(clippy::cast_possible_truncation, reason = "this is the very cut meant")]
    fn advance(&self, old: u16) -> i32 {
        let Ok(font) = FontRef::from_index(self.data.as_ref(), self.index) else {
            return 0;
        };
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let width = metrics.advance_width(old.into()).unwrap_or(0.0);
        (width * 1000.0 / units) as i32
    }
}

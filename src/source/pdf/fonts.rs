//! What glyphs say: by the font's map to Unicode, and where it has none by its collection of Chinese
//! characters, or by the map of the font program the other way round.

use std::collections::HashMap;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName};
use hayro_interpret::hayro_syntax::object::dict::keys;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use rustc_hash::FxHashSet;
use skrifa::MetadataProvider;

/// The fonts of a file, as far as their glyphs had to be looked up.
#[derive(Default)]
pub struct Fonts {
    /// The names of fonts whose codes are those of the Chinese collection, without a map to Unicode.
    of_collection: FxHashSet<String>,
    collection: Option<CMap>,
    /// By font: what each of its glyphs says.
    reversed: HashMap<u128, HashMap<u32, char>>,
}

impl Fonts {
    /// Notes which fonts of a page are of the Chinese collection.
    pub fn note(&mut self, page: &Page<'_>) {
        let fonts = &page.resources().fonts;
        for (name, _) in fonts.entries() {
            let font = fonts.get::<Dict<'_>>(name.as_ref());
            self.of_collection.extend(font.and_then(|font| name_in_collection(&font)));
        }
    }

    /// What a glyph says; none where nothing tells.
    pub fn text(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let says = |text: &String| !matches!(text.as_str(), "" | "\0" | "\u{fffd}");
        glyph.as_unicode().map(text_of).filter(says).or_else(|| self.looked_up(glyph))
    }

    fn looked_up(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let Glyph::Outline(outline) = glyph else { return None };
        let font = outline.font_data()?;
        if font.postscript_name.as_ref().is_some_and(|name| self.of_collection.contains(name)) {
            let found = self.collection()?.lookup_bf_string(outline.char_code());
            if let Some(text) = found {
                return Some(text_of(text));
            }
        }
        let reversed = self.reversed.entry(font.cache_key).or_insert_with(|| reverse(font.data.as_ref().as_ref()));
        reversed.get(&outline.glyph_id().to_u32()).map(char::to_string)
    }

    fn collection(&mut self) -> Option<&CMap> {
        if self.collection.is_none() {
            let data = hayro_cmap::load_embedded(CMapName::from_bytes(b"Adobe-GB1-UCS2"))?;
            self.collection = CMap::parse(data, hayro_cmap::load_embedded);
        }
        self.collection.as_ref()
    }
}

fn text_of(text: BfString) -> String {
    match text {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    }
}

/// The map of a font program from characters to glyphs, the other way round.
fn reverse(font: &[u8]) -> HashMap<u32, char> {
    let mut reversed = HashMap::new();
    if let Ok(font) = skrifa::FontRef::new(font) {
        for (code, glyph) in font.charmap().mappings() {
            if let Some(c) = char::from_u32(code) {
                reversed.entry(glyph.to_u32()).or_insert(c);
            }
        }
    }
    reversed
}

/// The name of a font, without the mark of a subset, if its codes are those of the Chinese collection.
fn name_in_collection(font: &Dict<'_>) -> Option<String> {
    if font.get::<Stream<'_>>(keys::TO_UNICODE).is_some() {
        return None;
    }
    font.get::<Name<'_>>(keys::ENCODING).filter(|encoding| encoding.as_ref().starts_with(b"Identity"))?;
    let descendant = font.get::<Array<'_>>(keys::DESCENDANT_FONTS)?.iter::<Dict<'_>>().next()?;
    let ordering = descendant.get::<Dict<'_>>(keys::CIDSYSTEMINFO)?.get::<PdfString<'_>>(keys::ORDERING)?;
    (ordering.as_bytes() == b"GB1").then_some(())?;
    let name = font.get::<Name<'_>>(keys::BASE_FONT)?.as_str().to_owned();
    match name.split_once('+') {
        Some((mark, name)) if mark.len() == 6 => Some(name.to_owned()),
        _ => Some(name),
    }
}

//! What no report needs and a hostile file asks for: streams that unpack to more than there is memory
//! for, widths of more glyphs than there are.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::dict::keys;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use memchr::memmem;

/// Bytes that one stream may unpack to.
const LARGEST_STREAM: u64 = 48 * 1024 * 1024;
/// Bytes that all streams together may unpack to.
const LARGEST_STREAMS: u64 = 192 * 1024 * 1024;
/// Bytes of a packed stream that cannot unpack to too many: zlib packs a thousand to one at best.
const SMALL_STREAM: usize = 16 * 1024;
/// Bytes before a stream in which its dictionary stands.
const DICTIONARY: usize = 1024;
/// The largest number of a glyph, and more than any width.
const LARGEST_WIDTH: f64 = 65_535.0;

/// Whether a file, as it lies there, has streams that unpack to more than any report's. Pictures are
/// never unpacked.
pub fn unpacks_to_too_much(bytes: &[u8]) -> bool {
    let mut total = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        let data = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if !is_zlib(data) || bytes.get(..at).is_some_and(|before| before.ends_with(b"end")) {
            continue;
        }
        let length = memmem::find(data, b"endstream").unwrap_or(data.len());
        let before = bytes.get(at.saturating_sub(DICTIONARY)..at).unwrap_or_default();
        let dictionary = memmem::rfind(before, b" obj").and_then(|start| before.get(start..)).unwrap_or(before);
        if length <= SMALL_STREAM || is_stated_picture(dictionary) {
            continue;
        }
        let unpacked = unpacked(data.get(..length).unwrap_or_default());
        total += unpacked;
        if unpacked > LARGEST_STREAM || total > LARGEST_STREAMS {
            return true;
        }
    }
    false
}

/// Whether data begin as zlib does; what follows `endstream` does not.
fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Whether a dictionary, as it lies there, is that of a picture.
fn is_stated_picture(dictionary: &[u8]) -> bool {
    let says = |text: &[u8]| memmem::find(dictionary, text).is_some();
    (says(b"/Subtype/Image") || says(b"/Subtype /Image")) && says(b"/Width") && says(b"/Height")
}

/// How many bytes a stream unpacks to, with its head or without, counted up to the limit.
fn unpacked(data: &[u8]) -> u64 {
    let count = |stream: &mut dyn Read| std::io::copy(&mut stream.take(LARGEST_STREAM + 1), &mut std::io::sink());
    if is_zlib(data) {
        return count(&mut ZlibDecoder::new(data)).unwrap_or(0);
    }
    let without_head = data.get(2..).unwrap_or_default();
    let counts = [data, without_head].map(|data| count(&mut DeflateDecoder::new(data)).unwrap_or(0));
    counts.into_iter().max().unwrap_or(0)
}

/// Whether a file states what no report does: streams packed in ways that hide how large they are, or
/// widths beyond all glyphs.
pub fn states_too_much(pdf: &Pdf) -> bool {
    // What is drawn is unpacked, whatever else it says that it is.
    let draws_too_much = |page: &Page<'_>| {
        let mut drawn = 0;
        contents(page).any(|stream| {
            drawn += unpacks_to(&stream);
            drawn > LARGEST_STREAM
        })
    };
    pdf.pages().iter().any(draws_too_much)
        || pdf.objects().into_iter().any(|object| match object {
            Object::Dict(font) => has_wide_glyphs(&font) || descendants(&font).any(|font| has_wide_glyphs(&font)),
            Object::Stream(stream) => {
                // Pictures are never unpacked.
                let is_image =
                    stream.dict().get::<Name<'_>>(keys::SUBTYPE).is_some_and(|kind| kind.as_str() == "Image");
                !is_image && unpacks_unseen(&filters(stream.dict()), &stream.raw_data())
            }
            _ => false,
        })
}

/// Bytes that a stream packed by repetition takes at most: it unpacks to 64 times as many.
const LARGEST_REPEATED: usize = 512 * 1024;

/// Whether a stream unpacks to too much, where its first bytes did not show that it is packed with zlib.
fn unpacks_unseen(filters: &[String], data: &[u8]) -> bool {
    let filters: Vec<&str> = filters.iter().map(String::as_str).collect();
    match filters.as_slice() {
        ["FlateDecode" | "Fl"] => !is_zlib(data) && unpacked(data) > LARGEST_STREAM,
        [] | ["DCTDecode" | "JPXDecode" | "CCITTFaxDecode" | "Crypt"] => false,
        ["ASCIIHexDecode" | "AHx" | "ASCII85Decode" | "A85"] => false,
        ["ASCII85Decode" | "A85", "FlateDecode" | "Fl"] => unpacked(&from_ascii85(data)) > LARGEST_STREAM,
        ["RunLengthDecode" | "RL"] => data.len() > LARGEST_REPEATED,
        _ => data.len() > SMALL_STREAM,
    }
}

/// The bytes that are written as five signs for four each.
fn from_ascii85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for &sign in data.iter().take_while(|&&sign| sign != b'~') {
        match sign {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(sign - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            let number = group.drain(..).fold(0u32, |number, digit| number.wrapping_mul(85).wrapping_add(digit));
            bytes.extend(number.to_be_bytes());
        }
    }
    let missing = 5 - group.len();
    if missing < 4 {
        group.extend(std::iter::repeat_n(84, missing));
        let number = group.drain(..).fold(0u32, |number, digit| number.wrapping_mul(85).wrapping_add(digit));
        bytes.extend(number.to_be_bytes().iter().take(4 - missing));
    }
    bytes
}

/// The streams that draw a page.
fn contents<'a>(page: &Page<'a>) -> impl Iterator<Item = Stream<'a>> {
    let one = page.raw().get::<Stream<'a>>(keys::CONTENTS).into_iter();
    let several = page.raw().get::<Array<'a>>(keys::CONTENTS);
    one.chain(several.into_iter().flat_map(|streams| streams.iter::<Stream<'a>>()))
}

/// How many bytes a stream unpacks to, where zlib packed it.
fn unpacks_to(stream: &Stream<'_>) -> u64 {
    let data = stream.raw_data();
    let is_packed = matches!(filters(stream.dict()).as_slice(), [filter] if filter == "FlateDecode" || filter == "Fl");
    if is_packed && data.len() > SMALL_STREAM { unpacked(&data) } else { data.len() as u64 }
}

/// The filters of a stream.
fn filters(dictionary: &Dict<'_>) -> Vec<String> {
    let one = dictionary.get::<Name<'_>>(keys::FILTER).into_iter();
    let several = dictionary.get::<Array<'_>>(keys::FILTER);
    let several = several.into_iter().flat_map(|filters| filters.iter::<Name<'_>>());
    one.chain(several).map(|name| name.as_str().to_owned()).collect()
}

fn descendants<'a>(font: &Dict<'a>) -> impl Iterator<Item = Dict<'a>> {
    font.get::<Array<'a>>(keys::DESCENDANT_FONTS).into_iter().flat_map(|fonts| fonts.iter::<Dict<'a>>())
}

fn has_wide_glyphs(font: &Dict<'_>) -> bool {
    [b"W".as_slice(), b"W2"].into_iter().filter_map(|key| font.get::<Array<'_>>(key)).any(|widths| {
        widths
            .iter::<Object<'_>>()
            .any(|width| matches!(width, Object::Number(number) if number.as_f64() > LARGEST_WIDTH))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_signs_are_four_bytes() {
        assert_eq!(from_ascii85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(from_ascii85(b"87cUR\nDZ~>"), b"Hello");
        assert_eq!(from_ascii85(b"z~>"), [0; 4]);
    }
}

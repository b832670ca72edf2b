//! From bytes to text: UTF-8, UTF-16 and the Chinese national encodings.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::read::ReadError;

/// Text and, where bytes had to be replaced, how many places were damaged.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text; damaged places hold U+FFFD.
    pub text: Cow<'b, str>,
    /// Number of U+FFFD that decoding put in.
    pub damaged: usize,
}

/// What a zip begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// Magic numbers of formats that people rename to `.txt`, with the name of the format.
const FOREIGN: &[(&[u8], &str)] = &[
    (ZIP, "Excel/ZIP"),
    (b"%PDF-", "PDF"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Word 97-2003/WPS"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
];

/// Decodes a text file.
///
/// # Errors
/// [`ReadError::Empty`] for a file without any character, [`ReadError::Foreign`] for a known binary
/// format, [`ReadError::NotText`] for any other bytes that are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    if let Some((_, format)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Foreign(format));
    }
    let decoded = decode_as_detected(bytes)?;
    if is_blank(&decoded.text) { Err(ReadError::Empty) } else { Ok(decoded) }
}

/// Whether bytes are of a zip.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
}

/// Whether bytes are of a known binary format.
pub fn is_foreign(bytes: &[u8]) -> bool {
    FOREIGN.iter().any(|(magic, _)| bytes.starts_with(magic))
}

/// Whether nothing legible is in a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

fn decode_as_detected(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        let decoded = decode_with(encoding, bytes.get(bom..).unwrap_or_default());
        return plausible(decoded);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if memchr::memchr(0, bytes).is_none() => {
            return Ok(Decoded { text: Cow::Borrowed(text), damaged: 0 });
        }
        _ => {}
    }
    if memchr::memchr(0, bytes).is_some() {
        return match utf16_without_bom(bytes) {
            Some(encoding) => plausible(decode_with(encoding, bytes)),
            None => Err(ReadError::NotText),
        };
    }
    // A report that is UTF-8 but for a few broken bytes must not be read as mojibake.
    let utf8 = decode_with(UTF_8, bytes);
    if utf8.damaged * 50 <= utf8.text.chars().filter(|c| !c.is_ascii()).count() {
        return Ok(utf8);
    }
    plausible(decode_with(national(bytes), bytes))
}

/// The legacy encoding that the bytes look like. GBK and its kin are all read as GB18030, which
/// contains them.
fn national(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    let chinese = decode_with(GB18030, bytes);
    if guess == encoding_rs::GBK || chinese.damaged == 0 { GB18030 } else { guess }
}

fn decode_with<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let damaged = if had_errors { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text, damaged }
}

/// UTF-16 without a mark: the byte order in which the text is Chinese and ASCII, if either is.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let text = decode_with(encoding, bytes).text;
        let usual =
            |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
        let total = text.chars().count();
        total > 0 && text.chars().filter(usual).count() * 10 > total * 9
    })
}

/// Refuses what decoded mostly to replacement and control characters.
fn plausible(decoded: Decoded<'_>) -> Result<Decoded<'_>, ReadError> {
    let mut total = 0usize;
    let mut controls = 0usize;
    for c in decoded.text.chars() {
        total += 1;
        controls += usize::from(c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    }
    if (decoded.damaged + controls) * 10 > total { Err(ReadError::NotText) } else { Ok(decoded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "云岭县２０２４年政府信息公开工作年度报告，统计期限自1月1日起。\r\n";

    fn utf16(big: bool, bom: bool) -> Vec<u8> {
        let units = bom.then_some(0xFEFF).into_iter().chain(TEXT.encode_utf16());
        units.flat_map(|u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let (gbk, _, _) = GB18030.encode(TEXT);
        let bom = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        let files = [TEXT.as_bytes().to_vec(), bom, gbk.into_owned()];
        let files = files.into_iter().chain([utf16(false, true), utf16(true, true), utf16(false, false)]);
        for bytes in files {
            let decoded = decode(&bytes).map(|d| (d.text.into_owned(), d.damaged)).ok();
            assert_eq!(decoded, Some((TEXT.to_owned(), 0)));
        }
    }

    #[test]
    fn a_broken_byte_in_utf8_is_counted_not_garbled() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        bytes[3] = 0xFF;
        let decoded = decode(&bytes).map(|d| (d.text.contains("统计期限"), d.damaged > 0)).ok();
        assert_eq!(decoded, Some((true, true)));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(decode(b"PK\x03\x04abc"), Err(ReadError::Foreign(_))));
        assert!(matches!(decode(b" \n\t"), Err(ReadError::Empty)));
        assert!(matches!(decode(&[0, 0, 7, 0, 255, 0, 0, 1]), Err(ReadError::NotText)));
    }
}

//! From bytes to text: UTF-8, UTF-16 and the Chinese national encodings.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::error::ReadError;

/// Text and, where bytes had to be replaced, how many places were damaged.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text; damaged places hold U+FFFD.
    pub text: Cow<'b, str>,
    /// Number of U+FFFD that decoding put in.
    pub damaged: usize,
}

/// Decodes a text file.
///
/// # Errors
/// [`ReadError::Empty`] for a file without any character, [`ReadError::NotText`] for bytes that are no
/// text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    let decoded = decode_as_detected(bytes)?;
    if is_blank(&decoded.text) { Err(ReadError::Empty) } else { Ok(decoded) }
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
    // A page may say otherwise than it is: it was saved anew by a program that did not look.
    let declared = declared(bytes).map(|encoding| decode_with(encoding, bytes)).filter(|decoded| decoded.damaged == 0);
    plausible(declared.unwrap_or_else(|| decode_with(national(bytes), bytes)))
}

/// The encoding that a page states in its head: `<meta charset=gbk>`, `<?xml encoding="gbk"?>`, a comment.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const HEAD: usize = 4096;
    let head = bytes.get(..HEAD.min(bytes.len()))?;
    head.trim_ascii_start().starts_with(b"<").then_some(())?;
    let head = head.to_ascii_lowercase();
    let stated = [b"charset".as_slice(), b"encoding"].into_iter().find_map(|key| {
        let at = memchr::memmem::find(&head, key)? + key.len();
        let value = head.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte));
        Encoding::for_label(value.get(..end.unwrap_or(value.len()))?)
    })?;
    // Legacy Chinese encodings are all read as the one that contains them.
    match stated {
        stated if stated == encoding_rs::GBK || stated == GB18030 => Some(GB18030),
        // Those of Western Europe take any bytes, and are stated by programs that never heard of others.
        stated => Some(stated).filter(|stated| stated.is_ascii_compatible() && !stated.is_single_byte()),
    }
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
        assert!(matches!(decode(b" \n\t"), Err(ReadError::Empty)));
        assert!(matches!(decode(&[0, 0, 7, 0, 255, 0, 0, 1]), Err(ReadError::NotText)));
    }
}

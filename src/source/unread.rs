//! What of a file could not be read, where the rest was.

use super::{Source, Span};
use crate::lang::Lang;

impl Source {
    /// What could not be read, for people; none where everything was. What stands nowhere in the text, as
    /// a water mark that says nothing, is not missed.
    #[must_use]
    pub fn unread(&self, lang: Lang) -> Option<String> {
        let reasons: Vec<String> = self.unread_pages(lang).into_iter().chain(self.undecoded(lang)).collect();
        (!reasons.is_empty()).then(|| reasons.join(lang.pick("；", "; ")))
    }

    fn unread_pages(&self, lang: Lang) -> Option<String> {
        let pages: Vec<String> = self.scans.iter().map(u32::to_string).collect();
        (!pages.is_empty()).then(|| {
            lang.pick(
                format!("第 {} 页是图像，没有文字，没有检查", pages.join("、")),
                format!("pages that are pictures without text were not checked: {}", pages.join(", ")),
            )
        })
    }

    fn undecoded(&self, lang: Lang) -> Option<String> {
        let at = (self.damaged > 0).then(|| self.text.find(char::REPLACEMENT_CHARACTER)).flatten()?;
        let line = self.locate(Span::new(at, at)).start.line;
        let count = self.damaged;
        Some(lang.pick(
            format!(
                "有 {count} 处文字无法解码（第一处在第 {line} 行），可能检查得不完整；请用正确的编码另存，PDF 请重新导出"
            ),
            format!(
                "{count} places could not be decoded (the first in line {line}); save the file in its right encoding, export a PDF anew"
            ),
        ))
    }
}

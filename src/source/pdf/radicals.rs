//! Radicals where characters are meant: browsers that print to PDF take the one for the other, as both
//! look alike in most fonts.

use unicode_normalization::UnicodeNormalization;

/// The characters of the radicals from U+2E80 on, by Unicode's `EquivalentUnifiedIdeograph`; □ where
/// there is none.
const SUPPLEMENT: &str = "□厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵□旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// A text with characters for radicals.
pub fn with_characters(text: String) -> String {
    match text.chars().any(is_radical) {
        true => text.chars().map(character).collect(),
        false => text,
    }
}

fn is_radical(c: char) -> bool {
    ('\u{2e80}'..='\u{2fd5}').contains(&c)
}

fn character(c: char) -> char {
    match c {
        '\u{2f00}'..='\u{2fd5}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '\u{2e80}'..='\u{2ef3}' => {
            let index = c as usize - 0x2e80;
            SUPPLEMENT.chars().nth(index).filter(|found| *found != '□').unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        assert_eq!(with_characters("云岭县⻘禾镇人⺠政府".into()), "云岭县青禾镇人民政府");
        assert_eq!(with_characters("⼀⽉⻢⻓⻔".into()), "一月马长门");
        assert_eq!(SUPPLEMENT.chars().count(), 0x2ef3 - 0x2e80 + 1);
    }
}

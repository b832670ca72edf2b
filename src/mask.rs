//! Numbers that must not be shown whole.

/// First and last characters only; blanks and hyphens stay.
#[must_use]
pub fn masked(number: &str) -> String {
    let counted = |c: &char| c.is_alphanumeric();
    let length = number.chars().filter(counted).count();
    let ends = if length > 12 { 4 } else { 3 };
    let mut seen = 0;
    let mask = |c: char| {
        if !counted(&c) {
            return c;
        }
        seen += 1;
        if seen > ends && seen + ends <= length { '*' } else { c }
    };
    number.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn the_middle_is_never_shown() {
        assert_eq!(masked("11010519491231002X"), "1101**********002X");
        assert_eq!(masked("139 0000 0186"), "139 **** *186");
        assert_eq!(masked("１３９００００１８６０"), "１３９*****８６０");
    }
}

//! The name that was probably meant.

/// The nearest of the known names, if one is near enough to be a slip: at most a third of its
/// letters differ, and at least one may. Two letters that changed places are one slip.
#[must_use]
pub fn nearest<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let best = known.map(|name| (strsim::osa_distance(name, wrong), name)).min_by_key(|&(distance, _)| distance)?;
    (best.0 <= (wrong.chars().count() / 3).max(1)).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let known = ["severity", "title", "source"];
        assert_eq!(nearest("tilte", known.into_iter()), Some("title"));
        assert_eq!(nearest("sevrity", known.into_iter()), Some("severity"));
        assert_eq!(nearest("examples", known.into_iter()), None);
        assert_eq!(nearest("本年新受", ["本年新收", "上年结转"].into_iter()), Some("本年新收"));
    }
}

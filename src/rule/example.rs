//! The examples of a rule: the pack's example report with stated changes. They are its tests and its
//! documentation.

use super::raw::RawExample;

/// Why an example could not be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// The text to be replaced does not stand in the example report.
    #[error("`{0}` does not stand in the example report")]
    NotFound(String),
}

/// Makes the report of an example. All changes are made to the original text, so that two texts can
/// change places; each applies to its first occurrence that is a whole line's beginning, or else to
/// its first occurrence.
///
/// # Errors
/// [`ExampleError::NotFound`].
pub fn make(report: &str, example: &RawExample) -> Result<String, ExampleError> {
    let mut changes: Vec<(usize, &str, &str)> = Vec::new();
    for (from, to) in &example.replace {
        let line_start = report.match_indices(from.as_str()).find(|&(at, _)| at == 0 || report[..at].ends_with('\n'));
        let at = line_start.map(|(at, _)| at).or_else(|| report.find(from.as_str()));
        let at = at.ok_or_else(|| ExampleError::NotFound(from.clone()))?;
        changes.push((at, from, to));
    }
    changes.sort_unstable();
    let mut made = String::with_capacity(report.len());
    let mut next = 0;
    for (at, from, to) in changes {
        made.push_str(report.get(next..at).unwrap_or_default());
        made.push_str(to);
        next = next.max(at + from.len());
    }
    made.push_str(report.get(next..).unwrap_or_default());
    Ok(made)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn example(changes: &[(&str, &str)]) -> RawExample {
        let replace: BTreeMap<String, String> =
            changes.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        RawExample { replace, at: None }
    }

    #[test]
    fn two_texts_can_change_places() {
        assert_eq!(make("甲\n乙\n", &example(&[("甲", "乙"), ("乙", "甲")])), Ok("乙\n甲\n".into()));
    }

    #[test]
    fn a_change_that_changes_nothing_is_an_error() {
        assert_eq!(make("甲", &example(&[("丙", "丁")])), Err(ExampleError::NotFound("丙".into())));
    }
}

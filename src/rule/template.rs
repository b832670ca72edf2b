//! Message templates: text with `{name}` in it.

/// A template as the YAML writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(String);

/// A stretch of a template.
#[derive(Debug, PartialEq, Eq)]
enum Part<'t> {
    Text(&'t str),
    Name(&'t str),
}

impl Template {
    /// Keeps a template; nothing is checked yet.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The names it uses.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts().filter_map(|part| match part {
            Part::Name(name) => Some(name),
            Part::Text(_) => None,
        })
    }

    /// Fills the names in; a name that has no value stays as it is written.
    #[must_use]
    pub fn fill(&self, values: &[(&str, String)]) -> String {
        let mut filled = String::with_capacity(self.0.len() * 2);
        for part in self.parts() {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Name(name) => match values.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => filled.push_str(value),
                    None => filled.extend(["{", name, "}"]),
                },
            }
        }
        filled
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            if let Some(inner) = rest.strip_prefix('{')
                && let Some((name, after)) = inner.split_once('}')
            {
                rest = after;
                return Some(Part::Name(name));
            }
            let end = rest.char_indices().skip(1).find(|&(_, c)| c == '{').map_or(rest.len(), |(at, _)| at);
            let (text, after) = rest.split_at(end);
            rest = after;
            Some(Part::Text(text))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn names_are_filled_and_the_rest_is_kept() {
        let template = Template::new("{列}：{a} = {b}，{不知}{");
        assert_eq!(template.names().collect::<Vec<_>>(), ["列", "a", "b", "不知"]);
        let values = [("列", "总计".to_owned()), ("a", "3".to_owned()), ("b", "4".to_owned())];
        assert_eq!(template.fill(&values), "总计：3 = 4，{不知}{");
    }
}

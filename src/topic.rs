//! Rules by id or by topic, as people name those that they ignore: `contact/phone`, `contact/*`.

/// Whether a pattern means the rule with an id.
#[must_use]
pub fn means(pattern: &str, id: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == id, |topic| id.starts_with(topic))
}

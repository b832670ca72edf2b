//! A YAML file of a pack, and where in it each value stands.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use saphyr_parser::{Event, Parser};
use serde::de::DeserializeOwned;

use super::error::PackError;
use super::nearest::nearest;

/// A YAML file of a pack.
pub struct RuleFile {
    /// Its name as shown in errors.
    pub name: String,
    /// Its text.
    pub text: String,
    marks: OnceLock<Node>,
}

impl std::fmt::Debug for RuleFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RuleFile({})", self.name)
    }
}

/// A value of a YAML file with the bytes it covers.
#[derive(Debug, Default)]
struct Node {
    span: Range<usize>,
    /// Keys of a mapping (with the span of the key), or indices of a sequence.
    children: Vec<(String, Range<usize>, Node)>,
}

impl RuleFile {
    /// A file from its text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), marks: OnceLock::new() })
    }

    /// Reads the whole file as one value.
    ///
    /// # Errors
    /// A syntax error, an unknown key or a value of the wrong type, with its place.
    pub fn parse<T: DeserializeOwned>(self: &Arc<Self>) -> Result<T, PackError> {
        let value: serde_yaml::Value = serde_yaml::from_str(&self.text).map_err(|error| {
            let at = error.location().map_or(0, |l| l.index().min(self.text.len()));
            PackError::new(self, at..at, format!("不是有效的 YAML：{error}"))
        })?;
        self.read(value, &[])
    }

    /// Reads a value that was cut out of the file at `path`.
    ///
    /// # Errors
    /// An unknown key or a value of the wrong type, with its place.
    pub fn read<T: DeserializeOwned>(
        self: &Arc<Self>,
        value: serde_yaml::Value,
        path: &[String],
    ) -> Result<T, PackError> {
        Self::read_at(value, |inner| (Arc::clone(self), [path, inner].concat()))
    }

    /// Reads a value whose parts may be written in several files; `place` says where a path in the value
    /// is.
    ///
    /// # Errors
    /// An unknown key or a value of the wrong type, with its place.
    pub fn read_at<T: DeserializeOwned>(
        value: serde_yaml::Value,
        place: impl Fn(&[String]) -> (Arc<Self>, Vec<String>),
    ) -> Result<T, PackError> {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let mut inner = Vec::new();
            for segment in error.path() {
                match segment {
                    serde_path_to_error::Segment::Seq { index } => inner.push(index.to_string()),
                    serde_path_to_error::Segment::Map { key } => inner.push(key.clone()),
                    _ => {}
                }
            }
            let (file, path) = place(&inner);
            file.value_error(&path, &error.into_inner().to_string())
        })
    }

    /// Turns a message of serde into one for people, at the key it blames.
    fn value_error(self: &Arc<Self>, path: &[String], message: &str) -> PackError {
        let mut names = message.split('`').skip(1).step_by(2);
        if message.starts_with("unknown field") || message.starts_with("unknown variant") {
            let wrong = names.next().unwrap_or_default();
            let known: Vec<&str> = names.collect();
            let is_key = message.starts_with("unknown field");
            let path: Vec<String> = match is_key {
                // The path may or may not end with the unknown key itself.
                true if path.last().is_none_or(|last| last != wrong) => [path, &[wrong.to_owned()]].concat(),
                _ => path.to_vec(),
            };
            let span = if is_key { self.key_span(&path) } else { self.span(&path) };
            let what = if is_key { "没有这个键" } else { "没有这个取值" };
            let error = PackError::new(self, span, format!("{what}：`{wrong}`"));
            return error.with_help(suggestion(wrong, &known));
        }
        if message.starts_with("missing field") {
            let name = names.next().unwrap_or_default();
            return PackError::new(self, self.key_span(path), format!("缺少 `{name}`"));
        }
        PackError::new(self, self.span(path), format!("值的类型不对：{message}"))
    }

    /// The bytes of the value at a path; of the nearest value above it where the path ends early.
    #[must_use]
    pub fn span(&self, path: &[String]) -> Range<usize> {
        self.walk(path).1
    }

    /// The bytes of the key at a path.
    #[must_use]
    pub fn key_span(&self, path: &[String]) -> Range<usize> {
        self.walk(path).0
    }

    /// The bytes of a stretch of the scalar at a path, counted in its characters: where an
    /// expression has its error.
    #[must_use]
    pub fn span_within(&self, path: &[String], characters: Range<usize>) -> Range<usize> {
        let whole = self.span(path);
        let text = self.text.get(whole.clone()).unwrap_or_default();
        let quoted = usize::from(text.starts_with(['"', '\'']));
        let at = |count: usize| {
            let found = text.char_indices().nth(count + quoted).map_or(text.len(), |(at, _)| at);
            whole.start + found
        };
        at(characters.start)..at(characters.end)
    }

    /// The bytes of a line, from 1, of the text at a path, which may be a block of several lines.
    #[must_use]
    pub fn span_of_line(&self, path: &[String], line: usize) -> Range<usize> {
        let (_, whole) = self.whole(path);
        let text = self.text.get(whole.clone()).unwrap_or_default();
        let is_block = text.starts_with(['|', '>']);
        let mut start = whole.start;
        for (number, content) in text.split_inclusive('\n').enumerate() {
            if number + usize::from(!is_block) == line {
                return start..start + content.trim_end().len();
            }
            start += content.len();
        }
        first_line(&self.text, whole)
    }

    fn walk(&self, path: &[String]) -> (Range<usize>, Range<usize>) {
        let (key, value) = self.whole(path);
        (first_line(&self.text, key), first_line(&self.text, value))
    }

    /// Key and value at a path, with all their lines.
    fn whole(&self, path: &[String]) -> (Range<usize>, Range<usize>) {
        let root = self.marks.get_or_init(|| mark(&self.text));
        let mut found = (0..0, root);
        for segment in path {
            match found.1.children.iter().find(|(key, ..)| key == segment) {
                Some((_, key, node)) => found = (key.clone(), node),
                None => break,
            }
        }
        let key = if found.0.is_empty() { found.1.span.clone() } else { found.0 };
        (key, found.1.span.clone())
    }
}

/// The nearest of the known names, or all of them if none is near.
#[must_use]
pub fn suggestion(wrong: &str, known: &[&str]) -> Option<String> {
    if known.is_empty() {
        return None;
    }
    Some(match nearest(wrong, known.iter().copied()) {
        Some(near) => format!("是不是 `{near}`？"),
        None => format!("可用的有：{}", known.join("、")),
    })
}

/// A block value is shown by its first line only.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let shown = text.get(span.clone()).unwrap_or_default();
    span.start..span.start + shown.find('\n').unwrap_or(shown.len())
}

/// Reads the places of all values. A file with a syntax error is marked as far as it is valid.
fn mark(text: &str) -> Node {
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    let at = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
    let mut open: Open = vec![(Node::default(), None, false)];
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let span = at(span.start.index())..at(span.end.index());
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let is_map = matches!(event, Event::MappingStart(..));
                open.push((Node { span, children: Vec::new() }, None, is_map));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some((mut node, ..)) = open.pop() {
                    node.span.end = node.span.end.max(span.end);
                    attach(&mut open, node);
                }
            }
            Event::Scalar(value, ..) => scalar(&mut open, &value, span),
            Event::Alias(_) => attach(&mut open, Node { span, children: Vec::new() }),
            _ => {}
        }
    }
    while open.len() > 1 {
        if let Some((node, ..)) = open.pop() {
            attach(&mut open, node);
        }
    }
    open.pop().and_then(|(mut root, ..)| root.children.pop()).map(|(_, _, node)| node).unwrap_or_default()
}

/// The values that are open: each with the key that waits for its value, and whether it is a mapping.
type Open = Vec<(Node, Option<(String, Range<usize>)>, bool)>;

fn scalar(open: &mut Open, value: &str, span: Range<usize>) {
    if let Some((_, key @ None, true)) = open.last_mut() {
        *key = Some((value.to_owned(), span));
    } else {
        attach(open, Node { span, children: Vec::new() });
    }
}

fn attach(open: &mut Open, node: Node) {
    let Some((parent, key, is_map)) = open.last_mut() else { return };
    let (name, key_span) = match key.take() {
        Some((name, span)) if *is_map => (name, span),
        _ => (parent.children.len().to_string(), node.span.start..node.span.start),
    };
    parent.children.push((name, key_span, node));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(segments: &[&str]) -> Vec<String> {
        segments.iter().map(|s| (*s).to_owned()).collect()
    }

    #[test]
    fn every_value_has_its_place() {
        let file = RuleFile::new("t", "规则:\n  - id: a/b\n    left: '本年新收 + 上年'\n  - id: c/d\n");
        assert_eq!(&file.text[file.span(&path(&["规则", "1", "id"]))], "c/d");
        assert_eq!(&file.text[file.key_span(&path(&["规则", "0", "left"]))], "left");
        assert_eq!(&file.text[file.span_within(&path(&["规则", "0", "left"]), 7..9)], "上年");
    }
}

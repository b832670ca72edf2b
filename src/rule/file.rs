//! A YAML file of a pack, and where in it each value stands.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use saphyr_parser::{Event, Parser};
use serde::de::DeserializeOwned;
use serde_yaml::Value;

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

impl Node {
    /// The first key that stands a second time in its mapping, with its place there.
    fn repeated(&self) -> Option<(&str, Range<usize>)> {
        let mut known: Vec<&str> = Vec::new();
        for (key, span, child) in &self.children {
            // Entries of a list have no key in the file.
            if !span.is_empty() && known.contains(&key.as_str()) {
                return Some((key, span.clone()));
            }
            known.push(key);
            if let Some(found) = child.repeated() {
                return Some(found);
            }
        }
        None
    }
}

impl RuleFile {
    /// A file from its text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text: String = text.into();
        // Editors on Windows put a mark before the text, which is no part of it.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Arc::new(Self { name: name.into(), text, marks: OnceLock::new() })
    }

    /// The whole file as one value.
    ///
    /// # Errors
    /// A syntax error, with its place.
    pub fn value(self: &Arc<Self>) -> Result<Value, Vec<PackError>> {
        serde_yaml::from_str(&self.text).map_err(|error| vec![self.syntax_error(&error)])
    }

    /// The whole file as a list; nothing at all is an empty one.
    ///
    /// # Errors
    /// A syntax error, or something else than a list.
    pub fn list(self: &Arc<Self>) -> Result<Vec<Value>, Vec<PackError>> {
        match self.value()? {
            Value::Sequence(list) => Ok(list),
            other => self.read(other, &[]),
        }
    }

    /// What the YAML library says, at its place; of a key that stands twice, at the second.
    fn syntax_error(self: &Arc<Self>, error: &serde_yaml::Error) -> PackError {
        if let Some((key, span)) = self.marks.get_or_init(|| mark(&self.text)).repeated() {
            return PackError::new(self, span, format!("键重复：`{key}`"));
        }
        let at = error.location().map_or(0, |l| l.index().min(self.text.len()));
        PackError::new(self, at..at, format!("不是有效的 YAML：{error}"))
    }

    /// Reads a value that was cut out of the file at `path`.
    ///
    /// # Errors
    /// Every unknown key and the first value of a wrong type, each with its place.
    pub fn read<T: DeserializeOwned>(self: &Arc<Self>, value: Value, path: &[String]) -> Result<T, Vec<PackError>> {
        Self::read_at(value, &[], |inner| (Arc::clone(self), [path, inner].concat()))
    }

    /// Reads a value whose parts may be written in several files; `place` says where a path in the value
    /// is, and `also` are keys that may have been meant beside those of the value.
    ///
    /// # Errors
    /// Every unknown key and the first value of a wrong type, each with its place.
    pub fn read_at<T: DeserializeOwned>(
        mut value: Value,
        also: &[&str],
        place: impl Fn(&[String]) -> (Arc<Self>, Vec<String>),
    ) -> Result<T, Vec<PackError>> {
        let mut errors: Vec<PackError> = Vec::new();
        loop {
            let error = match serde_path_to_error::deserialize(&value) {
                Ok(read) if errors.is_empty() => return Ok(read),
                Ok(_) => return Err(errors),
                Err(error) => error,
            };
            let mut inner = segments(error.path());
            let message = error.into_inner().to_string();
            let unknown = unknown_field(&message);
            // The path may or may not end with the unknown key itself.
            if let Some(key) = unknown.filter(|&key| inner.last().is_none_or(|last| last != key)) {
                inner.push(key.to_owned());
            }
            // What is missing may be what was misspelt.
            if message.starts_with("missing field") && !errors.is_empty() {
                return Err(errors);
            }
            let (file, path) = place(&inner);
            errors.push(file.value_error(&path, &message, also));
            // Without the key, the others can be read.
            if unknown.is_none() || !remove(&mut value, &inner) {
                return Err(errors);
            }
        }
    }

    /// Turns a message of serde into one for people, at the key it blames.
    fn value_error(self: &Arc<Self>, path: &[String], message: &str, also: &[&str]) -> PackError {
        let mut names = message.split('`').skip(1).step_by(2);
        let is_key = unknown_field(message).is_some();
        if is_key || message.starts_with("unknown variant") {
            let wrong = names.next().unwrap_or_default();
            let known: Vec<&str> = names.chain(also.iter().copied().filter(|_| is_key)).collect();
            let span = if is_key { self.key_span(path) } else { self.span(path) };
            let what = if is_key { "没有这个键" } else { "没有这个取值" };
            let error = PackError::new(self, span, format!("{what}：`{wrong}`"));
            return error.with_help(suggestion(wrong, &known));
        }
        if message.starts_with("missing field") {
            let name = names.next().unwrap_or_default();
            return PackError::new(self, self.key_span(path), format!("缺少 `{name}`"));
        }
        PackError::new(self, self.span(path), format!("值的类型不对：{}", expected(message)))
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
        let mut found = first_line(&self.text, whole);
        for (number, content) in text.split_inclusive('\n').enumerate() {
            // A line behind the last is the last: there the text ends too soon.
            if number + usize::from(!is_block) <= line && !content.trim().is_empty() {
                let indent = content.len() - content.trim_start().len();
                found = start + indent..start + content.trim_end().len();
            }
            start += content.len();
        }
        found
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

fn segments(path: &serde_path_to_error::Path) -> Vec<String> {
    let name = |segment: &serde_path_to_error::Segment| match segment {
        serde_path_to_error::Segment::Seq { index } => Some(index.to_string()),
        serde_path_to_error::Segment::Map { key } => Some(key.clone()),
        _ => None,
    };
    path.iter().filter_map(name).collect()
}

/// The key that a message of serde says is unknown.
fn unknown_field(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

/// Takes a key out of a value; false if it is not there.
fn remove(value: &mut Value, path: &[String]) -> bool {
    let Some((last, parents)) = path.split_last() else { return false };
    let mut at = value;
    for segment in parents {
        let next = match at {
            Value::Mapping(mapping) => mapping.get_mut(segment.as_str()),
            Value::Sequence(list) => segment.parse::<usize>().ok().and_then(|index| list.get_mut(index)),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return false,
        }
    }
    at.as_mapping_mut().is_some_and(|mapping| mapping.remove(last.as_str()).is_some())
}

/// What serde expected, for people.
fn expected(message: &str) -> String {
    let (found, wanted) = message.split_once(", expected ").unwrap_or((message, ""));
    if found.contains("unit value") {
        return "这里没有写内容".into();
    }
    match wanted {
        "a string" => "应当是文字；数和日期要加引号，如 \"2021\"".into(),
        "a sequence" => "应当是一个列表，每项以 `- ` 开头".into(),
        "a name or a list of names" => "应当是一个名称，或名称的列表".into(),
        "a boolean" => "应当是 true 或 false".into(),
        _ if wanted.starts_with("struct ") || wanted.starts_with("a map") => "应当是一组 `键: 值`".into(),
        _ if ["usize", "u16", "u32", "u64", "i64"].iter().any(|number| wanted.starts_with(number)) => {
            "应当是不小于零的整数".into()
        }
        _ => message.to_owned(),
    }
}

/// Most names that are listed where none is near.
const MOST_NAMES: usize = 24;

/// The nearest of the known names, or else what there is.
#[must_use]
pub fn suggestion(wrong: &str, known: &[&str]) -> Option<String> {
    if known.is_empty() {
        return None;
    }
    Some(match nearest(wrong, known.iter().copied()) {
        Some(near) => format!("是不是 `{near}`？"),
        None if known.len() > MOST_NAMES => {
            format!("可用的有：{} 等 {} 个", known[..MOST_NAMES].join("、"), known.len())
        }
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

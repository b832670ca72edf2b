//! Adding to a form: what has a key that the form knows is added to, anything else is put where it says.

use super::{AspectAddition, BlockAddition, LineAddition, RawAddition, SectionAddition, TableAddition};
use crate::form::compile::short_name;
use crate::form::label_key;
use crate::form::raw::{RawAspect, RawBlock, RawForm, RawLine, RawSection, RawTable};

/// A mistake in an addition, with the keys and indices that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdditionError {
    /// Path in the YAML file.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// The names that would have been right.
    pub known: Vec<String>,
    /// The name that is wrong.
    pub wrong: String,
}

impl RawForm {
    /// Adds to the form; `by` is the pack that does, for people.
    ///
    /// # Errors
    /// Every mistake, each with its path; the form is then of no use.
    pub fn add(&mut self, addition: &RawAddition, by: &str) -> Result<(), Vec<AdditionError>> {
        let mut adding = Adding { by: by.to_owned(), path: Vec::new(), errors: Vec::new() };
        for (index, table) in addition.tables.iter().enumerate() {
            if let Some(known) = self.tables.iter().find(|known| known.key == table.key) {
                adding.check_names(index, known, table);
            }
        }
        adding.list("tables", &mut self.tables, &addition.tables);
        adding.list("sections", &mut self.sections, &addition.sections);
        let tables: Vec<String> = self.tables.iter().map(|table| table.key.clone()).collect();
        for (index, section) in addition.sections.iter().enumerate() {
            if let Some(table) = section.table.as_ref().filter(|table| !tables.contains(table)) {
                adding.path = vec!["sections".into(), index.to_string(), "table".into()];
                adding.error(format!("没有这张表：`{table}`"), table, tables.clone());
            }
        }
        if adding.errors.is_empty() { Ok(()) } else { Err(adding.errors) }
    }
}

/// Something of a form, and what may be added to it.
trait Addable: Sized {
    type Addition;
    /// What it is called in messages.
    const WHAT: &'static str;
    fn key(&self) -> &str;
    fn key_of(addition: &Self::Addition) -> &str;
    fn after(addition: &Self::Addition) -> Option<&str>;
    /// A key of the addition that only something new may state, if it does.
    fn is_new(addition: &Self::Addition) -> Option<&'static str>;
    /// What something new must state.
    const NEEDS: &'static str;
    fn create(addition: &Self::Addition, adding: &mut Adding) -> Option<Self>;
    fn extend(&mut self, addition: &Self::Addition, adding: &mut Adding);
}

struct Adding {
    by: String,
    path: Vec<String>,
    errors: Vec<AdditionError>,
}

impl Adding {
    fn error(&mut self, message: String, wrong: &str, known: Vec<String>) {
        self.errors.push(AdditionError { path: self.path.clone(), message, known, wrong: wrong.to_owned() });
    }

    fn list<A: Addable>(&mut self, name: &str, list: &mut Vec<A>, additions: &[A::Addition]) {
        let depth = self.path.len();
        for (index, addition) in additions.iter().enumerate() {
            self.path.extend([name.to_owned(), index.to_string()]);
            self.one(list, addition);
            self.path.truncate(depth);
        }
    }

    fn one<A: Addable>(&mut self, list: &mut Vec<A>, addition: &A::Addition) {
        let keys = |list: &[A]| list.iter().map(|item| item.key().to_owned()).collect::<Vec<_>>();
        let key = A::key_of(addition);
        let found = list.iter().position(|item| item.key() == key);
        match (found, A::is_new(addition)) {
            (Some(at), None) => list[at].extend(addition, self),
            (Some(_), Some(stated)) => {
                self.path.push(stated.into());
                self.error(format!("格式里已有这{}：`{key}`，不能另写 `{stated}`", A::WHAT), "", Vec::new());
            }
            (None, None) => {
                self.path.push("key".into());
                let message = format!("格式里没有这{}：`{key}`；新加的要写明 {}", A::WHAT, A::NEEDS);
                self.error(message, key, keys(list));
            }
            (None, Some(_)) => {
                let at = match A::after(addition) {
                    None => list.len(),
                    Some(after) => match list.iter().position(|item| item.key() == after) {
                        Some(at) => at + 1,
                        None => {
                            self.path.push("after".into());
                            self.error(format!("格式里没有这{}：`{after}`", A::WHAT), after, keys(list));
                            return;
                        }
                    },
                };
                if let Some(new) = A::create(addition, self) {
                    list.insert(at, new);
                }
            }
        }
    }

    /// Rules name rows by their short names: a new one must not take the name of one that is there.
    fn check_names(&mut self, index: usize, known: &RawTable, addition: &TableAddition) {
        let mut names = Vec::new();
        known.blocks.iter().flat_map(|block| &block.rows).for_each(|row| row.add_names(&mut names));
        for (b, block) in addition.blocks.iter().enumerate() {
            let path = ["tables", &index.to_string(), "blocks", &b.to_string()].map(str::to_owned);
            self.check_rows(path.to_vec(), &names, &block.rows);
        }
    }

    fn check_rows(&mut self, path: Vec<String>, names: &[Named], rows: &[LineAddition]) {
        for (index, row) in rows.iter().enumerate() {
            let path = [&path[..], &["rows".to_owned(), index.to_string()]].concat();
            if let Some(label) = row.label.as_ref().filter(|label| !label_key(label).is_empty()) {
                let name = short_name(row.name.as_deref(), Some(label), &row.key);
                let same = |known: &&Named| known.label == label_key(label) || known.name == name;
                if let Some(known) = names.iter().find(same) {
                    self.path = [&path[..], &["label".to_owned()]].concat();
                    let key = &known.key;
                    let message = match known.label == label_key(label) {
                        true => format!("表里已有这样写的行：`{key}`"),
                        false => format!("规则会分不清它和 `{key}`：两行都叫“{name}”；请另写 `name`"),
                    };
                    self.error(message, "", Vec::new());
                }
            }
            self.check_rows(path, names, &row.rows);
        }
        self.path.clear();
    }

    /// Something new that all its parts are new with.
    fn create_all<A: Addable>(&mut self, name: &str, additions: &[A::Addition]) -> Vec<A> {
        let mut list = Vec::new();
        self.list(name, &mut list, additions);
        list
    }

    fn needs<T: Clone>(&mut self, value: Option<&T>, key: &str) -> Option<T> {
        if value.is_none() {
            self.error(format!("新加的要写明 `{key}`"), "", Vec::new());
        }
        value.cloned()
    }
}

impl Addable for RawSection {
    type Addition = SectionAddition;
    const WHAT: &'static str = "个部分";
    const NEEDS: &'static str = "`number` 和 `title`";

    fn key(&self) -> &str {
        &self.key
    }

    fn key_of(addition: &SectionAddition) -> &str {
        &addition.key
    }

    fn after(addition: &SectionAddition) -> Option<&str> {
        addition.after.as_deref()
    }

    fn is_new(addition: &SectionAddition) -> Option<&'static str> {
        stated([
            ("title", addition.title.is_some()),
            ("number", addition.number.is_some()),
            ("after", addition.after.is_some()),
        ])
    }

    fn create(addition: &SectionAddition, adding: &mut Adding) -> Option<Self> {
        let number = adding.needs(addition.number.as_ref(), "number");
        let title = adding.needs(addition.title.as_ref(), "title");
        Some(Self {
            key: addition.key.clone(),
            number: number?,
            title: title?,
            accept: addition.accept.clone(),
            aspects: adding.create_all("aspects", &addition.aspects),
            table: addition.table.clone(),
        })
    }

    fn extend(&mut self, addition: &SectionAddition, adding: &mut Adding) {
        self.accept.extend(addition.accept.iter().cloned());
        if addition.table.is_some() {
            self.table.clone_from(&addition.table);
        }
        adding.list("aspects", &mut self.aspects, &addition.aspects);
    }
}

impl Addable for RawAspect {
    type Addition = AspectAddition;
    const WHAT: &'static str = "个方面";
    const NEEDS: &'static str = "`name`";

    fn key(&self) -> &str {
        &self.key
    }

    fn key_of(addition: &AspectAddition) -> &str {
        &addition.key
    }

    fn after(_: &AspectAddition) -> Option<&str> {
        None
    }

    fn is_new(addition: &AspectAddition) -> Option<&'static str> {
        stated([("name", addition.name.is_some())])
    }

    fn create(addition: &AspectAddition, adding: &mut Adding) -> Option<Self> {
        let name = adding.needs(addition.name.as_ref(), "name")?;
        Some(Self { key: addition.key.clone(), name, any: addition.any.clone() })
    }

    fn extend(&mut self, addition: &AspectAddition, _: &mut Adding) {
        self.any.extend(addition.any.iter().cloned());
    }
}

impl Addable for RawTable {
    type Addition = TableAddition;
    const WHAT: &'static str = "张表";
    const NEEDS: &'static str = "`name`";

    fn key(&self) -> &str {
        &self.key
    }

    fn key_of(addition: &TableAddition) -> &str {
        &addition.key
    }

    fn after(_: &TableAddition) -> Option<&str> {
        None
    }

    fn is_new(addition: &TableAddition) -> Option<&'static str> {
        stated([("name", addition.name.is_some()), ("note", addition.note.is_some())])
    }

    fn create(addition: &TableAddition, adding: &mut Adding) -> Option<Self> {
        let name = adding.needs(addition.name.as_ref(), "name")?;
        let blocks = adding.create_all("blocks", &addition.blocks);
        Some(Self { key: addition.key.clone(), name, note: addition.note.clone(), blocks })
    }

    fn extend(&mut self, addition: &TableAddition, adding: &mut Adding) {
        adding.list("blocks", &mut self.blocks, &addition.blocks);
    }
}

impl Addable for RawBlock {
    type Addition = BlockAddition;
    const WHAT: &'static str = "段表格";
    const NEEDS: &'static str = "`label` 或 `corner`";

    fn key(&self) -> &str {
        &self.key
    }

    fn key_of(addition: &BlockAddition) -> &str {
        &addition.key
    }

    fn after(_: &BlockAddition) -> Option<&str> {
        None
    }

    fn is_new(addition: &BlockAddition) -> Option<&'static str> {
        stated([("label", addition.label.is_some()), ("corner", addition.corner.is_some())])
    }

    fn create(addition: &BlockAddition, adding: &mut Adding) -> Option<Self> {
        let block = Self {
            key: addition.key.clone(),
            label: addition.label.clone(),
            corner: addition.corner.clone(),
            columns: adding.create_all("columns", &addition.columns),
            rows: adding.create_all("rows", &addition.rows),
        };
        if block.is_empty() {
            adding.error(format!("`{}` 要有行（`rows`）和列（`columns`）", block.key), "", Vec::new());
        }
        Some(block)
    }

    fn extend(&mut self, addition: &BlockAddition, adding: &mut Adding) {
        adding.list("columns", &mut self.columns, &addition.columns);
        adding.list("rows", &mut self.rows, &addition.rows);
    }
}

impl Addable for RawLine {
    type Addition = LineAddition;
    const WHAT: &'static str = "一行或列";
    const NEEDS: &'static str = "`label`";

    fn key(&self) -> &str {
        &self.key
    }

    fn key_of(addition: &LineAddition) -> &str {
        &addition.key
    }

    fn after(addition: &LineAddition) -> Option<&str> {
        addition.after.as_deref()
    }

    fn is_new(addition: &LineAddition) -> Option<&'static str> {
        stated([
            ("label", addition.label.is_some()),
            ("name", addition.name.is_some()),
            ("number", addition.number.is_some()),
            ("after", addition.after.is_some()),
        ])
    }

    fn create(addition: &LineAddition, adding: &mut Adding) -> Option<Self> {
        let label = adding.needs(addition.label.as_ref(), "label")?;
        if label_key(&label).is_empty() {
            adding.path.push("label".into());
            adding.error("`label` 是空的".into(), "", Vec::new());
        }
        Some(Self {
            key: addition.key.clone(),
            label: Some(label),
            name: addition.name.clone(),
            accept: addition.accept.clone(),
            misnomers: addition.misnomers.clone(),
            number: addition.number.unwrap_or_default(),
            rows: adding.create_all("rows", &addition.rows),
            columns: adding.create_all("columns", &addition.columns),
            added_by: Some(adding.by.clone()),
        })
    }

    fn extend(&mut self, addition: &LineAddition, adding: &mut Adding) {
        self.accept.extend(addition.accept.iter().cloned());
        self.misnomers.extend(addition.misnomers.iter().cloned());
        // Rows put into a single row would take its figures away.
        if self.rows.is_empty() && self.columns.is_empty() && !(addition.rows.is_empty() && addition.columns.is_empty())
        {
            adding.path.push(if addition.rows.is_empty() { "columns" } else { "rows" }.into());
            adding.error(format!("`{}` 不是一组，不能往里面加", self.key), "", Vec::new());
            return;
        }
        adding.list("rows", &mut self.rows, &addition.rows);
        adding.list("columns", &mut self.columns, &addition.columns);
    }
}

fn stated<const N: usize>(keys: [(&'static str, bool); N]) -> Option<&'static str> {
    keys.into_iter().find(|(_, is_stated)| *is_stated).map(|(key, _)| key)
}

/// A row by its key, its short name, and its label as it is compared.
struct Named {
    key: String,
    name: String,
    label: String,
}

impl RawLine {
    fn add_names(&self, names: &mut Vec<Named>) {
        let name = short_name(self.name.as_deref(), self.label.as_deref(), &self.key);
        let label = self.label.as_deref().map_or_else(String::new, |label| label_key(label).into_owned());
        names.push(Named { key: self.key.clone(), name, label });
        self.rows.iter().for_each(|row| row.add_names(names));
    }
}

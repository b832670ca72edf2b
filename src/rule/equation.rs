//! The equation language: names of rows or columns, `+ - *`, `sum(group)`, `previous(name)` for the
//! report of the year before, numbers, brackets.
//!
//! Arithmetic is exact and every expression ends: there are no loops, no functions but these two, and
//! no way to define a name.

use std::ops::Range;

use rust_decimal::Decimal;

use super::nearest::nearest;
use crate::form::{Axis, Table};

/// Deepest nesting of brackets.
const DEEPEST: usize = 32;

/// A mistake in an expression, at its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// The characters blamed.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The name that was probably meant.
    pub help: Option<String>,
}

/// An expression over the rows or over the columns of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// A number.
    Number(Decimal),
    /// A row or a column.
    Line(Operand),
    /// All rows or columns of a group.
    Sum(Vec<usize>),
    /// Two expressions and what joins them.
    Binary(Box<Self>, Operator, Box<Self>),
}

/// A row or a column of this report or of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// Of this report.
    Current(usize),
    /// Of the report of the year before.
    Previous(usize),
}

/// What joins two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
}

impl Expression {
    /// Reads an expression whose names are rows (`Axis::Row`) or columns of a table.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(text: &str, table: &Table, axis: Axis) -> Result<Self, ExpressionError> {
        let tokens = tokens(text);
        let mut parser = Parser { tokens, next: 0, table, axis, depth: 0, end: text.chars().count() };
        let expression = parser.sum()?;
        match parser.peek() {
            None => Ok(expression),
            Some(token) => Err(token.error(format!("这里不该有 `{}`", token.text))),
        }
    }

    /// Every row or column it names, in order.
    pub fn operands(&self) -> Vec<Operand> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Line(operand) => vec![*operand],
            Self::Sum(lines) => lines.iter().copied().map(Operand::Current).collect(),
            Self::Binary(left, _, right) => [left.operands(), right.operands()].concat(),
        }
    }

    /// The first row or column of this report that it names.
    pub fn first_line(&self) -> Option<usize> {
        self.operands().into_iter().find_map(|operand| match operand {
            Operand::Current(line) => Some(line),
            Operand::Previous(_) => None,
        })
    }

    /// How much `left - right` grows with each row or column; none where that is not constant.
    pub fn difference_factors(left: &Self, right: &Self) -> Option<Vec<(Operand, Decimal)>> {
        joined(left.factors()?, right.factors()?, Decimal::NEGATIVE_ONE).map(|(factors, _)| factors)
    }

    /// How much the value grows with each row or column, and what it is where all are zero; none
    /// where it is no sum of multiples.
    fn factors(&self) -> Option<Factors> {
        match self {
            Self::Number(number) => Some((Vec::new(), *number)),
            Self::Line(operand) => Some((vec![(*operand, Decimal::ONE)], Decimal::ZERO)),
            Self::Sum(lines) => {
                Some((lines.iter().map(|&line| (Operand::Current(line), Decimal::ONE)).collect(), Decimal::ZERO))
            }
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.factors()?, right.factors()?);
                match operator {
                    Operator::Add => joined(left, right, Decimal::ONE),
                    Operator::Subtract => joined(left, right, Decimal::NEGATIVE_ONE),
                    Operator::Multiply if left.0.is_empty() => joined((Vec::new(), Decimal::ZERO), right, left.1),
                    Operator::Multiply if right.0.is_empty() => joined((Vec::new(), Decimal::ZERO), left, right.1),
                    Operator::Multiply => None,
                }
            }
        }
    }

    /// The value, given the value of each line; none where a line has none or the numbers are
    /// beyond what can be computed exactly.
    pub fn value(&self, of: &impl Fn(Operand) -> Option<Decimal>) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Line(operand) => of(*operand),
            Self::Sum(lines) => {
                lines.iter().try_fold(Decimal::ZERO, |sum, &line| sum.checked_add(of(Operand::Current(line))?))
            }
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.value(of)?, right.value(of)?);
                match operator {
                    Operator::Add => left.checked_add(right),
                    Operator::Subtract => left.checked_sub(right),
                    Operator::Multiply => left.checked_mul(right),
                }
            }
        }
    }
}

/// Multiples of operands, and a constant.
type Factors = (Vec<(Operand, Decimal)>, Decimal);

/// `left + times × right`, each operand once.
fn joined(left: Factors, right: Factors, times: Decimal) -> Option<Factors> {
    let (mut factors, constant) = left;
    for (operand, factor) in right.0 {
        let factor = factor.checked_mul(times)?;
        match factors.iter_mut().find(|(known, _)| *known == operand) {
            Some((_, sum)) => *sum = sum.checked_add(factor)?,
            None => factors.push((operand, factor)),
        }
    }
    Some((factors, constant.checked_add(right.1.checked_mul(times)?)?))
}

#[derive(Debug, Clone)]
struct Token {
    text: String,
    at: Range<usize>,
}

impl Token {
    fn error(&self, message: String) -> ExpressionError {
        ExpressionError { at: self.at.clone(), message, help: None }
    }
}

/// Cuts a text into names, numbers and marks. `-` is a part of a name where letters touch it on
/// both sides (`carried-in`), a minus otherwise.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphabetic);
    let mark = |at: usize| match chars[at] {
        '-' => !(letter(at.checked_sub(1)) && letter(Some(at + 1))),
        c => matches!(c, '+' | '*' | '(' | ')' | '＋' | '－' | '×'),
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut open = false;
    for (at, &c) in chars.iter().enumerate() {
        if c.is_whitespace() {
            open = false;
        } else if mark(at) {
            let text = match c {
                '＋' => "+".to_owned(),
                '－' => "-".to_owned(),
                '×' => "*".to_owned(),
                c => c.to_string(),
            };
            tokens.push(Token { text, at: at..at + 1 });
            open = false;
        } else if let (true, Some(token)) = (open, tokens.last_mut()) {
            token.text.push(c);
            token.at.end = at + 1;
        } else {
            tokens.push(Token { text: c.to_string(), at: at..at + 1 });
            open = true;
        }
    }
    tokens
}

struct Parser<'t> {
    tokens: Vec<Token>,
    next: usize,
    table: &'t Table,
    axis: Axis,
    depth: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).cloned()
    }

    fn accept(&mut self, marks: &[&str]) -> Option<String> {
        let token = self.peek().filter(|token| marks.contains(&token.text.as_str()))?;
        self.next += 1;
        Some(token.text)
    }

    fn expect(&mut self, mark: &str) -> Result<(), ExpressionError> {
        match self.peek() {
            Some(token) if token.text == mark => {
                self.next += 1;
                Ok(())
            }
            Some(token) => Err(token.error(format!("这里应为 `{mark}`"))),
            None => Err(self.at_end(format!("这里缺少 `{mark}`"))),
        }
    }

    fn at_end(&self, message: String) -> ExpressionError {
        ExpressionError { at: self.end.saturating_sub(1)..self.end, message, help: None }
    }

    fn sum(&mut self) -> Result<Expression, ExpressionError> {
        let mut left = self.product()?;
        while let Some(mark) = self.accept(&["+", "-"]) {
            let operator = if mark == "+" { Operator::Add } else { Operator::Subtract };
            left = Expression::Binary(Box::new(left), operator, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expression, ExpressionError> {
        let mut left = self.operand()?;
        while self.accept(&["*"]).is_some() {
            left = Expression::Binary(Box::new(left), Operator::Multiply, Box::new(self.operand()?));
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, ExpressionError> {
        let Some(token) = self.peek() else {
            return Err(self.at_end("算式不完整：这里应有一个名称或数".into()));
        };
        self.next += 1;
        match token.text.as_str() {
            "(" => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(token.error(format!("括号不能超过 {DEEPEST} 层")));
                }
                let inner = self.sum()?;
                self.expect(")")?;
                self.depth -= 1;
                Ok(inner)
            }
            "sum" => {
                self.expect("(")?;
                let name = self.peek().ok_or_else(|| self.at_end("`sum` 里应有一组行或列".into()))?;
                self.next += 1;
                let lines = self.group(&name)?;
                self.expect(")")?;
                Ok(Expression::Sum(lines))
            }
            "previous" => {
                self.expect("(")?;
                let name = self.peek().ok_or_else(|| self.at_end("`previous` 里应有一个行或列".into()))?;
                self.next += 1;
                let line = self.line(&name)?;
                self.expect(")")?;
                Ok(Expression::Line(Operand::Previous(line)))
            }
            "+" | "-" | "*" | ")" => Err(token.error(format!("`{}` 前面应有一个名称或数", token.text))),
            text if text.starts_with(|c: char| c.is_ascii_digit()) => {
                let number = text.parse().map(Expression::Number);
                number.map_err(|_| token.error(format!("`{text}` 不是数")))
            }
            _ => Ok(Expression::Line(Operand::Current(self.line(&token)?))),
        }
    }

    fn line(&self, token: &Token) -> Result<usize, ExpressionError> {
        match resolve_line(self.table, self.axis, &token.text).as_slice() {
            [line] => Ok(*line),
            [] => Err(self.unknown(token)),
            _ => Err(token.error(format!("`{}` 不止一处，请在前面写上所属的组，如 `组.{}`", token.text, token.text))),
        }
    }

    fn group(&self, token: &Token) -> Result<Vec<usize>, ExpressionError> {
        let named = |group: &&crate::form::Group| {
            let label = &self.table.label(group.label).text;
            group.axis == self.axis && [&group.key, &group.name, label].contains(&&token.text)
        };
        match self.table.groups.iter().find(named) {
            Some(group) => Ok(group.members.clone().collect()),
            // What one edition of a form divides, another has as one row.
            None => match resolve_line(self.table, self.axis, &token.text).as_slice() {
                [line] => Ok(vec![*line]),
                _ => Err(self.unknown(token)),
            },
        }
    }

    fn unknown(&self, token: &Token) -> ExpressionError {
        let what = if self.axis == Axis::Row { "行" } else { "列" };
        let names = names(self.table, self.axis);
        let near = nearest(&token.text, names.iter().map(String::as_str)).map(|near| format!("是不是 `{near}`？"));
        ExpressionError {
            at: token.at.clone(),
            message: format!("表「{}」里没有这个{what}：`{}`", self.table.name, token.text),
            help: near.or_else(|| Some(format!("可用的有：{}", names.join("、")))),
        }
    }
}

/// The rows or columns that a name means: a key, a short name or a label, with its group in front
/// (`行政复议.总计`) where the name alone would mean several.
#[must_use]
pub fn resolve_line(table: &Table, axis: Axis, name: &str) -> Vec<usize> {
    let (group, name) = name.rsplit_once(['.', '·']).map_or((None, name), |(group, name)| (Some(group), name));
    let in_group = |own: Option<usize>| {
        group.is_none_or(|wanted| {
            let found = own.and_then(|g| table.groups.get(g));
            found.is_some_and(|g| [&g.key, &g.name, &table.label(g.label).text].iter().any(|n| *n == wanted))
        })
    };
    match axis {
        Axis::Row => {
            let label = |row: &crate::form::Row| row.label.map(|id| table.label(id).text.as_str());
            let named = |row: &crate::form::Row| row.key == name || row.name == name || label(row) == Some(name);
            let rows = table.rows.iter().enumerate();
            rows.filter(|(_, row)| named(row) && in_group(row.group)).map(|(index, _)| index).collect()
        }
        Axis::Column => {
            let named = |c: &crate::form::Column| c.key == name || c.name == name || table.label(c.label).text == name;
            let columns = table.columns.iter().enumerate();
            columns.filter(|(_, c)| named(c) && in_group(c.group)).map(|(index, _)| index).collect()
        }
    }
}

/// All the names of rows or columns, and of their groups.
pub fn names(table: &Table, axis: Axis) -> Vec<String> {
    let groups = table.groups.iter().filter(|g| g.axis == axis).map(|g| g.name.clone());
    let mut names: Vec<String> = match axis {
        Axis::Row => table.rows.iter().map(|r| r.name.clone()).collect(),
        Axis::Column => (0..table.columns.len()).map(|c| table.column_title(c).replace('·', ".")).collect(),
    };
    names.extend(groups);
    names
}

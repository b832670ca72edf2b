//! `gouji text`: what gouji read of a file, with places, so that a person can see what it saw.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::exit::Exit;
use super::files::collect;
use super::input::read_input;
use crate::lang::Lang;
use crate::render::{place, printable};
use crate::source::Source;

/// 输出读到的文字，每行注明它在文件里的位置
#[derive(Debug, Args)]
pub struct TextArgs {
    /// 文件；`-` 为标准输入
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 只要文字，不要位置
    #[arg(long)]
    plain: bool,
    /// 位置的语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &TextArgs) -> std::io::Result<Exit> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut problems = Vec::new();
    for input in collect(&args.files, args.lang).files {
        match read_input(&input, args.lang) {
            Ok(source) => {
                match args.plain {
                    true => write!(out, "{}", source.text())?,
                    false => lines(&mut out, &source, args.lang)?,
                }
                problems.extend(source.unread(args.lang).map(|reason| format!("{}：{reason}", input.name)));
            }
            Err(reason) => problems.push(format!("{}：{reason}", input.name)),
        }
    }
    out.flush()?;
    problems.iter().for_each(|problem| eprintln!("{problem}"));
    Ok(if !problems.is_empty() { Exit::Unreadable } else { Exit::Clean })
}

/// Each line with its number and its place; cells are parted by bars, which are seen.
fn lines(out: &mut impl Write, source: &Source, lang: Lang) -> std::io::Result<()> {
    writeln!(out, "{}", printable(source.name()))?;
    for number in 0..source.line_count() {
        let span = source.line_span(number);
        let text = source.slice(span);
        if text.trim().is_empty() {
            continue;
        }
        let cells: Vec<String> = text.split('\t').map(printable).collect();
        // Of a row, the place of its first cell that says something; the row is what is meant.
        let lead = text.len() - text.trim_start_matches('\t').len();
        let at = source.place_of(span.start + u32::try_from(lead).unwrap_or(0));
        let at = at.map(|at| if cells.len() > 1 { crate::source::Place { column: None, ..at } } else { at });
        let at = at.and_then(|at| place::words(at, lang)).map(|at| format!("{at}：")).unwrap_or_default();
        writeln!(out, "{:>5} │ {at}{}", source.file_line(number) + 1, cells.join(" | "))?;
    }
    Ok(())
}

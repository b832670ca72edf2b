//! `gouji extract`: the figures of all tables by key, with the state of each cell and its place.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::files::{Input, collect};
use super::input::{self, guarded, with_linters};
use super::session::{RuleArgs, refuse};
use crate::config::Projects;
use crate::lang::Lang;
use crate::linter::{Linter, Status, status_name};
use crate::render::figures::{self, ExtractedFile};
use crate::source::Source;

/// 提取各表的数：每一格的值、状态和位置
#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// 文件或文件夹；`-` 为标准输入
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 一个 JSON 对象
    Json,
    /// 每格一行
    Csv,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &ExtractArgs) -> std::io::Result<Exit> {
    let files = collect(&args.files, Lang::Zh).files;
    let names: Vec<&Path> = files.iter().map(|input| input.path.as_path()).collect();
    let projects = match Projects::load(&names, &args.rules.options_to_look(), Lang::Zh) {
        Ok(projects) => projects,
        Err(errors) => {
            refuse(&errors);
            return Ok(Exit::Usage);
        }
    };
    let one = |input, linter: &&Linter, source| extract(linter, input, source);
    let extracted: Vec<ExtractedFile> = input::each(&with_linters(&files, &projects), Lang::Zh, one);
    for file in extracted.iter().filter(|file| file.reason.is_some()) {
        eprintln!("{}：{}", file.path, file.reason.as_deref().unwrap_or_default());
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.format {
        Format::Json => figures::json(&mut out, &extracted)?,
        Format::Csv => figures::csv(&mut out, &extracted)?,
    }
    out.flush()?;
    let is_no_report = |file: &ExtractedFile| file.status == status_name(Status::NotAReport);
    let unread = extracted.iter().any(|file| file.reason.is_some() && !is_no_report(file));
    Ok(if unread { Exit::Unreadable } else { Exit::Clean })
}

fn extract(linter: &Linter, input: &Input, source: Result<Source, String>) -> ExtractedFile {
    let source = match source {
        Ok(source) => source,
        Err(reason) => return ExtractedFile::without(&input.name, Status::Unreadable, Some(reason)),
    };
    let unread = source.unread(Lang::Zh);
    match guarded(Lang::Zh, || linter.with_report(source, |report| ExtractedFile::of(&input.name, report, unread))) {
        Ok(Ok(file)) => file,
        Err(reason) => ExtractedFile::without(&input.name, Status::Unreadable, Some(reason)),
        Ok(Err(unusable)) => ExtractedFile::without(&input.name, unusable.status, unusable.reason),
    }
}

//! `gouji rules schema`: JSON Schemas for editors.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::super::exit::Exit;
use crate::config;
use crate::rule::schema::{FileType, schema};

/// 输出规则包、规则、格式和配置文件的 JSON Schema，供编辑器使用
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// 哪一种文件；写了 --out 可以不写，就是全部
    #[arg(value_enum, required_unless_present = "out")]
    of: Option<FileType>,
    /// 写到这个文件夹
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &SchemaArgs) -> std::io::Result<Exit> {
    let wanted = args.of.map_or(FileType::ALL.to_vec(), |of| vec![of]);
    let mut out = std::io::stdout().lock();
    let Some(folder) = &args.out else {
        for of in wanted {
            out.write_all(text(of).as_bytes())?;
        }
        return Ok(Exit::Clean);
    };
    std::fs::create_dir_all(folder)?;
    for of in wanted {
        let path = folder.join(of.file_name());
        std::fs::write(&path, text(of))?;
        writeln!(out, "写好 {}", path.display())?;
    }
    let header = header("../schemas/rule.schema.json");
    writeln!(out, "在文件第一行写明它用哪一个，路径从那个文件算起，例如 {header}")?;
    Ok(Exit::Clean)
}

/// The schema of a type of file, as text.
#[must_use]
pub fn text(of: FileType) -> String {
    let schema = schema(of, config::schema);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The line by which editors know the schema of a file.
#[must_use]
pub fn header(path: &str) -> String {
    format!("# yaml-language-server: $schema={path}")
}

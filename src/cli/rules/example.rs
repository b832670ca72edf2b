//! `gouji rules example`: the report to which the examples of a pack state their changes.

use std::io::Write;
use std::path::Path;

use clap::Args;

use super::super::exit::Exit;
use super::super::session::refuse;
use crate::rule::{NATIONAL, PackRef, RuleBook};

/// 输出规则包的例子报告：规则的例子都是对它的改动
#[derive(Debug, Args)]
pub struct ExampleArgs {
    /// 规则包（内置的名称，或文件夹）
    #[arg(default_value = NATIONAL, value_name = "PACK")]
    pack: String,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &ExampleArgs) -> std::io::Result<Exit> {
    match RuleBook::of(PackRef::of_argument(&args.pack, Path::new("")), false) {
        Ok(book) => {
            let report = book.packs().last().map_or("", |pack| pack.example.as_str());
            std::io::stdout().lock().write_all(report.as_bytes())?;
            Ok(Exit::Clean)
        }
        Err(errors) => {
            refuse(&errors);
            Ok(Exit::Usage)
        }
    }
}

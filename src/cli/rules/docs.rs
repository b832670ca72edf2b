//! `gouji rules docs`: a page for each rule, made from the packs.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::exit::Exit;
use super::super::session::refuse;
use crate::render::page;
use crate::rule::{BUILT_IN, PackRef, RuleBook};

/// 为每条规则生成一页说明（Markdown）
#[derive(Debug, Args)]
pub struct DocsArgs {
    /// 写到这个文件夹
    #[arg(value_name = "DIR")]
    out: PathBuf,
    /// 规则包（内置的名称，或文件夹）；不写就是全部内置的规则包
    #[arg(long = "pack", value_name = "PACK")]
    packs: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &DocsArgs) -> std::io::Result<Exit> {
    let names: Vec<String> = match args.packs.as_slice() {
        [] => BUILT_IN.iter().map(|pack| pack.name.to_owned()).collect(),
        stated => stated.to_vec(),
    };
    let mut books = Vec::new();
    for name in names {
        let book = RuleBook::of(PackRef::of_argument(&name, Path::new("")), true);
        match book.and_then(|book| Ok((book.ruleset(&[])?, book))) {
            Ok((ruleset, book)) => books.push((book, ruleset)),
            Err(errors) => {
                refuse(&errors);
                return Ok(Exit::Usage);
            }
        }
    }
    for (name, text) in page::all(&books) {
        let path = args.out.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(Exit::Clean)
}

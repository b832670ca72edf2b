//! `gouji rules list`: which rules apply to a file, from which pack, and why one does not.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::super::exit::Exit;
use super::super::session::{RuleArgs, refuse};
use crate::config::Projects;
use crate::lang::Lang;
use crate::rule::{Rule, Ruleset, SwitchedOff, pack_title};

/// 列出规则：级别、来自哪个规则包、谁改过、为什么关闭
#[derive(Debug, Args)]
pub struct ListArgs {
    /// 列出对这个文件实际生效的规则（按 gouji.yaml 及其 overrides）
    #[arg(long, value_name = "FILE")]
    effective: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &ListArgs) -> std::io::Result<Exit> {
    let file = args.effective.clone().unwrap_or_else(|| PathBuf::from("-"));
    let projects = match Projects::load(&[Path::new(&file)], &args.rules.options_to_look(), Lang::Zh) {
        Ok(projects) => projects,
        Err(errors) => {
            refuse(&errors);
            return Ok(Exit::Usage);
        }
    };
    let mut out = std::io::stdout().lock();
    let Some((project, linter)) = projects.governs(0).map(|(project, _)| project).zip(projects.linter(0)) else {
        writeln!(out, "{} 不检查：gouji.yaml 的 exclude 排除了它", file.display())?;
        return Ok(Exit::Clean);
    };
    let config = if project.is_stated { project.file.name.as_str() } else { "没有，用内置的规则" };
    writeln!(out, "配置：{config}")?;
    writeln!(out, "次序（后面的优先）：{}\n", order(linter.ruleset(), project.is_stated))?;
    for line in lines(linter.ruleset()) {
        writeln!(out, "{line}")?;
    }
    Ok(Exit::Clean)
}

fn order(ruleset: &Ruleset, is_stated: bool) -> String {
    let packs = ruleset.packs.iter().map(|pack| format!("{} {}", pack_title(&pack.name), pack.version));
    let config = is_stated.then_some(["gouji.yaml 的 rules".to_owned(), "gouji.yaml 的 overrides".to_owned()]);
    let last = "命令行的 --rule".to_owned();
    packs.chain(config.into_iter().flatten()).chain([last]).collect::<Vec<_>>().join(" → ")
}

fn lines(ruleset: &Ruleset) -> Vec<String> {
    let on = ruleset.rules.iter().map(|rule| (rule.as_ref(), rule.severity.title().to_owned(), changes(rule)));
    let off = ruleset.off.iter().map(|off| (off.rule.as_ref(), "关闭".to_owned(), why(off)));
    let rows: Vec<(&Rule, String, String)> = on.chain(off).collect();
    let width = rows.iter().map(|(rule, ..)| rule.id.width()).max().unwrap_or(0);
    let pack = rows.iter().map(|(rule, ..)| rule.pack.name.width()).max().unwrap_or(0);
    let line = |(rule, level, note): &(&Rule, String, String)| {
        let name = &rule.pack.name;
        let line = format!("{:<width$}  {level}  {name:<pack$}  {}{note}", rule.id, rule.title.zh);
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn changes(rule: &Rule) -> String {
    let mut by = rule.changed.clone();
    by.dedup();
    if by.is_empty() { String::new() } else { format!("（{} 改过）", by.join("、")) }
}

fn why(off: &SwitchedOff) -> String {
    let reason = off.reason.as_deref().unwrap_or("没有写明原因");
    format!("（{} 关闭：{reason}）", off.by)
}

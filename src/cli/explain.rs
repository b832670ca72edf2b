//! `gouji explain ID`: what a rule wants, why, and how to live with it.

use std::io::Write;
use std::path::Path;

use clap::Args;

use super::exit::Exit;
use super::session::{RuleArgs, refuse};
use crate::config::Projects;
use crate::lang::Lang;
use crate::render::page;

/// 说明一条规则：要求、原因、依据、正误的例子、参数、怎样关闭
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 规则号，例如 contact/phone
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &ExplainArgs) -> std::io::Result<Exit> {
    let projects = match Projects::load(&[Path::new("-")], &args.rules.options_to_look(), Lang::Zh) {
        Ok(projects) => projects,
        Err(errors) => {
            refuse(&errors);
            return Ok(Exit::Usage);
        }
    };
    let governs = projects.governs(0).zip(projects.linter(0));
    let Some(((project, _), ruleset)) = governs.map(|(governs, linter)| (governs, linter.ruleset())) else {
        return Ok(Exit::Clean);
    };
    let mut out = std::io::stdout().lock();
    let Some(rule) = ruleset.rule(&args.id) else {
        let near = ruleset.nearest_id(&args.id).map(|near| format!("，是不是 `{near}`？")).unwrap_or_default();
        eprintln!("没有这条规则：`{}`{near}（`gouji rules list` 列出全部）", args.id);
        return Ok(Exit::Usage);
    };
    write!(out, "{}", page::rule(rule, &project.keys(&rule.id).unwrap_or_default()))?;
    if let Some(off) = ruleset.off.iter().find(|off| off.rule.id == rule.id) {
        let reason = off.reason.as_deref().unwrap_or("没有写明原因");
        writeln!(out, "\n现在：{} 关闭了它（{reason}）。", off.by)?;
    } else if !rule.changed.is_empty() {
        writeln!(out, "\n现在：{} 改过它。", rule.changed.join("、"))?;
    }
    Ok(Exit::Clean)
}

//! `gouji rules test`: tries every example of a pack's rules.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use rayon::prelude::*;

use super::super::exit::Exit;
use super::super::session::refuse;
use crate::config::{Options, Project, packs_on_disk};
use crate::rule::{BUILT_IN, Pack, PackError, Rule, RuleFile, Ruleset, pack_title, render_errors};
use crate::trial::{Expected, Problem, Seen, Trial, try_report, try_rule};

/// Findings that a note shows.
const SHOWN: usize = 5;

/// 试验规则：运行规则包里的每个例子
#[derive(Debug, Args)]
pub struct TestArgs {
    /// 规则包（内置的名称，或文件夹）；不写就是当前文件夹的规则包，或 gouji.yaml 里的规则包，都没有就是内置的规则包
    #[arg(value_name = "PACK")]
    packs: Vec<String>,
    /// 报告有多少规则的例子都做到了，没有达到全部的退出码为 1
    #[arg(long)]
    coverage: bool,
    /// 允许运行规则包里的脚本
    #[arg(long)]
    allow_scripts: bool,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &TestArgs) -> std::io::Result<Exit> {
    let mut out = std::io::stdout().lock();
    let mut failed = false;
    let on_disk = packs_on_disk(Path::new("."));
    for name in names(&args.packs, &on_disk) {
        let allowed = args.allow_scripts || is_allowed(&name, &on_disk);
        let options = Options { packs: vec![name], no_config: true, allow_scripts: allowed, ..Options::default() };
        let project = Project::without_file(Path::new(""), &options);
        let loaded = project.and_then(|project| project.ruleset(&[]));
        let ruleset = match loaded {
            Ok(ruleset) => ruleset,
            Err(errors) => {
                refuse(&errors);
                return Ok(Exit::Usage);
            }
        };
        let Some(pack) = ruleset.pack().cloned() else { continue };
        let result = try_pack(&ruleset, &pack);
        write!(out, "{}", render_errors(&result.problems))?;
        writeln!(out, "{}", result.summary(&pack))?;
        if args.coverage {
            writeln!(out, "{}", result.coverage())?;
        }
        failed |= !result.problems.is_empty();
    }
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// The packs to try: those stated, that of the folder, those of the project, or else the built-in ones.
fn names(stated: &[String], on_disk: &[(PathBuf, bool)]) -> Vec<String> {
    if !stated.is_empty() {
        return stated.to_vec();
    }
    if PathBuf::from("pack.yaml").is_file() {
        return vec![".".to_owned()];
    }
    if !on_disk.is_empty() {
        return on_disk.iter().map(|(folder, _)| folder.display().to_string()).collect();
    }
    BUILT_IN.iter().map(|pack| pack.name.to_owned()).collect()
}

/// Whether the project's configuration lets the scripts of a pack run.
fn is_allowed(name: &str, on_disk: &[(PathBuf, bool)]) -> bool {
    let folder = Path::new(name).canonicalize();
    folder.is_ok_and(|folder| on_disk.iter().any(|(known, allowed)| *known == folder && *allowed))
}

/// What became of a pack.
struct Tried {
    rules: usize,
    examples: usize,
    /// Rules that fire on every failing example and are silent on every passing one.
    covered: usize,
    problems: Vec<PackError>,
}

fn try_pack(ruleset: &Ruleset, pack: &Pack) -> Tried {
    let changer = pack_title(&pack.name);
    let concerned = |rule: &&Arc<Rule>| rule.pack.name == pack.name || rule.changed.contains(&changer);
    let rules: Vec<&Arc<Rule>> = ruleset.rules.iter().filter(concerned).collect();
    let trials: Vec<(&Arc<Rule>, Vec<Trial>)> = rules.par_iter().map(|&rule| (rule, try_rule(ruleset, rule))).collect();
    let mut tried = Tried { rules: rules.len(), examples: 0, covered: 0, problems: Vec::new() };
    let report = try_report(ruleset, pack);
    if !report.is_empty() {
        let error =
            PackError::new(&pack.manifest, pack.manifest.key_span(&["example".to_owned()]), "例子报告本身就有问题");
        tried
            .problems
            .push(error.with_help(Some(format!("{}\n改好例子报告，或用 `example-changes` 改", found(&report)))));
    }
    for (rule, trials) in &trials {
        tried.examples += trials.len();
        let wrong: Vec<PackError> = trials.iter().filter_map(|trial| told(rule, trial)).collect();
        tried.covered += usize::from(wrong.is_empty() && !trials.is_empty());
        tried.problems.extend(wrong);
    }
    tried
}

impl Tried {
    fn summary(&self, pack: &Pack) -> String {
        let Self { rules, examples, problems, .. } = self;
        let end = if problems.is_empty() { "都对".to_owned() } else { format!("{} 处不对", problems.len()) };
        format!("规则包 {} {}：{rules} 条规则，{examples} 个例子，{end}", pack.name, pack.version)
    }

    fn coverage(&self) -> String {
        let share = if self.rules == 0 { 100.0 } else { self.covered as f64 * 100.0 / self.rules as f64 };
        format!("该报的例子都报出、不该报的都不报：{} 条规则中的 {} 条（{share:.1} %）", self.rules, self.covered)
    }
}

/// What is wrong with an example, at its place in the YAML.
fn told(rule: &Rule, trial: &Trial) -> Option<PackError> {
    let key = trial.expected.key();
    let path: Vec<String> = ["examples", key].map(str::to_owned).into();
    let path = [rule.written.path.clone(), path, vec![trial.index.to_string()]].concat();
    let file: &Arc<RuleFile> = &rule.written.file;
    let problem = trial.problem.as_ref()?;
    let number = trial.index + 1;
    let list = match trial.expected {
        Expected::Pass => format!("`{}` 第 {number} 个不该报的例子", rule.id),
        Expected::Fail => format!("`{}` 第 {number} 个该报的例子", rule.id),
    };
    let at = || {
        let list = match trial.expected {
            Expected::Pass => &rule.examples.pass,
            Expected::Fail => &rule.examples.fail,
        };
        list.get(trial.index).and_then(|example| example.at.clone()).unwrap_or_default()
    };
    let (message, help) = match problem {
        Problem::NotMade(error) => (format!("{list}做不成：{error}"), None),
        Problem::NotChecked(reason) => {
            (format!("{list}没有当作报告检查：{}", reason.as_deref().unwrap_or_default()), None)
        }
        Problem::Failed(why) => (format!("{list}没有试成：{why}"), None),
        Problem::Fires(seen) => (format!("{list}报出了问题"), Some(format!("- 应当没有\n{}", found(seen)))),
        Problem::Silent(seen) => {
            let others =
                if seen.is_empty() { String::new() } else { format!("\n其他规则报出的：\n{}", found(seen)) };
            (format!("{list}没有报出问题"), Some(format!("- 应报在含“{}”的行\n+ 没有报出{others}", at())))
        }
        Problem::Elsewhere(seen) => {
            (format!("{list}报在了别处"), Some(format!("- 应报在含“{}”的行\n{}", at(), found(seen))))
        }
    };
    Some(PackError::new(file, file.span(&path), message).with_help(help))
}

fn found(seen: &[Seen]) -> String {
    let line = |seen: &Seen| {
        let text = seen.text.replace('\t', " ");
        format!("+ 第 {} 行 {}：{}\n    {}", seen.line, seen.rule, seen.message, text.trim())
    };
    let mut lines: Vec<String> = seen.iter().take(SHOWN).map(line).collect();
    if seen.len() > SHOWN {
        lines.push(format!("+ 另有 {} 处", seen.len() - SHOWN));
    }
    lines.join("\n")
}

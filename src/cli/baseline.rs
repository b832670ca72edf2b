//! `gouji baseline`: findings that are known already, so that an office can begin with what is new.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::Exit;
use super::session::{RuleArgs, Session, refuse};
use crate::config::{Baseline, Known, Projects};
use crate::lang::Lang;
use crate::paths::{below, shown};

/// The file where nothing else is said.
const FILE: &str = "gouji-baseline.json";

/// 基线：记下已有的问题，以后只报新的
#[derive(Debug, Args)]
pub struct BaselineArgs {
    #[command(subcommand)]
    command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
enum BaselineCommand {
    /// 把现在的问题全部记入基线
    Write(BaselineRun),
    /// 从基线里删去已经没有的问题
    Prune(BaselineRun),
    /// 核对基线：里面有没有已经没有的问题（有则退出码为 1）
    Check(BaselineRun),
}

#[derive(Debug, Args)]
struct BaselineRun {
    /// 要检查的文件或文件夹
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 基线文件；不写就用 gouji.yaml 里的 baseline，都没有就用当前文件夹的 gouji-baseline.json
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &BaselineArgs) -> std::io::Result<Exit> {
    Ok(match &args.command {
        BaselineCommand::Write(run) => write(run),
        BaselineCommand::Prune(run) => existing(run, true),
        BaselineCommand::Check(run) => existing(run, false),
    })
}

fn write(run: &BaselineRun) -> Exit {
    let session = match Session::open(&run.paths, &run.rules.options(None, true), Lang::Zh) {
        Ok(session) => session,
        Err(errors) => {
            refuse(&errors);
            return Exit::Usage;
        }
    };
    let found = session.each(|outcome| {
        let path = run.baseline.clone().or_else(|| outcome.project.baseline_file.clone());
        let path = path.unwrap_or_else(|| PathBuf::from(FILE));
        let checked = outcome.checked.map_err(|reason| format!("{}：{reason}", outcome.input.name))?;
        let name = below(Baseline::new(path.clone(), []).root(), &outcome.input.path);
        let known = checked.findings.iter().map(|f| Known::of(&name, f, &checked.source)).collect::<Vec<_>>();
        Ok::<_, String>((path, known))
    });
    let mut baselines: BTreeMap<PathBuf, Vec<Known>> = BTreeMap::new();
    let mut unread = false;
    for result in found {
        match result {
            Ok((path, known)) => baselines.entry(path).or_default().extend(known),
            Err(reason) => {
                eprintln!("没有记入基线：{reason}");
                unread = true;
            }
        }
    }
    for (path, known) in baselines {
        let baseline = Baseline::new(path, known);
        if let Err(error) = baseline.write() {
            eprintln!("写不了基线文件 {}：{error}", shown(&baseline.path));
            return Exit::Usage;
        }
        eprintln!("记入基线 {}：{} 个问题", shown(&baseline.path), baseline.len());
    }
    if session.projects.projects().iter().all(|project| project.baseline_file.is_none()) {
        let name = run.baseline.as_deref().unwrap_or(Path::new(FILE)).display();
        eprintln!("在 gouji.yaml 里写上 `baseline: {name}`，或检查时加上 --baseline {name}，这些问题就不再报");
    }
    if unread { Exit::Unreadable } else { Exit::Clean }
}

/// Holds the baseline against what is found now; takes out what is gone where `prune` says so.
fn existing(run: &BaselineRun, prune: bool) -> Exit {
    let stated = run.baseline.clone().or_else(|| Path::new(FILE).is_file().then(|| PathBuf::from(FILE)));
    let mut options = run.rules.options(run.baseline.clone(), false);
    let mut opened = Session::open(&run.paths, &options, Lang::Zh);
    let has_baseline = |session: &Session| session.projects.projects().iter().any(|project| project.baseline.is_some());
    if opened.as_ref().is_ok_and(|session| !has_baseline(session)) && stated.is_some() {
        options.baseline = stated;
        opened = Session::open(&run.paths, &options, Lang::Zh);
    }
    let session = match opened {
        Ok(session) => session,
        Err(errors) => {
            refuse(&errors);
            return Exit::Usage;
        }
    };
    if !has_baseline(&session) {
        eprintln!("没有基线文件；用 `gouji baseline write` 生成，或用 --baseline 指定");
        return Exit::Usage;
    }
    let found = session.each(|outcome| {
        let path = outcome.project.baseline.as_ref().map(|baseline| baseline.path.clone());
        (path, outcome.known, outcome.checked.is_err())
    });
    let unread = found.iter().any(|(.., unread)| *unread);
    let known = found.iter().filter_map(|(path, known, _)| Some((path.as_ref()?, known.as_ref()?)));
    let stale = stale(&session.projects, known);
    for (path, gone) in &stale {
        for (known, count) in gone {
            let times = if *count > 1 { format!("（{count} 处）") } else { String::new() };
            println_to_stdout(&format!("{}：{} {}{times}", known.path, known.rule, known.text));
        }
        if prune && let Some(error) = pruned(&session.projects, path, gone) {
            eprintln!("写不了基线文件 {}：{error}", shown(path));
            return Exit::Usage;
        }
    }
    let count: usize = stale.values().flatten().map(|(_, count)| count).sum();
    match (prune, count) {
        (_, 0) => eprintln!("基线里的问题都还在"),
        (true, _) => eprintln!("从基线里删去了 {count} 个已经没有的问题"),
        (false, _) => eprintln!("基线里有 {count} 个问题已经没有了；用 `gouji baseline prune` 删去"),
    }
    match (unread, prune, count) {
        (true, ..) => Exit::Unreadable,
        (_, false, 1..) => Exit::Findings,
        _ => Exit::Clean,
    }
}

fn println_to_stdout(line: &str) {
    use std::io::Write;
    // Whoever stopped reading needs no more lines.
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn pruned(projects: &Projects, path: &Path, gone: &[(Known, usize)]) -> Option<String> {
    let baseline = projects.projects().iter().filter_map(|p| p.baseline.as_ref()).find(|b| b.path == path)?;
    baseline.pruned(gone).write().err().map(|error| error.to_string())
}

/// What each baseline knows that is not found any more in the files that were checked; `found` is a
/// file's baseline, its name there, and what was found in it.
pub fn stale<'f>(
    projects: &Projects,
    found: impl Iterator<Item = (&'f PathBuf, &'f (String, Vec<Known>))>,
) -> BTreeMap<PathBuf, Vec<(Known, usize)>> {
    let mut by_baseline: BTreeMap<&PathBuf, (Vec<String>, Vec<Known>)> = BTreeMap::new();
    for (path, (name, known)) in found {
        let entry = by_baseline.entry(path).or_default();
        entry.0.push(name.clone());
        entry.1.extend(known.iter().cloned());
    }
    let mut stale = BTreeMap::new();
    for (path, (names, known)) in by_baseline {
        let baseline = projects.projects().iter().filter_map(|p| p.baseline.as_ref()).find(|b| b.path == *path);
        let gone = baseline.map(|baseline| baseline.stale(&names, &known)).unwrap_or_default();
        if !gone.is_empty() {
            stale.insert(path.clone(), gone);
        }
    }
    stale
}

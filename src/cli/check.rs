//! `gouji check`: reads, checks and shows, file by file in parallel, in the order of their names.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::baseline::stale;
use super::exit::Exit;
use super::files::{Files, Input};
use super::previous;
use super::session::{Outcome, RuleArgs, Session, refuse};
use crate::config::Known;
use crate::lang::Lang;
use crate::linter::{Comparison, Status};
use crate::paths::shown;
use crate::render::graphical::{self, Style, Totals};
use crate::render::json::{self, JsonSummary};
use crate::rule::{Severity, render_warnings};

/// 检查报告
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 要检查的文件或文件夹；`-` 为标准输入
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 上一年度的报告（文件或文件夹，可重复）：核对上年结转和现行有效件数
    #[arg(long, value_name = "PATH")]
    previous: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Graphical)]
    format: Format,
    /// 从哪一级起算作不通过（退出码 1）
    #[arg(long, value_enum, default_value_t = Severity::Error, value_name = "SEVERITY")]
    fail_on: Severity,
    /// 输出的语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
    #[command(flatten)]
    rules: RuleArgs,
    /// 用这个基线文件：其中已有的问题不再报
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// 是否使用颜色
    #[arg(long, value_enum, default_value_t = When::Auto)]
    color: When,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 给人看：问题所在的原文、原因和改法
    Graphical,
    /// 给程序用
    Json,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// 在终端里，且没有设置 NO_COLOR
    Auto,
    /// 总是
    Always,
    /// 从不
    Never,
}

/// What is kept of one file.
struct Kept {
    name: String,
    text: String,
    comparison: Option<Comparison>,
    counts: [usize; 3],
    ignored: usize,
    incomplete: bool,
    known: Option<(String, Vec<Known>)>,
    baseline: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &CheckArgs) -> std::io::Result<Exit> {
    let options = args.rules.options(args.baseline.clone(), false);
    let opened = Session::open(&args.paths, &options, args.lang);
    let session = match opened.and_then(|session| session.with_previous(&args.previous, &options)) {
        Ok(session) => session,
        Err(errors) => {
            refuse(&errors);
            return Ok(Exit::Usage);
        }
    };
    let style = style(args);
    let kept: Vec<Kept> = session.each(|outcome| keep(outcome, args, style));
    show(args, &session, &kept, style)?;
    Ok(exit(args.fail_on, &kept, session.incomplete))
}

fn style(args: &CheckArgs) -> Style {
    const WIDTH_WITHOUT_TERMINAL: usize = 100;
    let terminal = std::io::stdout().is_terminal();
    let width = terminal.then(terminal_size::terminal_size).flatten();
    let color = match args.color {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    let width = width.map_or(WIDTH_WITHOUT_TERMINAL, |(width, _)| usize::from(width.0));
    Style { width, color, lang: args.lang }
}

fn keep(outcome: Outcome<'_>, args: &CheckArgs, style: Style) -> Kept {
    let Outcome { input, linter, project, checked, known } = outcome;
    let baseline = project.baseline.as_ref().map(|baseline| baseline.path.clone());
    let checked = match checked {
        Ok(checked) => checked,
        Err(reason) => return unreadable(input, &reason, args.format, style),
    };
    Kept {
        name: input.name.clone(),
        text: match args.format {
            Format::Graphical => graphical::file(&input.name, &checked, linter.ruleset(), style),
            Format::Json => json::checked(&input.name, &checked),
        },
        comparison: checked.previous.clone(),
        counts: [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| checked.count(severity)),
        ignored: checked.ignored.len(),
        incomplete: checked.is_incomplete(),
        known,
        baseline,
    }
}

fn unreadable(input: &Input, reason: &str, format: Format, style: Style) -> Kept {
    let text = match format {
        Format::Graphical => graphical::notice(&input.name, Status::Unreadable, reason, style),
        Format::Json => json::unreadable(&input.name, reason),
    };
    let name = input.name.clone();
    Kept { name, text, comparison: None, counts: [0; 3], ignored: 0, incomplete: true, known: None, baseline: None }
}

fn totals(kept: &[Kept]) -> [usize; 3] {
    kept.iter().fold([0; 3], |sum, outcome| std::array::from_fn(|i| sum[i] + outcome.counts[i]))
}

fn show(args: &CheckArgs, session: &Session, kept: &[Kept], style: Style) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let [errors, warnings, hints] = totals(kept);
    let ignored = kept.iter().map(|kept| kept.ignored).sum();
    match args.format {
        Format::Graphical => {
            for outcome in kept {
                out.write_all(outcome.text.as_bytes())?;
            }
            let unread = kept.iter().filter(|outcome| outcome.incomplete).count();
            let totals = Totals { files: kept.len(), unread, ignored, counts: [errors, warnings, hints] };
            out.write_all(graphical::summary(totals, style).as_bytes())?;
        }
        Format::Json => {
            let files: Vec<&str> = kept.iter().map(|outcome| outcome.text.as_str()).collect();
            let summary = JsonSummary { files: kept.len(), errors, warnings, hints, ignored };
            out.write_all(json::document(&files, summary).as_bytes())?;
        }
    }
    out.flush()?;
    let comparisons = kept.iter().map(|kept| (kept.name.as_str(), kept.comparison.as_ref()));
    previous::unpaired(comparisons, args.lang).iter().for_each(|note| eprintln!("{note}"));
    notes(args, &session.files);
    unused(args, session, kept);
    Ok(())
}

/// What a person must know beside the result.
fn notes(args: &CheckArgs, files: &Files) {
    if files.others > 0 {
        let text = args.lang.pick(
            format!("注意：文件夹里另有 {} 个文件从扩展名看不是报告，没有检查", files.others),
            format!("note: {} more files in the folders are no reports by their extension", files.others),
        );
        eprintln!("{text}");
    }
    if files.excluded > 0 {
        let text = args.lang.pick(
            format!("注意：按 gouji.yaml 的 exclude，有 {} 个文件没有检查", files.excluded),
            format!("note: {} files were not checked, as `exclude` in gouji.yaml says", files.excluded),
        );
        eprintln!("{text}");
    }
    if files.files.is_empty() {
        let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        let text = args.lang.pick("注意：没有找到要检查的文件：", "note: no file to check in: ");
        eprintln!("{text}{}", paths.join(" "));
    }
}

/// What the configurations and baselines say that holds no longer.
fn unused(args: &CheckArgs, session: &Session, kept: &[Kept]) {
    let folders: Vec<PathBuf> = args.paths.iter().filter(|path| path.is_dir()).cloned().collect();
    eprint!("{}", render_warnings(&session.projects.unused(&folders)));
    let stale = stale(&session.projects, kept.iter().filter_map(|k| Some((k.baseline.as_ref()?, k.known.as_ref()?))));
    for (path, gone) in stale {
        let count: usize = gone.iter().map(|(_, count)| count).sum();
        eprintln!(
            "{}",
            args.lang.pick(
                format!(
                    "注意：基线文件 {} 里有 {count} 个问题已经没有了；用 `gouji baseline prune` 删去",
                    shown(&path)
                ),
                format!(
                    "note: {count} findings of the baseline {} are gone; remove them with `gouji baseline prune`",
                    shown(&path)
                ),
            )
        );
    }
}

/// An incomplete result is worse than a bad one: whoever reads only the exit code must know.
fn exit(fail_on: Severity, kept: &[Kept], incomplete: bool) -> Exit {
    let [errors, warnings, hints] = totals(kept);
    let failing = match fail_on {
        Severity::Error => errors,
        Severity::Warning => errors + warnings,
        Severity::Hint => errors + warnings + hints,
    };
    if incomplete || kept.iter().any(|outcome| outcome.incomplete) {
        Exit::Unreadable
    } else if failing > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

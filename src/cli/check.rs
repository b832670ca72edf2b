//! `gouji check`: reads, checks and shows, file by file in parallel, in the order of their names.

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::exit::Exit;
use super::files::{Files, Input, collect};
use super::input::read_input;
use super::previous;
use crate::lang::Lang;
use crate::linter::{Checked, Comparison, Linter, Status};
use crate::render::graphical::{self, Style};
use crate::render::json::{self, JsonSummary};
use crate::rule::{self, PackError, Ruleset, Severity};

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
    /// 用这个文件夹里的规则包代替内置的规则
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
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

/// What became of one file.
struct Outcome {
    text: String,
    comparison: Option<Comparison>,
    counts: [usize; 3],
    incomplete: bool,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &CheckArgs) -> std::io::Result<Exit> {
    let ruleset = match load(args) {
        Ok(ruleset) => ruleset,
        Err(errors) => {
            eprint!("{}", rule::render_errors(&errors));
            return Ok(Exit::Usage);
        }
    };
    let mut linter = Linter::new(ruleset).with_lang(args.lang);
    let mut incomplete = false;
    if !args.previous.is_empty() {
        let prepared = previous::prepare(&linter, &args.previous, args.lang);
        prepared.notes.iter().for_each(|note| eprintln!("{note}"));
        incomplete = prepared.incomplete;
        linter = linter.with_archive(prepared.archive);
    }
    let files = collect(&args.paths);
    let style = style(args);
    let outcomes: Vec<Outcome> = files.files.par_iter().map(|input| check_one(&linter, input, args, style)).collect();
    show(args, &files, &outcomes, style)?;
    Ok(exit(args.fail_on, &outcomes, incomplete))
}

fn load(args: &CheckArgs) -> Result<Ruleset, Vec<PackError>> {
    match &args.rules {
        Some(folder) => rule::from_folder(folder),
        None => rule::built_in(),
    }
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

fn check_one(linter: &Linter, input: &Input, args: &CheckArgs, style: Style) -> Outcome {
    let source = match read_input(input, args.lang) {
        Ok(source) => source,
        Err(reason) => return unreadable(input, &reason, args.format, style),
    };
    // A defect of gouji in one file must not cost the others their result.
    let checked = catch_unwind(AssertUnwindSafe(|| linter.check(source)));
    match checked {
        Ok(checked) => outcome(linter, input, &checked, args.format, style),
        Err(_) => {
            let reason = args.lang.pick("gouji 内部出错，请报告这个问题", "gouji failed; please report this");
            unreadable(input, reason, args.format, style)
        }
    }
}

fn outcome(linter: &Linter, input: &Input, checked: &Checked, format: Format, style: Style) -> Outcome {
    Outcome {
        text: match format {
            Format::Graphical => graphical::file(&input.name, checked, linter.ruleset(), style),
            Format::Json => json::checked(&input.name, checked),
        },
        comparison: checked.previous.clone(),
        counts: [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| checked.count(severity)),
        incomplete: checked.status == Status::Unreadable || checked.source.damaged() > 0,
    }
}

fn unreadable(input: &Input, reason: &str, format: Format, style: Style) -> Outcome {
    let text = match format {
        Format::Graphical => graphical::notice(&input.name, Status::Unreadable, reason, style),
        Format::Json => json::unreadable(&input.name, reason),
    };
    Outcome { text, comparison: None, counts: [0; 3], incomplete: true }
}

fn totals(outcomes: &[Outcome]) -> [usize; 3] {
    outcomes.iter().fold([0; 3], |sum, outcome| std::array::from_fn(|i| sum[i] + outcome.counts[i]))
}

fn show(args: &CheckArgs, files: &Files, outcomes: &[Outcome], style: Style) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let [errors, warnings, hints] = totals(outcomes);
    match args.format {
        Format::Graphical => {
            for outcome in outcomes {
                out.write_all(outcome.text.as_bytes())?;
            }
            let unread = outcomes.iter().filter(|outcome| outcome.incomplete).count();
            out.write_all(graphical::summary(outcomes.len(), unread, [errors, warnings, hints], style).as_bytes())?;
        }
        Format::Json => {
            let files: Vec<&str> = outcomes.iter().map(|outcome| outcome.text.as_str()).collect();
            let summary = JsonSummary { files: outcomes.len(), errors, warnings, hints };
            out.write_all(json::document(&files, summary).as_bytes())?;
        }
    }
    out.flush()?;
    let comparisons = files.files.iter().zip(outcomes).map(|(file, o)| (file.name.as_str(), o.comparison.as_ref()));
    previous::unpaired(comparisons, args.lang).iter().for_each(|note| eprintln!("{note}"));
    notes(args, files);
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
    if files.files.is_empty() {
        let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        let text = args.lang.pick("注意：没有找到要检查的文件：", "note: no file to check in: ");
        eprintln!("{text}{}", paths.join(" "));
    }
}

/// An incomplete result is worse than a bad one: whoever reads only the exit code must know.
fn exit(fail_on: Severity, outcomes: &[Outcome], incomplete: bool) -> Exit {
    let [errors, warnings, hints] = totals(outcomes);
    let failing = match fail_on {
        Severity::Error => errors,
        Severity::Warning => errors + warnings,
        Severity::Hint => errors + warnings + hints,
    };
    if incomplete || outcomes.iter().any(|outcome| outcome.incomplete) {
        Exit::Unreadable
    } else if failing > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

//! What the commands that read reports have in common: the files, the rules that govern each, and what
//! is passed over.

use std::path::{Path, PathBuf};

use clap::Args;

use super::files::{Files, Input, collect};
use super::input::{self, guarded};
use super::previous;
use crate::config::{Known, Options, Project, Projects};
use crate::lang::Lang;
use crate::linter::{Checked, Linter};
use crate::paths::below;
use crate::rule::{PackError, Setting, from_argument, render_errors};

/// 用哪些规则
#[derive(Debug, Clone, Default, Args)]
pub struct RuleArgs {
    /// 用这个规则包（内置的名称，或文件夹）代替 gouji.yaml 的 extends；可重复
    #[arg(long = "rules", value_name = "PACK")]
    pub packs: Vec<String>,
    /// 关闭一条规则或改它的级别，例如 contact/phone=off、claim/*=warning；可重复
    #[arg(long = "rule", value_name = "ID=LEVEL", value_parser = from_argument)]
    pub settings: Vec<(String, Setting)>,
    /// 用这个配置文件，不从报告所在的文件夹往上找
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// 不用任何 gouji.yaml
    #[arg(long)]
    pub no_config: bool,
    /// 允许运行规则包里的脚本
    #[arg(long)]
    pub allow_scripts: bool,
}

impl RuleArgs {
    /// The same for commands that only look at the rules and run none.
    #[must_use]
    pub fn options_to_look(&self) -> Options {
        Options { allow_scripts: true, ..self.options(None, true) }
    }

    /// The same for the configuration.
    #[must_use]
    pub fn options(&self, baseline: Option<PathBuf>, without_baseline: bool) -> Options {
        Options {
            packs: self.packs.clone(),
            settings: self.settings.clone(),
            config: self.config.clone(),
            no_config: self.no_config,
            allow_scripts: self.allow_scripts,
            baseline,
            without_baseline,
        }
    }
}

/// The files of a run and their rules.
pub struct Session {
    /// The files.
    pub files: Files,
    /// Their rules.
    pub projects: Projects,
    /// Whether a report of the year before could not be used.
    pub incomplete: bool,
    lang: Lang,
}

/// What became of a file.
pub struct Outcome<'s> {
    /// The file.
    pub input: &'s Input,
    /// By what it was checked.
    pub linter: &'s Linter,
    /// What governs it.
    pub project: &'s Project,
    /// What was found, or why it could not be read.
    pub checked: Result<Checked, String>,
    /// All that was found before the baseline, where there is one, with the file's name in it.
    pub known: Option<(String, Vec<Known>)>,
}

impl Session {
    /// Collects the files and loads the rules of each.
    ///
    /// # Errors
    /// Every mistake in the configurations and packs.
    pub fn open(paths: &[PathBuf], options: &Options, lang: Lang) -> Result<Self, Vec<PackError>> {
        let mut files = collect(paths, lang);
        let names: Vec<&Path> = files.files.iter().map(|input| input.path.as_path()).collect();
        let projects = Projects::load(&names, options, lang)?;
        files.excluded = (0..files.files.len()).filter(|&file| projects.linter(file).is_none()).count();
        Ok(Self { files, projects, incomplete: false, lang })
    }

    /// The same, comparing each report with the one of the year before.
    ///
    /// # Errors
    /// Every mistake in the configurations of those reports.
    pub fn with_previous(mut self, paths: &[PathBuf], options: &Options) -> Result<Self, Vec<PackError>> {
        if paths.is_empty() {
            return Ok(self);
        }
        let files = collect(paths, self.lang);
        let names: Vec<&Path> = files.files.iter().map(|input| input.path.as_path()).collect();
        let projects = Projects::load(&names, options, self.lang)?;
        let prepared = previous::prepare(&projects, &files, paths, self.lang);
        prepared.notes.iter().for_each(|note| eprintln!("{note}"));
        self.incomplete = prepared.incomplete;
        self.projects = self.projects.with_archive(prepared.archive);
        Ok(self)
    }

    /// Checks every file that is not excluded, in parallel; the results are in the order of the names.
    pub fn each<T: Send>(&self, then: impl Fn(Outcome<'_>) -> T + Sync) -> Vec<T> {
        let governed = |(file, input)| Some((input, (self.projects.linter(file)?, self.projects.governs(file)?)));
        let files: Vec<_> = self.files.files.iter().enumerate().filter_map(governed).collect();
        input::each(&files, self.lang, |input, &(linter, (project, governed)), source| {
            let mut checked = source.and_then(|source| guarded(self.lang, || linter.check(source)));
            let mut known = None;
            if let Ok(checked) = &mut checked {
                pass_over(checked, |finding| project.ignores.iter().any(|i| i.covers(&governed.relative, finding)));
                known = self.apply_baseline(project, input, checked);
            }
            then(Outcome { input, linter, project, checked, known })
        })
    }

    fn apply_baseline(&self, project: &Project, input: &Input, checked: &mut Checked) -> Option<(String, Vec<Known>)> {
        let baseline = project.baseline.as_ref()?;
        let name = below(baseline.root(), &input.path);
        let known: Vec<Known> = checked.findings.iter().map(|f| Known::of(&name, f, &checked.source)).collect();
        let mut is_known = baseline.knows(&known).into_iter();
        pass_over(checked, |_| is_known.next().unwrap_or(false));
        Some((name, known))
    }
}

/// Sets findings aside.
fn pass_over(checked: &mut Checked, mut passes: impl FnMut(&crate::check::Finding) -> bool) {
    let (ignored, told) = std::mem::take(&mut checked.findings).into_iter().partition(|finding| passes(finding));
    checked.findings = told;
    let ignored: Vec<_> = ignored;
    checked.ignored.extend(ignored);
}

/// Shows the mistakes of configurations and packs, and how many they are.
pub fn refuse(errors: &[PackError]) {
    eprint!("{}", render_errors(errors));
    eprintln!("规则或配置有 {} 处错误，没有检查任何文件", errors.len());
}

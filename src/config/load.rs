//! Reading a configuration, with the packs that it builds on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_yaml::Value;

use super::baseline::Baseline;
use super::globs::Globs;
use super::ignores::Ignore;
use super::raw::{RawConfig, RawOverride};
use crate::paths::{real, shown};
use crate::rule::{
    Layer, NATIONAL, PackError, PackRef, RuleBook, RuleFile, Ruleset, Setting, Wanted, check_requires, describe,
};

/// What the command line says of the rules.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The packs in place of those of the configuration.
    pub packs: Vec<String>,
    /// Changes to rules, the last word.
    pub settings: Vec<(String, Setting)>,
    /// The configuration in place of those found.
    pub config: Option<PathBuf>,
    /// No configuration is looked for.
    pub no_config: bool,
    /// Scripts of packs from disk may run.
    pub allow_scripts: bool,
    /// The baseline in place of that of the configuration.
    pub baseline: Option<PathBuf>,
    /// No baseline is read.
    pub without_baseline: bool,
}

/// A configuration with its rules.
#[derive(Debug)]
pub struct Project {
    /// The file, for messages; empty where there is none.
    pub file: Arc<RuleFile>,
    /// The folder that its paths start from.
    pub root: PathBuf,
    /// Whether the file is there.
    pub is_stated: bool,
    /// The packs.
    pub book: RuleBook,
    /// Files that are not checked.
    pub exclude: Globs,
    /// Findings that are passed over.
    pub ignores: Vec<Ignore>,
    /// Findings that are known already.
    pub baseline: Option<Baseline>,
    /// Where the configuration says that these are.
    pub baseline_file: Option<PathBuf>,
    rules: Layer,
    overrides: Vec<(Globs, Layer)>,
    last: Layer,
}

impl Project {
    /// The rules where there is no configuration.
    ///
    /// # Errors
    /// Every mistake in the packs and on the command line.
    pub fn without_file(root: &Path, options: &Options) -> Result<Self, Vec<PackError>> {
        let file = RuleFile::new(super::CONFIG, "");
        Self::new(file, root.to_owned(), RawConfig::default(), false, options)
    }

    /// A configuration from its file; paths in it start from `root`.
    ///
    /// # Errors
    /// Every mistake in it and its packs, at its place.
    pub fn from_file(path: &Path, shown: &str, root: &Path, options: &Options) -> Result<Self, Vec<PackError>> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let file = RuleFile::new(shown, "");
            vec![PackError::new(&file, 0..0, format!("读不了这个文件：{}", describe(&error)))]
        })?;
        let file = RuleFile::new(shown, text);
        let raw = read(&file)?;
        Self::new(file, root.to_owned(), raw, true, options)
    }

    fn new(
        file: Arc<RuleFile>,
        root: PathBuf,
        raw: RawConfig,
        is_stated: bool,
        options: &Options,
    ) -> Result<Self, Vec<PackError>> {
        let mut errors = Vec::new();
        let wanted = wanted(&file, &root, &raw, options);
        let book = RuleBook::load(&wanted, false).map_err(|found| errors.extend(found)).ok();
        if let Some(book) = &book {
            check_scripts(book, &file, &root, &raw, options, &mut errors);
        }
        let rules = Layer::read(file.name.clone(), &file, &["rules"], raw.rules, &mut errors);
        let mut overrides = Vec::new();
        for (index, entry) in raw.overrides.into_iter().enumerate() {
            overrides.push(one_override(&file, &index.to_string(), entry, &mut errors));
        }
        let exclude = Globs::new(&file, &["exclude"], &raw.exclude, &mut errors);
        let last = command_line(&options.settings);
        let plain = book.as_ref().and_then(|book| book.ruleset(&[]).ok());
        let ignores = raw.ignore.into_iter().enumerate();
        let ignores = ignores.map(|(index, raw)| Ignore::new(&file, index, raw, plain.as_ref(), &mut errors)).collect();
        let baseline_file = raw.baseline.as_ref().map(|name| root.join(name));
        let baseline = baseline(&file, &root, raw.baseline.as_deref(), options, &mut errors);
        let Some(book) = book else { return Err(errors) };
        errors.extend(book.ruleset(&[&rules, &last]).err().unwrap_or_default());
        for (_, layer) in &overrides {
            // Each is tried by itself: which of them come together depends on the files.
            errors.extend(book.ruleset(&[layer]).err().unwrap_or_default());
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let project =
            Self { file, root, is_stated, book, exclude, ignores, baseline, baseline_file, rules, overrides, last };
        Ok(project)
    }

    /// Which overrides apply to a file, by its path relative to the configuration.
    #[must_use]
    pub fn overrides_of(&self, relative: &Path) -> Vec<usize> {
        let applies = |(index, (globs, _)): (usize, &(Globs, Layer))| globs.matches(relative).then_some(index);
        self.overrides.iter().enumerate().filter_map(applies).collect()
    }

    /// The rules with some of the overrides.
    ///
    /// # Errors
    /// What is wrong only where several overrides come together.
    pub fn ruleset(&self, overrides: &[usize]) -> Result<Ruleset, Vec<PackError>> {
        self.book.ruleset(&self.layers(overrides))
    }

    /// The keys of a rule where no override applies.
    #[must_use]
    pub fn keys(&self, id: &str) -> Option<serde_yaml::Mapping> {
        self.book.keys(id, &self.layers(&[]))
    }

    fn layers(&self, overrides: &[usize]) -> Vec<&Layer> {
        let of_files = overrides.iter().filter_map(|&index| self.overrides.get(index)).map(|(_, layer)| layer);
        std::iter::once(&self.rules).chain(of_files).chain([&self.last]).collect()
    }

    /// What in the configuration matches nothing. `seen` are the files of the run, relative to the
    /// configuration; `all` says whether these are all that it means.
    #[must_use]
    pub fn unused(&self, seen: &[&Path], all: bool) -> Vec<PackError> {
        let globs = self.overrides.iter().map(|(globs, _)| globs).chain([&self.exclude]);
        let globs = globs.flat_map(|globs| globs.unmatched(&self.file, &self.root, seen));
        let ignores = self.ignores.iter().flat_map(|ignore| ignore.unused(&self.file, &self.root, seen, all));
        globs.chain(ignores).collect()
    }
}

/// The packs on disk that the nearest configuration above a folder names, and whether their scripts may
/// run; none where there is no configuration that can be read.
#[must_use]
pub fn packs_on_disk(folder: &Path) -> Vec<(PathBuf, bool)> {
    let Some(path) = nearest_config(folder) else { return Vec::new() };
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let Ok(raw) = read(&RuleFile::new(super::CONFIG, text)) else { return Vec::new() };
    let root = path.parent().unwrap_or(folder);
    let allowed = allowed(&raw, root);
    let on_disk = raw.extends.0.iter().filter_map(|text| match PackRef::new(text, root) {
        PackRef::Folder(folder) => Some(real(&folder)),
        PackRef::Name(_) => None,
    });
    on_disk.map(|folder| (folder.clone(), allowed.contains(&folder))).collect()
}

/// The configuration that governs a folder: in it, or in the nearest one above.
#[must_use]
pub fn nearest_config(folder: &Path) -> Option<PathBuf> {
    real(folder).ancestors().map(|folder| folder.join(super::CONFIG)).find(|config| config.is_file())
}

/// The folders of packs whose scripts may run.
fn allowed(raw: &RawConfig, root: &Path) -> Vec<PathBuf> {
    raw.allow_scripts.0.iter().map(|text| real(&root.join(text))).collect()
}

fn one_override(file: &Arc<RuleFile>, index: &str, entry: RawOverride, errors: &mut Vec<PackError>) -> (Globs, Layer) {
    let path = ["overrides", index, "files"];
    let globs = Globs::new(file, &path, &entry.files, errors);
    if entry.files.is_empty() {
        errors.push(PackError::new(file, file.span(&path.map(str::to_owned)), "`files` 至少要有一个文件模式"));
    }
    let name = format!("{} overrides", file.name);
    (globs, Layer::read(name, file, &["overrides", index, "rules"], entry.rules, errors))
}

fn read(file: &Arc<RuleFile>) -> Result<RawConfig, Vec<PackError>> {
    let value: Value = file.value()?;
    if value.is_null() {
        return Ok(RawConfig::default());
    }
    check_requires(file, &value).map_err(|error| vec![error])?;
    file.read(value, &[])
}

fn wanted(file: &Arc<RuleFile>, root: &Path, raw: &RawConfig, options: &Options) -> Vec<Wanted> {
    let here = Path::new("");
    if !options.packs.is_empty() {
        let argument = |text: &String| {
            let pack = PackRef::of_argument(text, here);
            Wanted { pack, file: RuleFile::new("--rules", text.as_str()), path: Vec::new() }
        };
        return options.packs.iter().map(argument).collect();
    }
    let national = [NATIONAL.to_owned()];
    let names = if raw.extends.0.is_empty() { &national[..] } else { &raw.extends.0 };
    let path = |index: usize| vec!["extends".to_owned(), index.to_string()];
    let want = |(index, text): (usize, &String)| Wanted {
        pack: PackRef::new(text, root),
        file: Arc::clone(file),
        path: path(index),
    };
    names.iter().enumerate().map(want).collect()
}

/// A script from disk runs only where somebody said that it may.
fn check_scripts(
    book: &RuleBook,
    file: &Arc<RuleFile>,
    root: &Path,
    raw: &RawConfig,
    options: &Options,
    errors: &mut Vec<PackError>,
) {
    let allowed = allowed(raw, root);
    for (index, (text, here)) in raw.allow_scripts.0.iter().zip(&allowed).enumerate() {
        if !book.packs().iter().any(|pack| pack.folder.as_ref().is_some_and(|folder| real(folder) == *here)) {
            let span = file.span(&["allow-scripts".to_owned(), index.to_string()]);
            errors.push(PackError::new(file, span, format!("没有用到这个文件夹里的规则包：`{text}`")));
        }
    }
    let from_disk = book.packs().iter().filter(|pack| pack.scripts && !options.allow_scripts);
    for pack in from_disk {
        let Some(folder) = &pack.folder else { continue };
        if !allowed.contains(&real(folder)) {
            let message = format!("规则包 {} 带有脚本，还没有得到运行的许可", pack.name);
            let help = "看过脚本以后，在 gouji.yaml 的 `allow-scripts` 里写上这个规则包，或加上 --allow-scripts";
            errors.push(PackError::new(&pack.manifest, 0..0, message).with_help(Some(help.into())));
        }
    }
}

fn command_line(settings: &[(String, Setting)]) -> Layer {
    let mut text = String::new();
    for (id, _) in settings {
        text.push_str(&format!("{id}: set\n"));
    }
    let file = RuleFile::new("--rule", text);
    let mut settings = settings.to_vec();
    settings.sort_by_key(|(id, _)| !id.ends_with("/*"));
    Layer { name: "命令行".into(), file, path: Vec::new(), settings }
}

fn baseline(
    file: &Arc<RuleFile>,
    root: &Path,
    stated: Option<&str>,
    options: &Options,
    errors: &mut Vec<PackError>,
) -> Option<Baseline> {
    if options.without_baseline {
        return None;
    }
    let path = options.baseline.clone().or_else(|| Some(root.join(stated?)))?;
    Baseline::read(&path)
        .map_err(|error| {
            let span = file.span(&["baseline".to_owned()]);
            let error = PackError::new(file, span, format!("读不了基线文件 {}：{error}", shown(&path)));
            errors.push(error.with_help(Some("用 `gouji baseline write` 生成".into())));
        })
        .ok()
}

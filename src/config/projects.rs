//! Which configuration governs which file, and by which rules each file is checked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::load::{Options, Project, nearest_config};
use crate::check::Archive;
use crate::lang::Lang;
use crate::linter::Linter;
use crate::paths::{here, real};
use crate::rule::PackError;

/// The configurations of a run, and the linters that they make.
#[derive(Debug)]
pub struct Projects {
    projects: Vec<Project>,
    linters: Vec<Linter>,
    files: Vec<Governed>,
}

/// What governs a file.
#[derive(Debug, Clone)]
pub struct Governed {
    /// Index of the project.
    pub project: usize,
    /// Index of the linter; none for a file that is excluded.
    linter: Option<usize>,
    /// The file's path relative to the configuration.
    pub relative: PathBuf,
}

impl Projects {
    /// Finds the configuration of each file and loads its rules. A file is any path; standard input is
    /// governed by the current folder.
    ///
    /// # Errors
    /// Every mistake in the configurations and packs, at its place.
    pub fn load(files: &[&Path], options: &Options, lang: Lang) -> Result<Self, Vec<PackError>> {
        let mut loader = Loader { options, here: here(), found: FxHashMap::default(), projects: Vec::new() };
        let mut errors = Vec::new();
        let mut governed = Vec::with_capacity(files.len());
        for file in files {
            let absolute = loader.here.join(file);
            let config = loader.config_of(&absolute);
            if let Some(project) = loader.project(config, &mut errors) {
                governed.push((project, absolute));
            }
        }
        if files.is_empty() {
            let config = loader.config_of(&loader.here.join("-"));
            loader.project(config, &mut errors);
        }
        let projects: Vec<Project> = loader.projects.into_iter().filter_map(|(_, project)| project).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut all = Self { projects, linters: Vec::new(), files: Vec::new() };
        let mut known: FxHashMap<(usize, Vec<usize>), usize> = FxHashMap::default();
        for (project, absolute) in governed {
            let governed = all.govern(project, &absolute, &mut known, lang, &mut errors);
            all.files.push(governed);
        }
        if errors.is_empty() { Ok(all) } else { Err(errors) }
    }

    fn govern(
        &mut self,
        index: usize,
        absolute: &Path,
        known: &mut FxHashMap<(usize, Vec<usize>), usize>,
        lang: Lang,
        errors: &mut Vec<PackError>,
    ) -> Governed {
        let project = &self.projects[index];
        let relative = absolute.strip_prefix(&project.root).unwrap_or(absolute).to_owned();
        if project.exclude.matches(&relative) {
            return Governed { project: index, linter: None, relative };
        }
        let key = (index, project.overrides_of(&relative));
        let linter = match known.get(&key) {
            Some(linter) => Some(*linter),
            None => match project.ruleset(&key.1) {
                Ok(ruleset) => {
                    self.linters.push(Linter::new(ruleset).with_lang(lang));
                    known.insert(key, self.linters.len() - 1);
                    Some(self.linters.len() - 1)
                }
                Err(found) => {
                    add_new(errors, found);
                    None
                }
            },
        };
        Governed { project: index, linter, relative }
    }

    /// The configurations; never none.
    #[must_use]
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// What governs a file, by its place in the list that was given.
    #[must_use]
    pub fn governs(&self, file: usize) -> Option<(&Project, &Governed)> {
        let governed = self.files.get(file)?;
        Some((self.projects.get(governed.project)?, governed))
    }

    /// The linter of a file; none where the file is excluded.
    #[must_use]
    pub fn linter(&self, file: usize) -> Option<&Linter> {
        self.linters.get(self.files.get(file)?.linter?)
    }

    /// The same, comparing each report with the one of the year before.
    #[must_use]
    pub fn with_archive(mut self, archive: Archive) -> Self {
        let archive = Arc::new(archive);
        self.linters = self.linters.into_iter().map(|linter| linter.with_archive(Arc::clone(&archive))).collect();
        self
    }

    /// What in the configurations matches nothing, for people. `covered` are the folders that were
    /// checked as a whole.
    #[must_use]
    pub fn unused(&self, covered: &[PathBuf]) -> Vec<PackError> {
        let here = here();
        let covered: Vec<PathBuf> = covered.iter().map(|folder| real(&here.join(folder))).collect();
        let mut unused = Vec::new();
        for (index, project) in self.projects.iter().enumerate().filter(|(_, project)| project.is_stated) {
            let files = self.files.iter().filter(|file| file.project == index);
            let seen: Vec<&Path> = files.map(|file| file.relative.as_path()).collect();
            let all = covered.iter().any(|folder| project.root.starts_with(folder));
            unused.extend(project.unused(&seen, all));
        }
        unused
    }
}

/// A mistake that several projects share is told once.
fn add_new(errors: &mut Vec<PackError>, found: Vec<PackError>) {
    for error in found {
        if !errors.iter().any(|known| known.is_same(&error)) {
            errors.push(error);
        }
    }
}

struct Loader<'o> {
    options: &'o Options,
    here: PathBuf,
    /// The configuration that governs a folder.
    found: FxHashMap<PathBuf, Option<PathBuf>>,
    /// By the path of the configuration; none where it has mistakes.
    projects: Vec<(Option<PathBuf>, Option<Project>)>,
}

impl Loader<'_> {
    fn config_of(&mut self, file: &Path) -> Option<PathBuf> {
        if let Some(config) = &self.options.config {
            return Some(self.here.join(config));
        }
        if self.options.no_config {
            return None;
        }
        let folder = file.parent()?;
        if let Some(known) = self.found.get(folder) {
            return known.clone();
        }
        let found = nearest_config(folder);
        self.found.insert(folder.to_owned(), found.clone());
        found
    }

    /// The index of the project among those without mistakes.
    fn project(&mut self, config: Option<PathBuf>, errors: &mut Vec<PackError>) -> Option<usize> {
        let known = self.projects.iter().position(|(known, _)| *known == config);
        let at = known.unwrap_or_else(|| {
            let loaded = self.load(config.as_deref());
            let loaded = loaded.map_err(|found| add_new(errors, found)).ok();
            self.projects.push((config, loaded));
            self.projects.len() - 1
        });
        self.projects[at].1.as_ref()?;
        Some(self.projects[..at].iter().filter(|(_, project)| project.is_some()).count())
    }

    fn load(&self, config: Option<&Path>) -> Result<Project, Vec<PackError>> {
        let Some(config) = config else { return Project::without_file(&self.here, self.options) };
        let root = config.parent().map_or_else(|| self.here.clone(), real);
        // As a person would name it: from where he stands.
        let shown = config.strip_prefix(&self.here).unwrap_or(config);
        Project::from_file(config, &shown.display().to_string(), &root, self.options)
    }
}

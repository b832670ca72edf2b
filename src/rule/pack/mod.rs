//! Loading packs: those compiled into the binary, and folders on disk, each after those it builds on.

mod built_in;
mod forms;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use semver::{Version, VersionReq};
use serde_yaml::Value;

pub use built_in::{BUILT_IN, BuiltIn};

use super::Pack;
use super::draft::Draft;
use super::error::PackError;
use super::example;
use super::file::{RuleFile, suggestion};
use super::nearest::nearest;
use super::raw::RawPack;
use super::setting::Layer;
use crate::paths::{real, shown};
use forms::Forms;

/// What a pack is called by those who build on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PackRef {
    /// By its name.
    Name(String),
    /// By the folder that holds it.
    Folder(PathBuf),
}

impl PackRef {
    /// What a file or the command line means: a folder has a separator in it or begins with a dot.
    /// `base` is the folder that relative paths start from.
    #[must_use]
    pub fn new(text: &str, base: &Path) -> Self {
        if text.contains(['/', '\\']) || text.starts_with('.') {
            Self::Folder(base.join(text.strip_prefix("./").unwrap_or(text)))
        } else {
            Self::Name(text.to_owned())
        }
    }

    /// What an argument of the command line means: a folder that is there, or else a name that is known.
    #[must_use]
    pub fn of_argument(text: &str, base: &Path) -> Self {
        let is_name = built_in::find(text).is_some() && !base.join(text).join("pack.yaml").is_file();
        if is_name { Self::Name(text.to_owned()) } else { Self::Folder(base.join(text)) }
    }
}

/// Where a reference to a pack stands, for errors.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What is meant.
    pub pack: PackRef,
    /// The file that wants it.
    pub file: Arc<RuleFile>,
    /// Where in that file.
    pub path: Vec<String>,
}

impl Wanted {
    fn error(&self, message: impl Into<String>) -> PackError {
        PackError::new(&self.file, self.file.span(&self.path), message)
    }
}

/// Where the files of a pack are.
#[derive(Debug, Clone)]
enum Origin {
    BuiltIn(&'static BuiltIn),
    Folder(PathBuf),
}

impl Origin {
    fn open(&self, name: &str) -> std::io::Result<Arc<RuleFile>> {
        match self {
            Self::BuiltIn(pack) => {
                let file = pack.files.iter().find(|(known, _)| *known == name);
                let (_, text) = file.ok_or(std::io::ErrorKind::NotFound)?;
                Ok(RuleFile::new(format!("{}/{name}", pack.folder), *text))
            }
            Self::Folder(folder) => {
                let path = folder.join(name);
                Ok(RuleFile::new(shown(&path), std::fs::read_to_string(path)?))
            }
        }
    }

    fn folder(&self) -> PathBuf {
        match self {
            Self::BuiltIn(pack) => PathBuf::from(pack.folder),
            Self::Folder(folder) => folder.clone(),
        }
    }
}

/// A pack that was opened.
#[derive(Debug)]
struct Loaded {
    origin: Origin,
    name: String,
    /// Its place among the packs; none while those it builds on are being loaded.
    pack: Option<usize>,
}

/// The packs, each after those it builds on, with all that they state.
#[derive(Debug, Default)]
pub struct Library {
    /// The packs.
    pub packs: Vec<Arc<Pack>>,
    /// The editions of the form.
    pub forms: Forms,
    /// The rules.
    pub drafts: Vec<Draft>,
    loaded: Vec<Loaded>,
    /// Whether a form has mistakes, or a pack that may have one is missing.
    pub forms_are_wrong: bool,
    strict: bool,
    errors: Vec<PackError>,
}

impl Library {
    /// Loads packs and those they build on. `strict` also compiles the expressions of built-in ones.
    /// Beside it stand the mistakes in them, each at its place.
    pub fn load(wanted: &[Wanted], strict: bool) -> (Self, Vec<PackError>) {
        let mut library = Self { strict, ..Self::default() };
        for pack in wanted {
            if library.want(pack).is_none() {
                library.forms_are_wrong = true;
            }
        }
        let errors = std::mem::take(&mut library.errors);
        (library, errors)
    }

    /// Loads a pack unless it is there already, and gives its place among the packs.
    fn want(&mut self, wanted: &Wanted) -> Option<usize> {
        let origin = self.origin(wanted)?;
        let key = identity(&origin);
        let is_named = |known: &Loaded| matches!(&wanted.pack, PackRef::Name(name) if *name == known.name);
        match self.loaded.iter().find(|known| identity(&known.origin) == key || is_named(known)) {
            Some(Loaded { pack: None, .. }) => {
                self.errors.push(wanted.error("规则包互相继承，成了一个圈"));
                None
            }
            Some(known) => known.pack,
            None => self.load_from(origin, wanted),
        }
    }

    fn origin(&mut self, wanted: &Wanted) -> Option<Origin> {
        let name = match &wanted.pack {
            PackRef::Folder(folder) => return Some(Origin::Folder(folder.clone())),
            PackRef::Name(name) => name,
        };
        // A pack from disk stands in for the built-in one of its name, for all that build on it.
        if let Some(known) = self.loaded.iter().find(|known| known.name == *name) {
            return Some(known.origin.clone());
        }
        let found = built_in::find(name).map(Origin::BuiltIn);
        if found.is_none() {
            let known: Vec<&str> = BUILT_IN.iter().map(|pack| pack.name).collect();
            let near = suggestion(name, &known).unwrap_or_default();
            let help = format!("{near}；自己的规则包写文件夹的路径，例如 `./{name}`");
            self.errors.push(wanted.error(format!("没有这个规则包：`{name}`")).with_help(Some(help)));
        }
        found
    }

    fn load_from(&mut self, origin: Origin, wanted: &Wanted) -> Option<usize> {
        let manifest = match origin.open("pack.yaml") {
            Ok(manifest) => manifest,
            Err(error) => {
                let path = origin.folder().join("pack.yaml");
                let error = wanted.error(format!("打不开规则包 {}：{}", shown(&path), describe(&error)));
                let names: Vec<&str> = BUILT_IN.iter().map(|pack| pack.name).collect();
                let written = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
                let near = nearest(&written, names.iter().copied()).map(|near| format!("；是不是 `{near}`？"));
                let names = format!("规则包是一个放有 pack.yaml 的文件夹，内置的有：{}", names.join("、"));
                self.errors.push(error.with_help(Some(format!("{names}{}", near.unwrap_or_default()))));
                return None;
            }
        };
        let raw = read_manifest(&manifest).map_err(|found| self.errors.extend(found)).ok()?;
        let at = self.loaded.len();
        self.loaded.push(Loaded { origin: origin.clone(), name: raw.name.clone(), pack: None });
        let mut base = None;
        for (index, text) in raw.extends.0.iter().enumerate() {
            // Of a single name without a list the path ends early, and means it as well.
            let path = vec!["extends".to_owned(), index.to_string()];
            let pack = PackRef::new(text, &origin.folder());
            // Without what it builds on, all the rest of the pack would seem wrong.
            base = Some(self.want(&Wanted { pack, file: Arc::clone(&manifest), path })?);
        }
        let index = PackLoader { library: self, origin: &origin, manifest: &manifest, base }.load(raw);
        self.loaded[at].pack = Some(index);
        Some(index)
    }
}

fn identity(origin: &Origin) -> PathBuf {
    let folder = origin.folder();
    match origin {
        Origin::BuiltIn(_) => PathBuf::from("built-in").join(folder),
        Origin::Folder(_) => real(&folder),
    }
}

/// Reads `pack.yaml`, but first of all whether this gouji can.
fn read_manifest(file: &Arc<RuleFile>) -> Result<RawPack, Vec<PackError>> {
    let value: Value = file.value()?;
    check_requires(file, &value).map_err(|error| vec![error])?;
    file.read(value, &[])
}

/// Whether a file that says which gouji it `requires` can be used by this one.
///
/// # Errors
/// What is required.
pub fn check_requires(file: &Arc<RuleFile>, value: &Value) -> Result<(), PackError> {
    let Some(required) = value.get("requires").and_then(Value::as_str) else { return Ok(()) };
    let error = |message: String| PackError::new(file, file.span(&["requires".to_owned()]), message);
    let required = VersionReq::parse(required)
        .map_err(|cause| error(format!("版本要求写得不对：{cause}")).with_help(Some("例如 `>=0.1` 或 `0.2`".into())))?;
    let own = env!("CARGO_PKG_VERSION");
    if Version::parse(own).is_ok_and(|own| required.matches(&own)) {
        return Ok(());
    }
    let help = "请换用符合要求的 gouji；在此之前不读这个文件的其他内容".to_owned();
    Err(error(format!("这里要求 gouji {required}，现在用的是 {own}")).with_help(Some(help)))
}

/// A pack as those who are told of it know it: who changed a rule, on what a row rests.
#[must_use]
pub fn pack_title(name: &str) -> String {
    format!("规则包 {name}")
}

/// One pack on its way into the library.
struct PackLoader<'l> {
    library: &'l mut Library,
    origin: &'l Origin,
    manifest: &'l Arc<RuleFile>,
    /// The pack it builds on; of several, the last.
    base: Option<usize>,
}

impl PackLoader<'_> {
    /// Adds the pack, and gives its place.
    fn load(&mut self, raw: RawPack) -> usize {
        let index = self.library.packs.len();
        let by = pack_title(&raw.title);
        for (at, name) in raw.forms.iter().enumerate() {
            if let Some(file) = self.open(&["forms", &at.to_string()], name) {
                let strict = self.library.strict || matches!(self.origin, Origin::Folder(_));
                let Library { forms, errors, forms_are_wrong, .. } = &mut *self.library;
                let before = errors.len();
                forms.add(&file, &by, strict, errors);
                *forms_are_wrong |= errors.len() > before;
            }
        }
        if self.library.forms.is_empty() && self.library.errors.is_empty() {
            let error = PackError::new(self.manifest, 0..0, "规则包里没有格式")
                .with_help(Some("用 `extends` 写明以哪个规则包为基础，例如 `extends: national`".into()));
            self.library.errors.push(error);
        }
        let layer_name = pack_title(&raw.name);
        let layer =
            Layer::read(layer_name, self.manifest, &["settings"], raw.settings.clone(), &mut self.library.errors);
        let Library { drafts, errors, .. } = &mut *self.library;
        layer.check_reasons(errors);
        layer.apply(drafts, errors);
        for (at, name) in raw.rules.iter().enumerate() {
            if let Some(file) = self.open(&["rules", &at.to_string()], name) {
                self.rules(&file, index);
            }
        }
        let pack = self.pack(raw);
        self.library.packs.push(Arc::new(pack));
        index
    }

    fn rules(&mut self, file: &Arc<RuleFile>, pack: usize) {
        let list = match file.list() {
            Ok(list) => list,
            Err(found) => {
                self.library.errors.extend(found);
                return;
            }
        };
        for (index, value) in list.into_iter().enumerate() {
            let draft = Draft::new(file, index, value, pack);
            if !draft.id.is_empty()
                && let Some(other) = self.library.drafts.iter().find(|other| other.id == draft.id)
            {
                let span = file.span(&[index.to_string(), "id".to_owned()]);
                let help = if other.pack == pack {
                    format!("第一次在 {} 第 {} 条", other.home.file.name, place_in_list(&other.home.path))
                } else {
                    "要改继承来的规则，请写在 pack.yaml 的 `settings` 里".to_owned()
                };
                let help = Some(help);
                let error = PackError::new(file, span, format!("规则号重复：`{}`", draft.id)).with_help(help);
                self.library.errors.push(error);
            }
            self.library.drafts.push(draft);
        }
    }

    /// The pack with its example reports, or those of the pack it builds on.
    fn pack(&mut self, raw: RawPack) -> Pack {
        let own = raw.example.as_ref().and_then(|name| self.open(&["example"], name));
        let previous = raw.previous.as_ref().and_then(|name| self.open(&["previous"], name));
        // The year before belongs to the issuer of the report it stands beside.
        let previous_of_base = raw.example.is_none();
        let base = self.base.and_then(|base| self.library.packs.get(base));
        let inherited = base.map(|pack| (pack.example.clone(), pack.previous.clone())).unwrap_or_default();
        if raw.example.is_none() && base.is_none() && !self.library.forms.is_empty() {
            let error = PackError::new(self.manifest, 0..0, "缺少 `example`：规则的例子都是对一份报告的改动");
            self.library.errors.push(error);
        }
        let mut report = own.map_or(inherited.0, |file| file.text.clone());
        for from in raw.example_changes.keys().filter(|from| !report.contains(from.as_str())) {
            let span = self.manifest.key_span(&["example-changes".to_owned(), from.clone()]);
            self.library.errors.push(PackError::new(self.manifest, span, "例子报告里没有这段文字"));
        }
        // Of what is not there it was said above.
        report = example::replace(&report, &raw.example_changes).unwrap_or(report);
        let own = |draft: &Draft| draft.pack == self.library.packs.len();
        let is_script = |draft: &Draft| draft.value.get("kind").and_then(Value::as_str) == Some("script");
        // A pack may also put its script into a rule of another.
        let replaced = raw.settings.values().any(|setting| setting.get("script").is_some());
        let scripts = replaced || self.library.drafts.iter().any(|draft| own(draft) && is_script(draft));
        Pack {
            name: raw.name,
            title: raw.title,
            version: raw.version,
            requires: raw.requires,
            folder: match self.origin {
                Origin::BuiltIn(_) => None,
                Origin::Folder(folder) => Some(folder.clone()),
            },
            manifest: Arc::clone(self.manifest),
            extends: raw.extends.0,
            example: report,
            previous: match previous {
                Some(file) => Some(file.text.clone()),
                None => inherited.1.filter(|_| previous_of_base),
            },
            scripts,
        }
    }

    fn open(&mut self, path: &[&str], name: &str) -> Option<Arc<RuleFile>> {
        let opened = self.origin.open(name);
        self.library.forms_are_wrong |= opened.is_err() && path.first() == Some(&"forms");
        opened
            .map_err(|error| {
                let path: Vec<String> = path.iter().map(|&segment| segment.to_owned()).collect();
                let span = self.manifest.span(&path);
                let message = format!("打不开 `{name}`：{}", describe(&error));
                self.library.errors.push(PackError::new(self.manifest, span, message));
            })
            .ok()
    }
}

/// The place of a rule in its file, from 1.
fn place_in_list(path: &[String]) -> usize {
    path.first().and_then(|index| index.parse::<usize>().ok()).map_or(1, |index| index + 1)
}

/// Why a file of a pack or project cannot be opened, for people.
#[must_use]
pub fn describe(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".into(),
        std::io::ErrorKind::PermissionDenied => "没有读取的权限".into(),
        std::io::ErrorKind::InvalidData => "不是 UTF-8 文本；请另存为 UTF-8".into(),
        std::io::ErrorKind::IsADirectory => "这是文件夹，不是文件".into(),
        std::io::ErrorKind::NotADirectory => "路径里有一段不是文件夹".into(),
        _ => error.to_string(),
    }
}

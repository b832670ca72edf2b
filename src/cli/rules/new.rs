//! `gouji rules new`: a rule with its examples, to be changed into what is wanted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::super::exit::Exit;
use super::super::session::refuse;
use crate::rule::kind::{self, KINDS};
use crate::rule::{PackRef, RuleBook, RuleFile, render_errors};

/// 在规则包里新建一条规则，连同例子
#[derive(Debug, Args)]
pub struct NewArgs {
    /// 规则号：主题/名称，小写英文，例如 city/contact-address
    #[arg(value_name = "ID")]
    id: String,
    /// 种类
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// 规则包所在的文件夹
    #[arg(default_value = ".", value_name = "PACK")]
    pack: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the files.
pub fn run(args: &NewArgs) -> std::io::Result<Exit> {
    let manifest = args.pack.join("pack.yaml");
    let Ok(text) = std::fs::read_to_string(&manifest) else {
        eprintln!("{} 里没有 pack.yaml；先用 `gouji init --pack 文件夹` 新建规则包", args.pack.display());
        return Ok(Exit::Usage);
    };
    let Some(skeleton) = skeleton(&args.kind) else { return Ok(Exit::Usage) };
    let Some((topic, _)) = args.id.split_once('/') else {
        eprintln!("规则号应为 `主题/名称`：`{}`", args.id);
        return Ok(Exit::Usage);
    };
    match RuleBook::of(PackRef::Folder(args.pack.clone()), true).and_then(|book| book.ruleset(&[])) {
        Ok(ruleset) if ruleset.rule(&args.id).is_some() => {
            eprintln!("已经有规则 `{}`", args.id);
            return Ok(Exit::Usage);
        }
        Ok(_) => {}
        Err(errors) => {
            refuse(&errors);
            return Ok(Exit::Usage);
        }
    }
    let name = format!("rules/{topic}.yaml");
    let file = args.pack.join(&name);
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let gap = if before.trim().is_empty() { "" } else { "\n" };
    std::fs::create_dir_all(args.pack.join("rules"))?;
    std::fs::write(&file, format!("{before}{gap}{}", rule(&args.id, &args.kind, skeleton)))?;
    if !lists(&text, &name) {
        std::fs::write(&manifest, with_file(&text, &name))?;
    }
    // A rule that cannot be used is not left behind.
    if let Err(errors) = RuleBook::of(PackRef::Folder(args.pack.clone()), true) {
        eprint!("{}", render_errors(&errors));
        undo(&file, &before, &manifest, &text)?;
        eprintln!("没有新建规则 `{}`", args.id);
        return Ok(Exit::Usage);
    }
    let pack = args.pack.display();
    eprintln!("规则 `{}` 写在 {}；改好后用 `gouji rules test {pack}` 试验", args.id, file.display());
    Ok(Exit::Clean)
}

fn undo(file: &Path, before: &str, manifest: &Path, text: &str) -> std::io::Result<()> {
    match before {
        "" => std::fs::remove_file(file)?,
        _ => std::fs::write(file, before)?,
    }
    std::fs::write(manifest, text)
}

fn skeleton(kind: &str) -> Option<&'static str> {
    let found = kind::find(kind).and_then(|kind| kind.skeleton);
    if found.is_none() {
        let known: Vec<&str> = KINDS.iter().filter(|kind| kind.skeleton.is_some()).map(|kind| kind.name).collect();
        match kind::find(kind) {
            Some(_) => {
                eprintln!("`{kind}` 类的规则全国规则包里已经有了，用 `settings` 改；可以新建的有：{}", known.join("、"))
            }
            None => eprintln!("没有这种规则：`{kind}`；可以新建的有：{}", known.join("、")),
        }
    }
    found
}

fn rule(id: &str, kind: &str, skeleton: &str) -> String {
    format!(
        "- id: {id}\n  kind: {kind}\n  severity: warning\n  title: 这条规则要求什么，一句话\n  why: 为什么要这样\n  \
         # 依据的条款；没有条款的写 practice。\n  source: practice\n{skeleton}"
    )
}

fn lists(manifest: &str, name: &str) -> bool {
    let file = RuleFile::new("pack.yaml", manifest);
    let listed = file.value().ok().and_then(|value| value.get("rules")?.as_sequence().cloned()).unwrap_or_default();
    listed.iter().any(|listed| listed.as_str() == Some(name))
}

/// The manifest with one more rule file; comments and order stay as they are.
fn with_file(manifest: &str, name: &str) -> String {
    let file: Arc<RuleFile> = RuleFile::new("pack.yaml", manifest);
    let path = vec!["rules".to_owned()];
    let key = file.key_span(&path);
    if manifest.get(key.clone()) != Some("rules") {
        return format!("{}\nrules:\n  - {name}\n", manifest.trim_end());
    }
    let line_end = manifest[key.end..].find('\n').map_or(manifest.len(), |at| key.end + at);
    let rest = manifest[key.end..line_end].trim_start_matches(':').trim();
    let (before, after) = (&manifest[..key.end], &manifest[line_end..]);
    match rest.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        // A list in one line.
        Some(inner) if inner.trim().is_empty() => format!("{before}:\n  - {name}{after}"),
        Some(inner) => format!("{before}: [{}, {name}]{after}", inner.trim()),
        None => format!("{before}:\n  - {name}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_added_to_the_list_in_whatever_way_it_is_written() {
        for (manifest, expected) in [
            ("name: a\n", "name: a\n\nrules:\n  - rules/b.yaml\n"),
            ("rules: []\n# c\n", "rules:\n  - rules/b.yaml\n# c\n"),
            ("rules: [a.yaml]\nname: a\n", "rules: [a.yaml, rules/b.yaml]\nname: a\n"),
            ("rules:\n  - a.yaml # c\n", "rules:\n  - rules/b.yaml\n  - a.yaml # c\n"),
        ] {
            let with = with_file(manifest, "rules/b.yaml").replace("a\nrules", "a\n\nrules");
            assert_eq!(with, expected);
            assert!(lists(&with, "rules/b.yaml"));
        }
    }
}

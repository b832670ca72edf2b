//! `gouji init`: a configuration to begin with, and on request a pack and a pre-commit hook.

use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Exit;

/// 在当前文件夹写一份带说明的 gouji.yaml
#[derive(Debug, Args)]
pub struct InitArgs {
    /// 同时写 .pre-commit-config.yaml，提交前自动检查
    #[arg(long)]
    pre_commit: bool,
    /// 同时在这个文件夹新建一个规则包
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

const CONFIG: &str = include_str!("init/gouji.yaml");
const PRE_COMMIT: &str = include_str!("init/pre-commit-config.yaml");
const PACK: &str = include_str!("init/pack.yaml");

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the files.
pub fn run(args: &InitArgs) -> std::io::Result<Exit> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let extends = match &args.pack {
        Some(folder) => {
            let name = folder.file_name().map_or_else(|| "local".into(), |name| name.to_string_lossy().into_owned());
            files.push((folder.join("pack.yaml"), PACK.replace("{name}", &name)));
            format!("./{}", plain(folder))
        }
        None => "national".to_owned(),
    };
    files.push((PathBuf::from(crate::config::CONFIG), CONFIG.replace("{extends}", &extends)));
    if args.pre_commit {
        files.push((PathBuf::from(".pre-commit-config.yaml"), PRE_COMMIT.to_owned()));
    }
    // Nothing of anybody's is written over, and nothing is done by halves.
    let there: Vec<String> =
        files.iter().filter(|(path, _)| path.exists()).map(|(path, _)| path.display().to_string()).collect();
    if !there.is_empty() {
        eprintln!("已经有 {}，没有写任何文件", there.join("、"));
        return Ok(Exit::Usage);
    }
    for (path, text) in files {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, text)?;
        eprintln!("写好 {}", path.display());
    }
    Ok(Exit::Clean)
}

fn plain(folder: &Path) -> String {
    folder.components().filter(|part| *part != std::path::Component::CurDir).collect::<PathBuf>().display().to_string()
}

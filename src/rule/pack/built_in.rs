//! The packs that are compiled into the binary, file by file.

/// A pack in the binary.
#[derive(Debug)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// Its folder in the repository.
    pub folder: &'static str,
    /// Its files, by their path in it.
    pub files: &'static [(&'static str, &'static str)],
}

/// Names of a pack's files, each with its text.
macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../", $folder, "/", $name)))),+]
    };
}

/// Every pack that gouji brings.
pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: "national",
        folder: "rules/national",
        files: files!["rules/national":
            "pack.yaml",
            "forms/2021.yaml",
            "forms/2019.yaml",
            "rules/structure.yaml",
            "rules/table.yaml",
            "rules/balance.yaml",
            "rules/dates.yaml",
            "rules/contact.yaml",
            "rules/citation.yaml",
            "rules/fee.yaml",
            "rules/claim.yaml",
            "rules/text.yaml",
            "rules/privacy.yaml",
            "rules/history.yaml",
            "rules/comment.yaml",
            "examples/previous.txt",
            "examples/report.txt",
        ],
    },
    BuiltIn {
        name: "ningxia",
        folder: "rules/provinces/ningxia",
        files: files!["rules/provinces/ningxia": "pack.yaml", "rules/preface.yaml", "rules/other.yaml"],
    },
    BuiltIn {
        name: "jiangxi",
        folder: "rules/provinces/jiangxi",
        files: files!["rules/provinces/jiangxi": "pack.yaml", "rules/preface.yaml"],
    },
];

/// The built-in pack with a name.
pub fn find(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|pack| pack.name == name)
}

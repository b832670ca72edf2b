//! The few words that the engine itself adds to a finding: names of related places and of fixes.
//! What is wrong is said by the rules.

use rust_decimal::Decimal;

use crate::lang::Lang;

/// The engine's words in the language of the run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(pub Lang);

impl Words {
    pub(super) fn replace_by(self, text: &str) -> String {
        self.0.pick(format!("改为“{text}”"), format!("replace by “{text}”"))
    }

    pub(super) fn first_time(self) -> String {
        self.0.pick("第一次出现在这里", "stands here first").into()
    }

    pub(super) fn also_here(self) -> String {
        self.0.pick("也出现在这里", "stands here as well").into()
    }

    pub(super) fn stated_here(self) -> String {
        self.0.pick("这里写的不同", "stated otherwise here").into()
    }

    pub(super) fn should_follow(self, other: &str) -> String {
        self.0.pick(format!("应在“{other}”之后"), format!("should follow “{other}”"))
    }

    pub(super) fn before_this(self) -> String {
        self.0.pick("应在此之前", "expected before this").into()
    }

    pub(super) fn after_this(self) -> String {
        self.0.pick("应在此之后", "expected after this").into()
    }

    pub(super) fn empty_cell(self, cell: &str) -> String {
        self.0.pick(format!("{cell} 为空"), format!("{cell} is empty"))
    }

    pub(super) fn term(self, name: &str, value: Decimal, blank: bool) -> String {
        if blank {
            return self.0.pick(format!("{name}（空，按 0 计）"), format!("{name} (empty, taken as 0)"));
        }
        format!("{name} {}", value.normalize())
    }

    pub(super) fn list(self, items: &[String], most: usize) -> String {
        let shown = items.iter().take(most).cloned().collect::<Vec<_>>().join(self.0.pick("、", ", "));
        if items.len() <= most {
            return shown;
        }
        self.0.pick(format!("{shown} 等 {} 处", items.len()), format!("{shown} and {} more", items.len() - most))
    }
}

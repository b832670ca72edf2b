//! Scripts: read once, run for each report. What a script may call stands with its check; here is the
//! language, and its limits.

use std::sync::OnceLock;

use rhai::{AST, Engine, OptimizationLevel};

/// Steps of one script over one report. A second pays for several millions.
pub const MOST_STEPS: u64 = 1_000_000;
/// Bytes of a text, and of all the texts in a list, that a script holds.
pub const LONGEST_TEXT: usize = 1 << 18;
/// Entries of a list or map, those of inner ones included.
const LARGEST_LIST: usize = 10_000;
/// Functions within functions.
const DEEPEST_CALL: usize = 24;
/// Expressions within expressions, at the top and in functions.
const DEEPEST_EXPRESSION: usize = 48;
/// Variables at a time.
const MOST_VARIABLES: usize = 64;

/// A script, read.
#[derive(Debug)]
pub struct Script {
    ast: AST,
}

/// Why a script cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// Its line, from 1; none where the whole is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// A mistake of syntax.
    pub fn compile(text: &str) -> Result<Self, ScriptError> {
        static READER: OnceLock<Engine> = OnceLock::new();
        let reader = READER.get_or_init(|| limited(Engine::new_raw()));
        match reader.compile(text) {
            Ok(ast) => Ok(Self { ast }),
            Err(error) => Err(ScriptError {
                line: error.position().line(),
                message: format!("脚本有误：{}", error.err_type()),
            }),
        }
    }

    /// What is run.
    #[must_use]
    pub fn ast(&self) -> &AST {
        &self.ast
    }
}

/// An engine that keeps within limits: no script can hold up a run or take its memory.
#[must_use]
pub fn limited(mut engine: Engine) -> Engine {
    engine
        .set_max_operations(MOST_STEPS)
        .set_max_call_levels(DEEPEST_CALL)
        .set_max_expr_depths(DEEPEST_EXPRESSION, DEEPEST_EXPRESSION)
        .set_max_string_size(LONGEST_TEXT)
        .set_max_array_size(LARGEST_LIST)
        .set_max_map_size(LARGEST_LIST)
        .set_max_variables(MOST_VARIABLES)
        .set_optimization_level(OptimizationLevel::None)
        .disable_symbol("eval");
    engine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_has_its_line() {
        let error = Script::compile("let a = 1;\nlet b = ;\n").unwrap_err();
        assert_eq!(error.line, Some(2));
        assert!(Script::compile("eval(\"1\")").is_err());
        assert!(Script::compile(&"(".repeat(5000)).is_err());
    }
}

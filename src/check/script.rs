//! `kind: script`: what a script of the pack finds. It sees the report as [`super::scripting`] offers it
//! and nothing else; where it fails or does not end, that is told as a finding about the rule.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rhai::{Dynamic, EvalAltResult, Scope};

use super::context::Context;
use super::finding::Finding;
use super::scripting::{self, Found};
use crate::rule::{MOST_STEPS, Script, Severity};

pub(super) fn check(context: &mut Context<'_, '_>, script: &Script) {
    let report = scripting::ScriptReport::of(context.report, &context.ruleset.forms);
    let mut scope = Scope::new();
    scope.push_constant("report", report.clone());
    let engine = scripting::engine();
    scripting::start_clock();
    let run = || engine.run_ast_with_scope(&mut scope, script.ast());
    let failure = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(reason(context, &error)),
        Err(_) => Some(context.lang.pick("脚本引擎内部出错", "the script engine failed").to_owned()),
    };
    let mut failure = failure;
    for Found { place, values } in report.take() {
        let values: Vec<(String, String)> =
            values.into_iter().map(|(name, value)| (name.to_string(), text(&value))).collect();
        let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let (message, help) = context.rule.words(None, context.lang);
        let names = message.names().chain(help.into_iter().flat_map(|help| help.names()));
        if let Some(name) = names.into_iter().find(|name| !values.iter().any(|(known, _)| known == name)) {
            let reason = context.lang.pick(
                format!("`found` 没有给出 `{name}`，规则的文字里用到了它"),
                format!("`found` does not give `{name}`, which the words of the rule use"),
            );
            failure.get_or_insert(reason);
            continue;
        }
        let span = place.span(context.report.document);
        context.find(span, None, &values);
    }
    if let Some(reason) = failure {
        let finding = failed(context, &reason);
        context.push(finding);
    }
}

/// A value of a script as a message shows it.
fn text(value: &Dynamic) -> String {
    if let Some(text) = scripting::shown(value) {
        return text;
    }
    value.as_decimal().map_or_else(|_| value.to_string(), |number| number.normalize().to_string())
}

/// The rule could not be checked to its end: an error, whatever the rule's own severity is.
fn failed(context: &Context<'_, '_>, reason: &str) -> Finding {
    let id = &context.rule.id;
    let message = context
        .lang
        .pick(format!("规则 {id} 没有查完：{reason}"), format!("the rule {id} could not be checked: {reason}"));
    let help = context.lang.pick(
        "这是规则的问题，不是报告的问题；请告诉规则包的作者，或在 gouji.yaml 里关闭这条规则",
        "the rule is at fault, not the report; tell the author of the pack, or switch the rule off in gouji.yaml",
    );
    Finding {
        severity: Severity::Error,
        message,
        help: Some(help.to_owned()),
        failed: true,
        ..context.compose(context.report.beginning(), None, &[])
    }
}

/// Why a script did not come to its end, for people.
fn reason(context: &Context<'_, '_>, error: &EvalAltResult) -> String {
    let zh_en = |zh: String, en: String| context.lang.pick(zh, en);
    let line = error
        .position()
        .line()
        .map(|line| zh_en(format!("（脚本第 {line} 行）"), format!(" (line {line} of the script)")));
    let innermost = innermost(error);
    let what = match innermost {
        EvalAltResult::ErrorTooManyOperations(_) => {
            zh_en(format!("超出 {MOST_STEPS} 步的限制"), format!("more than {MOST_STEPS} steps"))
        }
        EvalAltResult::ErrorStackOverflow(_) => zh_en("函数调用太深".into(), "functions called too deeply".into()),
        EvalAltResult::ErrorTooManyVariables(_) => zh_en("变量太多".into(), "too many variables".into()),
        EvalAltResult::ErrorDataTooLarge(..) => zh_en("占用的内存太多".into(), "too much memory".into()),
        EvalAltResult::ErrorTerminated(..) => zh_en("用时太长".into(), "it took too long".into()),
        EvalAltResult::ErrorRuntime(value, _) => value.to_string(),
        other => other.to_string(),
    };
    // The position is told above, in the language of the run.
    let what = what.split(" (line ").next().unwrap_or(&what);
    format!("{what}{}", line.unwrap_or_default())
}

fn innermost(error: &EvalAltResult) -> &EvalAltResult {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => innermost(inner),
        other => other,
    }
}

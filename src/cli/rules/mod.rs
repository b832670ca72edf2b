//! `gouji rules`: looking at the rules, trying them, and making new ones. One file for each subcommand.

mod docs;
mod example;
mod list;
mod new;
mod schema;
mod test;

use clap::{Args, Subcommand};

use super::exit::Exit;

/// 查看、试验、新建规则
#[derive(Debug, Args)]
pub struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    List(list::ListArgs),
    Test(test::TestArgs),
    New(new::NewArgs),
    Schema(schema::SchemaArgs),
    Docs(docs::DocsArgs),
    Example(example::ExampleArgs),
}

/// Runs the command.
///
/// # Errors
/// What went wrong when writing the result.
pub fn run(args: &RulesArgs) -> std::io::Result<Exit> {
    match &args.command {
        RulesCommand::List(args) => list::run(args),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::New(args) => new::run(args),
        RulesCommand::Schema(args) => schema::run(args),
        RulesCommand::Docs(args) => docs::run(args),
        RulesCommand::Example(args) => example::run(args),
    }
}

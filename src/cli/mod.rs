//! The command line. One file for each subcommand.

mod baseline;
mod check;
mod exit;
mod explain;
mod extract;
mod files;
mod init;
mod input;
mod previous;
mod rules;
mod session;
mod text;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Exit;

/// 勾稽：检查政府信息公开工作年度报告
#[derive(Debug, Parser)]
#[command(name = "gouji", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
    Rules(rules::RulesArgs),
    Explain(explain::ExplainArgs),
    Baseline(baseline::BaselineArgs),
    Init(init::InitArgs),
    Text(text::TextArgs),
    Extract(extract::ExtractArgs),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Baseline(args) => baseline::run(args),
        Command::Init(args) => init::run(args),
        Command::Text(args) => text::run(args),
        Command::Extract(args) => extract::run(args),
    };
    match result {
        Ok(exit) => exit.into(),
        // Whoever reads the output has stopped reading (`gouji check | head`): no one to tell.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Clean.into(),
        Err(error) => {
            eprintln!("gouji: {error}");
            Exit::Usage.into()
        }
    }
}

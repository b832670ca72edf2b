//! The command line program; see `gouji --help`.

fn main() -> std::process::ExitCode {
    gouji::cli::run()
}

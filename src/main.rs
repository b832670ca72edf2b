//! The command line program; see `gouji --help`.

use mimalloc::MiMalloc;

/// Reports are many small pieces of text: the allocator of the system took a sixth of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> std::process::ExitCode {
    gouji::cli::run()
}

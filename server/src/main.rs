//! `helpstead`: one binary, one process, one data directory.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Pages are many small strings, and a password check is one block of 19 MB: the system's allocator is slow at the first and
/// keeps the second (docs/performance.md).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    server::commands::main()
}

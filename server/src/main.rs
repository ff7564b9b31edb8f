//! `helpstead`: one binary, one process, one data directory.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::main()
}

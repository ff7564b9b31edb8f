//! Command lines out of bytes that come in any pieces.

use super::COMMAND;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A line without its end.
    Line(Vec<u8>),
    /// A line longer than [`COMMAND`]; it is gone.
    TooLong,
    /// A CR or LF that stands alone, or a NUL: whoever sends that speaks another language.
    Stray,
}

/// The line that is being read.
#[derive(Debug, Default)]
pub(super) struct Line {
    bytes: Vec<u8>,
    too_long: bool,
    /// A CR came and its LF has not yet.
    cr: bool,
}

impl Line {
    /// Takes from `input` up to the end of a line. `None`: all is taken and the line goes on.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Option<Read> {
        while let Some((&byte, rest)) = input.split_first() {
            *input = rest;
            match (self.cr, byte) {
                (true, b'\n') => {
                    let line = std::mem::take(self);
                    return Some(if line.too_long { Read::TooLong } else { Read::Line(line.bytes) });
                }
                (true, _) | (_, b'\n' | 0) => return Some(Read::Stray),
                (_, b'\r') => self.cr = true,
                _ if self.bytes.len() < COMMAND => self.bytes.push(byte),
                _ => self.too_long = true,
            }
        }
        None
    }
}

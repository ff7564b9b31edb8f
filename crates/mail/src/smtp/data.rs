//! The mail itself out of bytes that come in any pieces: its end found, its dots unstuffed, nothing kept that will be refused.

use super::{DATA_LINE, SIZE, reply};

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// The mail, whole.
    Whole(Vec<u8>),
    /// It ended, and this is why it is refused.
    Refused(&'static str),
    /// A CR or LF that stands alone: where the mail ends is no longer sure.
    Stray,
}

/// The mail that is being read.
#[derive(Debug, Default)]
pub(super) struct Data {
    kept: Vec<u8>,
    at: At,
    /// Bytes of the line so far.
    line: usize,
    refused: Option<&'static str>,
}

/// Where in a line the next byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// At its beginning.
    #[default]
    Start,
    /// After a dot at its beginning.
    Dot,
    /// After a dot at its beginning and a CR: an LF ends the mail.
    DotCr,
    /// In the midst of it.
    Within,
    /// After a CR: only an LF may come.
    Cr,
}

impl Data {
    /// Takes from `input` up to the end of the mail. `None`: all is taken and the mail goes on.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Option<Read> {
        while let Some((&byte, rest)) = input.split_first() {
            self.at = match (self.at, byte) {
                (At::DotCr, b'\n') => {
                    *input = rest;
                    let kept = std::mem::take(&mut self.kept);
                    return Some(self.refused.map_or(Read::Whole(kept), Read::Refused));
                }
                (At::Cr, b'\n') => {
                    self.keep(b"\r\n");
                    self.line = 0;
                    At::Start
                }
                (At::Cr | At::DotCr, _) | (_, b'\n') => return Some(Read::Stray),
                (At::Dot, b'\r') => At::DotCr,
                (_, b'\r') => At::Cr,
                (At::Start, b'.') => At::Dot,
                _ => {
                    self.text(input);
                    At::Within
                }
            };
            if !matches!(self.at, At::Within) {
                *input = rest;
            }
        }
        None
    }

    /// Takes and keeps what stands before the next CR or LF. The dot of [`At::Dot`] is not part of it: it was stuffed.
    fn text(&mut self, input: &mut &[u8]) {
        let end = input.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(input.len());
        let text;
        (text, *input) = input.split_at(end);
        self.line += text.len();
        if self.line > DATA_LINE {
            self.refuse(reply::LONG_LINE);
        }
        if text.contains(&0) {
            self.refuse(reply::NUL);
        }
        self.keep(text);
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.kept.len() + bytes.len() > SIZE {
            self.refuse(reply::TOO_LARGE);
        }
        if self.refused.is_none() {
            self.kept.extend_from_slice(bytes);
        }
    }

    /// Reads on to the end without keeping anything. The first reason stays.
    pub(super) fn refuse(&mut self, why: &'static str) {
        self.refused.get_or_insert(why);
        self.kept = Vec::new();
    }

    /// Bytes of memory taken.
    pub(super) fn held(&self) -> usize {
        self.kept.capacity()
    }
}

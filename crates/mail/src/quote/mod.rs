//! What somebody wrote now, what they wrote or were written before, and what stands under all their letters. When in doubt nothing is
//! folded away, and nothing is ever lost: the pieces joined are the text.

mod history;
mod signature;
mod words;

use serde::{Deserialize, Serialize};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: PieceKind,
    /// Whole lines, line ends and all.
    pub text: &'a str,
}

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// To be read.
    New,
    /// An older mail: to be folded.
    Quoted,
    /// A signature: to be folded.
    Signature,
}

/// Splits the plain text of a mail. `subject` tells a mail that was passed on: of that nothing is folded, because what is old to the
/// sender is new to us.
#[must_use]
pub fn quote<'a>(text: &'a str, subject: &str) -> Vec<Piece<'a>> {
    let ends: Vec<usize> = text.split_inclusive('\n').scan(0, |at, line| (*at += line.len(), Some(*at)).1).collect();
    let lines: Vec<&str> = text.split_inclusive('\n').map(|line| line.trim_end_matches(['\n', '\r'])).collect();
    let mut kinds = vec![PieceKind::New; lines.len()];
    if !is_forwarded(subject) {
        fold(&lines, &mut kinds);
    }
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut from = 0;
    for at in 0..lines.len() {
        if at + 1 == lines.len() || kinds[at + 1] != kinds[at] {
            pieces.push(Piece { kind: kinds[at], text: &text[from..ends[at]] });
            from = ends[at];
        }
    }
    pieces
}

/// The new words alone, for snippets and searches.
#[must_use]
pub fn new_words(pieces: &[Piece<'_>]) -> String {
    pieces.iter().filter(|piece| piece.kind == PieceKind::New).map(|piece| piece.text).collect()
}

fn fold(lines: &[&str], kinds: &mut [PieceKind]) {
    let says = |range: &[&str]| range.iter().any(|line| !line.trim().is_empty());
    let (mut from, mut to) = (lines.len(), lines.len());
    if let Some(at) = history::unmarked(lines).filter(|at| says(&lines[..*at])) {
        // Quote marks above it would be answers between quotes.
        if !lines[..at].iter().any(|line| line.starts_with('>')) {
            from = at;
        }
    } else if let Some((first, end)) = history::marked(lines) {
        let announced = history::announcement(lines, first);
        let first = announced.unwrap_or(first);
        let tail = &lines[end..];
        let ends = !says(tail) || signature::begins(&[&["."], tail].concat()) == Some(1 + blank(tail));
        let (before, after) = (says(&lines[..first]), says(tail) && !ends);
        if before != after && (before || announced.is_some()) || (before && after && announced.is_some()) {
            (from, to) = (first, end);
        }
    }
    kinds[from..to].fill(PieceKind::Quoted);
    for range in [0..from, to..lines.len()] {
        // Under an answer below the quote, or below the quote itself, where letters above it stay without one.
        let part = &lines[range.clone()];
        let alone = range.start > 0 && !says(&part[..blank(part)]) && says(part);
        let at =
            if alone { signature::begins(&[&["."], part].concat()).map(|at| at - 1) } else { signature::begins(part) };
        if let Some(at) = at {
            kinds[range.start + at..range.end].fill(PieceKind::Signature);
        }
    }
}

/// How many blank lines come first.
fn blank(lines: &[&str]) -> usize {
    lines.iter().take_while(|line| line.trim().is_empty()).count()
}

fn is_forwarded(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    words::FORWARDED.iter().any(|start| subject.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{PieceKind, quote};
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<(PieceKind, &str)> {
        quote(text, "Re: x").into_iter().map(|piece| (piece.kind, piece.text)).collect()
    }

    #[test]
    fn what_programs_write_is_told_apart() {
        use PieceKind::{New, Quoted, Signature};
        assert_eq!(
            shown("Yes.\n\nOn Mon, 3 Mar 2026 at 10:00, Ana\n<ana@example.com> wrote:\n\n> No?\n"),
            [(New, "Yes.\n\n"), (Quoted, "On Mon, 3 Mar 2026 at 10:00, Ana\n<ana@example.com> wrote:\n\n> No?\n")]
        );
        assert_eq!(
            shown("Yes.\n-- \nAna\n\n> No?\n"),
            [(New, "Yes.\n"), (Signature, "-- \nAna\n\n"), (Quoted, "> No?\n")]
        );
        assert_eq!(
            shown("Ja.\n\nVon meinem iPhone gesendet\n\n> Am 03.03.2026 um 10:00 schrieb Ana:\n> Nein?\n")[1],
            (Signature, "Von meinem iPhone gesendet\n\n")
        );
        assert_eq!(
            shown("Am 3.3.2026 schrieb Ana:\n> Nein?\n\nDoch.\n-- \nBo"),
            [(Quoted, "Am 3.3.2026 schrieb Ana:\n> Nein?\n"), (New, "\nDoch.\n"), (Signature, "-- \nBo")]
        );
        assert_eq!(
            shown("Ok\n________________________________\nFrom: Ana\nSent: Monday\nTo: Bo\nSubject: Hi\n\nOld\n")[1].0,
            Quoted
        );
    }

    #[test]
    fn in_doubt_nothing_is_folded() {
        for text in [
            "> One?\nYes.\n> Two?\nNo.\n",
            "> Only a quote\n",
            "From: here it looks good.\nBye\n",
            "Von: Ana\nBetreff: nothing\n",
            "-----Original Message-----\nall of it\n",
            "Look:\n> error 5\nWhat now?\n",
            "Sent from my desk the letter went out.\nBye\n",
            "",
        ] {
            assert!(quote(text, "Re: x").iter().all(|piece| piece.kind == PieceKind::New), "{text}: {:?}", shown(text));
        }
        let forward = "See below\n\n-----Original Message-----\nOld\n";
        assert_eq!(quote(forward, "Fwd: x").len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(> |-- |On 3 a@b wrote:|From: |Sent: |To: |Subject: |x|\\r|\\n|_{10}|é){0,60}") {
            let joined: String = quote(&text, "").iter().map(|piece| piece.text).collect();
            prop_assert_eq!(joined, text);
        }
    }
}

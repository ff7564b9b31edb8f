//! Passwords that everybody tries first (security.md 6.2.4): long enough for our rule and worth nothing. A short list, and
//! rules for what no list holds in full: walks over the keyboard, repetitions, one common word with digits around it, our own name.

use std::collections::HashSet;
use std::sync::LazyLock;

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Where fingers wander: along rows and columns of the usual keyboards, and through the alphabet; both ways.
const WALKS: [&str; 14] = [
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "abcdefghijklmnopqrstuvwxyz",
    "147258369",
];

/// Words that stand in so many passwords that one or two of them are none, our own name among them.
const WORDS: [&str; 64] = [
    "helpstead",
    "help",
    "stead",
    "support",
    "desk",
    "ticket",
    "password",
    "passwort",
    "passwords",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "pa$$word",
    "motdepasse",
    "contrasena",
    "wachtwoord",
    "salasana",
    "senha",
    "parola",
    "welcome",
    "willkommen",
    "bienvenue",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "testing",
    "demo",
    "default",
    "login",
    "letmein",
    "changeme",
    "secret",
    "master",
    "access",
    "system",
    "server",
    "internet",
    "company",
    "office",
    "monkey",
    "dragon",
    "princess",
    "sunshine",
    "football",
    "baseball",
    "superman",
    "batman",
    "iloveyou",
    "love",
    "baby",
    "angel",
    "shadow",
    "hello",
    "hallo",
    "bonjour",
    "charlie",
    "michael",
    "jessica",
    "summer",
    "winter",
    "qwerty",
];

/// Characters of a walk that count.
const STEPS: usize = 3;
/// Digits in a row that add nothing: a year, a birthday, a number everybody appends.
const DIGITS: usize = 8;
/// Common words that may stand in one.
const FEW: usize = 2;
/// Different characters there are at least.
const DIFFERENT: usize = 4;
/// Blocks that are repeated are at most so long.
const BLOCK: usize = 4;

/// Whether somebody who guesses begins with this one.
pub(super) fn is_common(password: &str) -> bool {
    let folded: String = password.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let letters: Vec<char> = folded.chars().collect();
    let different: HashSet<char> = letters.iter().copied().collect();
    KNOWN.contains(folded.as_str()) || different.len() < DIFFERENT || repeats(&letters) || is_made_of_nothing(&letters)
}

/// One short block over and over: `abcabcabcabc`.
fn repeats(letters: &[char]) -> bool {
    (1..=BLOCK.min(letters.len() / 2))
        .any(|block| letters.iter().enumerate().all(|(at, letter)| *letter == letters[at % block]))
}

/// Whether nothing is left when walks, digits, signs and a few common words are taken away. `fewest[at]` is how few words it
/// takes to get that far.
fn is_made_of_nothing(letters: &[char]) -> bool {
    let mut fewest: Vec<Option<usize>> = vec![None; letters.len() + 1];
    fewest[0] = Some(0);
    for at in 0..letters.len() {
        let Some(words) = fewest[at] else { continue };
        let rest = &letters[at..];
        let mut reach = |length: usize, words: usize| {
            let there = &mut fewest[at + length];
            *there = Some(there.map_or(words, |known| known.min(words)));
        };
        if !rest[0].is_alphanumeric() {
            reach(1, words);
        }
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        // Many digits in no order are as good as letters in none.
        let all = digits + letters[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
        if digits > 0 && all <= DIGITS {
            reach(digits, words);
        }
        for length in STEPS..=walked(rest) {
            reach(length, words);
        }
        for word in WORDS.iter().filter(|_| words < FEW) {
            let length = word.chars().count();
            if rest.len() >= length && word.chars().eq(rest[..length].iter().copied()) {
                reach(length, words + 1);
            }
        }
    }
    fewest[letters.len()].is_some()
}

/// How many characters go along one walk, forth or back; at least none.
fn walked(letters: &[char]) -> usize {
    let along = |walk: &[char]| {
        let starts = walk.iter().enumerate().filter(|(_, c)| letters.first() == Some(c)).map(|(start, _)| start);
        starts.map(|start| letters.iter().zip(&walk[start..]).take_while(|(a, b)| a == b).count()).max().unwrap_or(0)
    };
    let both = |walk: &str| {
        let forth: Vec<char> = walk.chars().collect();
        let back: Vec<char> = walk.chars().rev().collect();
        along(&forth).max(along(&back))
    };
    let same = letters.iter().take_while(|c| letters.first() == Some(c)).count();
    WALKS.iter().map(|walk| both(walk)).max().unwrap_or(0).max(same)
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, is_common};

    #[test]
    fn the_list_is_of_long_ones_and_holds_no_line_twice() {
        assert!(KNOWN.len() > 200);
        let text = include_str!("common_passwords.txt");
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines.len(), KNOWN.len(), "a line stands there twice");
        for line in lines {
            assert!(line.chars().count() >= 12 && line == line.to_lowercase() && !line.contains(' '), "{line}");
            assert!(is_common(line));
        }
    }

    #[test]
    fn what_everybody_tries_is_refused() {
        for bad in [
            "CorrectHorseBatteryStaple",
            "correct horse battery staple",
            "password1234",
            "Password12345!",
            "P@ssw0rd2026!",
            "passwordpassword",
            "1234567890123",
            "123456789012",
            "qwertyuiop123",
            "QWERTYUIOP!@#",
            "asdfghjkl;123",
            "zxcvbnm,./123",
            "1qaz2wsx3edc4rfv",
            "qazwsxedcrfvtgb",
            "poiuytrewqlkj",
            "abcdefghijkl",
            "zyxwvutsrqponm",
            "abcabcabcabc",
            "aaaaaaaaaaab",
            "ababababababab",
            "helpstead1234",
            "Helpstead-2026",
            "helpstead helpstead",
            "welcome2helpstead",
            "admin-support-1",
            "Summer2026!!!",
            "iloveyou14022026",
            "qwe asd zxc 123",
            "000000000000",
            "19841984198419",
        ] {
            assert!(is_common(bad), "{bad} is taken");
        }
    }

    #[test]
    fn sentences_and_noise_are_taken() {
        for good in [
            "correct horse",
            "correct horse battery",
            "a long enough password",
            "a sentence nobody guesses",
            "the thief's password",
            "my dog eats the post",
            "dragon monkey football sunshine",
            "пароль из слов",
            "x7Kp-22qR-mm0z",
            "402917583625",
            "tiger walks 1234",
            "helpstead is where I work",
        ] {
            assert!(!is_common(good), "{good} is refused");
        }
    }
}

//! Licence expressions (SPDX): may we ship it?

/// What may be part of the binary beside our own AGPL-3.0 code. MPL-2.0 asks only for its own files' source, which the registry holds.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether some way to read `expression` needs only allowed licences. `A/B` is the old spelling of `A OR B`.
pub fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = Words { words: spaced.split_whitespace().collect(), at: 0 };
    let good = words.either();
    good && words.at == words.words.len()
}

struct Words<'a> {
    words: Vec<&'a str>,
    at: usize,
}

impl Words<'_> {
    fn takes(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }

    fn either(&mut self) -> bool {
        let mut good = self.both();
        while self.takes("OR") {
            good |= self.both();
        }
        good
    }

    fn both(&mut self) -> bool {
        let mut good = self.one();
        while self.takes("AND") {
            good &= self.one();
        }
        good
    }

    fn one(&mut self) -> bool {
        if self.takes("(") {
            let good = self.either();
            return self.takes(")") && good;
        }
        let Some(word) = self.words.get(self.at) else { return false };
        let mut name = (*word).to_owned();
        self.at += 1;
        if self.takes("WITH") {
            let exception = self.words.get(self.at).copied().unwrap_or_default();
            name = format!("{name} WITH {exception}");
            self.at += 1;
        }
        ALLOWED.contains(&name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn one_allowed_reading_is_enough() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "GPL-2.0 OR (MIT AND ISC)",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            assert!(allowed(good), "{good}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT)", "MIT WITH some-exception", "SSPL-1.0 OR BUSL-1.1"]
        {
            assert!(!allowed(bad), "{bad}");
        }
    }
}

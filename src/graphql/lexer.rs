//! Tokens of a GraphQL document (October 2021, section 2.1): names, punctuators, numbers, strings. What stands between them is skipped.

use super::Faults;
use serde_json::Value;

/// The kinds of tokens that are no mark; a mark is of the kind that its byte is.
pub(super) const END: u8 = 0;
pub(super) const SPREAD: u8 = b'.';
pub(super) const NAME: u8 = b'a';
/// A number or a string; only `value` looks into it.
pub(super) const VALUE: u8 = b'"';

/// Reads one token after the other, and stands on one. Behind a fault there is only the end.
#[derive(Debug)]
pub(super) struct Lexer<'s> {
    source: &'s str,
    pub(super) kind: u8,
    /// The first byte of the token.
    pub(super) at: usize,
    /// The byte behind its last.
    end: usize,
    /// Where the token before it ended.
    pub(super) last: usize,
    pub(super) faults: Faults,
}

impl<'s> Lexer<'s> {
    /// Stands on the first token.
    pub(super) fn new(source: &'s str) -> Self {
        let mut lexer = Self { source, kind: END, at: 0, end: 0, last: 0, faults: Faults::default() };
        lexer.advance();
        lexer
    }

    /// The text between two bytes of the document.
    pub(super) fn between(&self, at: usize, end: usize) -> &'s str {
        self.source.get(at..end).unwrap_or_default()
    }

    /// The text of the token.
    pub(super) fn text(&self) -> &'s str {
        self.between(self.at, self.end)
    }

    /// Notes what is wrong with the token, and goes to the end.
    pub(super) fn fail(&mut self, text: &str, found: &str) {
        self.faults.add("Syntax error: ~~", text, found, self.at);
        (self.kind, self.end) = (END, self.source.len());
    }

    fn rest(&self) -> &'s [u8] {
        self.source.as_bytes().get(self.end..).unwrap_or_default()
    }

    fn skip_while(&mut self, wanted: fn(u8) -> bool) {
        while self.rest().first().is_some_and(|byte| wanted(*byte)) {
            self.end += 1;
        }
    }

    /// Goes to the next token; at the end, to the end again and again.
    pub(super) fn advance(&mut self) {
        self.last = self.end;
        self.skip_ignored();
        self.at = self.end;
        self.kind = match self.rest() {
            [] => END,
            [b'"', ..] => return self.string(),
            [b'-' | b'0'..=b'9', ..] => {
                self.skip_while(|byte| is_name(byte) || matches!(byte, b'.' | b'+' | b'-'));
                VALUE
            }
            [byte, ..] if is_name(*byte) => {
                self.skip_while(is_name);
                NAME
            }
            [b'.', b'.', b'.', ..] => {
                self.end += 3;
                SPREAD
            }
            [mark, ..] if b"!$&():=@[]{|}".contains(mark) => {
                self.end += 1;
                *mark
            }
            _ => return self.fail("Unexpected character", ""),
        };
    }

    fn skip_ignored(&mut self) {
        let mut comment = false;
        loop {
            self.end += match self.rest() {
                [b'\n' | b'\r', ..] => {
                    comment = false;
                    1
                }
                [b'#', ..] => {
                    comment = true;
                    1
                }
                [b' ' | b'\t' | b',', ..] => 1,
                // A byte order mark.
                [0xEF, 0xBB, 0xBF, ..] => 3,
                [_, ..] if comment => 1,
                _ => return,
            }
        }
    }

    /// Looks for the end of a string.
    fn string(&mut self) {
        let block = self.rest().starts_with(BLOCK);
        let quote = if block { BLOCK } else { b"\"" };
        self.kind = VALUE;
        self.end += quote.len();
        loop {
            let rest = self.rest();
            if rest.starts_with(quote) {
                self.end += quote.len();
                return;
            }
            self.end += match rest {
                [b'\\', rest @ ..] if rest.starts_with(quote) => 1 + quote.len(),
                [b'\\', _, ..] if !block => 2,
                [byte, ..] if block || !matches!(byte, b'\n' | b'\r') => 1,
                _ => return self.fail("A string has no end", ""),
            };
        }
    }
}

const BLOCK: &[u8] = b"\"\"\"";

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// What a number or a string stands for: as in JSON, but for tabs in strings, which may stand there, and for block strings.
pub(super) fn value(text: &str) -> Option<Value> {
    if text.as_bytes().starts_with(BLOCK) {
        return Some(unindented(text.get(3..text.len() - 3)?).into());
    }
    let mut json = String::new();
    for part in text.split('\t') {
        // The first part is not empty.
        if !json.is_empty() {
            json.push_str("\\t");
        }
        json.push_str(part);
    }
    crate::json::read(json.as_bytes())
}

/// A block string without the indentation that its lines share (the first one aside), and without blank lines around it.
fn unindented(raw: &str) -> String {
    let (mut common, mut from) = (usize::MAX, usize::MAX);
    for line in raw.split('\n') {
        let indent = indent(line);
        if from == 0 && indent < line.len() {
            common = common.min(indent);
        }
        from = 0;
    }
    let (mut text, mut end) = (String::new(), 0);
    for line in raw.split('\n') {
        let blank = indent(line) == line.len();
        if end > 0 || !blank {
            for (n, part) in line.get(from..).unwrap_or_default().split('\\').enumerate() {
                // Only three quotes can be escaped.
                if n > 0 && !part.as_bytes().starts_with(BLOCK) {
                    text.push('\\');
                }
                text.push_str(part.strip_suffix('\r').unwrap_or(part));
            }
            if !blank {
                end = text.len();
            }
            text.push('\n');
        }
        from = common;
    }
    text.truncate(end);
    text
}

/// How many bytes of white space a line starts with.
fn indent(line: &str) -> usize {
    let mut indent = 0;
    while let Some(b' ' | b'\t' | b'\r') = line.as_bytes().get(indent) {
        indent += 1;
    }
    indent
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The tokens' texts.
    fn texts(source: &str) -> Vec<&str> {
        let mut lexer = Lexer::new(source);
        let mut texts = Vec::new();
        while lexer.kind != END {
            texts.push(lexer.text());
            lexer.advance();
        }
        assert!(lexer.faults.first.is_none(), "{source}");
        texts
    }

    /// The value of the one token; None where it is none.
    fn read(source: &str) -> Option<Value> {
        let mut lexer = Lexer::new(source);
        let text = lexer.text();
        lexer.advance();
        if lexer.faults.first.is_some() || lexer.kind != END { None } else { value(text) }
    }

    #[test]
    fn what_stands_between_tokens_is_skipped() {
        assert_eq!(texts("\u{feff}a,,\t_b1 # \"…\r\n!\n..."), ["a", "_b1", "!", "..."]);
        assert!(texts(" , #").is_empty());
    }

    #[test]
    fn numbers_are_strict() {
        for (source, number) in [("0", 0), ("12", 12), ("-7", -7)] {
            assert_eq!(read(source), Some(json!(number)));
        }
        for float in ["1.5", "1e9", "-0.1E-2", "-99999999999999999999"] {
            assert!(read(float).is_some_and(|value| value.is_f64()), "{float}");
        }
        for bad in ["01", "-", "1.", "1.e1", "1e", "1a", "1.5.6", "+1", ".5", "0x1", "1_"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(read(r#""\"\\\/\b\f\n\r\t""#), Some("\"\\/\u{8}\u{c}\n\r\t".into()));
        assert_eq!(read(r#""\u00e4\uD83D\uDE00é""#), Some("ä😀é".into()));
        assert_eq!(read("\"\""), Some("".into()));
        assert_eq!(read("\"a\tb\""), Some("a\tb".into()));
        for bad in [
            r#""\x""#,
            r#""\é""#,
            r#""\u12""#,
            r#""\uD83D""#,
            r#""\uDE00\uD83D""#,
            r#""\u{110000}""#,
            "\"",
            "\"a\n\"",
            "\"a\\\n\"",
            "\"a\u{1}\"",
            "\"\\",
            "\"\\\"",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn block_strings_lose_common_indentation_and_blank_borders() {
        let wanted = "a\n  \"b\"\n\nc";
        assert_eq!(read("\"\"\"\n    a\n      \"b\"\r\n\n    c\n  \"\"\""), Some(wanted.into()));
        assert_eq!(read("\"\"\"a \\n \\\"\"\" b\"\"\""), Some("a \\n \"\"\" b".into()));
        assert_eq!(read("\"\"\"\"\"\""), Some("".into()));
        assert_eq!(read("\"\"\"a\"\""), None);
    }
}

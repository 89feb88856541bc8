//! Tokens of a GraphQL document (October 2021, section 2.1): names, punctuators, numbers, strings. What stands between them is skipped.

use super::Fault;

/// A token, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'s> {
    pub(super) kind: Kind<'s>,
    /// Its first byte.
    pub(super) at: usize,
    /// The byte behind its last.
    pub(super) end: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'s> {
    /// One of `! $ & ( ) : = @ [ ] { | }`.
    Mark(u8),
    /// `...`
    Spread,
    Name(&'s str),
    /// An integer; what no 64 bits hold becomes the nearest that they do.
    Int(i64),
    /// A number with a fraction or an exponent. Nothing in the schema takes one, so its value is not kept.
    Float,
    Text(String),
    End,
}

/// Reads one token after the other.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    pub(super) const fn new(source: &'s str) -> Self {
        Self { source, at: 0 }
    }

    /// The next token; at the end, the end again and again.
    pub(super) fn next(&mut self) -> Result<Token<'s>, Box<Fault>> {
        self.skip_ignored();
        let at = self.at;
        let kind = match self.peek() {
            None => Kind::End,
            Some(mark @ (b'!' | b'$' | b'&' | b'(' | b')' | b':' | b'=' | b'@' | b'[' | b']' | b'{' | b'|' | b'}')) => {
                self.at += 1;
                Kind::Mark(mark)
            }
            Some(b'.') if self.rest().starts_with("...") => {
                self.at += 3;
                Kind::Spread
            }
            Some(b'"') if self.rest().starts_with("\"\"\"") => self.block()?,
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(byte) if is_name(byte) => {
                self.skip_while(is_name);
                Kind::Name(self.since(at))
            }
            Some(_) => return Err(self.fault("Unexpected character")),
        };
        Ok(Token { kind, at, end: self.at })
    }

    /// The text between two bytes of the document.
    pub(super) fn text(&self, at: usize, end: usize) -> &'s str {
        self.source.get(at..end).unwrap_or_default()
    }

    fn rest(&self) -> &'s str {
        self.text(self.at, self.source.len())
    }

    fn since(&self, at: usize) -> &'s str {
        self.text(at, self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    fn skip_while(&mut self, wanted: fn(u8) -> bool) {
        while self.peek().is_some_and(wanted) {
            self.at += 1;
        }
    }

    fn skip_ignored(&mut self) {
        loop {
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
            if self.peek() == Some(b'#') {
                self.skip_while(|byte| !matches!(byte, b'\n' | b'\r'));
            } else if self.rest().starts_with('\u{feff}') {
                self.at += '\u{feff}'.len_utf8();
            } else {
                return;
            }
        }
    }

    /// A fault where reading stands now.
    fn fault(&self, message: &str) -> Box<Fault> {
        Fault::syntax(&[message], self.at)
    }

    fn number(&mut self) -> Result<Kind<'s>, Box<Fault>> {
        let at = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let zero = self.peek() == Some(b'0');
        let whole = self.digits()?;
        if zero && whole > 1 {
            return Err(Fault::syntax(&["A number has no leading zeros"], at));
        }
        let mut float = false;
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            float = true;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
            float = true;
        }
        if self.peek().is_some_and(|byte| byte == b'.' || is_name(byte)) {
            return Err(self.fault("Unexpected character behind a number"));
        }
        let text = self.since(at);
        let nearest = if text.starts_with('-') { i64::MIN } else { i64::MAX };
        Ok(if float { Kind::Float } else { Kind::Int(text.parse().unwrap_or(nearest)) })
    }

    /// Skips digits, at least one; how many.
    fn digits(&mut self) -> Result<usize, Box<Fault>> {
        let at = self.at;
        self.skip_while(|byte| byte.is_ascii_digit());
        if self.at > at { Ok(self.at - at) } else { Err(self.fault("A digit is missing")) }
    }

    fn string(&mut self) -> Result<Kind<'s>, Box<Fault>> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let at = self.at;
            self.skip_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=8 | 10..=31));
            text.push_str(self.since(at));
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.fault("A string has no end in its line")),
            }
        }
        self.at += 1;
        Ok(Kind::Text(text))
    }

    fn escape(&mut self) -> Result<char, Box<Fault>> {
        let escaped = self.rest().as_bytes().get(1).copied().unwrap_or_default();
        if escaped == b'u' {
            let (character, length) = code_point(self.rest()).ok_or_else(|| self.fault("Invalid Unicode escape"))?;
            self.at += length;
            return Ok(character);
        }
        let (_, character) = [
            (b'"', '"'),
            (b'\\', '\\'),
            (b'/', '/'),
            (b'b', '\u{8}'),
            (b'f', '\u{c}'),
            (b'n', '\n'),
            (b'r', '\r'),
            (b't', '\t'),
        ]
        .into_iter()
        .find(|&(code, _)| code == escaped)
        .ok_or_else(|| self.fault("Invalid escape"))?;
        self.at += 2;
        Ok(character)
    }

    fn block(&mut self) -> Result<Kind<'s>, Box<Fault>> {
        let mut raw = String::new();
        self.at += 3;
        loop {
            let at = self.at;
            self.skip_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=8 | 11 | 12 | 14..=31));
            raw.push_str(self.since(at));
            let rest = self.rest();
            if rest.starts_with("\"\"\"") {
                break;
            }
            if rest.starts_with("\\\"\"\"") {
                raw.push_str("\"\"\"");
                self.at += 4;
            } else if rest.starts_with(['"', '\\']) {
                raw.push_str(self.text(self.at, self.at + 1));
                self.at += 1;
            } else {
                return Err(self.fault("A block string has no end"));
            }
        }
        self.at += 3;
        Ok(Kind::Text(unindented(&raw)))
    }
}

/// The character that `\uXXXX`, a pair of surrogates, or `\u{X…}` at the start stands for, and the escape's length.
fn code_point(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix("\\u{") {
        let digits = rest.get(..rest.find('}')?)?;
        return Some((char::from_u32(hex(digits)?)?, digits.len() + 4));
    }
    let high = hex(text.get(2..6)?)?;
    if let Some(character) = char::from_u32(high) {
        return Some((character, 6));
    }
    let low = hex(text.get(6..12)?.strip_prefix("\\u")?)?;
    let pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    let code = pair.then(|| 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
    Some((char::from_u32(code)?, 12))
}

fn hex(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| plain)
}

/// A block string without the indentation that its lines share (the first one aside), and without blank lines around it.
fn unindented(raw: &str) -> String {
    let lines =
        || raw.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).flat_map(|line| line.split('\r'));
    let indent = |line: &str| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut common = usize::MAX;
    for line in lines().skip(1).filter(|line| indent(line) < line.len()) {
        common = common.min(indent(line));
    }
    let (mut text, mut end) = (String::new(), 0);
    for (n, line) in lines().enumerate() {
        let blank = indent(line) == line.len();
        if end > 0 || !blank {
            text.push_str(if n == 0 { line } else { line.get(common..).unwrap_or_default() });
            if !blank {
                end = text.len();
            }
            text.push('\n');
        }
    }
    text.truncate(end);
    text
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Result<Vec<Kind<'_>>, String> {
        let mut lexer = Lexer::new(source);
        let mut kinds = Vec::new();
        loop {
            match lexer.next().map_err(|fault| fault.message)?.kind {
                Kind::End => return Ok(kinds),
                kind => kinds.push(kind),
            }
        }
    }

    fn text(source: &str) -> String {
        match kinds(source).as_deref() {
            Ok([Kind::Text(text)]) => text.clone(),
            other => panic!("{source}: {other:?}"),
        }
    }

    #[test]
    fn what_stands_between_tokens_is_skipped() {
        let names = vec![Kind::Name("a"), Kind::Name("_b1"), Kind::Mark(b'!'), Kind::Spread];
        assert_eq!(kinds("\u{feff}a,,\t_b1 # \"…\r\n!\n..."), Ok(names));
        assert_eq!(kinds(" , #"), Ok(vec![]));
    }

    #[test]
    fn numbers_are_strict() {
        assert_eq!(kinds("0 -0 12 -7"), Ok([0, 0, 12, -7].map(Kind::Int).to_vec()));
        assert_eq!(
            kinds("99999999999999999999 -99999999999999999999"),
            Ok([i64::MAX, i64::MIN].map(Kind::Int).to_vec())
        );
        assert_eq!(kinds("1.5 1e9 -0.1E-2"), Ok(vec![Kind::Float, Kind::Float, Kind::Float]));
        for bad in ["01", "-", "1.", "1.e1", "1e", "1a", "1.5.6", "+1", ".5", "0x1", "1_"] {
            assert!(kinds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(text(r#""\"\\\/\b\f\n\r\t""#), "\"\\/\u{8}\u{c}\n\r\t");
        assert_eq!(text(r#""\u00e4\uD83D\uDE00\u{1F600}é""#), "ä😀😀é");
        assert_eq!(text("\"\""), "");
        assert_eq!(text("\"a\tb\""), "a\tb");
        for bad in [
            r#""\x""#,
            r#""\u12""#,
            r#""\uD83D""#,
            r#""\uDE00\uD83D""#,
            r#""\u{110000}""#,
            r#""\u{+1}""#,
            "\"",
            "\"a\n\"",
            "\"\\",
        ] {
            assert!(kinds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn block_strings_lose_common_indentation_and_blank_borders() {
        assert_eq!(text("\"\"\"\n    a\n      \"b\"\r\n\n    c\n  \"\"\""), "a\n  \"b\"\n\nc");
        assert_eq!(text("\"\"\"a \\n \\\"\"\" b\"\"\""), "a \\n \"\"\" b");
        assert_eq!(text("\"\"\"\"\"\""), "");
        assert!(kinds("\"\"\"a\"\"").is_err());
    }
}

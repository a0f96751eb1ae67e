//! Objects of a PDF, as this program writes them.

/// How deep objects may stand in each other.
const DEEPEST: usize = 32;

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    /// Nothing, or one of two.
    Word,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real,
    /// A name.
    Name(String),
    /// A text, as its bytes.
    Text(Vec<u8>),
    /// A list.
    Array(Vec<Object>),
    /// A table, in the order of the file.
    Dictionary(Vec<(String, Object)>),
    /// The number of an object.
    Reference(u32),
}

impl Object {
    /// The entry of a table.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Dictionary(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The number of the object that is meant.
    pub(super) fn reference(&self) -> Option<u32> {
        if let Self::Reference(number) = self { Some(*number) } else { None }
    }

    /// A number of bytes or things.
    pub(super) fn size(&self) -> Option<usize> {
        if let Self::Integer(number) = self { usize::try_from(*number).ok() } else { None }
    }

    /// A text of plain letters.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(bytes) if bytes.is_ascii() => String::from_utf8(bytes.clone()).ok(),
            _ => None,
        }
    }
}

/// Reads objects one after the other.
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes have been read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next object; `None` if there is none, or it is not one.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.nested(DEEPEST)
    }

    /// The next whole number.
    pub(super) fn integer(&mut self) -> Option<i64> {
        self.space();
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
        let number = std::str::from_utf8(&rest[..length]).ok()?.parse().ok()?;
        self.at += length;
        Some(number)
    }

    /// Goes past a word.
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        self.space();
        self.bytes[self.at..].starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn space(&mut self) {
        let space = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        self.at += self.bytes[self.at..].iter().take_while(space).count();
    }

    fn nested(&mut self, deep: usize) -> Option<Object> {
        let deep = deep.checked_sub(1)?;
        self.space();
        match self.bytes.get(self.at..)? {
            [b'<', b'<', ..] => self.dictionary(deep),
            [b'<', ..] => self.hexadecimal(),
            [b'(', ..] => self.literal(),
            [b'[', ..] => self.array(deep),
            [b'/', ..] => self.name().map(Object::Name),
            [b'0'..=b'9' | b'-' | b'.', ..] => self.number(),
            _ => ["null", "true", "false"].into_iter().find_map(|word| self.word(word)).map(|()| Object::Word),
        }
    }

    fn dictionary(&mut self, deep: usize) -> Option<Object> {
        self.at += 2;
        let mut entries = Vec::new();
        while self.word(">>").is_none() {
            self.space();
            entries.push((self.name()?, self.nested(deep)?));
        }
        Some(Object::Dictionary(entries))
    }

    fn array(&mut self, deep: usize) -> Option<Object> {
        self.at += 1;
        let mut list = Vec::new();
        while self.word("]").is_none() {
            list.push(self.nested(deep)?);
        }
        Some(Object::Array(list))
    }

    fn name(&mut self) -> Option<String> {
        let rest = self.bytes[self.at..].strip_prefix(b"/")?;
        let ends = |byte: &u8| !byte.is_ascii_graphic() || b"()<>[]{}/%".contains(byte);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += 1 + length;
        Some(String::from_utf8_lossy(&rest[..length]).into_owned())
    }

    /// A number, or the number of an object.
    fn number(&mut self) -> Option<Object> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')).count();
        if rest[..length].contains(&b'.') {
            self.at += length;
            return Some(Object::Real);
        }
        let number = self.integer()?;
        let before = self.at;
        if self.integer().is_some_and(|generation| generation == 0) && self.word("R").is_some() {
            return u32::try_from(number).ok().map(Object::Reference);
        }
        self.at = before;
        Some(Object::Integer(number))
    }

    fn literal(&mut self) -> Option<Object> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 0_usize);
        loop {
            let byte = self.byte()?;
            match byte {
                b')' if open == 0 => return Some(Object::Text(text)),
                b')' => open -= 1,
                b'(' => open += 1,
                _ => {}
            }
            text.push(match byte {
                b'\\' => match self.byte()? {
                    b'r' => b'\r',
                    escaped => escaped,
                },
                byte => byte,
            });
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn hexadecimal(&mut self) -> Option<Object> {
        let rest = &self.bytes[self.at + 1..];
        let length = rest.iter().position(|byte| *byte == b'>')?;
        self.at += length + 2;
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let pairs = rest[..length].chunks(2);
        let bytes = pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?));
        bytes.collect::<Option<Vec<u8>>>().map(Object::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Object> {
        Parser::new(text.as_bytes()).object()
    }

    #[test]
    fn objects_are_read_as_they_are_written() {
        let table = read("<</A 1/B[2 0 R -3 0.5 null]/C(a\\)(b))/D<0041>/E/F/G<<>>>>").unwrap();
        assert_eq!(table.get("A"), Some(&Object::Integer(1)));
        assert_eq!(
            table.get("B"),
            Some(&Object::Array(vec![Object::Reference(2), Object::Integer(-3), Object::Real, Object::Word]))
        );
        assert_eq!(table.get("C").and_then(Object::text).as_deref(), Some("a)(b)"));
        assert_eq!(table.get("D"), Some(&Object::Text(vec![0, 0x41])));
        assert_eq!(table.get("E"), Some(&Object::Name("F".into())));
        assert_eq!(table.get("G"), Some(&Object::Dictionary(Vec::new())));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let deep = "[".repeat(10_000);
        for bad in ["", "<<", "<</A", "(", "(\\", "[1", "<00", "<0>", "x", "R", "<</A 1 2>>", deep.as_str()] {
            assert_eq!(read(bad), None, "{}", bad.get(..20).unwrap_or(bad));
        }
    }
}

//! Standard output as UTF-8 without a byte order mark, as files are read: shells and consoles of Windows mark it, or make UTF-16 of it.

use connector_playground::checker::utf16::Utf16;
use std::io::{self, Cursor};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

/// Bytes that are decoded at once.
const CHUNK: usize = 64 << 10;
/// Bytes that tell the encoding.
const TELLING: u64 = 3;

/// The text of a pipe.
pub(super) type Text = Box<dyn AsyncRead + Send + Unpin>;

/// The text of a pipe, whose first bytes tell its encoding.
pub(super) async fn decoded(mut pipe: impl AsyncRead + Send + Unpin + 'static) -> io::Result<Text> {
    let mut opening = Vec::new();
    (&mut pipe).take(TELLING).read_to_end(&mut opening).await?;
    let (marked, high_first) = match opening.as_slice() {
        [0xEF, 0xBB, 0xBF] => (3, None),
        [0xFF, 0xFE, ..] => (2, Some(false)),
        [0xFE, 0xFF, ..] => (2, Some(true)),
        [b'{' | b'[', 0, ..] => (0, Some(false)),
        [0, b'{' | b'[', ..] => (0, Some(true)),
        _ => (0, None),
    };
    let all = Cursor::new(opening.split_off(marked)).chain(pipe);
    Ok(match high_first {
        None => Box::new(all),
        Some(high_first) => {
            let (reader, writer) = duplex(CHUNK);
            // It ends with the pipe, or when nobody reads its text any more.
            tokio::spawn(decode(all, Utf16::new(high_first), writer));
            Box::new(reader)
        }
    })
}

async fn decode(
    mut pipe: impl AsyncRead + Unpin,
    mut decoder: Utf16,
    mut writer: DuplexStream,
) -> io::Result<()> {
    let (mut chunk, mut text) = (vec![0; CHUNK], Vec::new());
    loop {
        let length = pipe.read(&mut chunk).await?;
        decoder.decode(chunk.get(..length).unwrap_or_default(), &mut text);
        if length == 0 {
            decoder.finish(&mut text);
        }
        writer.write_all(&text).await?;
        text.clear();
        if length == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn text(bytes: &'static [u8]) -> String {
        let mut text = String::new();
        decoded(bytes).await.unwrap().read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn marks_go_and_utf16_becomes_utf8() {
        assert_eq!(text(b"\xEF\xBB\xBF{\"a\":1}\n").await, "{\"a\":1}\n");
        assert_eq!(text(b"\xFF\xFE{\0\xE9\0}\0\n\0").await, "{é}\n");
        assert_eq!(text(b"\xFE\xFF\0{\0\xE9\0}\0\n").await, "{é}\n");
        assert_eq!(text(b"{\0}\0").await, "{}");
        assert_eq!(text(b"\0[\0]").await, "[]");
        for plain in ["", "{", "{}", "\u{e9}t\u{e9}\n", "no rows\n"] {
            assert_eq!(text(plain.as_bytes()).await, plain);
        }
    }
}

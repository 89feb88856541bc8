//! A form with files (`multipart/form-data`, RFC 7578), read as it comes: its files are those of the check, other fields are passed over.

use crate::checker::Check;
use crate::checker::format::Format;
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::Receiver;

/// The longest head of a part, in bytes.
const HEAD: usize = 16_384;
/// The longest boundary (RFC 2046 section 5.1.1).
const BOUNDARY: usize = 70;

/// The boundary, where the media type is that of a form.
pub(super) fn boundary(media_type: &str) -> Option<Result<String, ApiError>> {
    let (essence, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
    if !essence.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = parameter(parameters, "boundary")
        .filter(|value| !value.is_empty() && value.len() <= BOUNDARY);
    Some(value.ok_or(ApiError::Form))
}

/// The value of a parameter of a header, in quotes or not.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    parameters.split(';').find_map(|pair| {
        let (found, value) = pair.split_once('=')?;
        found.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// A form that is being read.
pub(super) struct Form {
    check: Check,
    /// What ends a part, the line feed before it included.
    delimiter: Vec<u8>,
    stage: Stage,
    /// Buffered bytes that may be the beginning of a delimiter or head.
    held: Vec<u8>,
    /// How many files have begun.
    files: u32,
}

#[derive(Clone, Copy)]
enum Stage {
    /// In a part, or before the first one; whether that is a file.
    Part {
        file: bool,
    },
    /// Behind a delimiter.
    Delimited,
    Head,
    /// Behind the last part.
    Ended,
}

impl Form {
    pub(super) fn new(check: Check, boundary: String) -> Self {
        let delimiter = ["\r\n--", &boundary].concat().into_bytes();
        // The first delimiter may stand at the very beginning.
        Self {
            check,
            delimiter,
            stage: Stage::Part { file: false },
            held: b"\r\n".to_vec(),
            files: 0,
        }
    }

    /// Takes the next step, if what is held is enough for one.
    fn step(&mut self) -> Result<bool, ApiError> {
        match self.stage {
            Stage::Part { file } => {
                let found = find(&self.held, &self.delimiter);
                let end =
                    found.unwrap_or((self.held.len() + 1).saturating_sub(self.delimiter.len()));
                if file {
                    self.check.feed(self.held.get(..end).unwrap_or_default())?;
                }
                self.held.drain(..end + found.map_or(0, |_| self.delimiter.len()));
                if found.is_some() {
                    self.stage = Stage::Delimited;
                }
                Ok(found.is_some())
            }
            Stage::Delimited => match self.held.as_slice() {
                [b'-', b'-', ..] => {
                    self.stage = Stage::Ended;
                    Ok(true)
                }
                [] | [_] => Ok(false),
                held => {
                    let Some(end) = find(held, b"\r\n") else { return self.wait() };
                    self.held.drain(..end);
                    self.stage = Stage::Head;
                    Ok(true)
                }
            },
            Stage::Head => {
                // The line feed of the delimiter stands before the head, so that an empty one ends like all others.
                let Some(end) = find(&self.held, b"\r\n\r\n") else { return self.wait() };
                let head =
                    String::from_utf8_lossy(self.held.get(..end).unwrap_or_default()).into_owned();
                self.held.drain(..end + 4);
                self.begin(&head)?;
                Ok(true)
            }
            Stage::Ended => {
                self.held.clear();
                Ok(false)
            }
        }
    }

    fn wait(&self) -> Result<bool, ApiError> {
        if self.held.len() > HEAD { Err(ApiError::Form) } else { Ok(false) }
    }

    /// Begins a part. What has a file's name or a type is a file.
    fn begin(&mut self, head: &str) -> Result<(), ApiError> {
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            lines
                .find(|(found, _)| found.trim().eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim())
        };
        let media_type = header("content-type");
        let name = header("content-disposition").and_then(|value| parameter(value, "filename"));
        let file = media_type.is_some() || name.is_some();
        if file {
            let format = media_type.and_then(Format::of_type);
            if self.files == 0 {
                self.check.declare(format);
            } else {
                self.check.begin_file(&name.unwrap_or_default(), format)?;
            }
            self.files += 1;
        }
        self.stage = Stage::Part { file };
        Ok(())
    }
}

/// The first position of one slice of bytes in another.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        let at = from + rest.iter().position(|byte| Some(byte) == wanted.first())?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

impl Receiver for Form {
    fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        self.held.extend_from_slice(chunk);
        while self.step()? {}
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Response, ApiError> {
        if self.files == 0 {
            return Err(ApiError::Form);
        }
        if !matches!(self.stage, Stage::Ended) {
            if let Stage::Part { file: true } = self.stage {
                let rest = std::mem::take(&mut self.held);
                self.check.feed(&rest)?;
            }
            self.check.cut_off("the form is cut off");
        }
        Receiver::finish(Box::new(self.check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::Instance;
    use crate::settings::Settings;
    use crate::time::Timestamp;
    use proptest::prelude::*;

    const END: &str = "\r\n--x--\r\n";

    /// The counts of missing, landed and unreadable rows of a form, fed in chunks of this size; None where it is refused.
    fn read(form: &str, size: usize) -> Option<[u64; 3]> {
        let anchor = Timestamp::from_seconds(1_800_000_000);
        let settings =
            Settings::builder("form", anchor).with("records=3").unwrap().build().unwrap();
        let check = Check::new("step", None, None, &Instance::passing(settings), anchor);
        let mut form_reader = Form::new(check, "x".to_owned());
        form.as_bytes().chunks(size).try_for_each(|chunk| form_reader.feed(chunk)).ok()?;
        let body =
            Receiver::finish(Box::new(form_reader)).ok()?.into_response().into_body().into_bytes();
        let verdict: serde_json::Value = serde_json::from_slice(&body).unwrap();
        Some(
            ["/missing/count", "/landed", "/unreadable/count"]
                .map(|at| verdict.pointer(at).unwrap().as_u64().unwrap()),
        )
    }

    fn part(head: &str, body: &str) -> String {
        format!("--x\r\n{head}\r\n\r\n{body}")
    }

    const FILE: &str =
        "Content-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\nContent-Type: text/csv";
    const FIELD: &str = "content-disposition: form-data; name=\"stream\"";

    proptest! {
        #[test]
        fn files_are_read_in_any_chunks(size in 1..300_usize, rows in "id\n1\n2\n(3\n)?(\r\n|\r|-|\r\n--|\r\n--y){0,2}") {
            let fields = [part(FIELD, "people\r\n"), part(FILE, &rows), "\r\n".to_owned(), part(FIELD, "9"), END.to_owned()];
            let plain = read(&[part(FILE, &rows), END.to_owned()].concat(), 10_000).unwrap();
            prop_assert_eq!(read(&fields.concat(), size), Some(plain));
        }
    }

    #[test]
    fn several_files_are_one_landing_and_a_form_without_one_is_refused() {
        let two = [part(FILE, "id\n1\n"), "\r\n".to_owned(), part(FILE, "id\r\n2"), END.to_owned()]
            .concat();
        assert_eq!(read(&two, 7), Some([1, 2, 0]));
        assert_eq!(
            read(&[part(FILE, "id\n1\n2\n3"), "\r\n--x-".to_owned()].concat(), 7),
            Some([0, 3, 1])
        );
        for form in [
            "",
            "--x--",
            "id\n1",
            &[part(FIELD, "1"), END.to_owned()].concat(),
            &format!("--x{}", " ".repeat(20_000)),
        ] {
            assert_eq!(read(form, 100), None, "{form}");
        }
    }

    #[test]
    fn the_boundary_is_found_in_the_media_type() {
        assert_eq!(boundary("text/csv"), None);
        assert_eq!(
            boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""),
            Some(Ok("a b".to_owned()))
        );
        for none in
            ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; x=y"]
        {
            assert_eq!(boundary(none), Some(Err(ApiError::Form)), "{none}");
        }
    }
}

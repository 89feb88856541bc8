//! What stands at the path of a ready file, and how text is put there. Nothing but a regular file is ever replaced or removed: devices, pipes,
//! sockets and descriptors are written to and stay, and a symbolic link leads to its target and stays.

use std::fs::{self, FileType, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;
use tempfile::NamedTempFile;

/// Most links that are followed one after another, as on Linux.
const LINKS: usize = 40;
/// How long a start waits for a pipe's reader. One that comes later gets the text then.
const PATIENCE: Duration = Duration::from_millis(500);

/// The target of a path, with symbolic links followed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A regular file, or nothing yet.
    File(PathBuf),
    /// The standard output.
    Out,
    /// The standard error.
    Err,
    /// A device, a pipe, or a descriptor of a process.
    Pipe(PathBuf),
    /// A Unix socket.
    #[cfg(unix)]
    Socket(PathBuf),
}

impl Target {
    /// Follows links to what is there, or to where a file can be made.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let mut at = path.to_owned();
        for _ in 0..LINKS {
            if let Some((own, number)) = descriptor(&at) {
                return Ok(match (own, number) {
                    (true, 1) => Self::Out,
                    (true, 2) => Self::Err,
                    _ => Self::Pipe(at),
                });
            }
            let there = match fs::symlink_metadata(&at) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::File(at)),
                there => there?,
            };
            if !there.is_symlink() {
                return Self::found(there.file_type(), at);
            }
            let target = fs::read_link(&at)?;
            at = at.parent().unwrap_or(Path::new("")).join(target);
        }
        Err(io::Error::other("too many symbolic links"))
    }

    fn found(kind: FileType, path: PathBuf) -> io::Result<Self> {
        if kind.is_file() {
            return Ok(Self::File(path));
        }
        if kind.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt;
            if kind.is_block_device() {
                return Err(io::Error::other(
                    "it is a block device, which would lose what is on it",
                ));
            }
            if kind.is_socket() {
                return Ok(Self::Socket(path));
            }
        }
        Ok(Self::Pipe(path))
    }
}

/// The number of a descriptor that a path is, as `/dev/fd/63` or `/proc/self/fd/1`, and whether it is this process's.
fn descriptor(path: &Path) -> Option<(bool, u32)> {
    let number = path.file_name()?.to_str()?.parse().ok()?;
    let folder = path.parent()?.canonicalize().ok()?;
    if folder == Path::new("/dev/fd") {
        return Some((true, number));
    }
    let process = folder
        .strip_prefix("/proc")
        .ok()
        .filter(|rest| rest.ends_with("fd"))?
        .iter()
        .next()?
        .to_str()?;
    Some((process.parse() == Ok(std::process::id()), number))
}

/// Makes or replaces a file, which is there as a whole or not at all, for its owner alone. Where its folder permits no second file, or the file
/// is one that cannot be replaced, as where it is mounted by itself, it is overwritten.
pub(super) fn put(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let replaced = NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(content)?;
        file.persist(path).map_err(io::Error::from)
    });
    match replaced {
        Err(error) if error.kind() != ErrorKind::NotFound => write_over(path, content),
        replaced => replaced.map(drop),
    }
}

/// Takes a file away, or its content where the folder does not permit that.
pub(super) fn take_away(path: &Path) {
    if fs::remove_file(path).is_err() {
        let _ = OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(0));
    }
}

/// Writes to a pipe or device, which cannot be replaced by a file. The system may wait for a reader: so that the server does not, a thread
/// of its own writes.
pub(super) fn stream(path: PathBuf, content: Vec<u8>) -> io::Result<()> {
    in_background(move || OpenOptions::new().append(true).open(path)?.write_all(&content))
}

/// Sends to who listens at a Unix socket.
#[cfg(unix)]
pub(super) fn send(path: PathBuf, content: Vec<u8>) -> io::Result<()> {
    use std::os::unix::net::{UnixDatagram, UnixStream};
    in_background(move || {
        let sent = UnixStream::connect(&path).and_then(|mut stream| stream.write_all(&content));
        // A socket of the other kind says that the protocol is the wrong one.
        sent.or_else(|error| {
            UnixDatagram::unbound()?.send_to(&content, &path).map(drop).map_err(|_| error)
        })
    })
}

fn in_background(write: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    let (done, outcome) = sync_channel(1);
    thread::Builder::new().name("ready file".to_owned()).spawn(move || done.send(write()))?;
    match outcome.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Ok(()),
        Err(RecvTimeoutError::Disconnected) => Err(ErrorKind::BrokenPipe.into()),
    }
}

fn write_over(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
    }
    file.write_all(content).inspect_err(|_| take_away(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn descriptors_are_known_by_any_of_their_names() {
        assert_eq!(Target::of(Path::new("/dev/stdout")).unwrap(), Target::Out);
        assert_eq!(Target::of(Path::new("/dev/fd/2")).unwrap(), Target::Err);
        assert_eq!(Target::of(Path::new("/proc/self/fd/1")).unwrap(), Target::Out);
        assert!(matches!(Target::of(Path::new("/dev/fd/63")).unwrap(), Target::Pipe(_)));
        assert!(matches!(Target::of(Path::new("/dev/null")).unwrap(), Target::Pipe(_)));
        assert_eq!(Target::of(Path::new("63")).unwrap(), Target::File("63".into()));
    }
}

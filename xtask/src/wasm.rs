//! `cargo xtask build`: the wasm module, as wasm-pack.toml describes it.

use crate::project::Project;
use crate::run::run;
use crate::wasm_std::{TARGET, Toolchain};
use std::fs;
use std::path::PathBuf;
use toml::{Table, Value};

/// What wasm-pack.toml says.
struct Plan {
    /// The folder of the package to compile.
    folder: String,
    profile: String,
    /// Most bytes that the module may have.
    budget: u64,
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &[String]) -> Result<(), String> {
    if let Some(word) = arguments.first() {
        return Err(format!("build takes no `{word}`: wasm-pack.toml says what is built"));
    }
    println!("wasm-pack.toml is read by this task; wasm-pack itself reads no such file.");
    let module = compile(project)?;
    println!("{}", module.display());
    Ok(())
}

/// Compiles the module and holds it to its budget.
pub(crate) fn compile(project: &Project) -> Result<PathBuf, String> {
    let plan = Plan::read(project)?;
    let toolchain = Toolchain::have(project)?;
    let manifest = format!("{}/Cargo.toml", plan.folder);
    let arguments =
        ["build", "--locked", "--manifest-path", &manifest, "--lib", "--target", TARGET, "--profile", &plan.profile];
    run(&mut toolchain.cargo(project, &arguments))?;
    let module = project.target.join(TARGET).join(&plan.profile).join("playground_worker.wasm");
    let bytes = fs::read(&module).map_err(|e| format!("{}: {e}", module.display()))?;
    let size = shipped_size(&bytes).ok_or_else(|| format!("{} is no wasm module", module.display()))?;
    println!("    the module has {size} bytes of code and data; wasm-pack.toml allows {}", plan.budget);
    if size > plan.budget {
        return Err(format!("the module has {size} bytes, above the {} that wasm-pack.toml allows", plan.budget));
    }
    Ok(module)
}

/// The module's size without its custom sections: names and debug information, which later steps of the build take off.
fn shipped_size(module: &[u8]) -> Option<u64> {
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut size = 8;
    while let Some((&id, after)) = rest.split_first() {
        let (length, digits) = leb128(after)?;
        rest = after.get(digits + usize::try_from(length).ok()?..)?;
        if id != 0 {
            size += 1 + digits as u64 + length;
        }
    }
    Some(size)
}

/// A number as wasm writes it, seven bits a byte, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(u64, usize)> {
    let digits = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let value = bytes[..digits].iter().rev().fold(0, |value, byte| value << 7 | u64::from(byte & 0x7f));
    Some((value, digits))
}

impl Plan {
    fn read(project: &Project) -> Result<Self, String> {
        let path = project.root.join("wasm-pack.toml");
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Self::parse(&text).map_err(|e| format!("wasm-pack.toml: {e}"))
    }

    /// Every key is needed, and none is left over: one that nobody reads would be a promise nobody keeps.
    fn parse(text: &str) -> Result<Self, String> {
        let mut table: Table = text.parse().map_err(|e: toml::de::Error| e.message().to_owned())?;
        let plan = Self {
            folder: take_text(&mut table, "build", "crate")?,
            profile: take_text(&mut table, "build", "profile")?,
            budget: take(&mut table, "budget", "module")?
                .as_integer()
                .and_then(|bytes| u64::try_from(bytes).ok())
                .ok_or("budget.module must be a number of bytes")?,
        };
        for (section, rest) in &table {
            let key = rest.as_table().map_or(Some(""), |keys| keys.keys().next().map(String::as_str));
            if let Some(key) = key {
                return Err(format!("nothing reads {}", format!("{section}.{key}").trim_end_matches('.')));
            }
        }
        Ok(plan)
    }
}

fn take(table: &mut Table, section: &str, key: &str) -> Result<Value, String> {
    let value = table.get_mut(section).and_then(Value::as_table_mut).and_then(|keys| keys.remove(key));
    value.ok_or_else(|| format!("{section}.{key} is missing"))
}

fn take_text(table: &mut Table, section: &str, key: &str) -> Result<String, String> {
    match take(table, section, key)? {
        Value::String(text) => Ok(text),
        other => Err(format!("{section}.{key} must be text, not {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[build]\ncrate = \"worker\"\nprofile = \"wasm\"\n[budget]\nmodule = 1_000\n";

    #[test]
    fn the_projects_own_file_is_understood() {
        let plan = Plan::parse(include_str!("../../wasm-pack.toml")).unwrap();
        assert_eq!((plan.folder.as_str(), plan.profile.as_str()), ("worker", "wasm"));
    }

    #[test]
    fn custom_sections_do_not_count() {
        let mut module = b"\0asm\x01\0\0\0\x01\x02??".to_vec();
        assert_eq!(shipped_size(&module), Some(12));
        module.extend(b"\0\x80\x01".iter().chain(&[7; 128]));
        assert_eq!(shipped_size(&module), Some(12));
        assert_eq!(shipped_size(&module[..20]), None);
        assert_eq!(shipped_size(b"#!/bin/sh"), None);
    }

    #[test]
    fn what_is_missing_wrong_or_unread_is_named() {
        let problem = |text: &str| Plan::parse(text).err().unwrap_or_default();
        assert_eq!(problem(GOOD), "");
        assert_eq!(problem(&GOOD.replace("crate", "package")), "build.crate is missing");
        assert_eq!(problem(&GOOD.replace("1_000", "\"1 kB\"")), "budget.module must be a number of bytes");
        assert_eq!(problem(&format!("{GOOD}gzip = 1\n")), "nothing reads budget.gzip");
        assert_eq!(problem(&format!("extra = 1\n{GOOD}")), "nothing reads extra");
    }
}

//! What wasm-pack.toml says.

use crate::project::Project;
use anyhow::{Context, Result, anyhow, bail};
use fs_err as fs;
use toml::{Table, Value};

/// The file's content.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The folder of the package to compile.
    pub(crate) folder: String,
    pub(crate) profile: String,
    /// The form of the bindings, as `wasm-bindgen --target` names it.
    pub(crate) target: String,
    /// Flags of the compiler.
    pub(crate) rustflags: Vec<String>,
    /// Arguments of `wasm-opt`.
    pub(crate) optimizer: Vec<String>,
    /// Arguments of `terser`.
    pub(crate) minifier: Vec<String>,
    /// Arguments of `esbuild`.
    pub(crate) bundler: Vec<String>,
    /// Most bytes of module and script, each after `gzip -9`.
    pub(crate) budget: usize,
    /// Most bytes of the page's files but its icons, each after `gzip -9`.
    pub(crate) page_budget: usize,
    /// Where the module's own tests run.
    pub(crate) browsers: Vec<String>,
}

impl Plan {
    /// Reads the file.
    pub(crate) fn read(project: &Project) -> Result<Self> {
        let path = project.root.join("wasm-pack.toml");
        let text = fs::read_to_string(&path)?;
        Self::parse(&text).context("wasm-pack.toml")
    }

    /// Every key is needed, and none is left over: one that nobody reads would be a promise nobody keeps.
    fn parse(text: &str) -> Result<Self> {
        let mut table: Table = text.parse()?;
        let plan = Self {
            folder: take_text(&mut table, "build", "crate")?,
            profile: take_text(&mut table, "build", "profile")?,
            target: take_text(&mut table, "build", "target")?,
            rustflags: take_words(&mut table, "build", "rustflags")?,
            optimizer: take_words(&mut table, "build", "wasm-opt")?,
            minifier: take_words(&mut table, "build", "terser")?,
            bundler: take_words(&mut table, "page", "esbuild")?,
            budget: take_bytes(&mut table, "budget", "gzip")?,
            page_budget: take_bytes(&mut table, "budget", "page")?,
            browsers: take_words(&mut table, "test", "browsers")?,
        };
        for (section, rest) in &table {
            let key =
                rest.as_table().map_or(Some(""), |keys| keys.keys().next().map(String::as_str));
            if let Some(key) = key {
                bail!("nothing reads {}", format!("{section}.{key}").trim_end_matches('.'));
            }
        }
        Ok(plan)
    }
}

fn take(table: &mut Table, section: &str, key: &str) -> Result<Value> {
    let value =
        table.get_mut(section).and_then(Value::as_table_mut).and_then(|keys| keys.remove(key));
    value.with_context(|| format!("{section}.{key} is missing"))
}

fn take_text(table: &mut Table, section: &str, key: &str) -> Result<String> {
    match take(table, section, key)? {
        Value::String(text) => Ok(text),
        other => Err(anyhow!("{section}.{key} must be text, not {other:?}")),
    }
}

fn take_bytes(table: &mut Table, section: &str, key: &str) -> Result<usize> {
    let bytes =
        take(table, section, key)?.as_integer().and_then(|bytes| usize::try_from(bytes).ok());
    bytes.with_context(|| format!("{section}.{key} must be a number of bytes"))
}

fn take_words(table: &mut Table, section: &str, key: &str) -> Result<Vec<String>> {
    let value = take(table, section, key)?;
    let words = value
        .as_array()
        .and_then(|words| words.iter().map(|word| Some(word.as_str()?.to_owned())).collect());
    words.with_context(|| format!("{section}.{key} must be a list of texts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[build]\ncrate = \"worker\"\nprofile = \"wasm\"\ntarget = \"web\"\nrustflags = []\nwasm-opt = [\"-Oz\"]\n\
        terser = []\n[page]\nesbuild = []\n[test]\nbrowsers = [\"chrome\"]\n[budget]\ngzip = 1_000\npage = 1\n";

    #[test]
    fn the_projects_own_file_is_understood() {
        let plan = Plan::parse(include_str!("../../../wasm-pack.toml")).unwrap();
        assert_eq!((plan.folder.as_str(), plan.profile.as_str()), ("worker", "wasm"));
    }

    #[test]
    fn what_is_missing_wrong_or_unread_is_named() {
        let problem =
            |text: &str| Plan::parse(text).err().map(|e| e.to_string()).unwrap_or_default();
        assert_eq!(problem(GOOD), "");
        assert_eq!(problem(&GOOD.replace("crate", "package")), "build.crate is missing");
        assert_eq!(
            problem(&GOOD.replace("1_000", "\"1 kB\"")),
            "budget.gzip must be a number of bytes"
        );
        assert_eq!(
            problem(&GOOD.replace("\"-Oz\"", "1")),
            "build.wasm-opt must be a list of texts"
        );
        assert_eq!(problem(&format!("{GOOD}brotli = 1\n")), "nothing reads budget.brotli");
        assert_eq!(problem(&format!("extra = 1\n{GOOD}")), "nothing reads extra");
    }
}

//! Ready clients from the package index, each in an environment of its own below the target folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A client from the package index.
pub(crate) struct Client {
    pub(crate) name: &'static str,
    pub(crate) packages: &'static [&'static str],
}

pub(crate) const DLT: Client = Client { name: "dlt", packages: &["dlt[duckdb]==1.31.0"] };
/// The program `duckdb`; of the version of a file, or a later one, to read it.
pub(crate) const DUCKDB: Client = Client { name: "duckdb", packages: &["duckdb-cli==1.5.6"] };
pub(crate) const AIRBYTE: Client = Client { name: "airbyte", packages: &["airbyte-cdk==7.39.1"] };
pub(crate) const SINGER: Client = Client { name: "singer", packages: &["singer-sdk==0.54.9"] };
pub(crate) const FIVETRAN: Client =
    Client { name: "fivetran", packages: &["fivetran-connector-sdk==2.13.1", "requests==2.34.2"] };
pub(crate) const REQUESTS: Client = Client { name: "requests", packages: &["requests==2.34.2"] };
pub(crate) const GQL: Client = Client { name: "gql", packages: &["gql[requests]==4.4.0"] };
pub(crate) const SCHEMATHESIS: Client = Client {
    name: "schemathesis",
    packages: &["schemathesis==4.32.5", "openapi-spec-validator==0.9.0"],
};
pub(crate) const OPENAPI_PYTHON_CLIENT: Client =
    Client { name: "openapi-python-client", packages: &["openapi-python-client==0.29.1"] };
/// Validates JSON by its schema.
pub(crate) const JSONSCHEMA: Client =
    Client { name: "jsonschema", packages: &["jsonschema==4.26.0"] };
pub(crate) const POLARS: Client = Client { name: "polars", packages: &["polars==2.1.0"] };
/// The generator's jar for Java, and what the client needs that it makes.
pub(crate) const OPENAPI_GENERATOR: Client = Client {
    name: "openapi-generator",
    packages: &[
        "openapi-generator-cli==7.26.0",
        "pydantic==2.14.4",
        "python-dateutil==4.0.0",
        "urllib3==2.8.0",
    ],
};
pub(crate) const DATAMODEL_CODE_GENERATOR: Client =
    Client { name: "datamodel-code-generator", packages: &["datamodel-code-generator==0.89.0"] };
pub(crate) const PYTEST: Client = Client { name: "pytest", packages: &["pytest==9.2.0"] };
/// Libraries of tables, beside pytest: some 250 MB.
pub(crate) const FRAMES: Client = Client {
    name: "frames",
    packages: &[
        "pytest==9.2.0",
        "pandas==3.1.1",
        "polars==2.1.0",
        "pyarrow==26.0.1",
        "duckdb==2.0.1",
    ],
};

/// What pip must not take, whatever a package asks for.
const CONSTRAINTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/clients/constraints.txt");

/// A Python of at least version 3.`minor`.
pub(crate) fn python(minor: u8) -> Option<&'static str> {
    let check = format!("import sys; sys.exit(sys.version_info < (3, {minor}))");
    let found = ["python3", "python"].into_iter().find(|name| {
        let version = Command::new(name).args(["-c", &check]).output();
        version.is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        eprintln!("skipped: no Python 3.{minor} or later here");
    }
    found
}

impl Client {
    /// The Python of its environment, which is made once; None where that cannot be done.
    pub(crate) fn python(&self) -> Option<PathBuf> {
        let python = python(10)?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("client-{}", self.name));
        // Tests run side by side, and so may whole runs: one makes it, the others wait.
        let lock = File::create(folder.with_extension("lock")).unwrap();
        lock.lock().unwrap();
        let own = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let (stamp, wanted) = (folder.join("installed"), self.packages.join(" "));
        if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
            return Some(own);
        }
        let done = |command: &mut Command| {
            let output = command.output().unwrap();
            if !output.status.success() {
                eprintln!(
                    "skipped: {wanted} cannot be installed here: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
            }
            output.status.success()
        };
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "1",
            "--no-compile",
        ];
        let made = done(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))
            && done(
                Command::new(&own)
                    .args(install)
                    .args(["--constraint", CONSTRAINTS])
                    .args(self.packages),
            );
        made.then(|| fs::write(&stamp, wanted).unwrap())?;
        Some(own)
    }
}

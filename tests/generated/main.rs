//! Clients that generators make of the OpenAPI document, and of GraphQL's schema: each calls every operation of the real process, and parses every answer. One generator
//! runs with each change; the others, which need many packages, in `cargo xtask all`. Skipped, with a word, where a generator cannot be installed.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test that says why it is skipped"
)]

mod answers;
#[path = "../support/mod.rs"]
mod support;

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::Server;
use support::clients::{DATAMODEL_CODE_GENERATOR, OPENAPI_GENERATOR, OPENAPI_PYTHON_CLIENT};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/clients");
/// What is made by programs from npm: `cargo xtask all generators` installs them.
const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/generators");

/// A server, an empty folder for what a generator makes, and the document in it.
struct Trial {
    server: Server,
    folder: PathBuf,
    document: PathBuf,
}

impl Trial {
    fn new(generator: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated").join(generator);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (server, document) = (Server::start(&[]), folder.join("openapi.json"));
        fs::write(&document, server.get("/openapi.json").body).unwrap();
        Self { server, folder, document }
    }

    /// The credentials, as JSON.
    fn access(&self) -> String {
        let c = self.server.credentials();
        json!({
            "basic_user": c.basic.0, "basic_pass": c.basic.1, "bearer": c.bearer, "api_key": c.api_key,
            "session_user": c.login.0, "session_pass": c.login.1,
        })
        .to_string()
    }
}

/// Whether this run is the long one, that has what these tests need.
fn is_long() -> bool {
    std::env::var_os("ALL").is_some()
}

/// Whether Java is here, and what came from npm.
fn has(java: bool, npm: bool) -> bool {
    let lacks = match () {
        () if java && Command::new("java").arg("-version").output().is_err() => "no Java",
        () if npm && !Path::new(NODE).join("node_modules").is_dir() => {
            "no packages in tests/generators (`npm ci`)"
        }
        () => return true,
    };
    eprintln!("skipped: {lacks} here");
    false
}

/// Runs a command to its end; its output, which is shown where it fails.
fn done(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

#[test]
fn openapi_python_client_makes_a_client_that_calls_every_operation() {
    let Some(python) = OPENAPI_PYTHON_CLIENT.python() else { return };
    let trial = Trial::new("openapi_python_client");
    let package = trial.folder.join("playground_client");
    let config = trial.folder.join("config.yaml");
    // It knows no lines of JSON, but texts. Its hooks would tidy the code with programs that are not there.
    fs::write(
        &config,
        "post_hooks: []\ncontent_type_overrides:\n  application/x-ndjson: text/plain\n",
    )
    .unwrap();
    let mut generate = Command::new(&python);
    generate
        .args(["-m", "openapi_python_client", "generate", "--meta", "none", "--path"])
        .arg(&trial.document);
    let said = done(generate.arg("--output-path").arg(&package).arg("--config").arg(&config));
    // It knows no bodies of lines; the checker takes JSON, too.
    let warned: Vec<&str> =
        said.lines().filter(|line| line.contains("WARNING") || line.contains("ERROR")).collect();
    assert!(warned.iter().all(|line| line.contains("parsing POST /playground/check")), "{said}");
    let script = format!("{SCRIPTS}/openapi_python.py");
    let mut call = Command::new(&python);
    let said = done(
        call.arg(script)
            .arg(&package)
            .arg(&trial.server.base)
            .arg(trial.access())
            .arg(&trial.document),
    );
    assert_eq!(said.lines().last(), Some("ok"), "{said}");
}

/// Runs openapi-generator, in the Python that has it.
fn openapi_generator(python: &Path, trial: &Trial, generator: &str, options: &[&str]) -> PathBuf {
    let (made, run) = (
        trial.folder.join("made"),
        "import openapi_generator_cli as it, sys; sys.exit(it.run(sys.argv[1:]).returncode)",
    );
    let mut generate = Command::new(python);
    generate
        .args(["-c", run, "generate", "--generator-name", generator, "--input-spec"])
        .arg(&trial.document);
    done(generate.arg("--output").arg(&made).args(options));
    made
}

#[test]
fn openapi_generator_makes_a_python_client_that_calls_every_operation() {
    if !is_long() || !has(true, false) {
        return;
    }
    let Some(python) = OPENAPI_GENERATOR.python() else { return };
    let trial = Trial::new("openapi_generator_python");
    let made =
        openapi_generator(&python, &trial, "python", &["--package-name", "playground_client"]);
    let mut call = Command::new(&python);
    call.arg(format!("{SCRIPTS}/openapi_generator.py")).arg(made.join("playground_client"));
    let said = done(call.arg(&trial.server.base).arg(trial.access()).arg(&trial.document));
    assert_eq!(said.lines().last(), Some("ok"), "{said}");
}

#[test]
fn openapi_generator_makes_a_typescript_client_that_compiles_and_calls_every_operation() {
    if !is_long() || !has(true, true) {
        return;
    }
    let Some(python) = OPENAPI_GENERATOR.python() else { return };
    let trial = Trial::new("openapi_generator_typescript");
    // It names modules as only bundlers find them, if not told otherwise.
    let options = ["--additional-properties=importFileExtension=.js"];
    let made = openapi_generator(&python, &trial, "typescript-fetch", &options);
    let compiled = trial.folder.join("compiled");
    fs::create_dir_all(&compiled).unwrap();
    for folder in [&made, &compiled] {
        fs::write(folder.join("package.json"), r#"{"type":"module"}"#).unwrap();
    }
    done(
        tsc()
            .args(["--target", "es2022", "--module", "nodenext", "--outDir"])
            .arg(&compiled)
            .arg(made.join("index.ts")),
    );
    let mut call = Command::new("node");
    call.arg(format!("{NODE}/typescript_fetch.mjs")).arg(&compiled);
    let said = done(call.arg(&trial.server.base).arg(trial.access()).arg(&trial.document));
    assert_eq!(said.lines().last(), Some("ok"), "{said}");
}

#[test]
fn openapi_typescript_makes_types_that_every_request_and_answer_fits() {
    if !is_long() || !has(false, true) {
        return;
    }
    let trial = Trial::new("openapi_typescript");
    let (types, checked) = (trial.folder.join("schema.d.ts"), trial.folder.join("answers.ts"));
    let mut generate = Command::new("node");
    generate.arg(format!("{NODE}/node_modules/openapi-typescript/bin/cli.js")).arg(&trial.document);
    done(generate.arg("--output").arg(&types));
    let mut write = Command::new("node");
    write.arg(format!("{NODE}/openapi_typescript.mjs")).arg("./schema.js").arg(trial.answers());
    done(write.arg(&checked));
    done(tsc().args(["--target", "es2022", "--module", "nodenext", "--noEmit"]).arg(&checked));
}

#[test]
fn datamodel_code_generator_makes_models_that_read_every_answer_whole() {
    if !is_long() {
        return;
    }
    let Some(python) = DATAMODEL_CODE_GENERATOR.python() else { return };
    let trial = Trial::new("datamodel_code_generator");
    let models = trial.folder.join("models.py");
    let mut generate = Command::new(&python);
    generate.args([
        "-m",
        "datamodel_code_generator",
        "--input-file-type",
        "openapi",
        "--formatters",
        "builtin",
    ]);
    generate.args([
        "--output-model-type",
        "pydantic_v2.BaseModel",
        "--openapi-scopes",
        "schemas",
        "paths",
    ]);
    done(generate.arg("--input").arg(&trial.document).arg("--output").arg(&models));
    let said = done(
        Command::new(&python)
            .arg(format!("{SCRIPTS}/datamodel.py"))
            .arg(&models)
            .arg(trial.answers()),
    );
    assert_eq!(said.lines().last(), Some("ok"), "{said}");
}

#[test]
fn graphql_code_generator_makes_types_that_an_answer_fits() {
    if !is_long() || !has(false, true) {
        return;
    }
    let trial = Trial::new("graphql_codegen");
    let (config, types, checked) = (
        trial.folder.join("codegen.json"),
        trial.folder.join("people.ts"),
        trial.folder.join("answer.ts"),
    );
    let plugins = json!({ "plugins": ["typescript-operations"] });
    let given = json!({
        "schema": format!("{}/graphql", trial.server.base), "documents": format!("{NODE}/people.graphql"),
        "generates": { types.to_str().unwrap(): plugins },
    });
    fs::write(&config, given.to_string()).unwrap();
    let mut generate = Command::new("node");
    generate
        .current_dir(NODE)
        .arg("node_modules/@graphql-codegen/cli/cjs/bin.js")
        .arg("--config")
        .arg(&config);
    done(&mut generate);
    let variables =
        json!({ "first": 2, "orderBy": { "direction": "DESC" }, "since": "2020-01-01T00:00:00Z" });
    let sent = json!({ "query": fs::read_to_string(format!("{NODE}/people.graphql")).unwrap(), "variables": variables });
    let headers = [("content-type", "application/json")];
    let reply = trial.server.request("POST", "/graphql", &headers, sent.to_string().as_bytes());
    let answer: Value = serde_json::from_slice(&reply.body).unwrap();
    let code = format!(
        "import type {{ PeopleQuery, PeopleQueryVariables }} from \"./people.js\";\n\
         export const asked: PeopleQueryVariables = {variables};\nexport const answered: PeopleQuery = {};\n",
        answer["data"]
    );
    fs::write(&checked, code).unwrap();
    done(tsc().args(["--target", "es2022", "--module", "nodenext", "--noEmit"]).arg(&checked));
}

#[test]
fn relay_compiler_makes_operations_that_walk_the_connection() {
    if !is_long() || !has(false, true) {
        return;
    }
    let trial = Trial::new("relay");
    let node = |script: &str| {
        let mut node = Command::new("node");
        node.arg(format!("{NODE}/{script}"));
        node
    };
    done(
        node("graphql_schema.mjs").arg(&trial.server.base).arg(trial.folder.join("schema.graphql")),
    );
    fs::create_dir_all(trial.folder.join("src")).unwrap();
    fs::copy(format!("{NODE}/relay/People.js"), trial.folder.join("src/People.js")).unwrap();
    let config = json!({ "src": "./src", "schema": "./schema.graphql", "language": "javascript" });
    fs::write(trial.folder.join("relay.config.json"), config.to_string()).unwrap();
    done(node("node_modules/relay-compiler/cli.js").current_dir(&trial.folder));
    let said =
        done(node("relay.mjs").arg(trial.folder.join("src/__generated__")).arg(&trial.server.base));
    assert_eq!(said.lines().last(), Some("ok"), "{said}");
}

/// The compiler of TypeScript.
fn tsc() -> Command {
    let mut tsc = Command::new("node");
    tsc.arg(format!("{NODE}/node_modules/typescript/bin/tsc")).arg("--strict");
    tsc
}

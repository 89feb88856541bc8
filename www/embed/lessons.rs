// The lessons as one module for the page: from the folders of `www/lessons`, each with its front matter, text and code. The command's
// build, the tasks and the tests read it here, so that the page is the same wherever it comes from, and cargo needs no Node for it.

use pulldown_cmark::{Event, Options, Parser, html};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use toml::Table;

/// What stands around the front matter.
const FENCE: &str = "+++\n";
/// What parts the text from the task, and the task from the hint.
const SECTIONS: [&str; 2] = ["\n## Task\n", "\n## Hint\n"];
/// The fields of a front matter, and whether each lesson has it.
const FIELDS: [(&str, bool); 15] = [
    ("title", true),
    ("request", true),
    ("part", false),
    ("place", false),
    ("sandbox", false),
    ("solution", false),
    ("stream", false),
    ("merges", false),
    ("syncs", false),
    ("grows", false),
    ("crash", false),
    ("busy", false),
    ("seconds", false),
    ("settings", false),
    ("second", false),
];
/// The fields whose values are settings: texts in the page, as they stand in a URL.
const SETTINGS: [&str; 2] = ["settings", "second"];
/// The code beside a text, by the name that it has in the page.
const CODE: [(&str, &str); 3] =
    [("start", "start.js"), ("solution", "solution.js"), ("python", "start.py")];

/// A lesson as the page has it, but for its checks.
pub(crate) struct Lesson {
    pub(crate) id: String,
    pub(crate) fields: Map<String, Value>,
}

/// The text of the module.
pub(crate) fn catalogue(folder: &Path) -> Result<String, String> {
    let lessons = lessons(folder)?;
    let imports = lessons.iter().enumerate().map(|(n, lesson)| {
        format!(
            "import {{ checks as checks{n}, reason as reason{n} }} from \"./{}/checks.js\";\n",
            lesson.id
        )
    });
    let rows = lessons.iter().enumerate().map(|(n, lesson)| {
        let fields: String =
            lesson.fields.iter().map(|(name, value)| format!("{name}: {value}, ")).collect();
        format!("  {{ {fields}checks: checks{n}, reason: reason{n} }},\n")
    });
    Ok(format!(
        "// Made from the folders of www/lessons by build/lessons.rs.\n{}\nexport const parts = {};\n\nexport const catalogue = [\n{}];\n",
        imports.collect::<String>(),
        Value::Array(parts(folder)?),
        rows.collect::<String>()
    ))
}

/// The lessons in their order: by parts, and by their places in these. What belongs to no part is last.
pub(crate) fn lessons(folder: &Path) -> Result<Vec<Lesson>, String> {
    let known: Vec<Value> = parts(folder)?.iter().map(|part| part["id"].clone()).collect();
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut found = Vec::new();
    for place in entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|place| place.is_dir())
    {
        let lesson = lesson(&place)?;
        let part = lesson.fields.get("part");
        let at = match part {
            None => known.len(),
            Some(id) => known.iter().position(|one| one == id).ok_or_else(|| {
                format!(
                    "{}: there is no part {id}; parts.toml has {}",
                    at_text(&place),
                    Value::Array(known.clone())
                )
            })?,
        };
        let within = lesson.fields.get("place").and_then(Value::as_i64).unwrap_or_default();
        found.push((at, within, lesson));
    }
    found.sort_by(|one, other| (one.0, one.1, &one.2.id).cmp(&(other.0, other.1, &other.2.id)));
    Ok(found.into_iter().map(|(.., lesson)| lesson).collect())
}

/// The table of the parts, in order.
pub(crate) fn parts(folder: &Path) -> Result<Vec<Value>, String> {
    let file = folder.join("parts.toml");
    let table = table(&read(&file)?).map_err(|e| format!("{}: {e}", file.display()))?;
    let rows =
        table.get("part").and_then(toml::Value::as_array).ok_or("parts.toml has no [[part]]")?;
    Ok(rows.iter().map(value).collect())
}

fn lesson(folder: &Path) -> Result<Lesson, String> {
    let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let fields = fields(folder, &id).map_err(|e| format!("{}: {e}", at_text(folder)))?;
    Ok(Lesson { id, fields })
}

fn at_text(folder: &Path) -> String {
    folder.join("lesson.md").display().to_string()
}

fn fields(folder: &Path, id: &str) -> Result<Map<String, Value>, String> {
    let text = read(&folder.join("lesson.md"))?;
    let (front, body) = parted(&text)?;
    let front = table(front)?;
    refuse_unknown(&front)?;
    let mut fields = Map::from_iter([("id".to_owned(), json!(id))]);
    for (name, found) in &front {
        let found =
            if SETTINGS.contains(&name.as_str()) { settings(name, found)? } else { value(found) };
        fields.insert(name.clone(), found);
    }
    let [text, task, hint] = sections(body)?;
    fields.extend(
        [("text", rendered(text)), ("task", inline(task)), ("hint", inline(hint))]
            .map(|(name, html)| (name.to_owned(), json!(html))),
    );
    for (name, file) in CODE {
        let place = folder.join(file);
        if place.exists() {
            fields.insert(name.to_owned(), json!(read(&place)?));
        }
    }
    Ok(fields)
}

/// Front matter and text.
fn parted(text: &str) -> Result<(&str, &str), String> {
    let rest = text
        .strip_prefix(FENCE)
        .ok_or("it begins with a line of +++, and its front matter behind that")?;
    rest.split_once(&format!("\n{FENCE}"))
        .ok_or_else(|| "no second line of +++ ends the front matter".to_owned())
}

fn table(text: &str) -> Result<Table, String> {
    text.parse::<Table>().map_err(|e| format!("front matter: {e}"))
}

fn refuse_unknown(front: &Table) -> Result<(), String> {
    if let Some(name) = front.keys().find(|name| !FIELDS.iter().any(|(known, _)| known == name)) {
        let known: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "front matter: there is no field `{name}`; there are {}",
            known.join(", ")
        ));
    }
    let missing = FIELDS.iter().find(|(name, always)| *always && !front.contains_key(*name));
    missing.map_or(Ok(()), |(name, _)| Err(format!("front matter: it has no `{name}`")))
}

/// Settings as texts.
fn settings(name: &str, found: &toml::Value) -> Result<Value, String> {
    let table =
        found.as_table().ok_or_else(|| format!("front matter: `{name}` is a table, [{name}]"))?;
    Ok(Value::Object(table.iter().map(|(key, found)| (key.clone(), text(&value(found)))).collect()))
}

fn text(value: &Value) -> Value {
    json!(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// What TOML and JSON both have; times are written as texts.
fn value(found: &toml::Value) -> Value {
    match found {
        toml::Value::String(text) => json!(text),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Array(values) => values.iter().map(value).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, one)| (key.clone(), value(one))).collect())
        }
        toml::Value::Float(_) | toml::Value::Datetime(_) => Value::Null,
    }
}

/// Text, task and hint. The hint may be missing.
fn sections(body: &str) -> Result<[&str; 3], String> {
    let (text, rest) = body.split_once(SECTIONS[0]).ok_or("there is no section `## Task`")?;
    let (task, hint) = rest.split_once(SECTIONS[1]).unwrap_or((rest, ""));
    Ok([text, task, hint])
}

/// Markdown as HTML. Comments, which name the parts that the book takes over, stay out.
fn rendered(text: &str) -> String {
    let is_comment = |event: &Event<'_>| matches!(event, Event::Html(part) if part.trim_start().starts_with("<!--"));
    let mut page = String::new();
    html::push_html(
        &mut page,
        Parser::new_ext(text, Options::empty()).filter(|event| !is_comment(event)),
    );
    page.trim().to_owned()
}

/// The same of one paragraph, without what makes it one.
fn inline(text: &str) -> String {
    let page = rendered(text);
    page.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).unwrap_or(&page).to_owned()
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

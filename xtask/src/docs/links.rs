//! Whether links lead somewhere, without a network: those of the built pages and of the texts for agents to files and headings of the site, and
//! those of the Markdown at the root of the repository to its files. Of links to others only the form is looked at.

use super::PAGE;
use crate::build::files;
use crate::project::Project;
use anyhow::Result;
use fs_err as fs;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// The Markdown that is read where it lies.
const AT_THE_ROOT: &[&str] = &["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

/// The texts for agents, of the book and of the page alone.
const FOR_AGENTS: &[&str] = &["llms.txt", "page/llms.txt"];

/// Each link that leads nowhere, with the place where it stands.
pub(super) fn broken(project: &Project, book: &Path) -> Result<Vec<String>> {
    let mut site =
        Site { book: book.to_owned(), root: project.root.clone(), headings: BTreeMap::new() };
    let mut problems = Vec::new();
    let mut count = 0;
    let pages = files(book)?.into_iter().filter(|page| page.ends_with(".html"));
    for page in pages.map(|page| book.join(page)).filter(|page| !page.starts_with(book.join(PAGE)))
    {
        let text = fs::read_to_string(&page)?;
        for link in ["href", "src"].into_iter().flat_map(|name| attributes(&text, name)) {
            count += 1;
            let problem = site.follow(&page, &unescaped(link));
            problems.extend(problem.map(|why| format!("{}: {link}: {why}", name(book, &page))));
        }
    }
    for file in FOR_AGENTS {
        let text = fs::read_to_string(book.join(file))?;
        for link in targets(&text) {
            count += 1;
            let problem = site.follow(&book.join(file), link);
            problems.extend(problem.map(|why| format!("{file}: {link}: {why}")));
        }
    }
    for file in AT_THE_ROOT {
        let text = fs::read_to_string(project.root.join(file))?;
        for link in targets(&text) {
            count += 1;
            problems.extend(site.at_the_root(link).map(|why| format!("{file}: {link}: {why}")));
        }
    }
    println!("    {count} links, {} of them broken", problems.len());
    Ok(problems)
}

/// What there is to link to.
struct Site {
    book: PathBuf,
    root: PathBuf,
    /// The headings of each page that was linked to.
    headings: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Site {
    /// Why a link of a page of the book leads nowhere; none if it leads somewhere.
    fn follow(&mut self, page: &Path, link: &str) -> Option<String> {
        if link.contains("://") {
            return malformed(link);
        }
        let (path, heading) = link.split_once('#').unwrap_or((link, ""));
        let path = path.split('?').next().unwrap_or_default();
        let file = if path.is_empty() { page.to_owned() } else { joined(page.parent()?, path) };
        self.reach(file, heading)
    }

    /// The same for the Markdown at the root of the repository, whose links name Markdown.
    fn at_the_root(&mut self, link: &str) -> Option<String> {
        if link.starts_with('#') {
            return None;
        }
        if link.contains("://") {
            return malformed(link);
        }
        let (path, heading) = link.split_once('#').unwrap_or((link, ""));
        if !self.root.join(path).exists() {
            return Some("there is no such file".to_owned());
        }
        let chapter = Path::new(path).strip_prefix("docs").ok()?.with_extension("html");
        if heading.is_empty() { None } else { self.reach(self.book.join(chapter), heading) }
    }

    fn reach(&mut self, file: PathBuf, heading: &str) -> Option<String> {
        let file = if file.is_dir() { file.join("index.html") } else { file };
        if !file.exists() {
            return Some("there is no such file".to_owned());
        }
        if heading.is_empty() || file.starts_with(self.book.join(PAGE)) {
            return None;
        }
        if !self.headings.contains_key(&file) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let ids = attributes(&text, "id").map(unescaped).collect();
            self.headings.insert(file.clone(), ids);
        }
        let there = self.headings.get(&file).is_some_and(|ids| ids.contains(heading));
        (!there).then(|| format!("there is no heading #{heading}"))
    }
}

/// Why an address of somebody else can't be one.
fn malformed(link: &str) -> Option<String> {
    let address = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let host = address.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let formed = host.contains('.') && !link.contains(|c: char| c.is_whitespace() || c == '"');
    (!formed).then(|| "this is no address".to_owned())
}

fn name(book: &Path, page: &Path) -> String {
    page.strip_prefix(book).unwrap_or(page).display().to_string()
}

/// A relative path from a folder, without `..` in it.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let mut joined = folder.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => drop(joined.pop()),
            Component::Normal(part) => joined.push(part),
            _ => {}
        }
    }
    joined
}

/// The values of an attribute in tags; text has `&quot;` or `&lt;` where it would look like one.
fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let parts: Vec<&str> = html.split(&start as &str).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next())
}

fn unescaped(text: &str) -> String {
    text.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\"")
}

/// Where the links and pictures of a Markdown text lead.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links.chain(attributes(text, "src")).chain(attributes(text, "srcset"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    fn site(test: &str) -> Site {
        let root = env::temp_dir().join(format!("links-{test}-{}", std::process::id()));
        let book = root.join("book");
        fs::create_dir_all(book.join("below")).unwrap();
        fs::write(book.join("a.html"), "<h2 id=\"one\">One</h2>").unwrap();
        fs::write(book.join("below/b.html"), "").unwrap();
        fs::write(root.join("README.md"), "").unwrap();
        Site { book, root, headings: BTreeMap::new() }
    }

    #[test]
    fn links_to_files_and_headings_are_followed() {
        let mut site = site("follow");
        let [a, b] = ["a.html", "below/b.html"].map(|page| site.book.join(page));
        for (page, link) in
            [(&a, "#one"), (&a, "below/b.html"), (&b, "../a.html#one"), (&b, "b.html")]
        {
            assert_eq!(site.follow(page, link), None, "{link}");
        }
        assert_eq!(site.follow(&a, "#two").unwrap(), "there is no heading #two");
        assert_eq!(site.follow(&b, "../a.html#").as_deref(), None);
        assert_eq!(site.follow(&b, "a.html").unwrap(), "there is no such file");
        fs::remove_dir_all(&site.root).unwrap();
    }

    #[test]
    fn the_markdown_at_the_root_links_to_files_of_the_repository() {
        let mut site = site("repository");
        assert_eq!(site.at_the_root("README.md"), None);
        assert!(site.at_the_root("docs/gone.md").is_some());
        fs::remove_dir_all(&site.root).unwrap();
    }

    #[test]
    fn of_others_the_form_is_looked_at() {
        assert_eq!(malformed("https://www.rfc-editor.org/rfc/rfc4180"), None);
        for link in ["https://", "https://no host.test/", "ftp://a.test/"] {
            assert!(malformed(link).is_some(), "{link}");
        }
    }

    #[test]
    fn targets_are_those_of_links_and_pictures() {
        let text = "a [link](docs/a.md#b), a ![picture](c.png) and <img src=\"d.png\">";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["docs/a.md#b", "c.png", "d.png"]);
    }
}

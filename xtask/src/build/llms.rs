//! The text for agents as it stands beside the page alone: the book's, with links into the book made plain text.

/// The folder of the page, as links of the book name it.
const PAGE: &str = "page/";
/// The list of the book's chapters, which are not there.
const CHAPTERS: &str = "The book\n";

/// The text of the page, from that of the book.
pub(super) fn of_page(text: &str) -> String {
    let sections = text.split("\n## ").filter(|section| !section.starts_with(CHAPTERS));
    let sections: Vec<String> = sections.map(without_links_away).collect();
    sections.join("\n## ")
}

/// A text in which links that lead out of the page's folder are their names.
fn without_links_away(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        let parts = link.split_once("](").and_then(|(name, behind)| {
            let (target, behind) = behind.split_once(')')?;
            Some((name, target, behind))
        });
        let Some((name, target, behind)) = parts else {
            out.push('[');
            rest = link;
            continue;
        };
        match target.strip_prefix(PAGE) {
            Some(target) => out.push_str(&format!("[{name}]({target})")),
            None => out.push_str(name),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_page_stay_and_those_to_the_book_become_their_names() {
        let book = "# A\n\n## Documents\n\n- [P](page/index.html): p.\n\n## The book\n\n- [I](install.html): i.\n\n## E\n\n\
            - [`a`](settings.html#a): [b. [Lesson](page/index.html#/a).\n";
        let page = "# A\n\n## Documents\n\n- [P](index.html): p.\n\n## E\n\n- `a`: [b. [Lesson](index.html#/a).\n";
        assert_eq!(of_page(book), page);
    }
}

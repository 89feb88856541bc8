//! Texts with gaps, for the client configurations in Python and YAML: `{name}` in a template stands for a text. By hand, because that is all
//! they need: a template engine would bring loops, filters and escaping into the wasm module.

/// Appends a template, each `{name}` that `text` knows filled; other braces stay.
pub(super) fn fill(template: &str, text: &dyn Fn(&str) -> Option<String>, out: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let gap = after.split_once('}').and_then(|(name, behind)| Some((text(name)?, behind)));
        rest = if let Some((filling, behind)) = gap {
            out.push_str(&filling);
            behind
        } else {
            out.push('{');
            after
        };
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_gaps_are_filled_and_all_other_braces_stay() {
        let filled = |template| {
            let mut out = String::new();
            fill(template, &|name| (name == "a").then(|| "{a}".to_owned()), &mut out);
            out
        };
        for (template, wanted) in [
            ("{a}{a}", "{a}{a}"),
            ("{{ {b} }} {", "{{ {b} }} {"),
            ("{\"a\":\"{a}\"}", "{\"a\":\"{a}\"}"),
            ("x{{a}}", "x{{a}}"),
            ("", ""),
        ] {
            assert_eq!(filled(template), wanted);
        }
    }
}

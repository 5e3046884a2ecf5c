//! Search in short texts. The standard library's search, made for long ones, would be 3 KB of the compressed module.

/// The byte offset of `part` in `text`; `None` for an empty part.
fn find(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// Whether `text` contains `part`; never for an empty part.
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// `text` with every occurrence of `part` replaced; unchanged for an empty part.
pub fn replace(text: &str, part: &str, replacement: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) =
        find(rest, part).and_then(|start| Some((rest.get(..start)?, rest.get(start.checked_add(part.len())?..)?)))
    {
        replaced.push_str(before);
        replaced.push_str(replacement);
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_wherever_it_stands() {
        assert!(contains("验证码已失效", "已失效"));
        assert!(contains("验证码已失效", "验证码"));
        assert!(!contains("验证码", "验证码已失效"));
        assert!(!contains("验证码", ""));
    }

    #[test]
    fn every_part_is_replaced_and_the_rest_is_kept() {
        assert_eq!(replace("码 12 与 12，12", "12", "***"), "码 *** 与 ***，***");
        assert_eq!(replace("nothing", "12", "***"), "nothing");
        assert_eq!(replace("nothing", "", "***"), "nothing");
        assert_eq!(replace("1212", "12", ""), "");
    }
}

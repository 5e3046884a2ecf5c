//! Searching in short texts, and putting them together. The standard library's search is made for long ones, and would be 3 KB of
//! the module.

/// Where `part` begins in `text`, in bytes.
fn find(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// Whether `text` holds `part`, which is not empty.
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// `text` with every `part` replaced. An empty part is nowhere.
pub fn replace(text: String, part: &str, replacement: &str) -> String {
    let Some(mut at) = find(&text, part) else { return text };
    let mut replaced = String::new();
    let mut rest = text.as_str();
    while let (Some(before), Some(after)) = (rest.get(..at), rest.get(at.saturating_add(part.len())..)) {
        replaced.push_str(before);
        replaced.push_str(replacement);
        rest = after;
        match find(rest, part) {
            Some(next) => at = next,
            None => break,
        }
    }
    replaced.push_str(rest);
    replaced
}

/// The line of that number, from 0, without its end; nothing where there are fewer.
pub fn line(text: &str, number: usize) -> &str {
    nth(text, number, "\n")
}

/// What is between texts that go from one side of the boundary to the other in one. It means nothing in any of them.
pub const SEPARATOR: &str = "\0";

/// The text of that number, from 0, of several in one; nothing where there are fewer.
pub fn part(texts: &str, number: usize) -> &str {
    nth(texts, number, SEPARATOR)
}

#[inline(never)]
fn nth<'a>(mut text: &'a str, number: usize, separator: &str) -> &'a str {
    let end_of = |text: &str| find(text, separator).unwrap_or(text.len());
    for _ in 0..number {
        text = text.get(end_of(text).saturating_add(1)..).unwrap_or_default();
    }
    text.get(..end_of(text)).unwrap_or_default()
}

/// The texts one after the other.
pub fn concat(texts: &[&str]) -> String {
    let mut whole = String::new();
    for text in texts {
        whole.push_str(text);
    }
    whole
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
    fn lines_are_counted_from_nought() {
        assert_eq!([line("a\nbc\n", 0), line("a\nbc\n", 1), line("a\nbc\n", 2), line("", 5)], ["a", "bc", "", ""]);
        assert_eq!(line("a\nbc", 1), "bc");
        assert_eq!([part("a\0\0b\nc", 0), part("a\0\0b\nc", 1), part("a\0\0b\nc", 2)], ["a", "", "b\nc"]);
    }

    #[test]
    fn every_part_is_replaced_and_the_rest_is_kept() {
        assert_eq!(replace("码 12 与 12，12".into(), "12", "***"), "码 *** 与 ***，***");
        assert_eq!(replace("nothing".into(), "12", "***"), "nothing");
        assert_eq!(replace("nothing".into(), "", "***"), "nothing");
        assert_eq!(replace("1212".into(), "12", ""), "");
    }
}

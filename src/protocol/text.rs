//! Searching in short texts. The standard library's search is made for long ones, and would be 3 KB of the module.

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
        assert_eq!(replace("码 12 与 12，12".into(), "12", "***"), "码 *** 与 ***，***");
        assert_eq!(replace("nothing".into(), "12", "***"), "nothing");
        assert_eq!(replace("nothing".into(), "", "***"), "nothing");
        assert_eq!(replace("1212".into(), "12", ""), "");
    }
}

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
pub fn line(mut text: &str, number: usize) -> &str {
    let end_of = |text: &str| find(text, "\n").unwrap_or(text.len());
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

/// A whole number of ASCII digits, perhaps with a minus sign.
pub fn integer(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1_i32, digits),
        None => (1, text),
    };
    let mut number = (!digits.is_empty()).then_some(0_i32);
    for digit in digits.bytes() {
        let digit = digit.is_ascii_digit().then(|| digit.saturating_sub(b'0'))?;
        number = number?.checked_mul(10)?.checked_add(i32::from(digit));
    }
    number?.checked_mul(sign)
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
    }

    #[test]
    fn whole_numbers_are_read_and_nothing_else() {
        assert_eq!((integer("200"), integer("-7"), integer("0")), (Some(200), Some(-7), Some(0)));
        for text in ["", "-", "1.5", "1e3", " 1", "2147483648", "９"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn every_part_is_replaced_and_the_rest_is_kept() {
        assert_eq!(replace("码 12 与 12，12".into(), "12", "***"), "码 *** 与 ***，***");
        assert_eq!(replace("nothing".into(), "12", "***"), "nothing");
        assert_eq!(replace("nothing".into(), "", "***"), "nothing");
        assert_eq!(replace("1212".into(), "12", ""), "");
    }
}

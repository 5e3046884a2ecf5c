//! Whole numbers as the service writes them.

/// Reads a number as JavaScript prints it: `7`, but not `07`, `+7` or ` 7`. The service sends some numbers as texts **\[K\]**.
pub fn integer(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (!digits.starts_with('0') || text == "0");
    if is_plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_of_32_bits_are_read() {
        assert_eq!(["0", "7", "-7", "2147483647"].map(integer), [Some(0), Some(7), Some(-7), Some(i32::MAX)]);
        for text in ["", "-", "-0", "+7", "07", " 7", "7 ", "2e2", "0x1", "2147483648", "7.0", "７"] {
            assert_eq!(integer(text), None, "{text:?}");
        }
    }
}

//! Inputs of several texts, a line each.

use std::borrow::Cow;

/// Splits an input into `N` lines. The last one has all the rest, missing ones are empty. Bytes that are not UTF-8 become U+FFFD, like
/// lone surrogates from JavaScript.
pub fn split<const N: usize>(data: &[u8]) -> [Cow<'_, str>; N] {
    let mut lines = data.splitn(N, |&byte| byte == b'\n');
    std::array::from_fn(|_| lines.next().map(String::from_utf8_lossy).unwrap_or_default())
}

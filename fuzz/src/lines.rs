//! Inputs of several texts: a line each, and the rest is the last one.

use std::borrow::Cow;

/// So many texts; those that are not there are empty. Bytes that are no UTF-8 become U+FFFD, as JavaScript's lone surrogates do.
pub fn split<const N: usize>(data: &[u8]) -> [Cow<'_, str>; N] {
    let mut lines = data.splitn(N, |&byte| byte == b'\n');
    std::array::from_fn(|_| lines.next().map(String::from_utf8_lossy).unwrap_or_default())
}

//! Short texts that need no allocation.

/// So many digits of a number are looked at. Longer ones are too long, whatever their last digits are: the longest prefix for calls
/// abroad, calling code, national prefix and national number have fewer together. Formatted numbers are shorter too.
const ROOM: usize = 64;

/// A short text in ASCII, such as the digits of a number; what does not fit is left out.
#[derive(Clone, Copy)]
pub(super) struct Ascii {
    bytes: [u8; ROOM],
    length: usize,
}

impl Ascii {
    pub(super) const EMPTY: Self = Self { bytes: [0; ROOM], length: 0 };

    pub(super) fn of(text: &[u8]) -> Self {
        let mut copy = Self::EMPTY;
        copy.extend(text);
        copy
    }

    pub(super) fn extend(&mut self, text: &[u8]) {
        for &byte in text {
            if let Some(place) = self.bytes.get_mut(self.length) {
                *place = byte;
                self.length = self.length.wrapping_add(1);
            }
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

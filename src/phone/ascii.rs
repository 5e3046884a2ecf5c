//! Short texts that need no allocation.

/// The capacity. The longest international prefix, calling code, national prefix and national number have fewer digits together, so
/// a number with more is too long whatever its last digits are. Formatted numbers fit too.
const CAPACITY: usize = 64;

/// A short ASCII text, such as the digits of a number. Bytes beyond its capacity are dropped.
#[derive(Clone, Copy)]
pub struct Ascii {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Ascii {
    pub(super) const EMPTY: Self = Self { bytes: [0; CAPACITY], length: 0 };

    #[inline(never)]
    pub(super) fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length = self.length.wrapping_add(1);
        }
    }

    #[inline(never)]
    pub(super) fn extend(&mut self, text: &[u8]) {
        let room = self.bytes.get_mut(self.length..).unwrap_or_default();
        // Byte by byte: the texts are too short for a call to memcpy.
        for (&byte, slot) in text.iter().zip(room) {
            *slot = byte;
        }
        self.length = self.length.wrapping_add(text.len()).min(CAPACITY);
    }

    #[inline(always)]
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Keeps only the first `length` bytes.
    #[inline(never)]
    pub(super) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Moves the first `length` bytes, or all if there are fewer, to the end of another text.
    pub(super) fn move_first(&mut self, length: usize, to: &mut Self) {
        let length = length.min(self.length);
        to.extend(self.as_bytes().get(..length).unwrap_or_default());
        self.bytes.copy_within(length.., 0);
        self.length = self.length.wrapping_sub(length);
    }

    pub(super) fn push_to(&self, text: &mut String) {
        push_ascii(text, self.as_bytes());
    }
}

/// Appends ASCII. Byte by byte, so that the module needs no UTF-8 validation.
#[inline(never)]
pub(super) fn push_ascii(text: &mut String, ascii: &[u8]) {
    for &byte in ascii {
        text.push(char::from(byte));
    }
}

/// Makes a `String` of ASCII.
pub(super) fn to_text(ascii: &[u8]) -> String {
    let mut text = String::with_capacity(ascii.len());
    push_ascii(&mut text, ascii);
    text
}

//! Short texts that need no allocation.

/// So many digits of a number are looked at. Longer ones are too long, whatever their last digits are: the longest prefix for calls
/// abroad, calling code, national prefix and national number have fewer together. Formatted numbers are shorter too.
const ROOM: usize = 64;

/// A short text in ASCII, such as the digits of a number; what does not fit is left out.
#[derive(Clone, Copy)]
pub struct Ascii {
    bytes: [u8; ROOM],
    length: usize,
}

impl Ascii {
    pub(super) const EMPTY: Self = Self { bytes: [0; ROOM], length: 0 };

    #[inline(never)]
    pub(super) fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length = self.length.wrapping_add(1);
        }
    }

    #[inline(never)]
    pub(super) fn extend(&mut self, text: &[u8]) {
        let room = self.bytes.get_mut(self.length..).unwrap_or_default();
        // One by one: the texts are too short for a call that copies.
        for (&byte, place) in text.iter().zip(room) {
            *place = byte;
        }
        self.length = self.length.wrapping_add(text.len()).min(ROOM);
    }

    #[inline(always)]
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Keeps the first `length` bytes.
    #[inline(never)]
    pub(super) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Takes the first `length` bytes off, or all there are, and appends them to another text.
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

/// Appends ASCII. Where it is done byte by byte, the check of UTF-8 need not be in the module.
#[inline(never)]
pub(super) fn push_ascii(text: &mut String, ascii: &[u8]) {
    for &byte in ascii {
        text.push(char::from(byte));
    }
}

/// ASCII as a text of its own.
pub(super) fn to_text(ascii: &[u8]) -> String {
    let mut text = String::with_capacity(ascii.len());
    push_ascii(&mut text, ascii);
    text
}

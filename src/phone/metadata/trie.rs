//! A digit trie: a map from digit strings to values that depends on the leading digits and the length.

/// A node: what it leads to for each next digit and, as the eleventh, when the string ends here. Or a row: the index of a value for
/// each length of the whole string, the last for every greater one; two of them in each number, the first in its low bits.
pub type Place = [u16; 11];

/// Lengths from 0 to 17, the longest national number, and one entry for all that are longer.
pub const ROW_WIDTH: usize = 19;

/// Tells the number of a row from the number of a node.
pub const ROW: u16 = 1 << 15;

/// The null place.
pub const NONE: u16 = u16::MAX;

/// The index in a node for the end of the string.
pub const END: usize = 10;

/// A tree over the first digits of strings, down to where only the length still matters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trie {
    /// The root: a node, or a row if the digits do not matter at all.
    pub root: u16,
    /// Where its values begin.
    pub values: u16,
}

/// The nodes, rows and values of tries.
#[derive(Debug, Default)]
pub struct Places {
    /// Nodes and rows; equal subtrees may share one.
    pub list: Vec<Place>,
    /// The values of one trie after those of the other.
    pub values: Vec<u32>,
}

impl Places {
    /// The value for a string of ASCII digits; 0 where the table is corrupt, which the tests rule out.
    pub fn look_up(&self, trie: Trie, digits: &[u8]) -> u32 {
        let mut place = trie.root;
        for &digit in digits {
            if place & ROW != 0 {
                break;
            }
            place = self.child(place, usize::from(digit.wrapping_sub(b'0')));
        }
        if place & ROW == 0 {
            place = self.child(place, END);
        }
        self.value(trie, place, digits.len())
    }

    /// The child of a node for a digit or the [`END`].
    #[inline(never)]
    pub fn child(&self, node: u16, digit: usize) -> u16 {
        self.list.get(usize::from(node)).and_then(|node| node.get(digit)).copied().unwrap_or(NONE)
    }

    /// The value that a row has for a length.
    #[inline(never)]
    pub fn value(&self, trie: Trie, row: u16, length: usize) -> u32 {
        let length = length.min(ROW_WIDTH - 1);
        let row = self.list.get(usize::from(row & !ROW));
        let pair = row.and_then(|row| row.get(length >> 1)).copied().unwrap_or_default();
        let index = usize::from(pair >> ((length & 1) << 3) & 0xFF).wrapping_add(trie.values.into());
        self.values.get(index).copied().unwrap_or_default()
    }

    /// Whether any string that begins with the digits has a value with a bit of `wanted`. For tries whose values do not depend on
    /// the length.
    pub fn any_that_begins(&self, trie: Trie, digits: &[u8], wanted: u32) -> bool {
        let mut place = trie.root;
        for &digit in digits {
            if place & ROW == 0 {
                place = self.child(place, usize::from(digit.wrapping_sub(b'0')));
            }
        }
        self.any_below(trie, place, wanted)
    }

    fn any_below(&self, trie: Trie, place: u16, wanted: u32) -> bool {
        if place & ROW != 0 {
            return self.value(trie, place, ROW_WIDTH) & wanted != 0;
        }
        (0..=END).any(|digit| self.any_below(trie, self.child(place, digit), wanted))
    }
}

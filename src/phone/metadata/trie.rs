//! A digit trie: a function of a string of digits. Its value depends on the first digits and on the length.

/// A place in a trie: a node or a row.
///
/// A node has the index of the next place for each digit, and at [`END`] for a string that ends here. A row is a leaf. It has the index
/// of a value for each length of the whole string, and the last one is for all greater lengths. Each `u16` of a row has two of them, the
/// first in its low byte.
pub type Place = [u16; 11];

/// The number of entries of a row: lengths from 0 to 17, the longest national number, and one for all greater lengths.
pub const ROW_WIDTH: usize = 19;

/// The bit that is set in the index of a row and not in that of a node.
pub const ROW: u16 = 1 << 15;

/// The index of no place.
pub const NONE: u16 = u16::MAX;

/// The entry of a node for a string that ends there.
pub const END: usize = 10;

/// A trie. Its nodes go as deep as digits matter; below that only the length does.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trie {
    /// The index of its first place: a node, or a row if digits do not matter at all.
    pub root: u16,
    /// The index of its first value in [`Places::values`].
    pub values: u16,
}

/// The places and values of all tries of a plan.
#[derive(Debug, Default)]
pub struct Places {
    /// Nodes and rows. Equal subtrees can share them.
    pub list: Vec<Place>,
    /// The values of all tries, one trie after the other.
    pub values: Vec<u32>,
}

impl Places {
    /// The value for a string of ASCII digits. 0 if the table is corrupt, which the tests rule out.
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

    /// The index of the next place after a node, for a digit or [`END`].
    #[inline(never)]
    pub fn child(&self, node: u16, digit: usize) -> u16 {
        self.list.get(usize::from(node)).and_then(|node| node.get(digit)).copied().unwrap_or(NONE)
    }

    /// The value of a row for a length.
    #[inline(never)]
    pub fn value(&self, trie: Trie, row: u16, length: usize) -> u32 {
        let length = length.min(ROW_WIDTH - 1);
        let row = self.list.get(usize::from(row & !ROW));
        let pair = row.and_then(|row| row.get(length >> 1)).copied().unwrap_or_default();
        let index = usize::from(pair >> ((length & 1) << 3) & 0xFF).wrapping_add(trie.values.into());
        self.values.get(index).copied().unwrap_or_default()
    }

    /// Whether any string that begins with `digits` has a value with a bit of `wanted`. Only for tries whose values do not depend on the
    /// length.
    pub fn any_with_prefix(&self, trie: Trie, digits: &[u8], wanted: u32) -> bool {
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

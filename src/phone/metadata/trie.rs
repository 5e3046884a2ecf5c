//! A digit trie: a function of a string of digits that depends on how the string begins and on how long it is.

use super::super::ascii::Ascii;

/// What a node leads to for each next digit and, as the eleventh, when the string ends here: another node, or a row,
/// which has [`ROW`] set.
pub type Node = [u16; 11];

/// A value for each length of the whole string, the last for every greater one.
pub type Row = [u8; ROW_WIDTH];

/// Lengths from 0 to 17, the longest national number, and one entry for all that are longer.
pub const ROW_WIDTH: usize = 19;

/// Tells the number of a row from the number of a node.
pub const ROW: u16 = 1 << 15;

/// Where a node keeps what it leads to when the string ends.
pub const END: usize = 10;

/// What the tries of one plan are made of.
#[derive(Debug, Default)]
pub struct Places {
    /// The inner nodes; equal subtrees may share one.
    pub nodes: Vec<Node>,
    /// What the leaves name.
    pub rows: Vec<Row>,
}

/// A tree over the first digits of strings, down to where only the length still matters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trie {
    /// Where to begin: a node, or a row when the digits do not matter at all.
    pub root: u16,
    /// Where its nodes and rows are; `None` for a trie that has not been read yet.
    pub places: Option<&'static Places>,
}

impl Trie {
    /// The value for a string of ASCII digits; 0 where the table is corrupt, which the tests rule out.
    pub fn look_up(self, digits: &[u8]) -> u8 {
        let Some(places) = self.places else { return 0 };
        let mut place = self.root;
        let mut node = places.nodes.get(usize::from(place));
        for &digit in digits {
            let Some(children) = node else { break };
            place = children.get(usize::from(digit.wrapping_sub(b'0'))).copied().unwrap_or_default();
            node = places.nodes.get(usize::from(place));
        }
        if let Some(children) = node {
            place = children[END];
        }
        let row = places.rows.get(usize::from(place & !ROW));
        row.and_then(|row| row.get(digits.len()).or(row.last())).copied().unwrap_or_default()
    }

    /// Whether any string that begins with the digits has a value that is `wanted`. For tries whose values do not depend
    /// on the length.
    pub fn any_that_begins(self, digits: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
        let Some(places) = self.places else { return false };
        let mut place = self.root;
        for &digit in digits {
            match places.nodes.get(usize::from(place)) {
                Some(node) => place = node.get(usize::from(digit.wrapping_sub(b'0'))).copied().unwrap_or_default(),
                None => break,
            }
        }
        places.any_below(place, &wanted)
    }

    /// A string whose value is wanted and that is good itself: the first of those with the fewest digits that matter. Its other
    /// digits are counted up from 1.
    pub fn broadest_with(self, is_wanted: &dyn Fn(u8) -> bool, is_good: &dyn Fn(&[u8]) -> bool) -> Option<Ascii> {
        let mut search = Search { places: self.places?, is_wanted, is_good, digits: Ascii::EMPTY, found: None };
        search.look_below(self.root);
        search.found.map(|(_, found)| found)
    }
}

/// A search for the leaf with the fewest digits before it.
struct Search<'a> {
    places: &'static Places,
    is_wanted: &'a dyn Fn(u8) -> bool,
    is_good: &'a dyn Fn(&[u8]) -> bool,
    /// Those that lead to where the search is.
    digits: Ascii,
    /// How many digits lead to the best leaf so far, and a string of it.
    found: Option<(usize, Ascii)>,
}

impl Search<'_> {
    fn look_below(&mut self, place: u16) {
        let depth = self.digits.as_bytes().len();
        if self.found.is_some_and(|(best, _)| depth >= best) {
            return;
        }
        let places = self.places;
        if let Some(node) = places.nodes.get(usize::from(place)) {
            for (digit, &next) in (b'0'..=b'9').zip(node) {
                self.digits.push(digit);
                self.look_below(next);
                self.digits.truncate(depth);
            }
            return;
        }
        let row = places.rows.get(usize::from(place & !ROW));
        for (length, &value) in row.into_iter().flatten().enumerate().skip(depth) {
            if !(self.is_wanted)(value) {
                continue;
            }
            let mut example = self.digits;
            for i in depth..length {
                example.push(b'0'.wrapping_add((i.wrapping_sub(depth).wrapping_add(1) % 10) as u8));
            }
            if (self.is_good)(example.as_bytes()) {
                self.found = Some((depth, example));
                return;
            }
        }
    }
}

impl Places {
    fn any_below(&self, place: u16, wanted: &impl Fn(u8) -> bool) -> bool {
        match self.nodes.get(usize::from(place)) {
            Some(node) => node.iter().any(|&next| self.any_below(next, wanted)),
            None => {
                let row = self.rows.get(usize::from(place & !ROW));
                row.and_then(|row| row.last()).is_some_and(|&value| wanted(value))
            }
        }
    }
}

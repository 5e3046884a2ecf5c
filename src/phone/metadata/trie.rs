//! A digit trie: a function of a string of digits that depends on how the string begins and on how long it is.

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
const END: u8 = 10;

/// A tree over the first digits of strings, down to where only the length still matters.
#[derive(Debug, Default, Clone)]
pub struct Trie {
    /// Where to begin: a node, or a row when the digits do not matter at all.
    pub root: u16,
    /// The inner nodes; equal subtrees may share one.
    pub nodes: Vec<Node>,
    /// What the leaves name.
    pub rows: Vec<Row>,
}

impl Trie {
    /// The value for a string of ASCII digits; 0 where the table is corrupt, which the tests rule out.
    pub fn look_up(&self, digits: &[u8]) -> u8 {
        let mut place = self.root;
        for &digit in digits {
            match self.step(place, digit.wrapping_sub(b'0')) {
                Some(next) => place = next,
                None => break,
            }
        }
        let row = self.row(place).or_else(|| self.row(self.step(place, END)?));
        row.and_then(|row| row.get(digits.len()).or(row.last())).copied().unwrap_or_default()
    }

    /// Whether any string that begins with the digits has a value that is `wanted`. For tries whose values do not depend
    /// on the length.
    pub fn any_that_begins(&self, digits: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
        let mut place = self.root;
        for &digit in digits {
            match self.step(place, digit.wrapping_sub(b'0')) {
                Some(next) => place = next,
                None => break,
            }
        }
        self.any_below(place, &wanted)
    }

    fn any_below(&self, place: u16, wanted: &impl Fn(u8) -> bool) -> bool {
        match self.nodes.get(usize::from(place)) {
            Some(node) => node.iter().any(|&next| self.any_below(next, wanted)),
            None => self.row(place).and_then(|row| row.last()).is_some_and(|&value| wanted(value)),
        }
    }

    /// The first string with a value that is `wanted`; its last digits, where they do not matter, counted up from 1.
    pub fn first_with(&self, wanted: &dyn Fn(u8) -> bool) -> Option<String> {
        let mut digits = String::new();
        self.first_below(self.root, &mut digits, wanted).then_some(digits)
    }

    /// Completes `digits`, which lead to `place`.
    fn first_below(&self, place: u16, digits: &mut String, wanted: &dyn Fn(u8) -> bool) -> bool {
        let Some(node) = self.nodes.get(usize::from(place)) else {
            let values = self.row(place).map(|row| row.iter().enumerate()).into_iter().flatten();
            let mut lengths = values.filter(|(_, value)| wanted(**value)).map(|(length, _)| length);
            let Some(length) = lengths.find(|&length| length >= digits.len()) else {
                return false;
            };
            let missing = length.saturating_sub(digits.len());
            digits.extend("1234567890".chars().cycle().take(missing));
            return true;
        };
        for (digit, &next) in ('0'..='9').zip(node) {
            digits.push(digit);
            if self.first_below(next, digits, wanted) {
                return true;
            }
            digits.pop();
        }
        false
    }

    /// The node or row after one more digit; `None` at a row, where digits do not matter any more.
    fn step(&self, place: u16, digit: u8) -> Option<u16> {
        if place & ROW != 0 {
            return None;
        }
        self.nodes.get(usize::from(place))?.get(usize::from(digit)).copied()
    }

    fn row(&self, place: u16) -> Option<&Row> {
        if place & ROW == 0 {
            return None;
        }
        self.rows.get(usize::from(place ^ ROW))
    }
}

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

    /// A string with a value that is `wanted`, which is asked with the string. Of those whose first digits, as many as
    /// matter, are fewest the first; its other digits are counted up from 1.
    pub fn broadest_with(self, wanted: &dyn Fn(u8, &str) -> bool) -> Option<String> {
        let places = self.places?;
        (0..ROW_WIDTH).find_map(|depth| places.example_below(self.root, depth, &mut String::new(), wanted))
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

    /// Completes `digits`, which lead to `place`, by as many digits as `depth` says and by others that do not matter.
    fn example_below(
        &self,
        place: u16,
        depth: usize,
        digits: &mut String,
        wanted: &dyn Fn(u8, &str) -> bool,
    ) -> Option<String> {
        let node = self.nodes.get(usize::from(place));
        match (node, depth.checked_sub(1)) {
            (Some(node), Some(depth)) => ('0'..='9').zip(node).find_map(|(digit, &next)| {
                digits.push(digit);
                let found = self.example_below(next, depth, digits, wanted);
                digits.pop();
                found
            }),
            (None, None) => {
                let row = self.rows.get(usize::from(place & !ROW))?;
                row.iter().enumerate().skip(digits.len()).find_map(|(length, &value)| {
                    let missing = length.saturating_sub(digits.len());
                    let example: String = digits.chars().chain("1234567890".chars().cycle().take(missing)).collect();
                    wanted(value, &example).then_some(example)
                })
            }
            _ => None,
        }
    }
}

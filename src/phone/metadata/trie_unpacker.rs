//! Reads a trie of the packed table: from the root down, children in the order of the digits.
//!
//! Most children are equal to the one before, to the same child of the last node of this depth, or to another place that was used
//! before. Only new places are written out.

use super::super::number::PhoneNumberType;
use super::decoder::Known;
use super::features::{
    ABOVE, ALIGNED, ALIGNED_SIGN, BEFORE, BIRTH, DEPTH, DIGIT, FIT, INNER, IS_ABOVE_BEFORE, IS_BEFORE, IS_FOLLOWER,
    IS_FOLLOWER_ABOVE, IS_INNER, KNOWN, LAST1, LAST6, LENGTHS, OWN, PREVIOUS, RANK, SIGN,
};
use super::trie::{END, NONE, Place, ROW, ROW_WIDTH, Trie};
use super::unpacker::{Decision, Unpacker};

/// The kind of a trie, by its values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Numbers,
    General,
    OtherGeneral,
    Regions,
    InternationalPrefix,
    NationalPrefix,
    LeadingDigits,
}

impl Kind {
    pub const COUNT: usize = 7;
}

/// The sign of a value of no interest.
const NO_SIGN: u32 = 11;
/// The [`Info::sign`] of a node.
const NODE_SIGN: u8 = 13;
/// The [`Info::sign`] of no place.
const NONE_SIGN: u8 = 15;
/// Only a corrupt table has more places in a plan.
const MAX_PLACES: usize = 1 << 13;

/// Facts about a place that predict later decisions.
pub struct Info {
    /// A bit for each length that has a value of interest.
    mask: u32,
    /// The place that came after it the last time another one did.
    follower: u16,
    /// A small number for the kind of its values.
    sign: u8,
    /// The depth at which it was first read.
    birth: u8,
}

/// The facts about no place.
static NO_INFO: Info = Info { mask: 0, follower: NONE, sign: NONE_SIGN, birth: 0 };

/// What is known of the children of a node while they are read.
struct Siblings {
    /// The child before.
    previous: u16,
    /// The last child that differed from `previous`.
    before: u16,
    /// A bit for each child: whether it was equal to the one before.
    history: u32,
    /// The last node of this depth.
    above: u16,
}

/// A row while it is read: the index of a value for each length, and padding.
type Row = [u8; 22];

/// The row as a trie stores it.
fn packed(row: Row) -> Place {
    let (pairs, _) = row.as_chunks();
    core::array::from_fn(|i| pairs.get(i).map_or(0, |&pair| u16::from_le_bytes(pair)))
}

impl Unpacker<'_> {
    #[inline(never)]
    fn info(&self, place: u16) -> &Info {
        self.infos.get(usize::from(place & !ROW)).unwrap_or(&NO_INFO)
    }

    fn sign(&self, place: u16) -> u32 {
        self.info(place).sign.into()
    }

    /// The values of the trie that is being read.
    #[inline(never)]
    fn values(&self) -> &[u32] {
        self.places.values.get(self.first_value..).unwrap_or_default()
    }

    fn value_at(&self, index: u8) -> u32 {
        self.values().get(usize::from(index)).copied().unwrap_or_default()
    }

    /// The value of a row for the longest strings.
    fn last_value(&self, row: u16) -> u32 {
        self.places.value(Trie { root: 0, values: self.first_value as u16 }, row, ROW_WIDTH)
    }

    /// The lengths that a set of formats fits.
    #[inline(never)]
    fn lengths_of(&self, set: u32) -> u32 {
        let formats = self.formats.iter().enumerate().filter(|(i, _)| set >> (i & 31) & 1 != 0);
        formats.fold(0, |lengths, (_, format)| lengths | format.lengths)
    }

    /// A small number for the kind of a value.
    #[inline(never)]
    fn value_sign(&self, index: u8) -> u32 {
        let value = self.value_at(index);
        match self.kind {
            Kind::Numbers => value & 15,
            _ if value == 0 => NO_SIGN,
            Kind::LeadingDigits => (value.ilog2() & 7).wrapping_add(1),
            _ => (value & 7).wrapping_add(1),
        }
    }

    fn add_place(&mut self, place: Place, info: Info) -> u16 {
        let index = self.places.list.len() as u16;
        self.places.list.push(place);
        self.infos.push(info);
        index
    }

    /// The place at an index of a list of used places.
    fn used_at(&self, list: usize, index: usize) -> u16 {
        self.lists.get(list).and_then(|list| list.get(index)).copied().unwrap_or(NONE)
    }

    /// Adds a new place to a list as the most recently used.
    fn add_used(&mut self, list: usize, place: u16) {
        if let Some(list) = self.lists.get_mut(list) {
            list.push(place);
        }
    }

    fn add_row(&mut self, row: Row, depth: u32) -> u16 {
        let last = row[ROW_WIDTH - 1];
        let mut sign = self.value_sign(last);
        let mut mask = 0_u32;
        for (length, &value) in row.iter().enumerate().rev() {
            let bit = 1 << (length & 31);
            let value_sign = self.value_sign(value);
            if self.lengths & bit != 0 && value_sign != NO_SIGN {
                sign = value_sign;
                mask |= bit;
            }
        }
        if self.kind == Kind::LeadingDigits {
            mask = self.lengths_of(self.value_at(last));
        }
        self.add_place(packed(row), Info { mask, follower: NONE, sign: sign as u8, birth: depth as u8 }) | ROW
    }

    /// The row with one value for all lengths.
    fn constant(&mut self, value: u8) -> u16 {
        let row = [value; 22];
        let place = packed(row);
        let known = self.places.list.iter().skip(self.first_place).position(|other| *other == place);
        if let Some(known) = known {
            return known.wrapping_add(self.first_place) as u16 | ROW;
        }
        let row = self.add_row(row, 0);
        self.add_used(0, row);
        row
    }

    fn add_value(&mut self, value: u32) -> u8 {
        let index = self.values().len() as u8;
        self.places.values.push(value);
        index
    }

    fn new_value(&mut self, purpose: u32, depth: u32, known: Known) -> u32 {
        match self.kind {
            Kind::Numbers => {
                let number_type = self.number(Decision::NumberType, 4, known);
                if self.territories < 2 {
                    return number_type;
                }
                number_type | self.number(Decision::Territory, 5, known.with(&SIGN, number_type)) << 4
            }
            Kind::LeadingDigits => self.new_set(),
            kind => {
                let known = Known::default().with(&DEPTH, depth).with(&PREVIOUS, purpose);
                let expected = if kind == Kind::Regions { self.values().len() as u32 } else { depth };
                let value = self.number(Decision::Small, 5, known).wrapping_add(expected) & 31;
                if kind != Kind::NationalPrefix {
                    return value;
                }
                let end = self.number(Decision::KeptEnd, 4, known);
                if end == 0 {
                    return value;
                }
                value | self.number(Decision::KeptStart, 4, known) << 5 | end << 10
            }
        }
    }

    fn new_set(&mut self) -> u32 {
        let before = self.lists.first().and_then(|rows| rows.last()).map_or(0, |&row| self.last_value(row));
        let seen = self.values().iter().fold(0, |seen, value| seen | value);
        let mut set = 0_u32;
        let mut taken = 0_u32;
        for i in 0..self.formats.len() {
            let Some(format) = self.formats.get(i) else { break };
            let lengths = format.lengths;
            let bit = 1 << (i & 31);
            let is = |set: u32, bit: u32| u32::from(set & bit != 0);
            let known = Known::default()
                .with(&ALIGNED_SIGN, self.aligned_sign)
                .with(&PREVIOUS, is(before, bit))
                .with(&ABOVE, is(seen, bit))
                .with(&INNER, set.count_ones().min(2))
                .with(&RANK, self.formats.len().wrapping_sub(i).min(31) as u32)
                .with(&FIT, if set == 0 { 0 } else { is(lengths, taken).wrapping_add(1) });
            if self.bit(Decision::InSet, known) {
                set |= bit;
                taken |= lengths;
            }
        }
        set
    }

    /// Reads the index of a value. `purpose` says what it is for: 1 the usual value of a row, 2 a length of a row, 3 the end of a node.
    fn value(&mut self, purpose: u32, depth: u32) -> u8 {
        let count = self.values().len();
        let known = Known::default()
            .with(&PREVIOUS, purpose)
            .with(&KNOWN, count.min(12) as u32)
            .with(&DEPTH, depth)
            .with(&LENGTHS, self.lengths.count_ones())
            .with(&ALIGNED_SIGN, self.aligned_sign);
        if self.bit(Decision::NewValue, known) {
            let value = self.new_value(purpose, depth, known);
            return self.add_value(value);
        }
        for rank in 0..count {
            let value = count.wrapping_sub(1).wrapping_sub(rank) as u8;
            let known = known.with(&RANK, rank.min(31) as u32).with(&SIGN, self.value_sign(value));
            if value == 0 || self.bit(Decision::ValueRank, known) {
                return value;
            }
        }
        0
    }

    fn new_row(&mut self, depth: u32, aligned: u16) -> u16 {
        let start = Known::default().with(&DEPTH, depth).with(&ALIGNED_SIGN, self.aligned_sign);
        let start = start.with(&LENGTHS, self.lengths.count_ones());
        let is_node = u32::from(aligned & ROW == 0);
        let usual = if self.bit(Decision::Usual, start.with(&ALIGNED, is_node)) { 0 } else { self.value(1, depth) };
        let mut row = [usual; 22];
        let is_none = Known::default().with(&DEPTH, depth).with(&LAST1, u32::from(usual == 0));
        if self.kind as u8 >= Kind::Regions as u8 && self.bit(Decision::Constant, is_none) {
            return self.add_row(row, depth);
        }
        let mut last = usual;
        for (length, value) in row.iter_mut().enumerate().skip(depth as usize) {
            let bit = 1 << (length & 31);
            if self.lengths & bit == 0 {
                continue;
            }
            let aligned_length = match aligned {
                NONE => 3,
                _ if aligned & ROW == 0 => 2,
                _ => u32::from(self.info(aligned).mask & bit != 0),
            };
            let known =
                start.with(&DIGIT, length as u32).with(&LAST1, u32::from(last == usual)).with(&ALIGNED, aligned_length);
            if !self.bit(Decision::Like, known) {
                let is_back = last != usual && self.bit(Decision::Back, known);
                last = if is_back { usual } else { self.value(2, depth) };
            }
            *value = last;
        }
        self.add_row(row, depth)
    }

    /// How the lengths of a row compare with those of the aligned place.
    #[inline(never)]
    fn fit(&self, place: u16, aligned: u32, depth: u32) -> u32 {
        if place == NONE || place & ROW == 0 {
            return 7;
        }
        let mask = self.info(place).mask & u32::MAX << depth;
        let both = mask & aligned;
        if aligned == 0 {
            0
        } else if mask == 0 {
            1
        } else if mask == aligned {
            2
        } else if both == mask {
            3
        } else if both == aligned {
            4
        } else if both == 0 {
            5
        } else {
            6
        }
    }

    #[inline(never)]
    fn next_child(&mut self, depth: u32, digit: usize, siblings: &Siblings, aligned: u16) -> u16 {
        let Siblings { previous, before, .. } = *siblings;
        let left = digit.wrapping_sub(1);
        let above = self.places.child(siblings.above, digit);
        let follower = self.info(previous).follower;
        let mut aligned_place = aligned;
        let mut aligned_mask = 0;
        let mut aligned_sign = 0;
        let mut aligned_how = 0;
        if aligned != NONE {
            aligned_how = 1;
            let place = self.places.child(aligned, digit);
            if place != NONE {
                aligned_place = place;
                aligned_how = match self.places.child(aligned, left) {
                    NONE => 4,
                    left if left == place => 2,
                    _ => 3,
                };
            }
            let info = self.info(aligned_place);
            aligned_mask = info.mask & u32::MAX << depth;
            aligned_sign = info.sign.into();
            aligned_how = aligned_how << 1 | u32::from(aligned_place & ROW == 0);
        }
        self.aligned_sign = aligned_sign;
        let code = self.code << 16;
        let own_hash = |place: u16| (code | u32::from(place)).wrapping_mul(0x9E37_79B1) >> 14;
        let known = Known::default()
            .with(&DEPTH, depth)
            .with(&DIGIT, digit as u32)
            .with(&LAST6, siblings.history & 63)
            .with(&PREVIOUS, self.sign(previous))
            .with(&BEFORE, self.sign(before))
            .with(&ABOVE, self.sign(above))
            .with(&IS_ABOVE_BEFORE, u32::from(above == before))
            .with(&IS_FOLLOWER_ABOVE, if follower == NONE { 2 } else { u32::from(follower == above) })
            .with(&ALIGNED, aligned_how)
            .with(&ALIGNED_SIGN, aligned_sign)
            .with(&LENGTHS, self.lengths.count_ones());
        let at_first = known.with(&OWN, own_hash(previous)).with(&FIT, self.fit(previous, aligned_mask, depth));
        if previous != NONE && self.bit(Decision::Same, at_first) {
            return previous;
        }
        if above != NONE && above != previous && self.bit(Decision::Above, at_first) {
            return above;
        }
        let is_inner = self.bit(Decision::Inner, at_first)
            && (depth as usize) < ROW_WIDTH - 1
            && self.places.list.len() < MAX_PLACES;
        let list = if is_inner { depth as usize } else { 0 };
        let used = |this: &Self, end: usize| {
            let used = this.lists.get(list)?.get(..end)?;
            used.iter().rposition(|&place| place != previous && place != above)
        };
        let count = self.lists.get(list).map_or(0, Vec::len);
        let among = |known: Known| known.with(&IS_INNER, u32::from(is_inner));
        if let Some(mut found) = used(self, count)
            && !self.bit(Decision::Fresh, among(at_first))
        {
            let known = among(known);
            while let Some(other) = used(self, found) {
                let place = self.used_at(list, found);
                let info = self.info(place);
                let known = known
                    .with(&SIGN, info.sign.into())
                    .with(&IS_BEFORE, u32::from(place == before))
                    .with(&IS_FOLLOWER, u32::from(place == follower))
                    .with(&BIRTH, info.birth.into())
                    .with(&FIT, self.fit(place, aligned_mask, depth))
                    .with(&OWN, own_hash(place));
                if self.bit(Decision::Rank, known) {
                    break;
                }
                found = other;
            }
            let place = self.used_at(list, found);
            if let Some(list) = self.lists.get_mut(list) {
                list.remove(found);
                list.push(place);
            }
            return place;
        }
        if is_inner {
            return self.node(depth, aligned_place);
        }
        let row = self.new_row(depth, aligned_place);
        self.add_used(0, row);
        row
    }

    fn node(&mut self, depth: u32, aligned: u16) -> u16 {
        let above = self.last_node.get(depth as usize).copied().unwrap_or(NONE);
        let mut siblings = Siblings { previous: NONE, before: NONE, history: 1, above };
        let mut node = [0; 11];
        let mut mask = 0;
        let mut common = u32::MAX;
        for (digit, child) in node.iter_mut().enumerate().take(END) {
            let previous = siblings.previous;
            let place = self.next_child(depth.wrapping_add(1), digit, &siblings, aligned);
            siblings.history = siblings.history << 1 | u32::from(place == previous);
            if place != previous {
                siblings.before = previous;
                if let Some(info) = self.infos.get_mut(usize::from(previous & !ROW)) {
                    info.follower = place;
                }
            }
            siblings.previous = place;
            mask |= self.info(place).mask;
            // A format whose leading digits end here applies to every number below.
            let end = if place & ROW == 0 { self.places.child(place, END) } else { place };
            common &= self.last_value(end);
            *child = place;
        }
        let mut expected = 0;
        if self.kind == Kind::LeadingDigits {
            let known = self.values().iter().position(|&value| value == common);
            expected = known.map_or_else(|| self.add_value(common), |index| index as u8);
        }
        let known =
            Known::default().with(&KNOWN, self.values().len().min(2) as u32).with(&LAST1, u32::from(expected == 0));
        let end = if self.bit(Decision::End, known) { expected } else { self.value(3, depth) };
        node[END] = self.constant(end);
        let index = self.add_place(node, Info { mask, follower: NONE, sign: NODE_SIGN, birth: depth as u8 });
        self.add_used(depth as usize, index);
        if let Some(last) = self.last_node.get_mut(depth as usize) {
            *last = index;
        }
        index
    }

    /// Reads a trie. `aligned` is the root of a trie of the same numbers, already read, or [`NONE`]. Its places predict the new ones.
    #[inline(never)]
    pub fn trie(&mut self, kind: Kind, lengths: u32, aligned: u16) -> Trie {
        self.kind = kind;
        self.lengths = lengths;
        self.first_place = self.places.list.len();
        self.first_value = self.places.values.len();
        self.lists.iter_mut().for_each(Vec::clear);
        self.last_node = [NONE; ROW_WIDTH];
        self.add_value(if kind == Kind::Numbers { PhoneNumberType::Unknown as u32 } else { 0 });
        self.constant(0);
        self.aligned_sign = if aligned == NONE { 0 } else { self.sign(aligned) };
        let is_node = u32::from(aligned & ROW == 0);
        let known = Known::default().with(&ALIGNED, is_node).with(&ALIGNED_SIGN, self.aligned_sign);
        let root = if self.bit(Decision::Root, known) { self.node(0, aligned) } else { self.new_row(0, aligned) };
        Trie { root, values: self.first_value as u16 }
    }
}

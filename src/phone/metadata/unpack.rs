//! From the decisions of the packed table to numbering plans. `tools/metadata/pack.mjs` writes what is read here.

use core::mem::take;

use super::super::number::PhoneNumberType;
use super::decoder::{Decoder, Feature, Known, Model};
use super::plan::{Class, NationalPrefix, NumberFormat, NumberingPlan, Territory};
use super::release::{LABELS, RULES, TEMPLATES};
use super::trie::{END, Places, ROW, ROW_WIDTH, Row, Trie};

/// What a trie's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbers,
    General,
    OtherGeneral,
    Regions,
    InternationalPrefix,
    NationalPrefix,
    LeadingDigits,
}

const KINDS: usize = 7;

/// What is decided in a trie.
#[derive(Clone, Copy)]
enum InTrie {
    Same,
    Above,
    Inner,
    Fresh,
    Rank,
    Root,
    End,
    Usual,
    Constant,
    Like,
    Back,
    NewValue,
    ValueRank,
    NumberType,
    Territory,
    InSet,
    Small,
    KeptEnd,
    KeptStart,
}

const IN_TRIE: usize = 19;

/// What is decided elsewhere.
#[derive(Clone, Copy)]
enum InPlan {
    SameAs,
    Formats,
    Lengths,
    Area,
    Format,
}

const IN_PLAN: usize = 5;

/// How many decisions are learnt apart.
const SETS: usize = IN_TRIE * KINDS + IN_PLAN;

// What is known when something is decided. Some stand for other things in other decisions.
const DEPTH: Feature = Feature(0, 0);
const DIGIT: Feature = Feature(0, 5);
const LAST1: Feature = Feature(0, 10);
const LAST6: Feature = Feature(0, 10);
const PREVIOUS: Feature = Feature(0, 16);
const BEFORE: Feature = Feature(0, 21);
const ABOVE: Feature = Feature(0, 26);
const IS_INNER: Feature = Feature(0, 31);
const INNER: Feature = Feature(1, 0);
const ALIGNED: Feature = Feature(1, 4);
const ALIGNED_SIGN: Feature = Feature(1, 8);
const FIT: Feature = Feature(1, 12);
const LENGTHS: Feature = Feature(1, 15);
const RANK: Feature = Feature(1, 20);
const IS_ABOVE_BEFORE: Feature = Feature(1, 25);
const IS_FOLLOWER_ABOVE: Feature = Feature(1, 26);
const IS_BEFORE: Feature = Feature(1, 28);
const IS_FOLLOWER: Feature = Feature(1, 29);
const KNOWN: Feature = Feature(2, 0);
const SIGN: Feature = Feature(2, 5);
const BIRTH: Feature = Feature(2, 9);
const OWN: Feature = Feature(2, 14);
const NODE: Feature = Feature(2, 14);

/// No place in a trie.
const NONE: u16 = u16::MAX;
/// What [`TrieReader::sign`] is for nothing of interest, for a node and for no place.
const NO_SIGN: u32 = 11;
const NODE_SIGN: u8 = 13;
const NONE_SIGN: u8 = 15;
/// Only a corrupt table has more nodes in a trie.
const MOST_NODES: usize = 1 << 12;

impl Decoder<'_> {
    #[inline(never)]
    fn in_plan(&mut self, decision: InPlan, known: Known) -> bool {
        let decision = decision as usize;
        self.bit((IN_TRIE * KINDS).wrapping_add(decision), (IN_TRIE * 2).wrapping_add(decision), &known)
    }

    /// A number of so many bits, the high ones first.
    #[inline(never)]
    fn number(&mut self, set: usize, contexts: usize, width: u32, known: Known) -> u32 {
        let mut read = 1_u32;
        for _ in 0..width {
            read = read << 1 | u32::from(self.bit(set, contexts, &known.with(&NODE, read)));
        }
        read ^ 1 << width
    }

    #[inline(never)]
    fn number_in_plan(&mut self, decision: InPlan, width: u32, known: Known) -> u32 {
        let decision = decision as usize;
        let set = (IN_TRIE * KINDS).wrapping_add(decision);
        self.number(set, (IN_TRIE * 2).wrapping_add(decision), width, known)
    }

    /// Reads numbers of the given widths over those of the record before, which tell something about them. The eighth of
    /// them, if there is one, says how many pairs of numbers follow it.
    #[inline(never)]
    fn record(&mut self, decision: InPlan, widths: &[u8], sign: bool, record: &mut [u32]) {
        let mut first = 0;
        let mut before = 0;
        let mut inner = 0;
        let mut end = widths.len();
        for (i, number) in record.iter_mut().enumerate() {
            let mut read = 0;
            if i < end {
                let known = Known::default()
                    .with(&DIGIT, i as u32)
                    .with(&PREVIOUS, *number & 31)
                    .with(&BEFORE, before & 31)
                    .with(&ABOVE, first & 31)
                    .with(&INNER, inner & 15)
                    .with(&SIGN, sign.into());
                let width = widths.get(i).copied().unwrap_or(4);
                read = self.number_in_plan(decision, width.into(), known);
            }
            *number = read;
            inner = before;
            before = read;
            if i == 0 {
                first = read;
            }
            if i == 7 && end == 8 {
                end = end.wrapping_add(read as usize).wrapping_add(read as usize);
            }
        }
    }
}

/// What is noted about a place in a trie.
struct Info {
    /// The lengths for which there is something.
    mask: u32,
    /// What came after it when it was last followed by something else.
    follower: u16,
    /// The next one in its [list](Unpacker::lists).
    next: u16,
    sign: u8,
    birth: u8,
}

/// What there is to note about no place.
static NOTHING: Info = Info { mask: 0, follower: NONE, next: NONE, sign: NONE_SIGN, birth: 0 };

/// The children of a node that were read so far.
struct Siblings {
    previous: u16,
    /// The last one that was not like the previous one.
    before: u16,
    /// A bit for each that tells whether it was like the one before it.
    history: u32,
    inner: u32,
    /// The node of the same depth that was read last.
    above: u16,
}

/// Reads one plan after the other. What a trie needs only while it is read is kept, so that it is allocated once.
struct Unpacker<'a> {
    decoder: Decoder<'a>,
    code: u32,
    territories: usize,
    places: Places,
    row_infos: Vec<Info>,
    node_infos: Vec<Info>,
    /// The lengths of numbers that each format can write, and two bits for where it is used.
    formats: Vec<u32>,
    /// What the values of the trie that is read are, and the lengths that it tells apart.
    kind: Kind,
    lengths: u32,
    first_row: usize,
    values: Vec<u32>,
    /// The rows and, by depth, the nodes, those used last first: how many there are and, inverted, the first place.
    lists: [(u16, u16); ROW_WIDTH],
    /// The node of each depth that was read last, inverted.
    last_node: [u16; ROW_WIDTH],
    /// The root of a trie whose strings are the same numbers, already read, or [`NONE`].
    aligned: u16,
    /// The sign of the place in that trie where the reading is.
    aligned_sign: u32,
}

impl Unpacker<'_> {
    #[inline(never)]
    fn info(&self, place: u16) -> &Info {
        let infos = if place & ROW == 0 { &self.node_infos } else { &self.row_infos };
        infos.get(usize::from(place & !ROW)).unwrap_or(&NOTHING)
    }

    #[inline(never)]
    fn info_mut(&mut self, place: u16) -> Option<&mut Info> {
        let infos = if place & ROW == 0 { &mut self.node_infos } else { &mut self.row_infos };
        infos.get_mut(usize::from(place & !ROW))
    }

    /// Where a digit, or the [`END`], leads from a node; [`NONE`] if the place is no node.
    #[inline(never)]
    fn child(&self, place: u16, digit: usize) -> u16 {
        self.places.nodes.get(usize::from(place)).and_then(|node| node.get(digit)).copied().unwrap_or(NONE)
    }

    fn value_at(&self, index: u8) -> u32 {
        self.values.get(usize::from(index)).copied().unwrap_or_default()
    }

    /// The value of the longest strings.
    fn last_value(&self, row: u16) -> u32 {
        self.places.rows.get(usize::from(row & !ROW)).map_or(0, |row| self.value_at(row[ROW_WIDTH - 1]))
    }

    /// The lengths of numbers that a set of formats can write.
    #[inline(never)]
    fn lengths_of(&self, set: u32) -> u32 {
        let mut lengths = 0;
        for (i, format) in self.formats.iter().enumerate() {
            if set >> (i & 31) & 1 != 0 {
                lengths |= format >> 2;
            }
        }
        lengths
    }

    /// What is decided, for this kind of trie, and the contexts of that.
    fn set(&self, decision: InTrie) -> (usize, usize) {
        let decision = decision as usize;
        let contexts = if self.kind == Kind::LeadingDigits { decision.wrapping_add(IN_TRIE) } else { decision };
        (decision.wrapping_mul(KINDS).wrapping_add(self.kind as usize), contexts)
    }

    #[inline(never)]
    fn bit(&mut self, decision: InTrie, known: Known) -> bool {
        let (set, contexts) = self.set(decision);
        self.decoder.bit(set, contexts, &known)
    }

    #[inline(never)]
    fn number(&mut self, decision: InTrie, width: u32, known: Known) -> u32 {
        let (set, contexts) = self.set(decision);
        self.decoder.number(set, contexts, width, known)
    }

    /// A small number that says what sort of value it is.
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

    /// Puts a place that is in a list at its front.
    fn move_first(&mut self, place: u16, list: usize) {
        let after = self.info(place).next;
        let mut left = self.lists.get(list).map_or(NONE, |list| !list.1);
        if left == place {
            return;
        }
        while left != NONE && self.info(left).next != place {
            left = self.info(left).next;
        }
        if let Some(left) = self.info_mut(left) {
            left.next = after;
        }
        self.put_first(place, list);
        if let Some(list) = self.lists.get_mut(list) {
            list.0 = list.0.wrapping_sub(1);
        }
    }

    /// Puts a place at the front of its list, in which it is not or not any more.
    fn put_first(&mut self, place: u16, list: usize) {
        let Some(list) = self.lists.get_mut(list) else { return };
        let (count, next) = *list;
        *list = (count.wrapping_add(1), !place);
        if let Some(info) = self.info_mut(place) {
            info.next = !next;
        }
    }

    fn sign(&self, place: u16) -> u32 {
        self.info(place).sign.into()
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
        self.row_infos.push(Info { mask, follower: NONE, next: NONE, sign: sign as u8, birth: depth as u8 });
        self.places.rows.push(row);
        self.places.rows.len().wrapping_sub(1) as u16
    }

    /// The row that has one value for all lengths.
    fn constant(&mut self, value: u8) -> u16 {
        let row = [value; ROW_WIDTH];
        let known = self.places.rows.iter().skip(self.first_row).position(|other| *other == row);
        if let Some(known) = known {
            return known.wrapping_add(self.first_row) as u16;
        }
        let row = self.add_row(row, 0);
        self.put_first(row | ROW, 0);
        row
    }

    fn add_value(&mut self, value: u32) -> u8 {
        let index = self.values.len() as u8;
        self.values.push(value);
        index
    }

    fn new_value(&mut self, purpose: u32, depth: u32, known: Known) -> u32 {
        match self.kind {
            Kind::Numbers => {
                let number_type = self.number(InTrie::NumberType, 4, known);
                if self.territories < 2 {
                    return number_type;
                }
                number_type | self.number(InTrie::Territory, 5, known.with(&SIGN, number_type)) << 4
            }
            Kind::LeadingDigits => self.new_set(),
            kind => {
                let known = Known::default().with(&DEPTH, depth).with(&PREVIOUS, purpose);
                let expected = if kind == Kind::Regions { self.values.len() as u32 } else { depth };
                let value = self.number(InTrie::Small, 5, known).wrapping_add(expected) & 31;
                if kind != Kind::NationalPrefix {
                    return value;
                }
                let end = self.number(InTrie::KeptEnd, 4, known);
                if end == 0 {
                    return value;
                }
                value | self.number(InTrie::KeptStart, 4, known) << 5 | end << 10
            }
        }
    }

    fn new_set(&mut self) -> u32 {
        let before = self.last_value(!self.lists[0].1);
        let seen = self.values.iter().fold(0, |seen, value| seen | value);
        let mut set = 0_u32;
        let mut taken = 0_u32;
        let mut last_flags = 0;
        for i in 0..self.formats.len() {
            let format = self.formats.get(i).copied().unwrap_or_default();
            let (lengths, flags) = (format >> 2, format & 3);
            let bit = 1 << (i & 31);
            let is = |set: u32, bit: u32| u32::from(set & bit != 0);
            let known = Known::default()
                .with(&ALIGNED_SIGN, self.aligned_sign)
                .with(&LAST1, is(set, bit >> 1))
                .with(&PREVIOUS, is(before, bit))
                .with(&ABOVE, is(seen, bit))
                .with(&BEFORE, is(seen, bit >> 1))
                .with(&INNER, set.count_ones().min(2))
                .with(&RANK, self.formats.len().wrapping_sub(i).min(31) as u32)
                .with(&SIGN, flags)
                .with(&BIRTH, last_flags)
                .with(&FIT, if set == 0 { 0 } else { is(lengths, taken).wrapping_add(1) })
                .with(&DIGIT, i as u32);
            last_flags = flags;
            if self.bit(InTrie::InSet, known) {
                set |= bit;
                taken |= lengths;
            }
        }
        set
    }

    /// An index in the values; `purpose` tells what it is for.
    fn value(&mut self, purpose: u32, depth: u32) -> u8 {
        let count = self.values.len();
        let known = Known::default()
            .with(&PREVIOUS, purpose)
            .with(&KNOWN, count.min(12) as u32)
            .with(&DEPTH, depth)
            .with(&LENGTHS, self.lengths.count_ones())
            .with(&ALIGNED_SIGN, self.aligned_sign);
        if self.bit(InTrie::NewValue, known) {
            let value = self.new_value(purpose, depth, known);
            return self.add_value(value);
        }
        for rank in 0..count {
            let value = count.wrapping_sub(1).wrapping_sub(rank) as u8;
            let known = known.with(&RANK, rank.min(31) as u32).with(&SIGN, self.value_sign(value));
            if value == 0 || self.bit(InTrie::ValueRank, known) {
                return value;
            }
        }
        0
    }

    fn new_row(&mut self, depth: u32, aligned: u16) -> u16 {
        let start = Known::default().with(&DEPTH, depth).with(&ALIGNED_SIGN, self.aligned_sign);
        let start = start.with(&LENGTHS, self.lengths.count_ones());
        let is_node = u32::from(aligned & ROW == 0);
        let usual = if self.bit(InTrie::Usual, start.with(&ALIGNED, is_node)) { 0 } else { self.value(1, depth) };
        let mut row = [usual; ROW_WIDTH];
        let is_none = Known::default().with(&DEPTH, depth).with(&LAST1, u32::from(usual == 0));
        if self.kind as usize >= Kind::Regions as usize && self.bit(InTrie::Constant, is_none) {
            return self.add_row(row, depth);
        }
        let mut last = usual;
        for (length, value) in row.iter_mut().enumerate().skip(depth as usize) {
            let bit = 1 << (length & 31);
            if self.lengths & bit == 0 {
                continue;
            }
            let there = match aligned {
                NONE => 3,
                _ if aligned & ROW == 0 => 2,
                _ => u32::from(self.info(aligned).mask & bit != 0),
            };
            let known = start
                .with(&DIGIT, length as u32)
                .with(&LAST1, u32::from(last == usual))
                .with(&RANK, (self.lengths & bit.wrapping_sub(1)).count_ones())
                .with(&PREVIOUS, self.value_sign(last))
                .with(&ALIGNED, there);
            if !self.bit(InTrie::Like, known) {
                let is_back = last != usual && self.bit(InTrie::Back, known);
                last = if is_back { usual } else { self.value(2, depth) };
            }
            *value = last;
        }
        self.add_row(row, depth)
    }

    /// How the lengths of a row go with those of the aligned place.
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

    fn next_child(&mut self, depth: u32, digit: usize, siblings: &Siblings, aligned: u16) -> u16 {
        let Siblings { previous, before, .. } = *siblings;
        let left = digit.wrapping_sub(1);
        let above = self.child(siblings.above, digit);
        let follower = self.info(previous).follower;
        let mut aligned_place = aligned;
        let mut aligned_mask = 0;
        let mut aligned_sign = 0;
        let mut aligned_how = 0;
        if aligned != NONE {
            aligned_how = 1;
            let place = self.child(aligned, digit);
            if place != NONE {
                aligned_place = place;
                aligned_how = match self.child(aligned, left) {
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
        let own = |place: u16| (code | u32::from(place)).wrapping_mul(0x9E37_79B1) >> 14;
        let known = Known::default()
            .with(&DEPTH, depth)
            .with(&DIGIT, digit as u32)
            .with(&LAST6, siblings.history & 63)
            .with(&PREVIOUS, self.sign(previous))
            .with(&BEFORE, self.sign(before))
            .with(&ABOVE, self.sign(above))
            .with(&IS_ABOVE_BEFORE, u32::from(above == before))
            .with(&IS_FOLLOWER_ABOVE, if follower == NONE { 2 } else { u32::from(follower == above) })
            .with(&INNER, siblings.inner)
            .with(&ALIGNED, aligned_how)
            .with(&ALIGNED_SIGN, aligned_sign)
            .with(&LENGTHS, self.lengths.count_ones());
        let at_first = known.with(&OWN, own(previous)).with(&FIT, self.fit(previous, aligned_mask, depth));
        if previous != NONE && self.bit(InTrie::Same, at_first) {
            return previous;
        }
        if above != NONE && above != previous && self.bit(InTrie::Above, at_first) {
            return above;
        }
        let is_inner = self.bit(InTrie::Inner, at_first) && (depth as usize) < ROW_WIDTH - 1;
        let list = if is_inner { depth as usize } else { 0 };
        let (count, first) = self.lists.get(list).copied().unwrap_or_default();
        let among = |known: Known| known.with(&IS_INNER, u32::from(is_inner)).with(&KNOWN, count.min(31).into());
        let next = |this: &Self, mut place: u16| {
            while place != NONE && (place == previous || place == above) {
                place = this.info(place).next;
            }
            place
        };
        let mut place = next(self, !first);
        if place != NONE && !self.bit(InTrie::Fresh, among(at_first)) {
            let known = among(known);
            let mut rank = 0_u32;
            loop {
                let info = self.info(place);
                let other = next(self, info.next);
                rank = rank.wrapping_add(1);
                let known = known
                    .with(&RANK, rank.min(20))
                    .with(&SIGN, info.sign.into())
                    .with(&IS_BEFORE, u32::from(place == before))
                    .with(&IS_FOLLOWER, u32::from(place == follower))
                    .with(&BIRTH, info.birth.into())
                    .with(&FIT, self.fit(place, aligned_mask, depth))
                    .with(&OWN, own(place));
                if other == NONE || self.bit(InTrie::Rank, known) {
                    break;
                }
                place = other;
            }
            self.move_first(place, list);
            return place;
        }
        if is_inner {
            return self.node(depth, aligned_place);
        }
        let row = self.new_row(depth, aligned_place);
        self.put_first(row | ROW, 0);
        row | ROW
    }

    fn node(&mut self, depth: u32, aligned: u16) -> u16 {
        let above = self.last_node.get(depth as usize).map_or(NONE, |last| !last);
        let mut siblings = Siblings { previous: NONE, before: NONE, history: 1, inner: 0, above };
        let mut node = [0; 11];
        let mut mask = 0;
        let mut common = u32::MAX;
        for (digit, child) in node.iter_mut().enumerate().take(END) {
            let previous = siblings.previous;
            let place = self.next_child(depth.wrapping_add(1), digit, &siblings, aligned);
            siblings.history = siblings.history << 1 | u32::from(place == previous);
            if place != previous {
                siblings.before = previous;
                if let Some(info) = self.info_mut(previous) {
                    info.follower = place;
                }
            }
            siblings.previous = place;
            siblings.inner = siblings.inner.wrapping_add(u32::from(place & ROW == 0));
            mask |= self.info(place).mask;
            // A format whose leading digits end here goes for all that begins so.
            let end = self.child(place, END);
            common &= self.last_value(if end == NONE { place } else { end });
            *child = place;
        }
        let mut expected = 0;
        if self.kind == Kind::LeadingDigits {
            let known = self.values.iter().position(|&value| value == common);
            expected = known.map_or_else(|| self.add_value(common), |index| index as u8);
        }
        let known = Known::default()
            .with(&DEPTH, depth)
            .with(&KNOWN, self.values.len().min(2) as u32)
            .with(&LAST1, u32::from(expected == 0));
        let end = if self.bit(InTrie::End, known) { expected } else { self.value(3, depth) };
        node[END] = self.constant(end) | ROW;
        let index = self.places.nodes.len();
        if index >= MOST_NODES {
            return ROW;
        }
        self.places.nodes.push(node);
        self.node_infos.push(Info { mask, follower: NONE, next: NONE, sign: NODE_SIGN, birth: depth as u8 });
        let index = index as u16;
        self.put_first(index, depth as usize);
        if let Some(last) = self.last_node.get_mut(depth as usize) {
            *last = !index;
        }
        index
    }

    /// Reads a trie; its rows have indexes in the [`values`](Self::values).
    #[inline(never)]
    fn trie(&mut self, kind: Kind, lengths: u32, aligned: u16) -> Trie {
        self.kind = kind;
        self.lengths = lengths;
        self.aligned = aligned;
        self.first_row = self.places.rows.len();
        self.values.clear();
        self.lists = [(0, 0); ROW_WIDTH];
        self.last_node = [0; ROW_WIDTH];
        self.add_value(if kind == Kind::Numbers { PhoneNumberType::Unknown as u32 } else { 0 });
        self.constant(0);
        self.aligned_sign = if aligned == NONE { 0 } else { self.sign(aligned) };
        let is_node = u32::from(aligned & ROW == 0);
        let known = Known::default().with(&ALIGNED, is_node).with(&ALIGNED_SIGN, self.aligned_sign);
        let is_inner = self.bit(InTrie::Root, known);
        let root = if is_inner { self.node(0, aligned) } else { self.new_row(0, aligned) | ROW };
        Trie { root, places: None }
    }

    /// Reads a trie that has the values themselves in its rows.
    #[inline(never)]
    fn plain_trie(&mut self, kind: Kind, lengths: u32, aligned: u16) -> Trie {
        let trie = self.trie(kind, lengths, aligned);
        for value in self.places.rows.iter_mut().skip(self.first_row).flatten() {
            *value = self.values.get(usize::from(*value)).copied().unwrap_or_default() as u8;
        }
        trie
    }
}

fn number_type(number: u32) -> PhoneNumberType {
    match number {
        0 => PhoneNumberType::FixedLine,
        1 => PhoneNumberType::Mobile,
        2 => PhoneNumberType::FixedLineOrMobile,
        3 => PhoneNumberType::TollFree,
        4 => PhoneNumberType::PremiumRate,
        5 => PhoneNumberType::SharedCost,
        6 => PhoneNumberType::Voip,
        7 => PhoneNumberType::PersonalNumber,
        8 => PhoneNumberType::Pager,
        9 => PhoneNumberType::Uan,
        10 => PhoneNumberType::Voicemail,
        _ => PhoneNumberType::Unknown,
    }
}

/// One of several texts.
fn text(texts: &[&'static str], number: u32) -> &'static str {
    texts.get(number as usize).copied().unwrap_or_default()
}

const ALL_LENGTHS: u32 = (1 << (ROW_WIDTH - 1)) - 1;

/// Template, rule, four flags, how many patterns of leading digits and how many groups; each group has fewest digits and
/// how many more it can take.
const FORMAT: [u8; 8] = [5, 4, 1, 1, 1, 1, 3, 3];
/// For each length from 2 whether it is possible and whether it is local only.
const LENGTHS_OF_TERRITORY: [u8; 32] = [1; 32];
/// An area code's length and digits, and the label of extensions.
const AREA: [u8; 6] = [3, 4, 4, 4, 4, 3];

impl Unpacker<'_> {
    #[inline(never)]
    fn plan(&mut self, entry: &Entry) -> NumberingPlan {
        self.places.nodes.clear();
        self.places.rows.clear();
        self.row_infos.clear();
        self.node_infos.clear();
        self.formats.clear();
        self.code = entry.code.into();
        let mut all = 0;
        let mut lengths = [0; 32];
        let mut area = [0; 6];
        let world: &[_] = &[[0; 2]];
        let regions = if entry.regions.is_empty() { world } else { entry.regions };
        let territories = regions.iter().enumerate().map(|(i, &region)| {
            self.decoder.record(InPlan::Lengths, &LENGTHS_OF_TERRITORY, i > 0, &mut lengths);
            self.decoder.record(InPlan::Area, &AREA, i > 0, &mut area);
            let [mut possible_lengths, mut local_only_lengths] = [0; 2];
            for (i, bit) in lengths.iter().enumerate() {
                let set = if i & 1 == 0 { &mut possible_lengths } else { &mut local_only_lengths };
                *set |= bit << (i >> 1) << 2;
            }
            all |= possible_lengths | local_only_lengths;
            let [length, digits @ .., label] = area;
            Territory {
                region,
                possible_lengths,
                local_only_lengths,
                general: Trie::default(),
                international_prefix: Trie::default(),
                national_prefix: Trie::default(),
                prefixes: vec![],
                area_code: digits.iter().take(length as usize).map(|&digit| digit as u8 | b'0').collect(),
                extension_label: Some(text(&LABELS, label)).filter(|label| !label.is_empty()),
            }
        });
        let mut territories: Vec<_> = territories.collect();
        self.territories = territories.len();
        let mut general = self.plain_trie(Kind::General, all, NONE);
        let mut regions = Trie::default();
        if self.territories > 1 {
            regions = self.plain_trie(Kind::Regions, ALL_LENGTHS, NONE);
        } else {
            self.values.push(1);
            regions.root = self.add_row([1; ROW_WIDTH], 0) | ROW;
        }
        let mut numbers = self.trie(Kind::Numbers, all, general.root);
        let classes = self.values.iter().map(|value| Class {
            territory: (value >> 4).checked_sub(1).map(|index| index as u8),
            number_type: number_type(value & 15),
        });
        let classes = classes.collect();
        let which = |number| Known::default().with(&DIGIT, number);
        let mut before: Option<&Territory> = None;
        for territory in &mut territories {
            if before.is_some() {
                general = self.plain_trie(Kind::OtherGeneral, all, numbers.root);
            }
            territory.general = general;
            territory.international_prefix = match before {
                Some(before) if self.decoder.in_plan(InPlan::SameAs, which(0)) => before.international_prefix,
                _ => self.plain_trie(Kind::InternationalPrefix, ALL_LENGTHS, NONE),
            };
            match before {
                Some(before) if self.decoder.in_plan(InPlan::SameAs, which(1)) => {
                    territory.national_prefix = before.national_prefix;
                    territory.prefixes.extend(&before.prefixes);
                }
                _ => {
                    territory.national_prefix = self.trie(Kind::NationalPrefix, ALL_LENGTHS, NONE);
                    territory.prefixes.extend(self.values.iter().skip(1).map(|value| NationalPrefix {
                        taken: (value & 31) as u8,
                        kept: (value >> 10).checked_sub(1).map(|_| ((value >> 5 & 31) as u8, (value >> 10) as u8)),
                    }));
                }
            }
            before = Some(territory);
        }
        let mut format = [0; 18];
        let count = self.decoder.number_in_plan(InPlan::Formats, 5, Known::default());
        let formats =
            (0..count).map(|i| {
                self.decoder.record(InPlan::Format, &FORMAT, i == 0, &mut format);
                let [
                    template,
                    rule,
                    is_optional,
                    has_carrier_rule,
                    is_national,
                    is_international,
                    patterns,
                    _,
                    pairs @ ..,
                ] = format;
                let mut groups = [(0, 0); 5];
                let mut fewest = 0_u32;
                let mut most = 0_u32;
                for (group, pair) in groups.iter_mut().zip(pairs.chunks_exact(2)) {
                    let &[min, more] = pair else { continue };
                    let max = min.wrapping_add(more);
                    fewest = fewest.wrapping_add(min);
                    most = most.wrapping_add(max);
                    *group = (min as u8, max as u8);
                }
                // All bits from the fewest to the most.
                let lengths = (2_u32 << (most & 31)).wrapping_sub(1) & u32::MAX << (fewest & 31) & ALL_LENGTHS;
                self.formats.push(lengths << 2 | is_national << 1 | is_international);
                NumberFormat {
                    groups,
                    template: text(&TEMPLATES, template),
                    national_prefix_rule: text(&RULES, rule),
                    is_national_prefix_optional: is_optional != 0,
                    has_carrier_rule: has_carrier_rule != 0,
                    leading_digits_patterns: patterns as u8,
                    is_national: is_national != 0,
                    is_international: is_international != 0,
                }
            });
        let formats = formats.collect();
        let mut leading_digits = self.trie(Kind::LeadingDigits, ALL_LENGTHS, numbers.root);
        let format_sets = take(&mut self.values);
        // Copies are as large as needed, which what has grown is not.
        let Places { nodes, rows } = &self.places;
        let places: &_ = Box::leak(Box::new(Places { nodes: nodes.clone(), rows: rows.clone() }));
        for trie in [&mut regions, &mut numbers, &mut leading_digits] {
            trie.places = Some(places);
        }
        for territory in &mut territories {
            territory.find_tries(places);
        }
        let calling_code = entry.code;
        NumberingPlan { calling_code, territories, regions, numbers, classes, formats, leading_digits, format_sets }
    }
}

impl Territory {
    /// Says where the tries are. A call of its own, or the compiler writes the loop out eight times.
    #[inline(never)]
    fn find_tries(&mut self, places: &'static Places) {
        for trie in [&mut self.general, &mut self.international_prefix, &mut self.national_prefix] {
            trie.places = Some(places);
        }
    }
}

/// A calling code, its regions and where its plan is.
pub struct Entry {
    pub code: u16,
    /// The main one first; none for a code that belongs to no country.
    pub regions: &'static [[u8; 2]],
    /// The chunk that has its plan, and the place of that among the chunk's plans.
    pub chunk: usize,
    pub place: usize,
}

/// Unpacks the plans of one chunk. What has been learnt before goes in, what was learnt in it comes back; `None` begins.
#[inline(never)]
pub fn plans(bytes: &[u8], model: Option<&Model>, entries: &[Entry], chunk: usize) -> (Vec<NumberingPlan>, Model) {
    let model = model.map_or_else(|| Model::new(SETS), Model::clone);
    let mut unpacker = Unpacker {
        decoder: Decoder::new(bytes, model),
        code: 0,
        territories: 0,
        places: Places::default(),
        row_infos: vec![],
        node_infos: vec![],
        formats: vec![],
        kind: Kind::General,
        lengths: 0,
        first_row: 0,
        values: vec![],
        lists: [(0, 0); ROW_WIDTH],
        last_node: [0; ROW_WIDTH],
        aligned: NONE,
        aligned_sign: 0,
    };
    let mut plans = vec![];
    for entry in entries.iter().filter(|entry| entry.chunk == chunk) {
        plans.push(unpacker.plan(entry));
    }
    (plans, unpacker.decoder.model)
}

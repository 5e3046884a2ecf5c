//! Unpacks numbering plans from the decisions of the packed table. `tools/metadata/pack-plan.mjs` writes them.

use core::mem::take;
use std::sync::OnceLock;

use super::decoder::{Decoder, Known, Model};
use super::features::{ABOVE, BEFORE, DIGIT, INNER, NODE, PREVIOUS, SIGN};
use super::plan::{AREA, FORMAT, NumberFormat, NumberingPlan, Territory};
use super::trie::{NONE, Places, ROW_WIDTH};
use super::trie_unpacker::{Info, Kind};

/// The kinds of decisions: first those in a trie, and from `SameAs` on all others. The contexts for decisions in a trie of leading
/// digits have the numbers between the two.
#[derive(Clone, Copy)]
pub enum Decision {
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
    SameAs = 2 * IN_TRIE,
    Formats,
    Lengths,
    Area,
    Format,
}

const IN_TRIE: isize = 19;

/// The number of kinds of decisions with weights of their own.
const SETS: usize = (Decision::Format as usize + 1) * Kind::COUNT;

/// A calling code, its regions and its plan.
pub struct Entry {
    pub code: u16,
    /// The main one first; none for a non-geographic code.
    pub regions: &'static [[u8; 2]],
    /// The index of the chunk with its plan.
    pub chunk: usize,
    pub plan: OnceLock<&'static NumberingPlan>,
}

/// Reads one plan after the other. Memory for reading a trie is kept for the next trie.
pub struct Unpacker<'a> {
    decoder: Decoder<'a>,
    pub code: u32,
    pub territories: usize,
    pub formats: Vec<NumberFormat>,
    pub places: Places,
    /// Facts about each place that predict later decisions.
    pub infos: Vec<Info>,
    /// The kind of the trie that is being read.
    pub kind: Kind,
    /// A bit for each length that it distinguishes.
    pub lengths: u32,
    /// The index of its first place.
    pub first_place: usize,
    /// The index of its first value.
    pub first_value: usize,
    /// Its rows, and its nodes by depth. The most recently used come last.
    pub lists: Vec<Vec<u16>>,
    /// For each depth, the node that was read last.
    pub last_node: [u16; ROW_WIDTH],
    /// The sign of the corresponding place in the aligned trie.
    pub aligned_sign: u32,
}

/// A bit for each length that a number can have.
pub const ALL_LENGTHS: u32 = (1 << (ROW_WIDTH - 1)) - 1;

/// The widths in bits of a format's values up to the number of its groups, see [`NumberFormat`].
const FORMAT_WIDTHS: [u8; 8] = [5, 4, 1, 1, 1, 1, 3, 3];
/// For each length from 2: whether it is possible, and whether it is local only.
const LENGTHS_WIDTHS: [u8; 32] = [1; 32];
/// The length of an area code, its digits, and the label of extensions.
const AREA_WIDTHS: [u8; AREA] = [3, 4, 4, 4, 4, 3];

impl Unpacker<'_> {
    /// Reads a decision.
    #[inline(never)]
    pub fn bit(&mut self, decision: Decision, known: Known) -> bool {
        let decision = decision as usize;
        let is_in_trie = decision < IN_TRIE as usize;
        let kind = if is_in_trie { self.kind } else { Kind::Numbers };
        let contexts = if kind == Kind::LeadingDigits { decision.wrapping_add(IN_TRIE as usize) } else { decision };
        self.decoder.bit(decision.wrapping_mul(Kind::COUNT).wrapping_add(kind as usize), contexts, &known)
    }

    /// Reads a number of `width` bits, the high bits first.
    #[inline(never)]
    pub fn number(&mut self, decision: Decision, width: u32, known: Known) -> u32 {
        let mut read = 1_u32;
        for _ in 0..width {
            read = read << 1 | u32::from(self.bit(decision, known.with(&NODE, read)));
        }
        read ^ 1 << width
    }

    /// Reads numbers of the given widths into `record`. Its old numbers, those of the record before, predict the new ones. If there are
    /// eight widths, the eighth number is the count of pairs that follow it.
    #[inline(never)]
    fn record(&mut self, decision: Decision, widths: &[u8], sign: bool, record: &mut [u8]) {
        let [mut first, mut before, mut inner] = [0_u8; 3];
        let mut end = widths.len();
        for (i, number) in record.iter_mut().enumerate() {
            let mut read = 0;
            if i < end {
                let known = Known::default()
                    .with(&DIGIT, i as u32)
                    .with(&PREVIOUS, (*number).into())
                    .with(&BEFORE, before.into())
                    .with(&ABOVE, first.into())
                    .with(&INNER, (inner & 15).into())
                    .with(&SIGN, sign.into());
                let width = widths.get(i).copied().unwrap_or(4);
                read = self.number(decision, width.into(), known) as u8;
            }
            *number = read;
            inner = before;
            before = read;
            if i == 0 {
                first = read;
            }
            if i == 7 && end == 8 {
                end = end.wrapping_add(read.into()).wrapping_add(read.into());
            }
        }
    }

    /// Reads the plan of a calling code.
    #[inline(never)]
    fn plan(&mut self, entry: &Entry) -> &'static NumberingPlan {
        self.infos.clear();
        self.code = entry.code.into();
        let mut territories: Vec<Territory> = vec![];
        let mut all = 0;
        let mut lengths = [0; LENGTHS_WIDTHS.len()];
        let mut area = [0; AREA];
        let world: &[_] = &[[0; 2]];
        for &region in if entry.regions.is_empty() { world } else { entry.regions } {
            let has_before = !territories.is_empty();
            self.record(Decision::Lengths, &LENGTHS_WIDTHS, has_before, &mut lengths);
            self.record(Decision::Area, &AREA_WIDTHS, has_before, &mut area);
            let (mut possible_lengths, mut local_only_lengths) = (0, 0);
            for (length, &[possible, local_only]) in (2..).zip(lengths.as_chunks().0) {
                possible_lengths |= u32::from(possible) << length;
                local_only_lengths |= u32::from(local_only) << length;
            }
            all |= possible_lengths | local_only_lengths;
            territories.push(Territory {
                region,
                possible_lengths,
                local_only_lengths,
                general: <_>::default(),
                international_prefix: <_>::default(),
                national_prefix: <_>::default(),
                area,
            });
        }
        self.territories = territories.len();
        let general = self.trie(Kind::General, all, NONE);
        let regions = if self.territories > 1 { self.trie(Kind::Regions, ALL_LENGTHS, NONE) } else { general };
        let numbers = self.trie(Kind::Numbers, all, general.root);
        let of_territory = [
            (Kind::OtherGeneral, all, numbers.root),
            (Kind::InternationalPrefix, ALL_LENGTHS, NONE),
            (Kind::NationalPrefix, ALL_LENGTHS, NONE),
        ];
        let mut tries = [general; 3];
        for (i, territory) in territories.iter_mut().enumerate() {
            for (trie, (kind, lengths, aligned)) in tries.iter_mut().zip(of_territory) {
                let is_general = kind == Kind::OtherGeneral;
                let is_known = match i {
                    0 => is_general,
                    _ => !is_general && self.bit(Decision::SameAs, Known::default().with(&DIGIT, kind as u32)),
                };
                if !is_known {
                    *trie = self.trie(kind, lengths, aligned);
                }
            }
            [territory.general, territory.international_prefix, territory.national_prefix] = tries;
        }
        let mut format = [0; FORMAT];
        for i in 0..self.number(Decision::Formats, 5, Known::default()) {
            self.record(Decision::Format, &FORMAT_WIDTHS, i == 0, &mut format);
            self.formats.push(NumberFormat::of(format));
        }
        let leading_digits = self.trie(Kind::LeadingDigits, ALL_LENGTHS, numbers.root);
        Box::leak(Box::new(NumberingPlan {
            calling_code: entry.code,
            places: take(&mut self.places),
            territories,
            regions,
            numbers,
            formats: take(&mut self.formats),
            leading_digits,
        }))
    }
}

/// Unpacks the plans of one chunk, starting with `model` or a new one. Returns the model afterwards.
#[inline(never)]
pub fn plans(bytes: &[u8], model: Option<&Model>, entries: &[Entry], chunk: usize) -> Model {
    let mut unpacker = Unpacker {
        decoder: Decoder::new(bytes, model.map_or_else(|| Model::new(SETS), Model::clone)),
        code: 0,
        territories: 0,
        formats: vec![],
        places: Places::default(),
        infos: vec![],
        kind: Kind::General,
        lengths: 0,
        first_place: 0,
        first_value: 0,
        lists: (0..ROW_WIDTH).map(|_| vec![]).collect(),
        last_node: [NONE; ROW_WIDTH],
        aligned_sign: 0,
    };
    for entry in entries.iter().filter(|entry| entry.chunk == chunk) {
        // If it is already set, another thread has unpacked the same plan.
        let _ = entry.plan.set(unpacker.plan(entry));
    }
    unpacker.decoder.model
}

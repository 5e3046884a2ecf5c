//! An adaptive binary range decoder. What several contexts have learnt about a decision is mixed into one probability.
//!
//! `tools/metadata/coder.mjs` is the other side and counts alike, in integers.

use super::release::{CONTEXTS, STARTS};

const SLOT_BITS: u32 = 15;
const SLOTS: usize = 1 << SLOT_BITS;
/// The probability of a one in the upper 22 bits, here one half; below it how often the context was seen.
const NEW_SLOT: u32 = 1 << 31;
const SEEN: u32 = 1023;
const MOST_CONTEXTS: usize = 5;
/// By how often a context was seen its opinion is weighted: once, 2, 4, 8 or 16 times and more.
const CONFIDENCES: usize = 5;
const NEW_WEIGHT: i32 = 24_000;
const MIX: [u32; 4] = [0x2C1B_3C6D, 0x85EB_CA6B, 0xC2B2_AE35, 0x9E37_79B1];

/// Probabilities are learnt ever more slowly, but never more slowly than after so many decisions.
const MOST_SEEN: u32 = 20;

/// How much of an error a probability takes over, in 8192nds: less the more often its context was seen.
const RATES: [i32; MOST_SEEN as usize + 1] =
    [5120, 3150, 2275, 1780, 1462, 1241, 1077, 952, 853, 772, 706, 650, 602, 561, 525, 493, 465, 440, 417, 397, 379];

/// 65536 / (1 + exp(-x)) for x from -8 to 8 in halves.
const SQUASH: [u16; 33] = [
    22, 36, 60, 98, 162, 267, 439, 720, 1179, 1921, 3108, 4971, 7812, 11955, 17625, 24743, 32768, 40793, 47911, 53581,
    57724, 60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374, 65438, 65476, 65500, 65514,
];

/// The probability of a one, in 65536ths, of an opinion in 256ths from -2047 to 2047.
fn squash(opinion: i32) -> i32 {
    let at = opinion.wrapping_add(2048);
    let point = |index: i32| SQUASH.get(index as usize).map_or(0, |&value| i32::from(value));
    let low = point(at >> 7);
    let step = point((at >> 7).wrapping_add(1)).wrapping_sub(low);
    low.wrapping_add(step.wrapping_mul(at & 127) >> 7)
}

/// Something that may tell a decision: the word and the bit at which it begins among what is known.
pub struct Feature(pub usize, pub u32);

/// All that is known that may tell a decision.
#[derive(Clone, Copy, Default)]
pub struct Known([u32; 3]);

impl Known {
    /// Adds a feature, which must not be there yet.
    #[inline(always)]
    pub fn with(mut self, feature: &Feature, value: u32) -> Self {
        if let Some(word) = self.0.get_mut(feature.0) {
            *word |= value << feature.1;
        }
        self
    }
}

/// What has been learnt so far.
#[derive(Clone)]
pub struct Model {
    /// The slots of contexts, as what differs from [`NEW_SLOT`], and then the weights, as what differs from [`NEW_WEIGHT`].
    learnt: Vec<u32>,
    /// The inverse of [`squash`], by probability in 4096ths.
    stretch: Vec<i16>,
}

impl Model {
    /// `sets` is the number of sorts of decisions that are learnt apart.
    pub fn new(sets: usize) -> Self {
        let mut opinion = -2047;
        let stretch = (0..4096).map(|probability| {
            while opinion < 2047 && squash(opinion) >> 4 < probability {
                opinion = opinion.wrapping_add(1);
            }
            opinion as i16
        });
        let weights = sets.wrapping_mul(MOST_CONTEXTS * CONFIDENCES);
        Self { learnt: vec![0; SLOTS.wrapping_add(weights)], stretch: stretch.collect() }
    }
}

/// What one context says about a decision.
#[derive(Clone, Copy, Default)]
struct Opinion {
    slot: usize,
    weight: usize,
    input: i32,
}

/// Reads decisions. After the end of the bytes it reads zeros, so that corrupt bytes give wrong decisions and nothing worse.
pub struct Decoder<'a> {
    bytes: core::slice::Iter<'a, u8>,
    low: u32,
    high: u32,
    code: u32,
    pub model: Model,
}

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8], model: Model) -> Self {
        // With nothing between low and high, the first decision begins by filling both and the code.
        Self { bytes: bytes.iter(), low: 0, high: 0, code: 0, model }
    }

    /// The next decision; `set` says what is decided, `contexts` which features may tell.
    #[inline(never)]
    pub fn bit(&mut self, set: usize, contexts: usize, known: &Known) -> bool {
        let Model { learnt, stretch } = &mut self.model;
        let start = |decision| STARTS.get(decision).copied().map_or(CONTEXTS.len(), usize::from);
        let masks = CONTEXTS.get(start(contexts)..start(contexts.wrapping_add(1))).unwrap_or_default();
        let [k0, k1, k2, mix] = MIX;
        let [w0, w1, w2] = known.0;
        let mut opinions = [Opinion::default(); MOST_CONTEXTS];
        let mut sum = 0_i32;
        let mut number = set.wrapping_mul(MOST_CONTEXTS);
        for (opinion, &[m0, m1, m2]) in opinions.iter_mut().zip(masks) {
            let weight = number.wrapping_mul(CONFIDENCES).wrapping_add(SLOTS);
            number = number.wrapping_add(1);
            let hash = (number as u32)
                .wrapping_mul(mix)
                .wrapping_add((w0 & m0).wrapping_mul(k0))
                .wrapping_add((w1 & m1).wrapping_mul(k1))
                .wrapping_add((w2 & m2).wrapping_mul(k2));
            opinion.slot = ((hash ^ hash >> 15).wrapping_mul(mix) >> (32 - SLOT_BITS)) as usize;
            let slot = learnt.get(opinion.slot).copied().unwrap_or_default() ^ NEW_SLOT;
            opinion.weight = weight;
            if slot & SEEN != 0 {
                opinion.weight = weight.wrapping_add((slot & SEEN).ilog2() as usize);
                opinion.input = stretch.get((slot >> 20) as usize).map_or(0, |&input| input.into());
                let weight = learnt.get(opinion.weight).copied().unwrap_or_default() as i32;
                sum = sum.wrapping_add(weight.wrapping_add(NEW_WEIGHT).wrapping_mul(opinion.input) >> 4);
            }
        }
        let one = squash((sum >> 12).clamp(-2047, 2047)).clamp(16, 65_520);

        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 0xFF;
            self.code = self.code << 8 | u32::from(self.bytes.next().copied().unwrap_or_default());
        }
        let share = u64::from(self.high.wrapping_sub(self.low)).wrapping_mul(one as u64) >> 16;
        let middle = self.low.wrapping_add(share as u32);
        let bit = self.code <= middle;
        if bit {
            self.high = middle;
        } else {
            self.low = middle.wrapping_add(1);
        }

        let error = (i32::from(bit) << 16).wrapping_sub(one);
        let target = i32::from(bit).wrapping_mul((1 << 22) - 1);
        for opinion in opinions.iter().take(masks.len()) {
            if let Some(weight) = learnt.get_mut(opinion.weight) {
                let step = (error.wrapping_mul(opinion.input) >> 3).wrapping_mul(5) >> 13;
                *weight = weight.wrapping_add(step as u32);
            }
            if let Some(slot) = learnt.get_mut(opinion.slot) {
                let seen = *slot & SEEN;
                let probability = ((*slot ^ NEW_SLOT) >> 10) as i32;
                let rate = RATES.get(seen as usize).copied().unwrap_or_default();
                let step = (target.wrapping_sub(probability) >> 5).wrapping_mul(rate) >> 8;
                let seen = seen.wrapping_add(1).min(MOST_SEEN);
                *slot = (probability.wrapping_add(step) as u32) << 10 ^ NEW_SLOT | seen;
            }
        }

        bit
    }
}

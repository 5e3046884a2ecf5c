//! An adaptive binary range decoder. The predictions of several contexts are mixed into one probability for each decision.
//!
//! `tools/metadata/coder.mjs` is the encoder. Both must compute the same integers.

use super::release::{CONTEXTS, STARTS};

const SLOT_BITS: u32 = 17;
const SLOTS: usize = 1 << SLOT_BITS;
/// A slot has the probability of a one in the upper 12 bits, here one half, and how often the context was seen in the lower 4.
const NEW_SLOT: u16 = 1 << 15;
const SEEN_MASK: u16 = 15;
const MAX_CONTEXTS: usize = 5;
/// One half, in 8192ths.
const NEW_WEIGHT: i32 = 4096;
const HASH_FACTORS: [u32; 4] = [0x2C1B_3C6D, 0x85EB_CA6B, 0xC2B2_AE35, 0x9E37_79B1];

/// 65536 / (1 + exp(-x)) for x from -8 to 8 in steps of one half.
const SQUASH: [u16; 33] = [
    22, 36, 60, 98, 162, 267, 439, 720, 1179, 1921, 3108, 4971, 7812, 11955, 17625, 24743, 32768, 40793, 47911, 53581,
    57724, 60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374, 65438, 65476, 65500, 65514,
];

/// The logistic function: from log odds, in 256ths from -2047 to 2047, to the probability of a one in 65536ths.
fn squash(log_odds: i32) -> i32 {
    let offset = log_odds.wrapping_add(2048);
    let point = |index: i32| SQUASH.get(index as usize).map_or(0, |&value| i32::from(value));
    let low = point(offset >> 7);
    let step = point((offset >> 7).wrapping_add(1)).wrapping_sub(low);
    low.wrapping_add(step.wrapping_mul(offset & 127) >> 7)
}

/// An input of the predictions: its word in [`Known`], and its first bit there.
pub struct Feature(pub usize, pub u32);

/// The values of all features at a decision.
#[derive(Clone, Copy, Default)]
pub struct Known([u32; 3]);

impl Known {
    /// Sets a feature, which must not be set yet.
    pub fn with(mut self, feature: &Feature, value: u32) -> Self {
        if let Some(word) = self.0.get_mut(feature.0) {
            *word |= value << feature.1;
        }
        self
    }
}

/// The state of the model in one list. First the inverse of [`squash`], by probability in 4096ths. Then the slots of contexts, as XOR
/// with [`NEW_SLOT`], and the weights, as difference from [`NEW_WEIGHT`]: so a new model is all zeros there.
#[derive(Clone)]
pub struct Model(Vec<u16>);

const FIRST_SLOT: usize = 4096;
const FIRST_WEIGHT: usize = FIRST_SLOT + SLOTS;

impl Model {
    /// A new model. `sets` is the number of kinds of decisions with weights of their own.
    pub fn new(sets: usize) -> Self {
        let mut state = vec![0; FIRST_WEIGHT.wrapping_add(sets.wrapping_mul(MAX_CONTEXTS))];
        let mut log_odds = -2047;
        for (probability, inverse) in (0..FIRST_SLOT as i32).zip(&mut state) {
            while log_odds < 2047 && squash(log_odds) >> 4 < probability {
                log_odds = log_odds.wrapping_add(1);
            }
            *inverse = log_odds as u16;
        }
        Self(state)
    }

    #[inline(never)]
    fn at(&self, index: usize) -> u16 {
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// The prediction of one context.
#[derive(Clone, Copy, Default)]
struct Prediction {
    /// The index of the context's slot in the model.
    slot: usize,
    /// The index of its weight.
    weight: usize,
    log_odds: i32,
}

/// Reads decisions. After the end of the bytes it reads zeros, so corrupt bytes only give wrong decisions.
pub struct Decoder<'a> {
    bytes: core::slice::Iter<'a, u8>,
    low: u32,
    high: u32,
    code: u32,
    pub model: Model,
}

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8], model: Model) -> Self {
        // The range is empty, so the first decision begins by reading four bytes.
        Self { bytes: bytes.iter(), low: 0, high: 0, code: 0, model }
    }

    /// Reads a decision. `set` selects the weights, `contexts` the contexts that predict it.
    #[inline(never)]
    pub fn bit(&mut self, set: usize, contexts: usize, known: &Known) -> bool {
        let start = |decision| STARTS.get(decision).copied().map_or(CONTEXTS.len(), usize::from);
        let masks = CONTEXTS.get(start(contexts)..start(contexts.wrapping_add(1))).unwrap_or_default();
        let [k0, k1, k2, mix] = HASH_FACTORS;
        let [w0, w1, w2] = known.0;
        let mut predictions = [Prediction::default(); MAX_CONTEXTS];
        let mut sum = 0_i32;
        let mut index = set.wrapping_mul(MAX_CONTEXTS);
        for (prediction, &[m0, m1, m2]) in predictions.iter_mut().zip(masks) {
            prediction.weight = index.wrapping_add(FIRST_WEIGHT);
            index = index.wrapping_add(1);
            let hash = (index as u32)
                .wrapping_mul(mix)
                .wrapping_add((w0 & m0).wrapping_mul(k0))
                .wrapping_add((w1 & m1).wrapping_mul(k1))
                .wrapping_add((w2 & m2).wrapping_mul(k2));
            let hash = (hash ^ hash >> 15).wrapping_mul(mix);
            prediction.slot = ((hash >> (32 - SLOT_BITS)) as usize).wrapping_add(FIRST_SLOT);
            let probability = (self.model.at(prediction.slot) ^ NEW_SLOT) >> 4;
            prediction.log_odds = (self.model.at(probability.into()) as i16).into();
            let weight = i32::from(self.model.at(prediction.weight) as i16).wrapping_add(NEW_WEIGHT);
            sum = sum.wrapping_add(weight.wrapping_mul(prediction.log_odds));
        }
        let one = squash((sum >> 13).clamp(-2047, 2047)).clamp(16, 65_520);

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
        let target = i32::from(bit).wrapping_mul(4095);
        for prediction in predictions.iter().take(masks.len()) {
            if let Some(weight) = self.model.0.get_mut(prediction.weight) {
                *weight = weight.wrapping_add((error.wrapping_mul(prediction.log_odds) >> 18) as u16);
            }
            if let Some(slot) = self.model.0.get_mut(prediction.slot) {
                // The more often a context was seen, the less its probability changes.
                let seen = *slot & SEEN_MASK;
                let probability = i32::from((*slot ^ NEW_SLOT) >> 4);
                let divisor = i32::from(seen).wrapping_mul(2).wrapping_add(3);
                let step = target.wrapping_sub(probability).wrapping_mul(2).checked_div(divisor).unwrap_or_default();
                let seen = seen.wrapping_add(1).min(SEEN_MASK);
                *slot = (probability.wrapping_add(step) as u16) << 4 ^ NEW_SLOT | seen;
            }
        }

        bit
    }
}

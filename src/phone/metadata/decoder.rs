//! An adaptive binary range decoder that mixes the statistics of several contexts into one probability. `tools/metadata/coder.mjs` is the
//! encoder, with the same integer arithmetic.

use super::release::{CONTEXTS, STARTS};

const SLOT_BITS: u32 = 17;
const SLOTS: usize = 1 << SLOT_BITS;
/// The probability of a one in the upper 12 bits, here one half; below it how often the context was seen.
const NEW_SLOT: u16 = 1 << 15;
const SEEN: u16 = 15;
const MOST_CONTEXTS: usize = 5;
/// One half, in 8192ths.
const NEW_WEIGHT: i32 = 4096;
const MIX: [u32; 4] = [0x2C1B_3C6D, 0x85EB_CA6B, 0xC2B2_AE35, 0x9E37_79B1];

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
    pub fn with(mut self, feature: &Feature, value: u32) -> Self {
        if let Some(word) = self.0.get_mut(feature.0) {
            *word |= value << feature.1;
        }
        self
    }
}

/// What has been learnt so far, in one list: first the inverse of [`squash`], by probability in 4096ths; then the slots of
/// contexts, as what differs from [`NEW_SLOT`], and the weights, as what differs from [`NEW_WEIGHT`].
#[derive(Clone)]
pub struct Model(Vec<u16>);

const FIRST_SLOT: usize = 4096;
const FIRST_WEIGHT: usize = FIRST_SLOT + SLOTS;

impl Model {
    /// `sets` is the number of sorts of decisions that are learnt apart.
    pub fn new(sets: usize) -> Self {
        let mut learnt = vec![0; FIRST_WEIGHT.wrapping_add(sets.wrapping_mul(MOST_CONTEXTS))];
        let mut opinion = -2047;
        for (probability, inverse) in (0..FIRST_SLOT as i32).zip(&mut learnt) {
            while opinion < 2047 && squash(opinion) >> 4 < probability {
                opinion = opinion.wrapping_add(1);
            }
            *inverse = opinion as u16;
        }
        Self(learnt)
    }

    #[inline(never)]
    fn at(&self, place: usize) -> u16 {
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// The prediction of one context for a decision.
#[derive(Clone, Copy, Default)]
struct Opinion {
    slot: usize,
    weight: usize,
    input: i32,
}

/// Reads decisions. After the end of the bytes it reads zeros, so that corrupt bytes cause wrong decisions, but no failure.
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
        let start = |decision| STARTS.get(decision).copied().map_or(CONTEXTS.len(), usize::from);
        let masks = CONTEXTS.get(start(contexts)..start(contexts.wrapping_add(1))).unwrap_or_default();
        let [k0, k1, k2, mix] = MIX;
        let [w0, w1, w2] = known.0;
        let mut opinions = [Opinion::default(); MOST_CONTEXTS];
        let mut sum = 0_i32;
        let mut number = set.wrapping_mul(MOST_CONTEXTS);
        for (opinion, &[m0, m1, m2]) in opinions.iter_mut().zip(masks) {
            opinion.weight = number.wrapping_add(FIRST_WEIGHT);
            number = number.wrapping_add(1);
            let hash = (number as u32)
                .wrapping_mul(mix)
                .wrapping_add((w0 & m0).wrapping_mul(k0))
                .wrapping_add((w1 & m1).wrapping_mul(k1))
                .wrapping_add((w2 & m2).wrapping_mul(k2));
            let hash = (hash ^ hash >> 15).wrapping_mul(mix);
            opinion.slot = ((hash >> (32 - SLOT_BITS)) as usize).wrapping_add(FIRST_SLOT);
            let probability = (self.model.at(opinion.slot) ^ NEW_SLOT) >> 4;
            opinion.input = (self.model.at(probability.into()) as i16).into();
            let weight = i32::from(self.model.at(opinion.weight) as i16).wrapping_add(NEW_WEIGHT);
            sum = sum.wrapping_add(weight.wrapping_mul(opinion.input));
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
        for opinion in opinions.iter().take(masks.len()) {
            if let Some(weight) = self.model.0.get_mut(opinion.weight) {
                *weight = weight.wrapping_add((error.wrapping_mul(opinion.input) >> 18) as u16);
            }
            if let Some(slot) = self.model.0.get_mut(opinion.slot) {
                // The more often a context was seen, the less of an error its probability takes over.
                let seen = *slot & SEEN;
                let probability = i32::from((*slot ^ NEW_SLOT) >> 4);
                let part = i32::from(seen).wrapping_mul(2).wrapping_add(3);
                let step = target.wrapping_sub(probability).wrapping_mul(2).checked_div(part).unwrap_or_default();
                let seen = seen.wrapping_add(1).min(SEEN);
                *slot = (probability.wrapping_add(step) as u16) << 4 ^ NEW_SLOT | seen;
            }
        }

        bit
    }
}

//! An adaptive binary range decoder: each decision has a probability that is learnt from the decisions before it.
//!
//! `tools/metadata/coder.mjs` is the other side and must count alike.

const TABLE_BITS: u32 = 16;
const HALF: u16 = 1 << 15;
const RATE: u32 = 4;

/// Reads decisions. After the end of the bytes it reads zeros, so that corrupt bytes give wrong decisions and nothing worse.
pub struct Decoder<'a> {
    bytes: core::slice::Iter<'a, u8>,
    low: u32,
    high: u32,
    code: u32,
    ones: Vec<u16>,
}

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut decoder =
            Self { bytes: bytes.iter(), low: 0, high: u32::MAX, code: 0, ones: vec![HALF; 1 << TABLE_BITS] };
        for _ in 0..4 {
            decoder.shift();
        }
        decoder
    }

    fn shift(&mut self) {
        self.code = self.code << 8 | u32::from(self.bytes.next().copied().unwrap_or_default());
    }

    /// The next decision; `context` names what is already known and likely to tell.
    pub fn bit(&mut self, context: u32) -> bool {
        let slot = context.wrapping_mul(0x9E37_79B1) >> 32_u32.wrapping_sub(TABLE_BITS);
        let Some(one) = self.ones.get_mut(slot as usize) else { return false };
        let range = self.high.wrapping_sub(self.low);
        let share = u64::from(range).wrapping_mul(u64::from((*one).max(1))) >> 16;
        let middle = self.low.wrapping_add(share as u32);
        let bit = self.code <= middle;
        if bit {
            self.high = middle;
            *one = one.wrapping_add(u16::MAX.wrapping_sub(*one) >> RATE);
        } else {
            self.low = middle.wrapping_add(1);
            *one = one.wrapping_sub(*one >> RATE);
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 0xFF;
            self.shift();
        }
        bit
    }
}

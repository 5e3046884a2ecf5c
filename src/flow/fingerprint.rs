//! Fingerprints: for recognising texts without keeping them.

/// A 64-bit hash of a list of texts: FNV-1a, then a mixing step of MurmurHash3, so that neighbouring numbers get unrelated values. A guess
/// can be checked against it; the texts cannot be read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of texts in this order. Not inlined, since it has many callers.
    #[inline(never)]
    pub fn of(texts: &[&str]) -> Self {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        for text in texts {
            // No UTF-8 text contains this byte, so it separates the texts: ["1", "23"] differs from ["12", "3"].
            for byte in text.bytes().chain([0xFF]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
            }
        }
        let mixed = (hash ^ hash.wrapping_shr(33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        Self(mixed ^ mixed.wrapping_shr(33))
    }

    /// 16 hexadecimal digits.
    pub fn to_hex(self) -> String {
        let nibbles = (0..16_u32).rev().map(|place| self.0.wrapping_shr(place.wrapping_mul(4)) & 15);
        nibbles.filter_map(|nibble| char::from_digit(u32::try_from(nibble).ok()?, 16)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_numbers_have_unrelated_fingerprints() {
        let [one, next] = ["+8613912345678", "+8613912345679"].map(|number| Fingerprint::of(&[number]).0);
        assert!((one ^ next).count_ones() > 16);
    }

    /// Stores keep the keys of cool-downs across versions. The values are from another program, written from the algorithms' definitions.
    #[test]
    fn the_algorithm_is_the_same_in_every_version() {
        assert_eq!(Fingerprint::of(&["+8613912345678"]).to_hex(), "1f99ea17fda8ccc9");
        assert_eq!(Fingerprint::of(&["app", "CHANNEL_BIND_PHONE", "+8613912345678"]).to_hex(), "a6c2ecccccdd774e");
    }

    #[test]
    fn the_text_has_16_digits() {
        assert!(["", "1", "+8613912345678"].iter().all(|text| Fingerprint::of(&[text]).to_hex().len() == 16));
    }

    #[test]
    fn the_boundaries_between_texts_count() {
        assert_ne!(Fingerprint::of(&["1", "23"]), Fingerprint::of(&["12", "3"]));
        assert_ne!(Fingerprint::of(&["1", ""]), Fingerprint::of(&["1"]));
        assert_eq!(Fingerprint::of(&["1", "23"]), Fingerprint::of(&["1", "23"]));
    }
}

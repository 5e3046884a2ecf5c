//! What stands for texts that are to be recognised and not kept.

/// Stands for a list of texts: FNV-1a with 64 bits, and a step of MurmurHash3's that leaves nothing alike of neighbouring numbers. Who can
/// guess the texts can tell whether they are the ones; nobody can read them from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of texts, in their order. Not inlined: each of many calls would be all of it.
    #[inline(never)]
    pub fn of(texts: &[&str]) -> Self {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        for text in texts {
            // No text holds this byte: "1", "23" is not "12", "3".
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
    fn neighbouring_numbers_look_nothing_alike() {
        let [one, next] = ["+8613912345678", "+8613912345679"].map(|number| Fingerprint::of(&[number]).0);
        assert!((one ^ next).count_ones() > 16);
    }

    /// Those of cool-downs are in stores that outlive this version. Computed by another program from the two algorithms' definitions.
    #[test]
    fn it_stays_what_it_is() {
        assert_eq!(Fingerprint::of(&["+8613912345678"]).to_hex(), "1f99ea17fda8ccc9");
        assert_eq!(Fingerprint::of(&["app", "CHANNEL_BIND_PHONE", "+8613912345678"]).to_hex(), "a6c2ecccccdd774e");
    }

    #[test]
    fn it_has_16_digits() {
        assert!(["", "1", "+8613912345678"].iter().all(|text| Fingerprint::of(&[text]).to_hex().len() == 16));
    }

    #[test]
    fn texts_are_told_apart_by_where_they_end() {
        assert_ne!(Fingerprint::of(&["1", "23"]), Fingerprint::of(&["12", "3"]));
        assert_ne!(Fingerprint::of(&["1", ""]), Fingerprint::of(&["1"]));
        assert_eq!(Fingerprint::of(&["1", "23"]), Fingerprint::of(&["1", "23"]));
    }
}

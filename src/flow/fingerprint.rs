//! What stands for texts that are to be recognised and not kept.

/// Stands for a list of texts: FNV-1a with 64 bits. Who can guess the texts can tell whether they are the ones; nobody can read
/// them from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of texts, in their order.
    pub fn of(texts: &[&str]) -> Self {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        for text in texts {
            // No text holds this byte: "1", "23" is not "12", "3".
            for byte in text.bytes().chain([0xFF]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
            }
        }
        Self(hash)
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
    fn it_is_the_published_hash() {
        // The test vector of the hash's authors for "foobar", which has no byte at its end; ours has.
        assert_eq!(Fingerprint::of(&[]).to_hex(), "cbf29ce484222325");
        assert_eq!(
            Fingerprint::of(&["foobar"]).0,
            (0x8594_4171_F739_67E8 ^ 0xFF_u64).wrapping_mul(0x0000_0100_0000_01B3)
        );
    }

    #[test]
    fn texts_are_told_apart_by_where_they_end() {
        assert_ne!(Fingerprint::of(&["1", "23"]), Fingerprint::of(&["12", "3"]));
        assert_ne!(Fingerprint::of(&["1", ""]), Fingerprint::of(&["1"]));
        assert_eq!(Fingerprint::of(&["1", "23"]), Fingerprint::of(&["1", "23"]));
    }
}

//! The features that predict the decisions of the packed table. Some have another meaning in other decisions, and some share bits
//! because no decision uses both. `tools/metadata/model.mjs` has the same list.

use super::decoder::Feature;

pub const DEPTH: Feature = Feature(0, 0);
pub const DIGIT: Feature = Feature(0, 5);
pub const LAST1: Feature = Feature(0, 10);
pub const LAST6: Feature = Feature(0, 10);
pub const PREVIOUS: Feature = Feature(0, 16);
pub const BEFORE: Feature = Feature(0, 21);
pub const ABOVE: Feature = Feature(0, 26);
pub const IS_INNER: Feature = Feature(0, 31);
pub const INNER: Feature = Feature(1, 0);
pub const ALIGNED: Feature = Feature(1, 4);
pub const ALIGNED_SIGN: Feature = Feature(1, 8);
pub const FIT: Feature = Feature(1, 12);
pub const LENGTHS: Feature = Feature(1, 15);
pub const RANK: Feature = Feature(1, 20);
pub const IS_ABOVE_BEFORE: Feature = Feature(1, 25);
pub const IS_FOLLOWER_ABOVE: Feature = Feature(1, 26);
pub const IS_BEFORE: Feature = Feature(1, 28);
pub const IS_FOLLOWER: Feature = Feature(1, 29);
pub const KNOWN: Feature = Feature(2, 0);
pub const SIGN: Feature = Feature(2, 5);
pub const BIRTH: Feature = Feature(2, 9);
pub const OWN: Feature = Feature(2, 14);
pub const NODE: Feature = Feature(2, 14);

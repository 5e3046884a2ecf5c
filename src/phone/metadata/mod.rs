//! libphonenumber's metadata for each calling code, in a packed table.
//!
//! `tools/metadata/generate.mjs` writes `table.bin` and `release.rs`. The table begins with
//!
//! - the number of its chunks, and the size of each in two bytes, low byte first;
//! - the number of calling codes;
//! - a byte for each calling code: the number of its regions times 4, plus the chunk of its plan (0: the first chunk, 1: the chunk of the
//!   last plan that is not in the first, 2: the chunk after that);
//! - for each calling code, its difference from the one before;
//! - the regions of all calling codes, the main one of a code first. A non-geographic code has none.
//!
//! Values of one kind are adjacent because that compresses better.
//!
//! The chunks with the packed plans follow. The first chunk is unpacked before any other, since the others start with its model.

mod decoder;
mod features;
mod plan;
mod release;
mod trie;
mod trie_unpacker;
mod unpacker;

use std::sync::OnceLock;

use self::decoder::Model;
use self::unpacker::Entry;

pub use self::plan::{Class, NationalPrefix, NumberFormat, NumberingPlan, Territory};
pub use self::release::METADATA_VERSION;
pub use self::trie::{END, ROW, ROW_WIDTH};

static PACKED: &[u8] = include_bytes!("table.bin");

static TABLE: OnceLock<Table> = OnceLock::new();

const LETTERS: usize = 26;
/// All calling codes are less than this.
const CODES: usize = 1000;

/// The table. Plans are unpacked when they are needed.
struct Table {
    entries: Vec<Entry>,
    /// The size of each chunk, in two bytes, low byte first.
    sizes: &'static [[u8; 2]],
    /// All chunks, one after the other.
    chunks: &'static [u8],
    /// The model after the first chunk.
    model: Model,
    /// By calling code, and then by the [`key`] of a region: the index, plus 1, of the entry, and the index of the territory.
    territories: Vec<[u8; 2]>,
}

impl Table {
    fn get() -> &'static Self {
        TABLE.get_or_init(|| {
            let rest = &mut { PACKED };
            let count = |bytes: &[u8]| bytes.first().copied().unwrap_or_default();
            let chunks = usize::from(count(take(rest, 1)));
            let (sizes, _) = take(rest, chunks.wrapping_mul(2)).as_chunks();
            let mut entries: Vec<Entry> = vec![];
            let mut territories = vec![[0; 2]; CODES + LETTERS * LETTERS];
            let mut set_territory = |key: usize, territory| {
                if let Some(slot) = territories.get_mut(key) {
                    *slot = territory;
                }
            };
            let mut code = 0_u16;
            let mut last_chunk = 0_usize;
            let codes = count(take(rest, 1));
            let (headers, mut steps) = (take(rest, codes.into()), take(rest, codes.into()).iter());
            for (entry, &header) in (1..).zip(headers) {
                let step = steps.next().copied().unwrap_or_default();
                code = code.wrapping_add(step.into());
                let (regions, _) = take(rest, usize::from(header >> 2).wrapping_mul(2)).as_chunks();
                set_territory(code.into(), [entry, 0]);
                for (index, region) in (0..).zip(regions) {
                    set_territory(key(region), [entry, index]);
                }
                last_chunk = last_chunk.wrapping_add(usize::from(header >> 1 & 1));
                let chunk = if header & 3 == 0 { 0 } else { last_chunk };
                entries.push(Entry { code, regions, chunk, plan: OnceLock::new() });
            }
            let model = unpacker::plans(chunk(sizes, rest, 0), None, &entries, 0);
            Self { entries, sizes, chunks: rest, model, territories }
        })
    }

    /// The plan and the index of the territory, by calling code or by the [`key`] of a region. Unpacks the plan's chunk if needed.
    fn territory(&self, key: usize) -> Option<(&'static NumberingPlan, usize)> {
        let [entry, territory] = *self.territories.get(key)?;
        let entry = self.entries.get(usize::from(entry).checked_sub(1)?)?;
        if entry.plan.get().is_none() {
            let bytes = chunk(self.sizes, self.chunks, entry.chunk);
            unpacker::plans(bytes, Some(&self.model), &self.entries, entry.chunk);
        }
        Some((entry.plan.get()?, territory.into()))
    }
}

/// The bytes of a chunk.
fn chunk(sizes: &[[u8; 2]], mut chunks: &'static [u8], number: usize) -> &'static [u8] {
    let mut last: &[u8] = &[];
    for &size in sizes.iter().take(number.wrapping_add(1)) {
        last = take(&mut chunks, u16::from_le_bytes(size).into());
    }
    last
}

/// Removes the first `count` bytes and returns them; none if there are fewer.
#[inline(never)]
fn take(rest: &mut &'static [u8], count: usize) -> &'static [u8] {
    let (taken, after) = rest.split_at_checked(count).unwrap_or_default();
    *rest = after;
    taken
}

/// The index in [`Table::territories`] of a region in upper case; out of bounds for anything else.
fn key(region: &[u8; 2]) -> usize {
    let [first, second] = *region;
    let (first, second) = (usize::from(first.wrapping_sub(b'A')), usize::from(second.wrapping_sub(b'A')));
    if second < LETTERS { first.wrapping_mul(LETTERS).wrapping_add(second).wrapping_add(CODES) } else { usize::MAX }
}

/// The plan of a calling code. Its chunk is unpacked at the first request.
pub fn plan(calling_code: u16) -> Option<&'static NumberingPlan> {
    let code = usize::from(calling_code);
    if code < CODES { Table::get().territory(code).map(|(plan, _)| plan) } else { None }
}

/// The plan of a region, ISO 3166-1 alpha-2 in upper case, and the index of its territory.
pub fn plan_of_region(region: &[u8; 2]) -> Option<(&'static NumberingPlan, usize)> {
    Table::get().territory(key(region))
}

/// All calling codes, ascending.
pub fn calling_codes() -> impl Iterator<Item = u16> {
    Table::get().entries.iter().map(|entry| entry.code)
}

#[cfg(test)]
mod tests {
    use super::super::number::PhoneNumberType;
    use super::trie::{Places, Trie};
    use super::*;
    use std::collections::{HashMap, HashSet};

    fn plans() -> impl Iterator<Item = &'static NumberingPlan> {
        calling_codes().map(|code| plan(code).expect("a plan for each calling code"))
    }

    fn tries(plan: &NumberingPlan) -> Vec<Trie> {
        let of_territory =
            |territory: &Territory| [territory.general, territory.international_prefix, territory.national_prefix];
        let mut all = vec![plan.regions, plan.numbers, plan.leading_digits];
        all.extend(plan.territories.iter().flat_map(of_territory));
        all
    }

    /// The type and the region of a national number.
    fn class(code: u16, digits: &str) -> (PhoneNumberType, String) {
        let class = plan(code).expect("a calling code").class_of(digits.as_bytes());
        let region = class.territory.map(|territory| plan(code).unwrap().territories[territory].region.to_vec());
        (class.number_type, String::from_utf8(region.unwrap_or_default()).unwrap())
    }

    #[test]
    fn the_whole_table_can_be_unpacked() {
        assert!(calling_codes().count() > 200);
        assert!(calling_codes().is_sorted_by(|a, b| a < b));
        for plan in plans() {
            assert!((1..=999).contains(&plan.calling_code), "{}", plan.calling_code);
            assert!(!plan.territories.is_empty(), "+{}", plan.calling_code);
            for territory in &plan.territories {
                let (possible, local) = (territory.possible_lengths, territory.local_only_lengths);
                assert!(possible != 0 && possible & local == 0 && (possible | local) >> 18 == 0, "{territory:?}");
            }
        }
    }

    #[test]
    fn no_calling_code_begins_with_another() {
        let codes: Vec<String> = calling_codes().map(|code| code.to_string()).collect();
        for code in &codes {
            assert_eq!(codes.iter().filter(|other| code.starts_with(other.as_str())).count(), 1, "{code}");
        }
    }

    #[test]
    fn each_region_leads_to_its_plan_and_territory() {
        let mut regions = 0;
        for plan in plans() {
            for (place, territory) in plan.territories.iter().enumerate().filter(|(_, found)| found.region != [0; 2]) {
                let (found, found_place) = plan_of_region(&territory.region).expect("a region of the table");
                assert_eq!((found.calling_code, found_place), (plan.calling_code, place));
                regions += 1;
            }
        }
        assert!(regions > 240);
        for unknown in [b"ZZ", b"us", b"A[", b"\0\0", b"[A", b"\xFF\xFF"] {
            assert!(plan_of_region(unknown).is_none(), "{unknown:?}");
        }
        assert!(plan(0).is_none() && plan(2).is_none() && plan(1000).is_none() && plan(u16::MAX).is_none());
    }

    /// Records the height of each place: how many digits lead to its deepest row.
    fn depth(places: &Places, place: u16, depths: &mut HashMap<u16, usize>) -> usize {
        if let Some(known) = depths.get(&place) {
            return *known;
        }
        assert!(usize::from(place & !ROW) < places.list.len(), "place {place}");
        let mut most = 0;
        if place & ROW == 0 {
            let node = places.list[usize::from(place)];
            // A node comes after all its children, so there are no cycles.
            assert!(node.iter().all(|&next| next & !ROW < place), "node {place}");
            assert!(node[END] & ROW != 0, "node {place}");
            most = node.iter().map(|&next| depth(places, next, depths).wrapping_add(1)).max().unwrap();
        }
        depths.insert(place, most);
        most
    }

    fn rows(places: &Places, trie: Trie) -> Vec<u16> {
        let mut depths = HashMap::new();
        assert!(depth(places, trie.root, &mut depths) <= ROW_WIDTH);
        depths.into_keys().filter(|place| place & ROW != 0).collect()
    }

    #[test]
    fn every_place_of_a_trie_leads_on_and_down_to_a_value() {
        for plan in plans() {
            for trie in tries(plan) {
                for row in rows(&plan.places, trie) {
                    let row = plan.places.list[usize::from(row & !ROW)].map(u16::to_le_bytes);
                    for index in &row.as_flattened()[..ROW_WIDTH] {
                        assert!(usize::from(trie.values) + usize::from(*index) < plan.places.values.len());
                    }
                }
            }
        }
    }

    #[test]
    fn values_refer_only_to_territories_and_formats_that_the_plan_has() {
        let values = |plan: &NumberingPlan, trie: Trie| {
            let lengths = |row| (0..ROW_WIDTH).map(move |length| plan.places.value(trie, row, length));
            rows(&plan.places, trie).into_iter().flat_map(lengths).collect::<HashSet<_>>()
        };
        for plan in plans() {
            assert!(values(plan, plan.leading_digits).iter().all(|set| set >> plan.formats.len().min(31) == 0));
            for value in values(plan, plan.numbers) {
                assert!(Class::of(value).territory.is_none_or(|place| place < plan.territories.len()));
            }
            for format in &plan.formats {
                assert!(!format.template().is_empty() && (format.is_national() || format.is_international()));
                assert!(format.lengths != 0 && format.lengths & 1 == 0, "{format:?}");
            }
            for territory in &plan.territories {
                for prefix in values(plan, territory.national_prefix).into_iter().map(NationalPrefix::of) {
                    assert!(prefix.kept.0 <= prefix.kept.1 && prefix.kept.1 <= prefix.taken, "{prefix:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_have_the_types_and_regions_of_libphonenumber() {
        use PhoneNumberType::{FixedLine, FixedLineOrMobile, Mobile, TollFree, Unknown};
        for (code, digits, number_type, region) in [
            (1, "2015550123", FixedLineOrMobile, "US"),
            (1, "8002345678", TollFree, "US"),
            (1, "2684601234", FixedLine, "AG"),
            (1, "2680000000", Unknown, "AG"),
            (1, "5062345678", FixedLineOrMobile, "CA"),
            (1, "0000000000", Unknown, ""),
            (86, "13123456789", Mobile, "CN"),
            (86, "1012345678", FixedLine, "CN"),
            (86, "12345", Unknown, "CN"),
            (44, "7400123456", Mobile, "GB"),
            (44, "7781123456", Mobile, "GG"),
            (44, "7797712345", Mobile, "JE"),
            (44, "7624123456", Mobile, "IM"),
            (54, "91123456789", Mobile, "AR"),
            (54, "1123456789", FixedLine, "AR"),
            (39, "3123456789", Mobile, "IT"),
            (39, "0669812345", FixedLine, "VA"),
            (7, "9123456789", Mobile, "RU"),
            (7, "7710009998", Mobile, "KZ"),
            (800, "12345678", TollFree, "\0\0"),
        ] {
            assert_eq!(class(code, digits), (number_type, region.to_string()), "+{code} {digits}");
        }
    }

    #[test]
    fn national_and_international_prefixes_are_recognised() {
        let territory = |region: &[u8; 2]| {
            let (plan, place) = plan_of_region(region).expect("a region");
            &plan.territories[place]
        };
        let value = |region, digits: &str, trie: fn(&Territory) -> Trie| {
            plan_of_region(region).expect("a region").0.look_up(trie(territory(region)), digits.as_bytes())
        };
        let prefix = |region, digits| NationalPrefix::of(value(region, digits, |territory| territory.national_prefix));
        let taken = |region, digits| prefix(region, digits).taken;
        assert_eq!(taken(b"CN", "013123456789"), 1);
        assert_eq!(taken(b"CN", "1795101012345678"), 5);
        assert_eq!(taken(b"CN", "13123456789"), 0);
        assert_eq!(taken(b"GB", "02012345678"), 1);
        assert_eq!(taken(b"IT", "0212345678"), 0);
        // In Argentina 15 after the area code becomes a 9 before it; in Antigua the area code may be left out.
        let area_code = |region| territory(region).area_code().collect::<Vec<_>>();
        assert_eq!(prefix(b"AR", "0111523456789"), NationalPrefix { taken: 5, kept: (1, 3) });
        assert_eq!(area_code(b"AR"), b"9");
        assert_eq!(prefix(b"AG", "4601234"), NationalPrefix { taken: 7, kept: (0, 7) });
        assert_eq!(area_code(b"AG"), b"268");
        assert_eq!(taken(b"AG", "46012345"), 0);
        let dialled = |region, digits| value(region, digits, |territory| territory.international_prefix);
        assert_eq!(dialled(b"CN", "0012015550123"), 2);
        assert_eq!(dialled(b"US", "0118613123456789"), 3);
        assert_eq!(dialled(b"US", "2015550123"), 0);
        assert_eq!(dialled(b"KZ", "8108613123456789"), 3);
    }

    #[test]
    fn formats_are_selected_by_leading_digits() {
        let formats = |code: u16, digits: &str| {
            let plan = plan(code).expect("a calling code");
            let set = plan.look_up(plan.leading_digits, digits.as_bytes());
            let those = plan.formats.iter().enumerate().filter(|(i, _)| set >> i & 1 != 0);
            those.map(|(_, format)| (format.template(), format.national_prefix_rule())).collect::<Vec<_>>()
        };
        assert!(formats(86, "13123456789").contains(&("$1 $2 $3", "")));
        assert!(formats(86, "1012345678").contains(&("$1 $2 $3", "0$1")));
        assert!(formats(1, "2015550123").contains(&("($1) $2-$3", "")));
        assert!(formats(54, "91123456789").contains(&("$2 15-$3-$4", "0$1")));
    }

    #[test]
    fn any_bytes_are_unpacked_without_a_panic() {
        let mut state = 1_u32;
        for size in [0, 10, 300] {
            for _ in 0..2 {
                let mut random = || {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                };
                let bytes: Vec<u8> = (0..size).map(|_| random()).collect();
                let entry =
                    || Entry { code: 7, regions: &[[b'R', b'U'], [b'K', b'Z']], chunk: 1, plan: OnceLock::new() };
                let entries: Vec<Entry> = (0..5).map(|_| entry()).collect();
                unpacker::plans(&bytes, None, &entries, 1);
                assert!(entries.iter().all(|entry| entry.plan.get().is_some()));
            }
        }
    }
}

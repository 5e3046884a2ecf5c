//! What libphonenumber's metadata says about each calling code, in a packed table.
//!
//! `tools/metadata/generate.mjs` writes `table.bin` and `release.rs`. The table begins with
//!
//! - the number of its chunks, and the size of each in two bytes, low byte first;
//! - the number of calling codes, and for each how much greater it is than the one before, a byte with the number of its
//!   regions times 4 and where its plan is (0: in the first chunk, 1: in the same as the last one that is not, 2: in the
//!   next), and its regions, the main one first; a code that belongs to no country has none.
//!
//! The chunks follow, with the packed plans. The first is read before any other: these begin with what was learnt from it.

mod decoder;
mod plan;
mod release;
mod trie;
mod unpack;

use std::sync::OnceLock;

use self::decoder::Model;
use self::unpack::Entry;

pub use self::plan::{Class, NumberFormat, NumberingPlan, Territory};
pub use self::release::METADATA_VERSION;

static PACKED: &[u8] = include_bytes!("table.bin");

static TABLE: OnceLock<Table> = OnceLock::new();

const LETTERS: usize = 26;

/// The table as far as it has been unpacked.
struct Table {
    entries: Vec<Entry>,
    chunks: Vec<Chunk>,
    /// What was learnt from the first chunk.
    model: Model,
    /// The number, plus 1, of each calling code's entry.
    by_code: Vec<u8>,
    /// The number, plus 1, of the entry of each region's calling code, and the place of its territory.
    by_region: Vec<[u8; 2]>,
}

struct Chunk {
    bytes: &'static [u8],
    plans: OnceLock<Vec<NumberingPlan>>,
}

impl Table {
    fn get() -> &'static Self {
        TABLE.get_or_init(|| {
            let rest = &mut { PACKED };
            let count = |bytes: &[u8]| bytes.first().copied().unwrap_or_default();
            let chunks = usize::from(count(take(rest, 1)));
            let sizes = take(rest, chunks.wrapping_mul(2));
            let mut entries: Vec<Entry> = vec![];
            let mut by_code = vec![0; 1000];
            let mut by_region = vec![[0; 2]; LETTERS * LETTERS];
            let mut code = 0_u16;
            let mut last_chunk = 0_usize;
            for number in 1..=count(take(rest, 1)) {
                let &[step, how] = take(rest, 2) else { break };
                code = code.wrapping_add(step.into());
                let (regions, _) = take(rest, usize::from(how >> 2).wrapping_mul(2)).as_chunks();
                if let Some(known) = by_code.get_mut(usize::from(code)) {
                    *known = number;
                }
                for (place, region) in (0..).zip(regions) {
                    if let Some(known) = by_region.get_mut(key(region)) {
                        *known = [number, place];
                    }
                }
                last_chunk = last_chunk.wrapping_add(usize::from(how >> 1 & 1));
                let chunk = if how & 3 == 0 { 0 } else { last_chunk };
                let place = entries.iter().filter(|before| before.chunk == chunk).count();
                entries.push(Entry { code, regions, chunk, place });
            }
            let chunks = sizes.chunks_exact(2).map(|size| {
                let size = size.iter().rev().fold(0, |size, &byte| size << 8 | usize::from(byte));
                Chunk { bytes: take(rest, size), plans: OnceLock::new() }
            });
            let chunks: Vec<Chunk> = chunks.collect();
            let first = chunks.first();
            let (plans, model) = unpack::plans(first.map_or(&[], |chunk| chunk.bytes), None, &entries, 0);
            if let Some(first) = first {
                // It is not set yet.
                let _ = first.plans.set(plans);
            }
            Self { entries, chunks, model, by_code, by_region }
        })
    }

    /// The plan of an entry, of which the number plus 1 is given.
    fn plan(&self, number: u8) -> Option<&NumberingPlan> {
        let entry = self.entries.get(usize::from(number).checked_sub(1)?)?;
        let chunk = self.chunks.get(entry.chunk)?;
        let plans =
            chunk.plans.get_or_init(|| unpack::plans(chunk.bytes, Some(&self.model), &self.entries, entry.chunk).0);
        plans.get(entry.place)
    }
}

/// Takes so many bytes off; none when there are not as many.
#[inline(never)]
fn take(rest: &mut &'static [u8], count: usize) -> &'static [u8] {
    let (taken, after) = rest.split_at_checked(count).unwrap_or_default();
    *rest = after;
    taken
}

/// The place of a region, in upper case, among all pairs of letters; beyond them for anything else.
fn key(region: &[u8; 2]) -> usize {
    let [first, second] = region.map(|letter| usize::from(letter.wrapping_sub(b'A')));
    if second < LETTERS { first.wrapping_mul(LETTERS).wrapping_add(second) } else { usize::MAX }
}

/// The plan of a calling code, unpacked when it or one that is packed with it is first asked for.
pub fn plan(calling_code: u16) -> Option<&'static NumberingPlan> {
    let table = Table::get();
    table.plan(*table.by_code.get(usize::from(calling_code))?)
}

/// The plan of a region, ISO 3166-1 alpha-2 in upper case, and its place among the plan's territories.
pub fn plan_of_region(region: &[u8; 2]) -> Option<(&'static NumberingPlan, usize)> {
    let table = Table::get();
    let [number, place] = *table.by_region.get(key(region))?;
    Some((table.plan(number)?, usize::from(place)))
}

/// All calling codes, ascending.
pub fn calling_codes() -> impl Iterator<Item = u16> {
    Table::get().entries.iter().map(|entry| entry.code)
}

#[cfg(test)]
mod tests {
    use super::super::number::PhoneNumberType;
    use super::trie::{END, Places, ROW, Trie};
    use super::*;

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
        let plan = plan(code).expect("a calling code");
        let class = plan.classes[usize::from(plan.numbers.look_up(digits.as_bytes()))];
        let place = class.territory.or_else(|| plan.regions.look_up(digits.as_bytes()).checked_sub(1));
        let region = place.map(|place| plan.territories[usize::from(place)].region.to_vec());
        (class.number_type, String::from_utf8(region.unwrap_or_default()).unwrap())
    }

    #[test]
    fn the_whole_table_can_be_unpacked() {
        assert!(calling_codes().count() > 200);
        assert!(calling_codes().is_sorted_by(|a, b| a < b));
        for plan in plans() {
            assert!((1..=999).contains(&plan.calling_code), "{}", plan.calling_code);
            assert!(!plan.territories.is_empty() && !plan.classes.is_empty(), "+{}", plan.calling_code);
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
    fn regions_are_found_with_their_place_in_the_plan() {
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

    #[test]
    fn every_place_of_a_trie_leads_on_and_down() {
        fn depth(places: &Places, place: u16) -> usize {
            match places.nodes.get(usize::from(place)) {
                // A node comes after all that it leads to, so that there are no circles.
                Some(node) => {
                    assert!(node.iter().all(|&next| next & ROW != 0 || next < place), "node {place}");
                    assert!(node[END] & ROW != 0, "node {place}");
                    node.iter().map(|&next| depth(places, next) + 1).max().unwrap()
                }
                None => {
                    assert!(place & ROW != 0 && usize::from(place & !ROW) < places.rows.len(), "row {place}");
                    0
                }
            }
        }
        for plan in plans() {
            for trie in tries(plan) {
                let places = trie.places.expect("a trie that was read");
                let is_deep = places.nodes.len() > 400;
                assert!(is_deep || depth(places, trie.root) <= 18, "+{}", plan.calling_code);
            }
        }
    }

    #[test]
    fn values_are_within_their_lists() {
        let values = |trie: Trie| trie.places.expect("a trie that was read").rows.iter().flatten().max().copied();
        for plan in plans() {
            let longest = plan.formats.len().min(31);
            assert!(plan.format_sets.iter().all(|set| set >> longest == 0), "+{}", plan.calling_code);
            assert!(values(plan.numbers).is_some());
            for class in &plan.classes {
                assert!(class.territory.is_none_or(|place| usize::from(place) < plan.territories.len()));
            }
            for format in &plan.formats {
                assert!(!format.template.is_empty() && (format.is_national || format.is_international), "{format:?}");
            }
            for prefix in plan.territories.iter().flat_map(|territory| &territory.prefixes) {
                let (start, end) = prefix.kept.unwrap_or_default();
                assert!(prefix.taken > 0 && start <= end && end <= prefix.taken, "{prefix:?}");
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
    fn prefixes_are_told_from_numbers() {
        let territory = |region: &[u8; 2]| {
            let (plan, place) = plan_of_region(region).expect("a region");
            &plan.territories[place]
        };
        let prefix = |region, digits: &str| {
            let territory = territory(region);
            let found = usize::from(territory.national_prefix.look_up(digits.as_bytes()));
            found.checked_sub(1).map(|found| territory.prefixes[found])
        };
        let taken = |region, digits| prefix(region, digits).map_or(0, |prefix| prefix.taken);
        assert_eq!(taken(b"CN", "013123456789"), 1);
        assert_eq!(taken(b"CN", "1795101012345678"), 5);
        assert_eq!(taken(b"CN", "13123456789"), 0);
        assert_eq!(taken(b"GB", "02012345678"), 1);
        assert_eq!(taken(b"IT", "0212345678"), 0);
        // In Argentina 15 after the area code becomes a 9 before it; in Antigua the area code may be left out.
        let argentina = prefix(b"AR", "0111523456789").expect("a prefix");
        assert_eq!((argentina.taken, argentina.kept), (5, Some((1, 3))));
        assert_eq!(territory(b"AR").area_code, b"9");
        let antigua = prefix(b"AG", "4601234").expect("a prefix");
        assert_eq!((antigua.taken, antigua.kept), (7, Some((0, 7))));
        assert_eq!(territory(b"AG").area_code, b"268");
        assert_eq!(prefix(b"AG", "46012345"), None);
        let dialled = |region, digits: &str| territory(region).international_prefix.look_up(digits.as_bytes());
        assert_eq!(dialled(b"CN", "0012015550123"), 2);
        assert_eq!(dialled(b"US", "0118613123456789"), 3);
        assert_eq!(dialled(b"US", "2015550123"), 0);
        assert_eq!(dialled(b"KZ", "8108613123456789"), 3);
    }

    #[test]
    fn formats_are_told_by_leading_digits() {
        let formats = |code: u16, digits: &str| {
            let plan = plan(code).expect("a calling code");
            let set = plan.format_sets[usize::from(plan.leading_digits.look_up(digits.as_bytes()))];
            let those = plan.formats.iter().enumerate().filter(|(i, _)| set >> i & 1 != 0);
            those.map(|(_, format)| (format.template, format.national_prefix_rule)).collect::<Vec<_>>()
        };
        assert!(formats(86, "13123456789").contains(&("$1 $2 $3", "")));
        assert!(formats(86, "1012345678").contains(&("$1 $2 $3", "0$1")));
        assert!(formats(1, "2015550123").contains(&("($1) $2-$3", "")));
        assert!(formats(54, "91123456789").contains(&("$2 15-$3-$4", "0$1")));
    }

    #[test]
    fn examples_are_of_the_wanted_type() {
        let example = |code: u16, wanted| {
            let plan = plan(code).expect("a calling code");
            let is_wanted = |value| plan.classes[usize::from(value)].number_type == wanted;
            plan.numbers.broadest_with(&is_wanted, &|_| true)
        };
        assert!(example(86, PhoneNumberType::Voicemail).is_none());
        let number = example(86, PhoneNumberType::Mobile).expect("a mobile number");
        let number = core::str::from_utf8(number.as_bytes()).expect("digits");
        assert_eq!(class(86, number), (PhoneNumberType::Mobile, "CN".to_string()));
    }

    #[test]
    fn any_bytes_are_unpacked_without_a_panic() {
        let entries: Vec<Entry> =
            (0..5).map(|place| Entry { code: 7, regions: &[[b'R', b'U'], [b'K', b'Z']], chunk: 1, place }).collect();
        let mut state = 1_u32;
        for size in [0, 10, 300] {
            for _ in 0..2 {
                let mut random = || {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                };
                let bytes: Vec<u8> = (0..size).map(|_| random()).collect();
                assert_eq!(unpack::plans(&bytes, None, &entries, 1).0.len(), entries.len());
            }
        }
    }
}

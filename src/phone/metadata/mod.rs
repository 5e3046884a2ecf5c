//! What libphonenumber's metadata says about each calling code, in a packed table.
//!
//! `tools/metadata/generate.mjs` writes `table.bin` and `release.rs`. The table begins with the number of its chunks and the
//! size of each in two bytes, low byte first. The first chunk says which calling codes there are, the others have their
//! plans. The first of these is read before any other: they all begin with what was learnt from it.

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
    /// What was learnt from the first chunk of plans.
    model: Model,
    /// The number of each calling code's entry.
    by_code: [Option<u8>; 1000],
    /// The number of the entry of each region's calling code, and the place of its territory.
    by_region: [Option<(u8, u8)>; LETTERS * LETTERS],
}

struct Chunk {
    bytes: &'static [u8],
    plans: OnceLock<Vec<NumberingPlan>>,
}

impl Table {
    fn new(packed: &'static [u8]) -> Self {
        let (count, rest) = packed.split_first().unwrap_or((&0, &[]));
        let (sizes, mut rest) = rest.split_at_checked(usize::from(*count).wrapping_mul(2)).unwrap_or_default();
        let mut next = |size: &[u8]| {
            let size = size.iter().rev().fold(0, |size, &byte| size << 8 | usize::from(byte));
            let (bytes, after) = rest.split_at_checked(size).unwrap_or_default();
            rest = after;
            bytes
        };
        let mut sizes = sizes.chunks_exact(2);
        let entries = unpack::entries(sizes.next().map(&mut next).unwrap_or_default());
        let first = sizes.next().map(&mut next).unwrap_or_default();
        let (plans, model) = unpack::plans(first, None, &entries, 0);
        let mut chunks = vec![Chunk { bytes: first, plans: OnceLock::from(plans) }];
        chunks.extend(sizes.map(|size| Chunk { bytes: next(size), plans: OnceLock::new() }));

        let mut by_code = [None; 1000];
        let mut by_region = [None; LETTERS * LETTERS];
        for (number, entry) in (0..).zip(&entries) {
            if let Some(known) = by_code.get_mut(usize::from(entry.code)) {
                *known = Some(number);
            }
            for (place, region) in (0..).zip(&entry.regions) {
                if let Some(known) = key(region).and_then(|key| by_region.get_mut(key)) {
                    *known = Some((number, place));
                }
            }
        }
        Self { entries, chunks, model, by_code, by_region }
    }

    fn get() -> &'static Self {
        TABLE.get_or_init(|| Self::new(PACKED))
    }

    fn entry(&self, calling_code: u16) -> Option<&Entry> {
        let number = self.by_code.get(usize::from(calling_code)).copied().flatten()?;
        self.entries.get(usize::from(number))
    }

    fn plan(&self, entry: &Entry) -> Option<&NumberingPlan> {
        let chunk = self.chunks.get(entry.chunk)?;
        let plans =
            chunk.plans.get_or_init(|| unpack::plans(chunk.bytes, Some(&self.model), &self.entries, entry.chunk).0);
        plans.get(entry.place)
    }
}

/// The place of a region, in upper case, among all pairs of letters.
fn key(region: &[u8; 2]) -> Option<usize> {
    let [first, second] = region.map(|letter| usize::from(letter.wrapping_sub(b'A')));
    (first < LETTERS && second < LETTERS).then(|| first.wrapping_mul(LETTERS).wrapping_add(second))
}

/// The plan of a calling code, unpacked when it or one that is packed with it is first asked for.
pub fn plan(calling_code: u16) -> Option<&'static NumberingPlan> {
    let table = Table::get();
    table.plan(table.entry(calling_code)?)
}

/// The plan of a region, ISO 3166-1 alpha-2 in upper case, and its place among the plan's territories.
pub fn plan_of_region(region: &[u8; 2]) -> Option<(&'static NumberingPlan, usize)> {
    let table = Table::get();
    let (number, place) = table.by_region.get(key(region)?).copied().flatten()?;
    Some((table.plan(table.entries.get(usize::from(number))?)?, usize::from(place)))
}

/// All calling codes, ascending.
pub fn calling_codes() -> impl Iterator<Item = u16> {
    Table::get().entries.iter().map(|entry| entry.code)
}

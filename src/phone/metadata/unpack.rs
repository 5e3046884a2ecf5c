//! From the decisions of the packed table to numbering plans. `tools/metadata/pack.mjs` writes what is read here.

use super::super::number::PhoneNumberType;
use super::decoder::Decoder;
use super::plan::{Class, NationalPrefix, NumberFormat, NumberingPlan, Territory};
use super::release::{LABELS, RULES, TEMPLATES};
use super::trie::{ROW, ROW_WIDTH, Trie};

/// What a trie's values are, which decides how they are written.
#[derive(Clone, Copy)]
enum Kind {
    Numbers,
    General,
    InternationalPrefix,
    NationalPrefix,
    LeadingDigits,
}

/// What a decision is about; the highest byte of its context.
#[derive(Clone, Copy)]
enum Subject {
    IsRow = 1,
    LastRow,
    NewRow,
    RowIndex,
    SameValue,
    NewValue,
    ValueIndex,
    Value,
    Length,
    LocalLength,
    SameAs,
    AreaCode,
    Label,
    Format,
    End,
    Header,
}

fn context(subject: Subject, a: u32, b: u32, c: u32) -> u32 {
    (subject as u32) << 24 | a << 16 | b << 8 | c
}

const MOST_NODES: usize = 1 << 14;

fn number(decoder: &mut Decoder, subject: Subject, a: u32, width: u32) -> u32 {
    let mut read = 1_u32;
    for _ in 0..width {
        read = read << 1 | u32::from(decoder.bit(context(subject, a, read >> 8, read & 255)));
    }
    read ^ 1 << width
}

fn width_for(count: usize) -> u32 {
    (count.saturating_sub(1) as u32).checked_ilog2().map_or(0, |log| log.wrapping_add(1))
}

fn lengths(decoder: &mut Decoder, subject: Subject) -> u32 {
    let mut set = 0;
    let mut last = false;
    for length in 2..18 {
        last = decoder.bit(context(subject, length, u32::from(last), 0));
        set |= u32::from(last) << length;
    }
    set
}

struct TrieReader<'a, 'b> {
    decoder: &'a mut Decoder<'b>,
    kind: Kind,
    formats: u32,
    trie: Trie,
    values: Vec<u32>,
    last_row: u16,
}

impl TrieReader<'_, '_> {
    fn bit(&mut self, subject: Subject, a: u32, b: u32) -> bool {
        self.decoder.bit(context(subject, self.kind as u32, a, b))
    }

    fn new_value(&mut self) -> u32 {
        let kind = self.kind as u32;
        match self.kind {
            Kind::Numbers => number(self.decoder, Subject::Value, kind, 10),
            Kind::LeadingDigits => {
                (0..self.formats).fold(0, |set, i| set | u32::from(self.bit(Subject::Value, i, 0)) << i)
            }
            Kind::NationalPrefix => {
                let taken = number(self.decoder, Subject::Value, 8, 5);
                let start = number(self.decoder, Subject::Value, 9, 5);
                taken | start << 5 | number(self.decoder, Subject::Value, 10, 5) << 10
            }
            _ => number(self.decoder, Subject::Value, kind, 5),
        }
    }

    /// An index in `values`.
    fn value(&mut self, place: u32) -> u8 {
        if self.bit(Subject::NewValue, place, self.values.len().min(7) as u32) {
            let value = self.new_value();
            self.values.push(value);
            return self.values.len().wrapping_sub(1) as u8;
        }
        number(self.decoder, Subject::ValueIndex, self.kind as u32, width_for(self.values.len())) as u8
    }

    fn row(&mut self, depth: u32) -> u16 {
        let count = self.trie.rows.len();
        if count > 0 {
            if self.bit(Subject::LastRow, 0, 0) {
                return self.last_row;
            }
            if !self.bit(Subject::NewRow, count.min(31) as u32, 0) {
                self.last_row = number(self.decoder, Subject::RowIndex, self.kind as u32, width_for(count)) as u16;
                return self.last_row;
            }
        }
        let mut row = [0; ROW_WIDTH];
        let mut last = 0;
        for (length, value) in row.iter_mut().enumerate().skip(depth as usize) {
            if !self.bit(Subject::SameValue, length as u32, u32::from(last != 0)) {
                last = self.value(1);
            }
            *value = last;
        }
        self.trie.rows.push(row);
        self.last_row = count as u16;
        self.last_row
    }

    /// The row that has one value for all lengths.
    fn constant(&mut self, value: u8) -> u16 {
        let row = [value; ROW_WIDTH];
        if let Some(known) = self.trie.rows.iter().position(|other| *other == row) {
            return known as u16;
        }
        self.trie.rows.push(row);
        self.trie.rows.len().wrapping_sub(1) as u16
    }

    fn place(&mut self, depth: u32, previous: u32) -> u16 {
        if depth as usize >= ROW_WIDTH.wrapping_sub(1)
            || self.trie.nodes.len() >= MOST_NODES
            || self.bit(Subject::IsRow, depth, previous)
        {
            return ROW | self.row(depth);
        }
        let end = if self.bit(Subject::End, depth, 0) { 0 } else { self.value(0) };
        let index = self.trie.nodes.len();
        self.trie.nodes.push([u16::from(end); 11]);
        let mut before = 2;
        for digit in 0..10 {
            let child = self.place(depth.wrapping_add(1), before);
            before = u32::from(child & ROW != 0);
            if let Some(place) = self.trie.nodes.get_mut(index).and_then(|node| node.get_mut(digit)) {
                *place = child;
            }
        }
        index as u16
    }
}

/// A trie and its values: the trie's rows have their indexes.
fn trie(decoder: &mut Decoder, kind: Kind, formats: u32, first: u32) -> (Trie, Vec<u32>) {
    let mut reader = TrieReader { decoder, kind, formats, trie: Trie::default(), values: vec![first], last_row: 0 };
    let root = reader.place(0, 2);
    // While rows were read, their number was of interest; those for the ends of strings come after them.
    for i in 0..reader.trie.nodes.len() {
        let end = reader.trie.nodes.get(i).map_or(0, |node| node[10]);
        let row = reader.constant(end as u8);
        if let Some(node) = reader.trie.nodes.get_mut(i) {
            node[10] = ROW | row;
        }
    }
    reader.trie.root = root;
    (reader.trie, reader.values)
}

/// A trie whose rows have the values themselves.
fn small_trie(decoder: &mut Decoder, kind: Kind) -> Trie {
    let (mut trie, values) = trie(decoder, kind, 0, 0);
    for value in trie.rows.iter_mut().flatten() {
        *value = values.get(usize::from(*value)).copied().unwrap_or_default() as u8;
    }
    trie
}

fn number_type(number: u32) -> PhoneNumberType {
    match number {
        0 => PhoneNumberType::FixedLine,
        1 => PhoneNumberType::Mobile,
        2 => PhoneNumberType::FixedLineOrMobile,
        3 => PhoneNumberType::TollFree,
        4 => PhoneNumberType::PremiumRate,
        5 => PhoneNumberType::SharedCost,
        6 => PhoneNumberType::Voip,
        7 => PhoneNumberType::PersonalNumber,
        8 => PhoneNumberType::Pager,
        9 => PhoneNumberType::Uan,
        10 => PhoneNumberType::Voicemail,
        _ => PhoneNumberType::Unknown,
    }
}

/// One of several texts in one, each in a line.
fn line(texts: &'static str, number: u32) -> &'static str {
    texts.split('\n').nth(number as usize).unwrap_or_default()
}

fn format(decoder: &mut Decoder) -> NumberFormat {
    let template = line(TEMPLATES, number(decoder, Subject::Format, 0, 5));
    let count = number(decoder, Subject::Format, 9, 3);
    let mut groups = [(0, 0); 5];
    for group in groups.iter_mut().take(count as usize) {
        let min = number(decoder, Subject::Format, 1, 5) as u8;
        *group = (min, min.wrapping_add(number(decoder, Subject::Format, 2, 5) as u8));
    }
    let national_prefix_rule = line(RULES, number(decoder, Subject::Format, 3, 4));
    let mut flag = |i| decoder.bit(context(Subject::Format, 4, i, 0));
    NumberFormat {
        groups,
        template,
        national_prefix_rule,
        is_national_prefix_optional: flag(0),
        has_carrier_rule: flag(1),
        is_national: flag(2),
        is_international: flag(3),
        leading_digits_patterns: number(decoder, Subject::Format, 5, 4) as u8,
    }
}

fn plan(decoder: &mut Decoder, calling_code: u16, regions: &[[u8; 2]]) -> NumberingPlan {
    let mut plan = NumberingPlan { calling_code, ..NumberingPlan::default() };
    for (i, &region) in regions.iter().enumerate() {
        let before = plan.territories.last();
        let possible_lengths = lengths(decoder, Subject::Length);
        let local_only_lengths = lengths(decoder, Subject::LocalLength);
        let general = if i > 0 { small_trie(decoder, Kind::General) } else { Trie::default() };
        let international_prefix = match before {
            Some(before) if decoder.bit(context(Subject::SameAs, 0, 0, 0)) => before.international_prefix.clone(),
            _ => small_trie(decoder, Kind::InternationalPrefix),
        };
        let (national_prefix, prefixes) = match before {
            Some(before) if decoder.bit(context(Subject::SameAs, 1, 0, 0)) => {
                (before.national_prefix.clone(), before.prefixes.clone())
            }
            _ => {
                let (trie, values) = trie(decoder, Kind::NationalPrefix, 0, 0);
                let prefixes = values.iter().skip(1).map(|value| NationalPrefix {
                    taken: (value & 31) as u8,
                    kept: if value >> 10 == 0 { None } else { Some(((value >> 5 & 31) as u8, (value >> 10) as u8)) },
                });
                (trie, prefixes.collect())
            }
        };
        let area_length = number(decoder, Subject::AreaCode, 0, 3);
        let area_code = (0..area_length)
            .map(|_| number(decoder, Subject::AreaCode, 1, 4) as u8)
            .map(|digit| digit | b'0')
            .collect();
        let extension_label =
            Some(line(LABELS, number(decoder, Subject::Label, 0, 3))).filter(|label| !label.is_empty());
        plan.territories.push(Territory {
            region,
            possible_lengths,
            local_only_lengths,
            general,
            international_prefix,
            national_prefix,
            prefixes,
            area_code,
            extension_label,
        });
    }
    let formats = number(decoder, Subject::Format, 6, 6);
    plan.formats = (0..formats).map(|_| format(decoder)).collect();
    (plan.leading_digits, plan.format_sets) = trie(decoder, Kind::LeadingDigits, formats, 0);
    let unknown = u32::from(regions.len() == 1) << 5 | PhoneNumberType::Unknown as u32;
    let classes;
    (plan.numbers, classes) = trie(decoder, Kind::Numbers, 0, unknown);
    plan.classes = classes
        .iter()
        .map(|value| Class {
            is_general: value & 16 != 0,
            territory: (value >> 5).checked_sub(1).map(|index| index as u8),
            number_type: number_type(value & 15),
        })
        .collect();
    plan
}

/// All plans, by calling code.
pub fn unpack(bytes: &[u8]) -> Vec<NumberingPlan> {
    let decoder = &mut Decoder::new(bytes);
    let mut plans = Vec::new();
    let mut code = 0_u32;
    let count = number(decoder, Subject::Header, 0, 8);
    for _ in 0..count {
        code = code.wrapping_add(number(decoder, Subject::Header, 1, 10));
        let mut regions = vec![];
        for _ in 0..number(decoder, Subject::Header, 2, 5) {
            let first = number(decoder, Subject::Header, 3, 5) as u8;
            regions.push([first.wrapping_add(b'A'), (number(decoder, Subject::Header, 4, 5) as u8).wrapping_add(b'A')]);
        }
        if regions.is_empty() {
            regions.push([0, 0]);
        }
        plans.push(plan(decoder, code as u16, &regions));
    }
    plans
}

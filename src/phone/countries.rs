//! The regions that have a calling code.

use super::ascii::{Ascii, to_text};
use super::metadata::{self, Class, END, NumberingPlan, ROW, ROW_WIDTH};
use super::number::PhoneNumberType;
use serde::Serialize;

/// A region and its calling code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub region: String,
    /// `+86`.
    pub country_code: String,
    /// The national number of a mobile phone, as an example; `None` if the region has no mobile numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example_mobile: Option<String>,
}

/// Returns all regions that have a calling code. Regions with the same code are adjacent, the main one first.
pub fn countries() -> Vec<Country> {
    let mut all = vec![];
    if cfg!(feature = "ledger-without-phone") {
        return all;
    }
    for plan in metadata::calling_codes().filter_map(metadata::plan) {
        for (index, territory) in plan.territories.iter().enumerate() {
            if territory.region != [0; 2] {
                let example = to_text(example_mobile(plan, index).as_bytes());
                all.push(Country {
                    region: to_text(&territory.region),
                    country_code: ["+", &to_text(plan.calling_code_digits().as_bytes())].concat(),
                    example_mobile: Some(example).filter(|example| !example.is_empty()),
                });
            }
        }
    }
    all
}

/// A mobile number of a territory, from its broadest range. A territory that shares all its ranges with another one gets a shared
/// number. Empty if there is none.
fn example_mobile(plan: &NumberingPlan, territory: usize) -> Ascii {
    let mut search = Search {
        plan,
        territory,
        accepts_shared: false,
        number_type: PhoneNumberType::Mobile,
        digits: Ascii::EMPTY,
        best_depth: usize::MAX,
        example: Ascii::EMPTY,
    };
    for accepts_shared in [false, true] {
        for number_type in [PhoneNumberType::Mobile, PhoneNumberType::FixedLineOrMobile] {
            if search.best_depth == usize::MAX {
                search.accepts_shared = accepts_shared;
                search.number_type = number_type;
                search.search_below(plan.numbers.root);
            }
        }
    }
    search.example
}

/// A search for the row with the fewest digits before it: the broadest range.
struct Search<'a> {
    plan: &'a NumberingPlan,
    territory: usize,
    /// Whether the number may also belong to another territory.
    accepts_shared: bool,
    number_type: PhoneNumberType,
    /// The digits from the root to the current place.
    digits: Ascii,
    /// The number of digits before the best row so far.
    best_depth: usize,
    /// A number of that row. Its other digits count up from 1.
    example: Ascii,
}

impl Search<'_> {
    fn search_below(&mut self, place: u16) {
        let depth = self.digits.as_bytes().len();
        if depth >= self.best_depth {
            return;
        }
        let places = &self.plan.places;
        if place & ROW == 0 {
            for digit in 0..END {
                self.digits.push(b'0'.wrapping_add(digit as u8));
                self.search_below(places.child(place, digit));
                self.digits.truncate(depth);
            }
            return;
        }
        let mut example = self.digits;
        for length in depth..ROW_WIDTH {
            if Class::of(places.value(self.plan.numbers, place, length)).number_type == self.number_type
                && self.is_of_territory(example.as_bytes())
            {
                self.best_depth = depth;
                self.example = example;
                return;
            }
            example.push(b'0'.wrapping_add((length.wrapping_sub(depth).wrapping_add(1) % 10) as u8));
        }
    }

    fn is_of_territory(&self, digits: &[u8]) -> bool {
        if self.accepts_shared {
            let territory = self.plan.territories.get(self.territory);
            territory.is_some_and(|territory| self.plan.look_up(territory.general, digits) != 0)
        } else {
            self.plan.class_of(digits).territory == Some(self.territory)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::parse;
    use super::super::parser::PhoneInput;
    use super::*;

    #[test]
    fn examples_are_mobile_numbers() {
        let all = countries();
        let with_example = all.iter().filter_map(|country| Some((country, country.example_mobile.as_ref()?)));
        let mut with_another_region = Vec::new();
        for (country, example) in with_example {
            let judged = parse(PhoneInput::InRegion { region: &country.region, number: example }, None);
            let is_mobile = matches!(judged.number_type, PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile);
            assert!(is_mobile, "{country:?}");
            if judged.region.as_ref() != Some(&country.region) {
                with_another_region.push(country.region.as_str());
            }
        }
        // These share all their numbers with a larger neighbour.
        assert_eq!(with_another_region, ["VA", "SJ", "CC", "CX", "EH", "AX", "BL", "MF"]);
        assert!(all.iter().any(|country| country.region == "CN" && country.example_mobile.is_some()));
    }
}

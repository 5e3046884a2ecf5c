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
    /// An example of a mobile number, in national form; `None` if the region has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example_mobile: Option<String>,
}

/// All regions that have a calling code, grouped by code, the main region first.
pub fn countries() -> Vec<Country> {
    let mut all = vec![];
    if cfg!(feature = "ledger-without-phone") {
        return all;
    }
    for plan in metadata::calling_codes().filter_map(metadata::plan) {
        for (place, territory) in plan.territories.iter().enumerate() {
            if territory.region != [0; 2] {
                let example = to_text(example_mobile(plan, place).as_bytes());
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

/// A mobile number of a territory, from its broadest range. If it shares all mobile numbers with another territory, one of those.
fn example_mobile(plan: &NumberingPlan, territory: usize) -> Ascii {
    let mut search = Search {
        plan,
        territory,
        is_shared: false,
        wanted: PhoneNumberType::Mobile,
        digits: Ascii::EMPTY,
        best: usize::MAX,
        found: Ascii::EMPTY,
    };
    for is_shared in [false, true] {
        for wanted in [PhoneNumberType::Mobile, PhoneNumberType::FixedLineOrMobile] {
            if search.best == usize::MAX {
                search.is_shared = is_shared;
                search.wanted = wanted;
                search.look_below(plan.numbers.root);
            }
        }
    }
    search.found
}

/// The search for the leaf with the shortest path.
struct Search<'a> {
    plan: &'a NumberingPlan,
    territory: usize,
    /// Whether the number may belong to another territory as well.
    is_shared: bool,
    wanted: PhoneNumberType,
    /// The digits on the path to the current node.
    digits: Ascii,
    /// The depth of the best leaf so far, and a number of it. Its remaining digits count up from 1.
    best: usize,
    found: Ascii,
}

impl Search<'_> {
    fn look_below(&mut self, place: u16) {
        let depth = self.digits.as_bytes().len();
        if depth >= self.best {
            return;
        }
        let places = &self.plan.places;
        if place & ROW == 0 {
            for digit in 0..END {
                self.digits.push(b'0'.wrapping_add(digit as u8));
                self.look_below(places.child(place, digit));
                self.digits.truncate(depth);
            }
            return;
        }
        let mut example = self.digits;
        for length in depth..ROW_WIDTH {
            if Class::of(places.value(self.plan.numbers, place, length)).number_type == self.wanted
                && self.is_of_territory(example.as_bytes())
            {
                self.best = depth;
                self.found = example;
                return;
            }
            example.push(b'0'.wrapping_add((length.wrapping_sub(depth).wrapping_add(1) % 10) as u8));
        }
    }

    fn is_of_territory(&self, digits: &[u8]) -> bool {
        if self.is_shared {
            let own = self.plan.territories.get(self.territory);
            own.is_some_and(|own| self.plan.look_up(own.general, digits) != 0)
        } else {
            self.plan.class_of(digits).territory == Some(self.territory)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::parse;
    use super::super::parse::PhoneInput;
    use super::*;

    #[test]
    fn examples_are_mobile_numbers() {
        let all = countries();
        let with_example = all.iter().filter_map(|country| Some((country, country.example_mobile.as_ref()?)));
        let mut with_another = Vec::new();
        for (country, example) in with_example {
            let judged = parse(PhoneInput::InRegion { region: &country.region, number: example }, None);
            let is_mobile = matches!(judged.number_type, PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile);
            assert!(is_mobile, "{country:?}");
            if judged.region.as_ref() != Some(&country.region) {
                with_another.push(country.region.as_str());
            }
        }
        // They have the numbers of a larger neighbour.
        assert_eq!(with_another, ["VA", "SJ", "CC", "CX", "EH", "AX", "BL", "MF"]);
        assert!(all.iter().any(|country| country.region == "CN" && country.example_mobile.is_some()));
    }
}

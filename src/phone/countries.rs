//! The regions that have a calling code.

use super::ascii::to_text;
use super::metadata::{self, Class, NumberingPlan};
use super::number::PhoneNumberType;

/// A region and its calling code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub region: String,
    /// `+86`.
    pub country_code: String,
    /// A national number that a mobile phone may have, to show what one looks like; `None` where there are none.
    pub example_mobile: Option<String>,
}

/// All regions that have a calling code; those of one code follow each other, the main one first.
pub fn countries() -> Vec<Country> {
    let mut all = Vec::new();
    for plan in metadata::calling_codes().filter_map(metadata::plan) {
        let own = plan.territories.iter().enumerate().filter(|(_, territory)| territory.region != [0; 2]);
        all.extend(own.map(|(place, territory)| Country {
            region: territory.name(),
            country_code: plan.country_code(),
            example_mobile: example_mobile(plan, place),
        }));
    }
    all
}

/// A mobile number of a territory, from the broadest range that it has. Where it has none of its own because it shares all
/// of them with another territory, one of those.
fn example_mobile(plan: &NumberingPlan, territory: usize) -> Option<String> {
    let own = plan.territories.get(territory)?;
    let is_own = |digits: &[u8]| plan.class_of(digits).territory == Some(territory);
    let is_shared = |digits: &[u8]| plan.look_up(own.general, digits) != 0;
    let search = |wanted: PhoneNumberType, is_good: &dyn Fn(&[u8]) -> bool| {
        plan.places.broadest_with(plan.numbers, &|value| Class::of(value).number_type == wanted, is_good)
    };
    let of = |is_good: &dyn Fn(&[u8]) -> bool| {
        search(PhoneNumberType::Mobile, is_good).or_else(|| search(PhoneNumberType::FixedLineOrMobile, is_good))
    };
    of(&is_own).or_else(|| of(&is_shared)).map(|example| to_text(example.as_bytes()))
}

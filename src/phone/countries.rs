//! The regions that have a calling code.

use super::metadata::{self, NumberingPlan};
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
    let of_type = |wanted: PhoneNumberType, owner: usize| {
        plan.numbers.broadest_with(&|value, digits| {
            plan.classes.get(usize::from(value)).is_some_and(|class| class.number_type == wanted)
                && plan.class_of(digits.as_bytes()).and_then(|class| class.territory).map(usize::from) == Some(owner)
        })
    };
    let of_owner =
        |owner| of_type(PhoneNumberType::Mobile, owner).or_else(|| of_type(PhoneNumberType::FixedLineOrMobile, owner));
    let is_shared = |number: &String| {
        plan.territories.get(territory).is_some_and(|own| own.general.look_up(number.as_bytes()) != 0)
    };
    of_owner(territory).or_else(|| (0..plan.territories.len()).filter_map(of_owner).find(is_shared))
}

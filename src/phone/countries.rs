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

/// The first mobile number of a territory, where the digits do not matter counted up from 1.
fn example_mobile(plan: &NumberingPlan, territory: usize) -> Option<String> {
    let of_type = |wanted: PhoneNumberType| {
        plan.numbers.first_with(&|value| {
            plan.classes.get(usize::from(value)).is_some_and(|class| {
                class.number_type == wanted && class.territory.is_some_and(|own| usize::from(own) == territory)
            })
        })
    };
    of_type(PhoneNumberType::Mobile).or_else(|| of_type(PhoneNumberType::FixedLineOrMobile))
}

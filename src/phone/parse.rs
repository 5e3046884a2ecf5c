//! From what was typed to a judged number, in the order of libphonenumber's `parseHelper`.

use super::metadata::{CallingCode, LengthVerdict};
use super::number::{PhoneIssue, PhoneNumber, PhoneNumberType};
use super::text::{Dialled, is_blank, read, read_calling_code};

/// libphonenumber's `MIN_LENGTH_FOR_NSN`.
const SHORTEST_NATIONAL_NUMBER: usize = 2;
/// libphonenumber's `MAX_LENGTH_FOR_NSN`.
const LONGEST_NATIONAL_NUMBER: usize = 17;
/// The digits of the longest calling code.
const LONGEST_CALLING_CODE: usize = 3;

/// A phone number in one of the forms in which people and programs have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneInput<'a> {
    /// One text: an international number, `+86 188 1234 5678`, or a national one when there is a default region.
    Text(&'a str),
    /// Country code and national number apart, as the API takes them.
    InCountry {
        /// `+86`, `86` or `0086`; spaces and the like are ignored. One that does not exist is
        /// [`PhoneIssue::InvalidCountryCode`], whatever the number, unless that is empty.
        country_code: &'a str,
        /// The national number. When a full international number, `+86 188…`, stands here, that one counts, except under
        /// a non-geographic code such as +800, where it is [`PhoneIssue::NotANumber`].
        number: &'a str,
    },
    /// A national number and the region it is dialled in.
    InRegion {
        /// ISO 3166-1 alpha-2, in upper or lower case.
        region: &'a str,
        /// The national number. When a full international number stands here, that one counts.
        number: &'a str,
    },
}

/// Reads and judges a phone number. Every input has an answer; one that cannot be used says why in
/// [`issue`](PhoneNumber::issue).
///
/// `default_region`, ISO 3166-1 alpha-2, is where a number belongs that says nothing else: a text without a plus sign,
/// or one whose country code or region was left empty. Takes time linear in the length of the input; more than 250
/// characters (UTF-16 code units) are [`PhoneIssue::TooLong`] at once.
pub fn parse(input: PhoneInput<'_>, default_region: Option<&str>) -> PhoneNumber {
    if cfg!(feature = "ledger-without-phone") {
        return PhoneNumber::unreadable(PhoneIssue::Empty);
    }
    let judged = read_input(input, default_region).and_then(|(dialled, home)| {
        let (calling_code, national) = resolve(&dialled, home)?;
        Ok(judge(calling_code, national))
    });
    judged.unwrap_or_else(PhoneNumber::unreadable)
}

/// Reads the digits and finds the calling code to which a number belongs that has none itself.
///
/// A country code that was given and does not exist is wrong before anything about a number is, as it is for the
/// reference, which needs the code's region before it looks at the number.
fn read_input(
    input: PhoneInput<'_>,
    default_region: Option<&str>,
) -> Result<(Dialled, Option<CallingCode>), PhoneIssue> {
    let default = || default_region.and_then(|region| CallingCode::of_region(region.trim()));
    match input {
        PhoneInput::Text(number) => Ok((read(number)?, default())),
        PhoneInput::InRegion { region, number } if is_blank(region) => Ok((read(number)?, default())),
        PhoneInput::InRegion { region, number } => Ok((read(number)?, CallingCode::of_region(region.trim()))),
        PhoneInput::InCountry { country_code, number } if is_blank(country_code) => Ok((read(number)?, default())),
        PhoneInput::InCountry { country_code, number } => {
            let home = read_calling_code(country_code).and_then(|digits| CallingCode::of_digits(&digits));
            match home {
                Some(home) => Ok((read(number)?, Some(home))),
                None if is_blank(number) => Err(PhoneIssue::Empty),
                None => Err(PhoneIssue::InvalidCountryCode),
            }
        }
    }
}

/// Divides the digits into calling code and national number. `home` is the calling code to which a number belongs that
/// has none itself.
///
/// Non-geographic codes are no region to dial from. The reference can read such a number only with its code before it,
/// so a second plus sign makes it unreadable and a repeated code is part of the number.
fn resolve(dialled: &Dialled, home: Option<CallingCode>) -> Result<(CallingCode, &str), PhoneIssue> {
    let digits = dialled.digits.as_str();
    if dialled.has_plus && home.is_some_and(|home| !home.is_geographic()) {
        return Err(PhoneIssue::NotANumber);
    }
    let extracted = match dialled.has_plus.then(|| split_international(digits)) {
        Some(Ok(number)) => Some(number),
        // As the reference does: a plus sign before something that is no calling code is tried again without it.
        Some(Err(PhoneIssue::InvalidCountryCode)) => {
            Some(calling_code_in_national(digits, home)?.ok_or(PhoneIssue::InvalidCountryCode)?)
        }
        Some(Err(issue)) => return Err(issue),
        None => calling_code_in_national(digits, home)?,
    };
    let (calling_code, national) = match (extracted, home) {
        (Some(number), _) => number,
        (None, Some(home)) => (home, digits),
        (None, None) => return Err(PhoneIssue::InvalidCountryCode),
    };
    if national.len() < SHORTEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooShort);
    }
    let stripped = strip_national_prefix(calling_code, national);
    let national = match calling_code.judge_length(stripped.len()) {
        LengthVerdict::TooShort | LengthVerdict::LocalOnly | LengthVerdict::InvalidLength => national,
        LengthVerdict::Possible | LengthVerdict::TooLong => stripped,
    };
    if national.len() > LONGEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooLong);
    }
    Ok((calling_code, national))
}

/// Splits digits that begin with a calling code.
fn split_international(digits: &str) -> Result<(CallingCode, &str), PhoneIssue> {
    if digits.len() <= SHORTEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooShort);
    }
    (1..=LONGEST_CALLING_CODE)
        .filter_map(|length| digits.split_at_checked(length))
        .find_map(|(code, national)| Some((CallingCode::of_digits(code)?, national)))
        .ok_or(PhoneIssue::InvalidCountryCode)
}

/// Finds a calling code in digits without a plus sign: after "00" where that dials abroad, or the home code itself
/// before a number that is possible only without it.
///
/// Where the reference matches number patterns to see that, this compares lengths.
fn calling_code_in_national(
    digits: &str,
    home: Option<CallingCode>,
) -> Result<Option<(CallingCode, &str)>, PhoneIssue> {
    let Some(home) = home.filter(|home| home.is_geographic()) else {
        return Ok(None);
    };
    if home.dials_double_zero()
        && let Some(abroad) = digits.strip_prefix("00")
        && !abroad.starts_with('0')
    {
        return split_international(abroad).map(Some);
    }
    let mut rest = digits;
    for digit in home.code().to_string().chars() {
        match rest.strip_prefix(digit) {
            Some(next) => rest = next,
            None => return Ok(None),
        }
    }
    let national = strip_national_prefix(home, rest);
    Ok(match (home.judge_length(digits.len()), home.judge_length(national.len())) {
        (LengthVerdict::TooLong, _) => Some((home, national)),
        (LengthVerdict::Possible, _) => None,
        (_, LengthVerdict::Possible) => Some((home, national)),
        _ => None,
    })
}

/// Takes the national prefix off, where it surely is one: because no number of the country begins so, or because only
/// what remains is of possible length.
fn strip_national_prefix(calling_code: CallingCode, digits: &str) -> &str {
    let is_possible = |digits: &str| calling_code.judge_length(digits.len()) == LengthVerdict::Possible;
    match calling_code.without_national_prefix(digits) {
        Some(rest) if calling_code.is_national_prefix_certain(rest) => rest,
        Some(rest) if is_possible(rest) && !is_possible(digits) => rest,
        _ => digits,
    }
}

/// Judges a number by its length and writes it out.
fn judge(calling_code: CallingCode, national: &str) -> PhoneNumber {
    let issue = match calling_code.judge_length(national.len()) {
        LengthVerdict::Possible => None,
        LengthVerdict::LocalOnly => Some(PhoneIssue::LocalOnly),
        LengthVerdict::TooShort => Some(PhoneIssue::TooShort),
        LengthVerdict::InvalidLength => Some(PhoneIssue::InvalidLength),
        LengthVerdict::TooLong => Some(PhoneIssue::TooLong),
    };
    let country_code = ["+", &calling_code.code().to_string()].concat();
    PhoneNumber {
        e164: [country_code.as_str(), national].concat(),
        international_format: [country_code.as_str(), " ", national].concat(),
        national_format: national.to_owned(),
        national_number: national.to_owned(),
        country_code,
        extension: None,
        region: calling_code.main_region(),
        number_type: PhoneNumberType::Unknown,
        is_possible: matches!(issue, None | Some(PhoneIssue::LocalOnly)),
        is_valid: issue.is_none(),
        issue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_country(country_code: &str, number: &str) -> PhoneNumber {
        parse(PhoneInput::InCountry { country_code, number }, None)
    }

    fn in_region(region: &str, number: &str) -> PhoneNumber {
        parse(PhoneInput::InRegion { region, number }, None)
    }

    fn text(text: &str) -> PhoneNumber {
        parse(PhoneInput::Text(text), None)
    }

    #[test]
    fn a_number_has_all_its_fields() {
        let expected = PhoneNumber {
            country_code: "+86".to_owned(),
            national_number: "18812345678".to_owned(),
            e164: "+8618812345678".to_owned(),
            extension: None,
            region: Some("CN"),
            number_type: PhoneNumberType::Unknown,
            is_possible: true,
            is_valid: true,
            issue: None,
            national_format: "18812345678".to_owned(),
            international_format: "+86 18812345678".to_owned(),
        };
        assert_eq!(in_country("+86", "188 1234 5678"), expected);
        assert_eq!(in_region("CN", "188 1234 5678"), expected);
        assert_eq!(text("+86 188 1234 5678"), expected);
        assert_eq!(parse(PhoneInput::Text("188-1234-5678"), Some("cn")), expected);
    }

    #[test]
    fn the_country_code_may_be_written_in_many_ways() {
        for country_code in ["86", "+86", "0086", " + 86", "(86)", "＋８６"] {
            assert_eq!(in_country(country_code, "18812345678").e164, "+8618812345678", "{country_code}");
        }
    }

    #[test]
    fn a_pasted_international_number_wins_over_the_country_code() {
        assert_eq!(in_country("+86", "+44 20 7946 0018").e164, "+442079460018");
        assert_eq!(in_country("+86", "+86 188 1234 5678").e164, "+8618812345678");
        assert_eq!(in_country("+86", "0044 20 7946 0018").e164, "+442079460018");
        assert_eq!(in_country("+86", "8618812345678").e164, "+8618812345678");
        assert_eq!(in_country("", "+44 20 7946 0018").e164, "+442079460018");
        assert_eq!(in_region("ZZ", "+44 20 7946 0018").e164, "+442079460018");
    }

    #[test]
    fn a_default_region_stands_in_for_what_was_left_empty() {
        let default = |input| parse(input, Some("CN")).e164;
        assert_eq!(default(PhoneInput::InCountry { country_code: " ", number: "18812345678" }), "+8618812345678");
        assert_eq!(default(PhoneInput::InRegion { region: "", number: "18812345678" }), "+8618812345678");
        assert_eq!(default(PhoneInput::InCountry { country_code: "+44", number: "2079460018" }), "+442079460018");
        assert_eq!(default(PhoneInput::Text("+44 2079460018")), "+442079460018");
        assert_eq!(default(PhoneInput::InRegion { region: "ZZ", number: "18812345678" }), "");
    }

    #[test]
    fn the_national_prefix_is_taken_off_where_it_surely_is_one() {
        for (country_code, number, e164) in [
            ("+86", "018812345678", "+8618812345678"),
            ("+44", "(0)20 7946 0018", "+442079460018"),
            ("+1", "1 650 253 0000", "+16502530000"),
            ("+7", "8 (912) 345-67-89", "+79123456789"),
            ("+36", "06 20 123 4567", "+36201234567"),
            ("+49", "0171 1234567", "+491711234567"),
            ("+91", "091234 56789", "+919123456789"),
            ("+81", "090-8874-6583", "+819088746583"),
        ] {
            assert_eq!(in_country(country_code, number).e164, e164, "{country_code} {number}");
        }
    }

    #[test]
    fn a_zero_that_belongs_to_the_number_stays() {
        assert_eq!(in_country("+39", "06 698 12345").national_number, "0669812345");
        assert_eq!(in_country("+91", "000800 1234567").national_number, "0008001234567");
        assert_eq!(in_country("+82", "00368 296 2970").national_number, "003682962970");
    }

    #[test]
    fn each_issue_is_told() {
        for (number, issue) in [
            (in_country("+86", " "), PhoneIssue::Empty),
            (in_country("+999", ""), PhoneIssue::Empty),
            (in_country("+86", "abc"), PhoneIssue::NotANumber),
            (in_country("+86", "188 1234 5678 ext. 9"), PhoneIssue::NotANumber),
            (in_country("+800", "+86 188 1234 5678"), PhoneIssue::NotANumber),
            (in_country("+999", "18812345678"), PhoneIssue::InvalidCountryCode),
            (in_country("CN", "18812345678"), PhoneIssue::InvalidCountryCode),
            (in_country("", "18812345678"), PhoneIssue::InvalidCountryCode),
            (in_region("ZZ", "18812345678"), PhoneIssue::InvalidCountryCode),
            (text("18812345678"), PhoneIssue::InvalidCountryCode),
            (text("+999 123456"), PhoneIssue::InvalidCountryCode),
            (in_country("+86", "1234"), PhoneIssue::TooShort),
            (text("+123"), PhoneIssue::TooShort),
            (in_country("+86", "1881234567890"), PhoneIssue::TooLong),
            (in_country("+86", "188123456789012345"), PhoneIssue::TooLong),
            (in_country("+86", &"1".repeat(100_000)), PhoneIssue::TooLong),
            (in_country("+7", "91234567890"), PhoneIssue::InvalidLength),
            (in_country("+1", "253 0000"), PhoneIssue::LocalOnly),
        ] {
            assert_eq!(number.issue, Some(issue), "{number:?}");
            assert!(!number.is_valid, "{number:?}");
            assert_eq!(number.is_possible, issue == PhoneIssue::LocalOnly, "{number:?}");
        }
    }

    #[test]
    fn an_impossible_number_is_still_written_out_and_an_unreadable_one_is_not() {
        let short = in_country("+86", "1234");
        assert_eq!((short.e164.as_str(), short.international_format.as_str()), ("+861234", "+86 1234"));
        let unreadable = in_country("+86", "abc");
        assert_eq!((unreadable.e164.as_str(), unreadable.country_code.as_str(), unreadable.region), ("", "", None));
    }

    #[test]
    fn regions_share_a_code_and_the_main_one_is_named() {
        assert_eq!(in_region("ca", "6135550123").region, Some("US"));
        assert_eq!(in_region("KZ", "7012345678").e164, "+77012345678");
        assert_eq!(in_country("+800", "12345678").region, Some("001"));
    }
}

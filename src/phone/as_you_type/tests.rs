use super::formatter::MAX_DIGITS;
use super::*;

const US: DefaultCountry<'_> = DefaultCountry::Region("US");

/// Formats a text with `|` at the caret; returns it in the same form.
fn edited(field: &str, default_country: DefaultCountry<'_>) -> String {
    let caret = field.find('|').unwrap_or_default();
    let mut typed = format_as_you_type(&field.replace('|', ""), default_country, Some(caret));
    typed.text.insert(typed.caret, '|');
    typed.text
}

#[test]
fn digits_can_be_inserted_and_deleted_anywhere() {
    for (field, shown) in [
        ("|", "|"),
        ("650|", "650|"),
        ("6502|", "650-2|"),
        ("650-25|30", "650-25|30"),
        ("650253|0000", "(650) 253|-0000"),
        ("650-2539|000", "(650) 253-9|000"),
        ("(650) 2539|-0000", "6502539|0000"),
        ("(|50) 253-0000", "|(502) 530-000"),
        ("(650) 2|0000", "(650) 2|00-00"),
        ("+1650253|", "+1 650-253|"),
        ("|+1 650-253", "|+1 650-253"),
        ("+1| 650-253", "+1| 650-253"),
    ] {
        assert_eq!(edited(field, US), shown, "{field}");
    }
}

#[test]
fn a_text_with_letters_or_an_extension_is_not_changed() {
    for field in ["650 253 0000 x5|", "1-800-FLOW|ERS", "65|0,,5", "*06|#", "6+50|"] {
        assert_eq!(edited(field, US), field);
    }
}

#[test]
fn separators_that_a_person_types_are_left_alone_without_a_caret() {
    assert_eq!(format_as_you_type("650-253", US, None).text, "650-253");
    assert_eq!(format_as_you_type("650253", US, None).text, "650-253");
}

#[test]
fn a_caret_is_counted_in_utf16_code_units() {
    let typed = format_as_you_type("𝟔𝟓𝟎𝟐𝟓𝟑", US, Some(6));
    assert_eq!((typed.text.as_str(), typed.caret), ("650-253", 3));
    assert_eq!(format_as_you_type("650253", US, Some(usize::MAX)).caret, 7);
}

#[test]
fn the_region_is_known_from_the_calling_code_or_the_first_digits_that_decide_it() {
    let region = |text, country| format_as_you_type(text, country, None).region.unwrap_or_default();
    assert_eq!(region("", DefaultCountry::Unknown), "");
    assert_eq!(region("", DefaultCountry::Region("CA")), "CA");
    assert_eq!(region("+86", DefaultCountry::Region("CA")), "CN");
    assert_eq!(region("+120", DefaultCountry::Region("CN")), "US");
    assert_eq!(region("+1204", DefaultCountry::Region("CA")), "CA");
    assert_eq!(region("+12042345678", DefaultCountry::Unknown), "CA");
    assert_eq!(region("139", DefaultCountry::CountryCode("+86")), "CN");
}

#[test]
fn two_international_prefixes_before_the_home_country_code_keep_the_formats_of_the_other_country() {
    // 00 is Egypt's international prefix and 82 is Korea. Then 008 turns out to be an international prefix of Korea, and 20 is Egypt.
    let typed = format_as_you_type("00820844", DefaultCountry::Region("EG"), None);
    assert_eq!((typed.text.as_str(), typed.region.as_deref()), ("008 20 84-4", Some("KR")));
}

#[test]
fn endlessly_repeated_prefixes_lose_no_digit() {
    let text = ["0014", &"1".repeat(38), "639381"].concat();
    let shown = format_as_you_type(&text, DefaultCountry::Region("AU"), None).text;
    assert_eq!(shown.replace(' ', ""), text);
}

#[test]
fn two_national_prefixes_one_after_the_other_lose_no_digit() {
    for text in ["0377715264615333727", "0220215263158834982", "02595839665877436401115600823227092307297957"] {
        for region in ["AR", "BR"] {
            let shown = format_as_you_type(text, DefaultCountry::Region(region), None).text;
            assert_eq!(shown.replace([' ', '-'], ""), text, "{region}");
        }
    }
}

#[test]
fn a_national_prefix_of_the_same_length_is_not_taken_for_a_longer_one() {
    for (text, shown) in [("00376808", "003768 08"), ("0037680860", "0037680860")] {
        assert_eq!(format_as_you_type(text, DefaultCountry::Region("JP"), None).text, shown);
    }
}

#[test]
fn a_text_with_more_digits_than_any_number_is_not_changed() {
    let text = "1".repeat(MAX_DIGITS + 1);
    assert_eq!(format_as_you_type(&text, DefaultCountry::Region("CN"), None).text, text);
}

#[test]
fn long_texts_take_linear_time() {
    let text = "1".repeat(200_000);
    assert_eq!(format_as_you_type(&text, US, Some(5)).text.len(), 200_000);
    for (prefix, country) in [("0", DefaultCountry::Region("BR")), ("+0", US), ("011", US), ("0119", US)] {
        let text = [prefix, &text].concat();
        let shown = format_as_you_type(&text, country, None).text;
        assert_eq!(shown.replace(' ', ""), text, "no digit is lost");
    }
}

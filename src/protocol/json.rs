//! The JSON that goes out: bodies on the wire, and plain objects for JavaScript.

use crate::phone::{PhoneIssue, PhoneNumber};
use serde::{Serialize, Serializer};

/// A JSON value that borrows its texts. One type that is serialised, instead of every struct: that is a seventh of the module.
/// May hold secrets, so it prints nothing.
#[derive(Clone)]
pub enum Json<'a> {
    /// A member that is left out.
    Absent,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(&'a str),
    /// Members in their order.
    Object(Vec<(&'a str, Json<'a>)>),
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Object(members) => {
                let present = members.iter().filter(|(_, value)| !matches!(value, Json::Absent));
                serializer.collect_map(present.map(|(name, value)| (*name, value)))
            }
        }
    }
}

/// What becomes a value, and nothing where there is none.
macro_rules! from {
    ($($kind:ty => |$value:ident| $json:expr;)+) => {$(
        impl<'a> From<$kind> for Json<'a> {
            fn from($value: $kind) -> Self {
                $json
            }
        }
    )+};
}

from! {
    bool => |value| Self::Flag(value);
    f64 => |value| Self::Number(value);
    i32 => |value| Self::Number(f64::from(value));
    u16 => |value| Self::Number(f64::from(value));
    &'a str => |value| Self::Text(value);
    &'a String => |value| Self::Text(value);
}

impl<'a, T: Into<Json<'a>>> From<Option<T>> for Json<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl<'a> From<&'a PhoneNumber> for Json<'a> {
    fn from(phone: &'a PhoneNumber) -> Self {
        Self::Object(vec![
            ("countryCode", (&phone.country_code).into()),
            ("nationalNumber", (&phone.national_number).into()),
            ("e164", (&phone.e164).into()),
            ("extension", phone.extension.as_deref().into()),
            ("region", phone.region.into()),
            ("type", phone.number_type.as_str().into()),
            ("isPossible", phone.is_possible.into()),
            ("isValid", phone.is_valid.into()),
            ("issue", phone.issue.map(PhoneIssue::as_str).into()),
            ("nationalFormat", (&phone.national_format).into()),
            ("internationalFormat", (&phone.international_format).into()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::{PhoneInput, parse};

    #[test]
    fn a_phone_number_has_the_names_of_the_public_interface() {
        assert_eq!(
            serde_json::to_value(Json::from(&parse(PhoneInput::Text(""), None))).unwrap(),
            serde_json::json!({
                "countryCode": "", "nationalNumber": "", "e164": "", "type": "unknown", "isPossible": false,
                "isValid": false, "issue": "empty", "nationalFormat": "", "internationalFormat": "",
            })
        );
    }

    #[test]
    fn members_keep_their_order_and_absent_ones_are_left_out() {
        let json = Json::Object(vec![
            ("b", "text".into()),
            ("a", None::<i32>.into()),
            ("c", Json::Object(vec![("d", true.into()), ("e", 1.5.into())])),
        ]);
        assert_eq!(serde_json::to_string(&json).unwrap(), r#"{"b":"text","c":{"d":true,"e":1.5}}"#);
    }
}

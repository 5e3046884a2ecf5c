//! The JSON that goes out: bodies on the wire, and plain objects for JavaScript.

use serde::{Serialize, Serializer};

/// What a member may be. Texts are borrowed.
enum Value<'a> {
    Flag(bool),
    Number(f64),
    Text(&'a str),
    Object(Json<'a>),
}

/// A JSON object. One type that is serialised, instead of every struct: that is a seventh of the module. Its members are added one
/// by one, since a call for each is less code than an array of them; what is absent is left out. May hold secrets, so it prints
/// nothing.
#[derive(Default)]
pub struct Json<'a>(Vec<(&'a str, Value<'a>)>);

impl<'a> Json<'a> {
    /// Adds `true` or `false`.
    pub fn flag(&mut self, name: &'a str, flag: bool) {
        self.add(name, Value::Flag(flag));
    }

    /// Adds a number.
    pub fn number(&mut self, name: &'a str, number: impl Into<Option<f64>>) {
        self.add_number(name, number.into());
    }

    /// Adds a string.
    pub fn text(&mut self, name: &'a str, text: impl Into<Option<&'a str>>) {
        self.add_text(name, text.into());
    }

    /// Adds an object.
    pub fn object(&mut self, name: &'a str, object: Json<'a>) {
        self.add(name, Value::Object(object));
    }

    /// As JSON: for texts and objects of texts, which is all that goes out on the wire.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(512);
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        let mut before = '{';
        for (name, value) in &self.0 {
            out.push(before);
            before = ',';
            write_text(name, out);
            out.push(':');
            match value {
                Value::Object(object) => object.write(out),
                Value::Text(text) => write_text(text, out),
                Value::Flag(_) | Value::Number(_) => debug_assert!(false, "{name} is no text"),
            }
        }
        out.push_str(if before == '{' { "{}" } else { "}" });
    }

    #[inline(never)]
    fn add_number(&mut self, name: &'a str, number: Option<f64>) {
        if let Some(number) = number {
            self.add(name, Value::Number(number));
        }
    }

    #[inline(never)]
    fn add_text(&mut self, name: &'a str, text: Option<&'a str>) {
        if let Some(text) = text {
            self.add(name, Value::Text(text));
        }
    }

    #[inline(never)]
    fn add(&mut self, name: &'a str, value: Value<'a>) {
        self.0.push((name, value));
    }
}

/// A JSON string (RFC 8259, 7).
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let mut rest = text;
    while let Some(place) = rest.bytes().position(is_special) {
        let (plain, special) = rest.split_at(place);
        let mut characters = special.chars();
        let code = characters.next().map_or(0, u32::from);
        out.push_str(plain);
        out.push_str("\\u00");
        out.extend([code >> 4, code & 15].map(|nibble| char::from_digit(nibble, 16).unwrap_or_default()));
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (*name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_gets_the_same_json_as_a_serializer_makes() {
        let every_ascii: String = (0..128_u8).map(char::from).collect();
        let mut inner = Json::default();
        inner.text("text", every_ascii.as_str());
        inner.object("none", Json::default());
        let mut json = Json::default();
        json.object("inner", inner);
        json.text("\"quoted\"", "\u{2028} 手机号 \u{10ffff} \u{7f}\u{80}");
        json.text("empty", "");
        let read: serde_json::Value = serde_json::from_str(&json.to_text()).unwrap();
        assert_eq!(read, serde_json::to_value(&json).unwrap());
        assert_eq!(read["inner"]["text"], every_ascii);
        let mut plain = Json::default();
        plain.text("name", "nothing to escape");
        assert_eq!(plain.to_text(), r#"{"name":"nothing to escape"}"#);
    }

    #[test]
    fn members_keep_their_order_and_absent_ones_are_left_out() {
        let mut inner = Json::default();
        inner.flag("d", true);
        inner.number("e", 1.5);
        let mut json = Json::default();
        json.text("b", "text");
        json.number("a", None);
        json.object("c", inner);
        assert_eq!(serde_json::to_string(&json).unwrap(), r#"{"b":"text","c":{"d":true,"e":1.5}}"#);
    }
}

//! JSON objects whose members are texts.

use serde::{Serialize, Serializer};

/// Names and texts of an object's members, in their order.
#[derive(Default)]
pub struct TextMembers<'a>(Vec<(&'a str, &'a str)>);

impl<'a> TextMembers<'a> {
    /// Adds a member.
    pub fn add(&mut self, name: &'a str, text: &'a str) {
        self.0.push((name, text));
    }
}

impl Serialize for TextMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order() {
        let mut members = TextMembers::default();
        members.add("b", "1");
        members.add("a", "2");
        assert_eq!(serde_json::to_string(&members).unwrap(), r#"{"b":"1","a":"2"}"#);
    }
}

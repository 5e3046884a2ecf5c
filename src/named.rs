//! Enums whose variants have a name outside of Rust: on the wire, in JavaScript, in TypeScript's types.

/// Defines an enum with the name of each of its variants. The names stand here and nowhere else: what JavaScript is given, what it
/// hands in and what the types of the module declare are all made from them.
macro_rules! named {
    (
        $(#[$attribute:meta])*
        pub enum $kind:ident { $($(#[$doc:meta])* $variant:ident $name:literal)+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind { $($(#[$doc])* $variant,)+ }

        #[allow(dead_code, reason = "not every enum needs all of it")]
        impl $kind {
            /// All of them, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The declaration of the type in TypeScript.
            pub const TYPESCRIPT: &'static str =
                concat!("export type ", stringify!($kind), " =", $(" | \"", $name, "\"",)+ ";");

            /// The name outside of Rust.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }

        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use named;

#[cfg(test)]
mod tests {
    named! {
        /// Two of a kind.
        pub enum Kind {
            /// The first.
            First "the-first"
            /// The second.
            Second "the-second"
        }
    }

    #[test]
    fn a_name_leads_to_its_variant_and_back() {
        for &kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::from_name("First"), None);
    }

    #[test]
    fn the_types_and_the_values_of_javascript_have_the_same_names() {
        assert_eq!(Kind::TYPESCRIPT, r#"export type Kind = | "the-first" | "the-second";"#);
        assert_eq!(serde_json::to_string(&Kind::Second).unwrap(), r#""the-second""#);
    }
}

//! Enums whose variants have names outside Rust: on the wire, in JavaScript and in TypeScript.

/// Defines an enum and the name of each variant. Each name is written only once: the values that JavaScript gets and passes and the
/// generated TypeScript union are made from it.
macro_rules! named {
    (
        $(#[$attribute:meta])*
        pub enum $kind:ident { $($(#[$doc:meta])* $variant:ident $name:literal)+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind { $($(#[$doc])* $variant,)+ }

        #[allow(dead_code, reason = "not every enum uses all functions")]
        impl $kind {
            /// All variants, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The declaration of the type in TypeScript.
            pub const TYPESCRIPT: &'static str =
                concat!("export type ", stringify!($kind), " =", $(" | \"", $name, "\"",)+ ";");

            /// The name outside Rust.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The variant with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.as_str() == name)
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
    fn typescript_types_and_serialized_values_have_the_same_names() {
        assert_eq!(Kind::TYPESCRIPT, r#"export type Kind = | "the-first" | "the-second";"#);
        assert_eq!(serde_json::to_string(&Kind::Second).unwrap(), r#""the-second""#);
    }
}

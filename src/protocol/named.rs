//! Values that have a name outside of Rust.

/// Defines an enum with the name of each of its variants.
///
/// The names are one text, a line each: addresses and lengths of separate texts would weigh as much as the texts.
macro_rules! named {
    (
        $(#[$attribute:meta])*
        pub enum $kind:ident { $($(#[$doc:meta])* $variant:ident $name:literal)+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind { $($(#[$doc])* $variant,)+ }

        impl $kind {
            /// All of them, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name outside of Rust.
            pub fn as_str(self) -> &'static str {
                $crate::protocol::text::line(concat!($($name, "\n",)+), self as usize)
            }

            /// The one of that name.
            #[allow(dead_code, reason = "not all of them are read")]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }
    };
}

pub(crate) use named;

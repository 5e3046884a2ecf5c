//! The languages of the service, and of this package's own messages.

/// A value of the header `x-authing-lang` **\[A\]**.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 简体中文
    ZhCn,
    /// 繁體中文
    ZhTw,
    /// English
    EnUs,
    /// 日本語
    JaJp,
}

impl Language {
    /// Every language, in the order of the columns of the message table.
    pub const ALL: [Self; 4] = [Self::ZhCn, Self::ZhTw, Self::EnUs, Self::JaJp];

    /// The tag as it is sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
            Self::EnUs => "en-US",
            Self::JaJp => "ja-JP",
        }
    }

    /// The language of a tag; `None` for one that the service does not have.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == tag)
    }
}

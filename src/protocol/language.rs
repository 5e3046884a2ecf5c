//! The languages of the service, and of this package's own messages.

use crate::named::named;

named! {
    /// A value of the header `x-authing-lang` **\[A\]**, by its tag.
    pub enum Language {
        /// 简体中文
        ZhCn "zh-CN"
        /// 繁體中文
        ZhTw "zh-TW"
        /// English
        EnUs "en-US"
        /// 日本語
        JaJp "ja-JP"
    }
}

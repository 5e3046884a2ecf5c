//! Which application of which pool is spoken to, and how.

use super::Language;

/// What is the same for every call of a client.
#[derive(Debug)]
pub struct Application {
    /// `https://example.authing.cn`: scheme and host, no path, no trailing slash.
    pub origin: String,
    /// Of the service's messages and of this package's.
    pub language: Language,
    /// What goes with every request, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Application {
    /// Makes it of a client's options, which `option` hands in by name. `headerPrefix` is `x-authing-` by default, `x-genauth-` for
    /// the same service under its other name; `language` is `en-US` by default **\[A\]\[K\]**.
    pub fn new(option: &mut dyn FnMut(&str) -> Option<String>) -> Self {
        let prefix = option("headerPrefix").unwrap_or_else(|| "x-authing-".to_owned());
        let language = option("language").as_deref().and_then(Language::from_tag).unwrap_or(Language::EnUs);
        let mut headers = Vec::new();
        let mut add = |name: &str, value: Option<String>| {
            headers.extend(value.map(|value| ([&prefix, name].concat(), value)));
        };
        let own = |value: &str| Some(value.to_owned());
        add("app-id", option("appId"));
        add("lang", own(language.as_str()));
        add("request-from", own(env!("CARGO_PKG_NAME")));
        add("sdk-version", own(env!("CARGO_PKG_VERSION")));
        add("userpool-id", option("userPoolId"));
        add("app-tenant-id", option("tenantId"));
        Self { origin: option("host").unwrap_or_default(), language, headers }
    }
}

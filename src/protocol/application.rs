//! Which application of which pool is spoken to, and how.

use super::Language;
use super::text::concat;

/// What is the same for every call of a client.
#[derive(Debug)]
pub struct Application {
    /// `https://example.authing.cn`: scheme and host, no path, no trailing slash.
    pub origin: String,
    /// By which the service tells applications apart.
    pub app_id: String,
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
        let language = option("language").as_deref().and_then(Language::from_name).unwrap_or(Language::EnUs);
        let app_id = option("appId").unwrap_or_default();
        let mut headers = Headers { prefix, headers: Vec::new() };
        headers.add("app-id", Some(app_id.clone()));
        headers.add("lang", Some(language.as_str().to_owned()));
        headers.add("request-from", Some(env!("CARGO_PKG_NAME").to_owned()));
        headers.add("sdk-version", Some(env!("CARGO_PKG_VERSION").to_owned()));
        headers.add("userpool-id", option("userPoolId"));
        headers.add("app-tenant-id", option("tenantId"));
        let headers = headers.headers;
        Self { origin: option("host").unwrap_or_default(), app_id, language, headers }
    }
}

/// Headers that begin with a prefix.
struct Headers {
    prefix: String,
    headers: Vec<(String, String)>,
}

impl Headers {
    /// Not inlined: each of six calls would be all of it.
    #[inline(never)]
    fn add(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.headers.push((concat(&[&self.prefix, name]), value));
        }
    }
}

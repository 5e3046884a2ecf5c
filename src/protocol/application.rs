//! Which application is spoken to, and how.

use super::Language;

/// The beginning of the service's own headers; `x-genauth-` for the same service under its other name.
pub const DEFAULT_HEADER_PREFIX: &str = "x-authing-";

/// What is the same for every call of a client.
#[derive(Debug)]
pub struct Application {
    /// `https://example.authing.cn`: no trailing slash.
    pub host: String,
    /// By which the service tells applications apart.
    pub app_id: String,
    /// Of the service's messages and of this package's.
    pub language: Language,
    /// The service's headers that go with every request, names in lower case **\[A\]\[K\]**.
    pub headers: Vec<(String, String)>,
}

impl Application {
    /// Makes it of a client's options. `prefix`: of the names of headers. `user_pool_id`, `tenant_id`: where they are configured.
    pub fn new(
        host: String,
        app_id: String,
        language: Language,
        prefix: &str,
        user_pool_id: Option<String>,
        tenant_id: Option<String>,
    ) -> Self {
        let headers = [
            ("app-id", Some(app_id.clone())),
            ("lang", Some(language.as_str().to_owned())),
            ("request-from", Some(env!("CARGO_PKG_NAME").to_owned())),
            ("sdk-version", Some(env!("CARGO_PKG_VERSION").to_owned())),
            ("userpool-id", user_pool_id),
            ("app-tenant-id", tenant_id),
        ];
        let headers = headers.into_iter().filter_map(|(name, value)| Some(([prefix, name].concat(), value?)));
        Self { headers: headers.collect(), host, app_id, language }
    }
}

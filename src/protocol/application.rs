//! The application of the service that a client calls.

use super::Language;

/// The prefix of the service's headers; `x-genauth-` for the same service under its other name.
pub const DEFAULT_HEADER_PREFIX: &str = "x-authing-";

/// What all calls of a client have in common.
#[derive(Debug)]
pub struct Application {
    /// `https://example.authing.cn`: no trailing slash.
    pub host: String,
    /// The service's identifier of the application.
    pub app_id: String,
    /// Of the service's messages and of this package's.
    pub language: Language,
    /// The service's headers of every request, with names in lower case **\[A\]\[K\]**.
    pub headers: Vec<(String, String)>,
}

impl Application {
    /// Makes it from a client's options. `prefix`: of the header names.
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
